"""What all commands share: lazy loading, help in both languages, the office's folder, output as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from compliance.cli.language import Say
from compliance.law.faults import Misread, Refused
from compliance.law.reading.records import parse_date
from compliance.law.text import Language, Text

FINDINGS = 1
"""Exit status where a check found something."""

BAD_INPUT = 2
"""Exit status where the input or the usage was wrong."""


@dataclass
class Session:
    """One run of the command line: its words, the office's folder, the language if one was chosen, how it ends."""

    say: Say
    folder: Path
    chosen: Language | None = None
    status: int = 0
    _opened: bool = field(default=False, repr=False)

    def open_office(self) -> None:
        """Open the office's database, once."""
        from compliance.office.opening import DATABASE_NAME, open_database

        if not self._opened:
            open_database(self.folder / DATABASE_NAME)
            self._opened = True


class BilingualCommand(click.Command):
    """A command whose help speaks the chosen language."""

    def __init__(self, *arguments: Any, say: Say, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.say = say

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, description, parameters."""
        _write_help(self, self.say, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, described in the chosen language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self.say("显示帮助", "Show this help")
        return option


class BilingualGroup(click.Group):
    """A group whose commands are imported when they are called; `lazy` maps names to places and short helps."""

    def __init__(
        self, *arguments: Any, say: Say, lazy: Mapping[str, tuple[str, Text]] | None = None, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.say = say
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commands in the order in which they were declared."""
        return [*self.lazy, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now if it is a lazy one."""
        if cmd_name in self.lazy:
            module, _, function = self.lazy[cmd_name][0].partition(":")
            made: click.Command = getattr(import_module(module), function)(self.say)
            return made
        return super().get_command(ctx, cmd_name)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, description, commands, options."""
        _write_help(self, self.say, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, described in the chosen language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self.say("显示帮助", "Show this help")
        return option

    def short_helps(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Each command with its one line; lazy ones are not imported for it."""
        return [
            (
                name,
                self.say.text(self.lazy[name][1])
                if name in self.lazy
                else (self.commands[name].short_help or self.commands[name].help or ""),
            )
            for name in self.list_commands(ctx)
        ]


def _write_help(
    command: BilingualCommand | BilingualGroup, say: Say, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    pieces = pieces.replace("[OPTIONS]", say("[选项]", "[OPTIONS]")).replace(
        "COMMAND [ARGS]...", say("命令 [参数]...", "COMMAND [ARGS]...")
    )
    formatter.write_usage(ctx.command_path, pieces, prefix=say("用法：", "Usage: "))
    if command.help:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(command.help)
    if isinstance(command, BilingualGroup):
        with formatter.section(say("命令", "Commands")):
            formatter.write_dl(command.short_helps(ctx))
    options = [row for parameter in command.get_params(ctx) if (row := parameter.get_help_record(ctx)) is not None]
    if options:
        with formatter.section(say("选项", "Options")):
            formatter.write_dl(options)


class Day(click.ParamType):
    """A date written 2017-01-20."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; 31 November is refused with a sentence."""
        if isinstance(value, date):
            return value
        try:
            return parse_date(value)
        except Misread as misread:
            raise Refused(misread.message) from misread


def as_json_option(say: Say) -> Callable[[Any], Any]:
    """The option `--json`."""
    return click.option("--json", "as_json", is_flag=True, help=say("以 JSON 输出", "Write JSON"))


def on_option(say: Say) -> Callable[[Any], Any]:
    """The option `--on`: the legal day of an act."""
    return click.option("--on", type=Day(), help=say("办理日期（默认今天）", "Day of the act (today)"))


def as_of_option(say: Say) -> Callable[[Any], Any]:
    """The option `--as-of`: the day that is looked at."""
    return click.option("--as-of", type=Day(), help=say("截至日期（默认今天）", "The day to look at (today)"))


def by_option(say: Say) -> Callable[[Any], Any]:
    """The option `--by`: the post that acts."""
    return click.option(
        "--by", required=True, help=say("办理岗位，如 finance.clerk", "The post that acts, such as finance.clerk")
    )


def year_option(say: Say) -> Callable[[Any], Any]:
    """The option `--year`."""
    return click.option("--year", type=int, help=say("年度（默认最近开启的）", "The year (the newest that is open)"))


def write_json(value: Any) -> None:
    """One JSON document on standard output; dates as 2017-01-20."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def both(text: Text) -> dict[str, str]:
    """A bilingual text for JSON."""
    return {"zh": text.zh, "en": text.en}


def write_table(headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """A table on standard output, as wide as the terminal; plain and unbroken where it is not a terminal."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    console.print(table)
