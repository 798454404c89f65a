"""Every document is complete in both languages; the English one has Chinese only in the numbers of documents."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from compliance.law.calendars import WorkingCalendar
from compliance.law.reading.packs import read_pack
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.oversight.check import check
from compliance.oversight.problems import Measure, Problem, problems_from
from compliance.reporting.account import Account
from compliance.reporting.annual_report_2007 import annual_report
from compliance.reporting.bulletin import bulletin
from compliance.reporting.document import Document
from compliance.reporting.overview import overview
from compliance.reporting.rectification_summary import rectification_summary
from compliance.work.office_file import read_office
from compliance.work.plan import plan
from compliance.work.work_year import CourtOrder, WorkYear

from .conftest import FIGURES, AccountMaker, all_leaves, published

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL_NUMBER = re.compile(r"[\u4e00-\u9fff]+(〔\d{4}〕\d+号|第[\d〇一二三四五六七八九十百]+号)")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
DOCUMENTS = [annual_report, rectification_summary, bulletin]


def assert_english(words: Text) -> None:
    assert not CHINESE.search(OFFICIAL_NUMBER.sub("", words.en)), words.en
    assert bool(words.zh) == bool(words.en), words


@pytest.fixture(scope="module")
def tiedong(calendar: WorkingCalendar) -> Account:
    """The demo office with all shipped rules, where every second task was done late and nothing else was done."""
    rules = ROOT / "rules"
    files = [file for file in sorted(rules.rglob("*.yaml")) if "calendar" not in file.parts]
    packs = [read_pack(file.read_text("utf-8"), file.relative_to(rules).as_posix()) for file in files]
    office = read_office((ROOT / "examples" / "tiedong-2017" / "office.yaml").read_text("utf-8"), "office.yaml")
    book = RuleBook.for_office(packs, office.region, date(2017, 1, 1), date(2017, 12, 31))
    planned = plan(book, office, 2017)
    year = WorkYear(office, book, calendar, 2017, planned)
    tasks = tuple(
        published(task, year.due(task).day + timedelta(9)) if number % 2 else task
        for number, task in enumerate(planned)
    )
    orders = (CourtOrder("C1", "housing", "名册", date(2017, 12, 1)),)
    year = WorkYear(office, book, calendar, 2017, tasks, court_orders=orders)
    day = date(2018, 3, 9)
    findings = check(year, day)
    names = {department.id: department.short_name for department in office.departments}
    problems = problems_from(findings, {}, day, calendar, names)
    return Account(year, day, findings, problems)


@pytest.mark.parametrize("made", DOCUMENTS)
def test_documents_of_a_small_district(account: AccountMaker, made: Callable[[Account], Document]) -> None:
    problem = Problem("P1", Text("渠道不宽", "Too few channels"), "proactive", "education", date(2017, 12, 1))
    measure = Measure("M1", "", Text("开通微信", "Open WeChat"), "education", date(2018, 6, 30))
    contradicting = {**FIGURES, "proactive.weibo": "2500", "requests.received": ""}
    for words in all_leaves(made(account(figures=contradicting, problems=(problem,), measures=(measure,)))):
        assert_english(words)


@pytest.mark.parametrize("made", DOCUMENTS)
def test_documents_of_the_demo_office(tiedong: Account, made: Callable[[Account], Document]) -> None:
    court = re.compile(r"judgment ordering `[^`]*`")
    for words in all_leaves(made(tiedong)):
        # what a court orders is entered in the office's own language
        assert_english(Text(words.zh, court.sub("judgment", words.en)))


def test_overview_of_the_demo_office(tiedong: Account) -> None:
    made = overview(tiedong)
    words = [
        made.office,
        *made.names.values(),
        *(row.area.title for row in made.rows),
        *(moment.words for moment in made.moments),
        *(problem.title for problem in made.open_problems),
        *(figure.title for figure in made.key_figures),
    ]
    for each in words:
        assert_english(each)
