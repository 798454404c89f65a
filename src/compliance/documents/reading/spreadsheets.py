"""Spreadsheets, .xlsx, as grids: values as they are shown, merged cells, dates as days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from compliance.documents.reading.archives import packed, parts_of
from compliance.documents.reading.limits import (
    LARGEST_AREA,
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    damaged,
    too_large,
)
from compliance.law.drafting.grid import Cell, Grid

Position = tuple[int, int]
"""Row and column, from 0."""

_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})\Z")


def read_xlsx(content: bytes, file: str) -> tuple[Grid, ...]:
    """The sheets of an .xlsx file that can be seen."""
    parts = parts_of(content, file, "xlsx")
    if "xl/workbook.xml" not in parts:
        raise damaged(file, "xlsx")
    for part in parts.values():
        if b"sheetData" in part:  # a sheet, wherever in the archive it lies
            _look_over(part, file)
    return _grids(packed(parts), file)


def _look_over(sheet: bytes, file: str) -> None:
    """Refuse a sheet whose filled cells lie further apart than a table's: laid out in full it would take all memory."""
    cells = 0
    try:
        reading = etree.iterparse(
            BytesIO(sheet), events=("end",), tag=(f"{_NAMESPACE}c", f"{_NAMESPACE}row"),
            resolve_entities=False, no_network=True, huge_tree=False,
        )  # fmt: skip
        for _, element in reading:
            if element.tag == f"{_NAMESPACE}c":
                if len(element):
                    cells += 1
                    match = _REFERENCE.match(element.get("r", ""))
                    if cells > MOST_CELLS or (match is not None and _beyond(match)):
                        raise too_large(file)
            else:
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise damaged(file, "xlsx") from error


def _beyond(match: re.Match[str]) -> bool:
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) > MOST_ROWS or column > MOST_COLUMNS


def _grids(content: bytes, file: str) -> tuple[Grid, ...]:
    grids = []
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.typ is not SheetTypeEnum.WorkSheet or sheet.visible is not SheetVisibleEnum.Visible:
                    continue
                found = workbook.get_sheet_by_name(sheet.name)
                if found.total_height > MOST_ROWS or found.total_width > MOST_COLUMNS:
                    raise too_large(file)
                grids.append(_grid(found, sheet.name, file))
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(file, "xlsx") from error
    return tuple(grids)


def _grid(sheet: Any, name: str, file: str) -> Grid:
    merged = dict(sheet.merged_cell_ranges or ())
    beneath = covered(merged, file)
    cells = []
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            if value != "" and value is not None and (row, column) not in beneath:
                cells.append(cell_of(value, (row, column), merged))
    return Grid(name, tuple(cells))


def covered(merged: Mapping[Position, Position], file: str) -> frozenset[Position]:
    """The places (from 0) that merged cells cover beside their first, within the size of a table; raises BadInput where
    they are more than a table has.
    """
    spanned = sum(
        (min(last_row, MOST_ROWS) - row + 1) * (min(last_column, MOST_COLUMNS) - column + 1)
        for (row, column), (last_row, last_column) in merged.items()
        if row <= MOST_ROWS and column <= MOST_COLUMNS
    )
    if spanned > LARGEST_AREA:
        raise too_large(file)
    return frozenset(
        (row, column)
        for (first_row, first_column), (last_row, last_column) in merged.items()
        for row in range(first_row, min(last_row, MOST_ROWS) + 1)
        for column in range(first_column, min(last_column, MOST_COLUMNS) + 1)
        if (row, column) != (first_row, first_column)
    )


def cell_of(value: Any, position: Position, merged: Mapping[Position, Position]) -> Cell:
    """The cell with a value at a place, as far as it is merged."""
    row, column = position
    last_row, last_column = merged.get(position, position)
    text, day = said(value)
    return Cell(
        text[:LONGEST_CELL], row + 1, column + 1,
        min(last_row, MOST_ROWS - 1) + 1, min(last_column, MOST_COLUMNS - 1) + 1,
        day, isinstance(value, int | float) and not isinstance(value, bool),
    )  # fmt: skip


def said(value: Any) -> tuple[str, date | None]:
    """A value as a person would write it, and the day where it is one."""
    match value:
        case datetime():
            return value.date().isoformat(), value.date()
        case date():
            return value.isoformat(), value
        case time() | timedelta():
            return str(value), None
        case float() if value == int(value):
            return str(int(value)), None
        case _:
            return str(value), None
