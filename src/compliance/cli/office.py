"""`init`, `year`, `worker` and `verify-log`: the office itself."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.commands import (
    BilingualCommand,
    BilingualGroup,
    Session,
    as_json_option,
    on_option,
    write_json,
    year_option,
)
from compliance.cli.language import Say
from compliance.law.faults import Misread, Refused
from compliance.law.reading.records import parse_date
from compliance.law.text import Text

if TYPE_CHECKING:
    from compliance.office.audit import Actor
    from compliance.work.organisation import Office

OFFICE_FILE = "office.yaml"
OWN_RULES = "rules"


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
    @click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
    @click.option(
        "--example", default="new-office", show_default=True, help=say("以哪个示例为底本", "The example to begin from")
    )
    @click.pass_obj
    def init_office(session: Session, folder: Path, example: str) -> None:
        from compliance.office.opening import DATABASE_NAME, open_database, prepare

        prepare()
        from compliance.office.rule_files import read_text
        from compliance.office.services.offices import register_office
        from compliance.office.shipped import shipped_examples

        template = shipped_examples() / example / OFFICE_FILE
        if not template.is_file():
            known = ", ".join(sorted(path.parent.name for path in shipped_examples().glob(f"*/{OFFICE_FILE}")))
            raise Refused(
                Text(f"没有示例“{example}”，可用：{known}", f"there is no example `{example}`; known are {known}")
            )
        folder.mkdir(parents=True, exist_ok=True)
        (folder / OWN_RULES).mkdir(exist_ok=True)
        office_file = folder / OFFICE_FILE
        if not office_file.exists():
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as unfinished:
                unfinished.write(template.read_bytes())
            shutil.move(unfinished.name, office_file)
            office_file.chmod(0o644)
        text = read_text(office_file)
        read = _read_office(text, office_file)
        open_database(folder / DATABASE_NAME, create=True)
        office = register_office(text, str(office_file), _actor(f"{read.coordinator}.coordinator", read, None))
        click.echo(
            say(
                f"已登记{office.name.zh}（{len(office.departments)}个责任单位）。单位文件：{office_file}",
                f"{office.name.en} is registered with {len(office.departments)} departments. Its file: {office_file}",
            )
        )

    return init_office


def year(say: Say) -> click.Command:
    """`compliance year`."""
    group = BilingualGroup("year", say=say, help=say("开启年度、登记事件。", "Open a year, record events."))

    @group.command(
        "open",
        cls=BilingualCommand,
        say=say,
        help=say(
            "开启一个年度：固定所用规则，按规则生成全年任务。", "Open a year: pin the rules, plan the year's tasks."
        ),
    )
    @click.argument("number", metavar="YEAR", type=int)
    @on_option(say)
    @as_json_option(say)
    @click.pass_obj
    def open_(session: Session, number: int, on: date | None, as_json: bool) -> None:
        session.open_office()
        from compliance.office.models import TaskRecord
        from compliance.office.reading_state import office_of, the_office
        from compliance.office.rule_files import rule_texts
        from compliance.office.services.offices import open_office_year
        from compliance.office.shipped import shipped_rules

        office = office_of(the_office())
        folders = [shipped_rules()]
        if (session.folder / OWN_RULES).is_dir():
            folders.append(session.folder / OWN_RULES)
        actor = _actor(f"{office.coordinator}.coordinator", office, on)
        opened = open_office_year(number, rule_texts(folders), actor)
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
    @click.argument("event", metavar="EVENT")
    @click.argument("at", metavar="DATE[THH:MM]")
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
            f"{event}-{at}-{holder or 'all'}-{subject}"[:40], event, _moment(at), Text(subject, subject), holder
        )
        actor = _actor(f"{opened.office.coordinator}.coordinator", opened.office, on)
        tasks = record_occurrence(opened, occurrence, actor)
        if as_json:
            write_json([task.id for task in tasks])
            return
        click.echo(
            say(f"产生{len(tasks)}项任务：", f"{len(tasks)} tasks opened: ") + " ".join(task.id for task in tasks[:20])
        )

    return group


def worker(say: Say) -> click.Command:
    """`compliance worker`."""

    @click.command(
        cls=BilingualCommand,
        say=say,
        help=say(
            "持续运行：每个工作日早上检查并催办一次。--once 只做今天的一次就退出（供 cron 使用）。",
            "Keep running: every working morning check and remind once. --once does today's sweep and ends (for cron).",
        ),
    )
    @click.option("--once", is_flag=True, help=say("只运行一次", "Sweep once and end"))
    @click.option(
        "--messages",
        type=click.Path(path_type=Path),
        help=say("同时把消息写入此目录", "Write messages into this folder too"),
    )
    @click.pass_obj
    def work(session: Session, once: bool, messages: Path | None) -> None:
        from apscheduler.schedulers.blocking import BlockingScheduler

        session.open_office()
        from compliance.channels.channel import Channel
        from compliance.channels.folder import FolderChannel
        from compliance.office.reading_state import office_of, open_year, the_office
        from compliance.scheduling.worker import BY, daily_sweep, declare_jobs

        office = office_of(the_office())
        channels: dict[str, Channel] = {"folder": FolderChannel(messages)} if messages else {}
        if once:
            swept = daily_sweep(open_year(), _actor(BY, office, None), channels)
            click.echo(
                say(
                    f"发现{len(swept.findings)}项，新问题{len(swept.opened)}个，催办{len(swept.reminders)}条",
                    f"{len(swept.findings)} findings, {len(swept.opened)} new problems, {len(swept.reminders)} reminders",
                )
            )
            return
        scheduler = BlockingScheduler(timezone=office.time_zone)
        declare_jobs(scheduler, office, lambda: _actor(BY, office, None), channels)
        scheduler.start()

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


def _moment(words: str) -> date | datetime:
    try:
        return datetime.fromisoformat(words) if "T" in words else parse_date(words)
    except (ValueError, Misread) as error:
        raise Refused(
            Text(
                f"“{words}”不是日期，应写作 2017-01-20 或 2017-01-20T09:30",
                f"`{words}` is not a date; write 2017-01-20 or 2017-01-20T09:30",
            )
        ) from error
