"""docs/demo.md tells what the engine finds in the real figures: its table is compared with the figures and the rules."""

import re
from datetime import date
from pathlib import Path

import yaml

from compliance.law.periods import parse_period
from compliance.law.reading.packs import read_pack
from compliance.law.rule_book import RuleBook
from compliance.work.amounts import parse_amount
from compliance.work.figures import FigureEntry, FigureTable
from compliance.work.office_file import read_office
from compliance.work.plan import plan

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "tiedong-2017"
PAGE = (ROOT / "docs" / "demo.md").read_text(encoding="utf-8")

RULES = ROOT / "rules"
PACKS = [
    read_pack(path.read_text(encoding="utf-8"), path.relative_to(RULES).as_posix())
    for path in sorted(RULES.rglob("*.yaml"))
    if path.parent.name != "calendar"
]
OFFICE = read_office((EXAMPLE / "office.yaml").read_text(encoding="utf-8"), "office.yaml")
BOOK = RuleBook.for_office(PACKS, OFFICE.region, date(2017, 1, 1), date(2017, 12, 31))
ENTERED = yaml.safe_load((EXAMPLE / "figures.yaml").read_text(encoding="utf-8"))["figures"]


def told(finding: str) -> set[str]:
    """What stands in the last column of the rows that begin their second with `finding`."""
    return {
        name
        for found, by in re.findall(r"^\|[^|]+\| ([^|]+) \| ([^|]+) \|$", PAGE, flags=re.MULTILINE)
        if found.startswith(finding)
        for name in re.findall(r"`([a-z.-]+)`", by)
    }


def table() -> FigureTable:
    entries = [
        FigureEntry(
            fields["figure"],
            fields["department"],
            parse_period(fields["period"]),
            parse_amount(fields["value"]),
            date(2018, 1, 11),
            f"{fields['department']}.clerk",
            fields.get("as-of"),
        )
        for fields in ENTERED
    ]
    return FigureTable(BOOK, OFFICE, 2017, entries)


def test_the_page_names_exactly_the_identities_that_are_broken() -> None:
    broken = {outcome.identity.key.partition("#")[2] for outcome in table().outcomes() if outcome.holds is False}
    assert told("figures contradict") == broken


def test_the_page_names_exactly_the_figures_that_are_missing_or_of_another_day() -> None:
    figures = table()
    missing = {figure.id for figure in BOOK.figures.values() if figure.required and figures.missing(figure)}
    assert told("missing figure") == missing
    assert told("figure out of period") == {fields["figure"] for fields in ENTERED if "as-of" in fields}


def test_the_page_counts_the_planned_tasks() -> None:
    assert f"The plan makes {len(plan(BOOK, OFFICE, 2017))} tasks." in PAGE
