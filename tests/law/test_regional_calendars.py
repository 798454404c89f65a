"""The shipped calendars of regions against docs/rules/sources/regional-holidays.md: what differs from the nation's days."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from compliance.law.calendars import WorkingCalendar
from compliance.law.reading.calendar_files import calendar_region, read_calendars

RULES = Path(__file__).resolve().parents[2] / "rules"

GUANGXI = {
    2014: ("04-02 04-03", ""),
    2015: ("04-20 04-21", ""),
    2016: ("04-08 04-11", ""),
    2017: ("03-30 03-31 04-01", "04-08"),
    2018: ("04-18 04-19 04-20", "04-15"),
    2019: ("04-04 04-08", ""),
    2020: ("", ""),
    2021: ("04-14 04-15 04-16", "04-18"),
    2022: ("04-02 04-06", ""),
    2023: ("04-21 04-23", ""),
    2024: ("04-11 04-12", ""),
    2025: ("03-31 04-01", ""),
}
"""Off and worked, where the nation's days are otherwise."""


@pytest.fixture(scope="module")
def calendars() -> dict[str, WorkingCalendar]:
    texts = {
        path.relative_to(RULES).as_posix(): path.read_text(encoding="utf-8") for path in sorted(RULES.rglob("*.yaml"))
    }
    return read_calendars({path: text for path, text in texts.items() if calendar_region(path)})


def differing(nation: WorkingCalendar, region: WorkingCalendar, year: int) -> tuple[str, str]:
    days = [date(year, 1, 1) + timedelta(offset) for offset in range(366)]
    moved = [day for day in days if day.year == year and nation.is_worked(day) != region.is_worked(day)]
    return (
        " ".join(f"{day:%m-%d}" for day in moved if not region.is_worked(day)),
        " ".join(f"{day:%m-%d}" for day in moved if region.is_worked(day)),
    )


@pytest.mark.parametrize("year", range(2008, 2027))
def test_guangxi_differs_from_the_nation_on_the_days_of_its_notices(
    calendars: dict[str, WorkingCalendar], year: int
) -> None:
    assert differing(calendars["cn"], calendars["cn/guangxi"], year) == GUANGXI.get(year, ("", ""))


def test_the_festival_of_2020_was_off_until_the_notice_that_took_it_back(calendars: dict[str, WorkingCalendar]) -> None:
    before, after = (calendars["cn/guangxi"].known_on(date(2020, 3, day)) for day in (4, 5))
    assert [(before.is_worked(day), after.is_worked(day)) for day in (date(2020, 3, 26), date(2020, 3, 27))] == [
        (False, True)
    ] * 2


def test_a_region_publishes_no_year(calendars: dict[str, WorkingCalendar]) -> None:
    assert calendars["cn/guangxi"].published_years == calendars["cn"].published_years


def test_what_was_not_read_in_a_notice_says_so(calendars: dict[str, WorkingCalendar]) -> None:
    own = [notice for notice in calendars["cn/guangxi"].notices if notice.layer == 1]
    unverified = {(notice.year, notice.published.month) for notice in own if not notice.verified}
    assert {year for year, _ in unverified} == {2014, 2015, 2016, 2020, 2022, 2025}
    assert all(notice.source for notice in own)
    assert {notice.issuer for notice in own} == {"广西壮族自治区人民政府办公厅"}
