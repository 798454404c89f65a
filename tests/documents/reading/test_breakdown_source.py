"""Tables of any format as grids; what is broken, too large or hostile is refused with one sentence."""

from __future__ import annotations

import resource
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
import xlwt
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from compliance.documents.reading.breakdown_source import read_source, source_of
from compliance.documents.reading.limits import LARGEST_FILE
from compliance.law.drafting.breakdown_lines import Line, breakdown_of
from compliance.law.faults import BadInput, Refused

from .breakdown_tables.tables import BINARY

FOLDER = Path(__file__).parent / "breakdown_tables"


def content_of(name: str) -> bytes:
    """A table of the tests as a file."""
    return BINARY[name]() if name in BINARY else (FOLDER / name).read_bytes()


def lines_of(name: str) -> list[Line]:
    """Its lines."""
    return list(breakdown_of(source_of(content_of(name), name, Path(name).suffix)).lines)


def told(line: Line) -> tuple[str, str, str, str, str]:
    """A line as one reads it: number, innermost heading, text, units, deadlines."""
    units = "|".join(unit.words for unit in line.units)
    return (
        line.number,
        line.headings[-1] if line.headings else "",
        line.text,
        units,
        "|".join(c.text for c in line.deadlines),
    )


EXPECTED = {
    "parts.xlsx": [
        ("1", "各部门、各街道负责落实的工作任务", "公布权责清单", "", "长期推进"),
        ("2", "各部门、各街道负责落实的工作任务", "解读规范性文件", "", "12月31日前完成"),
        ("3", "各部门、各街道负责落实的工作任务", "公布部门预算", "", "2017年6月底前"),
        ("4", "牵头部门负责落实的工作任务", "编制公开目录", "", "6月31日前"),
        ("5", "牵头部门负责落实的工作任务", "开展业务培训", "", "每季度"),
    ],
    "heading-rows.html": [
        ("1", "公开项目信息", "公布项目审批结果。", "区发改局|区住建局、\n区环保局", ""),
        ("2", "公开项目信息", "公布项目招标结果。", "区发改局|区住房和城乡建设局", ""),
        ("3", "公开重大项目", "公开资金信息", "财政局|区直各部门", ""),
        ("4", "围绕民生改善推进公开", "公开医疗信息", "区卫计局", ""),
        ("5", "围绕民生改善推进公开", "公开养老信息", "市民政局|各街道", ""),
    ],
    "short.docx": [
        ("1", "", "公开财政预决算及“三公”经费信息，说明增减原因，并在区政府网站集中展示。", "财政局（牵头）、各部门", "９月底前"),
        ("2", "", "公开教育招生信息。", "教育局", "年底前"),
        ("3", "", "公开社会救助信息。", "民政局、区税务局", "持续推进"),
        ("4", "", "公开药品安全信息。", "区市场监管局等部门按职责分工负责", "三季度末"),
    ],
    "prompt-list.txt": [
        ("1", "", "公布法规目录", "法制办", ""),
        ("2", "", "清理栏目", "区政府办牵头，各部门配合", ""),
        ("3", "", "报送信息", "各部门、各街道", ""),
    ],
    "tails.txt": [
        ("1", "加强重点信息公开", "公开就业信息。发布招聘信息和创业扶持政策，每月汇总一次", "区人社局|各街道", "长期坚持"),
        ("2", "加强重点信息公开", "公开环境信息。发布空气和水质情况", "环保局|统计局、区水务局", "9月30日前"),
        ("3", "规范公开工作", "修订公开指南。核对联系方式和办理流程（含网上办理）", "区政府办公室、信访局", "6月底前完成初稿，10月底前公布"),
        ("4", "规范公开工作", "检查网站栏目。逐栏核对更新情况", "", ""),
    ],
    "merged-first-column.xls": [
        ("1", "", "梳理制发文件", "法制办", "年底前"),
        ("2", "做好基础工作", "更新公开专栏的内容。", "各部门", "持续推进"),
        ("3", "做好基础工作", "编制并公布年度报告。", "区政府办", "次年3月底前"),
        ("4", "", "办理公开申请", "各有关部门", "全年推进"),
    ],
    "two-level.xlsx": [
        ("1", "公开重大决策", "公布年度重大决策事项目录。", "区发改局|财政局、司法局", "2017-09-30"),
        ("2", "公开重大决策", "对重大决策征求公众意见。", "区发改局|各街道", "2017-09-30"),
        ("3", "公开会议", "邀请居民代表列席会议。", "区政府办公室", "持续推进"),
        ("4", "办事指南", "核对并公布办事指南。", "区行政审批局|各部门", "43039"),
        ("5", "办事指南", "公布中介服务清单。", "区市场监管局|区人社局\n区住建局", "11月中旬"),
    ],
    "pasted.md": [
        ("1", "", "公开安全生产检查结果", "牵头单位：安监局\n配合单位：公安铁东分局、商务局", "10月上旬"),
        ("2", "", "公开征收补偿信息", "征收办会同房产局", "每月5日前"),
        ("3", "", "公开审计整改情况", "审计局", "6—8月"),
        ("4", "", "公开文化活动安排", "文体局、区融媒体中心", "9月前"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_a_table_after_a_real_layout_is_read_line_by_line(name: str) -> None:
    assert [told(line) for line in lines_of(name)] == EXPECTED[name]


def test_the_task_and_its_requirement_are_told_apart() -> None:
    first = lines_of("parts.xlsx")[0]
    assert first.requirement == "按时更新本单位权责事项，变动后重新公布。"
    assert first.channel == "区政府网站"
    assert lines_of("prompt-list.txt")[1].requirement == "合并空栏目；删去失效链接。"
    assert lines_of("prompt-list.txt")[0].remarks == "11月底前完成"


def test_a_cell_that_is_a_date_keeps_its_day() -> None:
    lines = lines_of("two-level.xlsx")
    assert str(lines[0].deadlines[0].day) == "2017-09-30"
    assert lines[3].deadlines[0].number


def test_hidden_sheets_are_not_read() -> None:
    assert not any("不应读到" in line.text for line in lines_of("two-level.xlsx"))


def test_the_lines_above_a_table_of_a_document_are_its_titles() -> None:
    found = breakdown_of(source_of(content_of("short.docx"), "short.docx", ".docx"))
    assert found.titles == ("铁东区人民政府办公室", "2017年5月26日", "2017年铁东区政务公开重点工作任务清单")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
def test_pasted_text_is_read_in_the_encoding_that_it_looks_like(encoding: str) -> None:
    text = (
        "序號\t工作任務\t責任單位\n1\t公布預算和決算情況\t財政局\n"
        if encoding == "big5"
        else "序号\t工作任务\t责任单位\n1\t公布预算和决算情况\t财政局\n"
    )
    grid = source_of(text.encode(encoding), "t.txt", ".txt").grids[0]
    assert grid.cells[1].text == text.split("\t")[1]


def test_a_page_is_known_by_its_first_bytes_whatever_it_is_called() -> None:
    assert breakdown_of(source_of(content_of("heading-rows.html"), "table.xls", ".xls")).lines[0].number == "1"


def test_what_was_struck_out_of_a_document_is_not_read_and_what_was_put_in_is() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (c for row in table.rows for c in row.cells), ("工作任务", "责任单位", "公布", "财政局"), strict=True
    ):
        cell.text = words
    paragraph = table.rows[1].cells[0].paragraphs[0]._p
    put_in = parse_xml(f'<w:ins xmlns:w="{nsmap["w"]}"><w:r><w:t>预算</w:t></w:r></w:ins>')
    struck = parse_xml(f'<w:del xmlns:w="{nsmap["w"]}"><w:r><w:delText>决算</w:delText></w:r></w:del>')
    paragraph.append(put_in)
    paragraph.append(struck)
    written = BytesIO()
    document.save(written)
    assert breakdown_of(source_of(written.getvalue(), "t.docx", ".docx")).lines[0].text == "公布预算"


# ---- refused


def spreadsheet(change: Callable[[dict[str, bytes]], None] = lambda parts: None) -> bytes:
    """A small .xlsx whose parts were changed."""
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active.append(["序号", "工作任务", "责任单位"])
    workbook.active.append([1, "公布预算", "财政局"])
    written = BytesIO()
    workbook.save(written)
    with ZipFile(written) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def bomb(parts: dict[str, bytes]) -> None:
    """Two hundred megabytes of spaces in one part."""
    parts["xl/media/bomb.xml"] = b" " * 200_000_000


def many_rows(parts: dict[str, bytes]) -> None:
    """A hundred thousand rows."""
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>", b"".join(row % (n, n) for n in range(3, 100_003)) + b"</sheetData>"
    )


def far_corner(parts: dict[str, bytes]) -> None:
    """One cell at the far corner of the sheet."""
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )


def far_corner_merged(parts: dict[str, bytes]) -> None:
    """Thousands of merged areas over the whole sheet."""
    areas = b'<mergeCell ref="A1:XFD1048576"/>' * 5_000
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b"</sheetData><mergeCells>" + areas + b"</mergeCells>")


def entities(parts: dict[str, bytes]) -> None:
    """Entities that double themselves."""
    declared = b"".join(b'<!ENTITY a%d "&a%d;&a%d;">' % (n, n - 1, n - 1) for n in range(1, 40))
    head = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + declared + b"]>"
    parts["xl/sharedStrings.xml"] = head + b"<sst>&a39;</sst>"


def no_workbook(parts: dict[str, bytes]) -> None:
    """A part missing."""
    del parts["xl/workbook.xml"]


def broken_sheet(parts: dict[str, bytes]) -> None:
    """A sheet that ends in the middle."""
    parts[SHEET] = parts[SHEET][:200]


def old_far_corner() -> bytes:
    """An .xls with cells in two corners of the sheet."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("a")
    sheet.write(0, 0, "序号")
    sheet.write(65535, 255, "x")
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()


def deep_page() -> bytes:
    """Tables within tables without end."""
    return b"<html>" + b"<table><tr><td>" * 100_000


def wide_page() -> bytes:
    """Cells that span everything."""
    return b"<html><table>" + b'<tr><td rowspan="65534" colspan="150">x</td></tr>' * 4_000 + b"</table></html>"


HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a zip bomb": (lambda: spreadsheet(bomb), ".xlsx", "file-too-large"),
    "a hundred thousand rows": (lambda: spreadsheet(many_rows), ".xlsx", "table-too-large"),
    "a cell in the far corner": (lambda: spreadsheet(far_corner), ".xlsx", "table-too-large"),
    "merged areas over everything": (lambda: spreadsheet(far_corner_merged), ".xlsx", "table-too-large"),
    "an entity bomb": (lambda: spreadsheet(entities), ".xlsx", "hostile-file"),
    "a missing part": (lambda: spreadsheet(no_workbook), ".xlsx", "damaged-file"),
    "a broken sheet": (lambda: spreadsheet(broken_sheet), ".xlsx", "damaged-file"),
    "half an archive": (lambda: spreadsheet()[:2000], ".xlsx", "damaged-file"),
    "a cell in the far corner of an old file": (old_far_corner, ".xls", "table-too-large"),
    "an old file cut off": (lambda: BINARY["merged-first-column.xls"]()[:3000], ".xls", "damaged-file"),
    "an old text document": (lambda: BINARY["merged-first-column.xls"](), ".doc", "unknown-format"),
    "a PDF": (lambda: b"%PDF-1.7 ...", ".pdf", "unknown-format"),
    "nothing": (lambda: b" \n", ".txt", "empty-file"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), ".png", "not-text"),
    "a page that spans everything": (wide_page, ".html", "table-too-large"),
    "a text of a million lines": (lambda: b"a\tb\n" * 1_000_000, ".txt", "table-too-large"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "suffix", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_or_broken_file_is_refused_in_one_sentence_and_little_memory(
    make: Callable[[], bytes], suffix: str, code: str
) -> None:
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadInput) as refused:
        source_of(content, f"table{suffix}", suffix)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert [fault.code for fault in refused.value.faults] == [code]
    assert grown < 300_000, "kilobytes"


@given(
    st.sampled_from(sorted(BINARY)),
    st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=8)), min_size=1, max_size=6),
)
def test_a_file_with_some_bytes_changed_is_read_or_refused(name: str, changes: list[tuple[float, bytes]]) -> None:
    content = bytearray(BINARY[name]())
    for where, put in changes:
        place = int(where * len(content))
        content[place : place + len(put)] = put
    with suppress(BadInput):
        breakdown_of(source_of(bytes(content), name, Path(name).suffix))


def test_a_page_nested_without_end_is_refused_or_holds_no_table() -> None:
    with pytest.raises(BadInput):
        breakdown_of(source_of(deep_page(), "t.html", ".html"))


def test_a_file_larger_than_any_table_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.xlsx"
    with file.open("wb") as written:
        written.truncate(LARGEST_FILE + 1)
    with pytest.raises(BadInput) as refused:
        read_source(file)
    assert [fault.code for fault in refused.value.faults] == ["file-too-large"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        read_source(tmp_path / "missing.xlsx")
