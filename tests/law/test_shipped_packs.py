"""Every pack that is shipped: it can be read, its cases come out, nothing in it loosens what stands above it."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from compliance.law.calendars import WorkingCalendar
from compliance.law.checking import failing_cases, looser_refinements
from compliance.law.obligations import Pack
from compliance.law.reading.calendar_files import read_calendar
from compliance.law.reading.packs import read_pack
from compliance.law.rule_book import RuleBook
from compliance.law.text import Language

RULES = Path(__file__).resolve().parents[2] / "rules"
FILES = sorted(path for path in RULES.rglob("*.yaml") if path.parent.name != "calendar")


@pytest.fixture(scope="module")
def packs() -> list[Pack]:
    return [read_pack(path.read_text(encoding="utf-8"), path.relative_to(RULES).as_posix()) for path in FILES]


def test_there_are_packs_at_all() -> None:
    assert FILES, "no rule pack is shipped"


@pytest.fixture(scope="module")
def calendars() -> dict[str, WorkingCalendar]:
    """The working calendar of each jurisdiction, by the region it is for."""
    return {
        folder.parent.name: read_calendar(
            {path.relative_to(RULES).as_posix(): path.read_text(encoding="utf-8") for path in folder.glob("*.yaml")}
        )
        for folder in RULES.glob("*/calendar")
    }


def under(region: str, packs: list[Pack]) -> list[Pack]:
    return [pack for pack in packs if pack.key.startswith(f"{region}/")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(RULES).as_posix())
def test_a_shipped_pack_says_something(path: Path) -> None:
    pack = read_pack(path.read_text(encoding="utf-8"), path.relative_to(RULES).as_posix())
    assert pack.obligations or pack.refinements or pack.figures or pack.grounds


def test_every_pack_has_the_calendar_of_its_jurisdiction(
    packs: list[Pack], calendars: dict[str, WorkingCalendar]
) -> None:
    assert sorted(pack.key for region in calendars for pack in under(region, packs)) == sorted(
        pack.key for pack in packs
    )


def test_every_dated_case_comes_out(packs: list[Pack], calendars: dict[str, WorkingCalendar]) -> None:
    for region, calendar in calendars.items():
        faults = failing_cases(under(region, packs), calendar)
        assert [fault.in_language(Language.ENGLISH) for fault in faults] == []


def test_no_lower_rule_loosens_an_upper_one(packs: list[Pack], calendars: dict[str, WorkingCalendar]) -> None:
    for region, calendar in calendars.items():
        faults = looser_refinements(under(region, packs), calendar)
        assert [fault.in_language(Language.ENGLISH) for fault in faults] == []


def test_every_obligation_and_every_new_deadline_has_a_dated_case(packs: list[Pack]) -> None:
    bare = [item.key for pack in packs for item in pack.obligations if not item.cases]
    bare += [
        item.key
        for pack in packs
        for item in pack.refinements
        if "deadline" in item.changes and not item.changes.get("cases")
    ]
    assert bare == []


def test_the_cases_of_a_rule_start_on_days_on_which_it_was_in_force(packs: list[Pack]) -> None:
    early_or_late = [
        f"{case.place}: {case.start}"
        for pack in packs
        for obligation in pack.obligations
        for case in obligation.cases
        if not (
            obligation.in_force.on(case.start)
            if isinstance(case.start, date)
            else obligation.in_force.touches(case.start.first, case.start.last)
        )
    ]
    assert early_or_late == []


def test_the_rules_fit_together_in_every_region_and_year(packs: list[Pack], calendar: WorkingCalendar) -> None:
    for region in sorted({pack.region for pack in packs}):
        for year in sorted(calendar.published_years):
            RuleBook.for_office(packs, region, date(year, 1, 1), date(year, 12, 31))


def test_on_no_day_has_one_name_two_rules(packs: list[Pack]) -> None:
    for region in sorted({pack.region for pack in packs}):
        for day in (date(2017, 1, 1), date(2017, 7, 1), date(2017, 12, 31), date(2019, 5, 14), date(2019, 5, 15)):
            rules = RuleBook.for_office(packs, region, day, day).obligations
            assert [key for key, times in Counter(rule.key for rule in rules).items() if times > 1] == []


def test_what_a_rule_replaces_or_refines_is_a_rule(packs: list[Pack]) -> None:
    made = {item.key for pack in packs for item in pack.obligations}
    made |= {item.key for pack in packs for item in pack.refinements}
    named = {item.refines for pack in packs for item in pack.refinements}
    named |= {item.replaces for pack in packs for item in pack.obligations if item.replaces}
    assert named - made == set()
