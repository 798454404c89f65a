"""Working days: what a notice decides, and counting there and back."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.law.calendars import Holiday, Notice, UnpublishedYear, WorkingCalendar
from compliance.law.text import Text

FRIDAY = date(2017, 1, 20)
DAY = timedelta(1)


def named(zh: str) -> Text:
    return Text(zh, zh)


def notice(year: int, *holidays: Holiday, published: date | None = None, number: str = "甲号") -> Notice:
    return Notice(year, number, "国务院办公厅", published or date(year - 1, 11, 1), holidays)


def holiday(name: str, first: date, last: date, *worked: date) -> Holiday:
    return Holiday(named(name), first, last, worked)


days = st.dates(date(2014, 6, 1), date(2018, 6, 30))
counts = st.integers(1, 300)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """Calendars with holidays of any length, make-up days anywhere, and years without a notice."""
    notices = []
    for year in draw(st.sets(st.sampled_from([2015, 2016, 2017]))):
        holidays = []
        for number in range(draw(st.integers(0, 4))):
            first = draw(st.dates(date(year - 1, 12, 25), date(year, 12, 31)))
            length = draw(st.integers(0, 40))
            worked = draw(st.lists(st.dates(date(year, 1, 1), date(year, 12, 31)), max_size=4))
            holidays.append(holiday(f"节{number}", first, first + timedelta(length), *worked))
        notices.append(notice(year, *holidays))
    return WorkingCalendar(notices)


def worked_by_walking(calendar: WorkingCalendar, start: date, end: date) -> int:
    """Worked days after `start` until `end`, day by day."""
    return sum(calendar.presumably_worked(start + timedelta(offset)) for offset in range(1, (end - start).days + 1))


@settings(max_examples=60)
@given(calendars(), days, counts)
def test_the_nth_working_day_is_worked_and_exactly_n_worked_days_lie_up_to_it(
    some: WorkingCalendar, start: date, count: int
) -> None:
    found = some.working_day_after(start, count).day
    assert some.presumably_worked(found)
    assert worked_by_walking(some, start, found) == count


@settings(max_examples=60)
@given(calendars(), days, st.integers(0, 30), counts, st.integers(0, 30))
def test_a_later_start_or_a_longer_time_never_ends_earlier(
    some: WorkingCalendar, start: date, later: int, count: int, longer: int
) -> None:
    due = some.working_day_after(start, count).day
    assert some.working_day_after(start + timedelta(later), count).day >= due
    assert some.working_day_after(start, count + longer).day >= due + timedelta(longer)


@settings(max_examples=60)
@given(calendars(), days, counts)
def test_counting_back_undoes_counting_forward_from_a_worked_day(some: WorkingCalendar, day: date, count: int) -> None:
    worked = some.last_working_day_until(day)
    assert some.working_day_before(some.working_day_after(worked, count).day, count) == worked
    assert some.working_day_after(some.working_day_before(worked, count), count).day == worked


@settings(max_examples=60)
@given(calendars(), days, days)
def test_days_between_are_those_found_by_walking_and_count_negatively_backwards(
    some: WorkingCalendar, one: date, other: date
) -> None:
    first, last = min(one, other), max(one, other)
    assert some.working_days_between(first, last) == worked_by_walking(some, first, last)
    assert some.working_days_between(one, other) == -some.working_days_between(other, one)


@settings(max_examples=60)
@given(calendars(), days, days, days)
def test_days_between_add_up_over_any_day_on_the_way(
    some: WorkingCalendar, one: date, other: date, third: date
) -> None:
    there = some.working_days_between(one, other) + some.working_days_between(other, third)
    assert there == some.working_days_between(one, third)


@settings(max_examples=60)
@given(calendars(), days)
def test_the_last_working_day_until_and_the_first_from_a_day_enclose_days_off_only(
    some: WorkingCalendar, day: date
) -> None:
    last, first = some.last_working_day_until(day), some.first_working_day_from(day)
    assert last <= day <= first
    assert some.presumably_worked(last)
    assert some.presumably_worked(first)
    assert worked_by_walking(some, last, first) == (0 if last == first else 1)
    assert (last == first) == some.presumably_worked(day)


def test_a_holiday_of_more_than_a_year_is_stepped_over() -> None:
    long = WorkingCalendar([notice(2017, holiday("长假", date(2016, 12, 30), date(2018, 2, 4)))])
    assert long.working_day_after(date(2016, 12, 29), 1).day == date(2018, 2, 5)
    assert long.last_working_day_until(date(2018, 2, 4)) == date(2016, 12, 29)
    assert long.working_day_before(date(2018, 2, 5), 1) == date(2016, 12, 29)
    assert long.working_days_between(date(2016, 12, 29), date(2018, 2, 5)) == 1


def test_the_day_of_the_start_is_not_counted_whether_worked_or_not(calendar: WorkingCalendar) -> None:
    assert calendar.working_day_after(FRIDAY, 1).day == date(2017, 1, 22)  # Sunday, worked for Spring Festival
    assert calendar.working_day_after(date(2017, 1, 21), 1).day == date(2017, 1, 22)  # from a Saturday off
    assert calendar.working_day_after(date(2017, 1, 22), 1).day == date(2017, 1, 23)


@pytest.mark.parametrize("count", [0, -1])
def test_fewer_than_one_working_day_cannot_be_counted_forward(calendar: WorkingCalendar, count: int) -> None:
    with pytest.raises(ValueError, match=f"count must be at least 1, not {count}"):
        calendar.working_day_after(FRIDAY, count)


def test_no_working_days_before_a_day_is_the_last_until_it_and_fewer_cannot_be_counted(
    calendar: WorkingCalendar,
) -> None:
    assert calendar.working_day_before(FRIDAY, 0) == FRIDAY
    assert calendar.working_day_before(date(2017, 1, 21), 0) == FRIDAY  # a Saturday off
    assert calendar.working_day_before(date(2017, 1, 21), 1) == date(2017, 1, 19)
    with pytest.raises(ValueError, match="count must be at least 0, not -1"):
        calendar.working_day_before(FRIDAY, -1)


def test_counting_back_crosses_new_year(calendar: WorkingCalendar) -> None:
    # 2017-01-03 is the first worked day of 2017 (1 and 2 January off); before it: 30, 29 December
    assert calendar.working_day_before(date(2017, 1, 3), 1) == date(2016, 12, 30)
    assert calendar.working_day_before(date(2017, 1, 3), 2) == date(2016, 12, 29)


def test_a_day_that_one_notice_makes_both_off_and_worked_is_worked() -> None:
    some = WorkingCalendar(
        [
            notice(
                2017,
                holiday("春节", date(2017, 1, 27), date(2017, 2, 4)),
                holiday("元宵", date(2017, 2, 11), date(2017, 2, 11), date(2017, 2, 4)),
            )
        ]
    )
    assert some.is_worked(date(2017, 2, 4))
    assert not some.is_worked(date(2017, 2, 3))


def test_a_later_notice_replaces_the_holiday_it_names_with_its_make_up_days_and_leaves_the_others() -> None:
    first = notice(
        2019,
        holiday("劳动节", date(2019, 5, 1), date(2019, 5, 3), date(2019, 4, 27)),
        holiday("国庆节", date(2019, 10, 1), date(2019, 10, 7)),
        published=date(2018, 12, 6),
    )
    second = notice(
        2019,
        holiday("劳动节", date(2019, 5, 1), date(2019, 5, 2), date(2019, 4, 28)),
        published=date(2019, 3, 22),
        number="乙号",
    )
    some = WorkingCalendar([second, first])  # the order of loading decides nothing, the dates do
    assert some.is_worked(date(2019, 5, 3))
    assert not some.is_worked(date(2019, 4, 27))
    assert some.is_worked(date(2019, 4, 28))
    assert not some.is_worked(date(2019, 10, 7))
    assert "乙号" in some.reason(date(2019, 5, 1)).zh
    assert "甲号" in some.reason(date(2019, 10, 1)).zh


def test_a_notice_is_known_from_the_day_it_is_published(calendar: WorkingCalendar) -> None:
    published = date(2019, 3, 22)  # the notice that made Labour Day 2019 longer
    assert calendar.known_on(published - DAY).is_worked(date(2019, 5, 2))
    assert not calendar.known_on(published).is_worked(date(2019, 5, 2))


def test_a_calendar_to_which_the_day_adds_nothing_is_the_same_calendar(calendar: WorkingCalendar) -> None:
    assert calendar.known_on(date(2027, 1, 1)) is calendar


def test_before_its_notice_a_year_is_unknown(calendar: WorkingCalendar) -> None:
    before = calendar.known_on(date(2016, 11, 30))  # the notice for 2017 is of 1 December 2016
    with pytest.raises(UnpublishedYear, match="no holiday notice for 2017 is loaded") as unknown:
        before.is_worked(date(2017, 3, 1))
    assert unknown.value.year == 2017
    assert calendar.known_on(date(2016, 12, 1)).is_worked(date(2017, 3, 1))


def test_a_year_without_a_notice_is_presumed_and_its_absence_reported(calendar: WorkingCalendar) -> None:
    # 2026-12-03, Thursday: 4 = 1, 7–11 = 2–6, 14–18 = 7–11, 21–25 = 12–16, 28–31 = 17–20
    assert calendar.working_day_after(date(2026, 12, 3), 20).day == date(2026, 12, 31)
    assert calendar.working_day_after(date(2026, 12, 3), 20).missing_years == ()
    # a day later the 20th is 1 January 2027, presumed a working Friday because nobody has said otherwise
    assert calendar.working_day_after(date(2026, 12, 4), 20).day == date(2027, 1, 1)
    assert calendar.working_day_after(date(2026, 12, 4), 20).missing_years == (2027,)


def test_every_missing_year_on_the_way_is_named(calendar: WorkingCalendar) -> None:
    assert calendar.working_day_after(date(2026, 12, 4), 300).missing_years == (2027, 2028)


def test_the_year_of_the_start_matters_only_if_one_of_its_days_is_counted() -> None:
    only_2017 = WorkingCalendar([notice(2017)])
    assert only_2017.working_day_after(date(2016, 12, 31), 1).missing_years == ()
    assert only_2017.working_day_after(date(2016, 12, 30), 1).missing_years == (2016,)


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2017, 3, 1), "周三", "Wednesday"),
        (date(2017, 1, 21), "周六", "Saturday"),
        (
            date(2017, 1, 22),
            "周日，因春节调休上班（国办发明电〔2016〕17号）",
            "Sunday, worked in exchange for Spring Festival (国办发明电〔2016〕17号)",
        ),
        (date(2017, 1, 27), "春节放假（国办发明电〔2016〕17号）", "Spring Festival (国办发明电〔2016〕17号)"),
        (date(2027, 3, 1), "周一，当年放假安排尚未公布", "Monday, no holiday notice yet"),
    ],
)
def test_why_a_day_is_worked_or_off(calendar: WorkingCalendar, day: date, zh: str, en: str) -> None:
    assert calendar.reason(day) == Text(zh, en)


@given(calendars(), days, st.integers(0, 500))
def test_stretches_hold_each_day_once_and_say_of_it_what_the_calendar_says(
    some: WorkingCalendar, first: date, length: int
) -> None:
    last = first + timedelta(length)
    stretches = some.stretches(first, last)
    held = [part.first for stretch in stretches for part in stretch.days()]
    assert held == [first + timedelta(offset) for offset in range(length + 1)]
    for stretch in stretches:
        for part in stretch.days():
            special = some.special_days.get(part.first)
            assert part.worked == some.presumably_worked(part.first)
            assert part.reason == (None if special is None else some.reason(part.first))
        assert stretch.words.split(" … ") == [str(day) for day in dict.fromkeys([stretch.first, stretch.last])]


@given(calendars(), days, st.integers(0, 500))
def test_neighbouring_stretches_say_different_things(some: WorkingCalendar, first: date, length: int) -> None:
    stretches = some.stretches(first, first + timedelta(length))
    for one, other in pairwise(stretches):
        worked_in_exchange = one.worked and one.reason is not None
        assert worked_in_exchange or (one.worked, one.reason) != (other.worked, other.reason)


def test_a_holiday_over_new_year_is_one_stretch(calendar: WorkingCalendar) -> None:
    (stretch,) = calendar.stretches(date(2018, 12, 30), date(2019, 1, 1))
    assert stretch.words == "2018-12-30 … 2019-01-01"
    assert not stretch.worked
