"""Amounts: 0, nothing, a stroke and “400 or more” are four different things, and none is lost on the way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.faults import Misread
from compliance.law.text import Text
from compliance.work.amounts import Amount, Kind, number, parse_amount

BLANK, STROKE = Amount(Kind.BLANK), Amount(Kind.NOT_APPLICABLE)

numbers = st.builds(
    Amount,
    st.just(Kind.NUMBER),
    st.decimals(min_value=0, max_value=Decimal(10) ** 12, places=None, allow_nan=False, allow_infinity=False),
    st.booleans(),
)
amounts = numbers | st.sampled_from([BLANK, STROKE])


@given(amounts)
def test_what_is_printed_for_entry_is_read_back_as_the_same_amount(amount: Amount) -> None:
    assert parse_amount(str(amount)) == amount


@given(st.from_regex(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?\+?", fullmatch=True))
def test_the_digits_stay_as_they_were_written(words: str) -> None:
    assert str(parse_amount(words)) == words


def test_nothing_nought_a_stroke_and_more_than_400_are_different() -> None:
    four = [parse_amount(words) for words in ("", "0", "/", "400+")]
    assert len(set(four)) == 4
    assert [amount.kind for amount in four] == [Kind.BLANK, Kind.NUMBER, Kind.NOT_APPLICABLE, Kind.NUMBER]
    assert [amount.is_number for amount in four] == [False, True, False, True]
    assert [amount.at_least for amount in four] == [False, False, False, True]


def test_400_and_more_than_400_are_different() -> None:
    assert parse_amount("400") != parse_amount("400+")


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("4192", number(4192)),
        (" 4192 ", number(4192)),
        ("467.2", number("467.2")),
        ("96%", number(96)),
        ("96.0%", number("96.0")),
        ("60000+", number(60000, at_least=True)),
        ("", BLANK),
        ("   ", BLANK),
        (" / ", STROKE),
    ],
)
def test_an_amount_is_read_as_people_enter_it(words: str, amount: Amount) -> None:
    assert parse_amount(words) == amount


@pytest.mark.parametrize(
    "words", ["-5", "1,200", "约400", "400余", "4 192", "1e3", "12%+", ".5", "5.", "//", "nil", "４"]
)
def test_what_is_no_amount_is_refused_with_the_forms(words: str) -> None:
    with pytest.raises(Misread) as caught:
        parse_amount(words)
    assert caught.value.message == Text(
        f"“{words}”不是数值，应写作 4192、467.2、400+（余）、96%、空白或 /",
        f"`{words}` is not an amount; write 4192, 467.2, 400+ (more than), 96%, nothing or /",
    )


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (number(0), Text("0", "0")),
        (number("467.20"), Text("467.20", "467.20")),
        (number("0.0000001"), Text("0.0000001", "0.0000001")),
        (number(400, at_least=True), Text("400余", "more than 400")),
        (BLANK, Text("（空）", "(blank)")),
        (STROKE, Text("/", "/")),
    ],
)
def test_an_amount_is_printed_in_both_languages(amount: Amount, words: Text) -> None:
    assert amount.in_words() == words


@pytest.mark.parametrize(
    ("one", "other", "total"),
    [
        (number(2), number(3), number(5)),
        (number(400, at_least=True), number(3), number(403, at_least=True)),
        (number(2), BLANK, BLANK),  # nobody knows the sum when a part is not known
        (number(2), STROKE, number(2)),  # what does not apply adds nothing
        (BLANK, STROKE, BLANK),
        (STROKE, STROKE, STROKE),
        (BLANK, BLANK, BLANK),
        (number(0), number(0), number(0)),
    ],
)
def test_a_blank_part_leaves_the_sum_blank_and_a_stroke_adds_nothing(one: Amount, other: Amount, total: Amount) -> None:
    assert one.plus(other) == total
    assert other.plus(one) == total


@given(numbers, st.sampled_from([BLANK, STROKE]), numbers)
def test_adding_is_the_same_in_any_order(one: Amount, two: Amount, three: Amount) -> None:
    assert one.plus(two).plus(three).kind is three.plus(two).plus(one).kind
    assert one.plus(two) == two.plus(one)
