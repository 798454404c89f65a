"""How many tasks were done in time, late, not at all: the counts that every report shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from compliance.law.text import Text, same
from compliance.work.tasks import DONE_BY_DEPARTMENT, Task, TaskState
from compliance.work.work_year import WorkYear


class Standing(StrEnum):
    """How a task stands on a day, the gravest first."""

    OVERDUE = "overdue"
    LATE = "late"
    PENDING = "pending"
    IN_TIME = "in-time"
    EXEMPTED = "exempted"

    def in_words(self) -> Text:
        """The standing as a word."""
        return {
            Standing.OVERDUE: Text("逾期未办结", "overdue"),
            Standing.LATE: Text("逾期办结", "done late"),
            Standing.PENDING: Text("未到期", "not yet due"),
            Standing.IN_TIME: Text("按时办结", "done in time"),
            Standing.EXEMPTED: Text("依法免除", "exempted"),
        }[self]


def standing(task: Task, year: WorkYear, as_of: date) -> Standing:
    """How the task stands at the end of `as_of`. Done is what the department published; the review comes after."""
    if task.state is TaskState.EXEMPTED:
        return Standing.EXEMPTED
    due = year.due(task).day
    if task.state in DONE_BY_DEPARTMENT:
        published = task.published_on or task.acts[-1].on
        return Standing.IN_TIME if published <= due else Standing.LATE
    return Standing.OVERDUE if as_of > due else Standing.PENDING


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of tasks by standing; of these, how many lack evidence, and how often tasks were sent back."""

    in_time: int = 0
    late: int = 0
    overdue: int = 0
    pending: int = 0
    exempted: int = 0
    thin: int = 0
    returned: int = 0

    @property
    def total(self) -> int:
        """All tasks."""
        return self.in_time + self.late + self.overdue + self.pending + self.exempted

    @property
    def judged(self) -> int:
        """The tasks that are done or should be: what a share of timeliness is taken of."""
        return self.in_time + self.late + self.overdue

    @property
    def worst(self) -> Standing | None:
        """The gravest standing of any task; None without tasks."""
        counts = {
            Standing.OVERDUE: self.overdue,
            Standing.LATE: self.late,
            Standing.PENDING: self.pending,
            Standing.IN_TIME: self.in_time,
            Standing.EXEMPTED: self.exempted,
        }
        return next((kind for kind in Standing if counts[kind]), None)

    def timeliness(self) -> Text:
        """The share done in time of what was due, in per cent with one decimal; a dash where nothing was due."""
        return share(self.in_time, self.judged)


def tally(tasks: Iterable[Task], year: WorkYear, as_of: date) -> Tally:
    """The counts of the tasks at the end of `as_of`."""
    counts = dict.fromkeys(Standing, 0)
    thin = returned = 0
    for task in tasks:
        counts[standing(task, year, as_of)] += 1
        returned += task.times_returned
        thin += task.state in DONE_BY_DEPARTMENT and bool(task.missing_evidence())
    return Tally(
        in_time=counts[Standing.IN_TIME],
        late=counts[Standing.LATE],
        overdue=counts[Standing.OVERDUE],
        pending=counts[Standing.PENDING],
        exempted=counts[Standing.EXEMPTED],
        thin=thin,
        returned=returned,
    )


def share(part: int, whole: int) -> Text:
    """`part` of `whole` in per cent with one decimal; never 100 % unless all, never 0 % unless none."""
    if not whole:
        return same("—")
    exact = Decimal(part) * 100 / Decimal(whole)
    rounded = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if rounded == 100 and part < whole:
        rounded = Decimal("99.9")
    if rounded == 0 and part:
        rounded = Decimal("0.1")
    return same(f"{rounded:.0f}%" if rounded in (0, 100) else f"{rounded}%")
