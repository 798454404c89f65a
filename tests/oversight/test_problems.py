"""What findings grow into: which become a problem, when, which are the same problem, and how it is put right."""

import itertools
from dataclasses import replace
from datetime import date

import pytest

from compliance.law.basis import Basis
from compliance.law.calendars import WorkingCalendar
from compliance.law.faults import Refused
from compliance.law.obligations import Severity
from compliance.law.text import Text, same
from compliance.oversight.findings import Finding, FindingKind
from compliance.oversight.problems import (
    AT_ONCE,
    MACHINE,
    NEVER,
    Problem,
    ProblemAct,
    ProblemState,
    after,
    problems_from,
)

TODAY = date(2017, 3, 15)
NAMES = {"finance": Text("财政局", "Finance"), "education": Text("教育局", "Education")}


def finding(
    kind: FindingKind,
    subject: str = "T1",
    severity: Severity = Severity.BREACH,
    department: str = "finance",
    area: str = "proactive",
) -> Finding:
    return Finding(kind, subject, severity, department, area, same(f"{kind} {subject}"), Basis(same(""), same("")))


def found(calendar: WorkingCalendar, *findings: Finding, since: date = TODAY) -> tuple[Problem, ...]:
    """The problems of today; every finding was first seen on `since`."""
    return problems_from(findings, {item.id: since for item in findings}, TODAY, calendar, NAMES)


@pytest.mark.parametrize("kind", sorted(AT_ONCE))
def test_a_breach_is_a_problem_on_the_day_it_is_found(calendar: WorkingCalendar, kind: FindingKind) -> None:
    (problem,) = found(calendar, finding(kind))
    assert (problem.owner, problem.opened_on, problem.state) == ("finance", TODAY, ProblemState.OPEN)
    assert problem.findings == (finding(kind).id,)
    assert problem.cause == same(f"{kind} T1")


def test_a_breach_that_was_never_seen_before_is_a_problem_too(calendar: WorkingCalendar) -> None:
    assert len(problems_from([finding(FindingKind.OVERDUE)], {}, TODAY, calendar, NAMES)) == 1


@pytest.mark.parametrize("kind", sorted(set(FindingKind) - NEVER))
def test_what_is_no_breach_is_a_problem_after_more_than_ten_working_days(
    calendar: WorkingCalendar, kind: FindingKind
) -> None:
    warning = finding(kind, severity=Severity.WARNING)
    # back from Wednesday 15 March: 14, 13 = 1–2, 10–6 = 3–7, 3, 2, 1 = 8–10, 28 February = 11.
    # The day on which it was first seen is not counted: seen on 1 March it is open for 2, 3, 6–10, 13–15 = 10 days
    assert found(calendar, warning, since=date(2017, 3, 1)) == ()
    assert len(found(calendar, warning, since=date(2017, 2, 28))) == 1


@pytest.mark.parametrize("kind", sorted(NEVER))
def test_a_mere_warning_and_the_ledgers_own_gaps_never_become_a_problem(
    calendar: WorkingCalendar, kind: FindingKind
) -> None:
    assert found(calendar, finding(kind), since=date(2017, 1, 3)) == ()


def test_a_court_order_within_the_courts_time_is_not_a_problem(calendar: WorkingCalendar) -> None:
    in_time = finding(FindingKind.COURT_ORDER_OPEN, severity=Severity.NOTICE)
    assert found(calendar, in_time, since=date(2017, 1, 3)) == ()


def test_the_same_failing_of_a_department_is_one_problem(calendar: WorkingCalendar) -> None:
    late = [finding(FindingKind.OVERDUE, "T1"), finding(FindingKind.PUBLISHED_LATE, "T2")]
    (problem,) = found(calendar, *late)
    assert problem.title == Text("财政局未在规定期限内公开", "Finance: not published within the time limit")
    assert problem.findings == tuple(item.id for item in late)


def test_requests_answered_late_and_not_at_all_are_one_problem(calendar: WorkingCalendar) -> None:
    (problem,) = found(
        calendar, finding(FindingKind.REQUEST_OVERDUE, "R1"), finding(FindingKind.REQUEST_ANSWERED_LATE, "R2")
    )
    assert problem.title == Text(
        "财政局未在法定期限内答复依申请公开", "Finance: requests not answered within the statutory time"
    )


def test_another_failing_or_another_department_is_another_problem(calendar: WorkingCalendar) -> None:
    problems = found(
        calendar,
        finding(FindingKind.OVERDUE),
        finding(FindingKind.OVERDUE, department="education"),
        finding(FindingKind.REQUEST_OVERDUE, "R1"),
    )
    assert len({problem.id for problem in problems}) == 3


def test_the_same_failing_on_another_day_with_other_findings_is_the_same_problem(calendar: WorkingCalendar) -> None:
    (first,) = found(calendar, finding(FindingKind.OVERDUE, "T1"))
    (second,) = problems_from([finding(FindingKind.PUBLISHED_LATE, "T9")], {}, date(2017, 9, 1), calendar, NAMES)
    assert first.id == second.id
    # "P" and the first eight digits of SHA-256 of `late|finance`: the same on any machine
    assert first.id == "P54D71E86"


def test_a_problem_of_one_area_bears_it_and_one_of_several_areas_none(calendar: WorkingCalendar) -> None:
    one, other = finding(FindingKind.OVERDUE, "T1"), finding(FindingKind.OVERDUE, "T2", area="report")
    assert [problem.area for problem in found(calendar, one)] == ["proactive"]
    assert [problem.area for problem in found(calendar, one, other)] == [""]


@pytest.mark.parametrize("kind", sorted(set(FindingKind) - NEVER))
def test_every_problem_has_a_title_in_both_languages(calendar: WorkingCalendar, kind: FindingKind) -> None:
    (problem,) = found(calendar, finding(kind), since=date(2017, 1, 3))
    assert problem.title.zh.startswith("财政局")
    assert problem.title.en.startswith("Finance: ")


# --- how a problem is put right ---

ALLOWED = {
    (ProblemState.OPEN, ProblemAct.AGREE): ProblemState.MEASURE_AGREED,
    (ProblemState.REOPENED, ProblemAct.AGREE): ProblemState.MEASURE_AGREED,
    (ProblemState.MEASURE_AGREED, ProblemAct.START): ProblemState.IN_RECTIFICATION,
    (ProblemState.MEASURE_AGREED, ProblemAct.VERIFY): ProblemState.VERIFIED,
    (ProblemState.IN_RECTIFICATION, ProblemAct.VERIFY): ProblemState.VERIFIED,
    (ProblemState.VERIFIED, ProblemAct.REOPEN): ProblemState.REOPENED,
}
PROBLEM = Problem("P1", Text("财政局逾期", "Finance is late"), "proactive", "finance", TODAY)


def test_the_machine_knows_these_states_and_acts_and_no_others() -> None:
    assert set(MACHINE.states) == {state.value for state in ProblemState}
    assert set(MACHINE.events) == {act.value for act in ProblemAct}
    assert MACHINE.models == []


@pytest.mark.parametrize(("state", "act"), list(itertools.product(ProblemState, ProblemAct)))
def test_an_act_on_a_problem_is_possible_from_these_states_only(state: ProblemState, act: ProblemAct) -> None:
    problem = replace(PROBLEM, state=state)
    day = date(2017, 4, 5)
    if (state, act) in ALLOWED:
        done = after(problem, act, day)
        assert done.state is ALLOWED[state, act]
        assert done.verified_on == (day if done.state is ProblemState.VERIFIED else None)
        return
    with pytest.raises(Refused) as caught:
        after(problem, act, day)
    word, name = state.in_words(), act.in_words()
    assert caught.value.reason == Text(
        f"问题处于“{word.zh}”状态，不能{name.zh}", f"cannot {name.en}: the problem is {word.en}"
    )
    assert problem == replace(PROBLEM, state=state)


def test_a_refusal_in_words() -> None:
    with pytest.raises(Refused) as caught:
        after(PROBLEM, ProblemAct.VERIFY, TODAY)
    assert caught.value.reason == Text("问题处于“待整改”状态，不能确认整改", "cannot verify: the problem is open")


def test_a_reopened_problem_forgets_the_day_it_was_verified() -> None:
    verified = after(after(PROBLEM, ProblemAct.AGREE, TODAY), ProblemAct.VERIFY, date(2017, 4, 5))
    assert verified.verified_on == date(2017, 4, 5)
    assert after(verified, ProblemAct.REOPEN, date(2017, 5, 2)).verified_on is None


@pytest.mark.parametrize("word", [*ProblemState, *ProblemAct])
def test_every_state_and_act_has_a_word_in_both_languages(word: ProblemState | ProblemAct) -> None:
    assert word.in_words().zh
    assert word.in_words().en
