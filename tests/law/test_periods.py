"""Parts of the year, by name, by their days and in words."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.deadlines import Span
from compliance.law.faults import Misread
from compliance.law.periods import parse_period, periods_of
from compliance.law.text import Text

years = st.integers(1949, 2999)
spans = st.sampled_from(Span)


@given(years, spans)
def test_the_periods_of_a_year_cover_each_of_its_days_once(year: int, span: Span) -> None:
    periods = periods_of(year, span)
    assert periods[0].first == date(year, 1, 1)
    assert periods[-1].last == date(year, 12, 31)
    for one, following in pairwise(periods):
        assert following.first == one.last + timedelta(1)


@given(years, spans)
def test_every_period_is_read_back_as_it_was_written(year: int, span: Span) -> None:
    for period in periods_of(year, span):
        assert parse_period(str(period)) == period


@pytest.mark.parametrize(
    ("words", "first", "last", "zh", "en"),
    [
        ("2017", "2017-01-01", "2017-12-31", "2017年", "2017"),
        ("2017-H1", "2017-01-01", "2017-06-30", "2017年上半年", "half-year 1 of 2017"),
        ("2017-H2", "2017-07-01", "2017-12-31", "2017年下半年", "half-year 2 of 2017"),
        ("2017-Q3", "2017-07-01", "2017-09-30", "2017年第三季度", "quarter 3 of 2017"),
        ("2017-12", "2017-12-01", "2017-12-31", "2017年12月", "2017-12"),
        ("2016-02", "2016-02-01", "2016-02-29", "2016年2月", "2016-02"),
        ("2017-02", "2017-02-01", "2017-02-28", "2017年2月", "2017-02"),
    ],
)
def test_the_days_of_a_period_and_how_it_is_said(words: str, first: str, last: str, zh: str, en: str) -> None:
    period = parse_period(words)
    assert (str(period.first), str(period.last)) == (first, last)
    assert period.in_words() == Text(zh, en)


@pytest.mark.parametrize(
    "words",
    ["", "17", "2017-0", "2017-00", "2017-13", "2017-3", "2017-Q0", "2017-Q5", "2017-H0", "2017-H3", "2017-q1", "2017-",
     "2017-03-01", "2017 ", "2017\n", "20177", "２０１７"],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_the_forms(words: str) -> None:
    with pytest.raises(Misread) as refused:
        parse_period(words)
    assert refused.value.code == "not-a-period"
    assert refused.value.message == Text(
        f"“{words}”不是时段，应写作 2017、2017-H1、2017-Q3 或 2017-03",
        f"`{words}` is not a period; write 2017, 2017-H1, 2017-Q3 or 2017-03",
    )


@pytest.mark.parametrize("words", ["0217", "1948-12", "3000-Q1"])
def test_a_period_of_a_year_of_no_law_is_a_slip_of_the_pen(words: str) -> None:
    with pytest.raises(Misread) as refused:
        parse_period(words)
    assert refused.value.code == "no-such-year"
