"""Whether one version of an obligation asks less than another: more time, less evidence, fewer steps.

The comparison is the same whether a lower rule is held against an upper one (`checking`) or this year's against
last year's (`differences`); each says it in its own words. Times are compared by computing due dates over all
years of the calendar, because 20 days and 15 working days are sometimes the one and sometimes the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import After, AfterEachSpan, AtLeastEvery, Deadline, Span, Unit, event_of, span_of
from compliance.law.due_dates import DueDate, Start, due_date
from compliance.law.obligations import ClockEvent, EvidenceKind, Obligation, Severity, Step
from compliance.law.periods import periods_of

SPANS = tuple(Span)
"""From the shortest to the longest."""


@dataclass(frozen=True, slots=True)
class OtherClock:
    """The clocks start from different events, so that neither time can be called the longer one."""


@dataclass(frozen=True, slots=True)
class LessOften:
    """A periodic duty comes round less often."""

    stricter: Span
    looser: Span


@dataclass(frozen=True, slots=True)
class MoreTime:
    """The time ends later from at least one start: that start, and where both versions end, as people write them."""

    start: str
    stricter: str
    looser: str


@dataclass(frozen=True, slots=True)
class MayBeExtended:
    """The clock may be extended, which the stricter version does not allow."""


@dataclass(frozen=True, slots=True)
class LongerExtension:
    """The clock may be extended by more; the example counts the extension alone."""

    example: MoreTime


@dataclass(frozen=True, slots=True)
class MoreStopsTheClock:
    """More is not counted into the time."""

    events: tuple[ClockEvent, ...]


@dataclass(frozen=True, slots=True)
class MoreStartsTheClockAgain:
    """After more events the time starts again from its beginning."""

    events: tuple[ClockEvent, ...]


@dataclass(frozen=True, slots=True)
class LessEvidence:
    """Evidence that is no longer asked for."""

    missing: tuple[EvidenceKind, ...]


@dataclass(frozen=True, slots=True)
class FewerSteps:
    """Steps before publishing that are left out."""

    missing: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class LowerSeverity:
    """It weighs less if the duty is not met."""

    stricter: Severity
    looser: Severity


Loosening = (
    OtherClock
    | LessOften
    | MoreTime
    | MayBeExtended
    | LongerExtension
    | MoreStopsTheClock
    | MoreStartsTheClockAgain
    | LessEvidence
    | FewerSteps
    | LowerSeverity
)


def loosenings(
    stricter: Obligation, looser: Obligation, calendar: WorkingCalendar, example_year: int | None = None
) -> Iterator[Loosening]:
    """Everything in which `looser` asks less than `stricter`; nothing where it asks as much or more.

    All years of the calendar are tried, from the first; with `example_year` that one before the others, so that the
    example is one that its reader will meet.
    """
    years = sorted(calendar.published_years, key=lambda year: (year != example_year, year))
    if looser.deadline != stricter.deadline:
        yield from _looser_deadline(stricter.deadline, looser.deadline, calendar, years)
    if looser.extension is not None:
        if stricter.extension is None:
            yield MayBeExtended()
        elif example := _later_end(stricter.extension.once, looser.extension.once, calendar, years):
            yield LongerExtension(example)
    stops = tuple(event for event in looser.suspended_by if event not in stricter.suspended_by)
    if stops:
        yield MoreStopsTheClock(stops)
    again = tuple(event for event in looser.restarted_by if event not in stricter.restarted_by)
    if again:
        yield MoreStartsTheClockAgain(again)
    if looser.supplement_within is not None and stricter.supplement_within is not None:
        later = _later_end(stricter.supplement_within, looser.supplement_within, calendar, years)
        if later:
            yield later
    evidence = tuple(kind for kind in stricter.evidence if kind not in looser.evidence)
    if evidence:
        yield LessEvidence(evidence)
    steps = tuple(step for step in stricter.before_publishing if step not in looser.before_publishing)
    if steps:
        yield FewerSteps(steps)
    if looser.severity.weight < stricter.severity.weight:
        yield LowerSeverity(stricter.severity, looser.severity)


def _looser_deadline(
    stricter: Deadline, looser: Deadline, calendar: WorkingCalendar, years: list[int]
) -> Iterator[Loosening]:
    first, second = span_of(stricter), span_of(looser)
    continuous = [isinstance(deadline, AtLeastEvery) for deadline in (stricter, looser)]
    if event_of(looser) != event_of(stricter) or (first is None) != (second is None) or len(set(continuous)) > 1:
        yield OtherClock()
    elif first is not None and second is not None and SPANS.index(second) > SPANS.index(first):
        yield LessOften(first, second)
    elif example := _later_end(stricter, looser, calendar, years):
        yield example


def _later_end(stricter: Deadline, looser: Deadline, calendar: WorkingCalendar, years: list[int]) -> MoreTime | None:
    """The first start in these years from which `looser` ends later than `stricter`, and both ends; or None."""
    if _counts_no_more(stricter, looser):
        return None
    for start in _starts(stricter, looser, years):
        first, second = due_date(stricter, start, calendar), due_date(looser, start, calendar)
        if _end(second) > _end(first):
            told = f"{start:%Y-%m-%d %H:%M}" if isinstance(start, datetime) else str(start)
            return MoreTime(told, _end_in_words(first), _end_in_words(second))
    return None


def _counts_no_more(stricter: Deadline, looser: Deadline) -> bool:
    """Whether both count the same unit from the same start and `looser` counts no further: no calendar is needed."""
    if isinstance(stricter, AtLeastEvery) and isinstance(looser, AtLeastEvery):
        return stricter.unit is looser.unit and looser.count <= stricter.count
    if isinstance(stricter, After) and isinstance(looser, After):
        return stricter.unit is looser.unit and looser.count <= stricter.count
    if isinstance(stricter, AfterEachSpan) and isinstance(looser, AfterEachSpan):
        return (stricter.span, stricter.unit) == (looser.span, looser.unit) and looser.count <= stricter.count
    return False


def _starts(one: Deadline, other: Deadline, years: list[int]) -> Iterator[Start]:
    """Starts from which both deadlines can be counted; where one runs in hours, the first and last minute of a day."""
    span = span_of(one)
    in_hours = Unit.HOURS in (getattr(one, "unit", None), getattr(other, "unit", None))
    for year in years:
        if span is not None and span is span_of(other):
            yield from periods_of(year, span)
        elif span is None:
            first, last = date(year, 1, 1), date(year, 12, 31)
            for offset in range((last - first).days + 1):
                day = first + timedelta(offset)
                yield day
                if in_hours:
                    yield datetime.combine(day, time(23, 59))


def _end(due: DueDate) -> datetime:
    return due.moment or datetime.combine(due.day + timedelta(1), time.min)


def _end_in_words(due: DueDate) -> str:
    return f"{due.moment:%Y-%m-%d %H:%M}" if due.moment else str(due.day)
