"""`compliance rules import`: from a task breakdown table to a draft of a rule pack, and again after it was corrected."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compliance.cli.commands import (
    FINDINGS,
    OWN_RULES,
    Argument,
    BilingualCommand,
    Day,
    Session,
    as_json_option,
    words_of,
    write_json,
)
from compliance.cli.language import Say
from compliance.cli.rules.context import office_at, rules_of
from compliance.cli.rules.import_report import report_as_json, tell
from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import YEARS
from compliance.law.faults import Refused
from compliance.law.obligations import Part
from compliance.law.text import Language, Text
from compliance.office.rule_files import read_rules
from compliance.office.text_files import read_text
from compliance.work.organisation import Office

if TYPE_CHECKING:
    from compliance.documents.drafting.draft_file import Draft
    from compliance.work.drafting.duty_drafts import PackDraft


def command(say: Say) -> click.Command:
    """The command, with its help in the language of `say`."""

    @click.command(
        "import",
        cls=BilingualCommand,
        say=say,
        short_help=say("从任务分解表起草规则包", "draft a pack from a task breakdown table"),
        help=say(
            "从任务分解表（xlsx、xls、docx、html 或粘贴的文本）起草规则包，并逐行报告把握程度；读不准的不猜，"
            "留待确认。再次导入修订后的表时保留手工修改。有待确认的内容时退出码为1。",
            "Draft a rule pack from a task breakdown table (xlsx, xls, docx, html or pasted text), and tell line by line "
            "how certain the reading is; what is unclear is asked, not guessed. Importing a corrected table keeps what "
            "a hand changed. Exit status 1 if something is asked.",
        ),
    )
    @click.argument(
        "file",
        cls=Argument,
        metavar="FILE",
        type=click.Path(path_type=Path),
        help=say("任务分解表文件", "The file with the table"),
    )
    @click.option(
        "--year",
        metavar="YEAR",
        type=click.IntRange(YEARS[0], YEARS[-1]),
        help=say("年度，默认取自标题", "The year; that of the title by default"),
    )
    @click.option(
        "--title", help=say("文件名称，默认取自标题行", "The paper's title; that of the title rows by default")
    )
    @click.option("--number", help=say("文号", "The paper's number"))
    @click.option("--issuer", help=say("发文机关", "Who issued it"))
    @click.option("--published", type=Day(), help=say("发布日期", "The day of issue"))
    @click.option(
        "--part",
        type=words_of(Part),
        help=say(
            "各领域归入年度报告的哪一部分，默认 key-areas",
            "The part of the annual report that tells its areas; key-areas by default",
        ),
    )
    @click.option(
        "--who",
        default="",
        help=say(
            "表中没有写责任单位的任务由谁负责，如 各部门",
            "Who owes the tasks for which the table names nobody, as a table writes it",
        ),
    )
    @click.option(
        "--deadline",
        default="",
        help=say(
            "表中没有写时限的任务何时完成，写法同表中，如 年底前",
            "By when the tasks are due for which the table gives no time, as a table writes it",
        ),
    )
    @click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        help=say(
            "草稿文件，默认单位 rules/ 目录下的 task-breakdown-年度.yaml",
            "The draft; task-breakdown-YEAR.yaml in the office's rules/ by default",
        ),
    )
    @click.option(
        "--ask",
        is_flag=True,
        help=say("在终端上逐个询问对不上的单位名称", "Ask at the terminal for each name that fits no department"),
    )
    @as_json_option(say)
    @click.pass_obj
    def import_(
        session: Session,
        file: Path,
        year: int | None,
        title: str | None,
        number: str | None,
        issuer: str | None,
        published: date | None,
        part: str | None,
        who: str,
        deadline: str,
        out: Path | None,
        ask: bool,
        as_json: bool,
    ) -> None:
        from compliance.documents.drafting.draft_file import language_of_draft
        from compliance.documents.reading.breakdown_source import read_source
        from compliance.law.drafting.breakdown_lines import breakdown_of
        from compliance.law.drafting.titles import read_titles
        from compliance.work.department_names import DepartmentNames
        from compliance.work.drafting.duty_drafts import Circumstances, draft_pack

        office = _office(session)
        if ask and (as_json or not sys.stdin.isatty()):
            raise Refused(
                Text("--ask 需要在终端上使用，不能与 --json 同用", "--ask needs a terminal and does not go with --json")
            )
        breakdown = breakdown_of(read_source(file))
        titles = read_titles(breakdown.titles)
        chosen = year or titles.year
        if chosen is None:
            raise Refused(Text("标题里没有年度：请加 --year", "the title names no year: add --year"))
        draft_at, pack = _places(session, office, out, chosen)
        about = Circumstances(
            year=chosen,
            pack=pack,
            layer=office.level,
            number=number or titles.number,
            issuer=issuer or titles.issuer,
            published=published or titles.published,
            title=title or titles.title,
            titled_year=titles.year,
            part=Part(part) if part else None,
            who=who,
            deadline=deadline,
        )
        names = DepartmentNames(office)
        calendar = _calendar(session, office)
        table = draft_pack(breakdown, names, about, calendar)
        earlier = _earlier(draft_at)
        language = language_of_draft(earlier[0]) if earlier is not None else session.chosen or office.language
        draft = _drafted(table, earlier, draft_at, language)
        if ask and (answers := _answers(session.say, names, draft)):
            draft = _filled(
                draft, table, draft_pack(breakdown, names, replace(about, answers=answers), calendar), language
            )
        _write(draft_at, draft, earlier)
        open_ = [remark for line in draft.lines for remark in line.open if remark.certainty.weight == 2]
        open_ += [remark for remark in draft.head if remark.certainty.weight == 2]
        waiting = len(open_) + sum(change.kind in ("conflict", "gone") for change in draft.changes)
        session.status = FINDINGS if waiting else 0
        if as_json:
            write_json(report_as_json(draft, breakdown, draft_at, about, earlier is not None))
        else:
            tell(session.say, draft, breakdown, draft_at, earlier is not None)

    return import_


def _office(session: Session) -> Office:
    office = office_at(session)
    if office is None:
        raise Refused(
            Text(
                "要知道责任单位有哪些：请在单位目录中运行，或用 --office 指明 office.yaml",
                "the departments must be known: run it in the office's folder, or name its office.yaml with --office",
            )
        )
    return office


def _places(session: Session, office: Office, out: Path | None, year: int) -> tuple[Path, str]:
    """Where the draft is written, and the name of its pack: its path below the folder `rules`."""
    folder = session.folder.parent if session.folder.is_file() else session.folder
    draft_at = out or folder / OWN_RULES / office.region / f"task-breakdown-{year}.yaml"
    if draft_at.suffix != ".yaml":
        raise Refused(
            Text(f"草稿文件名应以 .yaml 结尾：{draft_at}", f"the draft's name must end with .yaml: {draft_at}")
        )
    from compliance.law.reading.records import IDENTIFIER

    if not IDENTIFIER.match(draft_at.stem):
        raise Refused(
            Text(
                f"草稿文件名只能用小写字母、数字和“-”：{draft_at.name}",
                f"the draft's name may hold lower-case letters, digits and `-` only: {draft_at.name}",
            )
        )
    parts = draft_at.resolve().with_suffix("").parts
    region = tuple(office.region.split("/"))
    for place in range(len(parts) - 1, 0, -1):
        below = parts[place:]
        if below[: len(region)] == region:
            return draft_at, "/".join(below)
    return draft_at, f"{office.region}/{draft_at.stem}"


def _calendar(session: Session, office: Office) -> WorkingCalendar:
    """The office's calendar, from the rules that can be read: a draft that is not finished must not stand in the way."""
    texts = {path: text for path, text in rules_of(session).items() if "/calendar/" in path}
    return read_rules(texts).calendar(office.calendar)


def _earlier(draft_at: Path) -> tuple[str, Any] | None:
    """The earlier draft and what the import before remembered of it; None where there is none.

    Raises Refused where the file is something else, which is not touched.
    """
    if not draft_at.exists():
        return None
    from compliance.documents.drafting.draft_file import is_draft
    from compliance.documents.drafting.memory import memory_file, read_memory

    text = read_text(draft_at)
    if not is_draft(text):
        raise Refused(
            Text(
                f"{draft_at} 已存在，但不是 rules import 的草稿，未改动；请用 --out 换一个文件名",
                f"{draft_at} exists and is no draft of `rules import`; it was left as it is, choose another name with --out",
            )
        )
    remembered = memory_file(draft_at)
    memory = read_memory(read_text(remembered), str(remembered)) if remembered.exists() else None
    return text, memory


def _drafted(table: PackDraft, earlier: tuple[str, Any] | None, draft_at: Path, language: Language) -> Draft:
    from compliance.documents.drafting.draft_file import new_draft
    from compliance.documents.drafting.second_import import updated_draft

    if earlier is None:
        return new_draft(table, language)
    return updated_draft(earlier[0], earlier[1], table, str(draft_at), language)


def _write(draft_at: Path, draft: Draft, earlier: tuple[str, Any] | None) -> None:
    """The draft first: should the memory not be written, the next import only finds less to do."""
    from compliance.documents.drafting.memory import memory_file
    from compliance.documents.files import write_whole

    if earlier is None or earlier[0] != draft.text:
        write_whole(draft_at, draft.text)
    remembered, memory = memory_file(draft_at), draft.memory.as_text()
    if not remembered.exists() or remembered.read_bytes() != memory.encode():
        write_whole(remembered, memory)


# ---- asking


def _answers(say: Say, names: Any, draft: Draft) -> dict[str, tuple[str, ...]]:
    """What a person at the terminal says of the names that fit no department. An empty answer leaves the name open."""
    from compliance.law.drafting.certainty import Certainty
    from compliance.work.drafting.responsible_units import unknown_names

    answers: dict[str, tuple[str, ...]] = {}
    unknown = dict.fromkeys(
        name
        for line in draft.lines
        if any(remark.field in ("who", "supporting") and remark.certainty is Certainty.ASKED for remark in line.open)
        for name in unknown_names(line.duty.units, names)
    )
    for number, name in enumerate(unknown, start=1):
        near = names.near(name)
        click.echo(
            say(
                f"[{number}/{len(unknown)}] “{name}”是哪个单位？",
                f"[{number}/{len(unknown)}] Which department is “{name}”?",
            )
        )
        for place, candidate in enumerate(near, start=1):
            click.echo(f"  {place}. {candidate}")
        prompt = say(
            "序号或单位名称（多个用、分开），直接回车留待以后",
            "number or names (several with 、); Enter leaves it open",
        )
        while True:
            given = click.prompt(prompt, default="", show_default=False).strip()
            if not given:
                break
            try:
                answers[name] = tuple(
                    _meant(piece, near, names.office)
                    for piece in given.replace(",", "、").replace("，", "、").split("、")
                )
                break
            except Refused as refused:
                click.echo(say.text(refused.reason))
    return answers


def _meant(piece: str, near: Sequence[str], office: Office) -> str:
    piece = piece.strip()
    if piece.isdecimal() and 1 <= int(piece) <= len(near):
        return near[int(piece) - 1]
    return office.department(piece).short_name.zh


def _filled(draft: Draft, table: PackDraft, answered: PackDraft, language: Language) -> Draft:
    """The draft with the answers written in as a hand would: a later import of the same table leaves them."""
    from compliance.documents.drafting.second_import import updated_draft

    filled = updated_draft(draft.text, draft.memory, answered, "", language)
    final = updated_draft(filled.text, draft.memory, table, "", language)
    final.changes = draft.changes
    return final
