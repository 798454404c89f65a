"""Every part of the work that the real 2017 report shows has rules, holders in Tiedong and, where it counts, figures."""

from datetime import date
from pathlib import Path

import pytest

from compliance.law.obligations import LifeCycle
from compliance.law.reading.packs import read_pack
from compliance.law.rule_book import RuleBook
from compliance.work.office_file import read_office
from compliance.work.organisation import Office
from compliance.work.plan import duty_holders

CHECKOUT = Path(__file__).parents[2]

PARTS = {
    "S1 proactive disclosure by channel": ("proactive", 5),
    "S2 classification and confidentiality review": ("confidentiality", 0),
    "S3.1 budgets and final accounts": ("budget", 0),
    "S3.2 major construction projects": ("major-projects", 2),
    "S3.3 state-owned enterprises": ("state-enterprises", 1),
    "S3.4 environment": ("environment", 12),
    "S3.5 services for people moving in": ("migrants", 0),
    "S3.6 tax and fee cuts": ("tax-cuts", 9),
    "S3.7 poverty relief, social aid": ("social-aid", 10),
    "S3.8 employment": ("employment", 2),
    "S3.9 shanty-town renewal, social housing": ("housing", 9),
    "S3.10 education": ("education", 9),
    "S3.11 health": ("health", 4),
    "S3.12 food and drug safety": ("food-drug-safety", 1),
    "S3.13 government procurement": ("procurement", 5),
    "S3.14 tendering": ("tendering", 1),
    "S4 Internet and government services": ("internet-services", 3),
    "S5 results of proposals": ("proposals", 4),
    "S6 policy interpretation": ("interpretation", 1),
    "S7 public opinion": ("opinion-response", 0),
    "S7 appeals: mailbox, Minxin, hotline": ("appeals", 15),
    "S8 disclosure on request": ("on-request", 5),
    "S9 reports, reconsideration, litigation": ("remedies", 4),
    "S10 guide, catalogue, mechanisms": ("institutions", 1),
    "S10 publicity": ("publicity", 2),
    "S10 organisation and training": ("organisation", 1),
    "S11 problems and rectification": ("problems", 2),
    "S12 the annual report itself": ("annual-report", 0),
}
"""Each row of the report's work: the area of the rule book that holds it, and how many figures it counts at least."""


@pytest.fixture(scope="module")
def office() -> Office:
    file = CHECKOUT / "examples/tiedong-2017/office.yaml"
    return read_office(file.read_text("utf-8"), "office.yaml")


@pytest.fixture(scope="module")
def rule_book(office: Office) -> RuleBook:
    rules = CHECKOUT / "rules"
    packs = [
        read_pack(file.read_text("utf-8"), file.relative_to(rules).as_posix())
        for file in sorted(rules.rglob("*.yaml"))
        if file.parent.name != "calendar"
    ]
    return RuleBook.for_office(packs, office.region, date(2017, 1, 1), date(2017, 12, 31))


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_work_has_a_duty_that_somebody_in_tiedong_holds(
    part: str, rule_book: RuleBook, office: Office
) -> None:
    area, figures = PARTS[part]
    holders = duty_holders(rule_book, office)
    duties = [item for item in rule_book.obligations if item.area == area]
    assert any(holders[item.key] for item in duties), f"no duty in {area}"
    assert sum(figure.area == area for figure in rule_book.figures.values()) >= figures


def test_requests_have_a_statutory_clock_of_their_own(rule_book: RuleBook) -> None:
    clocks = [item for item in rule_book.obligations if item.life_cycle is LifeCycle.REQUEST]
    assert [str(item.deadline) for item in clocks] == ["15 working days after request-received"]
