"""A draft can be read as a pack once nothing is asked; a second import changes what the table changed, and no more."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.documents.drafting.draft_file import Draft, Kind
from compliance.documents.drafting.memory import Memory, read_memory
from compliance.law.faults import BadInput
from compliance.law.reading.packs import read_pack

from .conftest import ABOUT, Import, Row

ROWS: list[Row] = [
    ("一、公开重点信息", "", "", ""),
    ("1", "公布部门预算和“三公”经费", "财政局", "6月底前"),
    ("2", "公布学校招生办法", "区教育局", "9月30日前"),
    ("3", "更新公开专栏的内容", "各部门", "长期坚持"),
    ("二、规范公开工作", "", "", ""),
    ("4", "核对公开指南的联系方式", "区数据局", "每季度"),
]

Edit = Callable[[str], str]


def kinds(draft: Draft) -> list[tuple[Kind, str]]:
    """What a second import did, to which obligation."""
    return [(change.kind, change.id) for change in draft.changes]


def changed(rows: list[Row], number: str, **cells: str) -> list[Row]:
    """The rows with other words in the row of that number."""
    names = ("number", "task", "unit", "deadline")
    return [
        tuple(cells.get(name, old) for name, old in zip(names, row, strict=True)) if row[0] == number else row  # type: ignore[misc]
        for row in rows
    ]


def replaced(text: str, old: str, new: str) -> str:
    """The text with words that stand in it once changed."""
    assert text.count(old) == 1, (old, text)
    return text.replace(old, new)


# ---- the first import


def test_what_is_sure_is_a_pack_that_can_be_read(import_rows: Import) -> None:
    draft = import_rows(ROWS[:4])
    pack = read_pack(draft.text, f"{ABOUT.pack}.yaml")
    assert [str(item.deadline) for item in pack.obligations] == ["by 30 June", "by 30 September", "by 31 December"]
    assert [item.set_by_law for item in pack.obligations] == [True, True, False]
    assert [area.title.zh for area in pack.areas] == ["公开重点信息"]
    assert pack.obligations[2].note is not None
    assert "长期坚持" in pack.obligations[2].note.zh


def test_what_is_asked_is_left_out_and_the_pack_says_where(import_rows: Import) -> None:
    draft = import_rows(ROWS)
    with pytest.raises(BadInput) as refused:
        read_pack(draft.text, f"{ABOUT.pack}.yaml")
    lines = draft.text.splitlines()
    assert {(fault.code, fault.field) for fault in refused.value.faults} == {
        ("missing-field", "obligations[4].who"),
        ("missing-field", "obligations[4].deadline"),
        ("no-case", "obligations[4].cases"),
    }
    assert {lines[fault.place.line - 1].strip() for fault in refused.value.faults} == {"- id: item-4"}
    asked = [line.strip() for line in lines if line.strip().startswith("#? ")]
    assert asked == [
        "#? who：“区数据局”对不上任何单位",
        "#? deadline：“每季度”没有写明哪一天。可写：deadline: each quarter within 10 working days of its end",
    ]


def test_the_programs_own_reading_does_not_pass_for_a_count_by_hand(import_rows: Import) -> None:
    rows: list[Row] = [
        ("1", "甲任务内容", "财政局", "6月底前"),
        ("2", "乙任务内容", "财政局", "年底前"),
        ("3", "丙任务内容", "财政局", "每季度结束后10个工作日内"),
    ]
    cases = [item["cases"][0] for item in import_rows(rows).values["obligations"]]
    assert [case["why"] for case in cases] == [
        "as the table says",
        "as the program read the table; to be confirmed",
        "reckoned by the program; reckon it by hand",
    ]
    assert cases[2]["period"] == "2017-Q2"
    assert cases[2]["due"] == "2017-07-14"


# ---- the second import


def test_importing_the_same_table_again_changes_no_byte(import_rows: Import) -> None:
    first = import_rows(ROWS)
    second = import_rows(ROWS, first)
    assert second.text == first.text
    assert second.memory.as_text() == first.memory.as_text()
    assert second.changes == []


def test_what_only_the_table_changed_is_updated(import_rows: Import) -> None:
    first = import_rows(ROWS)
    second = import_rows(changed(ROWS, "2", unit="财政局", deadline="10月底前"), first)
    item = second.values["obligations"][1]
    assert item["who"] == ["财政局"]
    assert item["deadline"] == "by 31 October"
    assert item["cases"][0]["due"] == "2017-10-31"
    assert set(kinds(second)) == {(Kind.UPDATED, "item-2")}
    others = [text for text in re.split(r"\n\n", second.text) if "item-2" not in text]
    assert all(text in first.text for text in others)


def test_what_only_a_hand_changed_stays(import_rows: Import) -> None:
    first = import_rows(ROWS)
    edited = replaced(first.text, "en: Task 2 (text in Chinese only)", "en: Publish how schools admit pupils")
    edited = replaced(
        edited, "    deadline: by 30 September\n", "    deadline: by 15 September   # agreed with the schools\n"
    )
    edited = replaced(edited, "due: 2017-09-30, why: as the table says", "due: 2017-09-15, why: agreed")
    second = import_rows(ROWS, first, edited)
    assert second.text == edited
    assert second.changes == []


def test_what_both_changed_stays_as_the_hand_wrote_it_and_is_told(import_rows: Import) -> None:
    first = import_rows(ROWS)
    edited = replaced(first.text, "deadline: by 30 September", "deadline: by 15 September")
    edited = replaced(edited, "due: 2017-09-30", "due: 2017-09-15")
    table = changed(ROWS, "2", deadline="10月底前")
    second = import_rows(table, first, edited)
    assert kinds(second) == [(Kind.CONFLICT, "item-2")]
    assert second.values["obligations"][1]["deadline"] == "by 15 September"
    marks = [line.strip() for line in second.text.splitlines() if line.strip().startswith("#! ")]
    assert len(marks) == 1
    assert "deadline" in marks[0]
    assert "by 31 October" in marks[0]
    third = import_rows(table, second)
    assert third.text == second.text
    assert kinds(third) == [(Kind.CONFLICT, "item-2")]


def test_a_conflict_is_settled_by_deleting_its_line(import_rows: Import) -> None:
    first = import_rows(ROWS)
    edited = replaced(first.text, "who: [教育局]", "who: [财政局]")
    table = changed(ROWS, "2", unit="各街道")
    second = import_rows(table, first, edited)
    settled = re.sub(r"\n *#! who.*", "", second.text)
    third = import_rows(table, second, settled)
    assert third.text == settled
    assert third.changes == []


def test_an_answer_in_the_draft_takes_its_question_away(import_rows: Import) -> None:
    first = import_rows(ROWS)
    edited = replaced(
        first.text, "    basis: {zh: 第4项, en: item 4}\n", "    basis: {zh: 第4项, en: item 4}\n    who: [财政局]\n"
    )
    second = import_rows(ROWS, first, edited)
    assert "#? who" not in second.text
    assert "#? deadline" in second.text
    assert [line.settled for line in second.lines][-1] == ("who",)
    assert second.values["obligations"][3]["who"] == ["财政局"]


def test_a_row_that_is_gone_is_kept_and_marked_once(import_rows: Import) -> None:
    first = import_rows(ROWS)
    table = [row for row in ROWS if row[0] != "1"]
    second = import_rows(table, first)
    assert (Kind.GONE, "item-1") in kinds(second)
    assert second.values["obligations"][0]["id"] == "item-1"
    assert second.text.count("#! 分解表中已没有这一行") == 1
    assert import_rows(table, second).text == second.text
    settled = re.sub(r"\n *#! 分解表.*", "", second.text)
    third = import_rows(table, second, settled)
    assert third.text == settled
    assert third.changes == []
    assert import_rows(ROWS, second).text == first.text  # the row came back


def test_a_new_row_is_put_where_the_table_has_it(import_rows: Import) -> None:
    first = import_rows(ROWS)
    table = [*ROWS[:2], ("5", "公布行政处罚结果", "各部门", "年底前"), *ROWS[2:]]
    second = import_rows(table, first)
    assert [item["id"] for item in second.values["obligations"]] == ["item-1", "item-5", "item-2", "item-3", "item-4"]
    assert kinds(second) == [(Kind.ADDED, "item-5")]
    assert import_rows(table, second).text == second.text


def test_a_table_that_was_renumbered_keeps_its_obligations(import_rows: Import) -> None:
    first = import_rows(ROWS)
    moved = [(str(int(row[0]) + 1), *row[1:]) if row[0].isdecimal() else row for row in ROWS]
    table = [ROWS[0], ("1", "公布重大项目清单", "各部门", "年底前"), *moved[1:]]
    second = import_rows(table, first)
    names = [item["id"] for item in second.values["obligations"]]
    assert names == ["item-1-b", "item-1", "item-2", "item-3", "item-4"]
    assert [kind for kind, _ in kinds(second) if kind is not Kind.UPDATED] == [Kind.ADDED]
    assert second.values["obligations"][1]["basis"]["zh"] == "第2项"


def test_a_task_taken_out_by_hand_is_not_put_back(import_rows: Import) -> None:
    first = import_rows(ROWS)
    begin, end = first.text.index("  - id: item-2"), first.text.index("  - id: item-3")
    edited = first.text[:begin] + first.text[end:]
    second = import_rows(ROWS, first, edited)
    assert second.text == edited
    assert kinds(second) == [(Kind.LEFT_OUT, "item-2")]


def test_an_obligation_whose_identifier_a_hand_changed_is_known_again(import_rows: Import) -> None:
    first = import_rows(ROWS)
    edited = replaced(first.text, "id: item-1\n", "id: budgets\n")
    second = import_rows(changed(ROWS, "1", deadline="7月底前"), first, edited)
    assert second.values["obligations"][0]["id"] == "budgets"
    assert second.values["obligations"][0]["deadline"] == "by 31 July"
    assert len(second.values["obligations"]) == 4


def test_without_the_memory_every_difference_is_a_hands(import_rows: Import) -> None:
    first = import_rows(ROWS)
    same = import_rows(ROWS, first, forget=True)
    assert same.text == first.text
    other = import_rows(changed(ROWS, "2", deadline="10月底前"), first, forget=True)
    assert other.values["obligations"][1]["deadline"] == "by 30 September"
    assert (Kind.CONFLICT, "item-2") in kinds(other)


def test_a_draft_that_a_hand_broke_is_refused_with_its_line(import_rows: Import) -> None:
    first = import_rows(ROWS)
    with pytest.raises(BadInput) as refused:
        import_rows(ROWS, first, first.text + "  - id: [\n")
    assert refused.value.faults[0].place.file == "draft.yaml"


def test_line_ends_and_the_byte_order_mark_of_an_editor_stay(import_rows: Import) -> None:
    first = import_rows(ROWS)
    windows = "\ufeff" + first.text.replace("\n", "\r\n")
    second = import_rows(changed(ROWS, "2", deadline="10月底前"), first, windows)
    assert second.text.startswith("\ufeff#")
    assert "\n" not in second.text.replace("\r\n", "")
    assert "by 31 October" in second.text


def test_the_memory_is_read_as_it_was_written(import_rows: Import) -> None:
    memory = import_rows(ROWS).memory
    assert read_memory(memory.as_text(), "x").as_text() == memory.as_text()
    assert read_memory(Memory().as_text(), "x").as_text() == Memory().as_text()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"written-by": "compliance rules import", "format": 2}', "[" * 100_000]
)
def test_what_is_no_memory_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_memory(text, "x.import.json")


# ---- any table, any hand


TASKS = (
    "公布预算执行情况",
    "公布学校招生办法",
    "更新公开专栏内容",
    "核对公开指南",
    "解读规范性文件",
    "公布行政处罚结果",
    "汇总公开申请",
    "组织业务培训班",
)
UNITS = (
    "财政局",
    "区教育局",
    "各部门",
    "各街道",
    "区数据局",
    "财政局牵头，教育局配合",
    "各有关部门",
    "财政局、和平街道办事处",
)
DEADLINES = (
    "6月底前",
    "9月30日前",
    "长期坚持",
    "每季度",
    "6月31日前",
    "",
    "每月5日前",
    "年底前",
    "每季度结束后10个工作日内",
)
HEADINGS = ("一、公开重点信息", "二、规范公开工作")


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """A table of some tasks in any order, with headings before any of them."""
    tasks = draw(st.lists(st.sampled_from(TASKS), min_size=1, max_size=6, unique=True))
    rows: list[Row] = []
    for number, task in enumerate(tasks, start=draw(st.integers(1, 3))):
        if draw(st.booleans()) and draw(st.booleans()):
            rows.append((draw(st.sampled_from(HEADINGS)), "", "", ""))
        rows.append((str(number), task, draw(st.sampled_from(UNITS)), draw(st.sampled_from(DEADLINES))))
    return rows


def blocks(text: str) -> tuple[str, list[str]]:
    """What stands before the obligations, and each of them."""
    head, found, rest = text.partition("obligations:\n")
    return head + found, [block.rstrip("\n") for block in re.split(r"\n(?=  - id: )", rest)]


@st.composite
def hands(draw: st.DrawFn) -> Edit:
    """A person's changes: words, comments, order, obligations taken out or put in."""
    titles = draw(st.lists(st.integers(0, 5), max_size=3, unique=True))
    leads = draw(st.lists(st.integers(0, 5), max_size=3, unique=True))
    notes = draw(st.lists(st.integers(0, 5), max_size=3, unique=True))
    order = draw(st.permutations(range(6)))
    removed = draw(st.sets(st.integers(0, 5), max_size=1))
    extra = draw(st.booleans())

    def edit(text: str) -> str:
        head, found = blocks(text)
        for place, block in enumerate(found):
            if place in titles:
                block = re.sub(r"en: Task [^}]*", f'en: "Translated {place}: by hand"', block)
            if place in leads and "\n    who:" in block:
                block = re.sub(r"\n    who: .*", "\n    who: [和平街道]   # as agreed", block)
            if place in notes:
                block = block.replace("\n    area:", f"\n    # a hand's remark {place}\n    area:").replace(
                    "severity: warning", "severity: breach # grave"
                )
            found[place] = block
        kept = [found[place] for place in order if place < len(found) and (place not in removed or len(found) == 1)]
        if extra:
            kept.append("  - id: by-hand\n    title: {zh: 手工添加的任务, en: Added by hand}   # not in the table")
        return head + "\n\n".join(kept) + "\n\n# the end\n"

    return edit


@given(tables())
def test_any_table_imported_twice_changes_no_byte(import_rows: Import, rows: list[Row]) -> None:
    first = import_rows(rows)
    second = import_rows(rows, first)
    assert second.text == first.text
    assert second.memory.as_text() == first.memory.as_text()


@given(tables(), hands(), tables())
def test_what_a_hand_did_survives_the_import_of_any_other_table(
    import_rows: Import, rows: list[Row], edit: Edit, corrected: list[Row]
) -> None:
    first = import_rows(rows)
    edited = edit(first.text)
    second = import_rows(corrected, first, edited)
    for mark in re.findall(
        r"Translated \d: by hand|# a hand's remark \d|# the end|# as agreed|# grave|手工添加的任务|# not in the table",
        edited,
    ):
        assert second.text.count(mark) == edited.count(mark), mark
    kept = re.findall(r"^  - id: (\S+)", edited, flags=re.MULTILINE)
    now = re.findall(r"^  - id: (\S+)", second.text, flags=re.MULTILINE)
    assert [name for name in now if name in kept] == kept
    agreed = edited.count("who: [和平街道]   # as agreed")
    assert second.text.count("who: [和平街道]   # as agreed") == agreed
    third = import_rows(corrected, second)
    assert third.text == second.text
    assert third.memory.as_text() == second.memory.as_text()


@given(tables(), tables())
def test_a_draft_that_no_hand_touched_says_what_the_last_table_says(
    import_rows: Import, rows: list[Row], corrected: list[Row]
) -> None:
    second = import_rows(corrected, import_rows(rows))
    fresh = {item["title"]["zh"]: item for item in import_rows(corrected).values["obligations"]}
    gone = {change.id for change in second.changes if change.kind is Kind.GONE}
    for item in second.values["obligations"]:
        if item["id"] in gone:
            continue
        expected = fresh[item["title"]["zh"]]
        for key in ("who", "supporting", "deadline", "cases", "note", "deadline-set-by"):
            assert item.get(key) == expected.get(key), key
    assert len(second.values["obligations"]) == len(fresh) + len(gone)
