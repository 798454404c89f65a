"""Requests and their 15 working days; the worked examples were counted by hand from the notices."""

from dataclasses import replace
from datetime import date

import pytest

from compliance.law.calendars import WorkingCalendar
from compliance.law.faults import Refused
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.work.requests import (
    MACHINE,
    Answer,
    AnswerKind,
    Request,
    RequestState,
    answered,
    request_due,
    request_obligation,
)

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
    found = request_due(replace(RECEIVED, received_on=received_on), rule_book, calendar)
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


def test_only_a_received_request_can_be_answered_and_nothing_else_happens_to_it() -> None:
    assert set(MACHINE.states) == {state.value for state in RequestState}
    assert list(MACHINE.events) == ["answer"]
    assert bool(MACHINE.get_transitions("answer", "received")) is True
    assert bool(MACHINE.get_transitions("answer", "answered")) is False


@pytest.mark.parametrize("kind", list(AnswerKind))
def test_every_kind_of_answer_has_a_word_in_both_languages(kind: AnswerKind) -> None:
    assert kind.in_words().zh
    assert kind.in_words().en
