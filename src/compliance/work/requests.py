"""Requests for disclosure (依申请公开): received, supplemented, put to others, extended, answered.

Their clock is that of the law in force on the day of receipt: `statutory_clock.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from transitions import Machine

from compliance.law.calendars import WorkingCalendar
from compliance.law.faults import Refused
from compliance.law.obligations import ClockEvent, LifeCycle, Obligation
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text, listed
from compliance.work.statutory_clock import ClockReading, Consultation, RequestFacts, Terms, read_clock


class RequestState(StrEnum):
    """Where a request stands. That it was extended is a fact and no state: its clock runs on all the same."""

    RECEIVED = "received"
    AWAITING_SUPPLEMENT = "awaiting-supplement"
    CONSULTING = "consulting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    DEEMED_ABANDONED = "deemed-abandoned"

    def in_words(self) -> Text:
        """The state as a word."""
        return {
            RequestState.RECEIVED: Text("办理中", "received"),
            RequestState.AWAITING_SUPPLEMENT: Text("等待补正", "awaiting a supplement"),
            RequestState.CONSULTING: Text("征求意见中", "others are asked"),
            RequestState.ANSWERED: Text("已答复", "answered"),
            RequestState.WITHDRAWN: Text("已撤回", "withdrawn"),
            RequestState.DEEMED_ABANDONED: Text("视为放弃", "deemed abandoned"),
        }[self]


OPEN = frozenset({RequestState.RECEIVED, RequestState.AWAITING_SUPPLEMENT, RequestState.CONSULTING})
"""The states in which an answer is still owed, now or later."""


class RequestAct(StrEnum):
    """What happens to a request between its receipt and its answer."""

    ASK_SUPPLEMENT = "ask-supplement"
    RECEIVE_SUPPLEMENT = "receive-supplement"
    ABANDON = "abandon"
    CONSULT = "consult"
    HEAR = "hear"
    EXTEND = "extend"
    WITHDRAW = "withdraw"
    ANSWER = "answer"

    def in_words(self) -> Text:
        """The act as a word."""
        return {
            RequestAct.ASK_SUPPLEMENT: Text("告知补正", "ask for a supplement"),
            RequestAct.RECEIVE_SUPPLEMENT: Text("收到补正", "the supplement came"),
            RequestAct.ABANDON: Text("视为放弃", "deem abandoned"),
            RequestAct.CONSULT: Text("征求意见", "ask others"),
            RequestAct.HEAR: Text("收到意见", "the answer of others came"),
            RequestAct.EXTEND: Text("延长", "extend"),
            RequestAct.WITHDRAW: Text("撤回", "withdraw"),
            RequestAct.ANSWER: Text("答复", "answer"),
        }[self]


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
    transitions=[
        ["ask-supplement", "received", "awaiting-supplement"],
        ["receive-supplement", "awaiting-supplement", "received"],
        ["abandon", "awaiting-supplement", "deemed-abandoned"],
        ["consult", ["received", "consulting"], "consulting"],
        ["hear", "consulting", "received"],
        ["extend", "received", "received"],
        ["extend", "consulting", "consulting"],
        ["withdraw", ["received", "awaiting-supplement", "consulting"], "withdrawn"],
        ["answer", ["received", "consulting"], "answered"],
    ],
    initial=RequestState.RECEIVED.value,
    auto_transitions=False,
    queued=False,
)


@dataclass(frozen=True, slots=True)
class RequestStep:
    """One act on a request: by which post, on which day.

    `whom` is asked or was heard; `days` are working days of an extension; `until` is the day by which the applicant is
    to send the supplement (2019 art. 30: a reasonable time).
    """

    act: RequestAct
    by: str
    on: date
    whom: ClockEvent | None = None
    days: int = 0
    until: date | None = None
    note: str = ""


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
    steps: tuple[RequestStep, ...] = ()

    @property
    def state(self) -> RequestState:
        """Where it stands after its last act."""
        if self.answer is not None:
            return RequestState.ANSWERED
        state = RequestState.RECEIVED
        for number, step in enumerate(self.steps, start=1):
            (transition,) = MACHINE.get_transitions(step.act.value, state.value)
            state = RequestState(str(transition.dest))
            if step.act is RequestAct.HEAR and _asked_and_not_heard(self.steps[:number]):
                state = RequestState.CONSULTING
        return state

    @property
    def facts(self) -> RequestFacts:
        """What its clock depends on."""
        asked = self._last(RequestAct.ASK_SUPPLEMENT)
        came = self._last(RequestAct.RECEIVE_SUPPLEMENT)
        extended = self._last(RequestAct.EXTEND)
        return RequestFacts(
            self.received_on,
            asked.on if asked else None,
            came.on if came else None,
            extended.days if extended else 0,
            extended.on if extended else None,
            _consultations(self.steps),
        )

    def as_of(self, day: date) -> Request:
        """The request as it stood at the end of `day`."""
        if (self.answer is None or self.answer.on <= day) and all(step.on <= day for step in self.steps):
            return self
        answer = self.answer if self.answer is not None and self.answer.on <= day else None
        return replace(self, answer=answer, steps=tuple(step for step in self.steps if step.on <= day))

    def _last(self, act: RequestAct) -> RequestStep | None:
        return next((step for step in reversed(self.steps) if step.act is act), None)


def _consultations(steps: Iterable[RequestStep]) -> tuple[Consultation, ...]:
    """Every asking with the answer that ended it: of the same body, the first one not yet heard."""
    found: list[Consultation] = []
    for step in steps:
        if step.act is RequestAct.CONSULT and step.whom is not None:
            found.append(Consultation(step.on, None, step.whom))
        elif step.act is RequestAct.HEAR:
            number = next(
                number for number, item in enumerate(found) if item.answered_on is None and item.whom is step.whom
            )
            found[number] = replace(found[number], answered_on=step.on)
    return tuple(found)


def _asked_and_not_heard(steps: Iterable[RequestStep]) -> tuple[Consultation, ...]:
    return tuple(item for item in _consultations(steps) if item.answered_on is None)


def after_step(request: Request, step: RequestStep, terms: Terms, calendar: WorkingCalendar) -> Request:
    """The request after an act; raises Refused, with the article, where the law or the life cycle does not allow it."""
    state = request.state
    if not MACHINE.get_transitions(step.act.value, state.value):
        possible = listed([act.in_words() for act in RequestAct if MACHINE.get_transitions(act.value, state.value)])
        act, now = step.act.in_words(), state.in_words()
        raise Refused(
            Text(
                f"不能{act.zh}：申请{now.zh}，现在可以：{possible.zh or '无'}",
                f"cannot {act.en}: the request is {now.en}; possible now: {possible.en or 'nothing'}",
            )
        )
    latest = max([request.received_on, *(item.on for item in request.steps)])
    if step.on < latest:
        raise Refused(Text(f"日期早于前一步骤（{latest}）", f"dated before the step before it ({latest})"))
    _refuse_step(request, step, terms, calendar)
    after = replace(request, steps=(*request.steps, step))
    read_clock(terms, after.facts, calendar)
    return after


def _refuse_step(request: Request, step: RequestStep, terms: Terms, calendar: WorkingCalendar) -> None:
    match step.act:
        case RequestAct.ASK_SUPPLEMENT:
            if any(item.act is RequestAct.ASK_SUPPLEMENT for item in request.steps):
                raise Refused(Text("补正只能告知一次", "a supplement is asked for once only"))
            if step.until is None or step.until <= step.on:
                raise Refused(
                    Text(
                        "须写明告知日之后的补正期限",
                        "say by when the supplement is to come, after the day it is asked for",
                    )
                )
        case RequestAct.ABANDON:
            asked = next(item for item in request.steps if item.act is RequestAct.ASK_SUPPLEMENT)
            if asked.until is not None and step.on <= asked.until:
                raise Refused(
                    Text(
                        f"补正期限至{asked.until}，尚未届满",
                        f"the applicant has until {asked.until} for the supplement",
                    )
                )
        case RequestAct.CONSULT if step.whom is None:
            raise Refused(Text("须写明征求谁的意见", "say who is asked"))
        case RequestAct.HEAR:
            waiting = _asked_and_not_heard(request.steps)
            if step.whom not in [item.whom for item in waiting]:
                asked_now = listed([item.whom.in_words() for item in waiting])
                raise Refused(
                    Text(f"没有向其征求意见，正在：{asked_now.zh}", f"was not asked; going on: {asked_now.en}")
                )
        case RequestAct.EXTEND:
            if any(item.act is RequestAct.EXTEND for item in request.steps):
                raise Refused(Text("只能延长一次", "the time is extended once only"))
            if step.days < 1:
                raise Refused(Text("须写明延长几个工作日", "say by how many working days"))
            due = read_clock(terms, request.facts, calendar).due
            if due is not None and step.on > due.day:
                raise Refused(Text(f"期限已于{due.day}届满，不能延长", f"the time ran out on {due.day}"))


def answered(request: Request, answer: Answer, known_grounds: frozenset[str]) -> Request:
    """The request with its answer; raises Refused where it is answered already or a refusal names no ground."""
    if request.answer is not None:
        raise Refused(Text("该申请已经答复", "the request is already answered"))
    if not MACHINE.get_transitions("answer", request.state.value):
        state = request.state.in_words()
        raise Refused(Text(f"申请{state.zh}，不能答复", f"the request is {state.en} and cannot be answered"))
    if answer.on < request.received_on:
        raise Refused(Text("答复日期早于收到日期", "the answer is dated before the request"))
    if request.steps and answer.on < request.steps[-1].on:
        latest = request.steps[-1].on
        raise Refused(Text(f"日期早于前一步骤（{latest}）", f"dated before the step before it ({latest})"))
    if answer.kind in (AnswerKind.REFUSED, AnswerKind.PARTLY_GRANTED) and answer.ground not in known_grounds:
        known = "、".join(sorted(known_grounds))
        raise Refused(
            Text(
                f"不予公开须写明法定理由，可用：{known}",
                f"a refusal names its legal ground; known are {known.replace('、', ', ')}",
            )
        )
    return replace(request, answer=answer)


def request_obligation(rule_book: RuleBook, received_on: date) -> Obligation:
    """The duty to answer that was in force on the day of receipt; raises Refused where no rule is."""
    for obligation in rule_book.obligations:
        if obligation.life_cycle is LifeCycle.REQUEST and obligation.in_force.on(received_on):
            return obligation
    raise Refused(
        Text(f"{received_on}没有关于答复申请的规则", f"no rule about answering requests is in force on {received_on}")
    )


def request_clock(request: Request, rule_book: RuleBook, calendar: WorkingCalendar) -> ClockReading:
    """What the clock of the request says, by the law in force on the day of receipt."""
    return read_clock(Terms.of(request_obligation(rule_book, request.received_on)), request.facts, calendar)
