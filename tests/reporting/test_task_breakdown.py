"""The task breakdown table as an office circulates it: every duty once, under its area, with departments by name."""

import re
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from compliance.law.reading.packs import read_pack
from compliance.law.rule_book import RuleBook
from compliance.law.text import Language, Text
from compliance.office.rule_files import read_rules, rule_texts
from compliance.reporting.document import Notice, Table, Tone
from compliance.reporting.task_breakdown import NOBODY, task_breakdown
from compliance.work.office_file import read_office
from compliance.work.organisation import Office

from .conftest import OFFICE

ROOT = Path(__file__).resolve().parents[2]

LAW = """\
pack: cn/law
title: {zh: 公开办法, en: Measures}
source: {number: 国办发〔2016〕1号, issuer: 国务院, published: 2016-01-01}
layer: nation
in-force: {from: 2016-01-01}
areas:
  - {id: education, title: {zh: 教育, en: Education}, part: key-areas, order: 2}
  - {id: proactive, title: {zh: 主动公开, en: Proactive}, part: proactive, order: 1}
events:
  - {id: document-issued, title: {zh: 文件印发, en: the document is issued}}
obligations:
  - id: schools
    title: {zh: 公开招生结果, en: Publish admissions}
    area: education
    basis: art. 10
    who: [教育局]
    supporting: [区政府办]
    deadline: by 31 August
    deadline-set-by: office
    evidence: [link, file]
    cases: [{year: 2017, due: 2017-08-31}]
  - id: documents
    title: {zh: 公开规范性文件, en: Publish documents}
    area: proactive
    basis: art. 9
    who: {any: department}
    starts: document-issued
    deadline: 20 working days after document-issued
    evidence: [link]
    before-publishing: [confidentiality-review]
    cases: [{document-issued: 2017-01-20, due: 2017-02-22}]
  - id: land
    title: {zh: 公开征地信息, en: Publish expropriations}
    area: proactive
    basis: art. 11
    who: {tag: land}
    deadline: monthly by day 5
    verified: false
    cases: [{period: 2017-01, due: 2017-02-05}]
"""

LOCAL = """\
pack: cn/dongcheng/plan-2017
title: {zh: 东城区分工（示例）, en: The district's plan (example)}
source: {number: 示例, issuer: 东城区, published: 2017-05-01}
layer: district
in-force: {from: 2017-05-01, until: 2017-12-31}
illustrative: true
obligations:
  - {id: schools, refines: 'cn/law#schools', deadline: by 31 July, cases: [{year: 2017, due: 2017-07-31}]}
"""


def book(*packs: str, year: int = 2017) -> RuleBook:
    read = [read_pack(text, f"{text.split()[1]}.yaml") for text in packs]
    return RuleBook.for_office(read, "cn/dongcheng", date(year, 1, 1), date(year, 12, 31))


@pytest.fixture(scope="module")
def district() -> Office:
    return read_office(OFFICE, "office.yaml")


def tasks(rules: RuleBook, office: Office | None = None) -> Table:
    """The table of the first section."""
    document = task_breakdown(rules, 2017, date(2017, 5, 26), office)
    table = document.sections[0].blocks[0]
    assert isinstance(table, Table)
    return table


def rows(table: Table, language: Language = Language.CHINESE) -> list[list[str]]:
    return [[cell.in_language(language) for cell in row] for row in table.rows]


def test_the_columns_are_those_that_offices_use(district: Office) -> None:
    titles = [column.title.zh for column in tasks(book(LAW), district).columns]
    assert titles == ["序号", "工作任务", "责任单位", "配合单位", "完成时限", "依据", "佐证材料", "备注"]


def test_tasks_are_numbered_through_under_their_areas_in_the_order_of_the_report(district: Office) -> None:
    table = tasks(book(LAW), district)
    assert [(band.title.zh, band.rows) for band in table.bands] == [("主动公开", 2), ("教育", 1)]
    assert [row[:2] for row in rows(table)] == [["1", "公开规范性文件"], ["2", "公开征地信息"], ["3", "公开招生结果"]]


def test_a_row_says_who_by_when_why_and_what_shows_it(district: Office) -> None:
    documents, _, schools = rows(tasks(book(LAW), district))
    assert documents[2:] == [
        "区政府办、教育局、和平街道",
        "",
        "事项发生之日起20个工作日内",
        "《公开办法》第九条",
        "链接",
        "起算事项：文件印发；公开前须经保密审查",
    ]
    assert schools[2:] == [
        "教育局",
        "区政府办",
        "8月31日前",
        "《公开办法》第十条",
        "链接、文件",
        "时限为本机关自定",
    ]
    english = rows(tasks(book(LAW), district), Language.ENGLISH)
    assert english[0][4] == "within 20 working days of the event"
    assert english[0][7].startswith("counted from when the document is issued; ")
    assert english[2][2:4] == ["Education", "Government Office"]


def test_an_event_that_no_pack_declares_stands_under_its_identifier(district: Office) -> None:
    undeclared = re.sub(r"^events:\n.*\n", "", LAW, flags=re.MULTILINE)
    assert rows(tasks(book(undeclared), district))[0][7].startswith("起算事项：document-issued；")
    english = rows(tasks(book(undeclared), district), Language.ENGLISH)
    assert english[0][7].startswith("counted from: document-issued; ")


def test_the_shipped_table_has_no_english_word_in_its_chinese_remarks() -> None:
    packs = read_rules(rule_texts([ROOT / "rules"])).packs
    for region in ("cn/liaoning/anshan/tiedong", "uk/england"):
        for year in (2017, 2018, 2019, 2024):
            rules = RuleBook.for_office(packs, region, date(year, 1, 1), date(year, 12, 31))
            assert not [row for row in rows(tasks(rules)) if re.search("[a-z]", row[4] + row[7])]


def test_what_a_district_refined_stands_once_as_it_is_at_the_end_of_the_year(district: Office) -> None:
    (schools,) = (row for row in rows(tasks(book(LAW, LOCAL), district)) if row[1] == "公开招生结果")
    assert schools[4] == "7月31日前"
    assert "示例" in schools[7]


def test_a_task_of_nobody_and_an_unread_basis_are_said_before_the_table_goes_out(district: Office) -> None:
    document = task_breakdown(book(LAW), 2017, date(2017, 5, 26), district)
    notices = {block.tone: block.words.zh for block in document.sections[0].blocks if isinstance(block, Notice)}
    assert notices == {
        Tone.LOUD: "下列任务没有责任单位：公开征地信息。",
        Tone.DOUBT: "备注为“依据未核实”的1项，规则所载依据尚未与原文核对，印发前应当核对。",
    }
    assert rows(tasks(book(LAW), district))[1][2] == NOBODY.zh


def test_nearly_all_departments_are_said_by_those_that_are_left_out() -> None:
    office = read_office((ROOT / "examples" / "tiedong-2017" / "office.yaml").read_text("utf-8"), "office.yaml")
    taxed = LAW.replace("who: {tag: land}", "who: {any: department, except: [国税局, 地税局]}")
    assert rows(tasks(book(taxed), office))[1][2] == "除国税局、地税局外的各部门、街道（38个）"
    assert rows(tasks(book(taxed), office), Language.ENGLISH)[1][2] == (
        "all departments and streets but National Tax, Local Tax (38)"
    )


def test_a_department_that_the_office_lacks_is_marked(district: Office) -> None:
    elsewhere = dedent(LAW).replace("who: [教育局]", "who: [地税局]")
    assert rows(tasks(book(elsewhere), district))[2][2] == "地税局" + NOBODY.zh


def test_without_an_office_departments_stand_as_the_rules_say_them() -> None:
    assert [row[2] for row in rows(tasks(book(LAW)))] == ["各责任单位", "带“land”标记的单位", "教育局"]


def test_the_sources_are_listed_with_the_number_of_their_tasks(district: Office) -> None:
    document = task_breakdown(book(LAW, LOCAL), 2017, date(2017, 5, 26), district)
    sources = document.sections[1].blocks[0]
    assert isinstance(sources, Table)
    assert rows(sources) == [
        ["《公开办法》（国办发〔2016〕1号）", "国务院", "2016-01-01", "2016-01-01起", "2"],
        ["《东城区分工（示例）》", "东城区", "2017-05-01", "2017-05-01至2017-12-31", "1"],
    ]


def test_title_and_counts(district: Office) -> None:
    document = task_breakdown(book(LAW), 2017, date(2017, 5, 26), district)
    assert document.title == Text(
        "东城区2017年政务公开工作任务分解表", "Dongcheng District: task breakdown for disclosure work in 2017"
    )
    assert document.subtitle == Text("共3项任务、2个领域", "3 tasks in 2 areas")


def test_a_year_without_rules_says_so(district: Office) -> None:
    document = task_breakdown(book(LAW, year=2015), 2015, date(2015, 1, 1), district)
    assert document.subtitle.zh == "共0项任务、0个领域"
    assert "没有适用的规则" in str(document.sections[0].blocks)


def test_every_duty_of_the_demo_district_stands_once() -> None:
    rules = ROOT / "rules"
    files = [file for file in sorted(rules.rglob("*.yaml")) if "calendar" not in file.parts]
    packs = [read_pack(file.read_text("utf-8"), file.relative_to(rules).as_posix()) for file in files]
    office = read_office((ROOT / "examples" / "tiedong-2017" / "office.yaml").read_text("utf-8"), "office.yaml")
    year = RuleBook.for_office(packs, office.region, date(2017, 1, 1), date(2017, 12, 31))
    table = tasks(year, office)
    assert len(table.rows) == len({duty.root for duty in year.obligations})
    assert NOBODY.zh not in str(table)
