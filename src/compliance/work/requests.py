"""Requests for disclosure (依申请公开) and their statutory clock: received, answered.

The clock is the rule in force on the day of receipt: 15 working days under the 2007 Regulation (art. 24).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from transitions import Machine

from compliance.law.calendars import WorkingCalendar
from compliance.law.due_dates import DueDate, due_date
from compliance.law.faults import Refused
from compliance.law.obligations import LifeCycle, Obligation
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text


class RequestState(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    ANSWERED = "answered"


class AnswerKind(StrEnum):
    """The kinds of answer (2007 Regulation arts 21–22)."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly-granted"
    ALREADY_PUBLIC = "already-public"
    REFUSED = "refused"
    NOT_HELD = "not-held"
    DOES_NOT_EXIST = "does-not-exist"
    UNCLEAR = "unclear"

    def in_words(self) -> Text:
        """The kind as a word."""
        return {
            AnswerKind.GRANTED: Text("同意公开", "granted"),
            AnswerKind.PARTLY_GRANTED: Text("部分公开", "partly granted"),
            AnswerKind.ALREADY_PUBLIC: Text("已主动公开", "already public"),
            AnswerKind.REFUSED: Text("不予公开", "refused"),
            AnswerKind.NOT_HELD: Text("不属于本机关公开", "not held here"),
            AnswerKind.DOES_NOT_EXIST: Text("信息不存在", "does not exist"),
            AnswerKind.UNCLEAR: Text("申请内容不明确", "unclear"),
        }[self]


MACHINE = Machine(
    model=None,
    states=[state.value for state in RequestState],
    transitions=[["answer", RequestState.RECEIVED.value, RequestState.ANSWERED.value]],
    initial=RequestState.RECEIVED.value,
    auto_transitions=False,
    queued=False,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request: its kind, the day, and the legal ground where something was refused."""

    kind: AnswerKind
    on: date
    by: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A person's request for information, received by a department on a day through a channel."""

    id: str
    department: str
    received_on: date
    channel: str
    subject: str
    answer: Answer | None = None

    @property
    def state(self) -> RequestState:
        """Received until it is answered."""
        return RequestState.RECEIVED if self.answer is None else RequestState.ANSWERED

    def as_of(self, day: date) -> Request:
        """The request as it stood at the end of `day`."""
        if self.answer is None or self.answer.on <= day:
            return self
        return Request(self.id, self.department, self.received_on, self.channel, self.subject)


def answered(request: Request, answer: Answer, known_grounds: frozenset[str]) -> Request:
    """The request with its answer; raises Refused where it is answered already or a refusal names no ground."""
    if not MACHINE.get_transitions("answer", request.state.value):
        raise Refused(Text("该申请已经答复", "the request is already answered"))
    if answer.on < request.received_on:
        raise Refused(Text("答复日期早于收到日期", "the answer is dated before the request"))
    if answer.kind in (AnswerKind.REFUSED, AnswerKind.PARTLY_GRANTED) and answer.ground not in known_grounds:
        known = "、".join(sorted(known_grounds))
        raise Refused(
            Text(
                f"不予公开须写明法定理由，可用：{known}",
                f"a refusal names its legal ground; known are {known.replace('、', ', ')}",
            )
        )
    return Request(request.id, request.department, request.received_on, request.channel, request.subject, answer)


def request_obligation(rule_book: RuleBook, received_on: date) -> Obligation:
    """The duty to answer that was in force on the day of receipt; raises Refused where no rule is."""
    for obligation in rule_book.obligations:
        if obligation.life_cycle is LifeCycle.REQUEST and obligation.in_force.on(received_on):
            return obligation
    raise Refused(
        Text(f"{received_on}没有关于答复申请的规则", f"no rule about answering requests is in force on {received_on}")
    )


def request_due(request: Request, rule_book: RuleBook, calendar: WorkingCalendar) -> DueDate:
    """The last day on which the answer is in time."""
    obligation = request_obligation(rule_book, request.received_on)
    return due_date(obligation.deadline, request.received_on, calendar)
