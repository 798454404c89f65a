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
from compliance.office.services.offices import task_rows
from compliance.work.continuous import continuous, must_not_move_later, must_stand, next_link
from compliance.work.plan import duty_holders
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

    The row is taken by its version: of two people who act at once, one wins and the other is told. The publication of a
    continuous duty starts its next task.
    """
    row = find_row(year, identifier)
    task = task_of(year, row)
    leads_to = target(task.state, kind) or task.state
    done = Act(kind=kind, by=actor.by, on=actor.on, to=leads_to, **details)
    after = perform(task, done, year.office, year.rule_book.grounds)
    if continuous(task.obligation):
        chain = _chain(year, task)
        must_stand(task, chain, year.office)
        must_not_move_later(task, after, chain)
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
    if continuous(task.obligation) and after.published_on != task.published_on:
        _start_next(year, after, actor)
    return after


def _chain(year: OpenYear, task: Task) -> list[Task]:
    """The links of a continuous duty, those included that are gone; nobody else changes them until this is written."""
    keys = [rule.key for rule in year.rule_book.obligations if rule.root == task.obligation.root]
    rows = TaskRecord.objects.select_for_update().filter(
        year=year.record, department=task.department, obligation__in=keys
    )
    return [task_of(year, row) for row in rows.order_by("pk")]


def _start_next(year: OpenYear, published: Task, actor: Actor) -> None:
    """Keep the link that a publication starts; one that it had started before, and stands again, is there already."""
    holders = duty_holders(year.rule_book, year.office)
    link = next_link(published, year.rule_book, year.office, holders, year.record.year)
    if link is None or TaskRecord.objects.filter(year=year.record, identifier=link.id).exists():
        return
    TaskRecord.objects.bulk_create(task_rows(year.record, [link]))
    record(
        year.record.office,
        actor,
        "start-next",
        link.id,
        None,
        {"obligation": link.obligation.key, "start": str(link.start), "after": published.id},
    )


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
