"""What is carried over from year to year, with both years in one database."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from compliance.office.audit import Actor
from compliance.office.opening import open_database
from compliance.office.reading_state import OpenYear, open_year, work_year
from compliance.office.services.figures import enter_figure
from compliance.office.services.offices import open_office_year, register_office
from compliance.oversight.check import check
from compliance.oversight.findings import FindingKind

By = Callable[[str, date], Actor]

TABLES = """\
pack: cn/tables
title: {zh: 报告格式, en: Format of the report}
source: {number: 一号, issuer: 国务院办公厅, published: 2016-12-01}
layer: nation
in-force: {from: 2016-12-01}
areas:
  - {id: requests, title: {zh: 依申请公开, en: On request}, part: on-request}
figures:
  - {id: over, title: {zh: 上年结转, en: Carried over}, unit: {zh: 件, en: requests}, area: requests, entered-by: [区政府办], period: year}
  - {id: forward, title: {zh: 结转下年, en: Carried forward}, unit: {zh: 件, en: requests}, area: requests, entered-by: [区政府办], period: year}
identities:
  - id: carried
    title: {zh: 上年结转一致, en: Carried over is what was carried forward}
    holds: over = previous(forward)
"""


@pytest.fixture
def opened(tmp_path: Path, office_file: str, rule_files: dict[str, str], by: By) -> Iterator[Callable[[int], OpenYear]]:
    """Opens a year of the office with that table."""
    open_database(tmp_path / "compliance.sqlite3", create=True)
    register_office(office_file, "office.yaml", by("government-office.coordinator", date(2017, 1, 3)))

    def make(year: int) -> OpenYear:
        rules = {**rule_files, "cn/tables.yaml": TABLES}
        return open_office_year(year, rules, by("government-office.coordinator", date(year, 1, 3)))

    yield make
    connection.close()


def broken(day: date) -> list[str]:
    """The identities of 2018 that a check of the day finds broken."""
    found = check(work_year(open_year(2018)), day)
    return [finding.subject for finding in found if finding.kind is FindingKind.IDENTITY_BROKEN]


def test_what_was_carried_forward_is_held_against_what_is_carried_over(
    opened: Callable[[int], OpenYear], by: By
) -> None:
    before, now = opened(2017), opened(2018)
    clerk = "government-office.clerk"
    enter_figure(before, "forward", "government-office", "2017", "3", by(clerk, date(2018, 1, 10)))
    enter_figure(now, "over", "government-office", "2018", "4", by(clerk, date(2019, 1, 10)))
    enter_figure(now, "over", "government-office", "2018", "3", by(clerk, date(2019, 1, 20)))
    # the sum of last year is corrected after this year's was: yesterday's answer stays what it was
    enter_figure(before, "forward", "government-office", "2017", "2", by(clerk, date(2019, 2, 1)))
    assert broken(date(2019, 1, 9)) == []
    assert broken(date(2019, 1, 10)) == ["cn/tables#carried"]
    assert broken(date(2019, 1, 20)) == []
    assert broken(date(2019, 2, 1)) == ["cn/tables#carried"]


def test_a_year_before_that_is_not_in_the_database_leaves_it_unjudged(
    opened: Callable[[int], OpenYear], by: By
) -> None:
    now = opened(2018)
    enter_figure(now, "over", "government-office", "2018", "4", by("government-office.clerk", date(2019, 1, 10)))
    (outcome,) = [item for item in work_year(now).figure_table.outcomes() if item.identity.key == "cn/tables#carried"]
    assert outcome.holds is None
    assert outcome.unjudged is not None
    assert outcome.unjudged.en == "no number of the year before"
