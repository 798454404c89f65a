"""The overview as a page: every square told in words and signs, every report linked, both languages whole."""

import re
from datetime import date

import pytest

from compliance.documents.overview_page import CHART_HEIGHT, SIGNS, columns, dial, render_overview
from compliance.law.basis import Basis
from compliance.law.obligations import Area, Part, Severity
from compliance.law.text import Language, Text
from compliance.oversight.findings import Finding, FindingKind
from compliance.oversight.problems import Problem, ProblemState
from compliance.reporting.overview import Cell, FindingGroup, KeyFigure, Moment, Month, Overview, Row
from compliance.reporting.tallies import Standing, Tally
from compliance.work.organisation import Department

from .test_html import read

EDUCATION = Department(
    "education", Text("东城区教育局", "Education Bureau"), Text("教育局", "Education"), "department", frozenset(), ()
)
STREET = Department(
    "heping", Text("和平街道办事处", "Heping Street Office"), Text("和平街道", "Heping"), "street", frozenset(), ()
)
AREA = Area("education", Text("教育", "Schools"), Part.KEY_AREAS, 1)
LATE = Finding(
    FindingKind.PUBLISHED_LATE,
    "T1",
    Severity.BREACH,
    "education",
    "education",
    Text("划片结果：晚3个工作日", "School districts: 3 working days late"),
    Basis(Text("", ""), Text("", "")),
)
LINKS = {Text("年度报告", "Annual report"): "annual-report-2017.html"}


def overview_of(counts: Tally, findings: tuple[FindingGroup, ...] = ()) -> Overview:
    return Overview(
        office=Text("东城区人民政府", "Government of Dongcheng"),
        year=2017,
        as_of=date(2018, 3, 9),
        counts=counts,
        departments=(EDUCATION, STREET),
        rows=(Row(AREA, (Cell(AREA, EDUCATION, counts), Cell(AREA, STREET, Tally())), counts),),
        by_department={"education": counts, "heping": Tally()},
        months=tuple(Month(2017, month, in_time=month, late=month % 2) for month in range(1, 13)),
        findings=findings,
        problems=((ProblemState.OPEN, 1), (ProblemState.VERIFIED, 3)),
        open_problems=(Problem("P1", Text("渠道不宽", "Too few channels"), "", "education", date(2017, 12, 1)),),
        requests=0,
        key_figures=(
            KeyFigure(
                Text("主动公开", "Disclosure"),
                Text("主动公开总数", "Items disclosed"),
                Text("9392条", "9392 items"),
                True,
            ),
        ),
        moments=(Moment(date(2017, 5, 15), Text("事件", "Event"), Text("公开日", "Open day")),),
        illustrative=Text("按季度的拆分", "the split by quarter"),
        names={"education": EDUCATION.short_name, "heping": STREET.short_name},
    )


WORKED = Tally(in_time=7, late=2, overdue=1)
FOUND = (FindingGroup(FindingKind.PUBLISHED_LATE, Severity.BREACH, (LATE,) * 7),)


@pytest.mark.parametrize("language", list(Language))
def test_the_page_tells_everything_in_its_language(language: Language) -> None:
    shown = read(render_overview(overview_of(WORKED, FOUND), language, LINKS))
    for words in (
        Text("东城区人民政府", "Government of Dongcheng"),
        Text("按时办结7，逾期办结2，逾期未办结1", "1 overdue"),
        Text("教育局", "Education"),
        Text("划片结果：晚3个工作日", "School districts: 3 working days late"),
        Text("渠道不宽", "Too few channels"),
        Text("公开日", "Open day"),
        Text("9392条", "9392 items"),
        Text("数据存疑", "in doubt"),
        Text("年度报告", "Annual report"),
        Text("按季度的拆分", "the split by quarter"),
    ):
        assert words.in_language(language) in shown
    assert "70.0%" in shown


def test_the_english_page_has_no_chinese() -> None:
    page = render_overview(overview_of(WORKED, FOUND), Language.ENGLISH, LINKS)
    page = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", page)


def test_a_square_speaks_by_sign_and_words_not_by_colour_alone() -> None:
    page = render_overview(overview_of(WORKED), Language.CHINESE, {})
    assert 'title="教育局 · 教育：按时办结7，逾期办结2，逾期未办结1"' in page
    assert f'<span aria-hidden="true">{SIGNS[Standing.OVERDUE]}</span>' in page
    assert len(set(SIGNS.values())) == len(SIGNS) == len(Standing)


def test_every_finding_is_on_the_page() -> None:
    page = render_overview(overview_of(WORKED, FOUND), Language.CHINESE, {})
    assert page.count("划片结果：晚3个工作日") == 7
    assert "其余2项" in read(page)


def test_every_report_is_linked_and_nothing_else_is_fetched() -> None:
    page = render_overview(overview_of(WORKED), Language.CHINESE, LINKS)
    assert re.findall(r'(?:href|src)="([^"]*)"', page) == ["annual-report-2017.html"]
    assert not re.search(r"@import|https?://|url\((?!#)", page)


def test_marks_in_names_are_shown_not_obeyed() -> None:
    links = {Text("<b>报告", "<b>report"): 'x"><script>alert(1)</script>'}
    page = render_overview(overview_of(WORKED), Language.CHINESE, links)
    assert "<script>alert" not in page
    assert "&lt;b&gt;报告" in page


@pytest.mark.parametrize("language", list(Language))
def test_a_year_in_which_nothing_happened_yet_has_a_page(language: Language) -> None:
    shown = read(render_overview(overview_of(Tally()), language, {}))
    assert "—" in shown


def test_the_tallest_column_fills_the_chart() -> None:
    drawn = columns((Month(2017, 1, in_time=5, late=5), Month(2017, 2, in_time=4)))
    assert drawn[0].in_time + drawn[0].late == CHART_HEIGHT
    assert drawn[1].in_time == pytest.approx(CHART_HEIGHT * 0.4)
    assert columns((Month(2017, 1),))[0].in_time == 0


def test_the_dial_is_full_only_when_all_was_in_time() -> None:
    assert dial(Tally()) == 0
    assert dial(Tally(in_time=1, overdue=1)) == pytest.approx(dial(Tally(in_time=2)) / 2, abs=0.01)
