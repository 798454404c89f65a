"""Continuous duties (持续更新): a chain of tasks, each from one publication to the next, none longer than the greatest age.

The first link of a year starts on the later of 1 January and the rule's first day in force. Each publication starts the
next link, by the rule that is in force on that day; a publication of another year starts none, for that year has a chain
of its own. So an update of January closes the last link of the old year and the first of the new one.

A link stands as long as the publication that started it does. If that is sent back, the link before is open again and
what it had started is gone, until it is published anew; likewise where evidence gives it another date. Only the end of a
chain can change in this way: once the next update was published, nothing moves the one before it. An exemption ends the
chain for the year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from compliance.law.deadlines import AtLeastEvery
from compliance.law.faults import Refused
from compliance.law.obligations import InForce, Obligation
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.work.organisation import Department, Office
from compliance.work.tasks import Task, TaskState, identified

Holders = Mapping[str, tuple[Department, ...]]
"""For each obligation, by its key, the departments that owe it."""


def continuous(obligation: Obligation) -> bool:
    """Whether the obligation has a greatest age."""
    return isinstance(obligation.deadline, AtLeastEvery)


def first_links(rule_book: RuleBook, office: Office, year: int, holders: Holders) -> dict[str, list[Task]]:
    """By the key of the obligation the links with which chains begin in the year, in the order of its holders.

    Where a rule takes over from another one of the same duty from one day to the next, the chain goes on, and the later
    rule begins none.
    """
    days = InForce(date(year, 1, 1), date(year, 12, 31))
    duties: defaultdict[str, list[Obligation]] = defaultdict(list)
    for obligation in rule_book.obligations:
        if continuous(obligation) and obligation.in_force.touches(days.first, date(year, 12, 31)):
            duties[obligation.root].append(obligation)
    links: dict[str, list[Task]] = defaultdict(list)
    for rules in duties.values():
        for rule in rules:
            start = max(days.first, rule.in_force.first)
            goes_on = [other for other in rules if other.in_force.on(start - timedelta(1)) and start > days.first]
            for department in holders[rule.key]:
                if not any(department in holders[other.key] for other in goes_on):
                    links[rule.key].append(_link(office, rule, department.id, start, first=True))
    return links


def next_link(task: Task, rule_book: RuleBook, office: Office, holders: Holders, year: int) -> Task | None:
    """The link that the publication of `task` starts; None where it is not published, in another year, or where no rule
    asks the department for it any more on that day."""
    published = task.published_on
    if published is None or published.year != year:
        return None
    for rule in rule_book.obligations:
        if (
            rule.root == task.obligation.root
            and continuous(rule)
            and rule.in_force.on(published)
            and any(holder.id == task.department for holder in holders[rule.key])
        ):
            return _link(office, rule, task.department, published)
    return None


def standing(tasks: Iterable[Task], office: Office) -> tuple[Task, ...]:
    """The tasks without the links whose publication does not stand, in their order."""
    tasks = tuple(tasks)
    if not any(continuous(task.obligation) for task in tasks):
        return tasks
    published = {(*_chain(task), task.published_on) for task in tasks if continuous(task.obligation)}
    return tuple(
        task
        for task in tasks
        if not continuous(task.obligation)
        or (*_chain(task), _day(task)) in published
        or task.id == _link(office, task.obligation, task.department, _day(task), first=True).id
    )


def must_stand(task: Task, chain: Iterable[Task], office: Office) -> None:
    """Raise Refused where the publication that started the link was sent back or dated anew."""
    if task.id not in {link.id for link in standing(chain, office)}:
        raise Refused(
            Text(
                f"{_day(task)}的更新已被退回或者改期，由它开始的任务{task.id}不再办理",
                f"the update of {_day(task)} was sent back or dated anew: {task.id}, which it had started, is gone",
            )
        )


def must_not_move_later(before: Task, after: Task, chain: Iterable[Task]) -> None:
    """Raise Refused where what led from `before` to `after` would take a link away that is done already."""
    day = before.published_on
    if day is None or day == after.published_on:
        return
    if any(_day(link) == day and link.id != before.id and link.state is not TaskState.PENDING for link in chain):
        raise Refused(
            Text(
                f"{day}的更新之后，下一次已经公开或者免除：这一次不能再退回或者改期",
                f"what came after the update of {day} is published or exempted: it can be neither sent back nor "
                "dated anew",
            )
        )


def _chain(task: Task) -> tuple[str, str]:
    return task.obligation.root, task.department


def _day(task: Task) -> date:
    """The day on which a link starts."""
    if isinstance(task.start, date) and not isinstance(task.start, datetime):
        return task.start
    raise TypeError(f"a greatest age is counted from a day, not from {task.start}")


def _link(office: Office, rule: Obligation, department: str, start: date, first: bool = False) -> Task:
    """A link; the first one has a name of its own, for a publication may start another on the same day."""
    part = f"since {start}" if first else str(start)
    return Task(identified(office.id, rule.root, department, part), rule, department, start)
