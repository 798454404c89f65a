"""The holiday notices of rules/cn/calendar against chinesecalendar 1.11.0, day by day, and against the notices.

The files were typed from the texts of the notices, not made from the package, so the comparison is between two
sources. The numbers of working days were counted separately from the notices' tables.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from compliance.law.calendars import UnpublishedYear, WorkingCalendar
from compliance.law.reading.calendar_files import read_calendar

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "rules" / "cn" / "calendar").glob("*.yaml"))
YEARS = range(2008, 2027)

NUMBER_NOT_FOUND = "号数未查到"
UNVERIFIED = {2008: NUMBER_NOT_FOUND, 2015: "国办发明电〔2014〕28号"}
"""Notices whose number nobody has read on a copy of the notice itself."""

SUCCEEDING_NOTICES = {
    2015: date(2015, 5, 13),  # the victory anniversary
    2019: date(2019, 3, 22),  # Labour Day made longer
    2020: date(2020, 1, 26),  # Spring Festival extended
}


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    return read_calendar({path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in FILES})


def days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(offset)


def days_of(year: int) -> Iterator[date]:
    return days(date(year, 1, 1), date(year, 12, 31))


def worked_or_weekday(calendar: WorkingCalendar, day: date) -> bool:
    try:
        return calendar.is_worked(day)
    except UnpublishedYear:
        return day.weekday() < 5


def test_one_file_a_year() -> None:
    assert [path.name for path in FILES] == [f"{year}.yaml" for year in YEARS]


def test_every_year_is_published_and_no_other(calendar: WorkingCalendar) -> None:
    assert calendar.published_years == frozenset(YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_as_in_the_package(calendar: WorkingCalendar, year: int) -> None:
    different = [day for day in days_of(year) if calendar.is_worked(day) != chinese_calendar.is_workday(day)]
    assert different == []


def test_days_of_2007_that_the_notice_for_2008_decides(calendar: WorkingCalendar) -> None:
    decided = list(days(date(2007, 12, 29), date(2007, 12, 31)))
    assert [calendar.is_worked(day) for day in decided] == [True, False, False]
    assert [chinese_calendar.is_workday(day) for day in decided] == [True, False, False]


@pytest.mark.parametrize(
    ("year", "count"),
    [
        (2017, 249), (2018, 250), (2019, 250), (2020, 249), (2021, 250),
        (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248),
    ],
)  # fmt: skip
def test_number_of_working_days(calendar: WorkingCalendar, year: int, count: int) -> None:
    assert sum(calendar.is_worked(day) for day in days_of(year)) == count


@pytest.mark.parametrize("year", YEARS)
def test_fixed_statutory_holidays_are_never_worked(calendar: WorkingCalendar, year: int) -> None:
    fixed = [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)]
    if year >= 2025:
        fixed.append((5, 2))
    assert not any(calendar.is_worked(date(year, month, day)) for month, day in fixed)


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2027, 1, 4), date(2027, 10, 1)])
def test_a_year_without_a_notice_is_not_guessed(calendar: WorkingCalendar, day: date) -> None:
    with pytest.raises(UnpublishedYear):
        calendar.is_worked(day)


def test_new_years_eve_2024_is_only_recommended_as_leave(calendar: WorkingCalendar) -> None:
    assert calendar.is_worked(date(2024, 2, 9))


def test_labour_day_2019_was_one_day_until_the_notice_of_22_march(calendar: WorkingCalendar) -> None:
    before, after = calendar.known_on(date(2019, 3, 21)), calendar.known_on(date(2019, 3, 22))
    changed = {
        date(2019, 4, 28): (False, True),
        date(2019, 5, 1): (False, False),
        date(2019, 5, 2): (True, False),
        date(2019, 5, 3): (True, False),
        date(2019, 5, 4): (False, False),
        date(2019, 5, 5): (False, True),
    }
    assert {day: (before.is_worked(day), after.is_worked(day)) for day in changed} == changed
    # the rest of the notice for 2019 stands
    assert not after.is_worked(date(2018, 12, 31))
    assert not after.is_worked(date(2019, 10, 7))
    assert after.is_worked(date(2019, 10, 12))


def test_spring_festival_2020_was_extended_by_the_notice_of_26_january(calendar: WorkingCalendar) -> None:
    before, after = calendar.known_on(date(2020, 1, 25)), calendar.known_on(date(2020, 1, 26))
    changed = {
        date(2020, 1, 19): (True, True),  # a Sunday worked already
        date(2020, 1, 24): (False, False),
        date(2020, 1, 31): (True, False),
        date(2020, 2, 1): (True, False),  # a Saturday that was to be worked
        date(2020, 2, 2): (False, False),
        date(2020, 2, 3): (True, True),
    }
    assert {day: (before.is_worked(day), after.is_worked(day)) for day in changed} == changed


def test_the_victory_anniversary_of_2015_was_added_on_13_may(calendar: WorkingCalendar) -> None:
    before, after = calendar.known_on(date(2015, 5, 12)), calendar.known_on(date(2015, 5, 13))
    changed = {
        date(2015, 9, 3): (True, False),
        date(2015, 9, 4): (True, False),
        date(2015, 9, 5): (False, False),
        date(2015, 9, 6): (False, True),
    }
    assert {day: (before.is_worked(day), after.is_worked(day)) for day in changed} == changed


def test_the_end_of_2018_depends_on_the_notice_for_2019(calendar: WorkingCalendar) -> None:
    before, after = calendar.known_on(date(2018, 12, 1)), calendar.known_on(date(2018, 12, 10))
    end = list(days(date(2018, 12, 29), date(2018, 12, 31)))
    assert [before.is_worked(day) for day in end] == [False, False, True]
    assert [after.is_worked(day) for day in end] == [True, False, False]


def test_every_notice_names_number_issuer_and_date(calendar: WorkingCalendar) -> None:
    for notice in calendar.notices:
        assert notice.issuer in {"国务院办公厅", "国务院"}
        if notice.number == NUMBER_NOT_FOUND:
            continue
        prefix = {"国务院办公厅": "国办发明电", "国务院": "国发明电"}[notice.issuer]
        number = re.fullmatch(rf"{prefix}〔(\d{{4}})〕[1-9]\d*号", notice.number)
        assert number is not None, notice.number
        assert int(number[1]) == notice.published.year
        assert notice.source


def test_numbers_that_nobody_has_read_are_marked(calendar: WorkingCalendar) -> None:
    assert {notice.year: notice.number for notice in calendar.notices if not notice.verified} == UNVERIFIED


def test_a_year_has_its_notice_before_it_begins_and_three_years_have_a_second(calendar: WorkingCalendar) -> None:
    dates: dict[int, list[date]] = {}
    for notice in calendar.notices:
        dates.setdefault(notice.year, []).append(notice.published)
    for year, published in dates.items():
        assert date(year - 1, 10, 1) < published[0] <= date(year - 1, 12, 31)
    assert {year: published[1:] for year, published in dates.items() if published[1:]} == {
        year: [published] for year, published in SUCCEEDING_NOTICES.items()
    }


def test_no_notice_moves_a_day_that_was_over(calendar: WorkingCalendar) -> None:
    # Also true of 2020-01-26: issued during the holiday, it moves 2020-01-31 and the days after it only.
    for notice in calendar.notices:
        before = calendar.known_on(notice.published - timedelta(1))
        after = calendar.known_on(notice.published)
        around = days(date(notice.year - 1, 1, 1), date(notice.year, 12, 31))
        moved = [day for day in around if worked_or_weekday(before, day) != worked_or_weekday(after, day)]
        assert moved, notice.number
        assert notice.published < moved[0], notice.number


def test_days_worked_in_exchange_are_weekend_days_outside_the_holiday(calendar: WorkingCalendar) -> None:
    for notice in calendar.notices:
        for holiday in notice.holidays:
            for day in holiday.worked:
                assert day.weekday() >= 5, day
                assert not holiday.first <= day <= holiday.last, day


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_notices_stand_in_the_order_of_their_dates(path: Path) -> None:
    published = re.findall(r"^    published: (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert published
    assert published == sorted(published)
