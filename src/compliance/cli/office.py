"""`init`, `year`, `worker` and `verify-log`: the office itself."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.commands import (
    OWN_RULES,
    Argument,
    BilingualCommand,
    BilingualGroup,
    Session,
    as_json_option,
    on_option,
    parse_moment,
    placed,
    write_json,
    year_option,
)
from compliance.cli.language import Say
from compliance.law.faults import BadInput, Misread, Refused
from compliance.law.text import Text

if TYPE_CHECKING:
    from compliance.office.audit import Actor
    from compliance.work.organisation import Office

OFFICE_FILE = "office.yaml"


def init(say: Say) -> click.Command:
    """`compliance init`."""

    @click.command(
        cls=BilingualCommand,
        say=say,
        help=say(
            "新建一个单位的目录：office.yaml（请按本单位修改后再运行一次）、rules/（本单位自己的规则包）和数据库。",
            "Make an office's folder: office.yaml (edit it and run init again), rules/ (its own rule packs) and the database.",
        ),
    )
    @click.argument(
        "folder",
        cls=Argument,
        metavar="DIR",
        type=click.Path(path_type=Path),
        help=say("单位的目录，没有则新建", "The office's folder; made if it is not there"),
    )
    @click.option(
        "--example", default="new-office", show_default=True, help=say("以哪个示例为底本", "The example to begin from")
    )
    @as_json_option(say)
    @click.pass_obj
    def init_office(session: Session, folder: Path, example: str, as_json: bool) -> None:
        from compliance.office.opening import DATABASE_NAME, open_database, prepare

        prepare()
        from compliance.documents.files import write_whole
        from compliance.office.rule_files import read_text
        from compliance.office.services.offices import register_office

        session.folder = folder
        office_file = folder / OFFICE_FILE
        template = None if office_file.is_file() else _template(example)
        text = read_text(template or office_file)
        read = _read_office(text, office_file)
        with _whole_or_nothing(folder, OWN_RULES, OFFICE_FILE, *_files_of(DATABASE_NAME)):
            (folder / OWN_RULES).mkdir(parents=True, exist_ok=True)
            if template is not None:
                write_whole(office_file, text)
                _copy_rules(template.parent / OWN_RULES, folder / OWN_RULES)
            open_database(folder / DATABASE_NAME, create=True)
            office = register_office(text, str(office_file), _actor(f"{read.coordinator}.coordinator", read, None))
        name, count = shlex.quote(str(folder)), len(office.departments)
        session.report(
            say(
                f"已登记{office.name.zh}（{count}个责任单位）。\n"
                f"请按本单位修改 {office_file}，改后再运行一次 compliance init {name}；"
                f"然后开启年度：compliance --office {name} year open 2017",
                f"{office.name.en} is registered with {count} departments.\n"
                f"Make {office_file} your own and run `compliance init {name}` again after a change; "
                f"then open a year: compliance --office {name} year open 2017",
            ),
            as_json,
            {"office": office.id, "departments": count, "file": str(office_file)},
        )

    return init_office


def _template(example: str) -> Path:
    from compliance.office.shipped import shipped_examples

    known = {path.parent.name: path for path in sorted(shipped_examples().glob(f"*/{OFFICE_FILE}"))}
    if example not in known:
        names = ", ".join(known)
        raise Refused(
            Text(f"没有示例“{example}”，可用：{names}", f"there is no example `{example}`; known are {names}")
        )
    return known[example]


def _copy_rules(example: Path, own: Path) -> None:
    """Copy an example's own rules into a new office's folder, unless rules lie there already."""
    if example.is_dir() and not any(own.iterdir()):
        shutil.copytree(example, own, dirs_exist_ok=True)


def _files_of(database: str) -> tuple[str, ...]:
    """The database's file and those that SQLite lays beside it."""
    return database, f"{database}-wal", f"{database}-shm", f"{database}-journal"


@contextmanager
def _whole_or_nothing(folder: Path, *names: str) -> Iterator[None]:
    """Where the block fails, those of the names that it made in the folder, and the folder if it made it, go away."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    made = [folder / name for name in names if not (folder / name).exists()]
    try:
        yield
    except BaseException:
        for path in made:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        for path in missing:
            with suppress(OSError):
                path.rmdir()
        raise


def year(say: Say) -> click.Command:
    """`compliance year`."""
    group = BilingualGroup("year", say=say, help=say("开启年度、登记事件。", "Open a year, record events."))
    for add in (
        _add_open,
        _add_event,
    ):
        add(group, say)
    return group


def _add_open(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "open",
        cls=BilingualCommand,
        say=say,
        help=say(
            "开启一个年度：固定所用规则，按规则生成全年任务。", "Open a year: pin the rules, plan the year's tasks."
        ),
    )
    @click.argument("number", cls=Argument, metavar="YEAR", type=int, help=say("年度", "The year"))
    @on_option(say)
    @as_json_option(say)
    @click.pass_obj
    def open_(session: Session, number: int, on: date | None, as_json: bool) -> None:
        session.open_office()
        from compliance.cli.rules.context import rule_folders
        from compliance.office.models import TaskRecord
        from compliance.office.reading_state import office_of, the_office
        from compliance.office.rule_files import rule_texts
        from compliance.office.services.offices import open_office_year

        office = office_of(the_office())
        folders = rule_folders(session)
        actor = _actor(f"{office.coordinator}.coordinator", office, on)
        try:
            opened = open_office_year(number, rule_texts(folders), actor)
        except BadInput as bad:
            raise placed(bad, folders) from bad
        count = TaskRecord.objects.filter(year=opened.record).count()
        if as_json:
            write_json(
                {
                    "year": number,
                    "tasks": count,
                    "obligations": len(opened.rule_book.by_key),
                    "rules": opened.record.rules.digest,
                }
            )
            return
        click.echo(
            say(
                f"{number}年已开启：{len(opened.rule_book.packs)}个规则包，{len(opened.rule_book.by_key)}项义务，{count}项任务",
                f"{number} is open: {len(opened.rule_book.packs)} packs, {len(opened.rule_book.by_key)} obligations, {count} tasks",
            )
        )


def _add_event(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "event",
        cls=BilingualCommand,
        say=say,
        help=say(
            "登记一个事件，由它起算的任务随即产生。例：compliance year event budget-replied 2017-04-05 --subject 2017年部门预算",
            "Record an event; the tasks that it starts are opened. "
            "Example: compliance year event budget-replied 2017-04-05 --subject 'budget 2017'",
        ),
    )
    @click.argument(
        "event",
        metavar="EVENT",
        cls=Argument,
        help=say(
            "事件，如 budget-replied；规则的期限写明它由什么起算",
            "The event, such as budget-replied: what deadlines in rules begin after",
        ),
    )
    @click.argument(
        "at",
        metavar="DATE[THH:MM]",
        cls=Argument,
        help=say(
            "发生日期（以小时计的期限须写时间）", "When it happened; with the time where the deadline counts hours"
        ),
    )
    @click.option("--subject", required=True, help=say("是什么（文件、项目的名称）", "What it is about"))
    @click.option("--department", help=say("只涉及某个单位", "Only for this department"))
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def event_(
        session: Session,
        event: str,
        at: str,
        subject: str,
        department: str | None,
        on: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        session.open_office()
        from compliance.office.reading_state import open_year
        from compliance.office.services.offices import record_occurrence
        from compliance.work.plan import Occurrence

        opened = open_year(year)
        holder = opened.office.department(department).id if department else None
        occurrence = Occurrence(
            f"{event}-{at}-{holder or 'all'}-{subject}"[:40], event, _at(at), Text(subject, subject), holder
        )
        actor = _actor(f"{opened.office.coordinator}.coordinator", opened.office, on)
        tasks = record_occurrence(opened, occurrence, actor)
        if as_json:
            write_json([task.id for task in tasks])
            return
        click.echo(
            say(f"产生{len(tasks)}项任务：", f"{len(tasks)} tasks opened: ") + " ".join(task.id for task in tasks[:20])
        )


def worker(say: Say) -> click.Command:
    """`compliance worker`."""

    @click.command(
        cls=BilingualCommand,
        say=say,
        help=say(
            "持续运行：每个工作日早上检查并催办一次。--once 只做今天的一次就退出（供 cron 使用；休息日不做）。",
            "Keep running: every working morning check and remind once. --once does today's sweep and ends (for cron; nothing on a day off).",
        ),
    )
    @click.option("--once", is_flag=True, help=say("只运行一次", "Sweep once and end"))
    @click.option(
        "--messages",
        type=click.Path(path_type=Path),
        help=say("同时把消息写入此目录", "Write messages into this folder too"),
    )
    @as_json_option(say)
    @click.pass_obj
    def work(session: Session, once: bool, messages: Path | None, as_json: bool) -> None:
        session.open_office()
        from compliance.channels.channel import Channel
        from compliance.channels.folder import FolderChannel
        from compliance.office.reading_state import office_of, the_office
        from compliance.scheduling.worker import BY, declare_jobs, sweep_open_years

        office = office_of(the_office())
        channels: dict[str, Channel] = {"folder": FolderChannel(messages)} if messages else {}
        if once:
            years = sweep_open_years(lambda: _actor(BY, office, None), channels)
            counts = {
                "years": len(years),
                "findings": sum(len(swept.findings) for swept in years),
                "new_problems": sum(len(swept.opened) for swept in years),
                "reminders": sum(len(swept.reminders) for swept in years),
            }
            session.report(
                say(
                    f"检查{counts['years']}个年度：发现{counts['findings']}项，新问题{counts['new_problems']}个，催办{counts['reminders']}条",
                    f"years swept: {counts['years']}, findings: {counts['findings']}, new problems: {counts['new_problems']}, "
                    f"reminders: {counts['reminders']}",
                ),
                as_json,
                counts,
            )
            return
        from apscheduler.schedulers.blocking import BlockingScheduler

        scheduler = BlockingScheduler(timezone=office.time_zone)
        declare_jobs(scheduler, office, lambda: _actor(BY, office, None), channels)
        try:
            scheduler.start()
        except KeyboardInterrupt:  # the usual way to end it
            scheduler.shutdown()

    return work


def verify_log(say: Say) -> click.Command:
    """`compliance verify-log`."""

    @click.command(
        cls=BilingualCommand,
        say=say,
        help=say(
            "重算审计日志的哈希链；被改动、删除或插入时指出第几条，退出码为1。",
            "Recompute the audit log's chain; names the first entry that was changed, removed or inserted.",
        ),
    )
    @as_json_option(say)
    @click.pass_obj
    def verify(session: Session, as_json: bool) -> None:
        session.open_office()
        from compliance.office.audit import first_broken_entry
        from compliance.office.models import AuditEntry
        from compliance.office.reading_state import the_office

        office = the_office()
        broken = first_broken_entry(office)
        count = AuditEntry.objects.filter(office=office).count()
        session.status = 1 if broken else 0
        if as_json:
            write_json({"entries": count, "first_broken": broken})
        elif broken:
            click.echo(say(f"审计日志第{broken}条起不可信", f"the audit log does not hold from entry {broken} on"))
        else:
            click.echo(say(f"审计日志完整，共{count}条", f"the audit log holds, {count} entries"))

    return verify


def _read_office(text: str, file: Path) -> Office:
    from compliance.work.office_file import read_office

    return read_office(text, str(file))


def _actor(by: str, office: Office, on: date | None) -> Actor:
    from compliance.office.clock import acting

    return acting(by, office.time_zone, on)


def _at(words: str) -> date | datetime:
    try:
        return parse_moment(words)
    except Misread as misread:
        raise Refused(misread.message) from misread
