"""Pages, .html: tables as grids with rowspan and colspan, or where there is no table the lines of text."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from compliance.documents.reading.encodings import text_in
from compliance.documents.reading.limits import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    damaged,
    refused,
    too_large,
)
from compliance.law.drafting.grid import Cell, Grid

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_BLOCKS = frozenset(
    {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "table", "dd", "dt"}
)
_UNSEEN = ("script", "style", "noscript", "template", "head")
_LINES_ABOVE = 12
"""So many lines above a table are looked at for its title: a page begins with the menus of its site."""


def read_html(content: bytes, file: str) -> tuple[tuple[Grid, ...], tuple[tuple[int, str], ...]]:
    """The tables of the page that hold no other table, and its lines of text outside of them."""
    declared = _CHARSET.search(content[:4096])
    text = text_in(content, declared[1].decode("ascii") if declared is not None else None)
    if text is None:
        raise refused(
            file,
            "unknown-encoding",
            "看不出文件是什么编码，请另存为 UTF-8",
            "the encoding cannot be told; save it as UTF-8",
        )
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).replace("\0", "")
    try:
        page = html.document_fromstring(
            text or "<p></p>", parser=html.HTMLParser(huge_tree=False, remove_comments=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise damaged(file, "html") from error
    for unseen in list(page.iter(*_UNSEEN)):
        unseen.drop_tree()
    grids: list[Grid] = []
    lines: list[str] = [""]
    tables = [table for table in page.iter("table") if next(table.iterdescendants("table"), None) is None]
    told = {id(table): table for table in tables}
    for event, element in etree.iterwalk(page, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start" and id(element) in told:
            above = [line.strip() for line in lines if line.strip()]
            grids.append(_grid(element, len(grids) + 1, tuple(above[-_LINES_ABOVE:]), file))
            lines.append("")
        if any(id(ancestor) in told for ancestor in (element, *element.iterancestors("table"))):
            if event == "end" and id(element) in told and element.tail:
                lines[-1] += element.tail
            continue
        if tag in _BLOCKS or tag == "br":
            lines.append("")
        if event == "start" and element.text and tag != "br":
            lines[-1] += element.text
        if event == "end" and element.tail:
            lines[-1] += element.tail
    spoken = [" ".join(line.split())[:LONGEST_CELL] for line in lines]
    return tuple(grids), tuple(enumerate((line for line in spoken if line), start=1))


def _grid(table: Any, number: int, before: tuple[str, ...], file: str) -> Grid:
    cells: list[Cell] = []
    taken: dict[int, int] = {}
    rows = list(table.iter("tr"))
    caption = [_words(item) for item in table.iter("caption")]
    if len(rows) > MOST_ROWS:
        raise too_large(file)
    for row, line in enumerate(rows, start=1):
        column = 1
        for item in line.iterchildren("td", "th"):
            while taken.get(column, 0) >= row:
                column += 1
            down, across = _span(item.get("rowspan"), len(rows) - row + 1), _span(item.get("colspan"), MOST_COLUMNS)
            last_row, last_column = min(row + down - 1, len(rows)), column + across - 1
            if last_column > MOST_COLUMNS or len(cells) > MOST_CELLS:
                raise too_large(file)
            for place in range(column, last_column + 1):
                taken[place] = max(taken.get(place, 0), last_row)
            cells.append(Cell(_words(item)[:LONGEST_CELL], row, column, last_row, last_column))
            column = last_column + 1
    return Grid(str(number), tuple(cells), (*before, *caption))


def _span(written: str | None, rest: int) -> int:
    """How far a cell reaches; 0 means to the end, as the standard has it, and nonsense means 1."""
    digits = (written or "").strip()
    if not digits.isdecimal() or len(digits) > 6:
        return 1
    return int(digits) or rest


def _words(element: Any) -> str:
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        if node is not element and (node.tag == "br" or (node.tag in _BLOCKS and event == "end")):
            pieces.append("\n")
        if event == "start" and node.text:
            pieces.append(" ".join(node.text.split()) if node.text.strip() else " ")
        if event == "end" and node is not element and node.tail:
            pieces.append(" ".join(node.tail.split()) if node.tail.strip() else " ")
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(pieces)).strip()
