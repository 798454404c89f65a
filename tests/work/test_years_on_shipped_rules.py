"""The Chinese example offices on the shipped rules, year by year: every rule finds its holders, every figure who enters it."""

from datetime import date
from pathlib import Path

import pytest

from compliance.law.obligations import Pack
from compliance.law.reading.packs import read_pack
from compliance.law.rule_book import RuleBook
from compliance.work.office_file import read_office
from compliance.work.plan import plan

ROOT = Path(__file__).resolve().parents[2]
OFFICES = ("new-office", "tiedong-2017")
"""The Chinese ones."""


@pytest.fixture(scope="module")
def packs() -> list[Pack]:
    rules = ROOT / "rules"
    files = [path for path in sorted(rules.rglob("*.yaml")) if path.parent.name != "calendar"]
    return [read_pack(path.read_text(encoding="utf-8"), path.relative_to(rules).as_posix()) for path in files]


@pytest.mark.parametrize("year", range(2016, 2027))
@pytest.mark.parametrize("name", OFFICES)
def test_the_year_can_be_planned(packs: list[Pack], name: str, year: int) -> None:
    office = read_office((ROOT / "examples" / name / "office.yaml").read_text(encoding="utf-8"), "office.yaml")
    book = RuleBook.for_office(packs, office.region, date(year, 1, 1), date(year, 12, 31))
    tasks = plan(book, office, year)
    reports = [task for task in tasks if task.obligation.key.endswith("#annual-report")]
    # Until the report for 2018 every organ owed one by 31 March; since the one for 2019 departments owe it by 31 January.
    owing = [item for item in office.departments if year < 2019 or item.kind == "department"]
    assert {task.department for task in reports} == {item.id for item in owing}
    assert {task.obligation.key.partition("#")[0] for task in reports} == {
        "cn/regulation-2007" if year < 2019 else "cn/regulation-2019"
    }


@pytest.mark.parametrize("year", range(2019, 2027))
def test_the_year_of_the_english_council_can_be_planned(packs: list[Pack], year: int) -> None:
    folder = ROOT / "examples" / "uk-council-2025"
    office = read_office((folder / "office.yaml").read_text(encoding="utf-8"), "office.yaml")
    tasks = plan(RuleBook.for_office(packs, office.region, date(year, 1, 1), date(year, 12, 31)), office, year)
    assert {task.obligation.key.partition("#")[0] for task in tasks} == {
        "uk/foia-2000", "uk/foia-code-of-practice-2018", "uk/england/transparency-code-2015",
    }  # fmt: skip
