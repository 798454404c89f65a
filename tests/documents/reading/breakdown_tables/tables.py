"""The binary tables of the tests, made after layouts of offices (see README.md)."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import xlwt
from openpyxl import Workbook


def parts() -> bytes:
    """After 沈阳 2017: title rows, header on row 3, two parts, counts inside the requirement, no units."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "任务分解"
    rows: list[list[str | int | None]] = [
        ["铁东区2017年政务公开重点工作任务分解表"],
        ["铁东政办发〔2017〕21号"],
        ["序号", "任务事项", "工作要求", "公开载体", "完成时限"],
        ["一、各部门、各街道负责落实的工作任务"],
        [1, "公布权责清单", "按时更新本单位权责事项，\n变动后重新公布。", "区政府网站", "长期推进"],
        [2, "解读规范性文件", "每年解读不少于1篇。", "区政府网站、\n微信", "12月31日前完成"],
        [3, "公布部门预算", "在财政批复后公布。", "区政府网站", "2017年6月底前"],
        ["二、牵头部门负责落实的工作任务"],
        [4, "编制公开目录", "列出全部公开事项。", None, "6月31日前"],
        [5, "开展业务培训", "至少组织两次。", None, "每季度"],
        ["注：本表由区政府办公室负责解释。"],
    ]
    for row in rows:
        sheet.append(row)
    for number in (1, 2, 4, 8, 11):
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=5)
    return _bytes(workbook)


def two_level() -> bytes:
    """After 荆州 2022: 工作任务 over two columns, 具体要求 over number and text, units and dates merged downward."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    rows: list[list[str | int | date | None]] = [
        ["附件1"],
        ["铁东区2017年政务公开任务分解责任清单"],
        ["工作任务", None, "具体要求", None, "责任单位", None, "时限要求"],
        [None, None, None, None, "牵头单位", "配合单位", None],
        [
            "一、推进决策公开",
            "（一）公开重大决策",
            1,
            "公布年度重大决策事项目录。",
            "区发改局",
            "财政局、司法局",
            date(2017, 9, 30),
        ],
        [None, None, 2, "对重大决策征求公众意见。", None, "各街道", None],
        [None, "（二）公开会议", 3, "邀请居民代表列席会议。", "区政府办公室", None, "持续推进"],
        ["二、推进服务公开", "（一）办事指南", 4, "核对并公布办事指南。", "区行政审批局", "各部门", 43039],
        [None, None, 5, "公布中介服务清单。", "区市场监管局", "区人社局\n区住建局", "11月中旬"],
    ]
    for row in rows:
        sheet.append(row)
    for area in (
        "A1:G1",
        "A2:G2",
        "A3:B4",
        "C3:D4",
        "E3:F3",
        "G3:G4",
        "A5:A7",
        "B5:B6",
        "E5:E6",
        "G5:G6",
        "A8:A9",
        "B8:B9",
    ):
        sheet.merge_cells(area)
    hidden = workbook.create_sheet("草稿")
    hidden.append(["序号", "工作任务", "责任单位"])
    hidden.append([1, "不应读到的任务", "财政局"])
    hidden.sheet_state = "hidden"
    return _bytes(workbook)


def short() -> bytes:
    """After 宣城 2022: three columns, a long task text, brackets of full width; the second table goes on without a header."""
    document = docx.Document()
    document.add_paragraph("铁东区人民政府办公室")
    document.add_paragraph("2017年5月26日")
    document.add_paragraph("2017年铁东区政务公开重点工作任务清单")
    first = document.add_table(rows=3, cols=3)
    _fill(
        first,
        [
            ["任务", "责任单位", "时限"],
            [
                "1．公开财政预决算及“三公”经费信息，说明增减原因，并在区政府网站集中展示。",
                "财政局（牵头）、各部门",
                "９月底前",
            ],
            ["2．公开教育招生信息。", "教育局", "年底前"],
        ],
    )
    document.add_page_break()
    second = document.add_table(rows=2, cols=3)
    _fill(
        second,
        [
            ["3．公开社会救助信息。", "民政局、区税务局", "持续推进"],
            ["4．公开药品安全信息。", "区市场监管局等部门按职责分工负责", "三季度末"],
        ],
    )
    return _bytes(document)


def merged_first_column() -> bytes:
    """After 池州 2023: 工作任务 merged over numbered rows, an old .xls."""
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("清单")
    sheet.write_merge(0, 0, 0, 4, "2017年铁东区政务公开工作任务清单")
    for column, heading in enumerate(("工作任务", "序号", "具体要求", "责任科室", "时限要求")):
        sheet.write(1, column, heading)
    rows = [
        ("梳理制发文件", 1, "梳理现行有效的文件并公布目录。", "法制办", "年底前"),
        ("做好基础工作", 2, "更新公开专栏的内容。", "各部门", "持续推进"),
        (None, 3, "编制并公布年度报告。", "区政府办", "次年3月底前"),
        ("办理公开申请", 4, "登记并答复公开申请。", "各有关部门", "全年推进"),
    ]
    for row, (task, number, requirement, unit, time) in enumerate(rows, start=2):
        if row == 3:
            sheet.write_merge(3, 4, 0, 0, task)
        elif task is not None:
            sheet.write(row, 0, task)
        for column, value in enumerate((number, requirement, unit, time), start=1):
            sheet.write(row, column, value)
    return _bytes(workbook)


BINARY = {
    "parts.xlsx": parts,
    "two-level.xlsx": two_level,
    "short.docx": short,
    "merged-first-column.xls": merged_first_column,
}
"""The tables by their file names."""


def _fill(table: docx.table.Table, rows: list[list[str]]) -> None:
    for line, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, words, strict=True):
            cell.text = text


def _bytes(document: object) -> bytes:
    written = BytesIO()
    document.save(written)  # type: ignore[attr-defined]
    return written.getvalue()
