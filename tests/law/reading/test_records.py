"""Fields taken out of a record by name and kind."""

from datetime import date

import pytest

from compliance.law.faults import BadInput, Misread
from compliance.law.reading.records import Reading, parse_date
from compliance.law.text import Text


def reading(text: str) -> Reading:
    return Reading(text, "a.yaml")


def finished(some: Reading) -> list[str]:
    """The sentences of all faults, in English."""
    with pytest.raises(BadInput) as refused:
        some.finish()
    return str(refused.value).splitlines()


def test_a_record_of_which_every_field_was_asked_is_in_order() -> None:
    some = reading("a: x\nb: 2\nc: {zh: 甲, en: A}\nd: [x]\ne: 2017-01-20\nf: true\n")
    top = some.top
    assert (top.text("a"), top.integer("b"), top.bilingual("c")) == ("x", 2, Text("甲", "A"))
    assert (top.texts("d"), top.day("e"), top.truth("f", False)) == (("x",), date(2017, 1, 20), True)
    some.finish()


def test_what_is_left_out_falls_back_to_what_was_said() -> None:
    top = reading("a:\n").top
    assert (top.text("a", "x"), top.integer("b", 7), top.truth("c", True)) == ("x", 7, True)
    assert (top.optional_day("d"), top.optional_bilingual("e"), top.optional_record("f")) == (None, None, None)
    assert (top.texts("g"), top.records("h"), top.choice("i", ("x", "y"), "y")) == ((), [], "y")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a: 18", "a.yaml:1:4: `a` must be text (quote a number)"),
        ("a: true", "a.yaml:1:4: `a` must be text (quote a number)"),
        ("a: '  '", "a.yaml:1:4: `a` must be text (quote a number)"),
        ("a: [x]", "a.yaml:1:4: `a` must be text (quote a number)"),
        ("a: ~", "a.yaml:1:4: `a` must be text (quote a number)"),
        ("b: x\na:", "a.yaml:1:1: `a` is missing"),
        ("b: x", "a.yaml:1:1: `a` is missing"),
    ],
)
def test_text_is_text(text: str, wrong: str) -> None:
    some = reading(text)
    some.top.text("a")
    assert finished(some)[0] == wrong


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("0", "`a` must be at least 1"),
        ("8", "`a` must be at most 7"),
        ("true", "`a` must be a whole number"),
        ("'5'", "`a` must be a whole number"),
        ("{b: c}", "`a` must be a whole number"),
    ],
)
def test_a_whole_number_lies_within_its_bounds(written: str, wrong: str) -> None:
    some = reading(f"a: {written}")
    assert some.top.integer("a", least=1, most=7) == 1
    assert finished(some)[0] == f"a.yaml:1:4: {wrong}"


@pytest.mark.parametrize("number", [1, 7])
def test_the_bounds_themselves_are_allowed(number: int) -> None:
    some = reading(f"a: {number}")
    assert some.top.integer("a", least=1, most=7) == number
    some.finish()


def test_unknown_fields_are_found_at_every_depth_with_the_nearest_known() -> None:
    some = reading("deadline: x\nsevrity: z\ntitle: {zh: 甲, en: A, e: B}\nzzzzzz: 1\n")
    some.top.text("deadline")
    some.top.text("severity", "breach")
    some.top.bilingual("title")
    assert finished(some) == [
        "a.yaml:2:1: unknown key `sevrity`; did you mean `severity`?",
        "a.yaml:3:23: unknown key `e`; did you mean `en`?",
        "a.yaml:4:1: unknown key `zzzzzz`",
    ]


@pytest.mark.parametrize("text", ["- a", "words", "12", "''"])
def test_a_file_that_is_no_mapping_is_told_once(text: str) -> None:
    some = reading(text)
    some.top.text("a")
    some.top.bilingual("b")
    assert finished(some) == ["a.yaml:1:1: expected `key: value` pairs here"]


@pytest.mark.parametrize("word", ["cn", "a-1", "proactive.website", "12345", "a.b-c.d"])
def test_identifiers(word: str) -> None:
    some = reading(f"a: '{word}'")
    assert some.top.identifier("a") == word
    some.finish()


@pytest.mark.parametrize("word", ["A", "a_b", "a b", "-a", "a-", "a--b", "a.", ".a", "a..b", "甲", "a/b", "a\\n"])
def test_what_is_no_identifier(word: str) -> None:
    some = reading(f'a: "{word}"')
    some.top.identifier("a")
    assert "is not an identifier: use lower-case letters, digits, `-` and `.`" in "\n".join(finished(some))


@pytest.mark.parametrize("words", ["2017-01-20", "2016-02-29", "1949-01-01", "2999-12-31"])
def test_dates(words: str) -> None:
    assert str(parse_date(words)) == words


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("2017-11-31", "no-such-day"),
        ("2017-02-29", "no-such-day"),
        ("2017-13-01", "no-such-day"),
        ("2017-00-01", "no-such-day"),
        ("2017-01-00", "no-such-day"),
        ("1948-12-31", "no-such-year"),
        ("3000-01-01", "no-such-year"),
        ("2017-1-20", "not-a-date"),
        ("20170120", "not-a-date"),
        ("2017-W03-5", "not-a-date"),
        ("2017-01-20 ", "not-a-date"),
        ("2017-01-20\n", "not-a-date"),
        ("2017-01-20T00:00", "not-a-date"),
        ("２０１７-01-20", "not-a-date"),
        ("2017年1月20日", "not-a-date"),
        ("", "not-a-date"),
    ],
)
def test_what_is_no_date(words: str, code: str) -> None:
    with pytest.raises(Misread) as refused:
        parse_date(words)
    assert refused.value.code == code
