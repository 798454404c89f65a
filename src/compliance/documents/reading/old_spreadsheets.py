"""Spreadsheets of 1997 to 2003, .xls, as grids.

Read with xlrd, which keeps only the cells that are there. python-calamine, which reads .xlsx, lays the whole sheet out:
two cells in opposite corners of an .xls took a gigabyte.
"""

from __future__ import annotations

import struct
from datetime import date, datetime
from io import StringIO
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError

from compliance.documents.reading.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, damaged, refused, too_large
from compliance.documents.reading.spreadsheets import cell_of, covered
from compliance.law.drafting.grid import Cell, Grid

_BROKEN = (
    AssertionError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, MemoryError, RecursionError,
    struct.error, CompDocError,
)  # fmt: skip
"""What xlrd runs into where a file is broken: it trusts what it reads."""

_EMPTY = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR)


def read_xls(content: bytes, file: str) -> tuple[Grid, ...]:
    """The sheets that can be seen."""
    try:
        # only with the formats does xlrd tell which cells are merged and which numbers are dates
        workbook = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=StringIO(), on_demand=True
        )
        grids = []
        for number in range(workbook.nsheets):
            sheet = workbook.sheet_by_index(number)
            if sheet.visibility == 0:
                grids.append(_grid(sheet, workbook.datemode, file))
            workbook.unload_sheet(number)
    except xlrd.XLRDError as error:
        if "ncrypt" in str(error):
            raise refused(
                file, "locked-file", "文件有密码，请去掉密码后再导入", "the file has a password; take it away first"
            ) from error
        raise damaged(file, "xls") from error
    except _BROKEN as error:
        raise damaged(file, "xls") from error
    return tuple(grids)


def _grid(sheet: Any, datemode: int, file: str) -> Grid:
    merged = {
        (first_row, first_column): (row_behind - 1, column_behind - 1)
        for first_row, row_behind, first_column, column_behind in sheet.merged_cells
    }
    beneath = covered(merged, file)
    cells: list[Cell] = []
    for row in range(sheet.nrows):
        for column, found in enumerate(sheet.row(row)):
            if found.ctype in _EMPTY or found.value == "" or (row, column) in beneath:
                continue
            if row >= MOST_ROWS or column >= MOST_COLUMNS or len(cells) > MOST_CELLS:
                raise too_large(file)
            cells.append(cell_of(_value(found, datemode), (row, column), merged))
    return Grid(sheet.name, tuple(cells))


def _value(found: Any, datemode: int) -> Any:
    match found.ctype:
        case xlrd.XL_CELL_DATE:
            moment: datetime = xlrd.xldate_as_datetime(found.value, datemode)
            return moment if moment.date() > date(1904, 1, 2) else found.value
        case xlrd.XL_CELL_BOOLEAN:
            return bool(found.value)
    return found.value
