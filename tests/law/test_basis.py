"""Articles as they are cited in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.basis import Basis, chinese_number, last_article, parse_article
from compliance.law.faults import Misread
from compliance.law.text import Text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (21, "二十一"), (32, "三十二"),
        (99, "九十九"), (100, "一百"), (101, "一百零一"), (110, "一百一十"), (111, "一百一十一"), (119, "一百一十九"),
        (120, "一百二十"), (999, "九百九十九"),
        (1000, "一千"), (1001, "一千零一"), (1010, "一千零一十"), (1034, "一千零三十四"), (1100, "一千一百"),
        (1260, "一千二百六十"),  # the last article of the Civil Code
        (9999, "九千九百九十九"),
    ],
)  # fmt: skip
def test_numbers_as_articles_are_counted(number: int, words: str) -> None:
    assert chinese_number(number) == words


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        ("art. 18", "第十八条", "art. 18"),
        ("art. 32(3)", "第三十二条第（三）项", "art. 32(3)"),
        ("art. 49 para. 2", "第四十九条第二款", "art. 49 para. 2"),
        ("art. 10 para. 1(11)", "第十条第一款第（十一）项", "art. 10 para. 1(11)"),
        ("art. 1034", "第一千零三十四条", "art. 1034"),
        ("s. 19", "第十九条", "s. 19"),
        ("s. 10(1)", "第十条第一款", "s. 10(1)"),
        ("s. 11A(12)", "第十一A条第十二款", "s. 11A(12)"),
        ("s. 17(1)(b)", "第十七条第一款第（b）项", "s. 17(1)(b)"),
        ("arts. 9–12", "第九条至第十二条", "arts. 9–12"),
        ("arts. 9-12", "第九条至第十二条", "arts. 9–12"),  # a hyphen is written as a dash
    ],
)
def test_articles_in_both_languages(words: str, zh: str, en: str) -> None:
    assert parse_article(words) == Text(zh, en)


@pytest.mark.parametrize(
    "words",
    ["", "18", "art 18", "Art. 18", "art. 0", "art. 018", "art. 18 ", "art. 18(0)", "art. 18(a)", "art. 18 para 2",
     "s. 0", "s. 10 (1)", "s. 10(0)", "s. 10(a)", "s. 10(1)(A)", "s. 10(1)(b)(i)", "s. 10a", "S. 10", "s.10", "ss. 1–3",
     "s. 10(1) para. 2", "art. 18(1) para. 2", "第十八条", "art. 10000", "art. " + "9" * 5000, "arts. 12–9", "arts. 9–9", "arts. 9–"],
)  # fmt: skip
def test_what_is_no_article_is_refused_with_the_forms(words: str) -> None:
    with pytest.raises(Misread) as refused:
        parse_article(words)
    assert refused.value.code == "not-an-article"
    assert refused.value.message == Text(
        f"读不懂依据“{words}”，应写作 art. 18、art. 32(3)、art. 49 para. 2、s. 10(1)，或 {{zh: …, en: …}}",
        f"cannot read the basis `{words}`; write art. 18, art. 32(3), art. 49 para. 2, s. 10(1), or {{zh: …, en: …}}",
    )


def test_a_citation_names_source_and_article() -> None:
    basis = Basis(Text("政府信息公开条例", "Regulation on Disclosure"), parse_article("art. 18"))
    assert basis.in_words() == Text("《政府信息公开条例》第十八条", "Regulation on Disclosure, art. 18")


def value_of(words: str) -> int:
    """The number that Chinese number words say, read digit by digit."""
    total, digit = 0, 0
    for character in words:
        if character in "一二三四五六七八九":
            digit = "零一二三四五六七八九".index(character)
        elif character in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
    return total + digit


@given(st.integers(1, 9999))
def test_the_words_say_the_number(number: int) -> None:
    assert value_of(chinese_number(number)) == number


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("art. 18", 18),
        ("art. 32(3)", 32),
        ("art. 49 para. 2", 49),
        ("arts. 9–12", 12),
        ("s. 10(1)", 10),
        ("s. 11A", 11),
    ],
)
def test_the_last_article_that_is_cited(words: str, last: int) -> None:
    assert last_article(parse_article(words)) == last


def test_a_place_told_in_words_has_no_number() -> None:
    assert last_article(Text("第二部分第（一）项", "part 2 (1)")) is None
