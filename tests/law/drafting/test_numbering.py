"""The numbers before the parts of an official text."""

import pytest

from compliance.law.basis import chinese_number
from compliance.law.drafting.numbering import number_alone, numbered, value_of


@pytest.mark.parametrize(
    ("words", "level", "number", "rest"),
    [
        ("一、加强公开", 1, 1, "加强公开"),
        ("第二部分 加强公开", 1, 2, "加强公开"),
        ("（十二）加强公开", 2, 12, "加强公开"),
        ("(三) 加强公开", 2, 3, "加强公开"),
        ("3.加强公开", 3, 3, "加强公开"),
        ("10、加强公开", 3, 10, "加强公开"),
        ("（4）加强公开", 4, 4, "加强公开"),
        ("②加强公开", 5, 2, "加强公开"),
        ("2017年加强公开", 0, 0, "2017年加强公开"),
        ("3.5万件", 0, 0, "3.5万件"),
        ("加强公开", 0, 0, "加强公开"),
    ],
)
def test_a_number_tells_its_level(words: str, level: int, number: int, rest: str) -> None:
    found = numbered(words)
    assert (found.level, found.number, found.words) == (level, number, rest)


def test_chinese_numerals_are_read_as_they_are_written() -> None:
    assert all(value_of(chinese_number(number)) == number for number in range(1, 1000))


@pytest.mark.parametrize(
    ("words", "number"), [("3", 3), ("3.", 3), ("3.0", 3), ("（三）", 3), (" 十一、", 11), ("三项", None), ("", None)]
)
def test_a_cell_may_hold_a_number_alone(words: str, number: int | None) -> None:
    assert number_alone(words) == number
