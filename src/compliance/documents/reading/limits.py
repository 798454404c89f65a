"""How much of a file is read: what no breakdown table comes near is refused before it takes memory."""

from __future__ import annotations

from compliance.law.faults import BadInput, Fault, Place
from compliance.law.text import Text

LARGEST_FILE = 20_000_000
"""Bytes of a file as it lies on the disk."""

LARGEST_UNPACKED = 60_000_000
"""Bytes of everything in an archive (xlsx and docx are archives) together."""

MOST_PARTS = 2_000
"""Parts of an archive."""

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 5_000, 200, 100_000
"""Of one table. The longest table that an office published has some hundreds of rows."""

LARGEST_AREA = 1_000_000
"""Places that the cells of one table cover: cells may span many."""

LONGEST_CELL = 20_000
"""Characters of one cell."""


def refused(file: str, code: str, zh: str, en: str, line: int = 1) -> BadInput:
    """A file that is not read, with the reason."""
    return BadInput([Fault(Place(file, line), code, Text(zh, en))])


def too_large(file: str) -> BadInput:
    """A table with more rows, columns or cells than are read."""
    return refused(
        file,
        "table-too-large",
        f"表格太大：最多{MOST_ROWS}行、{MOST_COLUMNS}列、{MOST_CELLS}个有内容的单元格",
        f"the table is too large: at most {MOST_ROWS} rows, {MOST_COLUMNS} columns and {MOST_CELLS} cells with content",
    )


def damaged(file: str, kind: str) -> BadInput:
    """A file that is not what it seems to be, or is broken."""
    return refused(
        file,
        "damaged-file",
        f"文件损坏，或者不是 {kind} 文件",
        f"the file is damaged, or is no {kind} file",
    )
