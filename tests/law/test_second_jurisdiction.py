"""The Freedom of Information Act of the United Kingdom: the same engine over another law and another calendar.

Section 10(6): no working day is a Saturday, a Sunday, Christmas Day, Good Friday or a day which is a bank holiday in any
part of the United Kingdom.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest

from compliance.law.calendars import Notice, WorkingCalendar
from compliance.law.deadlines import parse_deadline
from compliance.law.due_dates import due_date, explain
from compliance.law.obligations import LifeCycle, Pack
from compliance.law.reading.calendar_files import read_calendar
from compliance.law.reading.packs import read_pack
from compliance.law.rule_book import RuleBook
from compliance.law.text import same

RULES = Path(__file__).resolve().parents[2] / "rules"


@pytest.fixture(scope="module")
def packs() -> list[Pack]:
    files = [path for path in sorted(RULES.rglob("*.yaml")) if path.parent.name != "calendar"]
    return [read_pack(path.read_text(encoding="utf-8"), path.relative_to(RULES).as_posix()) for path in files]


@pytest.fixture(scope="module")
def bank_holidays() -> WorkingCalendar:
    files = sorted((RULES / "uk" / "calendar").glob("*.yaml"))
    return read_calendar({path.relative_to(RULES).as_posix(): path.read_text(encoding="utf-8") for path in files})


def test_an_office_of_one_country_is_under_no_rule_of_the_other(packs: list[Pack]) -> None:
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    british = RuleBook.for_office(packs, "uk/england", first, last)
    chinese = RuleBook.for_office(packs, "cn/liaoning/anshan/tiedong", first, last)
    assert {rule.key.partition("/")[0] for rule in british.obligations} == {"uk"}
    assert {rule.key.partition("/")[0] for rule in chinese.obligations} == {"cn"}


@pytest.mark.parametrize(
    ("year", "days_off"),
    [
        (2024, "01-01 01-02 03-18 03-29 04-01 05-06 05-27 07-12 08-05 08-26 12-02 12-25 12-26"),
        (2025, "01-01 01-02 03-17 04-18 04-21 05-05 05-26 07-14 08-04 08-25 12-01 12-25 12-26"),
        (2026, "01-01 01-02 03-17 04-03 04-06 05-04 05-25 06-15 07-13 08-03 08-31 11-30 12-25 12-28"),
    ],
)
def test_weekdays_that_are_off(bank_holidays: WorkingCalendar, year: int, days_off: str) -> None:
    weekdays = [day for offset in range(366) if (day := date(year, 1, 1) + timedelta(offset)).year == year]
    found = [f"{day:%m-%d}" for day in weekdays if day.weekday() < 5 and not bank_holidays.is_worked(day)]
    assert found == days_off.split()
    assert not any(bank_holidays.is_worked(day) for day in weekdays if day.weekday() >= 5)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (
            date(2025, 3, 3),
            date(2025, 4, 1),
        ),  # 4–14 = 1–9; St Patrick's Day; 18–21 = 10–13; 24–28 = 14–18; 31, 1 = 19–20
        (date(2024, 12, 20), date(2025, 1, 23)),  # 23, 24, 27, 30, 31 = 1–5; 3 = 6; 6–10, 13–17 = 7–16; 20–23 = 17–20
    ],
)
def test_the_twentieth_working_day_following_receipt(
    packs: list[Pack], bank_holidays: WorkingCalendar, received: date, due: date
) -> None:
    book = RuleBook.for_office(packs, "uk", received, received)
    (rule,) = [rule for rule in book.obligations if rule.life_cycle is LifeCycle.REQUEST]
    assert rule.basis.in_words().en == "Freedom of Information Act 2000, s. 10(1)"
    assert rule.basis.in_words().zh == "《英国2000年信息自由法》第十条第一款"
    found = due_date(rule.deadline, received, bank_holidays)
    assert (found.day, found.provisional) == (due, False)


def test_a_count_into_a_year_without_bank_holidays_is_provisional(bank_holidays: WorkingCalendar) -> None:
    assert bank_holidays.working_day_after(date(2026, 12, 18), 20).missing_years == (2027,)


def test_an_explanation_cites_the_country_s_own_rule_of_counting(
    bank_holidays: WorkingCalendar, calendar: WorkingCalendar
) -> None:
    twenty = parse_deadline("20 working days after request-received")
    british = explain(twenty, date(2025, 3, 3), bank_holidays).opening
    assert british.en.endswith(
        "(Freedom of Information Act 2000, s. 10(1): the twentieth working day following the date of receipt)"
    )
    assert "民法典" not in british.zh
    assert "Civil Code art. 201" in explain(twenty, date(2025, 3, 3), calendar).opening.en


def test_a_count_begun_before_the_first_cited_rule_is_under_it_and_no_notice_means_no_citation() -> None:
    def notice(year: int, words: str | None) -> Notice:
        return Notice(year, "1", "X", date(year, 1, 1), (), counting=same(words) if words else None)

    some = WorkingCalendar([notice(2010, "old"), notice(2015, None), notice(2021, "new")])
    assert [rule.en for year in (2005, 2010, 2020, 2021, 2030) if (rule := some.counting(year))] == [
        "old", "old", "old", "new", "new",
    ]  # fmt: skip
    assert WorkingCalendar([notice(2015, None)]).counting(2015) is None
    opening = explain(parse_deadline("1 working day after x"), date(2015, 5, 4), WorkingCalendar(())).opening
    assert opening.en == "starts on 2015-05-04 (Monday); that day is not counted, the next is day 1"
