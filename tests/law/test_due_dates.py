"""From deadline and facts to the due date and its derivation; the counting stands in the remarks."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import After, AtLeastEvery, Span, Unit, parse_deadline
from compliance.law.due_dates import DueDate, Explanation, Start, due_date, due_dates, explain
from compliance.law.periods import Period, parse_period, periods_of
from compliance.law.text import Language


def due(words: str, start: Start, calendar: WorkingCalendar) -> DueDate:
    return due_date(parse_deadline(words), start, calendar)


at = datetime.fromisoformat


def told(explanation: Explanation, language: Language) -> list[str]:
    return [line.in_language(language) for line in explanation.lines()]


@pytest.mark.parametrize(
    ("start", "working_days", "expected"),
    [
        # 1. request of Friday 20 January 2017 (2007 text): Sunday 22 worked = 1, 23–26 = 2–5, Spring Festival off,
        #    3 February = 6, Saturday 4 worked = 7, 6–10 = 8–12, 13, 14, 15 = 13–15
        pytest.param("2017-01-20", 15, "2017-02-15", id="1 Spring Festival"),
        # 2. Saturday 30 September worked = 1, 1–8 October off, 9–13 = 2–6, 16–20 = 7–11, 23–26 = 12–15
        pytest.param("2017-09-29", 15, "2017-10-26", id="2 National Day"),
        # 3. 10 = 1, 13–17 = 2–6, 20–24 = 7–11, 27–31 = 12–16, Saturday 1 April worked = 17, 2–4 off, 5–7 = 18–20
        pytest.param("2017-03-09", 20, "2017-04-07", id="3 Qingming"),
        # 4. 16–17 = 1–2, 20–24 = 3–7, 27–31 = 8–12, 3–6 June = 13–16, 7–9 off, 10–13 = 17–20
        pytest.param("2019-05-15", 20, "2019-06-13", id="4 first day of the 2019 text"),
        # 4. extended by 20 from that day: 14 = 1, 17–21 = 2–6, 24–28 = 7–11, 1–5 July = 12–16, 8–11 = 17–20
        pytest.param("2019-06-13", 20, "2019-07-11", id="4 extended"),
        # 5. 15–17 = 1–3, 20–24 = 4–8, 27–31 = 9–13, 3 and 4 June = 14–15
        pytest.param("2019-05-14", 15, "2019-06-04", id="5 last day of the 2007 text"),
        # 6. 1–5 May off, 6 and 7 = 1–2, Saturday 8 worked = 3, 10–13 = 4–7
        pytest.param("2021-04-30", 7, "2021-05-13", id="6 correction notice"),
        # 7. 21 = 1, 24–28 = 2–6, 31 May–4 June = 7–11, 7–11 = 12–16, 12–14 off, 15–18 = 17–20
        pytest.param("2021-05-20", 20, "2021-06-18", id="7 corrected request"),
        # 8a. 26–30 = 1–5, 1–7 October off, 8 and 9 (weekend) worked = 6–7, 10–14 = 8–12, 17–19 = 13–15
        pytest.param("2022-09-23", 15, "2022-10-19", id="8a third party"),
        # 8b. 7 days were used before the third party was asked; 13 remain after its answer of 12 October:
        #     13, 14 = 8–9, 17–21 = 10–14, 24–28 = 15–19, 31 = 20
        pytest.param("2022-10-12", 13, "2022-10-31", id="8b what remains after asking"),
        # 9. 19, 20 = 1–2, 21–27 off, 28 and 29 (weekend) worked = 3–4, 30, 31 = 5–6, 1–3 February = 7–9,
        #    6–10 = 10–14, 13–17 = 15–19, 20 = 20
        pytest.param("2023-01-18", 20, "2023-02-20", id="9 Spring Festival 2023"),
        # 10. Sunday 28 worked = 1, 29, 30 = 2–3, 1–8 October off, 9, 10 = 4–5, Saturday 11 worked = 6,
        #     13–17 = 7–11, 20–24 = 12–16, 27–30 = 17–20
        pytest.param("2025-09-26", 20, "2025-10-30", id="10 National Day 2025"),
        # 11. 18–22 = 1–5, 25–29 = 6–10, 30 December–1 January off, 2–5 = 11–14, 8–12 = 15–19, 15 = 20
        pytest.param("2023-12-15", 20, "2024-01-15", id="11 across New Year"),
        # 12. Saturday 14 worked = 1, 15–23 off, 24–27 = 2–5, Saturday 28 worked = 6, 2–6 March = 7–11,
        #     9–13 = 12–16, 16–19 = 17–20
        pytest.param("2026-02-13", 20, "2026-03-19", id="12 Spring Festival 2026"),
        # 13. e-mail of Sunday 18 June 2017, strictly from that day: 19–23 = 1–5, 26–30 = 6–10, 3–7 July = 11–15
        pytest.param("2017-06-18", 15, "2017-07-07", id="13 received on a Sunday"),
    ],
)
def test_worked_examples(calendar: WorkingCalendar, start: str, working_days: int, expected: str) -> None:
    found = due(f"{working_days} working days after received", date.fromisoformat(start), calendar)
    assert str(found.day) == expected
    assert found.last_working_day == found.day
    assert not found.provisional


def test_8b_seven_days_were_used_before_the_third_party_was_asked(calendar: WorkingCalendar) -> None:
    # request of Tuesday 13 September 2022, letter sent on the 23rd, which is not counted: 14–16 = 1–3, 19–22 = 4–7
    assert calendar.working_days_between(date(2022, 9, 13), date(2022, 9, 22)) == 7


def test_13_received_on_a_sunday_and_taken_as_received_on_monday(calendar: WorkingCalendar) -> None:
    # taken as received on 19 June: 20–23 = 1–4, 26–30 = 5–9, 3–7 July = 10–14, Monday 10 July = 15
    received = calendar.first_working_day_from(date(2017, 6, 18))
    assert due("15 working days after received", received, calendar).day == date(2017, 7, 10)


def test_14_calendar_days_end_on_a_holiday_and_the_safe_day_stands_beside(calendar: WorkingCalendar) -> None:
    # 14 January = 1 … 31 = 18, 1 February = 19, 2 = 20, in the Spring Festival; last working day before: 26 January
    found = due("20 days after budget-approved", date(2017, 1, 13), calendar)
    assert found == DueDate(date(2017, 2, 2), last_working_day=date(2017, 1, 26))


@pytest.mark.parametrize(
    ("words", "year", "day", "last_working_day"),
    [
        ("by 31 March of the next year", 2017, "2018-03-31", "2018-03-30"),  # Saturday
        ("by 31 March of the next year", 2018, "2019-03-31", "2019-03-29"),  # Sunday
        ("by 31 January of the next year", 2019, "2020-01-31", "2020-01-23"),  # the extended Spring Festival
        ("by 31 January of the next year", 2020, "2021-01-31", "2021-01-29"),  # Sunday
        ("by 31 January of the next year", 2021, "2022-01-31", "2022-01-30"),  # holiday; Sunday the 30th is worked
        ("by 31 March of the next year", 2023, "2024-03-31", "2024-03-29"),  # Sunday
        ("by 31 January of the next year", 2024, "2025-01-31", "2025-01-27"),  # holiday
        ("by 31 January of the next year", 2025, "2026-01-31", "2026-01-30"),  # Saturday
        ("by 31 March", 2017, "2017-03-31", "2017-03-31"),  # a Friday that is worked
    ],
)
def test_a_fixed_date_does_not_move_and_the_last_working_day_stands_beside_it(
    calendar: WorkingCalendar, words: str, year: int, day: str, last_working_day: str
) -> None:
    found = due(words, Period(year, Span.YEAR), calendar)
    assert (str(found.day), str(found.last_working_day)) == (day, last_working_day)
    assert not found.provisional


@pytest.mark.parametrize(("year", "day"), [(2015, 28), (2016, 29), (2017, 28), (2100, 28)])
def test_29_february_is_the_last_of_the_month_where_the_year_has_none(
    calendar: WorkingCalendar, year: int, day: int
) -> None:
    assert due("by 29 February", Period(year, Span.YEAR), calendar).day == date(year, 2, day)
    assert due("by 29 February of the next year", Period(year - 1, Span.YEAR), calendar).day == date(year, 2, day)


def test_counting_over_a_leap_day(calendar: WorkingCalendar) -> None:
    # 2016-02-26, Friday: Monday 29 February = 1, 1 March = 2
    assert due("2 working days after x", date(2016, 2, 26), calendar).day == date(2016, 3, 1)
    assert due("3 days after x", date(2016, 2, 27), calendar).day == date(2016, 3, 1)
    assert due("3 days after x", date(2017, 2, 27), calendar).day == date(2017, 3, 2)


@pytest.mark.parametrize(
    ("words", "period", "expected"),
    [
        ("monthly by day 5", "2017-03", "2017-04-05"),
        ("monthly by day 5", "2017-12", "2018-01-05"),
        ("monthly by day 31", "2017-03", "2017-04-30"),  # April has 30 days
        ("monthly by day 31", "2017-01", "2017-02-28"),
        ("monthly by day 31", "2016-01", "2016-02-29"),
        ("monthly by day 30", "2016-01", "2016-02-29"),
        ("monthly by day 29", "2016-01", "2016-02-29"),
        ("monthly by day 28", "2016-01", "2016-02-28"),
        # after Friday 31 March 2017: Saturday 1 April worked = 1, 2–4 off, 5–7 = 2–4, 10–14 = 5–9, 17 = 10
        ("each quarter within 10 working days of its end", "2017-Q1", "2017-04-17"),
        # after 31 December 2016: 1–2 January off, 3–6 = 1–4, 9 = 5
        ("each year within 5 working days of its end", "2016", "2017-01-09"),
        ("each half-year within 15 days of its end", "2017-H1", "2017-07-15"),
        ("each half-year within 15 days of its end", "2017-H2", "2018-01-15"),
        ("each month within 1 day of its end", "2017-02", "2017-03-01"),
    ],
)
def test_periodic_deadlines(calendar: WorkingCalendar, words: str, period: str, expected: str) -> None:
    assert str(due(words, parse_period(period), calendar).day) == expected


def test_on_the_day_of_an_event_is_that_day_whole(calendar: WorkingCalendar) -> None:
    assert due("on the day of x", date(2017, 3, 1), calendar) == DueDate(date(2017, 3, 1), date(2017, 3, 1))
    assert due("on the day of x", at("2017-03-01 23:59"), calendar).day == date(2017, 3, 1)


@pytest.mark.parametrize(
    ("words", "start", "moment", "day"),
    [
        ("24 hours after x", at("2017-06-05 10:30"), at("2017-06-06 10:30"), date(2017, 6, 6)),
        ("24 hours after x", at("2017-06-05 00:01"), at("2017-06-06 00:01"), date(2017, 6, 6)),
        # from the first minute of a day, 24 hours end when the day ends: that day, not the next
        ("24 hours after x", at("2017-06-05 00:00"), at("2017-06-06 00:00"), date(2017, 6, 5)),
        ("24 hours after x", date(2017, 6, 5), at("2017-06-06 00:00"), date(2017, 6, 5)),
        ("25 hours after x", date(2017, 6, 5), at("2017-06-06 01:00"), date(2017, 6, 6)),
        ("48 hours after x", at("2017-12-31 12:00"), at("2018-01-02 12:00"), date(2018, 1, 2)),
        ("1 hour after x", at("2017-06-05 23:00"), at("2017-06-06 00:00"), date(2017, 6, 5)),
        # the end of the quarter is the midnight that ends 31 March
        (
            "each quarter within 24 hours of its end",
            Period(2017, Span.QUARTER, 1),
            at("2017-04-02 00:00"),
            date(2017, 4, 1),
        ),
        (
            "each quarter within 8 hours of its end",
            Period(2017, Span.QUARTER, 1),
            at("2017-04-01 08:00"),
            date(2017, 4, 1),
        ),
        ("each year within 1 hour of its end", Period(2016, Span.YEAR), at("2017-01-01 01:00"), date(2017, 1, 1)),
    ],
)
def test_hours_run_by_the_clock(
    calendar: WorkingCalendar, words: str, start: Start, moment: datetime, day: date
) -> None:
    found = due(words, start, calendar)
    assert (found.moment, found.day) == (moment, day)


def test_only_deadlines_in_hours_end_at_a_minute(calendar: WorkingCalendar) -> None:
    assert due("1 day after x", at("2017-06-05 10:30"), calendar).moment is None
    assert due("1 day after x", at("2017-06-05 10:30"), calendar).day == date(2017, 6, 6)


def test_hours_that_end_on_a_day_off_do_not_move(calendar: WorkingCalendar) -> None:
    found = due("24 hours after x", at("2017-06-02 15:00"), calendar)  # Friday
    assert (found.day, found.last_working_day) == (date(2017, 6, 3), date(2017, 6, 2))


def test_a_count_into_a_year_without_a_notice_is_provisional(calendar: WorkingCalendar) -> None:
    # 2026-12-03, Thursday: 4 = 1, 7–11 = 2–6, 14–18 = 7–11, 21–25 = 12–16, 28–31 = 17–20
    last_known = due("20 working days after x", date(2026, 12, 3), calendar)
    assert (last_known.day, last_known.provisional) == (date(2026, 12, 31), False)
    first_presumed = due("20 working days after x", date(2026, 12, 4), calendar)
    assert (first_presumed.provisional, first_presumed.missing_years) == (True, (2027,))


def test_a_date_is_as_provisional_as_what_was_known_on_the_day(calendar: WorkingCalendar) -> None:
    # 2016-12-09: 12–16 = 1–5, 19–23 = 6–10, 26–30 = 11–15; 1–2 January off, 3–6 = 16–19, 9 = 20
    # without the notice for 2017 (of 1 December) Monday 2 January would be the 16th
    deadline, start = "20 working days after x", date(2016, 12, 9)
    before = due(deadline, start, calendar.known_on(date(2016, 11, 30)))
    after = due(deadline, start, calendar.known_on(date(2016, 12, 1)))
    assert (before.day, before.missing_years) == (date(2017, 1, 6), (2017,))
    assert (after.day, after.missing_years) == (date(2017, 1, 9), ())


def test_days_on_the_wall_need_no_notice_where_the_last_is_worked(calendar: WorkingCalendar) -> None:
    assert due("20 days after x", date(2016, 12, 9), calendar.known_on(date(2016, 11, 30))).day == date(2016, 12, 29)


def test_a_fixed_date_stands_without_a_notice_and_only_its_safe_day_is_presumed(calendar: WorkingCalendar) -> None:
    # 31 January 2027 is a Sunday; whether Friday the 29th is worked nobody has said
    found = due("by 31 January of the next year", Period(2026, Span.YEAR), calendar)
    assert (found.day, found.last_working_day) == (date(2027, 1, 31), date(2027, 1, 29))
    assert (found.provisional, found.presumed_years) == (False, (2027,))
    weekday = due("by 1 October of the next year", Period(2026, Span.YEAR), calendar)
    assert (weekday.provisional, weekday.presumed_years) == (False, (2027,))
    published = due("by 31 January of the next year", Period(2025, Span.YEAR), calendar)
    assert published.presumed_years == ()


@pytest.mark.parametrize(
    "words",
    [
        "20 working days after x",
        "20 days after x",
        "24 hours after x",
        "on the day of x",
        "at least every 14 days",
    ],
)
def test_a_deadline_after_an_event_does_not_start_in_a_period(calendar: WorkingCalendar, words: str) -> None:
    with pytest.raises(TypeError, match="starts on a day, not in the period 2017-Q1"):
        due(words, Period(2017, Span.QUARTER, 1), calendar)


@pytest.mark.parametrize(
    "words",
    ["by 31 March", "monthly by day 5", "each month within 5 days of its end", "each month within 5 hours of its end"],
)
def test_a_periodic_deadline_is_not_counted_from_a_day(calendar: WorkingCalendar, words: str) -> None:
    with pytest.raises(TypeError, match="for a period, not from 2017-03-01"):
        due(words, date(2017, 3, 1), calendar)


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("by 31 March", "2017-Q1"),
        ("monthly by day 5", "2017"),
        ("each quarter within 5 days of its end", "2017"),
        ("each quarter within 5 days of its end", "2017-03"),
    ],
)
def test_a_periodic_deadline_is_not_counted_for_a_period_of_another_kind(
    calendar: WorkingCalendar, words: str, period: str
) -> None:
    with pytest.raises(ValueError, match=f"does not come round for {period}"):
        due(words, parse_period(period), calendar)


starts = st.dates(date(2008, 1, 1), date(2027, 12, 31))


@settings(max_examples=60)
@given(starts, st.integers(1, 120), st.sampled_from([Unit.WORKING_DAYS, Unit.DAYS]))
def test_the_day_by_day_walk_ends_where_the_fast_count_ends(
    calendar: WorkingCalendar, start: date, count: int, unit: Unit
) -> None:
    deadline = After(count, unit, "x")
    steps = explain(deadline, start, calendar).steps
    assert steps[-1].day == due_date(deadline, start, calendar).day
    assert [step.day for step in steps] == [start + timedelta(offset) for offset in range(1, len(steps) + 1)]
    assert [step.number for step in steps if step.number is not None] == list(range(1, count + 1))
    assert steps[-1].number == count


@settings(max_examples=40)
@given(starts, st.integers(1, 60), st.sampled_from([Unit.WORKING_DAYS, Unit.DAYS]))
def test_the_sentences_name_every_day_that_a_notice_decides(
    calendar: WorkingCalendar, start: date, count: int, unit: Unit
) -> None:
    explanation = explain(After(count, unit, "x"), start, calendar)
    words = "\n".join(told(explanation, Language.ENGLISH))
    for step in explanation.steps:
        special = calendar.special_days.get(step.day)
        if special is not None:
            assert special.holiday.en in words
            if special.worked:
                assert str(step.day) in words


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("each quarter within 10 working days of its end", Span.QUARTER),
        ("each month within 3 days of its end", Span.MONTH),
    ],
)
def test_the_walk_after_a_span_begins_on_the_day_after_its_end(
    calendar: WorkingCalendar, words: str, span: Span
) -> None:
    for period in periods_of(2017, span):
        steps = explain(parse_deadline(words), period, calendar).steps
        assert steps[0].day == period.last + timedelta(1)
        assert steps[-1].day == due(words, period, calendar).day


def test_the_spring_festival_of_2017_is_told_in_both_languages(calendar: WorkingCalendar) -> None:
    explanation = explain(parse_deadline("15 working days after received"), date(2017, 1, 20), calendar)
    number = "国办发明电〔2016〕17号"
    assert told(explanation, Language.CHINESE) == [
        "2017-01-20（周五）起算，当日不计入，次日为第1日（民法典第二百零一条；2021年前同此惯例）",
        "2017-01-21：周末，不计",
        f"2017-01-22：第1日（周日，因春节调休上班（{number}））",
        "2017-01-23 … 2017-01-26：第2–5日",
        f"2017-01-27 … 2017-02-02：春节放假（{number}），不计",
        "2017-02-03：第6日",
        f"2017-02-04：第7日（周六，因春节调休上班（{number}））",
        "2017-02-05：周末，不计",
        "2017-02-06 … 2017-02-10：第8–12日",
        "2017-02-11 … 2017-02-12：周末，不计",
        "2017-02-13 … 2017-02-15：第13–15日",
        "截止：2017-02-15（周三），当日全天有效",
    ]
    assert told(explanation, Language.ENGLISH) == [
        "starts on 2017-01-20 (Friday); that day is not counted, the next is day 1 "
        "(Civil Code art. 201; the same custom before 2021)",
        "2017-01-21: weekend, not counted",
        f"2017-01-22: day 1 (Sunday, worked in exchange for Spring Festival ({number}))",
        "2017-01-23 … 2017-01-26: day 2–5",
        f"2017-01-27 … 2017-02-02: Spring Festival ({number}), not counted",
        "2017-02-03: day 6",
        f"2017-02-04: day 7 (Saturday, worked in exchange for Spring Festival ({number}))",
        "2017-02-05: weekend, not counted",
        "2017-02-06 … 2017-02-10: day 8–12",
        "2017-02-11 … 2017-02-12: weekend, not counted",
        "2017-02-13 … 2017-02-15: day 13–15",
        "due: 2017-02-15 (Wednesday), the whole of that day",
    ]


@pytest.mark.parametrize(
    ("words", "published", "expected"),
    [
        ("at least every 14 days", "2017-03-01", "2017-03-15"),
        ("at least every 14 days", "2017-01-20", "2017-02-03"),
        ("at least every 1 day", "2016-02-28", "2016-02-29"),
        # 22 January (Sunday, worked) = 1, 23–26 = 2–5, Spring Festival, 3 February = 6, Saturday 4 worked = 7, 6–8 = 8–10
        ("at least every 10 working days", "2017-01-20", "2017-02-08"),
    ],
)
def test_a_greatest_age_counts_from_the_last_publication(
    calendar: WorkingCalendar, words: str, published: str, expected: str
) -> None:
    assert due(words, date.fromisoformat(published), calendar).day == date.fromisoformat(expected)


def test_a_greatest_age_is_told_from_the_last_publication(calendar: WorkingCalendar) -> None:
    explanation = explain(parse_deadline("at least every 14 days"), date(2017, 3, 1), calendar)
    assert told(explanation, Language.CHINESE) == [
        "自上次公开之日2017-03-01（周三）起算，当日不计入，次日为第1日（民法典第二百零一条；2021年前同此惯例）",
        "2017-03-02 … 2017-03-15：第1–14日",
        "截止：2017-03-15（周三），当日全天有效",
    ]
    assert told(explanation, Language.ENGLISH)[0].startswith("from the last publication: starts on 2017-03-01")


@given(
    st.dates(date(2016, 1, 1), date(2025, 12, 31)), st.integers(1, 400), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS])
)
def test_a_greatest_age_ends_where_as_long_a_time_after_an_event_would(
    calendar: WorkingCalendar, published: date, count: int, unit: Unit
) -> None:
    assert due_date(AtLeastEvery(count, unit), published, calendar) == due_date(
        After(count, unit, "x"), published, calendar
    )


def test_days_on_the_wall_are_all_counted_and_the_safe_day_is_told(calendar: WorkingCalendar) -> None:
    explanation = explain(parse_deadline("20 days after budget-approved"), date(2017, 1, 13), calendar)
    assert told(explanation, Language.ENGLISH)[1] == "2017-01-14 … 2017-01-21: day 1–8"
    assert told(explanation, Language.CHINESE)[-2:] == [
        "截止：2017-02-02（周四），当日全天有效",
        "截止日为休息日（春节放假（国办发明电〔2016〕17号）），期限不顺延；此前最后一个工作日为2017-01-26",
    ]
    assert told(explanation, Language.ENGLISH)[-2:] == [
        "due: 2017-02-02 (Thursday), the whole of that day",
        "the due date is a day off (Spring Festival (国办发明电〔2016〕17号)) and does not move; "
        "the last working day before it is 2017-01-26",
    ]


def test_a_fixed_date_is_told_for_its_year(calendar: WorkingCalendar) -> None:
    explanation = explain(parse_deadline("by 31 March of the next year"), Period(2017, Span.YEAR), calendar)
    assert told(explanation, Language.CHINESE) == [
        "2017年的事项：次年3月31日前",
        "截止：2018-03-31（周六），当日全天有效",
        "截止日为休息日（周六），期限不顺延；此前最后一个工作日为2018-03-30",
    ]
    assert told(explanation, Language.ENGLISH) == [
        "for 2017: by 31 March of the next year",
        "due: 2018-03-31 (Saturday), the whole of that day",
        "the due date is a day off (Saturday) and does not move; the last working day before it is 2018-03-30",
    ]


def test_a_provisional_date_names_the_year_whose_notice_is_missing(calendar: WorkingCalendar) -> None:
    explanation = explain(parse_deadline("20 working days after x"), date(2026, 12, 4), calendar)
    assert told(explanation, Language.CHINESE)[-1] == "暂定：2027年的放假安排尚未公布或未载入，公布后须重新计算"
    assert told(explanation, Language.ENGLISH)[-1] == (
        "provisional: the holiday notice for 2027 is not published or not loaded; it may move the date"
    )
    sound = explain(parse_deadline("20 working days after x"), date(2026, 12, 3), calendar)
    assert "provisional" not in told(sound, Language.ENGLISH)[-1]


@pytest.mark.parametrize(
    ("start", "zh", "en"),
    [
        (at("2017-06-05 10:30"), "截止：2017-06-06 10:30（周二）", "due: 2017-06-06 10:30 (Tuesday)"),
        # Monday whole: midnight belongs to the day that it ends, as the weekday beside it
        (date(2017, 6, 5), "截止：2017-06-05 24:00（周一）", "due: 2017-06-05 24:00 (Monday)"),
    ],
)
def test_the_minute_at_which_hours_end_is_told_with_its_weekday(
    calendar: WorkingCalendar, start: Start, zh: str, en: str
) -> None:
    explanation = explain(parse_deadline("24 hours after x"), start, calendar)
    assert told(explanation, Language.CHINESE)[-1] == zh
    assert told(explanation, Language.ENGLISH)[-1] == en


def test_hours_after_the_end_of_a_span_are_told_from_its_end(calendar: WorkingCalendar) -> None:
    deadline, period = parse_deadline("each quarter within 8 hours of its end"), Period(2017, Span.QUARTER, 2)
    assert told(explain(deadline, period, calendar), Language.ENGLISH) == [
        "for quarter 2 of 2017: each quarter within 8 hours of its end",
        "due: 2017-07-01 08:00 (Saturday)",
        "the due date is a day off (Saturday) and does not move; the last working day before it is 2017-06-30",
    ]


def test_what_happens_on_the_day_itself_is_told_without_counting(calendar: WorkingCalendar) -> None:
    explanation = explain(parse_deadline("on the day of policy-published"), date(2017, 6, 5), calendar)
    assert told(explanation, Language.CHINESE) == ["自2017-06-05起当日", "截止：2017-06-05（周一），当日全天有效"]
    assert told(explanation, Language.ENGLISH)[0] == "from 2017-06-05: the same day"


@settings(max_examples=60)
@given(st.lists(starts, max_size=40), st.integers(1, 60), st.sampled_from(list(Unit)))
def test_many_due_dates_at_once_are_those_of_each_start(
    calendar: WorkingCalendar, many: list[date], count: int, unit: Unit
) -> None:
    deadline = After(count, unit, "x")
    assert due_dates(deadline, many, calendar) == [due_date(deadline, start, calendar) for start in many]


@settings(max_examples=60)
@given(starts, st.integers(1, 60))
def test_a_date_that_was_worked_out_before_is_the_same_as_on_a_fresh_calendar(
    calendar: WorkingCalendar, start: date, count: int
) -> None:
    fresh = WorkingCalendar(calendar.notices)
    deadline = After(count, Unit.WORKING_DAYS, "x")
    assert due_date(deadline, start, calendar) == due_date(deadline, start, fresh)
    assert due_date(deadline, start, calendar).day == fresh.working_day_after(start, count).day


def test_the_minute_of_an_event_does_not_change_a_count_of_days(calendar: WorkingCalendar) -> None:
    noon = datetime(2017, 1, 20, 12, 0)  # noqa: DTZ001
    assert due("20 working days after x", noon, calendar) == due("20 working days after x", noon.date(), calendar)
