"""What all commands share: lazy loading, help in both languages, the office's folder, output as text or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import click

from compliance.cli.language import Misused, Say
from compliance.law.faults import BadInput, Misread, Refused, did_you_mean
from compliance.law.text import Language, Text

if TYPE_CHECKING:
    from compliance.office.audit import Actor
    from compliance.office.reading_state import OpenYear

FINDINGS = 1
"""Exit status where a check found something."""

BAD_INPUT = 2
"""Exit status where the input or the usage was wrong."""

OWN_RULES = "rules"
"""The folder of an office's own rule packs, inside the office's folder."""


@dataclass
class Session:
    """One run of the command line: its words, the office's folder, the language if one was chosen, how it ends.

    `named` is what `--office` said in so many words; None where it was left out.
    """

    say: Say
    folder: Path
    chosen: Language | None = None
    status: int = 0
    named: str | None = None
    _opened: bool = field(default=False, repr=False)

    def open_office(self) -> None:
        """Open the office's database, once. What imports a model is imported after this."""
        from compliance.office.opening import DATABASE_NAME, open_database

        if not self._opened:
            open_database(self.folder / DATABASE_NAME)
            self._opened = True

    def acting(self, by: str, on: date | None, year: int | None) -> tuple[OpenYear, Actor]:
        """The open year, and the post that acts in it on a day; raises Refused where the office has no such post."""
        self.open_office()
        from compliance.office.clock import acting
        from compliance.office.reading_state import open_year

        opened = open_year(year)
        opened.office.post(by)
        return opened, acting(by, opened.office.time_zone, on)

    def report(self, words: str, as_json: bool, value: Any) -> None:
        """What a command did: as one sentence, or as JSON for a program."""
        if as_json:
            write_json(value)
        else:
            click.echo(words)


class Argument(click.Argument):
    """An argument that says what it is."""

    def __init__(self, *arguments: Any, help: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.help = help


class BilingualCommand(click.Command):
    """A command whose help speaks the chosen language."""

    def __init__(self, *arguments: Any, say: Say, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.say = say

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, description, commands where there are some, parameters."""
        _write_help(self, self.say, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, described in the chosen language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self.say("显示帮助", "Show this help")
        return option


class BilingualGroup(BilingualCommand, click.Group):
    """A group whose commands are imported when they are called; `lazy` maps names to places and short helps."""

    def __init__(
        self, *arguments: Any, say: Say, lazy: Mapping[str, tuple[str, Text]] | None = None, **options: Any
    ) -> None:
        super().__init__(*arguments, say=say, **options)
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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with. Raises Misused where there is none of that name."""
        name = args[0]
        if not name.startswith("-") and name not in self.list_commands(ctx):
            near = did_you_mean(name, self.list_commands(ctx)) or Text("", "")
            raise Misused(Text(f"没有命令“{name}”", f"there is no command `{name}`") + near, ctx)
        return super().resolve_command(ctx, args)

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


# ---- help


def _write_help(command: BilingualCommand, say: Say, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    pieces = pieces.replace("[OPTIONS]", say("[选项]", "[OPTIONS]")).replace(
        "COMMAND [ARGS]...", say("命令 [参数]...", "COMMAND [ARGS]...")
    )
    lines = [f"{say('用法：', 'Usage: ')}{ctx.command_path} {pieces}"]
    if command.help:
        lines += ["", *(f"  {line}" for line in wrapped(command.help, formatter.width - 2))]
    if isinstance(command, BilingualGroup):
        lines += _section(say("命令：", "Commands:"), command.short_helps(ctx), formatter.width)
    parameters = command.get_params(ctx)
    arguments = [_argument_row(item, ctx) for item in parameters if isinstance(item, Argument)]
    if arguments:
        lines += _section(say("参数：", "Arguments:"), arguments, formatter.width)
    options = [_option_row(option, say, ctx) for option in parameters if isinstance(option, click.Option)]
    lines += _section(say("选项：", "Options:"), options, formatter.width)
    formatter.write("\n".join(lines) + "\n")


def _argument_row(argument: Argument, ctx: click.Context) -> tuple[str, str]:
    words = argument.help or ""
    if isinstance(argument.type, click.Choice):
        return str(argument.name).upper(), f"{' | '.join(argument.type.choices)}  {words}"
    return argument.make_metavar(ctx), words


def _option_row(option: click.Option, say: Say, ctx: click.Context) -> tuple[str, str]:
    value = "" if option.is_flag else f" {option.make_metavar(ctx=ctx)}"
    words = option.help or ""
    if isinstance(option.type, click.Choice):
        value = f" {str(option.name).upper().strip('_')}"
        words += say("：", ": ") + " | ".join(option.type.choices)
    if option.show_default and not option.is_flag:
        words += say(f"（默认：{option.default}）", f" (default: {option.default})")
    if option.required:
        words += say("（必填）", " (required)")
    return "/".join([*option.opts, *option.secondary_opts]) + value, words


def _section(heading: str, rows: list[tuple[str, str]], width: int) -> Iterator[str]:
    column = min(max(len(first) for first, _ in rows), 28)
    yield from ("", heading)
    for first, second in rows:
        lines = wrapped(second, max(width - column - 4, 20))
        if len(first) > column:
            yield f"  {first}"
        else:
            yield f"  {first:<{column}}  {lines.pop(0)}"
        yield from (f"{'':{column + 4}}{line}" for line in lines)


_NEVER_FIRST = frozenset("，。、；：？！”’）》】%")
_NEVER_LAST = frozenset("“‘（《【")


def wrapped(words: str, width: int) -> list[str]:
    """The words in lines of at most `width` columns, a Chinese character taking two; the last line may be empty.

    Lines end at spaces and between Chinese characters, not before a closing mark nor after an opening one.
    """
    lines, line, taken = [], "", 0
    for piece in _pieces(words):
        needed = columns_of(piece.rstrip())
        if line and taken + needed > width:
            lines.append(line.rstrip())
            line, taken = "", 0
            piece = piece.lstrip()
        line += piece
        taken = columns_of(line)
    return [*lines, line.rstrip()]


def _pieces(words: str) -> Iterator[str]:
    piece = ""
    for character in words:
        ends = piece.endswith(" ") and character != " "
        wide = east_asian_width(character) in "WF" or (piece and east_asian_width(piece[-1]) in "WF")
        may_end = ends or (wide and character != " " and character not in _NEVER_FIRST)
        if piece and may_end and piece[-1] not in _NEVER_LAST:
            yield piece
            piece = ""
        piece += character
    yield piece


def columns_of(words: str) -> int:
    """How many columns of a terminal the words take."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in words)


# ---- parameters


class Day(click.ParamType):
    """A date written 2017-01-20."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; 31 November is refused with a sentence."""
        from compliance.law.reading.records import parse_date

        if isinstance(value, date):
            return value
        try:
            return parse_date(value)
        except Misread as misread:
            name = "/".join(param.opts) if isinstance(param, click.Option) else ""
            raise Refused(Text(f"{name}：" if name else "", f"{name}: " if name else "") + misread.message) from misread


def parse_moment(words: str) -> date | datetime:
    """A day written 2017-01-20, or a moment written 2017-01-20T09:30; raises Misread for anything else."""
    from compliance.law.reading.records import parse_date

    day, separator, clock = words.partition("T")
    if not separator:
        return parse_date(words)
    try:
        return datetime.combine(parse_date(day), datetime.strptime(clock, "%H:%M").time())  # noqa: DTZ007 - office time
    except ValueError as error:
        raise Misread(
            "not-a-moment",
            Text(f"“{words}”应写作 2017-01-20T09:30", f"`{words}` must be written as 2017-01-20T09:30"),
        ) from error


def words_of(kinds: type[StrEnum]) -> click.Choice[str]:
    """A parameter that is one word of `kinds`, as it is written in rules and in JSON."""
    return click.Choice([kind.value for kind in kinds])


def as_json_option(say: Say) -> Callable[[Any], Any]:
    """The option `--json`."""
    return click.option("--json", "as_json", is_flag=True, help=say("以 JSON 输出", "Write JSON"))


def on_option(say: Say) -> Callable[[Any], Any]:
    """The option `--on`: the legal day of an act."""
    return click.option("--on", type=Day(), help=say("办理日期，默认今天", "Day of the act; today by default"))


def as_of_option(say: Say) -> Callable[[Any], Any]:
    """The option `--as-of`: the day that is looked at."""
    return click.option("--as-of", type=Day(), help=say("截至哪一天，默认今天", "The day to look at; today by default"))


def by_option(say: Say) -> Callable[[Any], Any]:
    """The option `--by`: the post that acts."""
    return click.option(
        "--by", required=True, help=say("办理岗位，如 finance.clerk", "The post that acts, such as finance.clerk")
    )


def year_option(say: Say) -> Callable[[Any], Any]:
    """The option `--year`."""
    return click.option(
        "--year", type=int, help=say("年度，默认最近开启的一年", "The year; the newest open one by default")
    )


# ---- output


def write_json(value: Any) -> None:
    """One JSON document on standard output; dates as 2017-01-20. Only ASCII where the output takes nothing else."""
    plain = "utf" not in (sys.stdout.encoding or "").lower()
    click.echo(json.dumps(value, ensure_ascii=plain, indent=2, default=str))


def both(text: Text) -> dict[str, str]:
    """A bilingual text for JSON."""
    return {"zh": text.zh, "en": text.en}


def write_table(headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """A table on standard output, as wide as the terminal; where it is no terminal, every row is one line."""
    from rich.console import Console
    from rich.table import Table

    terminal = sys.stdout.isatty()
    console = Console(highlight=False, markup=False, width=None if terminal else 10_000)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    # rich ends the process when a pipe is closed; click leaves that to us
    with console.capture() as captured:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()), color=terminal)


# ---- input


def placed(bad: BadInput, folders: Iterable[Path]) -> BadInput:
    """The same faults with paths that can be opened from here: rule files are named below their folder."""
    known = list(folders)

    def path(file: str) -> str:
        found = [folder / file for folder in known if (folder / file).is_file()]
        return str(found[-1]) if found else file

    return BadInput([replace(fault, place=replace(fault.place, file=path(fault.place.file))) for fault in bad.faults])
