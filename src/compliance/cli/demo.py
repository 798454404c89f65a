"""`compliance demo`: play the example year on the screen and write everything."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.commands import (
    OWN_RULES,
    BilingualCommand,
    Session,
    as_json_option,
    columns_of,
    placed,
    wrapped,
    write_json,
)
from compliance.cli.language import Say
from compliance.law.faults import BadInput, Refused
from compliance.law.obligations import Severity
from compliance.law.text import Language, Text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from compliance.demo.rehearsal import Rehearsed


USUAL_EXAMPLE = "tiedong-2017"
"""The example that is played where none is named."""


def command(say: Say) -> click.Command:
    """The command, with its help in the language of `say`."""

    @click.command(
        cls=BilingualCommand,
        say=say,
        help=say(
            "演示一个示例单位的全年（默认铁东区2017年；--office uk-council-2025 为英国某区议会）：从规则生成任务，"
            "逐日检查催办，直到发布年度报告。图文结果写入 --out 目录。",
            "Play the year of an example office (Tiedong's 2017; with --office uk-council-2025 an English council's): tasks "
            "from rules, a check every day, to the published annual report. Everything is written into --out.",
        ),
    )
    @click.option(
        "--out",
        type=click.Path(path_type=Path),
        default=Path("demo-output"),
        show_default=True,
        help=say("输出目录", "Where to write"),
    )
    @click.option(
        "--fast",
        is_flag=True,
        help=say("只用单位的语言写报告，不显示进度条", "Reports in the office's language only, no progress bar"),
    )
    @click.option(
        "--example",
        help=say(
            "示例的名称，或含 office.yaml、year.yaml、figures.yaml 的目录；与 --office 相同",
            "The name of an example, or a folder with office.yaml, year.yaml and figures.yaml; the same as --office",
        ),
    )
    @click.option(
        "--rules",
        type=click.Path(path_type=Path),
        help=say("另一个规则目录", "Another folder of rules"),
    )
    @as_json_option(say)
    @click.pass_obj
    def demo(session: Session, out: Path, fast: bool, example: str | None, rules: Path | None, as_json: bool) -> None:
        from rich.console import Console

        from compliance.office.opening import prepare

        prepare()
        from compliance.demo.rehearsal import read_example, rehearse
        from compliance.office.shipped import shipped_rules

        folder = rules or shipped_rules()
        played = _example_folder(session.named, example)
        languages = () if fast else tuple(Language)
        console = Console(highlight=False, markup=False, quiet=as_json)
        with Screen(console, say, bar=not fast) as screen:
            try:
                texts = read_example(played, folder)
                introduction = texts.introduction()
                if introduction is not None:
                    screen.line(say.text(introduction))
                rehearsed = rehearse(texts, out, screen, languages)
            except BadInput as bad:
                raise placed(bad, [folder, played / OWN_RULES]) from bad
        if as_json:
            write_json(_as_json(rehearsed))
        else:
            _summarise(screen, say, rehearsed)

    return demo


def _example_folder(office: str | None, example: str | None) -> Path:
    """The folder of the example that `--office` or `--example` names, by its name or as a folder."""
    from compliance.demo.rehearsal import STORY_FILE
    from compliance.office.shipped import shipped_examples

    if office is not None and example is not None and office != example:
        raise Refused(
            Text(
                "--office 和 --example 指明了两个示例，请只写一个",
                "--office and --example name two examples; name one",
            )
        )
    named = office or example or USUAL_EXAMPLE
    shipped = {file.parent.name: file.parent for file in sorted(shipped_examples().glob(f"*/{STORY_FILE}"))}
    if named in shipped:
        return shipped[named]
    if not Path(named).is_dir():
        known = ", ".join(shipped)
        raise Refused(
            Text(
                f"没有示例“{named}”，也没有这个目录；可用：{known}",
                f"there is no example `{named}` and no such folder; known are {known}",
            )
        )
    return Path(named)


class Screen:
    """Shows the year as it is played: a bar by virtual date, and a line for each key moment.

    Where the output is no terminal there is no bar, and every moment is one line. That nobody reads the output to
    its end does not stop the year.
    """

    def __init__(self, console: Console, say: Say, bar: bool) -> None:
        self.console = console
        self.say = say
        self.bar = bar
        self._progress: Progress | None = None
        self._bar: TaskID | None = None

    def __enter__(self) -> Screen:
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

        if self.bar and self.console.is_terminal and not self.console.quiet:
            self._progress = Progress(
                TextColumn("[cyan]{task.description}"),
                BarColumn(bar_width=None),
                TaskProgressColumn(),
                TimeElapsedColumn(),
                console=self.console,
                expand=True,
            )
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def total(self, days: int) -> None:
        """How many days will be played."""
        if self._progress is not None:
            self._bar = self._progress.add_task("", total=days)

    def day(self, day: date) -> None:
        """The bar moves on to `day`."""
        if self._progress is not None and self._bar is not None:
            self._progress.update(self._bar, advance=1, description=day.isoformat())

    def moment(self, day: date, words: Text) -> None:
        """A line for a key moment; what does not fit begins under its words, not under the date."""
        self.line(self.say.text(words), day.isoformat())

    def copied(self, words: str) -> None:
        """A line to be copied from the screen: never broken."""
        if self.console.is_terminal:
            self.console.print(f"  {words}", soft_wrap=True)
        else:
            self.line(f"  {words}")

    def line(self, words: str, before: str = "") -> None:
        """A line, with something set off before it."""
        if self.console.quiet:
            return
        if not self.console.is_terminal:
            try:
                click.echo(f"{before} {words}" if before else words)
            except BrokenPipeError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        from rich.text import Text as Styled

        indent = columns_of(before) + 1 if before else 0
        for number, part in enumerate(wrapped(words, max(self.console.width - indent - 1, 30))):
            shown = Styled(f"{before} " if number == 0 and before else " " * indent, style="dim")
            self.console.print(shown.append(part, style="not dim"), soft_wrap=True)


def _summarise(screen: Screen, say: Say, rehearsed: Rehearsed) -> None:
    from compliance.reporting.plurals import plural

    account, folder = rehearsed.account, rehearsed.folder
    counts, broken = _counts(rehearsed), [item for item in account.findings if item.kind.value in _OF_FIGURES]
    screen.line("")
    screen.line(say(f"截至{account.as_of}：", f"As of {account.as_of}:"))
    screen.line(
        say(
            f"任务{counts['tasks']}项：按期{counts['in_time']}，逾期完成{counts['late']}，逾期未办{counts['overdue']}，"
            f"未到期{counts['pending']}，免除{counts['exempted']}",
            f"{plural(counts['tasks'], 'task')}: {counts['in_time']} in time, {counts['late']} late, {counts['overdue']} overdue, "
            f"{counts['pending']} not due yet, {counts['exempted']} exempted",
        ),
        " ",
    )
    screen.line(
        say(
            f"检查发现{counts['findings']}项，其中违反规定{counts['breaches']}项；"
            f"问题{counts['problems']}个，已整改{counts['rectified']}个",
            f"{plural(counts['findings'], 'finding')} ({plural(counts['breaches'], 'breach', 'breaches')}), "
            f"{plural(counts['problems'], 'problem')} ({counts['rectified']} put right)",
        ),
        " ",
    )
    if broken:
        screen.line(
            say(
                f"填报的数字有{len(broken)}处疑问：",
                f"{plural(len(broken), 'doubt')} about the figures that were entered:",
            ),
            " ",
        )
        for finding in broken:
            screen.line(say.text(finding.words), "    -")
    screen.line("")
    screen.line(say(f"已写入 {folder}：", f"Written into {folder}:"))
    pages = [path for path in rehearsed.reports if path.suffix == ".html"]
    column = max(len(path.name) for path in pages) + 2
    for path in pages:
        name, _, language = path.stem.partition(".")
        title = _TITLES[name] + _IN_LANGUAGE.get(language, Text("", ""))
        screen.line(say.text(title), f"  {path.name:<{column}}")
    wanted = [f"index.{say.language}.html", "index.html"]  # the page in the office's language has no ending of its own
    index = min((path for path in pages if path.name in wanted), key=lambda path: wanted.index(path.name))
    screen.line("")
    screen.line(say("请在浏览器中打开：", "Open in a browser:"))
    screen.copied(str(index))
    screen.line(say("在同一份数据上继续：", "Go on with the same data:"))
    screen.copied(f"{this_program()} --office {shlex.quote(str(folder))} check --as-of {account.as_of}")


_TITLES = {
    "index": Text("全年一览", "the year at a glance"),
    "annual": Text("年度报告", "the annual report"),
    "rectification": Text("问题及整改情况", "problems and rectification"),
    "bulletin": Text("通报", "the bulletin"),
}
_IN_LANGUAGE = {"en": Text("（英文）", " (English)"), "zh": Text("（中文）", " (Chinese)")}
_OF_FIGURES = ("identity-broken", "missing-figure", "figure-out-of-period")


def _counts(rehearsed: Rehearsed) -> dict[str, int]:
    from compliance.oversight.problems import ProblemState
    from compliance.reporting.tallies import tally

    account = rehearsed.account
    counts = tally(account.then.tasks, account.then, account.as_of)
    return {
        "tasks": len(account.then.tasks),
        "in_time": counts.in_time,
        "late": counts.late,
        "overdue": counts.overdue,
        "pending": counts.pending,
        "exempted": counts.exempted,
        "findings": len(account.findings),
        "breaches": sum(finding.severity is Severity.BREACH for finding in account.findings),
        "problems": len(account.problems),
        "rectified": sum(problem.state is ProblemState.VERIFIED for problem in account.problems),
    }


def _as_json(rehearsed: Rehearsed) -> dict[str, object]:
    return {
        "as_of": rehearsed.account.as_of.isoformat(),
        "folder": str(rehearsed.folder),
        "files": [path.name for path in rehearsed.reports],
        **_counts(rehearsed),
    }


def this_program() -> str:
    """How this very program was called, so that the next command can be copied from the screen."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return f"{shlex.quote(_from_here(Path(sys.executable)))} -m compliance"
    found = shutil.which("compliance")
    if found is not None and Path(found).resolve() == called.resolve():
        return "compliance"
    return shlex.quote(_from_here(called))


def _from_here(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
