"""`compliance report`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from compliance.cli.commands import (
    Argument,
    BilingualCommand,
    Session,
    as_json_option,
    as_of_option,
    write_json,
    year_option,
)
from compliance.cli.language import Say


def command(say: Say) -> click.Command:
    """The command, with its help in the language of `say`."""

    @click.command(
        cls=BilingualCommand,
        say=say,
        help=say(
            "生成报告。报告用单位的语言，--lang 可另选。",
            "Write a report. It is in the office's language unless --lang is given.",
        ),
    )
    @click.argument(
        "report",
        cls=Argument,
        type=click.Choice(["annual", "rectification", "bulletin", "overview"]),
        help=say(
            "annual 年度报告，rectification 问题及整改情况，bulletin 通报，overview 全年一览（仅 html）",
            "The annual report, problems and rectification, the bulletin, or the year at a glance (html only)",
        ),
    )
    @click.option(
        "--format",
        "format_",
        type=click.Choice(["html", "md"]),
        default="html",
        show_default=True,
        help=say("格式", "Format"),
    )
    @click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        help=say("写入的文件，默认标准输出", "The file to write; standard output by default"),
    )
    @as_of_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def report_(
        session: Session,
        report: str,
        format_: str,
        out: Path | None,
        as_of: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        session.open_office()
        from compliance.documents.files import write_whole
        from compliance.office.clock import today
        from compliance.office.reading_state import open_year
        from compliance.office.services.reports import Format, Report, account_of, render

        opened = open_year(year)
        account = account_of(opened, as_of or today(opened.office.time_zone))
        language = session.chosen or opened.office.language
        text = render(Report(report), account, Format(format_), language)
        about = {
            "report": report,
            "year": account.then.year,
            "as_of": account.as_of.isoformat(),
            "format": format_,
            "language": language.value,
        }
        if out is not None:
            write_whole(out, text)
            session.report(say(f"已写入{out}", f"written to {out}"), as_json, {**about, "file": str(out)})
        elif as_json:
            write_json({**about, "text": text})
        else:
            click.echo(text, nl=False)

    return report_
