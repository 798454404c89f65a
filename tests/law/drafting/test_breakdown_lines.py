"""Finding the header, the headings over tasks, and what belongs to one task."""

import pytest

from compliance.law.drafting.breakdown_lines import Breakdown, breakdown_of
from compliance.law.drafting.columns import Column, column_of
from compliance.law.drafting.grid import Cell, Grid, Source
from compliance.law.faults import BadInput


def read(*rows: str, spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> Breakdown:
    """The breakdown in rows whose cells `|` keeps apart; `spans` gives the last row and column of a cell."""
    spans = spans or {}
    covered = {
        (row, column)
        for (first, left), (last, right) in spans.items()
        for row in range(first, last + 1)
        for column in range(left, right + 1)
        if (row, column) != (first, left)
    }
    cells = [
        Cell(text.strip(), row, column, *spans.get((row, column), (row, column)))
        for row, line in enumerate(rows, start=1)
        for column, text in enumerate(line.split("|"), start=1)
        if (row, column) not in covered
    ]
    return breakdown_of(Source("table.xlsx", (Grid("", tuple(cells)),)))


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("序 号", Column.NUMBER),
        ("工作任务", Column.TASK),
        ("重点任务", Column.TASK),
        ("任务事项", Column.TASK),
        ("工作要求", Column.REQUIREMENT),
        ("具体\n措施", Column.REQUIREMENT),
        ("牵头单位（部门）", Column.LEAD),
        ("牵头责任单位", Column.LEAD),
        ("责任科室", Column.RESPONSIBLE),
        ("责任单位", Column.RESPONSIBLE),
        ("配合单位", Column.SUPPORTING),
        ("完成时限", Column.DEADLINE),
        ("时间节点", Column.DEADLINE),
        ("完成时间", Column.DEADLINE),
        ("完成情况", Column.STATUS),
        ("公开载体", Column.CHANNEL),
        ("备注", Column.REMARKS),
        ("责任人", Column.PERSON),
        ("一级指标", Column.GROUP),
        ("二级指标", Column.TASK),
        ("三级指标", Column.REQUIREMENT),
        ("承办单位", Column.RESPONSIBLE),
        ("责任部门", Column.RESPONSIBLE),
        ("落实单位", Column.RESPONSIBLE),
        ("主责单位", Column.LEAD),
        ("责任单位/配合单位", Column.COMBINED),
        ("责任单位\n/配合单位", Column.COMBINED),
        ("牵头/配合单位", Column.COMBINED),
        ("责任（配合）单位", Column.COMBINED),
        ("牵头部门及责任部门", Column.COMBINED),
        ("牵头单位\n配合单位", Column.COMBINED),
        ("责任单位（牵头/配合）", Column.COMBINED),
        ("责任/承办单位", None),
        ("责任单位及责任人", None),
        ("财政局", None),
        ("", None),
    ],
)
def test_headings_are_known_by_what_offices_call_them(heading: str, column: Column | None) -> None:
    assert column_of(heading) is column


def test_the_header_is_found_below_title_rows() -> None:
    found = read("附件", "2017年任务分解表", "序号|工作任务|责任单位|完成时限", "1|公布预算|财政局|6月底前")
    assert found.titles == ("附件", "2017年任务分解表")
    (line,) = found.lines
    assert (line.number, line.text, line.units[0].words, line.deadlines[0].text) == (
        "1",
        "公布预算",
        "财政局",
        "6月底前",
    )
    assert line.row == 4


def test_a_row_of_one_numbered_text_is_a_heading_over_those_below() -> None:
    found = read(
        "工作任务|责任单位",
        "一、公开财政|",
        "公布预算|财政局",
        "（一）公开教育|",
        "公布招生|教育局",
        "二、公开住房|",
        "公布配租|房产局",
    )
    assert [line.headings for line in found.lines] == [("公开财政",), ("公开财政", "公开教育"), ("公开住房",)]


def test_a_heading_across_the_table_needs_no_number() -> None:
    found = read("工作任务|责任单位|完成时限", "财政公开||", "公布预算|财政局|年底前", spans={(2, 1): (2, 3)})
    assert found.lines[0].headings == ("财政公开",)


def test_rows_below_one_task_that_only_name_more_departments_belong_to_it() -> None:
    found = read(
        "工作任务|责任单位|完成时限", "公布预算|财政局|6月底前", "|教育局|", spans={(2, 1): (3, 1), (2, 3): (3, 3)}
    )
    (line,) = found.lines
    assert [unit.words for unit in line.units] == ["财政局", "教育局"]
    assert [cell.text for cell in line.deadlines] == ["6月底前"]


def test_a_header_that_comes_again_may_have_other_columns() -> None:
    found = read("序号|工作任务|责任单位", "1|公布预算|财政局", "序号|责任单位|工作任务", "2|教育局|公布招生")
    assert [(line.text, line.units[0].words) for line in found.lines] == [
        ("公布预算", "财政局"),
        ("公布招生", "教育局"),
    ]


def test_a_remark_below_the_table_is_told_and_not_read() -> None:
    found = read("序号|工作任务|责任单位", "1|公布预算|财政局", "注：以上任务纳入考核。||")
    assert len(found.lines) == 1
    assert len(found.left_out) == 1
    assert "第3行" in found.left_out[0].zh


def test_one_number_for_several_rows_is_told_apart() -> None:
    found = read(
        "序号|工作任务|责任单位", "1|公布预算|财政局", "|公布决算|财政局", "2|公布招生|教育局", spans={(2, 1): (3, 1)}
    )
    assert [line.number for line in found.lines] == ["1.1", "1.2", "2"]


def test_numbers_that_begin_anew_under_each_heading_take_the_headings_place() -> None:
    found = read(
        "序号|工作任务|责任单位",
        "一、公开财政||",
        "1|公布预算|财政局",
        "2|公布决算|财政局",
        "二、公开教育||",
        "1|公布招生|教育局",
    )
    assert [line.number for line in found.lines] == ["1.1", "1.2", "2.1"]


def cited(found: Breakdown) -> list[tuple[str, str]]:
    """How the paper counts each line; empty where its number says it."""
    return [(line.cited.zh, line.cited.en) if line.cited is not None else ("", "") for line in found.lines]


def test_numbers_that_begin_anew_are_cited_in_the_order_of_the_levels() -> None:
    header = "序号|工作任务|责任单位"
    found = read(header, "（一）公开财政||", "1|公布预算|财政局", "（二）公开教育||", "1|公布招生|教育局")
    assert cited(found) == [("（一）1", "part (1), item 1"), ("（二）1", "part (2), item 1")]
    found = read(header, "一、重点||", "（一）财政||", "1|公布预算|财政局", "（二）教育||", "1|公布招生|教育局")
    assert cited(found) == [("一、（一）1", "part 1, part (1), item 1"), ("一、（二）1", "part 1, part (2), item 1")]
    found = read(
        "工作任务|责任单位|完成时限", "公开财政||", "1.公布预算|财政局|", "公开教育||", "1.公布招生|教育局|",
        spans={(2, 1): (2, 3), (4, 1): (4, 3)},
    )  # fmt: skip
    assert cited(found) == [("“公开财政”第1项", "part 1, item 1"), ("“公开教育”第1项", "part 2, item 1")]


def test_of_several_tables_that_begin_anew_each_is_named() -> None:
    def grid(name: str, task: str) -> Grid:
        rows = (("序号", "工作任务", "责任单位"), ("1", task, "财政局"))
        return Grid(
            name,
            tuple(
                Cell(words, row, column, row, column)
                for row, line in enumerate(rows, 1)
                for column, words in enumerate(line, 1)
            ),
        )

    sheets = breakdown_of(Source("table.xlsx", (grid("财政", "公布预算"), grid("教育", "公布招生"))))
    assert cited(sheets) == [("表“财政”第1项", "table “财政”, item 1"), ("表“教育”第1项", "table “教育”, item 1")]
    tables = breakdown_of(Source("table.docx", (grid("1", "公布预算"), grid("2", "公布招生"))))
    assert cited(tables) == [("第1个表第1项", "table 1, item 1"), ("第2个表第1项", "table 2, item 1")]


def test_merged_headings_of_a_first_column_are_cited_too() -> None:
    found = read(
        "工作任务|序号|具体要求|责任单位", "（一）财政|1|公布预算|财政局", "|2|公布决算|财政局", "（二）教育|1|公布招生|教育局",
        spans={(2, 1): (3, 1)},
    )  # fmt: skip
    assert [zh for zh, _ in cited(found)][:2] == ["（一）1", "（一）2"]


def test_numbers_that_go_on_through_the_paper_need_no_heading() -> None:
    found = read("序号|工作任务|责任单位", "（一）财政||", "1|公布预算|财政局", "（二）教育||", "2|公布招生|教育局")
    assert cited(found) == [("", ""), ("", "")]


def test_running_text_that_counts_anew_is_cited_as_it_counts() -> None:
    found = text("一、财政", "（一）公布预算。（责任单位：财政局）", "二、教育", "（一）公布招生。（责任单位：教育局）")
    assert cited(found) == [("一、（一）", "part 1, item (1)"), ("二、（一）", "part 2, item (1)")]


def test_what_stands_below_an_unknown_heading_or_none_is_kept() -> None:
    found = read("序号|工作任务|责任单位|协管口|", "1|公布预算|财政局|审计局|另行通知", "2|公布决算|财政局|/|")
    first, second = found.lines
    assert [(cell.column, cell.heading, cell.words) for cell in first.unread] == [
        (4, "协管口", "审计局"),
        (5, "", "另行通知"),
    ]
    assert second.unread == ()


def test_an_unknown_heading_below_a_known_one_holds_what_that_says() -> None:
    found = read(
        "序号|工作任务|责任单位||完成时限", "||牵头|其他|", "1|公布预算|财政局|审计局|6月底前",
        spans={(1, 1): (2, 1), (1, 2): (2, 2), (1, 3): (1, 4), (1, 5): (2, 5)},
    )  # fmt: skip
    (line,) = found.lines
    assert [(unit.column, unit.words) for unit in line.units] == [
        (Column.LEAD, "财政局"),
        (Column.RESPONSIBLE, "审计局"),
    ]


def test_known_columns_are_not_told_as_unknown() -> None:
    found = read("序号|编号|工作任务|责任单位|完成情况", "1|7|公布预算|财政局|已完成")
    assert found.lines[0].unread == ()


def test_without_a_header_nothing_is_read() -> None:
    with pytest.raises(BadInput) as refused:
        read("公布预算|财政局|6月底前", "公布招生|教育局|9月底前")
    assert [fault.code for fault in refused.value.faults] == ["no-header-row"]


def text(*lines: str) -> Breakdown:
    """The breakdown in lines of running text."""
    return breakdown_of(Source("text.txt", (), tuple(enumerate(lines, start=1))))


def test_items_of_running_text_end_with_their_brackets() -> None:
    found = text(
        "2017年工作要点",
        "一、公开财政",
        "（一）公布预算（含“三公”经费）。（牵头单位：财政局；责任单位：各部门；完成时限：6月底前）",
        "（二）公布决算。（财政局牵头，审计局配合，9月底前完成）",
    )
    assert found.titles == ("2017年工作要点",)
    first, second = found.lines
    assert first.text == "公布预算（含“三公”经费）"
    assert [(unit.column, unit.words) for unit in first.units] == [
        (Column.LEAD, "财政局"),
        (Column.RESPONSIBLE, "各部门"),
    ]
    assert first.deadlines[0].text == "6月底前"
    assert second.units[0].words == "财政局牵头，审计局配合"
    assert second.deadlines[0].text == "9月底前完成"
    assert second.headings == ("公开财政",)


def test_a_bracket_at_the_end_needs_no_keys_where_it_names_departments_and_a_time() -> None:
    found = text(
        "1.公布招生办法（含民办学校）。（教育局、各街道，7月底前）", "2.公布预算（草案）。（责任单位：财政局）"
    )
    first, second = found.lines
    assert (first.text, first.units[0].words, first.deadlines[0].text) == (
        "公布招生办法（含民办学校）",
        "教育局、各街道",
        "7月底前",
    )
    assert (second.text, second.units[0].words) == ("公布预算（草案）", "财政局")


def test_an_item_for_which_nobody_is_named_is_still_an_item() -> None:
    found = text("一、公开财政", "1.公布预算。（责任单位：财政局）", "2.公布决算。")
    assert [(line.text, len(line.units)) for line in found.lines] == [("公布预算", 1), ("公布决算", 0)]


@pytest.mark.parametrize("key", ["责任单位/配合单位", "责任（配合）单位", "牵头及配合单位"])
def test_a_key_of_both_sides_is_known_in_running_text(key: str) -> None:
    found = text(f"1.公布预算。（{key}：财政局/审计局；完成时限：6月底前）")
    (line,) = found.lines
    assert [(unit.column, unit.words) for unit in line.units] == [(Column.COMBINED, "财政局/审计局")]
    assert line.deadlines[0].text == "6月底前"


def test_text_without_any_item_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        text("各部门：", "现将有关事项通知如下。")
    assert [fault.code for fault in refused.value.faults] == ["no-tasks"]
