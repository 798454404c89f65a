"""`compliance demo`: play the example year on the screen and write everything."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.commands import BilingualCommand, Session
from compliance.cli.language import Say
from compliance.law.obligations import Severity
from compliance.law.text import Language, Text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from compliance.demo.rehearsal import Rehearsed


def command(say: Say) -> click.Command:
    """The command, with its help in the language of `say`."""

    @click.command(
        cls=BilingualCommand,
        say=say,
        help=say(
            "演示铁东区2017年：从规则生成任务，逐日检查催办，直到发布年度报告。图文结果写入 --out 目录。",
            "Play Tiedong's 2017: tasks from rules, a check every day, to the published annual report. Everything is written into --out.",
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
        "--fast", is_flag=True, help=say("只写中文报告，不显示进度条", "Reports in Chinese only, no progress bar")
    )
    @click.option(
        "--example",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help=say(
            "另一个示例目录（office.yaml、year.yaml、figures.yaml）",
            "Another example folder (office.yaml, year.yaml, figures.yaml)",
        ),
    )
    @click.option(
        "--rules",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help=say("另一个规则目录", "Another folder of rules"),
    )
    @click.pass_obj
    def demo(session: Session, out: Path, fast: bool, example: Path | None, rules: Path | None) -> None:
        from rich.console import Console

        from compliance.office.opening import prepare

        prepare()
        from compliance.demo.rehearsal import read_example, rehearse
        from compliance.office.shipped import shipped_examples, shipped_rules

        texts = read_example(example or shipped_examples() / "tiedong-2017", rules or shipped_rules())
        languages = (Language.CHINESE,) if fast else (Language.CHINESE, Language.ENGLISH)
        console = Console(highlight=False)
        console.print(
            say(
                "[bold]铁东区2017年[/bold]：从规则到年度报告（单项日期、岗位为示例，数值取自公开的年度报告）",
                "[bold]Tiedong 2017[/bold]: from rules to the annual report (dates of single acts and posts are examples, figures are the published report's)",
            )
        )
        with Screen(console, say, quiet=fast) as screen:
            rehearsed = rehearse(texts, out, screen, languages)
        _summarise(console, say, rehearsed)

    return demo


class Screen:
    """Shows the year as it is played: a bar by virtual date, and a line for each key moment."""

    def __init__(self, console: Console, say: Say, quiet: bool) -> None:
        self.console = console
        self.say = say
        self.quiet = quiet
        self._progress: Progress | None = None
        self._bar: TaskID | None = None
        self._days = 0

    def __enter__(self) -> Screen:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        if not self.quiet and self.console.is_terminal:
            self._progress = Progress(
                TextColumn("[cyan]{task.description}"),
                BarColumn(bar_width=None),
                TimeElapsedColumn(),
                console=self.console,
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
        """A line for a key moment."""
        self.console.print(f"[dim]{day}[/dim] {_plain(self.say.text(words))}")


def _summarise(console: Console, say: Say, rehearsed: Rehearsed) -> None:
    from compliance.reporting.tallies import tally

    account = rehearsed.account
    counts = tally(account.then.tasks, account.then, account.as_of)
    breaches = sum(finding.severity is Severity.BREACH for finding in account.findings)
    index = rehearsed.folder / "index.html"
    office = shlex.quote(str(rehearsed.folder))
    console.print()
    console.print(
        say(
            f"[bold]{account.as_of} 的情况[/bold]：{len(account.then.tasks)}项任务，按期{counts.in_time}项、逾期完成{counts.late}项、"
            f"逾期未办{counts.overdue}项；检查发现{len(account.findings)}项（违反规定{breaches}项）；问题{len(account.problems)}个。",
            f"[bold]As of {account.as_of}[/bold]: {len(account.then.tasks)} tasks, {counts.in_time} in time, {counts.late} late, "
            f"{counts.overdue} overdue; {len(account.findings)} findings ({breaches} breaches); {len(account.problems)} problems.",
        )
    )
    for path in rehearsed.reports:
        if path.suffix == ".html":
            console.print(f"  {_plain(str(path))}", soft_wrap=True)
    console.print(
        say(f"在浏览器中打开：{_plain(str(index))}", f"Open in a browser: {_plain(str(index))}"), soft_wrap=True
    )
    console.print(
        say("在同一份数据上继续：", "Go on with the same data: ")
        + f"python -m compliance --office {_plain(office)} check --as-of {account.as_of}",
        soft_wrap=True,
    )


def _plain(words: str) -> str:
    from rich.markup import escape

    return escape(words)
