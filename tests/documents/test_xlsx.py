"""A document as a spreadsheet, opened again: real types, no formula, ready to be printed; also by LibreOffice."""

import csv
import re
import shutil
import subprocess
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from compliance.documents.xlsx import render_xlsx
from compliance.law.text import Language, Text, same
from compliance.reporting.document import Band, Block, Column, Document, Notice, Paragraph, Section, Table, Tone

from .conftest import document_of, table_of

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="LibreOffice (soffice) is not installed: what another program reads in our spreadsheets is NOT tested here",
)

HEADER = 3
"""The row in which the columns are named; the row below it is the first of the table."""

TASKS = Table(
    Text("任务分解表", "Tasks"),
    (
        Column(Text("序号", "No."), numeric=True),
        Column(Text("任务", "Task"), wide=True),
        Column(Text("日期", "Date"), narrow=True),
        Column(Text("比率", "Rate"), numeric=True),
    ),
    (
        (same("1"), Text("公开预算", "Budget"), same("2017-03-31"), same("96.5")),
        (same("2"), Text("公开决算" * 30, "Accounts"), same("2017-02-31"), same("/")),
        (same("0017"), same("=1+1"), same("长期"), same("")),
    ),
    bands=(Band(Text("财政", "Finance"), 2), Band(Text("教育", "Education"), 1)),
)


def opened(*blocks: Block, language: Language = Language.CHINESE) -> Workbook:
    return load_workbook(BytesIO(render_xlsx(document_of(*blocks), language)))


def below_header(book: Workbook) -> list[list[object]]:
    return [list(row) for row in book.worksheets[0].iter_rows(min_row=HEADER + 1, values_only=True)]


def test_numbers_are_numbers_dates_are_dates_and_the_rest_is_text() -> None:
    assert below_header(opened(TASKS)) == [
        ["财政", None, None, None],
        [1, "公开预算", datetime(2017, 3, 31), 96.5],  # noqa: DTZ001 a date in a spreadsheet has no zone
        [2, "公开决算" * 30, "2017-02-31", "/"],  # there is no such day; not given is not nought
        ["教育", None, None, None],
        ["0017", "=1+1", "长期", None],
    ]


def test_numbers_keep_the_digits_they_were_stated_with() -> None:
    sheet = opened(table_of("96.50")).worksheets[0]
    cell = sheet.cell(HEADER + 1, 1)
    assert (cell.value, cell.number_format) == (96.5, "0.00")


@pytest.mark.parametrize("words", ["=1+1", "=cmd|'/c calc'!A0", "+86", "-1", "@SUM(A1)", "\t=1+1", "={1}"])
def test_no_text_becomes_a_formula_even_after_it_was_edited(words: str) -> None:
    sheet = opened(table_of("1", words)).worksheets[0]
    cell = sheet.cell(HEADER + 1, 2)
    assert (cell.data_type, cell.value, cell.quotePrefix, cell.number_format) == ("s", words, True, "@")


@given(st.text(max_size=50))
def test_any_text_makes_a_file_that_opens_and_no_formula(words: str) -> None:
    book = opened(table_of("1", words), Paragraph(same(words)))
    assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)


def test_control_characters_are_left_out() -> None:
    assert below_header(opened(table_of("1", "甲\x00\x0b乙"))) == [[1, "甲乙"]]


def test_the_page_is_a4_across_with_the_header_on_every_page_and_in_sight() -> None:
    sheet = opened(TASKS).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$3:$3")
    assert [cell.value for cell in sheet[HEADER]] == ["序号", "任务", "日期", "比率"]


def test_title_and_areas_stand_over_the_whole_width() -> None:
    sheet = opened(TASKS).worksheets[0]
    assert sheet["A1"].value == "年度报告"
    assert sorted(str(cells) for cells in sheet.merged_cells.ranges) == ["A1:D1", "A2:D2", "A4:D4", "A7:D7"]


def test_long_chinese_text_gets_a_wide_column_and_a_high_row() -> None:
    sheet = opened(TASKS).worksheets[0]
    width = sheet.column_dimensions["B"].width
    height = sheet.row_dimensions[6].height
    assert width > 3 * sheet.column_dimensions["A"].width
    assert height is not None
    assert sheet.row_dimensions[5].height < height
    # 120 characters that take two places each
    assert height >= 240 / width * 12


def test_remarks_follow_below_the_table() -> None:
    rows = below_header(
        opened(table_of("1"), Notice(Tone.DOUBT, Text("未核实", "Not verified")), Paragraph(Text("完", "End")))
    )
    assert rows == [[1], ["数据存疑：未核实"], ["完"]]


def test_every_table_has_a_sheet_with_a_name_that_a_sheet_may_have() -> None:
    document = document_of(table_of("1"))
    sections = tuple(Section(same(title), (table_of("2"),)) for title in ("甲/乙:丙[丁]*?", "x" * 60, "x" * 60))
    made = Document(document.name, document.title, document.subtitle, document.meta, (), sections, document.signature)
    book = load_workbook(BytesIO(render_xlsx(made, Language.CHINESE)))
    assert book.sheetnames == ["甲 乙 丙 丁", "x" * 27, "x" * 27 + " 2"]


def test_a_document_without_tables_is_a_sheet_of_sentences() -> None:
    sheet = opened(Paragraph(Text("一段话", "A paragraph"))).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["年度报告", "总体情况", "一段话"]


def test_it_speaks_english() -> None:
    assert below_header(opened(TASKS, language=Language.ENGLISH))[:2] == [
        ["Finance", None, None, None],
        [1, "Budget", datetime(2017, 3, 31), 96.5],  # noqa: DTZ001
    ]


def test_the_file_bears_the_day_of_the_document() -> None:
    book = opened(TASKS)
    assert book.properties.created is not None
    assert book.properties.created.date() == date(2018, 3, 9)
    assert (book.properties.title, book.properties.creator) == ("年度报告", "区政府办")


def converted(folder: Path, target: str) -> Path:
    """The spreadsheet as LibreOffice reads it, written in another format."""
    file = folder / "trial.xlsx"
    file.write_bytes(render_xlsx(document_of(TASKS), Language.CHINESE))
    program = shutil.which("soffice")
    assert program is not None
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            target,
            file.name,
        ],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return next(path for path in folder.iterdir() if path.suffix == f".{target.partition(':')[0]}")


@needs_libreoffice
@pytest.mark.slow
def test_libreoffice_reads_the_same_cells_and_no_formula(tmp_path: Path) -> None:
    made = converted(tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76")
    rows = list(csv.reader(made.read_text("utf-8").splitlines()))
    assert rows[HEADER:] == [
        ["财政", "", "", ""],
        ["1", "公开预算", "2017-03-31", "96.5"],
        ["2", "公开决算" * 30, "2017-02-31", "/"],
        ["教育", "", "", ""],
        ["0017", "=1+1", "长期", ""],
    ]


@needs_libreoffice
@pytest.mark.slow
def test_libreoffice_prints_it_across_on_one_page(tmp_path: Path) -> None:
    made = converted(tmp_path, "pdf").read_bytes()
    assert made.startswith(b"%PDF")
    pages = re.findall(rb"/Type\s*/Page\b", made)
    sizes = re.findall(rb"/MediaBox\s*\[\s*0 0 (\d+)(?:\.\d+)? (\d+)", made)
    assert len(pages) == 1
    assert {(int(width), int(height)) for width, height in sizes} == {(841, 595)}  # points of A4 across
