"""Which row of a corrected table is which, and whose word counts."""

import pytest

from compliance.law.drafting.merging import Choice, RowIdentity, choose, same_rows


@pytest.mark.parametrize(
    ("last", "mine", "table", "choice"),
    [
        ("a", "a", "a", Choice.AGREED),
        ("a", "a", "b", Choice.TABLE),
        ("a", "b", "a", Choice.HAND),
        ("a", "b", "b", Choice.AGREED),
        ("a", "b", "c", Choice.CONFLICT),
        ("a", None, "a", Choice.HAND),
        ("a", "a", None, Choice.TABLE),
        (None, "b", None, Choice.HAND),
        (None, None, "b", Choice.TABLE),
    ],
)
def test_the_side_that_changed_has_the_word(last: str, mine: str, table: str, choice: Choice) -> None:
    assert choose(last, mine, table) is choice


def rows(*texts: str, first: int = 1) -> list[RowIdentity]:
    """Rows with numbers from `first`."""
    return [RowIdentity(str(number), text) for number, text in enumerate(texts, start=first)]


def test_rows_are_known_again_when_they_were_renumbered_or_moved() -> None:
    old = dict(zip("abc", rows("公布预算执行情况", "公布学校招生办法", "更新公开专栏"), strict=True))
    assert same_rows(old, rows("更新公开专栏", "公布预算执行情况", "新的任务", "公布学校招生办法", first=5)) == {
        0: "c",
        1: "a",
        3: "b",
    }


def test_a_row_is_known_again_when_its_words_were_corrected() -> None:
    old = dict(zip("ab", rows("公布预算执行情况", "公布学校招生办法"), strict=True))
    assert same_rows(old, rows("公布部门预算执行的情况", "公布学校招生办法和结果")) == {0: "a", 1: "b"}


def test_punctuation_and_spaces_do_not_make_another_row() -> None:
    assert same_rows({"a": RowIdentity("1", "公布“三公”经费。")}, [RowIdentity("9", "公布 三公经费；")]) == {0: "a"}


def test_another_task_under_the_same_number_is_another_task() -> None:
    assert same_rows({"a": RowIdentity("1", "公布预算执行情况")}, [RowIdentity("1", "组织业务培训")]) == {}


def test_of_two_rows_with_one_text_each_is_one_row() -> None:
    old = {"a": RowIdentity("1", "报送条数"), "b": RowIdentity("2", "报送条数")}
    assert same_rows(old, [RowIdentity("2", "报送条数"), RowIdentity("1", "报送条数")]) == {0: "b", 1: "a"}
