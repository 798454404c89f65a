"""Requests for disclosure and court orders: registering and answering."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from compliance.law.faults import Refused
from compliance.law.obligations import GroundUse
from compliance.law.text import Text
from compliance.office.audit import Actor, record
from compliance.office.models import CourtOrderRecord, RequestRecord
from compliance.office.reading_state import OpenYear, request_of
from compliance.work.requests import Answer, AnswerKind, Request, answered
from compliance.work.work_year import CourtOrder


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
    row = RequestRecord.objects.filter(year=year.record, identifier=identifier).first()
    if row is None:
        raise Refused(Text(f"没有申请{identifier}", f"there is no request {identifier}"))
    answer = Answer(kind, actor.on, actor.by, ground)
    after = answered(request_of(row), answer, frozenset(year.rule_book.grounds_for(GroundUse.REFUSAL)))
    row.answer, row.answered_on, row.answered_by, row.ground = kind.value, actor.on, actor.by, ground
    row.save()
    record(
        year.record.office,
        actor,
        "answer-request",
        identifier,
        {"state": "received"},
        {"answer": kind.value, "ground": ground},
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
