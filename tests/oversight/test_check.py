"""The daily check: each kind of finding on the first day it should be there, and not the day before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.calendars import WorkingCalendar
from compliance.law.obligations import Severity
from compliance.law.periods import parse_period
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.oversight.check import Thresholds, check
from compliance.oversight.findings import Finding, FindingKind
from compliance.oversight.problems import Measure, Problem, ProblemState
from compliance.work.amounts import parse_amount
from compliance.work.figures import FigureEntry
from compliance.work.organisation import Office
from compliance.work.plan import plan
from compliance.work.requests import Answer, AnswerKind, Request
from compliance.work.tasks import Act, Evidence, Task, TaskAct, TaskState
from compliance.work.work_year import CourtOrder, WorkYear

YearMaker = Callable[..., WorkYear]
RuleWriter = Callable[..., RuleBook]


def publication(on: date, evidence: Evidence | None = None) -> Act:
    given = evidence or Evidence(link="http://x", published_on=on)
    return Act(TaskAct.PUBLISH, "finance.clerk", on, TaskState.PUBLISHED, given)


def review(on: date) -> Act:
    return Act(TaskAct.REVIEW, "finance.leader", on, TaskState.REVIEWED)


def kinds(findings: tuple[Finding, ...]) -> list[FindingKind]:
    return [finding.kind for finding in findings]


def appears(year: WorkYear, kind: FindingKind, on: date) -> Finding:
    """The finding of that kind, which must be there on that day and not the day before."""
    assert kind not in kinds(check(year, on - timedelta(1)))
    (found,) = [finding for finding in check(year, on) if finding.kind is kind]
    return found


# --- tasks: made on 20 January, due on Wednesday 22 February 2017 ---


def test_a_task_is_due_soon_from_five_working_days_before(work_year: YearMaker, disclosure: Task) -> None:
    # 16, 17, 20, 21, 22 February: five working days are left at the end of the 15th
    found = appears(work_year(tasks=(disclosure,)), FindingKind.DUE_SOON, date(2017, 2, 15))
    assert (found.severity, found.department, found.area) == (Severity.NOTICE, "finance", "proactive")
    assert found.words == Text(
        "主动公开政府信息：收费目录：应于2017-02-22前完成，还有5个工作日",
        "Disclose information proactively: 收费目录: due on 2017-02-22, 5 working days left",
    )


def test_on_the_last_day_it_is_due_soon_and_the_next_day_overdue(work_year: YearMaker, disclosure: Task) -> None:
    year = work_year(tasks=(disclosure,))
    assert kinds(check(year, date(2017, 2, 22))) == [FindingKind.DUE_SOON]
    found = appears(year, FindingKind.OVERDUE, date(2017, 2, 23))
    assert kinds(check(year, date(2017, 2, 23))) == [FindingKind.OVERDUE]
    assert (found.severity, found.task, found.verified) == (Severity.BREACH, disclosure.id, True)
    assert found.basis.in_words() == Text("《政府信息公开条例》第十八条", "Regulation on Disclosure, art. 18")
    assert found.words == Text(
        "主动公开政府信息：收费目录：应于2017-02-22前完成，已逾期1个工作日",
        "Disclose information proactively: 收费目录: was due on 2017-02-22, 1 working day overdue",
    )


def test_on_a_day_off_after_the_due_date_no_working_days_are_counted(
    work_year: YearMaker, rule_book: RuleBook, office: Office
) -> None:
    # the annual report is due on Saturday 31 March 2018; Sunday 1 April is the first day too late
    report = next(task for task in plan(rule_book, office, 2017) if task.obligation.area == "report")
    found = appears(work_year(tasks=(report,)), FindingKind.OVERDUE, date(2018, 4, 1))
    assert found.words == Text(
        "公布年度报告：应于2018-03-31前完成，已逾期", "Publish the annual report: was due on 2018-03-31, overdue"
    )


def test_a_due_date_on_a_day_off_warns_by_its_last_working_day(
    work_year: YearMaker, rule_book: RuleBook, office: Office
) -> None:
    # Saturday 31 March 2018, last working day Friday the 30th: 26–30 March are five days, left on Friday the 23rd
    report = next(task for task in plan(rule_book, office, 2017) if task.obligation.area == "report")
    year = work_year(tasks=(report,))
    assert appears(year, FindingKind.DUE_SOON, date(2018, 3, 23)).words.en.endswith("5 working days left")
    assert check(year, date(2018, 3, 31))[0].words.en.endswith("0 working days left")


def test_a_task_published_on_its_last_day_is_in_time(work_year: YearMaker, disclosure: Task) -> None:
    task = replace(disclosure, acts=(publication(date(2017, 2, 22)), review(date(2017, 2, 22))))
    assert check(work_year(tasks=(task,)), date(2017, 2, 22)) == ()
    assert check(work_year(tasks=(task,)), date(2018, 12, 31)) == ()


def test_a_late_publication_takes_the_place_of_the_delay_and_stays(work_year: YearMaker, disclosure: Task) -> None:
    task = replace(disclosure, acts=(publication(date(2017, 2, 24)), review(date(2017, 2, 24))))
    year = work_year(tasks=(task,))
    assert kinds(check(year, date(2017, 2, 23))) == [FindingKind.OVERDUE]
    found = appears(year, FindingKind.PUBLISHED_LATE, date(2017, 2, 24))
    assert kinds(check(year, date(2017, 2, 24))) == [FindingKind.PUBLISHED_LATE]
    assert check(year, date(2018, 12, 31)) == (found,)
    assert found.words == Text(
        "主动公开政府信息：收费目录：应于2017-02-22前完成，实际于2017-02-24公开，晚2个工作日",
        "Disclose information proactively: 收费目录: was due on 2017-02-22, published on 2017-02-24, "
        "2 working days late",
    )


def test_what_was_published_in_time_and_only_entered_late_is_in_time(work_year: YearMaker, disclosure: Task) -> None:
    shown = Evidence(link="http://x", published_on=date(2017, 2, 21))
    task = replace(disclosure, acts=(publication(date(2017, 2, 27), shown), review(date(2017, 2, 27))))
    assert kinds(check(work_year(tasks=(task,)), date(2017, 2, 26))) == [FindingKind.OVERDUE]
    assert check(work_year(tasks=(task,)), date(2017, 2, 27)) == ()


def test_a_publication_that_lacks_evidence_is_found_until_the_evidence_is_there(
    work_year: YearMaker, disclosure: Task
) -> None:
    added = Act(
        TaskAct.ADD_EVIDENCE,
        "finance.clerk",
        date(2017, 2, 22),
        TaskState.PUBLISHED,
        Evidence(published_on=date(2017, 2, 20)),
    )
    task = replace(disclosure, acts=(publication(date(2017, 2, 20), Evidence(link="http://x")), added))
    year = work_year(tasks=(task,))
    found = appears(year, FindingKind.MISSING_EVIDENCE, date(2017, 2, 20))
    assert found.words.zh.endswith("：已公开，佐证缺：公开日期")
    assert found.words.en.endswith(": published, but evidence is missing: date of publication")
    assert found.severity is Severity.WARNING
    assert kinds(check(year, date(2017, 2, 21))) == [FindingKind.MISSING_EVIDENCE]
    assert check(year, date(2017, 2, 22)) == ()


def test_a_publication_is_unreviewed_after_more_than_ten_working_days(work_year: YearMaker, disclosure: Task) -> None:
    # published on Monday 20 February: 21–24 = 1–4, 27–3 March = 5–9, 6 March = 10, 7 March = 11
    year = work_year(tasks=(replace(disclosure, acts=(publication(date(2017, 2, 20)),)),))
    found = appears(year, FindingKind.UNREVIEWED, date(2017, 3, 7))
    assert found.words.zh.endswith("：公开后11个工作日未复核")
    assert found.words.en.endswith(": not reviewed for 11 working days")


def test_an_exempted_task_is_silent_for_ever(work_year: YearMaker, disclosure: Task) -> None:
    exemption = Act(TaskAct.EXEMPT, "finance.clerk", date(2017, 3, 1), TaskState.EXEMPTED, ground="privacy")
    year = work_year(tasks=(replace(disclosure, acts=(exemption,)),))
    assert kinds(check(year, date(2017, 2, 28))) == [FindingKind.OVERDUE]
    assert check(year, date(2017, 3, 1)) == check(year, date(2018, 12, 31)) == ()


def test_the_office_sets_from_when_a_check_speaks(work_year: YearMaker, disclosure: Task) -> None:
    year = work_year(tasks=(disclosure,))
    assert kinds(check(year, date(2017, 2, 15), thresholds=Thresholds(due_soon=4))) == []
    assert kinds(check(year, date(2017, 2, 16), thresholds=Thresholds(due_soon=4))) == [FindingKind.DUE_SOON]


# --- requests: received on 20 January, due on Wednesday 15 February 2017 ---

REQUEST = Request("R1", "finance", date(2017, 1, 20), "desk", "收费依据")


def test_a_request_is_due_soon_then_overdue(work_year: YearMaker) -> None:
    year = work_year(requests=(REQUEST,))
    # 9, 10, 13, 14, 15 February: five working days are left at the end of the 8th
    soon = appears(year, FindingKind.REQUEST_DUE_SOON, date(2017, 2, 8))
    assert soon.words == Text(
        "申请R1：应于2017-02-15前答复，还有5个工作日", "request R1: due on 2017-02-15, 5 working days left"
    )
    late = appears(year, FindingKind.REQUEST_OVERDUE, date(2017, 2, 16))
    assert late.words == Text(
        "申请R1：应于2017-02-15前答复，已逾期1个工作日", "request R1: due on 2017-02-15, 1 working day overdue"
    )
    assert (late.severity, late.department, late.area) == (Severity.BREACH, "finance", "on-request")
    assert kinds(check(year, date(2017, 2, 16))) == [FindingKind.REQUEST_OVERDUE]


def test_a_request_answered_on_its_last_day_is_in_time_and_the_next_day_late(work_year: YearMaker) -> None:
    def answered(day: date) -> WorkYear:
        return work_year(requests=(replace(REQUEST, answer=Answer(AnswerKind.GRANTED, day, "finance.clerk")),))

    assert check(answered(date(2017, 2, 15)), date(2017, 12, 31)) == ()
    late = appears(answered(date(2017, 2, 16)), FindingKind.REQUEST_ANSWERED_LATE, date(2017, 2, 16))
    assert late.words == Text(
        "申请R1：应于2017-02-15前答复，实际于2017-02-16答复", "request R1: due on 2017-02-15, answered on 2017-02-16"
    )
    assert check(answered(date(2017, 2, 16)), date(2018, 12, 31)) == (late,)


# --- court orders ---


def test_a_court_order_is_told_from_the_day_of_the_judgment_and_a_breach_after_the_courts_day(
    work_year: YearMaker,
) -> None:
    order = CourtOrder("C1", "finance", "图纸", date(2017, 5, 2), date(2017, 5, 31), date(2017, 6, 5))
    year = work_year(court_orders=(order,))
    first = appears(year, FindingKind.COURT_ORDER_OPEN, date(2017, 5, 2))
    assert first.severity is Severity.NOTICE
    assert first.words == Text(
        "判决公开“图纸”：应于2017-05-31前履行", "judgment ordering `图纸`: to be carried out by 2017-05-31"
    )
    assert [item.severity for item in check(year, date(2017, 5, 31))] == [Severity.NOTICE]
    (late,) = check(year, date(2017, 6, 1))
    assert late.severity is Severity.BREACH
    assert late.words.en == "judgment ordering `图纸`: was to be carried out by 2017-05-31, overdue"
    assert late.id == first.id
    assert check(year, date(2017, 6, 5)) == ()


def test_a_court_order_without_the_courts_day_is_a_breach_at_once(work_year: YearMaker) -> None:
    (found,) = check(work_year(court_orders=(CourtOrder("C1", "finance", "图纸", None),)), date(2017, 5, 2))
    assert found.severity is Severity.BREACH
    assert found.words == Text(
        "判决公开“图纸”：尚未履行，且未登记法院确定的期限",
        "judgment ordering `图纸`: not carried out, and the day set by the court is not recorded",
    )


# --- figures ---

FIGURES = """\
pack: cn/points
title: {zh: 要点, en: Key points}
source: {number: 一号, issuer: 区政府, published: 2017-01-01}
layer: district
in-force: {from: 2017-01-01, until: 2017-12-31}
areas: [{id: key, title: {zh: 重点, en: Key}, part: key-areas, order: 1}]
figures:
  - {id: flats, title: {zh: 保障房, en: Flats}, unit: {zh: 套, en: flats}, area: key, entered-by: [财政局], period: quarter}
  - {id: left, title: {zh: 剩余房源, en: Flats left}, unit: {zh: 套, en: flats}, area: key, entered-by: [财政局],
     period: year, over-time: last}
  - {id: notes, title: {zh: 备注数, en: Notes}, unit: {zh: 条, en: notes}, area: key, entered-by: [财政局],
     period: year, required: false}
identities:
  - {id: left-of-flats, title: {zh: 剩余不超过总数, en: Left is part of all}, holds: left <= flats, severity: breach}
"""


def entry(figure: str, period: str, amount: str, on: date, as_of: date | None = None) -> FigureEntry:
    return FigureEntry(figure, "finance", parse_period(period), parse_amount(amount), on, "finance.clerk", as_of)


ALL_FOUR = [entry("flats", f"2017-Q{quarter}", "10", parse_period(f"2017-Q{quarter}").last) for quarter in (1, 2, 3, 4)]
LEFT = entry("left", "2017", "4", date(2017, 12, 29))


@pytest.fixture
def counted(work_year: YearMaker, write_rules: RuleWriter) -> Callable[..., WorkYear]:
    """The office's 2017 with these entries and no task."""
    return lambda *entries: work_year(rule_book=write_rules(FIGURES), figures=entries)


Counted = Callable[..., WorkYear]


def test_figures_that_are_all_there_and_agree_are_silent(counted: Counted) -> None:
    year = counted(*ALL_FOUR, LEFT)
    for day in (date(2017, 1, 1), date(2017, 3, 31), date(2017, 4, 1), date(2017, 12, 31), date(2018, 1, 1)):
        assert check(year, day) == ()


def test_a_figure_is_missing_from_the_day_after_its_period_and_not_while_it_runs(counted: Counted) -> None:
    year = counted(LEFT)
    assert check(year, date(2017, 3, 31)) == ()
    found = appears(year, FindingKind.MISSING_FIGURE, date(2017, 4, 1))
    assert (found.subject, found.severity, found.area) == ("flats|finance|2017-Q1", Severity.WARNING, "key")
    assert found.words == Text("未填报2017年第一季度“保障房”", "`Flats` not entered for quarter 1 of 2017")
    assert len(check(year, date(2018, 1, 1))) == 4  # the four quarters; what is not required is not missed


def test_a_blank_is_missing_and_a_nought_is_not(counted: Counted) -> None:
    day = date(2017, 4, 1)
    assert kinds(check(counted(entry("flats", "2017-Q1", "", day)), day)) == [FindingKind.MISSING_FIGURE]
    assert kinds(check(counted(entry("flats", "2017-Q1", "0", day)), day)) == []


def test_a_figure_entered_later_is_missing_until_then(counted: Counted) -> None:
    year = counted(entry("flats", "2017-Q1", "10", date(2017, 4, 5)))
    assert kinds(check(year, date(2017, 4, 4))) == [FindingKind.MISSING_FIGURE]
    assert check(year, date(2017, 4, 5)) == ()


def test_a_figure_as_of_september_is_out_of_period_once_the_year_is_over(counted: Counted) -> None:
    # as in the report on 2017: the flats left “by the end of September” in a report to 31 December
    interim = replace(LEFT, entered_on=date(2017, 10, 10), as_of=date(2017, 9, 30))
    year = counted(*ALL_FOUR, interim)
    assert check(year, date(2017, 12, 31)) == ()  # there is still time to bring it up to date
    found = appears(year, FindingKind.FIGURE_OUT_OF_PERIOD, date(2018, 1, 1))
    assert found.words == Text(
        "“剩余房源”截至2017-09-30，而统计期截至2017-12-31",
        "`Flats left` is as of 2017-09-30, the period ends on 2017-12-31",
    )
    assert check(counted(*ALL_FOUR, interim, replace(LEFT, as_of=date(2017, 12, 31))), date(2018, 1, 1)) == ()


@pytest.mark.parametrize("as_of", [date(2016, 12, 31), date(2018, 1, 1)])
def test_a_figure_as_of_a_day_outside_its_period_is_found_at_once(counted: Counted, as_of: date) -> None:
    year = counted(replace(LEFT, entered_on=date(2017, 10, 10), as_of=as_of))
    appears(year, FindingKind.FIGURE_OUT_OF_PERIOD, date(2017, 10, 10))


def test_figures_that_contradict_each_other_are_found_from_the_day_of_the_entry_until_the_correction(
    counted: Counted,
) -> None:
    wrong = replace(LEFT, amount=parse_amount("41"), entered_on=date(2018, 1, 5))
    right = replace(LEFT, entered_on=date(2018, 1, 9))
    year = counted(*ALL_FOUR, wrong, right)
    found = appears(year, FindingKind.IDENTITY_BROKEN, date(2018, 1, 5))
    assert (found.severity, found.department, found.subject) == (
        Severity.BREACH, "finance", "cn/points#left-of-flats",
    )  # fmt: skip
    assert found.words == Text(
        "剩余不超过总数：填报的 41 应当不大于 40，不符", "Left is part of all: 41 should be at most 40; it is not so"
    )
    assert kinds(check(year, date(2018, 1, 8))) == [FindingKind.IDENTITY_BROKEN]
    assert check(year, date(2018, 1, 9)) == ()


# --- the ledger ---

PROBLEM = Problem("P1", Text("财政局逾期", "Finance is late"), "proactive", "finance", date(2017, 3, 1))
MEASURE = Measure("M1", "P1", Text("每周核对", "Check every week"), "finance", date(2017, 6, 30))


def test_a_problem_without_a_measure_is_a_finding_from_the_day_it_was_opened(work_year: YearMaker) -> None:
    year = work_year()
    assert check(year, date(2017, 2, 28), [PROBLEM]) == ()
    (found,) = check(year, date(2017, 3, 1), [PROBLEM])
    assert (found.kind, found.subject, found.department) == (FindingKind.PROBLEM_WITHOUT_MEASURE, "P1", "finance")
    assert found.words == Text("问题“财政局逾期”没有整改措施", "the problem `Finance is late` has no measure")


def test_a_measure_without_a_problem_is_a_finding(work_year: YearMaker) -> None:
    stray = replace(MEASURE, problem="")
    (found,) = check(work_year(), date(2017, 3, 1), [], [stray])
    assert (found.kind, found.subject) == (FindingKind.MEASURE_WITHOUT_PROBLEM, "M1")
    assert found.words == Text("措施“每周核对”没有对应的问题", "the measure `Check every week` answers no problem")


def test_a_problem_with_its_measure_is_silent_and_so_is_one_that_was_put_right(work_year: YearMaker) -> None:
    assert check(work_year(), date(2017, 3, 1), [PROBLEM], [MEASURE]) == ()
    solved = replace(PROBLEM, state=ProblemState.VERIFIED, verified_on=date(2017, 3, 1))
    assert check(work_year(), date(2017, 3, 1), [solved]) == ()


def test_the_measure_of_a_problem_of_a_later_day_is_not_astray(work_year: YearMaker) -> None:
    assert check(work_year(), date(2017, 2, 28), [PROBLEM], [MEASURE]) == ()


# --- the same facts give the same findings ---


def a_messy_year(make: YearMaker, book: RuleBook, office: Office, disclosure: Task) -> WorkYear:
    late = replace(disclosure, acts=(publication(date(2017, 3, 1), Evidence(link="http://x")),))
    return make(
        rule_book=book,
        tasks=(*plan(book, office, 2017), late),
        requests=(REQUEST, replace(REQUEST, id="R2", received_on=date(2017, 3, 1))),
        court_orders=(CourtOrder("C1", "finance", "图纸", None),),
    )


@given(st.data())
def test_the_order_of_the_facts_makes_no_difference(
    work_year: YearMaker, rule_book: RuleBook, office: Office, disclosure: Task, data: st.DataObject
) -> None:
    year = a_messy_year(work_year, rule_book, office, disclosure)
    shuffled = replace(
        year,
        tasks=tuple(data.draw(st.permutations(year.tasks))),
        requests=tuple(data.draw(st.permutations(year.requests))),
    )
    day = data.draw(st.dates(date(2017, 1, 1), date(2018, 6, 30)))
    found = check(year, day)
    assert check(shuffled, day) == found == check(year, day)
    assert check(year.as_of(day), day) == found  # what happened later changes nothing
    assert len({finding.id for finding in found}) == len(found)


def test_a_finding_keeps_its_identity_from_day_to_day_though_its_words_change(
    work_year: YearMaker, disclosure: Task
) -> None:
    year = work_year(tasks=(disclosure,))
    first, second = (check(year, day)[0] for day in (date(2017, 2, 23), date(2017, 2, 24)))
    assert first.words != second.words
    # "F" and the first ten digits of SHA-256 of `overdue|T0A1A49C624`: the same on any machine
    assert first.id == second.id == "FA5BCF2E1BF"


def test_the_gravest_come_first(work_year: YearMaker, rule_book: RuleBook, office: Office, disclosure: Task) -> None:
    found = check(a_messy_year(work_year, rule_book, office, disclosure), date(2017, 3, 15))
    weights = [finding.severity.weight for finding in found]
    assert weights == sorted(weights, reverse=True)
    assert {item.severity for item in found} == set(Severity)


def test_a_year_whose_holidays_are_not_announced_is_checked_all_the_same(
    work_year: YearMaker, rule_book: RuleBook, office: Office, calendar_of_2017: WorkingCalendar
) -> None:
    year = work_year(tasks=plan(rule_book, office, 2017), calendar=calendar_of_2017, requests=(REQUEST,))
    assert FindingKind.OVERDUE in kinds(check(year, date(2018, 5, 1)))


@pytest.mark.parametrize("kind", list(FindingKind))
def test_every_kind_has_a_word_in_both_languages(kind: FindingKind) -> None:
    assert kind.in_words().zh
    assert kind.in_words().en


def test_sound_work_is_silent_all_year(
    work_year: YearMaker, rule_book: RuleBook, office: Office, disclosure: Task
) -> None:
    def done(task: Task, day: date) -> Task:
        shown = Evidence(link="http://x", published_on=day, file="a.pdf")
        return replace(task, acts=(publication(day, shown), review(day)))

    # every list on the 15th of its month, the report on 9 March 2018, the document on its day, an answer in time
    tasks = [
        done(task, date(2018, 3, 9) if task.obligation.area == "report" else task.start.first + timedelta(14))  # type: ignore[union-attr]
        for task in plan(rule_book, office, 2017)
    ]
    answered = replace(REQUEST, answer=Answer(AnswerKind.GRANTED, date(2017, 1, 23), "finance.clerk"))
    year = work_year(tasks=(*tasks, done(disclosure, date(2017, 1, 20))), requests=(answered,))
    noisy = {finding.kind for number in range(500) for finding in check(year, date(2017, 1, 1) + timedelta(number))}
    assert noisy == set()
