"""15 May 2019: the revised Regulation took the place of the one of 2007. Both sides of the night, on the shipped packs.

The dates were counted by hand in the worked examples of the project's notes and agree with the State Council's notices:
Dragon Boat Festival was off from Friday 7 June to Sunday 9 June 2019.
"""

from datetime import date
from pathlib import Path

import pytest

from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import event_of, span_of
from compliance.law.due_dates import due_date
from compliance.law.obligations import ClockEvent, LifeCycle, Obligation, Pack
from compliance.law.periods import parse_period
from compliance.law.reading.packs import read_pack
from compliance.law.rule_book import RuleBook

RULES = Path(__file__).resolve().parents[2] / "rules"
REGION = "cn/liaoning/anshan/tiedong"
OLD, NEW = "cn/regulation-2007", "cn/regulation-2019"
LAST_OF_THE_OLD, FIRST_OF_THE_NEW = date(2019, 5, 14), date(2019, 5, 15)


@pytest.fixture(scope="module")
def packs() -> list[Pack]:
    files = [path for path in sorted(RULES.rglob("*.yaml")) if path.parent.name != "calendar"]
    return [read_pack(path.read_text(encoding="utf-8"), path.relative_to(RULES).as_posix()) for path in files]


@pytest.fixture(scope="module")
def of_2019(packs: list[Pack]) -> RuleBook:
    return RuleBook.for_office(packs, REGION, date(2019, 1, 1), date(2019, 12, 31))


def started_by(book: RuleBook, event: str, day: date) -> list[Obligation]:
    """The duties of either Regulation that an event of that day starts."""
    return [
        rule
        for rule in book.obligations
        if event_of(rule.deadline) == event and rule.in_force.on(day) and rule.key.partition("#")[0] in (OLD, NEW)
    ]


@pytest.mark.parametrize(
    ("received", "source", "due", "extended"),
    [
        # 15, 16, 17 = 1–3; 20–24 = 4–8; 27–31 = 9–13; 3, 4 June = 14–15; then 5, 6 = 1–2; 10–14 = 3–7; 17–21 = 8–12;
        # 24, 25, 26 = 13–15
        (LAST_OF_THE_OLD, OLD, date(2019, 6, 4), date(2019, 6, 26)),
        # 16, 17 = 1–2; 20–24 = 3–7; 27–31 = 8–12; 3–6 June = 13–16; 10–13 = 17–20; then 14 June = 1 … 11 July = 20
        (FIRST_OF_THE_NEW, NEW, date(2019, 6, 13), date(2019, 7, 11)),
    ],
)
def test_a_request_follows_the_law_of_the_day_on_which_it_was_received(
    of_2019: RuleBook, calendar: WorkingCalendar, received: date, source: str, due: date, extended: date
) -> None:
    (rule,) = started_by(of_2019, "request-received", received)
    assert (rule.key, rule.life_cycle) == (f"{source}#answer-request", LifeCycle.REQUEST)
    assert due_date(rule.deadline, received, calendar).day == due
    assert rule.extension is not None
    assert due_date(rule.extension.once, due, calendar).day == extended
    assert (ClockEvent.OTHER_ORGAN_CONSULTATION in rule.suspended_by) == (source == NEW)
    assert ClockEvent.THIRD_PARTY_CONSULTATION in rule.suspended_by


@pytest.mark.parametrize(
    ("made", "source", "article", "due"),
    [
        (LAST_OF_THE_OLD, OLD, "art. 18", date(2019, 6, 12)),
        (FIRST_OF_THE_NEW, NEW, "art. 26", date(2019, 6, 13)),
    ],
)
def test_information_follows_the_law_of_the_day_on_which_it_was_made(
    of_2019: RuleBook, calendar: WorkingCalendar, made: date, source: str, article: str, due: date
) -> None:
    (rule,) = started_by(of_2019, "information-made", made)
    assert (rule.key, rule.basis.article.en) == (f"{source}#proactive-disclosure", article)
    assert due_date(rule.deadline, made, calendar).day == due


def test_no_duty_of_the_old_law_outlives_it_and_none_of_the_new_comes_early(of_2019: RuleBook) -> None:
    for rule in of_2019.obligations:
        source = rule.key.partition("#")[0]
        if source == OLD:
            assert (rule.in_force.on(LAST_OF_THE_OLD), rule.in_force.on(FIRST_OF_THE_NEW)) == (True, False), rule.key
        if source == NEW:
            assert (rule.in_force.on(LAST_OF_THE_OLD), rule.in_force.on(FIRST_OF_THE_NEW)) == (False, True), rule.key


def test_the_report_for_2018_is_due_on_31_march_and_that_for_2019_on_31_january(
    packs: list[Pack], calendar: WorkingCalendar
) -> None:
    due = {}
    for year in (2018, 2019):
        period = parse_period(str(year))
        book = RuleBook.for_office(packs, REGION, period.first, period.last)
        for rule in book.obligations:
            if rule.key.partition("#")[2] in ("annual-report", "government-annual-report") and (
                rule.in_force.on(period.last) and rule.key.partition("#")[0] in (OLD, NEW)
            ):
                assert span_of(rule.deadline) is period.span
                due[year, rule.key] = due_date(rule.deadline, period, calendar).day
    assert due == {
        (2018, f"{OLD}#annual-report"): date(2019, 3, 31),
        (2019, f"{NEW}#annual-report"): date(2020, 1, 31),
        (2019, f"{NEW}#government-annual-report"): date(2020, 3, 31),
    }


def test_every_duty_of_the_old_law_goes_on_in_the_new_or_is_known_to_have_ended(packs: list[Pack]) -> None:
    by_key = {pack.key: pack for pack in packs}
    carried_on = {rule.replaces for rule in by_key[NEW].obligations if rule.replaces}
    ended = {rule.key for rule in by_key[OLD].obligations} - carried_on
    assert ended == {f"{OLD}#fees-waived"}  # requests are free since 2019, so there is nothing to waive


@pytest.mark.parametrize("year", [2018, 2019, 2020, 2026])
def test_the_years_around_the_change_can_be_opened(packs: list[Pack], year: int) -> None:
    book = RuleBook.for_office(packs, REGION, date(year, 1, 1), date(year, 12, 31))
    sources = {rule.key.partition("#")[0] for rule in book.obligations}
    assert (OLD in sources, NEW in sources) == (year <= 2019, year >= 2019)
