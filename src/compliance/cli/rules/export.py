"""`compliance rules export`: the year's task breakdown table (任务分解表), as a spreadsheet, a page or Markdown."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from compliance.cli.commands import BilingualCommand, Day, Session, as_json_option, both, write_json
from compliance.cli.language import Say
from compliance.cli.rules.context import known_region, office_at, region_of, rules_of
from compliance.law.faults import Refused
from compliance.law.rule_book import RuleBook
from compliance.law.text import Language, Text
from compliance.office.rule_files import read_rules

if TYPE_CHECKING:
    from compliance.reporting.document import Document

COLUMN_NAMES = ("number", "task", "lead", "supporting", "time", "basis", "evidence", "remarks")
"""What the columns are called in JSON."""

FORMATS = ("xlsx", "md", "html")


def command(say: Say) -> click.Command:
    """The command, with its help in the language of `say`."""

    @click.command(
        "export",
        cls=BilingualCommand,
        say=say,
        short_help=say("导出任务分解表", "write the task breakdown table"),
        help=say(
            "导出某年的任务分解表：序号、任务、责任单位、配合单位、完成时限、依据、佐证、备注，按领域分组。"
            "有单位（--office）时写出各责任单位名称。",
            "Export the year's task breakdown table: number, task, lead and supporting departments, time limit, "
            "basis, evidence, remarks, grouped by area. With an office (--office) departments are named.",
        ),
    )
    @click.option("--year", type=int, help=say("年度，默认 --on 所在年度", "The year; that of --on by default"))
    @click.option("--region", help=say("地区，默认单位所在地区", "Region; the office's by default"))
    @click.option(
        "--format",
        "written_as",
        type=click.Choice(FORMATS),
        help=say("格式，默认按 --out 的文件名，否则 md", "Format; by the name of --out, otherwise md"),
    )
    @click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        help=say("写入的文件，默认标准输出", "The file to write; standard output by default"),
    )
    @click.option("--on", type=Day(), help=say("编制日期，默认今天", "Day of the table; today by default"))
    @as_json_option(say)
    @click.pass_obj
    def export_(
        session: Session,
        year: int | None,
        region: str | None,
        written_as: str | None,
        out: Path | None,
        on: date | None,
        as_json: bool,
    ) -> None:
        from compliance.documents.files import write_whole

        written_as = written_as or (out.suffix.removeprefix(".").lower() if out is not None else "md")
        if written_as not in FORMATS:
            raise Refused(
                Text(
                    f"不知道“{written_as}”是什么格式；请用 --format 指明 xlsx、md 或 html",
                    f"there is no format `{written_as}`; name xlsx, md or html with --format",
                )
            )
        if out is None and written_as == "xlsx" and not as_json:
            raise Refused(Text("xlsx 要写入文件：请加 --out 文件", "an xlsx is written to a file: add --out FILE"))
        office = office_at(session)
        day = on or _today(office.time_zone if office is not None else ZoneInfo("Asia/Shanghai"))
        rules = read_rules(rules_of(session))
        where = known_region(region_of(office, region), {pack.region for pack in rules.packs})
        chosen = year or day.year
        book = RuleBook.for_office(rules.packs, where, date(chosen, 1, 1), date(chosen, 12, 31))
        if not book.duties:
            raise Refused(
                Text(f"{chosen}年没有适用于“{where}”的规则", f"no rule for `{where}` is in force in {chosen}")
            )
        from compliance.reporting.plurals import plural
        from compliance.reporting.task_breakdown import task_breakdown

        document = task_breakdown(book, chosen, day, office)
        language = session.chosen or (office.language if office is not None else say.language)
        about = {"year": chosen, "region": where, "on": day.isoformat(), "tasks": _as_json(document)}
        if out is not None:
            write_whole(out, _rendered(document, written_as, language))
            words = say(
                f"已写入{out}（{len(book.duties)}项任务）", f"written to {out} ({plural(len(book.duties), 'task')})"
            )
            session.report(words, as_json, {**about, "format": written_as, "file": str(out)})
        elif as_json:
            write_json(about)
        else:
            click.echo(_rendered(document, written_as, language), nl=False)

    return export_


def _as_json(document: Document) -> list[dict[str, object]]:
    """The rows of the table with the names of their columns."""
    from compliance.reporting.document import Table

    table = next(block for block in document.sections[0].blocks if isinstance(block, Table))
    return [
        {"area": both(area or Text("", "")), **{name: both(cell) for name, cell in zip(COLUMN_NAMES, row, strict=True)}}
        for area, rows in table.parts()
        for row in rows
    ]


def _rendered(document: Document, written_as: str, language: Language) -> str | bytes:
    """The document in a format; what writes it is imported only now."""
    if written_as == "xlsx":
        from compliance.documents.xlsx import render_xlsx

        return render_xlsx(document, language)
    if written_as == "html":
        from compliance.documents.html import render_html

        return render_html(document, language)
    from compliance.documents.markdown import render_markdown

    return render_markdown(document, language)


def _today(zone: ZoneInfo) -> date:
    """The date in the office; the clock stands in a room that wants Django made ready."""
    from compliance.office.opening import prepare

    prepare()
    from compliance.office.clock import today

    return today(zone)
