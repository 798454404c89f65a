"""Requests and their 15 working days; the worked examples were counted by hand from the notices."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.basis import Basis
from compliance.law.calendars import WorkingCalendar
from compliance.law.faults import Refused
from compliance.law.obligations import ClockEvent
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.work.requests import (
    MACHINE,
    OPEN,
    Answer,
    AnswerKind,
    Request,
    RequestAct,
    RequestState,
    RequestStep,
    after_step,
    answered,
    request_clock,
    request_obligation,
)
from compliance.work.statutory_clock import Terms, read_clock

THIRD_PARTY, ORGAN = ClockEvent.THIRD_PARTY_CONSULTATION, ClockEvent.OTHER_ORGAN_CONSULTATION
GROUNDS = frozenset({"state-secret", "privacy"})
RECEIVED = Request("R1", "finance", date(2017, 1, 20), "desk", "收费依据")


def answer(kind: AnswerKind = AnswerKind.GRANTED, on: date = date(2017, 2, 15), ground: str = "") -> Answer:
    return Answer(kind, on, "finance.clerk", ground)


@pytest.mark.parametrize(
    ("received_on", "due"),
    [
        # 1: 22 January (Sunday, worked) = 1, 23–26 = 2–5, Spring Festival, 3 February = 6, 4 (Saturday, worked) = 7,
        # 6–10 = 8–12, 13–15 = 13–15
        (date(2017, 1, 20), date(2017, 2, 15)),
        # 2: 30 September (Saturday, worked) = 1, National Day, 9–13 October = 2–6, 16–20 = 7–11, 23–26 = 12–15
        (date(2017, 9, 29), date(2017, 10, 26)),
        # 5: the last day of the 2007 text: 15–17 May = 1–3, 20–24 = 4–8, 27–31 = 9–13, 3 and 4 June = 14–15
        (date(2019, 5, 14), date(2019, 6, 4)),
    ],
)
def test_an_answer_is_due_15_working_days_after_receipt(
    rule_book: RuleBook, calendar: WorkingCalendar, received_on: date, due: date
) -> None:
    found = request_clock(replace(RECEIVED, received_on=received_on), rule_book, calendar).due
    assert found is not None
    assert (found.day, found.provisional) == (due, False)


def test_the_clock_is_that_of_the_law_in_force_on_the_day_of_receipt(rule_book: RuleBook) -> None:
    assert request_obligation(rule_book, date(2008, 5, 1)).key == "cn/regulation-2007#answer-request"
    assert request_obligation(rule_book, date(2019, 5, 14)).key == "cn/regulation-2007#answer-request"


@pytest.mark.parametrize("day", [date(2008, 4, 30), date(2019, 5, 15)])
def test_without_a_law_in_force_on_that_day_there_is_no_clock(rule_book: RuleBook, day: date) -> None:
    with pytest.raises(Refused) as caught:
        request_obligation(rule_book, day)
    assert caught.value.reason == Text(
        f"{day}没有关于答复申请的规则", f"no rule about answering requests is in force on {day}"
    )


def test_a_request_is_received_until_it_is_answered() -> None:
    done = answered(RECEIVED, answer(), GROUNDS)
    assert (RECEIVED.state, done.state) == (RequestState.RECEIVED, RequestState.ANSWERED)
    assert done == replace(RECEIVED, answer=answer())


def test_a_request_is_answered_once(rule_book: RuleBook) -> None:
    done = answered(RECEIVED, answer(), GROUNDS)
    with pytest.raises(Refused) as caught:
        answered(done, answer(AnswerKind.NOT_HELD), GROUNDS)
    assert caught.value.reason == Text("该申请已经答复", "the request is already answered")
    assert done.answer == answer()


def test_an_answer_is_not_dated_before_the_request() -> None:
    assert answered(RECEIVED, answer(on=date(2017, 1, 20)), GROUNDS).state is RequestState.ANSWERED  # the same day
    with pytest.raises(Refused) as caught:
        answered(RECEIVED, answer(on=date(2017, 1, 19)), GROUNDS)
    assert caught.value.reason == Text("答复日期早于收到日期", "the answer is dated before the request")


@pytest.mark.parametrize("kind", [AnswerKind.REFUSED, AnswerKind.PARTLY_GRANTED])
@pytest.mark.parametrize("ground", ["", "inconvenient"])
def test_a_refusal_in_whole_or_in_part_names_its_legal_ground(kind: AnswerKind, ground: str) -> None:
    with pytest.raises(Refused) as caught:
        answered(RECEIVED, answer(kind, ground=ground), GROUNDS)
    assert caught.value.reason == Text(
        "不予公开须写明法定理由，可用：privacy、state-secret",
        "a refusal names its legal ground; known are privacy, state-secret",
    )
    assert answered(RECEIVED, answer(kind, ground="privacy"), GROUNDS).state is RequestState.ANSWERED


@pytest.mark.parametrize("kind", sorted(set(AnswerKind) - {AnswerKind.REFUSED, AnswerKind.PARTLY_GRANTED}))
def test_other_answers_need_no_ground(kind: AnswerKind) -> None:
    assert answered(RECEIVED, answer(kind), GROUNDS).state is RequestState.ANSWERED


def test_a_request_is_seen_as_it_stood_at_the_end_of_a_day() -> None:
    done = answered(RECEIVED, answer(on=date(2017, 2, 15)), GROUNDS)
    assert done.as_of(date(2017, 2, 14)) == RECEIVED
    assert done.as_of(date(2017, 2, 15)) == done
    assert RECEIVED.as_of(date(2016, 1, 1)) == RECEIVED


def test_every_state_and_act_is_in_the_machine() -> None:
    assert set(MACHINE.states) == {state.value for state in RequestState}
    assert set(MACHINE.events) == {act.value for act in RequestAct}


# ---- between receipt and answer: a request of 30 April 2021 under the Regulation of 2019

OF_2019 = Terms(
    20,
    20,
    (THIRD_PARTY, ORGAN),
    (ClockEvent.SUPPLEMENT,),
    Basis(Text("条例", "Regulation"), Text("第三十三条", "art. 33")),
)
LETTER = Request("R2", "education", date(2021, 4, 30), "letter", "学区划分方案")


def step(act: RequestAct, on: str, **details: Any) -> RequestStep:
    return RequestStep(act, "education.clerk", date.fromisoformat(on), **details)


ASKED = step(RequestAct.ASK_SUPPLEMENT, "2021-05-13", until=date(2021, 5, 28))
CAME = step(RequestAct.RECEIVE_SUPPLEMENT, "2021-05-20")
CONSULTED = step(RequestAct.CONSULT, "2021-05-26", whom=THIRD_PARTY)
HEARD = step(RequestAct.HEAR, "2021-06-09", whom=THIRD_PARTY)
EXTENDED = step(RequestAct.EXTEND, "2021-07-05", days=20)


def after(calendar: WorkingCalendar, *steps: RequestStep) -> Request:
    request = LETTER
    for each in steps:
        request = after_step(request, each, OF_2019, calendar)
    return request


def test_a_request_with_supplement_consultation_and_extension_is_followed_step_by_step(
    calendar: WorkingCalendar,
) -> None:
    seen = []
    request = LETTER
    for each in (ASKED, CAME, CONSULTED, HEARD, EXTENDED):
        request = after_step(request, each, OF_2019, calendar)
        due = read_clock(OF_2019, request.facts, calendar).due
        seen.append((request.state, str(due.day) if due else None))
    assert seen == [
        (RequestState.AWAITING_SUPPLEMENT, None),
        (RequestState.RECEIVED, "2021-06-18"),
        (RequestState.CONSULTING, None),
        (RequestState.RECEIVED, "2021-07-05"),
        (RequestState.RECEIVED, "2021-08-02"),
    ]


def test_its_steps_are_left_out_on_days_before_them(calendar: WorkingCalendar) -> None:
    request = after(calendar, ASKED, CAME, CONSULTED)
    assert request.as_of(date(2021, 5, 25)) == after(calendar, ASKED, CAME)
    assert request.as_of(date(2021, 5, 12)) == LETTER
    assert request.as_of(date(2021, 5, 26)) is request


def test_two_bodies_may_be_asked_at_once_and_the_clock_waits_for_both(calendar: WorkingCalendar) -> None:
    organ = step(RequestAct.CONSULT, "2021-05-27", whom=ORGAN)
    request = after(calendar, ASKED, CAME, CONSULTED, organ, HEARD)
    assert request.state is RequestState.CONSULTING
    assert read_clock(OF_2019, request.facts, calendar).due is None
    done = after_step(request, step(RequestAct.HEAR, "2021-06-10", whom=ORGAN), OF_2019, calendar)
    assert done.state is RequestState.RECEIVED


def test_a_request_without_its_supplement_is_deemed_abandoned_after_the_time_for_it(calendar: WorkingCalendar) -> None:
    request = after(calendar, ASKED, step(RequestAct.ABANDON, "2021-05-31"))
    assert request.state is RequestState.DEEMED_ABANDONED
    assert request.state not in OPEN


@pytest.mark.parametrize(
    ("before", "act", "reason"),
    [
        ((), step(RequestAct.ASK_SUPPLEMENT, "2021-05-13"), "say by when the supplement is to come"),
        ((ASKED, CAME), step(RequestAct.ASK_SUPPLEMENT, "2021-05-21", until=date(2021, 6, 1)), "once only"),
        ((ASKED,), step(RequestAct.ABANDON, "2021-05-28"), "has until 2021-05-28"),
        ((ASKED,), step(RequestAct.CONSULT, "2021-05-14", whom=ORGAN), "possible now: the supplement came"),
        ((), step(RequestAct.HEAR, "2021-05-14", whom=ORGAN), "cannot the answer of others came"),
        ((), step(RequestAct.CONSULT, "2021-05-14"), "say who is asked"),
        ((CONSULTED,), step(RequestAct.HEAR, "2021-06-01", whom=ORGAN), "was not asked; going on: consulting a third"),
        ((), step(RequestAct.EXTEND, "2021-05-14", days=21), "at most 20 working days"),
        ((), step(RequestAct.EXTEND, "2021-05-14"), "say by how many working days"),
        # the first time ended on 1 June 2021
        ((), step(RequestAct.EXTEND, "2021-06-02", days=20), "the time ran out on 2021-06-01"),
        ((step(RequestAct.EXTEND, "2021-05-14", days=5),), step(RequestAct.EXTEND, "2021-05-17", days=5), "once only"),
        ((ASKED,), step(RequestAct.WITHDRAW, "2021-05-12"), "dated before the step before it"),
        ((), step(RequestAct.WITHDRAW, "2021-04-29"), "dated before the step before it"),
        ((step(RequestAct.WITHDRAW, "2021-05-12"),), ASKED, "possible now: nothing"),
    ],
)
def test_what_law_or_life_cycle_do_not_allow_is_refused_with_the_reason(
    calendar: WorkingCalendar, before: tuple[RequestStep, ...], act: RequestStep, reason: str
) -> None:
    request = after(calendar, *before)
    with pytest.raises(Refused, match=reason):
        after_step(request, act, OF_2019, calendar)


def test_a_request_that_waits_for_its_supplement_cannot_be_answered(calendar: WorkingCalendar) -> None:
    with pytest.raises(Refused, match="awaiting a supplement and cannot be answered"):
        answered(after(calendar, ASKED), answer(on=date(2021, 5, 14)), GROUNDS)


def test_an_answer_is_not_dated_before_the_last_step(calendar: WorkingCalendar) -> None:
    with pytest.raises(Refused, match="dated before the step before it"):
        answered(after(calendar, CONSULTED, HEARD), answer(on=date(2021, 6, 1)), GROUNDS)


ACTS = st.sampled_from(list(RequestAct))


@given(st.lists(st.tuples(ACTS, st.integers(0, 15), st.sampled_from([THIRD_PARTY, ORGAN]))))
def test_whatever_is_tried_the_state_is_what_the_steps_say_and_the_clock_can_be_read(
    calendar: WorkingCalendar, tries: list[tuple[RequestAct, int, ClockEvent]]
) -> None:
    request, on = LETTER, LETTER.received_on
    for act, later, whom in tries:
        on += timedelta(later)
        each = RequestStep(act, "education.clerk", on, whom, 5, on + timedelta(10))
        try:
            request = after_step(request, each, OF_2019, calendar)
        except Refused:
            continue
        reading = read_clock(OF_2019, request.facts, calendar)
        # without a last day somebody is waited for; asked after the last day, nobody stops the clock any more
        assert reading.due is not None or request.state is not RequestState.RECEIVED
    assert request.as_of(on) == request
    assert [item.on for item in request.steps] == sorted(item.on for item in request.steps)


@pytest.mark.parametrize("word", [*RequestState, *RequestAct])
def test_every_state_and_act_has_a_word_in_both_languages(word: RequestState | RequestAct) -> None:
    assert word.in_words().zh
    assert word.in_words().en


@pytest.mark.parametrize("kind", list(AnswerKind))
def test_every_kind_of_answer_has_a_word_in_both_languages(kind: AnswerKind) -> None:
    assert kind.in_words().zh
    assert kind.in_words().en
