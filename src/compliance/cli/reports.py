"""`compliance report`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from compliance.cli.commands import BilingualCommand, Session, as_of_option, year_option
from compliance.cli.language import Say


def command(say: Say) -> click.Command:
    """The command, with its help in the language of `say`."""

    @click.command(
        cls=BilingualCommand,
        say=say,
        help=say(
            "生成报告：annual 年度报告，rectification 问题及整改情况，bulletin 通报，overview 全年一览。报告用单位的语言，--lang 可另选。",
            "Write a report: annual, rectification, bulletin or overview. It is in the office's language unless --lang is given.",
        ),
    )
    @click.argument("report", type=click.Choice(["annual", "rectification", "bulletin", "overview"]))
    @click.option(
        "--format",
        "written_as",
        type=click.Choice(["html", "md"]),
        default="html",
        show_default=True,
        help=say("格式", "Format"),
    )
    @click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        help=say("写入文件（默认标准输出）", "The file to write (standard output)"),
    )
    @as_of_option(say)
    @year_option(say)
    @click.pass_obj
    def report_(
        session: Session, report: str, written_as: str, out: Path | None, as_of: date | None, year: int | None
    ) -> None:
        session.open_office()
        from compliance.documents.files import write_whole
        from compliance.office.clock import today
        from compliance.office.reading_state import open_year
        from compliance.office.services.reports import Format, Report, account_of, render

        opened = open_year(year)
        account = account_of(opened, as_of or today(opened.office.time_zone))
        language = session.chosen or opened.office.language
        text = render(Report(report), account, Format(written_as), language)
        if out is None:
            click.echo(text, nl=False)
            return
        write_whole(out, text)
        click.echo(say(f"已写入{out}", f"written to {out}"))

    return report_
