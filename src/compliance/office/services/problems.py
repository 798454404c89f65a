"""The ledger of problems: recording, agreeing a measure, verifying."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from compliance.law.faults import Refused
from compliance.law.text import Text
from compliance.office.audit import Actor, record
from compliance.office.models import FindingRecord, MeasureRecord, ProblemRecord, ProblemStepRecord
from compliance.office.reading_state import OpenYear, problem_of
from compliance.oversight.problems import LASTING, Problem, ProblemAct, ProblemState, after


@transaction.atomic
def open_problem(year: OpenYear, problem: Problem, actor: Actor, back: Collection[str] = ()) -> None:
    """Open a problem, or add newly found causes to one that is open; one that was verified is reopened.

    `back`: those of its findings that were gone and are there again; they reopen it too.
    """
    row = ProblemRecord.objects.filter(year=year.record, identifier=problem.id).first()
    if row is None:
        row = ProblemRecord.objects.create(
            year=year.record,
            identifier=problem.id,
            title_zh=problem.title.zh,
            title_en=problem.title.en,
            area=problem.area,
            owner=problem.owner,
            opened_on=problem.opened_on,
            findings=list(problem.findings),
            cause_zh=problem.cause.zh,
            cause_en=problem.cause.en,
        )
        _step(row, replace(actor, on=problem.opened_on), row.findings)
        record(year.record.office, actor, "open-problem", problem.id, None, {"findings": list(problem.findings)})
        return
    verified = row.state == ProblemState.VERIFIED
    added = [finding for finding in problem.findings if finding not in row.findings]
    again = [finding for finding in problem.findings if verified and finding in back and finding not in added]
    if not added and not again:
        return
    before = {"findings": list(row.findings), "state": row.state}
    row.findings = [*row.findings, *added]
    if verified:
        row.state, row.verified_on = after(problem_of(row), ProblemAct.REOPEN, actor.on).state.value, None
    row.save()
    _step(row, actor, added)
    record(
        year.record.office,
        actor,
        "problem-found-again",
        problem.id,
        before,
        {"findings": [*added, *again], "state": row.state},
    )


@transaction.atomic
def agree_measure(
    year: OpenYear, identifier: str, problem: str, text: Text, owner: str, due: date, actor: Actor
) -> None:
    """Agree a measure with its owner and date; `problem` empty records a measure that answers none (and is found).

    Raises Refused where the problem is unknown, closed or was acted on at a later day, or the number is taken.
    """
    holder = year.office.department(owner)
    if MeasureRecord.objects.filter(year=year.record, identifier=identifier).exists():
        raise Refused(Text(f"措施编号{identifier}已有", f"the measure {identifier} exists already"))
    if problem:
        row = _row(year, problem)
        _must_follow(row, actor)
        if row.state in (ProblemState.OPEN, ProblemState.REOPENED):
            row.state = after(problem_of(row), ProblemAct.AGREE, actor.on).state.value
            row.save()
            _step(row, actor)
        elif row.state == ProblemState.VERIFIED:
            raise Refused(Text(f"问题{problem}已整改完毕", f"the problem {problem} is closed"))
    MeasureRecord.objects.create(
        year=year.record,
        identifier=identifier,
        problem=problem,
        text_zh=text.zh,
        text_en=text.en,
        owner=holder.id,
        agreed_on=actor.on,
        due=due,
    )
    record(
        year.record.office,
        actor,
        "agree-measure",
        identifier,
        None,
        {"problem": problem, "owner": holder.id, "due": due.isoformat()},
    )


@transaction.atomic
def verify_problem(year: OpenYear, identifier: str, actor: Actor) -> None:
    """Confirm that a problem is put right. A second person does it: not a post of the department that owns it.

    Raises Refused while a finding behind it was still there at the last sweep, unless it is one that stays for ever.
    """
    row = _row(year, identifier)
    post = year.office.post(actor.by)
    if post.department == row.owner and post.department != year.office.coordinator:
        raise Refused(Text("责任单位不能确认自己的整改", "the department that owns a problem cannot verify it itself"))
    still = _still_open(year, row)
    if still:
        raise Refused(
            Text(
                f"还有{still}项检查发现未消除，不能确认整改；请用 compliance check 查看",
                f"{still} {'finding' if still == 1 else 'findings'} behind it still open; see `compliance check`",
            )
        )
    _must_follow(row, actor)
    problem = after(problem_of(row), ProblemAct.VERIFY, actor.on)
    before = {"state": row.state}
    row.state, row.verified_on = problem.state.value, actor.on
    row.save()
    _step(row, actor)
    MeasureRecord.objects.filter(year=year.record, problem=identifier, done_on=None).update(done_on=actor.on)
    record(year.record.office, actor, "verify-problem", identifier, before, {"state": row.state})


def _still_open(year: OpenYear, row: ProblemRecord) -> int:
    open_findings = FindingRecord.objects.filter(year=year.record, identifier__in=row.findings, gone_on=None)
    return open_findings.exclude(kind__in=[kind.value for kind in LASTING]).count()


def _row(year: OpenYear, identifier: str) -> ProblemRecord:
    row = ProblemRecord.objects.filter(year=year.record, identifier=identifier).first()
    if row is None:
        raise Refused(Text(f"没有问题{identifier}", f"there is no problem {identifier}"))
    return row


def _must_follow(row: ProblemRecord, actor: Actor) -> None:
    """Steps follow each other in time, so that a past day can be seen as it was."""
    last = row.steps.order_by("-number").values_list("on", flat=True)[0]
    if actor.on < last:
        raise Refused(
            Text(f"日期不能早于问题的上一步（{last}）", f"the date cannot lie before the problem's last step ({last})")
        )


def _step(row: ProblemRecord, actor: Actor, findings: Sequence[str] = ()) -> None:
    """Keep the step that led to the row's state."""
    ProblemStepRecord.objects.create(
        problem=row, number=row.steps.count() + 1, by=actor.by, on=actor.on, to=row.state, findings=list(findings)
    )
