"""Pasted text: a table in tabs or between `|`, or running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from compliance.documents.reading.encodings import text_in
from compliance.documents.reading.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, refused, too_large
from compliance.law.drafting.grid import Cell, Grid

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKS = re.compile(r"\A\s*(?:#{1,6} |[-*] )|\*\*|__")
"""What Markdown writes around words."""

_RULE = re.compile(r"[\s|:+=—─-]*\Z")


def read_text_file(content: bytes, file: str) -> tuple[tuple[Grid, ...], tuple[tuple[int, str], ...]]:
    """The table of the text, if it has one, and its lines with their numbers."""
    text = text_in(content)
    if text is None or "\0" in text:
        raise refused(
            file,
            "not-text",
            "这不是文本文件，或看不出编码，请另存为 UTF-8",
            "this is no text file, or its encoding cannot be told; save it as UTF-8",
        )
    lines = text.splitlines()
    if len(lines) > MOST_ROWS * 4:
        raise too_large(file)
    kept = tuple((number, line[:LONGEST_CELL]) for number, line in enumerate(lines, start=1))
    grid = _tabbed_table(lines, file)
    if grid is not None:
        return (grid,), kept
    return tuple(_marked_tables(lines, file)), kept


def _marked_tables(lines: Sequence[str], file: str) -> Iterator[Grid]:
    """The tables between `|`; other lines stand between tables."""
    before: list[str] = []
    rows: list[tuple[int, str]] = []
    number = 1
    for place, line in enumerate([*lines, ""], start=1):
        if "|" in line:
            if not _RULE.match(line):
                rows.append((place, line.strip().removeprefix("|").removesuffix("|")))
            continue
        if len(rows) > 1:
            yield Grid(str(number), _cells(rows, file), tuple(before))
            number += 1
            before = []
        rows = []
        before += [words] if (words := _MARKS.sub("", line).strip()) else []


def _cells(rows: Sequence[tuple[int, str]], file: str) -> tuple[Cell, ...]:
    if len(rows) > MOST_ROWS:
        raise too_large(file)
    cells: list[Cell] = []
    for row, line in rows:
        pieces = line.split("|")
        if len(pieces) > MOST_COLUMNS:
            raise too_large(file)
        for column, piece in enumerate(pieces, start=1):
            words = _BREAK.sub("\n", _MARKS.sub("", piece.strip()))
            cells.append(Cell(words.strip()[:LONGEST_CELL], row, column, row, column))
    return tuple(cells)


def _tabbed_table(lines: Sequence[str], file: str) -> Grid | None:
    """The table whose cells tabs keep apart; None where too few lines have one.

    A spreadsheet copies a cell with line breaks in quotation marks; such a cell goes on in the next lines.
    """
    if sum("\t" in line for line in lines) < 2:
        return None
    cells: list[Cell] = []
    before: list[str] = []
    waiting: list[str] = []
    began = 0
    rows = 0
    for number, line in enumerate(lines, start=1):
        waiting.append(line)
        joined = "\n".join(waiting)
        if joined.count('"') % 2 and len(waiting) < 50 and _opens(joined):
            began = began or number
            continue
        row, began, waiting = began or number, 0, []
        if "\t" not in joined:
            if not cells and joined.strip():
                before.append(joined.strip())
            elif joined.strip():  # a heading, pasted without its empty cells
                cells.append(Cell(joined.strip()[:LONGEST_CELL], row, 1, row, 1))
            continue
        pieces = joined.split("\t")
        rows += 1
        if len(pieces) > MOST_COLUMNS or rows > MOST_ROWS:
            raise too_large(file)
        for column, piece in enumerate(pieces, start=1):
            words = piece.strip()
            if len(words) > 1 and words[0] == words[-1] == '"':
                words = words[1:-1].replace('""', '"')
            cells.append(Cell(words[:LONGEST_CELL], row, column, row, column))
    return Grid("", tuple(cells), tuple(before))


def _opens(words: str) -> bool:
    """Whether a quotation mark begins a cell, as a spreadsheet writes it, and is not part of a sentence."""
    return any(piece.startswith('"') for piece in words.split("\t"))
