"""Requests for disclosure and court orders: registering and answering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from compliance.law.faults import Refused
from compliance.law.obligations import ClockEvent, GroundUse
from compliance.law.text import Text
from compliance.office.audit import Actor, record
from compliance.office.models import CourtOrderRecord, RequestRecord, RequestStepRecord
from compliance.office.reading_state import OpenYear, request_of
from compliance.work.organisation import Role
from compliance.work.requests import (
    Answer,
    AnswerKind,
    Request,
    RequestAct,
    RequestStep,
    after_step,
    answered,
    request_obligation,
)
from compliance.work.statutory_clock import Terms, read_clock
from compliance.work.work_year import CourtOrder


@dataclass(frozen=True, slots=True)
class StepDetails:
    """What an act on a request says besides itself; see `RequestStep`. No `days` of an extension: the most allowed."""

    whom: ClockEvent | None = None
    days: int = 0
    until: date | None = None
    note: str = ""


@transaction.atomic
def register_request(year: OpenYear, request: Request, actor: Actor) -> None:
    """Register a request that was received. Raises Refused for a number that is taken and a day to come."""
    year.office.department(request.department)
    if request.received_on > actor.on:
        raise Refused(
            Text(
                f"收到日期（{request.received_on}）不能晚于登记日期",
                f"a request cannot be registered before it is received ({request.received_on})",
            )
        )
    if RequestRecord.objects.filter(year=year.record, identifier=request.id).exists():
        raise Refused(Text(f"申请编号{request.id}已登记", f"the request {request.id} is registered already"))
    RequestRecord.objects.create(
        year=year.record,
        identifier=request.id,
        department=request.department,
        received_on=request.received_on,
        channel=request.channel,
        subject=request.subject,
    )
    record(
        year.record.office,
        actor,
        "register-request",
        request.id,
        None,
        {"department": request.department, "received_on": request.received_on.isoformat()},
    )


@transaction.atomic
def answer_request(year: OpenYear, identifier: str, kind: AnswerKind, actor: Actor, ground: str = "") -> Request:
    """Answer a request. Raises Refused where it is unknown, answered, or a refusal names no legal ground."""
    row = _row(year, identifier)
    answer = Answer(kind, actor.on, actor.by, ground)
    request = request_of(row)
    after = answered(request, answer, frozenset(year.rule_book.grounds_for(GroundUse.REFUSAL)))
    row.answer, row.answered_on, row.answered_by, row.ground = kind.value, actor.on, actor.by, ground
    row.save()
    record(
        year.record.office,
        actor,
        "answer-request",
        identifier,
        {"state": request.state.value},
        {"answer": kind.value, "ground": ground},
    )
    return after


@transaction.atomic
def take_step(year: OpenYear, identifier: str, act: RequestAct, actor: Actor, details: StepDetails) -> Request:
    """Record an act on a request between its receipt and its answer.

    Raises Refused where the request is unknown, the life cycle or the law does not allow the act, or the post may not:
    an extension takes the consent of the head of the work body (2007 art. 24, 2019 art. 33), and so a leader or the
    coordinator.
    """
    row = _row(year, identifier)
    post = year.office.post(actor.by)
    if act is RequestAct.EXTEND and post.role not in (Role.LEADER, Role.COORDINATOR):
        raise Refused(
            Text(
                "延长须经公开工作机构负责人同意：由分管领导或者协调员登记",
                "an extension takes the consent of the head of the work body: a leader or the coordinator records it",
            )
        )
    request = request_of(row)
    terms = Terms.of(request_obligation(year.rule_book, request.received_on))
    days = details.days
    if act is RequestAct.EXTEND and not days:
        days = terms.extension
    step = RequestStep(act, actor.by, actor.on, details.whom, days, details.until, details.note)
    after = after_step(request, step, terms, year.calendar)
    RequestStepRecord.objects.create(
        request=row,
        number=len(after.steps),
        act=act.value,
        by=actor.by,
        on=actor.on,
        whom=details.whom.value if details.whom is not None else "",
        days=days,
        until=details.until,
        note=details.note,
    )
    due = read_clock(terms, after.facts, year.calendar).due
    record(
        year.record.office,
        actor,
        f"request-{act.value}",
        identifier,
        {"state": request.state.value},
        {
            "state": after.state.value,
            "whom": details.whom.value if details.whom is not None else None,
            "days": days,
            "until": _iso(details.until),
            "note": details.note,
            "due": _iso(due.day if due is not None else None),
        },
    )
    return after


@transaction.atomic
def record_court_order(year: OpenYear, order: CourtOrder, actor: Actor) -> None:
    """Record a judgment that orders disclosure, with the court's date where it is known.

    Raises Refused for a number that is taken.
    """
    year.office.department(order.department)
    if CourtOrderRecord.objects.filter(year=year.record, identifier=order.id).exists():
        raise Refused(Text(f"判决“{order.id}”已登记", f"the court order `{order.id}` is recorded already"))
    CourtOrderRecord.objects.create(
        year=year.record,
        identifier=order.id,
        department=order.department,
        subject=order.subject,
        ordered_on=order.ordered_on,
        recorded_on=actor.on,
        due=order.due,
        fulfilled_on=order.fulfilled_on,
    )
    record(
        year.record.office,
        actor,
        "record-court-order",
        order.id,
        None,
        {"subject": order.subject, "due": _iso(order.due)},
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _row(year: OpenYear, identifier: str) -> RequestRecord:
    row = RequestRecord.objects.filter(year=year.record, identifier=identifier).first()
    if row is None:
        raise Refused(Text(f"没有申请{identifier}", f"there is no request {identifier}"))
    return row
