"""Identities: one comparison between sums, read and written back."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.faults import Misread
from compliance.law.identities import (
    IDENTITY_TERMS,
    Comparison,
    FigureTerm,
    NumberTerm,
    PreviousTerm,
    RateTerm,
    Relation,
    Sum,
    TermForm,
    parse_identity,
)
from compliance.law.text import Text

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules" / "identities.md"

figures = st.from_regex(r"[a-z][a-z0-9]{0,5}([-.][a-z0-9]{1,5}){0,3}", fullmatch=True)
numbers = st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=9) | st.integers(0, 10**20).map(Decimal)
terms = st.one_of(
    st.builds(FigureTerm, figures),
    st.builds(NumberTerm, numbers, st.booleans()),
    st.builds(RateTerm, figures, figures),
    st.builds(PreviousTerm, figures),
)
sums = st.tuples(terms, st.lists(st.tuples(st.sampled_from("+-"), terms), max_size=4)).map(
    lambda parts: Sum((("+", parts[0]), *parts[1]))
)
comparisons = st.builds(Comparison, sums, st.sampled_from(Relation), sums)


@given(comparisons)
def test_every_identity_is_read_back_as_it_was_written(comparison: Comparison) -> None:
    assert parse_identity(str(comparison)) == comparison


@given(comparisons)
def test_space_between_the_parts_means_nothing(comparison: Comparison) -> None:
    wide = re.sub(r" |(?<=\()|(?=\))", "  ", str(comparison))
    assert parse_identity(f"  {wide}  ") == comparison


def test_a_total_and_its_parts() -> None:
    assert parse_identity("housing.total = housing.allotted + housing.left - 2") == Comparison(
        Sum((("+", FigureTerm("housing.total")),)),
        Relation.EQUAL,
        Sum((("+", FigureTerm("housing.allotted")), ("+", FigureTerm("housing.left")), ("-", NumberTerm(Decimal(2))))),
    )


def test_a_rate_and_a_stated_figure() -> None:
    assert parse_identity("rate(hotline.on-time, hotline.received) >= 96.2") == Comparison(
        Sum((("+", RateTerm("hotline.on-time", "hotline.received")),)),
        Relation.AT_LEAST,
        Sum((("+", NumberTerm(Decimal("96.2"))),)),
    )


def test_a_number_keeps_the_digits_it_was_written_with() -> None:
    assert str(parse_identity("a = 96.20")) == "a = 96.20"
    assert str(parse_identity("a <= 0.0000001")) == "a <= 0.0000001"


def test_a_percentage_keeps_its_digits_and_is_written_with_a_space() -> None:
    for words in ("rate(a, b) = 96 %", "rate(a, b) = 96%", "rate(a, b) =96  %"):
        assert parse_identity(words).right == Sum((("+", NumberTerm(Decimal(96), percent=True)),))
        assert str(parse_identity(words)) == "rate(a, b) = 96 %"
    assert str(parse_identity("a = 96.0 %")) == "a = 96.0 %"


def test_a_figure_of_the_year_before() -> None:
    comparison = parse_identity("carried-over = previous(carried-forward) + 1")
    assert comparison.right.terms[0] == ("+", PreviousTerm("carried-forward"))
    assert comparison.figures() == ("carried-over", "carried-forward")
    assert comparison.figures_of_the_year() == ("carried-over",)
    assert comparison.figures_of_the_year_before() == ("carried-forward",)


def test_a_figure_may_be_called_previous() -> None:
    assert parse_identity("previous = previous(previous)").figures() == ("previous",)


def test_a_hyphen_without_space_belongs_to_the_name_and_with_space_takes_away() -> None:
    assert parse_identity("on-time = a").figures() == ("on-time", "a")
    assert parse_identity("on - time = a").figures() == ("on", "time", "a")


def test_a_figure_may_be_called_rate() -> None:
    assert parse_identity("rate = hotline.rate").figures() == ("rate", "hotline.rate")


def test_the_figures_of_an_identity_each_once_in_their_order() -> None:
    comparison = parse_identity("rate(b, a) + c - 5 <= a + rate(d, b)")
    assert comparison.figures() == ("b", "a", "c", "d")


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("", "…"),
        ("a", "…"),
        ("a =", "…"),
        ("a = b +", "…"),
        ("a + = b", "="),
        ("= b", "="),
        ("-a = b", "-"),
        ("a b = c", "b"),
        ("a = b = c", "="),
        ("a == b", "="),
        ("a < b", "< b"),
        ("a != b", "!= b"),
        ("a = b * 2", "* 2"),
        ("a = (b + c)", "(b + c)"),
        ("a = 5b", "b"),
        ("a = 1.", "."),
        ("a = Total", "Total"),
        ("a = 总数", "总数"),
        ("a = b %", "%"),
        ("a = 5 % %", "%"),
        ("a = % 5", "%"),
        ("a = previous()", ")"),
        ("a = previous(b, c)", ","),
        ("a = previous(5)", "5"),
        ("a = previous(b", "…"),
        ("a = previous(previous(b))", "previous("),
        ("a = rate(previous(b), c)", "previous("),
        ("a = previous (b)", "(b)"),
        ("a = rate(b)", ")"),
        ("a = rate(b, 5)", "5"),
        ("a = rate(b, c", "…"),
        ("a = rate(b, c, d)", ","),
        ("a = rate(rate(b, c), d)", "rate("),
        ("a = rate (b, c)", "(b, c)"),
    ],
)
def test_what_is_no_identity_is_refused_at_the_place_where_reading_stopped(words: str, at: str) -> None:
    with pytest.raises(Misread) as refused:
        parse_identity(words)
    assert refused.value.code == "not-an-identity"
    assert refused.value.message == Text(
        f"读不懂勾稽关系“{words}”，停在“{at}”处；写法如 total = part + part、rate(part, whole) = figure",
        f"cannot read the identity `{words}` at `{at}`; write `total = part + part` or `rate(part, whole) = figure`",
    )


@given(st.text(max_size=40) | st.text("ab.-+=<>(), 01rate%previous", max_size=20))
def test_any_words_are_either_read_for_good_or_refused(words: str) -> None:
    try:
        comparison = parse_identity(words)
    except Misread:
        return
    assert parse_identity(str(comparison)) == comparison


def examples_of_the_page() -> list[str]:
    blocks = re.findall(r"```identity\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return [line.partition("#")[0].rstrip() for block in blocks for line in block.splitlines()]


def wrong_examples_of_the_page() -> list[tuple[str, str]]:
    return re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_page_shows_every_relation_and_every_kind_of_term() -> None:
    shown = [parse_identity(example) for example in examples_of_the_page()]
    terms = {type(term) for each in shown for side in (each.left, each.right) for _, term in side.terms}
    assert {each.relation for each in shown} == set(Relation)
    assert terms == {FigureTerm, NumberTerm, RateTerm, PreviousTerm}


@pytest.mark.parametrize("example", examples_of_the_page())
def test_every_example_of_the_page_can_be_read_and_stays_as_it_was_written(example: str) -> None:
    assert str(parse_identity(example)) == example


@pytest.mark.parametrize("form", IDENTITY_TERMS, ids=lambda form: form.written)
def test_every_form_of_a_term_has_examples_that_hold_such_a_term(form: TermForm) -> None:
    for example in form.examples:
        comparison = parse_identity(example)
        terms = [term for side in (comparison.left, comparison.right) for _, term in side.terms]
        assert str(comparison) == example
        assert any(isinstance(term, form.kind) and re.fullmatch(form.pattern, str(term)) for term in terms)


def test_the_page_shows_mistakes() -> None:
    assert len(wrong_examples_of_the_page()) >= 5


@pytest.mark.parametrize(("example", "at"), wrong_examples_of_the_page())
def test_every_wrong_example_of_the_page_is_refused_where_the_page_says(example: str, at: str) -> None:
    with pytest.raises(Misread, match=re.escape(f"at `{at}`")):
        parse_identity(example)
