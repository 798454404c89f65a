"""The demo office's annual report holds every figure of 2017, and doubts exactly the figures that contradict."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from compliance.law.calendars import WorkingCalendar
from compliance.law.periods import parse_period
from compliance.law.reading.packs import read_pack
from compliance.law.rule_book import RuleBook
from compliance.oversight.check import check
from compliance.reporting.account import Account
from compliance.reporting.annual_report_2007 import annual_report
from compliance.reporting.document import Document, Notice, Tone, numbered
from compliance.reporting.figure_sentences import value_in_words
from compliance.work.amounts import parse_amount
from compliance.work.figures import FigureEntry
from compliance.work.office_file import read_office
from compliance.work.plan import plan
from compliance.work.work_year import WorkYear

from .conftest import PUBLICATION, ROOT, leaves

EXAMPLE = ROOT / "examples" / "tiedong-2017"


def entry(fields: dict[str, Any]) -> FigureEntry:
    return FigureEntry(
        fields["figure"],
        fields["department"],
        parse_period(fields["period"]),
        parse_amount(fields["value"]),
        date(2018, 1, 31),
        f"{fields['department']}.clerk",
        as_of=fields.get("as-of"),
    )


@pytest.fixture(scope="module")
def account(calendar: WorkingCalendar) -> Account:
    rules: Path = ROOT / "rules"
    files = [file for file in sorted(rules.rglob("*.yaml")) if "calendar" not in file.parts]
    packs = [read_pack(file.read_text("utf-8"), file.relative_to(rules).as_posix()) for file in files]
    office = read_office((EXAMPLE / "office.yaml").read_text("utf-8"), "office.yaml")
    book = RuleBook.for_office(packs, office.region, date(2017, 1, 1), date(2017, 12, 31))
    data = yaml.safe_load((EXAMPLE / "figures.yaml").read_text("utf-8"))
    entries = tuple(entry(fields) for fields in data["figures"])
    year = WorkYear(office, book, calendar, 2017, plan(book, office, 2017), entries)
    return Account(year, PUBLICATION, check(year, PUBLICATION))


@pytest.fixture(scope="module")
def report(account: Account) -> Document:
    return annual_report(account)


def test_every_figure_is_told_in_the_body_in_both_languages(account: Account, report: Document) -> None:
    told = [
        leaf for item in numbered(report) if not item.annex for block in item.section.blocks for leaf in leaves(block)
    ]
    chinese, english = "\n".join(leaf.zh for leaf in told), "\n".join(leaf.en for leaf in told)
    table = account.year.figure_table
    entered = {expected.figure for expected in table.entries}
    assert len(entered) > 90
    for name in entered:
        figure, amount = account.year.rule_book.figures[name], table.total(name)
        assert amount is not None
        value = value_in_words(figure, amount)
        assert figure.title.zh + value.zh in chinese
        assert f"{figure.title.en}: {value.en}" in english


def test_the_contradictions_of_the_published_report_are_doubted_in_their_place(report: Document) -> None:
    doubts = [
        (item.section.title.zh, block.words.zh)
        for item in numbered(report)
        for block in item.section.blocks
        if isinstance(block, Notice) and block.tone is Tone.DOUBT
    ]
    expected = {
        ("减税降费", "31.81%"),
        ("教育", "各项之和为1748，与总数1886相差138"),
        ("教育", "60000余"),
        ("区长信箱、民心网和热线诉求", "各项之和为1735，与总数1958相差223"),
        ("区长信箱、民心网和热线诉求", "96.20%"),
        ("区长信箱、民心网和热线诉求", "89.53%"),
    }
    assert len(doubts) == len(expected)
    for area, words in expected:
        assert any(area == title and words in told for title, told in doubts), words


def test_the_fees_that_the_published_report_forgot_are_loud(report: Document) -> None:
    fees = next(item.section for item in numbered(report) if item.section.title.zh == "收费及减免情况")
    assert isinstance(fees.blocks[0], Notice)
    assert fees.blocks[0].tone is Tone.LOUD
