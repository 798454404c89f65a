"""The ladder of reminders, day by day; and that a stop of any length loses nothing and doubles nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import parse_deadline
from compliance.law.obligations import Ladder
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.oversight.reminders import Reminder, reminders_due
from compliance.work.organisation import Office, Role
from compliance.work.plan import plan
from compliance.work.tasks import Act, Evidence, Task, TaskAct, TaskState
from compliance.work.work_year import WorkYear

YearMaker = Callable[..., WorkYear]

# Working days around 22 February 2017 (Wednesday), the due date:
# 10 before: 8 February (9, 10 = 2 · 13–17 = 7 · 20, 21, 22 = 10) · 5 before: 15 · 1 before: 21
# overdue: 23, 24 = 1–2 · 27, 28 = 3–4 · 1 March = 5 · 2, 3 = 6–7
DUE = date(2017, 2, 22)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(number) for number in range((last - first).days + 1)]


def rungs(year: WorkYear, day: date) -> list[str]:
    return [reminder.rung for reminder in reminders_due(year, day)]


@pytest.fixture(scope="module")
def year(work_year: YearMaker, disclosure: Task) -> WorkYear:
    """One pending task, made on 20 January, due on 22 February; reminders 10, 5 and 1 working days before."""
    return work_year(tasks=(disclosure,))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2017, 1, 20), []),
        (date(2017, 2, 7), []),  # 11 working days left
        (date(2017, 2, 8), ["before-10"]),
        (date(2017, 2, 14), ["before-10"]),  # 6 left: still the rung of the 8th
        (date(2017, 2, 15), ["before-5"]),
        (date(2017, 2, 18), ["before-5"]),  # Saturday: nothing new
        (date(2017, 2, 20), ["before-5"]),  # 2 left
        (date(2017, 2, 21), ["before-1"]),
        (date(2017, 2, 22), ["due"]),
        (date(2017, 2, 23), ["overdue-1"]),
        (date(2017, 2, 24), ["overdue-2"]),
        (date(2017, 2, 25), ["overdue-2"]),  # Saturday
        (date(2017, 2, 26), ["overdue-2"]),
        (date(2017, 2, 27), ["overdue-3"]),
        (date(2017, 2, 28), ["overdue-4"]),
        (date(2017, 3, 1), ["overdue-5", "escalation"]),
        (date(2017, 3, 2), ["overdue-6", "escalation"]),
    ],
)
def test_the_ladder_is_climbed_day_by_day(year: WorkYear, day: date, expected: list[str]) -> None:
    assert rungs(year, day) == expected


def test_each_rung_names_the_day_on_which_it_was_reached(year: WorkYear) -> None:
    reached: dict[str, set[date]] = {}
    for day in days(date(2017, 1, 20), date(2017, 3, 3)):
        for reminder in reminders_due(year, day):
            reached.setdefault(reminder.rung, set()).add(reminder.reached_on)
    assert reached == {
        "before-10": {date(2017, 2, 8)}, "before-5": {date(2017, 2, 15)}, "before-1": {date(2017, 2, 21)},
        "due": {date(2017, 2, 22)}, "overdue-1": {date(2017, 2, 23)}, "overdue-2": {date(2017, 2, 24)},
        "overdue-3": {date(2017, 2, 27)}, "overdue-4": {date(2017, 2, 28)}, "overdue-5": {date(2017, 3, 1)},
        "overdue-6": {date(2017, 3, 2)}, "overdue-7": {date(2017, 3, 3)}, "escalation": {date(2017, 3, 1)},
    }  # fmt: skip


def test_the_clerk_is_reminded_and_the_leader_asked_to_see_to_it(year: WorkYear) -> None:
    before, after = reminders_due(year, date(2017, 2, 15))[0], reminders_due(year, date(2017, 3, 1))[1]
    assert (before.recipient, before.escalation) == ("finance.clerk", False)
    assert (after.recipient, after.escalation) == ("finance.leader", True)
    assert before.key == "T0A1A49C624|before-5|2017-02-22|finance.clerk"


@pytest.mark.parametrize(
    ("day", "number", "words"),
    [
        (date(2017, 2, 15), 0, Text("还有5个工作日到期（2017-02-22）", "is due in 5 working days (2017-02-22)")),
        (date(2017, 2, 17), 0, Text("还有3个工作日到期（2017-02-22）", "is due in 3 working days (2017-02-22)")),
        (date(2017, 2, 21), 0, Text("还有1个工作日到期（2017-02-22）", "is due in 1 working day (2017-02-22)")),
        (date(2017, 2, 22), 0, Text("今天到期（2017-02-22）", "is due today (2017-02-22)")),
        (date(2017, 2, 23), 0, Text("已逾期1个工作日（2017-02-22）", "is 1 working day overdue (2017-02-22)")),
        (date(2017, 3, 1), 0, Text("已逾期5个工作日（2017-02-22）", "is 5 working days overdue (2017-02-22)")),
        (
            date(2017, 3, 1),
            1,
            Text(
                "已逾期5个工作日（2017-02-22），请督促办理",
                "is 5 working days overdue (2017-02-22); please see to it",
            ),
        ),
    ],
)
def test_a_reminder_says_what_by_when_and_why(year: WorkYear, day: date, number: int, words: Text) -> None:
    assert reminders_due(year, day)[number].words == Text(
        f"主动公开政府信息：收费目录：{words.zh}。依据：《政府信息公开条例》第十八条",
        f"Disclose information proactively: 收费目录 {words.en}. Basis: Regulation on Disclosure, art. 18",
    )


def test_on_the_last_working_day_before_a_due_date_on_a_day_off_today_is_not_the_due_date(
    work_year: YearMaker, rule_book: RuleBook, office: Office
) -> None:
    # The report on 2017 is due on Saturday 31 March 2018; Friday the 30th is the last working day
    report = next(task for task in plan(rule_book, office, 2017) if task.obligation.area == "report")
    year = work_year(tasks=(report,))
    friday, saturday, sunday = (reminders_due(year, date(2018, 3, 30) + timedelta(number)) for number in range(3))
    assert [item.rung for item in (*friday, *saturday)] == ["due", "due"]
    assert friday[0].key == saturday[0].key
    assert friday[0].words.zh.startswith("公布年度报告：应于2018-03-31（休息日）前完成，最后一个工作日为2018-03-30。")
    assert friday[0].words.en.startswith(
        "Publish the annual report is due on 2018-03-31, a day off; the last working day before it is 2018-03-30."
    )
    assert "今天到期（2018-03-31）" in saturday[0].words.zh
    assert sunday == ()  # overdue, but no working day has passed: told on Monday
    assert rungs(year, date(2018, 4, 2)) == ["overdue-1"]


def test_after_an_outage_only_the_newest_rung_is_given(year: WorkYear) -> None:
    # asleep from 7 to 21 February: the rungs of the 8th and 15th are not sent afterwards
    assert rungs(year, date(2017, 2, 21)) == ["before-1"]
    # asleep until 10 March, 12 working days overdue: one reminder and one escalation, not twelve
    assert rungs(year, date(2017, 3, 10)) == ["overdue-12", "escalation"]


@pytest.mark.parametrize(
    ("ladder", "expected"),
    [
        (Ladder((3,), 2, 4), {"before-3", "due", "overdue-2", "overdue-4", "overdue-6", "escalation"}),
        (Ladder((), 3, 7), {"due", "overdue-3", "overdue-6", "escalation"}),
        (Ladder((5, 0), 7, 8), {"before-5", "due", "overdue-7"}),  # escalates on the eighth day, 6 March
    ],
)
def test_a_rule_may_set_its_own_ladder(
    work_year: YearMaker, disclosure: Task, ladder: Ladder, expected: set[str]
) -> None:
    task = replace(disclosure, obligation=replace(disclosure.obligation, ladder=ladder))
    year = work_year(tasks=(task,))
    # until Friday 3 March, the seventh working day overdue
    assert {rung for day in days(date(2017, 1, 20), date(2017, 3, 3)) for rung in rungs(year, day)} == expected


# --- who is done is left alone ---

PUBLISHED = Act(TaskAct.PUBLISH, "finance.clerk", date(2017, 2, 20), TaskState.PUBLISHED, Evidence(link="x"))
ENDS = {
    "published": PUBLISHED,
    "exempted": Act(TaskAct.EXEMPT, "finance.clerk", date(2017, 2, 20), TaskState.EXEMPTED, ground="privacy"),
}


@pytest.mark.parametrize("end", list(ENDS))
def test_nothing_is_sent_from_the_day_on_which_the_department_is_done(
    work_year: YearMaker, disclosure: Task, end: str
) -> None:
    year = work_year(tasks=(replace(disclosure, acts=(ENDS[end],)),))
    assert rungs(year, date(2017, 2, 19)) == ["before-5"]  # what was sent before stays as it was
    assert [rungs(year, day) for day in days(date(2017, 2, 20), date(2017, 4, 20))] == [[]] * 60


def test_a_returned_task_is_reminded_of_again(work_year: YearMaker, disclosure: Task) -> None:
    returned = Act(TaskAct.RETURN, "finance.leader", date(2017, 2, 23), TaskState.PENDING, reason="链接打不开")
    year = work_year(tasks=(replace(disclosure, acts=(PUBLISHED, returned)),))
    assert rungs(year, date(2017, 2, 22)) == []
    assert rungs(year, date(2017, 2, 23)) == ["overdue-1"]


# --- who gets it ---


def test_without_a_clerk_or_a_leader_somebody_else_of_the_department_gets_it(
    work_year: YearMaker, disclosure: Task, office: Office
) -> None:
    def without(*roles: Role) -> WorkYear:
        departments = tuple(
            replace(item, posts=tuple(post for post in item.posts if post.role not in roles))
            for item in office.departments
        )
        return work_year(office=replace(office, departments=departments), tasks=(disclosure,))

    day = date(2017, 3, 1)
    assert [item.recipient for item in reminders_due(without(Role.LEADER), day)] == ["finance.clerk"] * 2
    assert [item.recipient for item in reminders_due(without(Role.CLERK), day)] == [
        "finance.confidentiality-reviewer", "finance.leader",
    ]  # fmt: skip


# --- outages and unknown years ---

LADDERS = st.builds(
    Ladder,
    st.lists(st.integers(1, 25), unique=True, max_size=4).map(lambda found: tuple(sorted(found, reverse=True))),
    st.integers(1, 4),
    st.integers(1, 9),
)
FORMS = st.sampled_from(
    ["20 working days after information-made", "20 days after information-made", "3 days after information-made"]
)


@given(
    made_on=st.dates(date(2017, 1, 1), date(2017, 12, 31)),
    deadline=FORMS,
    ladder=LADDERS,
    sweeps=st.sets(st.integers(0, 60), max_size=12),
    published=st.none() | st.integers(0, 60),
)
def test_sweeps_with_gaps_send_nothing_that_daily_sweeps_would_not_and_always_the_newest(
    work_year: YearMaker,
    disclosure: Task,
    made_on: date,
    deadline: str,
    ladder: Ladder,
    sweeps: set[int],
    published: int | None,
) -> None:
    obligation = replace(disclosure.obligation, deadline=parse_deadline(deadline), ladder=ladder)
    done_on = None if published is None else made_on + timedelta(published)
    acts = () if done_on is None else (replace(PUBLISHED, on=done_on),)
    year = work_year(tasks=(replace(disclosure, start=made_on, obligation=obligation, acts=acts),))
    # the notice for 2018 was not out before 30 November; what a day says depends on that day alone
    given_on: dict[date, tuple[Reminder, ...]] = {
        day: reminders_due(year, day) for day in days(made_on, made_on + timedelta(60))
    }
    daily = {reminder.key for reminders in given_on.values() for reminder in reminders}
    sent: set[str] = set()
    for number in sorted(sweeps):
        day = made_on + timedelta(number)
        reminders = reminders_due(year, day)
        keys = [reminder.key for reminder in reminders]
        assert len(keys) == len(set(keys))
        assert sum(not reminder.escalation for reminder in reminders) <= 1  # one, however long the outage
        assert reminders_due(year, day) == reminders  # asked twice, the same
        assert all(reminder.reached_on <= day for reminder in reminders)
        if done_on is not None and day >= done_on:
            assert reminders == ()
        sent |= set(keys)
    assert sent <= daily


@given(st.dates(date(2017, 12, 1), date(2030, 12, 31)), FORMS)
def test_a_year_whose_holidays_are_not_announced_is_reminded_of_all_the_same(
    work_year: YearMaker, disclosure: Task, calendar_of_2017: WorkingCalendar, made_on: date, deadline: str
) -> None:
    obligation = replace(disclosure.obligation, deadline=parse_deadline(deadline))
    task = replace(disclosure, start=made_on, obligation=obligation)
    year = work_year(tasks=(task,), calendar=calendar_of_2017)
    found = {rung for day in days(made_on, made_on + timedelta(50)) for rung in rungs(year, day)}
    assert {"due", "overdue-1", "escalation"} <= found


def test_when_the_notice_moves_a_due_date_the_reminders_are_new_ones(work_year: YearMaker, disclosure: Task) -> None:
    ladder = Ladder((30,), 1, 5)
    obligation = replace(disclosure.obligation, ladder=ladder, deadline=parse_deadline("30 working days after made"))
    # made on Monday 20 November: 21–24 = 1–4, 27 November to 1 December = 5–9, 4–8 = 10–14, 11–15 = 15–19,
    # 18–22 = 20–24, 25–29 = 25–29; Monday 1 January = 30 until the notice of 30 November says that it is off: the 2nd
    year = work_year(tasks=(replace(disclosure, start=date(2017, 11, 20), obligation=obligation),))
    (before,), (after,) = reminders_due(year, date(2017, 11, 29)), reminders_due(year, date(2017, 11, 30))
    assert (before.due, after.due) == (date(2018, 1, 1), date(2018, 1, 2))
    assert before.key != after.key


def test_only_what_is_near_is_reminded_of(work_year: YearMaker, rule_book: RuleBook, office: Office) -> None:
    year = work_year(tasks=plan(rule_book, office, 2017))
    # January's lists are due on Sunday 5 February; the last working day is Saturday the 4th, worked for Spring Festival:
    # counted back from it 3 February, 26–22 January = 1–6, 20, 19, 18 = 7–9, 17 = 10
    assert reminders_due(year, date(2017, 1, 16)) == ()
    assert [(item.rung, item.due, item.department) for item in reminders_due(year, date(2017, 1, 17))] == [
        ("before-10", date(2017, 2, 5), "finance"), ("before-10", date(2017, 2, 5), "education"),
    ]  # fmt: skip
