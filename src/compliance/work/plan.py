"""The year's plan: which tasks the rules make, for which department, for which period or event.

Pure and deterministic: the same rules, office and events give the same tasks with the same identifiers anywhere.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from compliance.law.deadlines import ByDate, Span, event_of, span_of
from compliance.law.due_dates import Start
from compliance.law.faults import BadInput, Fault, Place, Refused, did_you_mean, nearest
from compliance.law.obligations import LifeCycle, Obligation
from compliance.law.periods import Period, periods_of
from compliance.law.rule_book import RuleBook
from compliance.law.selectors import Selector, in_words
from compliance.law.text import Text
from compliance.work.continuous import first_links
from compliance.work.organisation import Department, Office
from compliance.work.tasks import Task, identified


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event that started clocks: a document made, a budget approved. `department` None: it concerns every holder."""

    id: str
    event: str
    at: date | datetime
    subject: Text
    department: str | None = None

    @property
    def on(self) -> date:
        """The day of the event."""
        return self.at.date() if isinstance(self.at, datetime) else self.at


def plan(rule_book: RuleBook, office: Office, year: int, occurrences: Iterable[Occurrence] = ()) -> tuple[Task, ...]:
    """All tasks of the year, in the order of rules, departments, periods; event tasks after their occurrences.

    A periodic duty is owed for each period on whose last day it is in force; a duty after an event follows the
    law in force on the day of the event; a continuous duty begins with its first link. Raises BadInput for a selector that matches nobody and names the rule's
    place, and Refused for an event that no rule knows.
    """
    holders = duty_holders(rule_book, office)
    links = first_links(rule_book, office, year, holders)
    tasks = [
        task
        for obligation in rule_book.obligations
        if obligation.life_cycle is LifeCycle.TASK
        for task in (*_periodic(obligation, holders[obligation.key], office, year), *links.pop(obligation.key, ()))
    ]
    for occurrence in occurrences:
        tasks.extend(tasks_after(occurrence, rule_book, office, holders))
    return tuple(tasks)


def duty_holders(rule_book: RuleBook, office: Office) -> dict[str, tuple[Department, ...]]:
    """For each obligation the departments that owe it; raises BadInput where a selector matches nobody."""
    holders: dict[str, tuple[Department, ...]] = {}
    faults: list[Fault] = []
    for obligation in rule_book.obligations:
        holders[obligation.key] = _selected(office, obligation.who, obligation.place, faults)
        if obligation.supporting is not None:
            _selected(office, obligation.supporting, obligation.place, faults)
    for figure in rule_book.figures.values():
        _selected(office, figure.entered_by, figure.place, faults)
    if faults:
        raise BadInput(faults)
    return holders


def _selected(office: Office, selector: Selector, place: Place, faults: list[Fault]) -> tuple[Department, ...]:
    try:
        selected = office.selected(selector)
    except Refused as refused:
        faults.append(Fault(place, "unknown-department", refused.reason))
        return ()
    if not selected:
        words = in_words(selector)
        faults.append(
            Fault(
                place,
                "nobody-selected",
                Text(f"没有单位符合“{words.zh}”", f"no department matches: {words.en}"),
            )
        )
    return selected


def tasks_after(
    occurrence: Occurrence,
    rule_book: RuleBook,
    office: Office,
    holders: dict[str, tuple[Department, ...]] | None = None,
) -> tuple[Task, ...]:
    """The tasks that an event opens. Raises Refused where no rule knows the event or nobody concerned owes it."""
    known = sorted({event for item in rule_book.obligations if (event := event_of(item.deadline))})
    if occurrence.event not in known:
        message = Text(f"没有规则以“{occurrence.event}”起算", f"no rule starts from `{occurrence.event}`")
        raise Refused(message + (_event_meant(occurrence.event, known, rule_book) or Text("", "")))
    holders = holders if holders is not None else duty_holders(rule_book, office)
    tasks = tuple(
        _task(office, obligation, department, occurrence.at, occurrence.id, occurrence.subject)
        for obligation in rule_book.obligations
        if event_of(obligation.deadline) == occurrence.event
        and obligation.life_cycle is LifeCycle.TASK
        and obligation.in_force.on(occurrence.on)
        for department in holders[obligation.key]
        if occurrence.department in (None, department.id)
    )
    if not tasks:
        raise Refused(
            Text(
                f"{occurrence.on}的事件“{occurrence.event}”没有产生任何任务：当日无有效规则，或该单位不是责任单位",
                f"the event `{occurrence.event}` of {occurrence.on} opens no task: no rule in force, or not that "
                "department's duty",
            )
        )
    return tasks


def _event_meant(name: str, known: list[str], rule_book: RuleBook) -> Text | None:
    """The event that was meant, with its title: the one of that title, or the one of nearly that identifier."""
    titled = [item.id for item in rule_book.events.values() if name in (item.title.zh, item.title.en)]
    meant = next((item for item in titled if item in known), None) or nearest(name, known)
    event = rule_book.events.get(meant) if meant is not None else None
    if event is None:
        return did_you_mean(name, known)
    title = event.title
    return Text(f"；是否想写“{meant}”（{title.zh}）？", f"; did you mean `{meant}` ({title.en})?")


def _periodic(obligation: Obligation, holders: tuple[Department, ...], office: Office, year: int) -> Iterator[Task]:
    span = span_of(obligation.deadline)
    if span is None:
        return
    for department in holders:
        for period in periods_of(year, span):
            if obligation.in_force.on(_last_day_owed(obligation, period)):
                yield _task(office, obligation, department, period, str(period), None)


def _last_day_owed(obligation: Obligation, period: Period) -> date:
    """The day that decides whether a period's duty exists: its end, or the fixed date itself if that is earlier."""
    deadline = obligation.deadline
    if period.span is Span.YEAR and isinstance(deadline, ByDate) and not deadline.next_year:
        last = monthrange(period.year, deadline.month)[1]
        return date(period.year, deadline.month, min(deadline.day, last))
    return period.last


def _task(
    office: Office, obligation: Obligation, department: Department, start: Start, part: str, subject: Text | None
) -> Task:
    return Task(
        id=identified(office.id, obligation.root, department.id, part),
        obligation=obligation,
        department=department.id,
        start=start,
        subject=subject,
    )
