"""The summary of problems: the unsolved first, each with its measures and what is still found."""

from dataclasses import replace
from datetime import date

from compliance.law.basis import Basis
from compliance.law.obligations import Severity
from compliance.law.text import same
from compliance.oversight.findings import Finding, FindingKind
from compliance.oversight.problems import Measure, Problem, ProblemState
from compliance.oversight.rectification import rectification

YEAR_END = date(2017, 12, 31)


def finding(subject: str) -> Finding:
    nothing = same("")
    return Finding(
        FindingKind.OVERDUE, subject, Severity.BREACH, "finance", "proactive", nothing, Basis(nothing, nothing)
    )


def problem(name: str, opened: date, state: ProblemState = ProblemState.OPEN, *findings: Finding) -> Problem:
    return Problem(name, same(name), "", "finance", opened, state, tuple(item.id for item in findings))


def measure(name: str, of: str) -> Measure:
    return Measure(name, of, same(name), "finance", date(2018, 6, 30))


SOLVED = problem("P1", date(2017, 2, 1), ProblemState.VERIFIED)
LATE = problem("P2", date(2017, 6, 1), ProblemState.IN_RECTIFICATION, finding("T1"), finding("T2"), finding("T3"))
EARLY = problem("P3", date(2017, 3, 1))


def test_the_unsolved_come_first_and_the_oldest_of_them_before_the_others() -> None:
    summary = rectification([SOLVED, LATE, EARLY], [], [], YEAR_END)
    assert [row.problem.id for row in summary.rows] == ["P3", "P2", "P1"]
    assert summary == rectification([EARLY, SOLVED, LATE], [], [], YEAR_END)


def test_problems_of_one_day_come_in_the_order_of_their_identifiers() -> None:
    same_day = [replace(EARLY, id=name) for name in ("P9", "P7", "P8")]
    assert [row.problem.id for row in rectification(same_day, [], [], YEAR_END).rows] == ["P7", "P8", "P9"]


def test_each_problem_has_its_measures_in_their_order() -> None:
    measures = [measure("M1", "P2"), measure("M2", "P3"), measure("M3", "P2")]
    summary = rectification([LATE, EARLY], measures, [], YEAR_END)
    assert {row.problem.id: [item.id for item in row.measures] for row in summary.rows} == {
        "P2": ["M1", "M3"], "P3": ["M2"],
    }  # fmt: skip
    assert (summary.without_measure, summary.stray_measures) == (0, ())


def test_three_measures_for_two_problems_leave_one_that_answers_none() -> None:
    # as in the report on 2017: two problems, three measures
    stray = measure("M3", "")
    summary = rectification([LATE, EARLY], [measure("M1", "P2"), measure("M2", "P3"), stray], [], YEAR_END)
    assert summary.stray_measures == (stray,)


def test_what_is_still_found_is_counted() -> None:
    # of T1, T2 and T3 only T2 is still late; T9 belongs to nobody here
    summary = rectification([LATE], [], [finding("T2"), finding("T9")], YEAR_END)
    assert [row.still_found for row in summary.rows] == [1]


def test_the_solved_and_those_without_a_measure_are_counted() -> None:
    summary = rectification([SOLVED, LATE, EARLY], [measure("M1", "P2")], [], YEAR_END)
    assert (summary.verified, summary.without_measure) == (1, 2)  # P1 and P3 have none


def test_a_problem_of_a_later_day_is_left_out_and_its_measure_is_not_astray() -> None:
    summary = rectification([LATE], [measure("M1", "P2")], [], date(2017, 5, 31))
    assert (summary.rows, summary.stray_measures) == ((), ())
    assert len(rectification([LATE], [], [], date(2017, 6, 1)).rows) == 1


def test_an_empty_ledger_is_an_empty_summary() -> None:
    summary = rectification([], [], [], YEAR_END)
    assert (summary.rows, summary.stray_measures, summary.verified, summary.without_measure) == ((), (), 0, 0)
