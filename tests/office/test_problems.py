"""The ledger of problems: opened, answered by measures, verified by a second person, reopened when found again."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection

from compliance.law.faults import Refused
from compliance.law.text import Language, Text
from compliance.office.audit import Actor, first_broken_entry
from compliance.office.models import AuditEntry, FindingRecord
from compliance.office.reading_state import OpenYear, problems_and_measures
from compliance.office.services.problems import agree_measure, open_problem, verify_problem
from compliance.oversight.problems import Measure, Problem, ProblemState

By = Callable[[str, date], Actor]
Contents = Callable[[], dict[str, list[tuple[Any, ...]]]]

COORDINATOR = "government-office.coordinator"
MAY, JUNE, JULY = date(2017, 5, 2), date(2017, 6, 1), date(2017, 7, 3)
LATE = Problem("P1", Text("财政局逾期", "Finance: late"), "proactive", "finance", MAY, findings=("F1",))
OWN = Problem("P2", Text("区政府办逾期", "Government Office: late"), "proactive", "government-office", MAY)
WORDS = Text("补办并书面说明", "make it good and explain")


def opened(year: OpenYear, by: By, problem: Problem = LATE) -> None:
    open_problem(year, problem, by(COORDINATOR, problem.opened_on))


def agreed(year: OpenYear, by: By, on: date = MAY, problem: str = "P1", identifier: str = "M1") -> None:
    agree_measure(year, identifier, problem, WORDS, "财政局", date(2017, 6, 30), by(COORDINATOR, on))


def verified(year: OpenYear, by: By, on: date = JUNE) -> None:
    opened(year, by)
    agreed(year, by)
    verify_problem(year, "P1", by(COORDINATOR, on))


def ledger(year: OpenYear, on: date = JULY) -> tuple[Problem, tuple[Measure, ...]]:
    problems, measures = problems_and_measures(year.record, on)
    (problem,) = problems
    return problem, measures


def newest() -> AuditEntry:
    return AuditEntry.objects.order_by("-number")[0]


def test_a_problem_is_opened_with_what_it_was_found_by(year: OpenYear, by: By) -> None:
    opened(year, by)
    assert ledger(year) == (LATE, ())
    assert (newest().act, newest().subject, newest().after) == ("open-problem", "P1", {"findings": ["F1"]})


def test_opening_it_again_with_nothing_new_writes_nothing(year: OpenYear, by: By, contents: Contents) -> None:
    opened(year, by)
    before = contents()
    open_problem(year, LATE, by("scheduler", JUNE))
    assert contents() == before


def test_more_findings_of_the_same_failing_are_added_to_it(year: OpenYear, by: By) -> None:
    opened(year, by)
    more = Problem("P1", LATE.title, "proactive", "finance", JUNE, findings=("F1", "F2"))
    open_problem(year, more, by("scheduler", JUNE))
    problem, _ = ledger(year)
    assert (problem.findings, problem.opened_on, problem.state) == (("F1", "F2"), MAY, ProblemState.OPEN)
    assert (newest().act, newest().after) == ("problem-found-again", {"findings": ["F2"], "state": "open"})


def test_a_measure_is_agreed_with_owner_and_date(year: OpenYear, by: By) -> None:
    opened(year, by)
    agreed(year, by)
    problem, measures = ledger(year)
    assert problem.state is ProblemState.MEASURE_AGREED
    assert measures == (Measure("M1", "P1", WORDS, "finance", date(2017, 6, 30)),)
    assert newest().after == {"problem": "P1", "owner": "finance", "due": "2017-06-30"}


def test_a_second_measure_leaves_the_problem_as_it_is(year: OpenYear, by: By) -> None:
    opened(year, by)
    agreed(year, by)
    agreed(year, by, JUNE, identifier="M2")
    problem, measures = ledger(year)
    assert problem.state is ProblemState.MEASURE_AGREED
    assert [measure.id for measure in measures] == ["M1", "M2"]


def test_a_measure_may_answer_no_problem(year: OpenYear, by: By) -> None:
    agreed(year, by, problem="")
    assert problems_and_measures(year.record, JULY)[1][0].problem == ""


def test_a_second_person_verifies_and_the_measures_are_done(year: OpenYear, by: By) -> None:
    verified(year, by)
    problem, (measure,) = ledger(year)
    assert (problem.state, problem.verified_on, measure.done_on) == (ProblemState.VERIFIED, JUNE, JUNE)
    assert (newest().act, newest().before, newest().after) == (
        "verify-problem", {"state": "measure-agreed"}, {"state": "verified"},
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "allowed"), [("overdue", False), ("published-late", True)])
def test_a_problem_is_not_verified_while_what_it_was_found_by_is_still_there(
    year: OpenYear, by: By, kind: str, allowed: bool
) -> None:
    opened(year, by)
    agreed(year, by)
    there = FindingRecord.objects.create(
        year=year.record, identifier="F1", kind=kind, subject="T1", department="finance", first_seen=MAY, since=MAY
    )
    if not allowed:
        with pytest.raises(Refused, match="1 finding behind it still open"):
            verify_problem(year, "P1", by(COORDINATOR, JUNE))
        there.gone_on = JUNE
        there.save()
    verify_problem(year, "P1", by(COORDINATOR, JUNE))
    assert ledger(year)[0].state is ProblemState.VERIFIED


def test_the_coordinator_may_verify_what_the_office_itself_put_right(year: OpenYear, by: By) -> None:
    opened(year, by, OWN)
    agreed(year, by, problem="P2")
    verify_problem(year, "P2", by(COORDINATOR, JUNE))
    assert ledger(year)[0].state is ProblemState.VERIFIED


def test_what_is_found_again_after_verification_is_reopened_and_can_be_put_right_again(year: OpenYear, by: By) -> None:
    verified(year, by)
    again = Problem("P1", LATE.title, "proactive", "finance", JULY, findings=("F1", "F2"))
    open_problem(year, again, by("scheduler", JULY))
    problem, _ = ledger(year)
    assert (problem.state, problem.verified_on, problem.findings) == (ProblemState.REOPENED, None, ("F1", "F2"))
    assert newest().after == {"findings": ["F2"], "state": "reopened"}
    agreed(year, by, JULY, identifier="M2")
    verify_problem(year, "P1", by(COORDINATOR, date(2017, 8, 1)))
    assert ledger(year, date(2017, 8, 1))[0].verified_on == date(2017, 8, 1)


def test_the_very_finding_that_came_back_reopens_it_too(year: OpenYear, by: By) -> None:
    verified(year, by)
    open_problem(year, LATE, by("scheduler", JULY), back=frozenset({"F1"}))
    assert ledger(year)[0].state is ProblemState.REOPENED
    assert newest().after == {"findings": ["F1"], "state": "reopened"}


def test_a_finding_that_came_back_while_the_problem_is_open_adds_nothing(
    year: OpenYear, by: By, contents: Contents
) -> None:
    opened(year, by)
    before = contents()
    open_problem(year, LATE, by("scheduler", JULY), back=frozenset({"F1"}))
    assert contents() == before


def test_the_ledger_of_a_past_day_is_what_it_was_on_that_day(year: OpenYear, by: By) -> None:
    verified(year, by)
    again = Problem("P1", LATE.title, "proactive", "finance", JULY, findings=("F1", "F2"))
    open_problem(year, again, by("scheduler", JULY))
    then = {day: ledger(year, day) for day in (MAY, date(2017, 5, 31), JUNE, date(2017, 7, 2), JULY)}
    assert [problem.state.value for problem, _ in then.values()] == [
        "measure-agreed", "measure-agreed", "verified", "verified", "reopened",
    ]  # fmt: skip
    assert [problem.verified_on for problem, _ in then.values()] == [None, None, JUNE, JUNE, None]
    assert [problem.findings for problem, _ in then.values()] == [("F1",)] * 4 + [("F1", "F2")]
    assert [measures[0].done_on for _, measures in then.values()] == [None, None, JUNE, JUNE, JUNE]
    assert problems_and_measures(year.record, date(2017, 5, 1)) == ((), ())


REFUSED: list[tuple[Callable[[OpenYear, By], None], str, str]] = [
    (
        lambda year, by: agreed(year, by, problem="P9", identifier="M9"),
        "没有问题P9", "there is no problem P9",
    ),
    (lambda year, by: agreed(year, by), "措施编号M1已有", "the measure M1 exists already"),
    (
        lambda year, by: agree_measure(year, "M2", "P1", WORDS, "海关", JULY, by(COORDINATOR, JUNE)),
        "没有责任单位“海关”", "there is no department `海关`",
    ),
    (
        lambda year, by: agreed(year, by, date(2017, 5, 1), identifier="M2"),
        "日期不能早于问题的上一步（2017-05-02）", "the date cannot lie before the problem's last step (2017-05-02)",
    ),
    (
        lambda year, by: verify_problem(year, "P1", by(COORDINATOR, date(2017, 5, 1))),
        "日期不能早于问题的上一步（2017-05-02）", "the date cannot lie before the problem's last step (2017-05-02)",
    ),
    (
        lambda year, by: verify_problem(year, "P1", by("finance.leader", JUNE)),
        "责任单位不能确认自己的整改", "the department that owns a problem cannot verify it itself",
    ),
    (
        lambda year, by: verify_problem(year, "P1", by("海关", JUNE)),
        "没有岗位“海关”", "there is no post `海关`",
    ),
    (lambda year, by: verify_problem(year, "P9", by(COORDINATOR, JUNE)), "没有问题P9", "there is no problem P9"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "zh", "en"), REFUSED)
def test_what_is_refused_says_why_in_both_languages_and_changes_nothing(
    year: OpenYear, by: By, contents: Contents, act: Callable[[OpenYear, By], None], zh: str, en: str
) -> None:
    opened(year, by)
    agreed(year, by)
    before = contents()
    with pytest.raises(Refused) as refused:
        act(year, by)
    assert (refused.value.in_language(Language.CHINESE), str(refused.value)) == (zh, en)
    assert contents() == before


def test_a_problem_without_a_measure_cannot_be_verified(year: OpenYear, by: By, contents: Contents) -> None:
    opened(year, by)
    before = contents()
    with pytest.raises(Refused, match="cannot verify: the problem is open"):
        verify_problem(year, "P1", by(COORDINATOR, JUNE))
    assert contents() == before


def test_a_closed_problem_takes_no_measure(year: OpenYear, by: By, contents: Contents) -> None:
    verified(year, by)
    before = contents()
    with pytest.raises(Refused, match="the problem P1 is closed"):
        agreed(year, by, JULY, identifier="M2")
    assert contents() == before


@pytest.mark.parametrize("table", ["problem", "measure", "problem_step", "audit_entry"])
def test_a_write_that_fails_leaves_ledger_and_log_as_they_were(
    year: OpenYear, by: By, contents: Contents, table: str
) -> None:
    opened(year, by)
    agreed(year, by)
    event = "update" if table in ("problem", "measure") else "insert"
    with connection.cursor() as cursor:
        cursor.execute(f"create trigger full before {event} on {table} begin select raise(abort, 'disk full'); end")
    before = contents()
    with pytest.raises(DatabaseError, match="disk full"):
        verify_problem(year, "P1", by(COORDINATOR, JUNE))
    assert contents() == before


def test_the_log_holds_after_all_of_it(year: OpenYear, by: By) -> None:
    verified(year, by)
    assert first_broken_entry(year.record.office) is None
