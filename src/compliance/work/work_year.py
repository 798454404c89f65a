"""Everything known about an office's year: what checks and reports are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import Deadline
from compliance.law.due_dates import DueDate, Start, due_date
from compliance.law.periods import Period
from compliance.law.rule_book import RuleBook
from compliance.work.continuous import standing
from compliance.work.figures import FigureEntry, FigureTable
from compliance.work.organisation import Office
from compliance.work.plan import Occurrence
from compliance.work.requests import OPEN, Request, request_clock
from compliance.work.statutory_clock import ClockReading
from compliance.work.tasks import Task


@dataclass(frozen=True, slots=True)
class CourtOrder:
    """A judgment that orders disclosure. `due` None: the day set by the court is not recorded.

    Where `ordered_on` is not known, the judgment stands from `recorded_on`.
    """

    id: str
    department: str
    subject: str
    ordered_on: date | None
    due: date | None = None
    fulfilled_on: date | None = None
    recorded_on: date | None = None


class DueDates:
    """Due dates worked out so far, by each calendar: they depend on deadline, start and calendar, on nothing else.

    A year shares its due dates with the same year as of another day, and whoever reads a year again may hand them on.
    """

    def __init__(self) -> None:
        self._by_calendar: dict[WorkingCalendar, dict[tuple[Deadline, Start], DueDate]] = {}

    def of(self, deadline: Deadline, start: Start, calendar: WorkingCalendar) -> DueDate:
        """When `deadline` falls due for `start`, by `calendar`."""
        known = self._by_calendar.get(calendar)
        if known is None:
            known = self._by_calendar[calendar] = {}
        found = known.get((deadline, start))
        if found is None:
            found = known[deadline, start] = due_date(deadline, start, calendar)
        return found


@dataclass(frozen=True, slots=True)
class YearBefore:
    """The figures of the year before, with the rules of that year: what is carried over is compared with them."""

    rule_book: RuleBook
    year: int
    entries: tuple[FigureEntry, ...]

    def as_of(self, day: date) -> YearBefore:
        """The figures as they were known at the end of `day`."""
        return replace(self, entries=tuple(entry for entry in self.entries if entry.entered_on <= day))


@dataclass(frozen=True)
class WorkYear:
    """An office's year: rules, calendar and facts. Immutable; dates are derived from the facts."""

    office: Office
    rule_book: RuleBook
    calendar: WorkingCalendar
    year: int
    tasks: tuple[Task, ...]
    figures: tuple[FigureEntry, ...] = ()
    requests: tuple[Request, ...] = ()
    court_orders: tuple[CourtOrder, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    before: YearBefore | None = None
    due_dates: DueDates = field(default_factory=DueDates, compare=False, repr=False)
    _seen_on: date | None = field(default=None, compare=False, repr=False)

    def due(self, task: Task) -> DueDate:
        """When the task falls due, by the calendar of this year."""
        return self.due_dates.of(task.obligation.deadline, task.start, self.calendar)

    def request_clock(self, request: Request) -> ClockReading:
        """What the clock of the request says."""
        return request_clock(request, self.rule_book, self.calendar)

    def answered_late(self, request: Request) -> bool:
        """Whether the request was answered after its last day; while the clock stood still no answer was late."""
        due = self.request_clock(request).due
        return request.answer is not None and due is not None and request.answer.on > due.day

    def request_overdue(self, request: Request, as_of: date) -> bool:
        """Whether the request is still open after its last day."""
        due = self.request_clock(request).due
        return request.state in OPEN and due is not None and as_of > due.day

    @cached_property
    def figure_table(self) -> FigureTable:
        """The year's figures added up."""
        before = self.before
        table = FigureTable(before.rule_book, self.office, before.year, before.entries) if before is not None else None
        return FigureTable(self.rule_book, self.office, self.year, self.figures, table)

    def as_of(self, day: date) -> WorkYear:
        """The year as it stood at the end of `day`: later acts, entries, requests and notices left out.

        A year that is already seen as of that day is given as it is, so that whoever needs it may simply ask.
        """
        if self._seen_on == day:
            return self
        return replace(
            self,
            calendar=self.calendar.known_on(day),
            tasks=standing((task.as_of(day) for task in self.tasks if _started(task, day)), self.office),
            figures=tuple(entry for entry in self.figures if entry.entered_on <= day),
            before=self.before.as_of(day) if self.before is not None else None,
            requests=tuple(request.as_of(day) for request in self.requests if request.received_on <= day),
            court_orders=tuple(
                order if order.fulfilled_on is None or order.fulfilled_on <= day else replace(order, fulfilled_on=None)
                for order in self.court_orders
                if (order.ordered_on or order.recorded_on or day) <= day
            ),
            occurrences=tuple(occurrence for occurrence in self.occurrences if occurrence.on <= day),
            _seen_on=day,
        )

    def tasks_of(self, area: str) -> tuple[Task, ...]:
        """The tasks of an area."""
        return tuple(task for task in self.tasks if task.obligation.area == area)


def _started(task: Task, day: date) -> bool:
    """Whether a task exists on `day`: from its event, or from the start of the year or of its rule."""
    match task.start:
        case datetime() as moment:
            return moment.date() <= day
        case date() as first:
            return first <= day
        case Period(year=year):
            return max(date(year, 1, 1), task.obligation.in_force.first) <= day


def find_task(tasks: Iterable[Task], identifier: str) -> list[Task]:
    """The tasks whose identifier begins with `identifier`, upper or lower case."""
    wanted = identifier.upper()
    return [task for task in tasks if task.id.startswith(wanted)]
