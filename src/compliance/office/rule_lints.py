"""All rules looked at together: names used twice, and what the lints find under each calendar, for an office or any."""

from __future__ import annotations

from datetime import date

from compliance.law.calendars import WorkingCalendar
from compliance.law.faults import BadInput, Fault
from compliance.law.lints.linted import Linted, OfficeLinted
from compliance.law.lints.registry import run
from compliance.law.rule_book import RuleBook
from compliance.law.selectors import Selector
from compliance.law.text import Text
from compliance.office.rule_files import Rules
from compliance.work.organisation import Office

SAID_BY_LINTS = frozenset({"unknown-area", "unknown-figure", "unknown-obligation"})
"""What a rule book finds and L003 finds too, with more words."""


def faults_of_rules(rules: Rules, office: Office | None = None) -> list[Fault]:
    """What is wrong with rules that could be read; with an office, also what is wrong for it."""
    faults: dict[Fault, None] = {}
    for region in sorted({pack.region for pack in rules.packs}):
        try:
            RuleBook.for_office(rules.packs, region, date.min, date.max)
        except BadInput as bad:
            faults.update((fault, None) for fault in bad.faults if fault.code not in SAID_BY_LINTS)
    for name, packs in rules.packs_by_calendar().items():
        files = {pack.place.file for pack in packs}
        together = tuple(
            pack for pack in rules.packs if pack in packs or any(lower.applies_to(pack.region) for lower in packs)
        )
        calendar = rules.calendars.get(name) or WorkingCalendar(())
        linted = Linted(together, calendar, _linted(office) if office is not None else None)
        faults.update((fault, None) for fault in run(linted) if fault.place.file in files)
    return list(faults)


def _linted(office: Office) -> OfficeLinted:
    def holders(selector: Selector) -> dict[str, Text]:
        return {department.id: department.short_name for department in office.selected(selector)}

    return OfficeLinted(office.region, holders)
