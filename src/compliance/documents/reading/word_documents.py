"""Word documents, .docx: tables as grids with the lines above them, or where there is no table the paragraphs."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn

from compliance.documents.reading.archives import packed, parts_of
from compliance.documents.reading.limits import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, damaged, too_large
from compliance.law.drafting.grid import Cell, Grid

_TEXT, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr"))
_TABLE, _PARAGRAPH, _CELL, _ROW = qn("w:tbl"), qn("w:p"), qn("w:tc"), qn("w:tr")
_TABS_OF_STYLE = qn("w:tabs")


def read_docx(content: bytes, file: str) -> tuple[tuple[Grid, ...], tuple[tuple[int, str], ...]]:
    """The tables of the document, and its paragraphs outside tables with their numbers."""
    parts = parts_of(content, file, "docx")
    if "word/document.xml" not in parts:
        raise damaged(file, "docx")
    try:
        body = docx.Document(BytesIO(packed(parts))).element.body
    except Exception as error:  # python-docx lets through whatever a broken document runs into
        raise damaged(file, "docx") from error
    grids: list[Grid] = []
    lines: list[tuple[int, str]] = []
    before: list[str] = []
    for element in body.iter(_TABLE, _PARAGRAPH):
        inside = next(element.iterancestors(_TABLE), None) is not None
        if inside:
            continue
        if element.tag == _TABLE:
            grids.append(_grid(element, len(grids) + 1, tuple(before), file))
        else:
            words = _words(element)
            for line in words.splitlines():
                lines.append((len(lines) + 1, line[:LONGEST_CELL]))
                before.append(line[:LONGEST_CELL])
    return tuple(grids), tuple(lines)


def _grid(table: Any, number: int, before: tuple[str, ...], file: str) -> Grid:
    """The table with its cells where they stand; a cell that goes on downward is one cell."""
    cells: list[Cell] = []
    open_below: dict[int, int] = {}
    for row, line in enumerate(_rows(table), start=1):
        if row > MOST_ROWS:
            raise too_large(file)
        column = 1 + line.grid_before
        for cell in line.findall(_CELL) + line.findall(f"{qn('w:sdt')}/{qn('w:sdtContent')}/{_CELL}"):
            span = max(int(cell.grid_span), 1)
            last = column + span - 1
            if last > MOST_COLUMNS or len(cells) > MOST_CELLS:
                raise too_large(file)
            above = open_below.get(column)
            if cell.vMerge == "continue" and above is not None and cells[above].last_row == row - 1:
                old = cells[above]
                cells[above] = Cell(old.text, old.row, old.column, row, old.last_column)
            else:
                words = "\n".join(filter(None, (_words(item) for item in cell.iter(_PARAGRAPH))))
                cells.append(Cell(words[:LONGEST_CELL], row, column, row, last))
                open_below[column] = len(cells) - 1
            column = last + 1
    return Grid(str(number), tuple(cells), before)


def _rows(table: Any) -> list[Any]:
    return [row for row in table.iter(_ROW) if next(row.iterancestors(_TABLE)) is table]


def _words(paragraph: Any) -> str:
    """The text as it stands with all changes accepted: what was put in counts, what was struck out does not."""
    found = []
    for node in paragraph.iter(_TEXT, _TAB, *_BREAKS):
        if next(node.iterancestors(_PARAGRAPH)) is not paragraph:
            continue
        if node.tag == _TEXT:
            found.append(node.text or "")
        elif node.tag in _BREAKS:
            found.append("\n")
        elif node.getparent().tag != _TABS_OF_STYLE:
            found.append("\t")
    return "".join(found).strip()
