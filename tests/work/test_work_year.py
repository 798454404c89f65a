"""A year seen on a past day: only what had happened, and only the holidays that had been announced."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from compliance.law.calendars import WorkingCalendar
from compliance.law.periods import parse_period
from compliance.law.rule_book import RuleBook
from compliance.law.text import same
from compliance.work.amounts import number
from compliance.work.figures import FigureEntry
from compliance.work.organisation import Office
from compliance.work.plan import Occurrence, plan
from compliance.work.requests import Answer, AnswerKind, Request
from compliance.work.tasks import Act, Evidence, Task, TaskAct, TaskState
from compliance.work.work_year import CourtOrder, WorkYear, find_task

YearMaker = Callable[..., WorkYear]


def test_later_acts_entries_requests_and_events_are_left_out(work_year: YearMaker, disclosure: Task) -> None:
    day, next_day = date(2017, 2, 20), date(2017, 2, 21)
    publication = Act(TaskAct.PUBLISH, "finance.clerk", day, TaskState.PUBLISHED, Evidence(link="x"))
    entry = FigureEntry("posts", "finance", parse_period("2017"), number(1), day, "finance.clerk")
    request = Request("R1", "finance", day, "desk", "收费依据")
    event = Occurrence("D9", "information-made", day, same("通告"), "finance")
    year = work_year(
        tasks=(
            replace(disclosure, acts=(publication,)),
            replace(disclosure, acts=(replace(publication, on=next_day),)),
        ),
        figures=(entry, replace(entry, entered_on=next_day)),
        requests=(request, replace(request, id="R2", received_on=next_day)),
        occurrences=(event, replace(event, at=next_day)),
        court_orders=(CourtOrder("C1", "finance", "图纸", day), CourtOrder("C2", "finance", "图纸", next_day)),
    )
    then = year.as_of(day)
    assert [task.state for task in then.tasks] == [TaskState.PUBLISHED, TaskState.PENDING]
    assert then.figures == (entry,)
    assert then.requests == (request,)
    assert then.occurrences == (event,)
    assert [order.id for order in then.court_orders] == ["C1"]
    assert len(year.as_of(next_day).requests) == 2


def test_an_answer_or_a_fulfilment_that_came_later_is_forgotten(work_year: YearMaker) -> None:
    day, next_day = date(2017, 2, 20), date(2017, 2, 21)
    request = Request("R1", "finance", day, "desk", "依据", Answer(AnswerKind.GRANTED, next_day, "finance.clerk"))
    order = CourtOrder("C1", "finance", "图纸", date(2017, 1, 1), fulfilled_on=next_day)
    year = work_year(requests=(request,), court_orders=(order,))
    assert year.as_of(day).requests[0].answer is None
    assert year.as_of(day).court_orders[0].fulfilled_on is None
    assert year.as_of(next_day).requests[0].answer is not None
    assert year.as_of(next_day).court_orders[0].fulfilled_on == next_day


def test_a_judgment_of_unknown_date_was_always_there(work_year: YearMaker) -> None:
    year = work_year(court_orders=(CourtOrder("C1", "finance", "图纸", None),))
    assert len(year.as_of(date(2017, 1, 1)).court_orders) == 1


def test_periodic_tasks_exist_from_new_year_and_event_tasks_from_their_event(
    work_year: YearMaker, rule_book: RuleBook, office: Office, document_of_20_january: Occurrence
) -> None:
    at_five = Occurrence("D2", "information-made", datetime(2017, 1, 25, 17), same("通告"), "finance")  # noqa: DTZ001
    year = work_year(tasks=plan(rule_book, office, 2017, [document_of_20_january, at_five]))
    # 2 budget users × 12 months + 1 annual report = 25 periodic tasks
    counts = {
        date(2016, 12, 31): 0, date(2017, 1, 1): 25, date(2017, 1, 19): 25, date(2017, 1, 20): 26,
        date(2017, 1, 24): 26, date(2017, 1, 25): 27,
    }  # fmt: skip
    assert {day: len(year.as_of(day).tasks) for day in counts} == counts


def test_the_calendar_is_what_could_be_known_that_day(
    work_year: YearMaker, disclosure: Task, calendar: WorkingCalendar
) -> None:
    # Made on Monday 2017-12-25; the notice for 2018 was published on 2017-11-30, that for 2017 on 2016-12-01.
    # 12-26–29 = 1–4, New Year (Monday 1 January), 2–5 = 5–8, 8–12 = 9–13, 15–19 = 14–18, 22 and 23 = 19–20
    task = replace(disclosure, start=date(2017, 12, 25))
    year = work_year(tasks=(task,))
    assert (year.due(task).day, year.due(task).provisional) == (date(2018, 1, 23), False)
    known = year.as_of(date(2017, 11, 30))
    assert (known.due(task).day, known.due(task).provisional) == (date(2018, 1, 23), False)
    # the day before nobody knew that New Year's Day is off: presumed worked, so one day earlier, and provisional
    before = year.as_of(date(2017, 11, 29))
    assert (before.due(task).day, before.due(task).missing_years) == (date(2018, 1, 22), (2018,))


def test_looking_back_leaves_the_year_as_it_is(work_year: YearMaker, disclosure: Task) -> None:
    task = replace(disclosure, start=date(2017, 12, 25))
    year = work_year(tasks=(task,))
    before = year.due(task)
    year.as_of(date(2017, 11, 29)).due(task)
    assert year.due(task) == before


def test_looking_back_twice_is_looking_back_to_the_earlier_day(work_year: YearMaker, disclosure: Task) -> None:
    acts = tuple(
        Act(TaskAct.CLASSIFY, "finance.confidentiality-reviewer", date(2017, 2, day), TaskState.PENDING)
        for day in range(1, 11)
    )
    year = work_year(tasks=(replace(disclosure, acts=acts),))
    early, late = date(2017, 2, 3), date(2017, 2, 7)
    assert len(year.as_of(early).tasks[0].acts) == 3
    assert year.as_of(late).as_of(early).tasks == year.as_of(early).as_of(late).tasks == year.as_of(early).tasks


def test_a_request_has_its_due_date(work_year: YearMaker) -> None:
    clock = work_year().request_clock(Request("R1", "finance", date(2017, 1, 20), "desk", "依据"))
    assert clock.due is not None
    assert clock.due.day == date(2017, 2, 15)


def test_tasks_are_found_by_area(work_year: YearMaker, rule_book: RuleBook, office: Office) -> None:
    year = work_year(tasks=plan(rule_book, office, 2017))
    assert len(year.tasks_of("report")) == 1
    assert len(year.tasks_of("proactive")) == 24
    assert year.tasks_of("no-such-area") == ()


@pytest.mark.parametrize(("written", "found"), [("T0A1A49C624", 1), ("t0a1a", 1), ("T9", 0)])
def test_a_task_is_found_by_the_beginning_of_its_identifier(disclosure: Task, written: str, found: int) -> None:
    assert len(find_task([disclosure], written)) == found
