"""A document's tables as a spreadsheet: one sheet for each table, made to be printed on A4 and worked on.

Whole numbers and decimals in numeric columns are numbers, a cell that is a date is a date, everything else is text:
a text that begins with = + - @ is never a formula. What stands around the tables follows below the first one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from compliance.law.text import Language, Text
from compliance.reporting.document import (
    Block,
    BulletList,
    Document,
    Notice,
    Paragraph,
    Table,
    numbered,
)

AnyCell = Cell | MergedCell

PRINTED_WIDTH = 133
"""Characters of the usual size between the margins of A4 landscape; a Chinese character counts two."""

NARROWEST, SHORT = 6, 14
"""A column is at least so wide; up to so wide it takes what it needs."""

USUAL = 0.85
"""A column is made wide enough for this part of its cells."""

LINE = 13.5
"""The height of a line of the body in points."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?\Z")
_DATE = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]\Z")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_THIN = Side(style="thin", color="FF9AA3AF")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFE3E8EF")
_BAND = PatternFill("solid", fgColor="FFF3F5F8")


def render_xlsx(document: Document, language: Language) -> bytes:
    """The document in `language` as an .xlsx file."""
    return _Writer(document, language).file()


class _Writer:
    def __init__(self, document: Document, language: Language) -> None:
        self.document = document
        self.language = language
        self.body = "宋体" if language is Language.CHINESE else "Arial"
        self.workbook = Workbook()
        self.names: set[str] = set()

    def file(self) -> bytes:
        """The file whole. It bears the day of the document, not that of its making."""
        empty = self.workbook.active
        found: list[tuple[Text, Table]] = []
        remarks: list[str] = []
        for heading, blocks in self.parts():
            tables = [block for block in blocks if isinstance(block, Table)]
            told = [line for block in blocks for line in self.lines(block)]
            if heading is not None and told and not tables:
                remarks.append(self.say(heading))
            remarks.extend(told)
            found.extend((heading or table.caption, table) for table in tables)
        for place, (heading, table) in enumerate(found):
            title = self.document.title if place == 0 else table.caption
            about = [self.say(self.document.subtitle)] if place == 0 else []
            about += [f"{self.say(label)}：{self.say(value)}" for label, value in self.document.meta]
            self.sheet(self.sheet_name(self.say(heading)), title, about, table, remarks if place == 0 else [])
        if not found:
            self.remarks_only(remarks)
        if empty is not None:
            self.workbook.remove(empty)
        properties = self.workbook.properties
        properties.title = _clean(self.say(self.document.title))
        properties.creator = _clean(self.say(self.document.signature.name))
        properties.created = datetime.combine(self.document.signature.day, time.min)
        written = BytesIO()
        self.workbook.save(written)
        return written.getvalue()

    def parts(self) -> Iterator[tuple[Text | None, tuple[Block, ...]]]:
        """The blocks of the opening, then of each section under its heading."""
        yield None, self.document.opening
        for item in numbered(self.document):
            yield item.section.title, item.section.blocks

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def lines(self, block: Block) -> Iterator[str]:
        """A block as lines below a table; none for a table itself."""
        match block:
            case Paragraph(words=words):
                yield self.say(words)
            case BulletList(items=items):
                yield from (f"· {self.say(item)}" for item in items)
            case Notice(tone=tone, words=words):
                yield self.say(tone.in_words()) + self.say(Text("：", ": ")) + self.say(words)

    def sheet_name(self, wanted: str) -> str:
        """A name that a sheet may have: at most 31 characters, none of them special, no name twice."""
        base = _NOT_IN_A_NAME.sub(" ", _clean(wanted)).strip()[:27] or self.say(Text("表", "Table"))
        name, number = base, 1
        while name.lower() in self.names:
            number += 1
            name = f"{base} {number}"
        self.names.add(name.lower())
        return name

    def sheet(self, name: str, title: Text, about: list[str], table: Table, remarks: list[str]) -> None:
        """A sheet: title, what it is, header, rows under their bands, remarks."""
        sheet = self.workbook.create_sheet(name)
        widths = _widths(
            [[self.say(column.title), *self.column(table, place)] for place, column in enumerate(table.columns)]
        )
        for place, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        whole = sum(widths)
        self.line(sheet, 1, len(widths), self.say(title), whole, Font(name=self.black, size=16, bold=True), "center")
        about_line = self.say(Text("　　", "    ")).join(words for words in about if words)
        self.line(sheet, 2, len(widths), about_line, whole, Font(name=self.body, size=10), "center")
        for place, column in enumerate(table.columns, 1):
            cell = self.text(sheet.cell(3, place), self.say(column.title))
            cell.font = Font(name=self.black, size=10, bold=True)
            cell.fill, cell.border = _HEAD, _GRID
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.row_dimensions[3].height = _height([self.say(column.title) for column in table.columns], widths) + 6
        last = self.rows(sheet, table, widths)
        for words in remarks:
            last += 1
            self.line(sheet, last, len(widths), words, whole, Font(name=self.body, size=10), "left")
        _for_printing(sheet, last, len(widths))

    @property
    def black(self) -> str:
        return "黑体" if self.language is Language.CHINESE else "Arial"

    def column(self, table: Table, place: int) -> Iterator[str]:
        return (self.say(row[place]) for row in table.rows)

    def rows(self, sheet: Worksheet, table: Table, widths: list[float]) -> int:
        """Write the rows from the fourth line on; the number of the last line written."""
        at = 3
        for band, rows in table.parts():
            if band is not None:
                at += 1
                self.line(
                    sheet,
                    at,
                    len(widths),
                    self.say(band),
                    sum(widths),
                    Font(name=self.black, size=10, bold=True),
                    "left",
                )
                for place in range(1, len(widths) + 1):
                    sheet.cell(at, place).fill, sheet.cell(at, place).border = _BAND, _GRID
            for row in rows:
                at += 1
                total = table.total and row is table.rows[-1]
                for place, (words, column) in enumerate(zip(row, table.columns, strict=True), 1):
                    cell = self.value(sheet.cell(at, place), self.say(words), column.numeric)
                    cell.font = Font(name=self.body, size=10, bold=total)
                    cell.border = _GRID
                    side = "center" if column.numeric or column.narrow else "left"
                    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
                sheet.row_dimensions[at].height = _height([self.say(words) for words in row], widths)
        return at

    def line(self, sheet: Worksheet, at: int, columns: int, words: str, width: float, font: Font, side: str) -> None:
        """Words over the whole width of the table, in cells that are merged."""
        cell = self.text(sheet.cell(at, 1), words)
        cell.font = font
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
        if columns > 1:
            sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=columns)
        size = (font.size or 10) / 10
        sheet.row_dimensions[at].height = _height([words], [width / size]) * size + 4

    def value(self, cell: AnyCell, words: str, numeric: bool) -> AnyCell:
        """The words in a cell as what they are: a number, a date, text, or nothing."""
        if words == "":
            return cell
        if numeric and _NUMBER.match(words):
            number = Decimal(words)
            cell.value = int(number) if number == number.to_integral_value() and "." not in words else float(number)
            cell.number_format = "0" if "." not in words else "0." + "0" * len(words.partition(".")[2])
            return cell
        day = _day(words)
        if day is not None:
            cell.value = day
            cell.number_format = "yyyy-mm-dd"
            return cell
        return self.text(cell, words)

    def text(self, cell: AnyCell, words: str) -> AnyCell:
        """The words as text, whatever they begin with, also after somebody has edited the cell."""
        cell.value = _clean(words)
        cell.data_type = "s"
        cell.number_format = "@"
        if words.startswith(_FORMULA):
            cell.quotePrefix = True
        return cell

    def remarks_only(self, remarks: list[str]) -> None:
        """A document without tables: its sentences, one below the other."""
        sheet = self.workbook.create_sheet(self.sheet_name(self.say(self.document.title)))
        sheet.column_dimensions["A"].width = PRINTED_WIDTH
        self.line(
            sheet,
            1,
            1,
            self.say(self.document.title),
            PRINTED_WIDTH,
            Font(name=self.black, size=16, bold=True),
            "center",
        )
        for place, words in enumerate(remarks, 2):
            self.line(sheet, place, 1, words, PRINTED_WIDTH, Font(name=self.body, size=10), "left")
        _for_printing(sheet, max(1, len(remarks) + 1), 1, header=False)


def _for_printing(sheet: Worksheet, rows: int, columns: int, header: bool = True) -> None:
    """A4 across, as wide as the page, the header row on every page and always in sight."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = 0.6
    sheet.page_margins.bottom, sheet.page_margins.footer = 0.8, 0.4
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="— &P / &N —", size=9))
    sheet.print_area = f"A1:{get_column_letter(columns)}{rows}"
    if header:
        sheet.print_title_rows = "3:3"
        sheet.freeze_panes = "A4"


def _clean(words: str) -> str:
    """The words without what a spreadsheet file cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", words)


def _day(words: str) -> date | None:
    if not _DATE.match(words):
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _wide(words: str) -> int:
    """How wide the longest line is: a Chinese character takes two places."""
    return max(
        (sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) for line in words.splitlines()), default=0
    )


def _widths(columns: list[list[str]]) -> list[float]:
    """The width of each column: short ones as wide as they are; the others share the page by what most cells need,
    the square root of it, since a cell grows in both directions.
    """
    longest = [max(map(_wide, cells)) + 2 for cells in columns]
    heads = [_wide(cells[0]) + 3 for cells in columns]
    usual = [sorted(map(_wide, cells))[int(len(cells) * USUAL)] + 4 for cells in columns]
    widths = [float(max(width, NARROWEST)) for width in longest]
    sharing = {place for place, width in enumerate(widths) if width > SHORT}
    while sharing:
        left = PRINTED_WIDTH - sum(width for place, width in enumerate(widths) if place not in sharing)
        roots = sum(usual[place] ** 0.5 for place in sharing)
        shares = {place: left * usual[place] ** 0.5 / roots for place in sharing}
        enough = {place for place in sharing if shares[place] >= longest[place]}
        if not enough:
            for place, share in shares.items():
                widths[place] = float(round(max(share, heads[place], NARROWEST)))
            break
        sharing -= enough
    return widths


def _height(cells: list[str], widths: list[float]) -> float:
    """High enough for the cell that needs most lines. Excel does not find the height of merged cells by itself."""
    lines = [
        sum(max(1, -(-_wide(line) // max(1, int(width)))) for line in (words.splitlines() or [""]))
        for words, width in zip(cells, widths, strict=True)
    ]
    return min(max(lines) * LINE + 4, 400.0)
