"""The rectification summary: every problem, what is done about it, and what nobody does anything about."""

from datetime import date

from compliance.law.text import Text
from compliance.oversight.problems import Measure, Problem, ProblemState
from compliance.reporting.document import Document, Notice, Paragraph, Section, Table, Tone
from compliance.reporting.rectification_summary import rectification_summary
from compliance.work.work_year import CourtOrder

from .conftest import AccountMaker

TOO_FEW = Problem("P1", Text("渠道不宽", "Too few channels"), "proactive", "education", date(2017, 12, 1))
SOLVED = Problem(
    "P2",
    Text("目录过期", "Catalogue out of date"),
    "proactive",
    "heping-street",
    date(2017, 11, 1),
    ProblemState.VERIFIED,
    verified_on=date(2018, 1, 5),
)
OPEN_WECHAT = Measure("M1", "P1", Text("开通微信", "Open WeChat"), "education", date(2018, 6, 30))
TRAINING = Measure("M9", "", Text("组织培训", "Hold training"), "government-office", date(2018, 6, 30))


def titled(document: Document, title: str) -> Section:
    return next(part for part in document.sections if title in part.title.zh)


def rows(part: Section) -> list[list[str]]:
    return [[cell.zh for cell in row] for block in part.blocks if isinstance(block, Table) for row in block.rows]


def test_a_problem_stands_with_owner_measure_date_and_state(account: AccountMaker) -> None:
    document = rectification_summary(account(problems=(TOO_FEW, SOLVED), measures=(OPEN_WECHAT,)))
    first, second = rows(titled(document, "问题、措施"))
    assert first == ["1", "渠道不宽", "主动公开", "教育局", "—", "开通微信", "2018-06-30", "待整改", "0"]
    assert second[7] == "已整改（2018-01-05）"


def test_a_measure_that_was_agreed_again_is_said_once_with_both_dates(account: AccountMaker) -> None:
    again = Measure("M2", "P1", OPEN_WECHAT.text, "education", date(2018, 9, 30))
    document = rectification_summary(account(problems=(TOO_FEW,), measures=(OPEN_WECHAT, again)))
    assert rows(titled(document, "问题、措施"))[0][5:7] == ["开通微信（共2次）", "2018-06-30, 2018-09-30"]


def test_the_share_put_right_is_told(account: AccountMaker) -> None:
    overview = titled(rectification_summary(account(problems=(TOO_FEW, SOLVED))), "总体情况")
    told = [block.words.zh for block in overview.blocks if isinstance(block, Paragraph)]
    assert told == ["问题台账登记问题2个：待整改1个、已整改1个。整改完成率50.0%。"]


def test_a_problem_without_a_measure_is_loud(account: AccountMaker) -> None:
    overview = titled(rectification_summary(account(problems=(TOO_FEW, SOLVED))), "总体情况")
    assert [block.words.zh for block in overview.blocks if isinstance(block, Notice)] == ["1个问题尚未确定整改措施。"]


def test_a_measure_past_its_date_is_loud(account: AccountMaker) -> None:
    late = Measure("M1", "P1", Text("开通微信", "Open WeChat"), "education", date(2018, 3, 8))
    overview = titled(rectification_summary(account(problems=(TOO_FEW,), measures=(late,))), "总体情况")
    assert [block.words.zh for block in overview.blocks if isinstance(block, Notice)] == ["1项措施超过期限仍未完成。"]


def test_a_measure_that_answers_no_problem_stands_by_itself(account: AccountMaker) -> None:
    document = rectification_summary(account(problems=(TOO_FEW,), measures=(OPEN_WECHAT, TRAINING)))
    stray = titled(document, "没有对应问题")
    assert rows(stray) == [["组织培训", "区政府办", "2018-06-30", "—"]]
    assert any(isinstance(block, Notice) and block.tone is Tone.LOUD for block in stray.blocks)


def test_open_court_orders_stand_with_the_date_of_the_court(account: AccountMaker) -> None:
    orders = (
        CourtOrder("C1", "education", "名册", date(2017, 12, 1)),
        CourtOrder("C2", "education", "账目", date(2017, 12, 1), due=date(2018, 3, 1)),
        CourtOrder("C3", "education", "批文", date(2017, 12, 1), due=date(2018, 4, 1)),
        CourtOrder("C4", "education", "规划", date(2017, 12, 1), fulfilled_on=date(2018, 2, 1)),
    )
    states = [row[-1] for row in rows(titled(rectification_summary(account(court_orders=orders)), "法院判决"))]
    assert states == ["未登记法院确定的期限", "已逾期", "履行中"]


def test_an_empty_ledger_says_so(account: AccountMaker) -> None:
    overview = titled(rectification_summary(account()), "总体情况")
    assert [block.words.zh for block in overview.blocks if isinstance(block, Paragraph)] == ["问题台账没有登记问题。"]
