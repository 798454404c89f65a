"""Acts on tasks: each through the life cycle, in one transaction with its history and its audit entry."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from compliance.law.faults import Refused
from compliance.law.text import Text
from compliance.office.audit import Actor, record
from compliance.office.models import ActRecord, TaskRecord
from compliance.office.reading_state import OpenYear, task_of
from compliance.work.task_life_cycle import perform, target
from compliance.work.tasks import Act, DisclosureClass, Evidence, Task, TaskAct


def classify(year: OpenYear, task: str, disclosure_class: DisclosureClass, actor: Actor, ground: str = "") -> Task:
    """Record the confidentiality review and the class of disclosure (2007 Regulation art. 14)."""
    return act(year, task, TaskAct.CLASSIFY, actor, disclosure_class=disclosure_class, ground=ground)


def publish(year: OpenYear, task: str, evidence: Evidence, actor: Actor) -> Task:
    """Mark a task as published, with its evidence."""
    return act(year, task, TaskAct.PUBLISH, actor, evidence=evidence)


def add_evidence(year: OpenYear, task: str, evidence: Evidence, actor: Actor) -> Task:
    """Add evidence to a published task."""
    return act(year, task, TaskAct.ADD_EVIDENCE, actor, evidence=evidence)


def review(year: OpenYear, task: str, actor: Actor) -> Task:
    """Approve a publication: the second pair of eyes."""
    return act(year, task, TaskAct.REVIEW, actor)


def send_back(year: OpenYear, task: str, reason: str, actor: Actor) -> Task:
    """Return a published task to its department, with the reason."""
    return act(year, task, TaskAct.RETURN, actor, reason=reason)


def exempt(year: OpenYear, task: str, ground: str, approved_by: str, actor: Actor, reason: str = "") -> Task:
    """Exempt a task on a legal ground, approved by the coordinator."""
    return act(year, task, TaskAct.EXEMPT, actor, ground=ground, approved_by=approved_by, reason=reason)


@transaction.atomic
def act(year: OpenYear, identifier: str, kind: TaskAct, actor: Actor, **details: Any) -> Task:
    """Do one act. Raises Refused, and changes nothing, where the life cycle or the facts do not allow it.

    The row is taken by its version: of two people who act at once, one wins and the other is told.
    """
    row = find_row(year, identifier)
    task = task_of(year, row)
    leads_to = target(task.state, kind) or task.state
    done = Act(kind=kind, by=actor.by, on=actor.on, to=leads_to, **details)
    after = perform(task, done, year.office, year.rule_book.grounds)
    changed = TaskRecord.objects.filter(pk=row.pk, version=row.version).update(
        state=after.state.value, version=row.version + 1
    )
    if changed != 1:
        raise Refused(
            Text(f"任务{task.id}刚被他人改动，请重新查看", f"someone else has just changed {task.id}; look again")
        )
    written = _written(done)
    ActRecord.objects.create(
        task=row,
        number=len(task.acts) + 1,
        kind=kind.value,
        by=done.by,
        on=done.on,
        to=done.to.value,
        evidence=written["evidence"],
        disclosure_class=done.disclosure_class.value if done.disclosure_class else "",
        reason=done.reason,
        ground=done.ground,
        approved_by=done.approved_by,
    )
    record(year.record.office, actor, f"task-{kind}", task.id, {"state": task.state.value}, written)
    return after


def find_row(year: OpenYear, identifier: str) -> TaskRecord:
    """The task whose identifier begins with `identifier`; raises Refused for none or several."""
    rows = list(TaskRecord.objects.filter(year=year.record, identifier=identifier.upper()))
    if not rows:
        # searched for only then: the index finds a whole identifier, but not the beginning of one
        rows = list(TaskRecord.objects.filter(year=year.record, identifier__startswith=identifier.upper())[:2])
    if not rows:
        raise Refused(
            Text(
                f"{year.record.year}年没有任务“{identifier}”；用 compliance tasks list 查看",
                f"there is no task `{identifier}` in {year.record.year}; see `compliance tasks list`",
            )
        )
    if len(rows) > 1:
        raise Refused(
            Text(f"“{identifier}”对应多个任务，请多写几位", f"`{identifier}` names several tasks; write more of it")
        )
    return rows[0]


def _written(done: Act) -> dict[str, Any]:
    written = {key: value for key, value in asdict(done).items() if value}
    written["on"] = done.on.isoformat()
    evidence = written.pop("evidence", None)
    if evidence is not None:
        evidence = {
            key: value.isoformat() if key == "published_on" else value for key, value in evidence.items() if value
        }
    return {**written, "evidence": evidence}
