"""Continuous duties: a chain of links, each from one update to the next, as any day saw it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.calendars import WorkingCalendar
from compliance.law.faults import Refused
from compliance.law.rule_book import RuleBook
from compliance.oversight.check import check
from compliance.oversight.findings import FindingKind
from compliance.oversight.reminders import reminders_due
from compliance.work.continuous import must_not_move_later, next_link, standing
from compliance.work.organisation import Office
from compliance.work.plan import duty_holders, plan
from compliance.work.task_life_cycle import perform
from compliance.work.tasks import Act, Evidence, Task, TaskAct, TaskState
from compliance.work.work_year import WorkYear

RuleWriter = Callable[..., RuleBook]

SITE = """\
pack: cn/site
title: {zh: 网站检查指标, en: Website indicators}
source: {number: 一号, issuer: 国务院办公厅, published: 2016-12-01}
layer: nation
in-force: {from: 2016-12-01}
areas:
  - {id: site, title: {zh: 网站, en: Site}, part: proactive}
obligations:
  - id: news
    title: {zh: 动态栏目更新, en: Update the news column}
    area: site
    basis: art. 1
    who: {any: department}
    deadline: at least every 14 days
    cases:
      - {published: 2017-03-01, due: 2017-03-15}
"""

STRICTER = """\
pack: cn/liaoning/site
title: {zh: 省检查指标, en: The province's indicators}
source: {number: 二号, issuer: 省政府办公厅, published: 2017-03-01}
layer: province
in-force: {from: 2017-03-10, until: 2017-06-30}
obligations:
  - id: news
    refines: cn/site#news
    basis: art. 2
    deadline: at least every 7 days
    cases:
      - {published: 2017-03-01, due: 2017-03-08}
"""


@pytest.fixture
def rules(write_rules: RuleWriter) -> RuleBook:
    return write_rules(SITE)


class Chain:
    """The news column of the finance bureau in 2017, updated as the test says; every link is kept, as rows are."""

    def __init__(self, rules: RuleBook, office: Office) -> None:
        self.rules, self.office = rules, office
        self.holders = duty_holders(rules, office)
        planned = plan(rules, office, 2017)
        self.others = [task for task in planned if task.department != "finance"]
        self.links = {task.id: task for task in planned if task.department == "finance"}

    def act(self, kind: TaskAct, on: date, stated: date | None = None, by: str = "finance.clerk") -> None:
        """An act on the newest link that it fits."""
        wanted = TaskState.PENDING if kind in (TaskAct.PUBLISH, TaskAct.EXEMPT) else TaskState.PUBLISHED
        task = [task for task in standing(self.links.values(), self.office) if task.state is wanted][-1]
        evidence = Evidence(link="http://x", published_on=stated) if kind is not TaskAct.RETURN else None
        done = Act(kind, by, on, task.state, evidence, reason="附件打不开")
        after = perform(task, done, self.office, {})
        must_not_move_later(task, after, self.links.values())
        self.links[task.id] = after
        following = next_link(after, self.rules, self.office, self.holders, 2017)
        if following is not None:
            self.links.setdefault(following.id, following)

    def update(self, on: date, stated: date | None = None) -> None:
        self.act(TaskAct.PUBLISH, on, stated)

    def year(self, calendar: WorkingCalendar) -> WorkYear:
        return WorkYear(self.office, self.rules, calendar, 2017, (*self.links.values(), *self.others))

    def open_on(self, day: date, calendar: WorkingCalendar) -> list[tuple[date, date]]:
        """Of the links that are open at the end of a day, from which update they run and until when."""
        then = self.year(calendar).as_of(day)
        mine = [task for task in then.tasks if task.department == "finance" and task.state is TaskState.PENDING]
        return [(day_of(task), then.due(task).day) for task in mine]


def day_of(task: Task) -> date:
    assert isinstance(task.start, date)
    return task.start


@pytest.fixture
def chain(rules: RuleBook, office: Office) -> Chain:
    return Chain(rules, office)


# --- the links


def test_the_year_begins_with_one_link_a_department_from_the_first_of_january(rules: RuleBook, office: Office) -> None:
    tasks = plan(rules, office, 2017)
    assert [task.department for task in tasks] == ["government-office", "finance", "education", "heping-street"]
    assert {task.start for task in tasks} == {date(2017, 1, 1)}


def test_a_rule_that_comes_into_force_within_the_year_begins_on_its_first_day(
    write_rules: RuleWriter, office: Office
) -> None:
    rules = write_rules(SITE.replace("from: 2016-12-01", "from: 2017-05-15"))
    assert {task.start for task in plan(rules, office, 2017)} == {date(2017, 5, 15)}


def test_every_update_starts_the_next_link(chain: Chain, calendar: WorkingCalendar) -> None:
    assert chain.open_on(date(2017, 1, 5), calendar) == [(date(2017, 1, 1), date(2017, 1, 15))]
    chain.update(date(2017, 1, 10))
    chain.update(date(2017, 1, 23), stated=date(2017, 1, 20))
    # 20 January + 14 days
    assert chain.open_on(date(2017, 1, 31), calendar) == [(date(2017, 1, 20), date(2017, 2, 3))]


def test_an_update_of_the_day_from_which_the_gap_is_counted_moves_nothing(chain: Chain) -> None:
    chain.update(date(2017, 1, 10))
    with pytest.raises(Refused, match="the gap is counted from 2017-01-10, and the update of 2017-01-10 does not come"):
        chain.update(date(2017, 1, 10))
    with pytest.raises(Refused, match="the update of 2017-01-06 does not come after it"):
        chain.update(date(2017, 1, 12), stated=date(2017, 1, 6))


def test_an_update_of_december_starts_a_link_that_ends_in_the_next_year(
    chain: Chain, calendar: WorkingCalendar
) -> None:
    chain.update(date(2017, 12, 25))
    assert chain.open_on(date(2017, 12, 31), calendar) == [(date(2017, 12, 25), date(2018, 1, 8))]


def test_an_update_of_the_next_year_starts_no_link_of_this_one(chain: Chain, calendar: WorkingCalendar) -> None:
    chain.update(date(2017, 12, 25))
    chain.update(date(2018, 1, 5))
    assert chain.open_on(date(2018, 1, 31), calendar) == []


def test_nothing_is_started_where_the_rule_is_over(
    write_rules: RuleWriter, office: Office, calendar: WorkingCalendar
) -> None:
    chain = Chain(write_rules(SITE.replace("{from: 2016-12-01}", "{from: 2016-12-01, until: 2017-01-31}")), office)
    chain.update(date(2017, 2, 3))
    assert chain.open_on(date(2017, 3, 1), calendar) == []


def test_an_exemption_ends_the_chain(chain: Chain, calendar: WorkingCalendar, office: Office) -> None:
    (first,) = chain.links.values()
    act = Act(TaskAct.EXEMPT, "finance.clerk", date(2017, 1, 5), TaskState.EXEMPTED)
    exempted = first.after(act)
    assert next_link(exempted, chain.rules, office, chain.holders, 2017) is None


def test_a_stricter_rule_takes_over_with_the_next_update(
    write_rules: RuleWriter, office: Office, calendar: WorkingCalendar
) -> None:
    chain = Chain(write_rules(SITE, STRICTER), office)
    assert [day_of(task) for task in chain.links.values()] == [date(2017, 1, 1)]  # one chain, not one a rule
    chain.update(date(2017, 3, 8))
    assert chain.open_on(date(2017, 3, 12), calendar) == [(date(2017, 3, 8), date(2017, 3, 22))]
    chain.update(date(2017, 3, 13))
    assert chain.open_on(date(2017, 3, 14), calendar) == [(date(2017, 3, 13), date(2017, 3, 20))]
    chain.update(date(2017, 7, 3))
    assert chain.open_on(date(2017, 7, 4), calendar) == [(date(2017, 7, 3), date(2017, 7, 17))]


# --- sent back


def test_an_update_that_is_sent_back_does_not_count(chain: Chain, calendar: WorkingCalendar) -> None:
    chain.update(date(2017, 1, 10))
    chain.act(TaskAct.RETURN, date(2017, 1, 12), by="finance.leader")
    assert chain.open_on(date(2017, 1, 11), calendar) == [(date(2017, 1, 10), date(2017, 1, 24))]
    assert chain.open_on(date(2017, 1, 12), calendar) == [(date(2017, 1, 1), date(2017, 1, 15))]


def test_what_an_update_had_started_stands_again_when_it_is_published_with_the_same_date(
    chain: Chain, calendar: WorkingCalendar
) -> None:
    chain.update(date(2017, 1, 10))
    chain.act(TaskAct.RETURN, date(2017, 1, 12), by="finance.leader")
    chain.update(date(2017, 1, 13), stated=date(2017, 1, 10))
    assert chain.open_on(date(2017, 1, 13), calendar) == [(date(2017, 1, 10), date(2017, 1, 24))]
    assert len(chain.links) == 2


def test_published_anew_with_another_date_it_starts_another_link(chain: Chain, calendar: WorkingCalendar) -> None:
    chain.update(date(2017, 1, 10))
    chain.act(TaskAct.RETURN, date(2017, 1, 12), by="finance.leader")
    chain.update(date(2017, 1, 13))
    assert chain.open_on(date(2017, 1, 13), calendar) == [(date(2017, 1, 13), date(2017, 1, 27))]


def test_what_a_later_update_stands_on_cannot_be_sent_back(chain: Chain) -> None:
    chain.update(date(2017, 1, 10))
    chain.update(date(2017, 1, 12))
    links = list(chain.links.values())
    first = links[0]
    returned = first.after(Act(TaskAct.RETURN, "finance.leader", date(2017, 1, 13), TaskState.PENDING))
    with pytest.raises(Refused, match="what came after the update of 2017-01-10 is published or exempted"):
        must_not_move_later(first, returned, links)


# --- what is found and reminded of follows from the dates alone


def test_a_stale_column_is_overdue_from_the_day_after(chain: Chain, calendar: WorkingCalendar) -> None:
    chain.update(date(2017, 1, 10))

    def kinds(day: date) -> set[FindingKind]:
        found = check(chain.year(calendar), day)
        return {finding.kind for finding in found if finding.department == "finance"}

    assert FindingKind.OVERDUE not in kinds(date(2017, 1, 24))
    assert FindingKind.OVERDUE in kinds(date(2017, 1, 25))


def test_the_ladder_counts_from_the_last_update(chain: Chain, calendar: WorkingCalendar) -> None:
    chain.update(date(2017, 2, 28))
    reminders = [
        item for item in reminders_due(chain.year(calendar), date(2017, 3, 13)) if item.department == "finance"
    ]
    assert [(item.due, item.rung) for item in reminders] == [(date(2017, 3, 14), "before-1")]


@given(st.data())
def test_whatever_is_done_there_is_one_open_link_and_it_runs_from_the_last_update_that_stands(
    write_rules: RuleWriter, office: Office, calendar: WorkingCalendar, data: st.DataObject
) -> None:
    """Also when a past day is asked for later: what a day saw is what it is told to have seen."""
    chain = Chain(write_rules(SITE), office)
    day, seen = date(2017, 1, 2), {}
    for _ in range(data.draw(st.integers(1, 12))):
        act = data.draw(st.sampled_from([TaskAct.PUBLISH, TaskAct.PUBLISH, TaskAct.RETURN]))
        back = data.draw(st.integers(0, 3))
        try:
            if act is TaskAct.PUBLISH:
                chain.act(act, day, stated=day - timedelta(back))
            else:
                chain.act(act, day, by="finance.leader")
        except (Refused, IndexError):
            pass
        seen[day] = chain.open_on(day, calendar)
        assert len(seen[day]) == 1
        published = [task.published_on for task in chain.links.values() if task.published_on]
        (start, due), *_ = seen[day]
        assert start == max(published, default=date(2017, 1, 1))
        assert due == start + timedelta(14)
        day += timedelta(data.draw(st.integers(1, 20)))
    assert {past: chain.open_on(past, calendar) for past in seen} == seen
