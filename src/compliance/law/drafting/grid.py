"""A table as it lies on paper: rows and columns of cells, of which some span several."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from compliance.law.faults import Place

_SPACE = re.compile(r"[ \t\u00a0\u3000\u200b]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, the day where it is a date, and the rows and columns (from 1) that it spans."""

    text: str
    row: int
    column: int
    last_row: int
    last_column: int
    day: date | None = None
    number: bool = False

    @property
    def whole(self) -> str:
        """The text without spaces and line breaks, for comparing."""
        return squeezed(self.text)


@dataclass(frozen=True)
class Grid:
    """A sheet, a table of a document, or a pasted table. `name` is the sheet's; `before` are the lines of text above it."""

    name: str
    cells: tuple[Cell, ...]
    before: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Each row that holds a cell, with the cell that covers each column; a spanning cell stands in all its places."""
        covering: dict[int, dict[int, Cell]] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.last_row + 1):
                for column in range(cell.column, cell.last_column + 1):
                    covering.setdefault(row, {})[column] = cell
        for row in sorted(covering):
            yield row, dict(sorted(covering[row].items()))


def area(cells: Iterable[Cell]) -> int:
    """How many places the cells cover together."""
    return sum((cell.last_row - cell.row + 1) * (cell.last_column - cell.column + 1) for cell in cells)


@dataclass(frozen=True)
class Source:
    """A file as it was read: its tables, or where it holds none its lines of text with their numbers."""

    file: str
    grids: tuple[Grid, ...]
    lines: tuple[tuple[int, str], ...] = ()

    def place(self, line: int) -> Place:
        """A place in the file, for faults."""
        return Place(self.file, line)


def distinct(cells: Iterable[Cell]) -> list[Cell]:
    """The cells in their order, a spanning one once, without the empty ones."""
    return [cell for cell in dict.fromkeys(cells) if cell.whole]


def squeezed(words: str) -> str:
    """The words without any space, full-width letters and digits made narrow."""
    return narrow("".join(words.split())).replace("\u200b", "")


def tidy(words: str) -> str:
    """The words as one line: a line break in a cell is no more than the end of a line of paper."""
    lines = [_SPACE.sub(" ", line).strip() for line in words.splitlines()]
    joined = ""
    for line in filter(None, lines):
        # between two words of an alphabet a break is a space, in Chinese it is nothing
        joined += (" " if joined[-1:].isascii() and joined and line[0].isascii() and line[0].isalnum() else "") + line
    return joined


def narrow(words: str) -> str:
    """Full-width letters and digits as narrow ones; Chinese punctuation stays."""
    return "".join(
        unicodedata.normalize("NFKC", character)
        if "\uff10" <= character <= "\uff19" or "\uff21" <= character <= "\uff5a" or character == "．"
        else character
        for character in words
    )
