"""A small district with two bureaus and a street, a small pack, and a year that a coordinator has run."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from compliance.law.calendars import WorkingCalendar
from compliance.law.periods import parse_period
from compliance.law.reading.calendar_files import read_calendar
from compliance.law.reading.packs import read_pack
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.oversight.check import check
from compliance.oversight.problems import Measure, Problem
from compliance.reporting.account import Account
from compliance.reporting.document import Block, BulletList, Document, Notice, Paragraph, Table, numbered
from compliance.work.amounts import parse_amount
from compliance.work.figures import FigureEntry
from compliance.work.office_file import read_office
from compliance.work.organisation import Office
from compliance.work.plan import plan
from compliance.work.requests import Request
from compliance.work.tasks import Act, Evidence, Task, TaskAct, TaskState
from compliance.work.work_year import CourtOrder, WorkYear

ROOT = Path(__file__).resolve().parents[2]
PUBLICATION = date(2018, 3, 9)

OFFICE = """\
office:
  id: dongcheng
  name: {zh: 东城区人民政府, en: Government of Dongcheng District}
  short-name: {zh: 东城区, en: Dongcheng District}
  level: district
  region: cn/dongcheng
  time-zone: Asia/Shanghai
  calendar: cn
  website: www.example.gov.cn
  coordinator: government-office
posts:
  - {role: clerk, title: {zh: 信息员, en: clerk}}
departments:
  - id: government-office
    name: {zh: 东城区人民政府办公室, en: District Government Office}
    short-name: {zh: 区政府办, en: Government Office}
    kind: department
    tags: [coordinator]
    posts:
      - {role: coordinator, title: {zh: 科长, en: head of section}}
      - {role: clerk, title: {zh: 信息员, en: clerk}}
  - id: education
    name: {zh: 东城区教育局, en: Education Bureau}
    short-name: {zh: 教育局, en: Education}
    kind: department
  - id: heping-street
    name: {zh: 和平街道办事处, en: Heping Street Office}
    short-name: {zh: 和平街道, en: Heping Street}
    kind: street
    illustrative: true
"""

REGULATION = """\
pack: cn/regulation-2007
title: {zh: 政府信息公开条例, en: Regulation on Disclosure}
source: {number: 国务院令第492号, issuer: 国务院, published: 2007-04-05}
layer: nation
in-force: {from: 2008-05-01, until: 2019-05-14}
areas:
  - {id: proactive, title: {zh: 主动公开, en: Proactive disclosure}, part: proactive, order: 1}
  - {id: housing, title: {zh: 住房保障, en: Housing}, part: key-areas, order: 1}
  - {id: education, title: {zh: 教育, en: Education}, part: key-areas, order: 2}
  - {id: on-request, title: {zh: 依申请公开, en: On request}, part: on-request, order: 1}
  - {id: fees, title: {zh: 收费及减免, en: Fees}, part: fees, order: 1}
  - {id: remedies, title: {zh: 复议诉讼, en: Remedies}, part: remedies, order: 1}
grounds:
  - {id: privacy, title: {zh: 个人隐私, en: Privacy}, basis: art. 14}
obligations:
  - id: catalogue
    title: {zh: 更新公开目录, en: Keep the catalogue current}
    area: proactive
    basis: art. 19
    who: {any: department}
    deadline: each quarter within 10 working days of its end
    evidence: [link]
    cases: [{period: 2017-Q1, due: 2017-04-17}]
  - id: schools
    title: {zh: 公开义务教育划片结果, en: Publish school districts}
    area: education
    basis: art. 10
    who: [教育局]
    deadline: by 31 August
    evidence: [link]
    verified: false
    cases: [{year: 2017, due: 2017-08-31}]
  - id: emergency
    title: {zh: 公布突发事件处置情况, en: Publish how an emergency is handled}
    area: proactive
    basis: art. 10
    who: {any: department}
    starts: emergency-occurred
    deadline: 24 hours after emergency-occurred
    cases: [{emergency-occurred: 2017-05-28, due: 2017-05-28}]
  - id: answer-request
    title: {zh: 答复申请, en: Answer a request}
    area: on-request
    basis: art. 24
    who: {any: department}
    life-cycle: request
    starts: request-received
    deadline: 15 working days after request-received
    cases: [{request-received: 2017-01-20, due: 2017-02-15}]
figures:
  - {id: proactive.total, title: {zh: 主动公开总数, en: Items disclosed}, unit: {zh: 条, en: items}, area: proactive, entered-by: {tag: coordinator}, period: year}
  - {id: proactive.website, title: {zh: 网站公开, en: On the website}, unit: {zh: 条, en: items}, area: proactive, entered-by: {tag: coordinator}, period: year}
  - {id: proactive.weibo, title: {zh: 微博公开, en: On Weibo}, unit: {zh: 条, en: items}, area: proactive, entered-by: {tag: coordinator}, period: year}
  - {id: housing.allotted, title: {zh: 已分配房源, en: Flats allotted}, unit: {zh: 套, en: flats}, area: housing, entered-by: {tag: coordinator}, period: year}
  - {id: education.coverage, title: {zh: 覆盖率, en: Coverage}, unit: percent, area: education, entered-by: [教育局], period: year, over-time: last}
  - {id: education.visits, title: {zh: 出动人员, en: Visits}, unit: {zh: 人次, en: visits}, area: education, entered-by: [教育局], period: year}
  - {id: education.fines, title: {zh: 处罚金额, en: Fines}, unit: {zh: 万元, en: "10,000 yuan"}, area: education, entered-by: [教育局], period: year}
  - {id: education.complaints, title: {zh: 投诉, en: Complaints}, unit: {zh: 件, en: cases}, area: education, entered-by: [教育局], period: year, required: false}
  - {id: requests.received, title: {zh: 收到申请, en: Requests received}, unit: {zh: 件, en: requests}, area: on-request, entered-by: {tag: coordinator}, period: year}
  - {id: fees.charged, title: {zh: 收取费用, en: Fees charged}, unit: {zh: 元, en: yuan}, area: fees, entered-by: {tag: coordinator}, period: year}
  - {id: remedies.lawsuits, title: {zh: 行政诉讼, en: Lawsuits}, unit: {zh: 件, en: cases}, area: remedies, entered-by: {tag: coordinator}, period: year}
identities:
  - id: by-channel
    title: {zh: 总数等于各渠道之和, en: The total is the sum of the channels}
    holds: proactive.total = proactive.website + proactive.weibo
    severity: breach
    basis: art. 32(1)
"""

FIGURES = {
    "proactive.total": "9392",
    "proactive.website": "6842",
    "proactive.weibo": "2550",
    "housing.allotted": "2038",
    "education.coverage": "96.50%",
    "education.visits": "400+",
    "education.fines": "25",
    "requests.received": "0",
    "remedies.lawsuits": "/",
}
"""What the departments entered; the fees of art. 32(3) are not among it."""

AccountMaker = Callable[..., Account]


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    files = sorted((ROOT / "rules" / "cn" / "calendar").glob("*.yaml"))
    return read_calendar({file.name: file.read_text("utf-8") for file in files})


@pytest.fixture(scope="session")
def office() -> Office:
    return read_office(OFFICE, "office.yaml")


@pytest.fixture(scope="session")
def rule_book(office: Office) -> RuleBook:
    pack = read_pack(REGULATION, "cn/regulation-2007.yaml")
    return RuleBook.for_office([pack], office.region, date(2017, 1, 1), date(2017, 12, 31))


def published(task: Task, day: date, *, link: str = "https://example.gov.cn/1") -> Task:
    """The task as its department published it on that day."""
    clerk = f"{task.department}.clerk"
    return task.after(Act(TaskAct.PUBLISH, clerk, day, TaskState.PUBLISHED, evidence=Evidence(link=link)))


def returned(task: Task, day: date) -> Task:
    """The task as the coordinator sent it back on that day."""
    return task.after(Act(TaskAct.RETURN, "government-office.coordinator", day, TaskState.PENDING, reason="thin"))


def exempted(task: Task, day: date) -> Task:
    """The task as it was exempted on that day."""
    coordinator = "government-office.coordinator"
    return task.after(Act(TaskAct.EXEMPT, coordinator, day, TaskState.EXEMPTED, ground="privacy"))


@pytest.fixture
def account(calendar: WorkingCalendar, office: Office, rule_book: RuleBook) -> AccountMaker:
    """Makes the account of 2017; every task is published on its due date unless `done` says otherwise."""

    def make(
        figures: dict[str, str] | None = None,
        done: Callable[[Task, date], Task] = published,
        problems: tuple[Problem, ...] = (),
        measures: tuple[Measure, ...] = (),
        as_of: date = PUBLICATION,
        figures_as_of: dict[str, date] | None = None,
        illustrative: Text | None = None,
        requests: tuple[Request, ...] = (),
        court_orders: tuple[CourtOrder, ...] = (),
    ) -> Account:
        planned = plan(rule_book, office, 2017)
        empty = WorkYear(office, rule_book, calendar, 2017, planned)
        entries = tuple(
            FigureEntry(
                name,
                office.selected(rule_book.figures[name].entered_by)[0].id,
                parse_period("2017"),
                parse_amount(value),
                date(2018, 1, 10),
                "government-office.clerk",
                as_of=(figures_as_of or {}).get(name),
            )
            for name, value in (FIGURES if figures is None else figures).items()
        )
        tasks = tuple(done(task, empty.due(task).day) for task in planned)
        year = replace(empty, tasks=tasks, figures=entries, requests=requests, court_orders=court_orders)
        findings = check(year, as_of, problems, measures)
        return Account(year, as_of, findings, problems, measures, illustrative)

    return make


def leaves(block: Block) -> Iterator[Text]:
    match block:
        case Paragraph(words) | Notice(_, words):
            yield words
        case BulletList(items):
            yield from items
        case Table(caption, columns, rows):
            yield caption
            yield from (column.title for column in columns)
            yield from (cell for row in rows for cell in row)


def all_leaves(document: Document) -> Iterator[Text]:
    yield from (document.title, document.subtitle, document.signature.name, document.signature.day_in_words)
    for label, value in document.meta:
        yield from (label, value)
    for block in document.opening:
        yield from leaves(block)
    for item in numbered(document):
        yield from (item.number, item.section.title)
        for block in item.section.blocks:
            yield from leaves(block)
