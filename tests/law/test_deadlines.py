"""The deadline language: what it says, how it is written back, and what it answers to wrong words."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.deadlines import (
    DEADLINE_FORMS,
    FORMS,
    LONGEST_COUNT,
    After,
    AfterEachSpan,
    AtLeastEvery,
    ByDate,
    Deadline,
    MonthlyByDay,
    OnDayOf,
    Span,
    Unit,
    event_of,
    parse_deadline,
    span_of,
)
from compliance.law.faults import Misread
from compliance.law.text import Text

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules" / "deadline.md"

LONGEST_MONTH = {4: 30, 6: 30, 9: 30, 11: 30, 2: 29}

event_names = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
events = event_names | st.dates(date(1949, 10, 1), date(2999, 12, 31))
counts = st.integers(1, LONGEST_COUNT)
fixed_dates = st.integers(1, 12).flatmap(
    lambda month: st.builds(ByDate, st.just(month), st.integers(1, LONGEST_MONTH.get(month, 31)), st.booleans())
)
deadlines = st.one_of(
    st.builds(After, counts, st.sampled_from(Unit), events),
    st.builds(OnDayOf, events),
    fixed_dates,
    st.builds(MonthlyByDay, st.integers(1, 31)),
    st.builds(AfterEachSpan, st.sampled_from(Span), counts, st.sampled_from(Unit)),
    st.builds(AtLeastEvery, counts, st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS])),
)


@given(deadlines)
def test_every_deadline_is_read_back_as_it_was_written(deadline: Deadline) -> None:
    assert parse_deadline(str(deadline)) == deadline


@given(deadlines)
def test_every_deadline_can_be_said_in_both_languages(deadline: Deadline) -> None:
    words = deadline.in_words()
    assert re.search("[\u4e00-\u9fff]", words.zh)
    assert words.en.isascii()


@pytest.mark.parametrize("form", FORMS)
def test_every_form_that_the_error_shows_can_be_read_and_stays_as_it_was_written(form: str) -> None:
    assert str(parse_deadline(form)) == form


def test_the_forms_shown_cover_every_kind_of_deadline_and_every_unit() -> None:
    shown = [parse_deadline(form) for form in FORMS]
    assert {type(deadline) for deadline in shown} == {After, OnDayOf, ByDate, MonthlyByDay, AfterEachSpan, AtLeastEvery}
    assert {deadline.unit for deadline in shown if isinstance(deadline, After)} == set(Unit)


@pytest.mark.parametrize(
    ("words", "deadline"),
    [
        ("20 working days after information-made", After(20, Unit.WORKING_DAYS, "information-made")),
        ("1 working day after received", After(1, Unit.WORKING_DAYS, "received")),
        ("20 days after budget-approved", After(20, Unit.DAYS, "budget-approved")),
        ("1 hour after opinion-found", After(1, Unit.HOURS, "opinion-found")),
        ("15 working days after 2017-01-20", After(15, Unit.WORKING_DAYS, date(2017, 1, 20))),
        ("on the day of policy-published", OnDayOf("policy-published")),
        ("on the day of 2016-02-29", OnDayOf(date(2016, 2, 29))),
        ("by 31 March of the next year", ByDate(3, 31, next_year=True)),
        ("by 31 December", ByDate(12, 31)),
        ("by 29 February", ByDate(2, 29)),
        ("monthly by day 31", MonthlyByDay(31)),
        ("each half-year within 15 days of its end", AfterEachSpan(Span.HALF_YEAR, 15, Unit.DAYS)),
        ("each month within 1 working day of its end", AfterEachSpan(Span.MONTH, 1, Unit.WORKING_DAYS)),
        ("at least every 14 days", AtLeastEvery(14, Unit.DAYS)),
        ("at least every 1 working day", AtLeastEvery(1, Unit.WORKING_DAYS)),
    ],
)
def test_what_the_words_mean(words: str, deadline: Deadline) -> None:
    assert parse_deadline(words) == deadline


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        ("20 working days after made", "20个工作日内", "within 20 working days"),
        ("1 day after made", "1日内", "within 1 day"),
        ("24 hours after made", "24小时内", "within 24 hours"),
        ("on the day of made", "当日", "the same day"),
        ("by 31 March of the next year", "次年3月31日前", "by 31 March of the next year"),
        ("by 5 May", "5月5日前", "by 5 May"),
        ("at least every 14 days", "每14日至少更新一次", "at least every 14 days"),
        ("monthly by day 5", "每月的事项于次月5日前", "monthly, by day 5 of the following month"),
        (
            "each half-year within 10 working days of its end",
            "每半年结束后10个工作日内",
            "each half-year within 10 working days of its end",
        ),
    ],
)
def test_deadlines_as_phrases(words: str, zh: str, en: str) -> None:
    assert parse_deadline(words).in_words() == Text(zh, en)


def test_only_a_named_event_is_an_event_to_be_reported() -> None:
    assert event_of(parse_deadline("20 days after budget-approved")) == "budget-approved"
    assert event_of(parse_deadline("on the day of policy-published")) == "policy-published"
    assert event_of(parse_deadline("20 days after 2017-01-13")) is None
    assert event_of(parse_deadline("monthly by day 5")) is None
    assert event_of(parse_deadline("at least every 14 days")) is None


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("monthly by day 5", Span.MONTH),
        ("each quarter within 10 days of its end", Span.QUARTER),
        ("by 31 March of the next year", Span.YEAR),
        ("20 days after budget-approved", None),
        ("on the day of policy-published", None),
        ("at least every 14 days", None),
    ],
)
def test_which_part_of_the_year_a_deadline_comes_round_for(words: str, span: Span | None) -> None:
    assert span_of(parse_deadline(words)) is span


def said_of(words: str) -> tuple[str, str, str]:
    """The code and both sentences, suggestion included, with which `words` are refused."""
    with pytest.raises(Misread) as refused:
        parse_deadline(words)
    misread, suggestion = refused.value, refused.value.suggestion or Text("", "")
    return misread.code, misread.message.zh + suggestion.zh, misread.message.en + suggestion.en


@pytest.mark.parametrize(
    ("words", "code", "zh", "en"),
    [
        ("by 31 November", "no-such-day", "11月没有31日", "there is no 31 November"),
        ("by 30 February of the next year", "no-such-day", "2月没有30日", "there is no 30 February"),
        ("by 32 May", "no-such-day", "5月没有32日", "there is no 32 May"),
        (
            "by 31 Mach",
            "no-such-month",
            "没有“Mach”这个月份；是否想写“March”？",
            "there is no month `Mach`; did you mean `March`?",
        ),
        (
            "by 31 Decembre of the next year",
            "no-such-month",
            "没有“Decembre”这个月份；是否想写“December”？",
            "there is no month `Decembre`; did you mean `December`?",
        ),
        ("by 1 Xyz", "no-such-month", "没有“Xyz”这个月份", "there is no month `Xyz`"),
        ("monthly by day 32", "no-such-day", "没有哪个月有32日", "no month has a day 32"),
        ("1 working days after x", "count-and-unit", "应写作“1 working day”", "write `1 working day`"),
        ("2 hour after x", "count-and-unit", "应写作“2 hours”", "write `2 hours`"),
        (
            "each month within 5 working day of its end",
            "count-and-unit",
            "应写作“5 working days”",
            "write `5 working days`",
        ),
        ("3661 days after x", "count-too-long", "3661太长", "3661 is too long a time"),
        ("at least every 1 days", "count-and-unit", "应写作“1 day”", "write `1 day`"),
        (
            "at least every 24 hours",
            "age-in-hours",
            "公开只记到日，间隔应以日或者工作日计",
            "a publication is known by its day: write the greatest age in days or working days",
        ),
        ("20 days after 2017-11-31", "no-such-day", "没有2017-11-31这一天", "there is no such day as 2017-11-31"),
        ("on the day of 2017-02-29", "no-such-day", "没有2017-02-29这一天", "there is no such day as 2017-02-29"),
    ],
)
def test_what_is_said_of_a_deadline_that_cannot_be(words: str, code: str, zh: str, en: str) -> None:
    assert said_of(words) == (code, zh, en)


@pytest.mark.parametrize(
    ("words", "suggested"),
    [
        ("20 workingdays after x", "20 working days after information-made"),
        ("0 working days after information-made", "20 working days after information-made"),
        ("-5 days after budget-approved", "20 days after budget-approved"),
        ("２０ days after budget-approved", "20 days after budget-approved"),
        ("020 days after budget-approved", "20 days after budget-approved"),
        ("20 working days after", "20 working days after information-made"),
        ("20  working days after information-made", "20 working days after information-made"),
        ("within 20 working days after information-made", "20 working days after information-made"),
        ("20 working days after Information-Made", "20 working days after information-made"),
        ("by 31 march of the next year", "by 31 March of the next year"),
        ("by March 31 of the next year", "by 31 March of the next year"),
        ("by 0 December", "by 31 December"),
        ("monthly by day 0", "monthly by day 5"),
        ("monthly by day 5 ", "monthly by day 5"),
        ("monthly by day 5\n", "monthly by day 5"),
        ("every quarter within 10 working days of its end", "each quarter within 10 working days of its end"),
        ("each week within 10 working days of its end", "each quarter within 10 working days of its end"),
        ("on the day of the policy-published", "on the day of policy-published"),
        ("at least every 2 weeks", "at least every 14 days"),
    ],
)
def test_a_deadline_that_cannot_be_read_is_answered_with_all_forms_and_the_nearest(words: str, suggested: str) -> None:
    forms = "; ".join(FORMS)
    assert said_of(words) == (
        "not-a-deadline",
        f"读不懂期限“{words}”。可用的写法：{forms}；是否想写“{suggested}”？",
        f"cannot read the deadline `{words}`. Forms: {forms}; did you mean `{suggested}`?",
    )


@pytest.mark.parametrize("words", ["", "timely", "及时公开"])
def test_words_near_to_no_form_get_no_suggestion(words: str) -> None:
    assert said_of(words)[2] == f"cannot read the deadline `{words}`. Forms: {'; '.join(FORMS)}"


def test_ten_years_are_the_longest_count() -> None:
    assert parse_deadline("3660 days after x") == After(3660, Unit.DAYS, "x")
    assert said_of("3661 days after x")[0] == "count-too-long"


def test_a_count_of_thousands_of_digits_is_a_mistake_and_not_a_crash() -> None:
    assert said_of("9" * 5000 + " days after x")[0] == "not-a-deadline"


@pytest.mark.parametrize("year", ["0000", "0217", "1948", "3000", "9999"])
def test_a_date_in_a_year_of_no_law_is_a_slip_of_the_pen(year: str) -> None:
    assert said_of(f"20 days after {year}-01-20")[0] == "no-such-year"


@pytest.mark.parametrize("year", [1949, 2999])
def test_the_first_and_the_last_year_that_dates_may_have(year: int) -> None:
    assert parse_deadline(f"20 days after {year}-12-31") == After(20, Unit.DAYS, date(year, 12, 31))


@given(st.text(max_size=60))
def test_any_words_are_either_read_and_written_back_or_refused_in_both_languages(words: str) -> None:
    try:
        written_back, refusal = str(parse_deadline(words)), None
    except Misread as misread:
        written_back, refusal = None, misread.message
    assert written_back == words or (refusal is not None and refusal.zh and refusal.en)


def examples_of_the_page() -> list[str]:
    blocks = re.findall(r"```deadline\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return [line.partition("#")[0].rstrip() for block in blocks for line in block.splitlines()]


def wrong_examples_of_the_page() -> list[tuple[str, str]]:
    return re.findall(r"^\| `([^`]+)` \| `([a-z-]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_form_has_examples_of_its_own() -> None:
    for form in DEADLINE_FORMS:
        for example in form.examples:
            assert [other.written for other in DEADLINE_FORMS if other.pattern.match(example)] == [form.written]


def test_the_page_shows_every_form() -> None:
    assert set(FORMS) <= set(examples_of_the_page())


@pytest.mark.parametrize("example", examples_of_the_page())
def test_every_example_of_the_page_can_be_read_and_stays_as_it_was_written(example: str) -> None:
    assert str(parse_deadline(example)) == example


def test_the_page_shows_every_mistake_that_the_language_knows() -> None:
    codes = {code for _, code in wrong_examples_of_the_page()}
    source = (PAGE.parents[2] / "src" / "compliance" / "law" / "deadlines.py").read_text(encoding="utf-8")
    assert codes == set(re.findall(r'Misread\(\s*"([a-z-]+)"', source))


@pytest.mark.parametrize(("example", "code"), wrong_examples_of_the_page())
def test_every_wrong_example_of_the_page_is_refused_as_the_page_says(example: str, code: str) -> None:
    assert said_of(example)[0] == code
