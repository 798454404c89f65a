"""`python -m benchmarks`: measure everything and print a table; `--write` puts it into docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Benchmark, Measured, measure
from benchmarks.suite import SUITES
from benchmarks.workshop import FULL, TINY, Size, Workshop

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEAD = ("What", "How much", "compliance", "Held against", "takes", "ratio")

Row = tuple[str, str, str, str, str, str]
Suite = Callable[[Workshop], Iterator[Benchmark]]


def main() -> None:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("suite", nargs="*", choices=[*SUITES, []], help="only these; all if none is named")
    parser.add_argument("--write", action="store_true", help=f"refresh the table in docs/{PAGE.name}")
    parser.add_argument("--tiny", action="store_true", help="as little of everything as there can be")
    chosen = parser.parse_args()
    console = Console(highlight=False)
    rows: list[Row] = []
    suites = [suite for name in chosen.suite or SUITES for suite in SUITES[name]]
    for measured in run(TINY if chosen.tiny else FULL, suites):
        rows.extend(rows_of(measured))
        console.print(f"[dim]{measured.benchmark.name}[/dim]", markup=True)
    table = Table(*HEAD, title="best (median)", caption=machine())
    for row in rows:
        table.add_row(*row)
    console.print(table)
    if chosen.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(rewritten(page, rows), encoding="utf-8")
        console.print(f"docs/{PAGE.name} is written")


def run(size: Size, suites: Iterable[Suite]) -> Iterator[Measured]:
    """Every benchmark of the suites measured, one after the other."""
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        shop = Workshop(size, Path(folder))
        for suite in suites:
            for benchmark in suite(shop):
                yield measure(benchmark, size.repetitions)


def rows_of(measured: Measured) -> Iterator[Row]:
    """A line for each thing that a benchmark is held against."""
    ours, *others = measured.timings
    for number, other in enumerate(others):
        name = (measured.benchmark.name, measured.benchmark.size) if number == 0 else ("", "")
        scaled = f" ({other.side.count:,}, scaled)" if other.scaled else ""
        yield (
            *name,
            f"{duration(ours.best)} ({duration(ours.median)})" if number == 0 else "",
            other.side.name + scaled,
            f"{duration(other.best)} ({duration(other.median)})",
            f"{ours.best / other.best:.2g}" if ours.best < 10 * other.best else f"{ours.best / other.best:.0f}",
        )


def duration(seconds: float) -> str:
    """Three digits and a unit."""
    if seconds >= 1:
        return f"{seconds:.3g} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} µs"


def machine() -> str:
    """How large the machine is, and what runs on it; nothing that names it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, Django {version('django')}"
    )


def rewritten(page: str, rows: list[Row]) -> str:
    """The page with the table between its two marks replaced."""
    before, _, rest = page.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        sys.exit(f"docs/{PAGE.name} has no place for the table: {BEGIN} … {END}")
    lines = [
        f"Best (median), on {machine()}.",
        "",
        _line(HEAD),
        _line(("---", "---", "--:", "---", "--:", "--:")),
        *map(_line, rows),
    ]
    return "\n".join((before + BEGIN, "", *lines, "", END + after))


def _line(cells: Row) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    main()
