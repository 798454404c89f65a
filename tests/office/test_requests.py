"""Requests for disclosure and court orders: registering and answering."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection

from compliance.law.faults import Refused
from compliance.law.obligations import ClockEvent
from compliance.law.text import Language
from compliance.office.audit import Actor
from compliance.office.models import AuditEntry
from compliance.office.reading_state import OpenYear, work_year
from compliance.office.services.requests import (
    StepDetails,
    answer_request,
    record_court_order,
    register_request,
    take_step,
)
from compliance.work.requests import AnswerKind, Request, RequestAct, RequestState
from compliance.work.work_year import CourtOrder

By = Callable[[str, date], Actor]
Contents = Callable[[], dict[str, list[tuple[Any, ...]]]]

THIRD_PARTY, ORGAN = ClockEvent.THIRD_PARTY_CONSULTATION, ClockEvent.OTHER_ORGAN_CONSULTATION
MARCH = date(2017, 3, 1)
LETTER = Request("2017-001", "finance", MARCH, "当面", "2016年部门决算")
JUDGMENT = CourtOrder("判决-1", "finance", "征收补偿信息", date(2017, 3, 1), date(2017, 3, 31))


def newest() -> AuditEntry:
    return AuditEntry.objects.order_by("-number")[0]


def registered(year: OpenYear, by: By) -> None:
    register_request(year, LETTER, by("finance.clerk", date(2017, 3, 2)))


def test_a_request_is_kept_from_the_day_it_was_received(year: OpenYear, by: By) -> None:
    registered(year, by)
    assert work_year(year).requests == (LETTER,)
    log = newest()
    assert (log.act, log.subject, log.on) == ("register-request", "2017-001", date(2017, 3, 2))
    assert log.after == {"department": "finance", "received_on": "2017-03-01"}


def test_an_answer_is_kept_with_its_ground(year: OpenYear, by: By) -> None:
    registered(year, by)
    given = answer_request(year, "2017-001", AnswerKind.REFUSED, by("finance.clerk", date(2017, 3, 20)), "privacy")
    assert given.state is RequestState.ANSWERED
    assert work_year(year).requests == (given,)
    log = newest()
    assert (log.act, log.before, log.after) == (
        "answer-request", {"state": "received"}, {"answer": "refused", "ground": "privacy"},
    )  # fmt: skip


def test_a_judgment_is_kept_with_the_day_set_by_the_court(year: OpenYear, by: By) -> None:
    record_court_order(year, JUDGMENT, by("government-office.coordinator", MARCH))
    assert work_year(year).court_orders == (replace(JUDGMENT, recorded_on=MARCH),)
    assert (newest().act, newest().after) == ("record-court-order", {"subject": "征收补偿信息", "due": "2017-03-31"})


def test_a_judgment_without_a_day_stands_from_the_day_it_was_recorded(year: OpenYear, by: By) -> None:
    order = CourtOrder("判决-2", "finance", "征收补偿信息", None)
    record_court_order(year, order, by("government-office.coordinator", MARCH))
    assert work_year(year).as_of(MARCH).court_orders == (replace(order, recorded_on=MARCH),)
    assert work_year(year).as_of(date(2017, 2, 28)).court_orders == ()


REFUSED = [
    (
        lambda year, by: register_request(year, LETTER, by("finance.clerk", date(2017, 3, 3))),
        "申请编号2017-001已登记", "the request 2017-001 is registered already",
    ),
    (
        lambda year, by: register_request(
            year, Request("2017-002", "海关", MARCH, "当面", "…"), by("finance.clerk", MARCH)
        ),
        "没有责任单位“海关”", "there is no department `海关`",
    ),
    (
        lambda year, by: register_request(
            year, Request("2017-002", "finance", date(2017, 3, 6), "当面", "…"), by("finance.clerk", date(2017, 3, 3))
        ),
        "收到日期（2017-03-06）不能晚于登记日期", "a request cannot be registered before it is received (2017-03-06)",
    ),
    (
        lambda year, by: answer_request(year, "2017-009", AnswerKind.GRANTED, by("finance.clerk", date(2017, 3, 3))),
        "没有申请2017-009", "there is no request 2017-009",
    ),
    (
        lambda year, by: answer_request(year, "2017-001", AnswerKind.GRANTED, by("finance.clerk", date(2017, 2, 28))),
        "答复日期早于收到日期", "the answer is dated before the request",
    ),
    (
        lambda year, by: answer_request(year, "2017-001", AnswerKind.REFUSED, by("finance.clerk", date(2017, 3, 3))),
        "不予公开须写明法定理由，可用：privacy、state-secret",
        "a refusal names its legal ground; known are privacy, state-secret",
    ),
    (
        lambda year, by: record_court_order(year, JUDGMENT, by("government-office.coordinator", MARCH)),
        "判决“判决-1”已登记", "the court order `判决-1` is recorded already",
    ),
    (
        lambda year, by: record_court_order(
            year, CourtOrder("判决-3", "海关", "…", None), by("government-office.coordinator", MARCH)
        ),
        "没有责任单位“海关”", "there is no department `海关`",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("act", "zh", "en"), REFUSED)
def test_what_is_refused_says_why_in_both_languages_and_changes_nothing(
    year: OpenYear, by: By, contents: Contents, act: Callable[[OpenYear, By], object], zh: str, en: str
) -> None:
    registered(year, by)
    record_court_order(year, JUDGMENT, by("government-office.coordinator", MARCH))
    before = contents()
    with pytest.raises(Refused) as refused:
        act(year, by)
    assert (refused.value.in_language(Language.CHINESE), str(refused.value)) == (zh, en)
    assert contents() == before


def test_a_request_is_answered_once(year: OpenYear, by: By, contents: Contents) -> None:
    registered(year, by)
    answer_request(year, "2017-001", AnswerKind.GRANTED, by("finance.clerk", date(2017, 3, 3)))
    before = contents()
    with pytest.raises(Refused, match="already answered"):
        answer_request(year, "2017-001", AnswerKind.NOT_HELD, by("finance.clerk", date(2017, 3, 6)))
    assert contents() == before


@pytest.mark.parametrize("table", ["request", "audit_entry"])
def test_a_write_that_fails_leaves_requests_and_log_as_they_were(
    year: OpenYear, by: By, contents: Contents, table: str
) -> None:
    registered(year, by)
    event = "update" if table == "request" else "insert"
    with connection.cursor() as cursor:
        cursor.execute(f"create trigger full before {event} on {table} begin select raise(abort, 'disk full'); end")
    before = contents()
    with pytest.raises(DatabaseError, match="disk full"):
        answer_request(year, "2017-001", AnswerKind.GRANTED, by("finance.clerk", date(2017, 3, 3)))
    assert contents() == before


# ---- between receipt and answer


def took(year: OpenYear, by: By, act: RequestAct, on: date, post: str = "finance.clerk", **details: Any) -> Request:
    return take_step(year, "2017-001", act, by(post, on), StepDetails(**details))


def test_steps_are_kept_with_what_they_say_and_the_log_has_the_day_they_lead_to(year: OpenYear, by: By) -> None:
    registered(year, by)
    # received on Wednesday 1 March: 2, 3 = 1–2; asked on the 6th, heard on the 17th; 20–24 = 3–7, 27–31 = 8–12,
    # Saturday 1 April worked = 13, 5, 6 = 14–15
    took(year, by, RequestAct.CONSULT, date(2017, 3, 6), whom=THIRD_PARTY, note="征求意见函")
    assert newest().after["due"] is None
    request = took(year, by, RequestAct.HEAR, date(2017, 3, 17), whom=THIRD_PARTY)
    log = newest()
    assert (log.act, log.before["state"], log.after["state"], log.after["due"]) == (
        "request-hear", "consulting", "received", "2017-04-06",
    )  # fmt: skip
    assert work_year(year).requests == (request,)
    assert [(step.act, step.whom, step.note) for step in request.steps] == [
        (RequestAct.CONSULT, THIRD_PARTY, "征求意见函"),
        (RequestAct.HEAR, THIRD_PARTY, ""),
    ]


def test_a_past_day_is_answered_as_it_was(year: OpenYear, by: By) -> None:
    registered(year, by)
    took(year, by, RequestAct.CONSULT, date(2017, 3, 6), whom=THIRD_PARTY)
    answer_request(year, "2017-001", AnswerKind.GRANTED, by("finance.clerk", date(2017, 3, 20)))
    now = work_year(year)
    assert now.as_of(date(2017, 3, 5)).requests == (LETTER,)
    assert now.as_of(date(2017, 3, 6)).requests[0].state is RequestState.CONSULTING
    assert not now.answered_late(now.requests[0])


def test_an_extension_without_a_number_is_the_most_that_the_law_allows(year: OpenYear, by: By) -> None:
    registered(year, by)
    request = took(year, by, RequestAct.EXTEND, date(2017, 3, 10), "finance.leader")
    assert request.facts.extended_by == 15
    assert newest().after["days"] == 15


REFUSED_STEPS = [
    (
        lambda year, by: took(year, by, RequestAct.EXTEND, date(2017, 3, 10)),
        "an extension takes the consent of the head of the work body: a leader or the coordinator records it",
    ),
    (
        lambda year, by: took(year, by, RequestAct.CONSULT, date(2017, 3, 10), whom=ORGAN),
        "art. 24 counts the time for consulting another organ",
    ),
    (lambda year, by: took(year, by, RequestAct.ABANDON, date(2017, 3, 10)), "cannot deem abandoned"),
    (
        lambda year, by: take_step(
            year, "2017-009", RequestAct.WITHDRAW, by("finance.clerk", date(2017, 3, 10)), StepDetails()
        ),
        "there is no request 2017-009",
    ),
    (lambda year, by: took(year, by, RequestAct.WITHDRAW, date(2017, 3, 10), "customs.clerk"), "there is no post"),
]


@pytest.mark.parametrize(("act", "reason"), REFUSED_STEPS)
def test_a_step_that_is_refused_changes_nothing(
    year: OpenYear, by: By, contents: Contents, act: Callable[[OpenYear, By], object], reason: str
) -> None:
    registered(year, by)
    before = contents()
    with pytest.raises(Refused, match=reason):
        act(year, by)
    assert contents() == before


@pytest.mark.parametrize("table", ["request_step", "audit_entry"])
def test_a_step_that_cannot_be_written_leaves_request_and_log_as_they_were(
    year: OpenYear, by: By, contents: Contents, table: str
) -> None:
    registered(year, by)
    with connection.cursor() as cursor:
        cursor.execute(f"create trigger full before insert on {table} begin select raise(abort, 'disk full'); end")
    before = contents()
    with pytest.raises(DatabaseError, match="disk full"):
        took(year, by, RequestAct.WITHDRAW, date(2017, 3, 3))
    assert contents() == before
