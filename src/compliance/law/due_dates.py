"""From a deadline and its facts to the day it falls due, and the reasons for each day in between.

Days of a period are counted from the day after the start, by the rule that the calendar cites; the last day is
counted whole. Working days are those of the calendar. A fixed date does not move when it is a
day off: the last working day before it is given beside it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from compliance.law.calendars import Stretch, WorkingCalendar, stretch_of, weekday
from compliance.law.deadlines import (
    After,
    AfterEachSpan,
    AtLeastEvery,
    ByDate,
    Deadline,
    MonthlyByDay,
    OnDayOf,
    Unit,
    span_of,
)
from compliance.law.periods import Period
from compliance.law.text import Text

Start = date | datetime | Period
"""What a deadline is counted from: the day or moment of its event, the period it comes round for, or for a greatest age
the day of the last publication."""


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day on which a thing is in time, whole.

    `last_working_day` is the last working day until it; `missing_years` are years whose holiday notice was not
    published, so that the date is provisional; `moment` is the minute for deadlines in hours. A fixed date stands
    without any notice; `presumed_years` are the years without one that only its last working day depends on.
    """

    day: date
    last_working_day: date
    missing_years: tuple[int, ...] = ()
    moment: datetime | None = None
    presumed_years: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether a holiday notice that is not out yet may still move the date."""
        return bool(self.missing_years)


@dataclass(frozen=True, slots=True)
class DayStep:
    """One day on the way: its number in the count, or None where it is not counted, and why."""

    day: date
    number: int | None
    reason: Text
    ordinary: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row that are told in one line: the number of the first in the count, or None where none is counted."""

    stretch: Stretch
    number: int | None

    def in_words(self) -> Text:
        """The line."""
        days, reason = self.stretch.words, self.stretch.reason
        if self.number is None:
            reason = reason or _WEEKEND
            return Text(f"{days}：{reason.zh}，不计", f"{days}: {reason.en}, not counted")
        length = self.stretch.length
        numbers = f"{self.number}" if length == 1 else f"{self.number}–{self.number + length - 1}"
        if reason is None:
            return Text(f"{days}：第{numbers}日", f"{days}: day {numbers}")
        return Text(f"{days}：第{numbers}日（{reason.zh}）", f"{days}: day {numbers} ({reason.en})")


_WEEKEND = Text("周末", "weekend")


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a due date came about: the days on the way, and the sentences around them."""

    opening: Text
    runs: tuple[Run, ...]
    closing: tuple[Text, ...]
    calendar: WorkingCalendar

    def lines(self) -> list[Text]:
        """The explanation as sentences: each day that is skipped or worked out of turn by name."""
        return [self.opening, *[run.in_words() for run in self.runs], *self.closing]

    @property
    def steps(self) -> tuple[DayStep, ...]:
        """The days on the way, one by one; the last is the due date."""
        return steps_of(self.runs, self.calendar)


def steps_of(runs: Iterable[Run], calendar: WorkingCalendar) -> tuple[DayStep, ...]:
    """The days of the runs, one by one."""
    return tuple(
        DayStep(
            day,
            None if run.number is None else run.number + offset,
            run.stretch.reason or calendar.reason(day),
            run.stretch.reason is None,
        )
        for run in runs
        for offset in range(run.stretch.length)
        for day in [run.stretch.first + timedelta(offset)]
    )


def due_date(deadline: Deadline, start: Start, calendar: WorkingCalendar) -> DueDate:
    """The day on which `deadline` falls due for `start`.

    `start` is the day (or moment) of the event, the period for periodic deadlines and fixed dates, or the day of the
    last publication for a greatest age.
    """
    if type(deadline) is After and deadline.unit is Unit.WORKING_DAYS and type(start) is date:
        return _counted(deadline.count, calendar)[start]  # most tasks, and worth the shorter way
    match deadline:
        case After(count=count, unit=Unit.HOURS):
            moment = _moment(start) + timedelta(hours=count)
            return _fixed(_day_ending_at(moment), calendar, moment)
        case After(count=count, unit=Unit.WORKING_DAYS):
            return _counted(count, calendar)[_day(start)]
        case After(count=count):
            return _fixed(_day(start) + timedelta(count), calendar)
        case OnDayOf():
            return _fixed(_day(start), calendar)
        case ByDate(month=month, day=day, next_year=next_year):
            year = _period(start, deadline).year + next_year
            return _fixed(date(year, month, min(day, monthrange(year, month)[1])), calendar)
        case MonthlyByDay(day=day):
            following = _period(start, deadline).last + timedelta(1)
            return _fixed(following.replace(day=min(day, monthrange(following.year, following.month)[1])), calendar)
        case AfterEachSpan():
            return due_date(*_after_its_end(deadline, start), calendar)
        case AtLeastEvery():
            return due_date(_after_last(deadline), start, calendar)


def explain(deadline: Deadline, start: Start, calendar: WorkingCalendar) -> Explanation:
    """Every day from the start to the due date, counted or not, and why; the last step is the due date."""
    due = due_date(deadline, start, calendar)
    if isinstance(deadline, AfterEachSpan) and deadline.unit is not Unit.HOURS:
        deadline, start = _after_its_end(deadline, start)
    last_published = isinstance(deadline, AtLeastEvery)
    if isinstance(deadline, AtLeastEvery):
        deadline = _after_last(deadline)
    if not isinstance(deadline, After) or deadline.unit is Unit.HOURS:
        return Explanation(_fixed_opening(deadline, start), (), closing(due, calendar), calendar)
    first = _day(start)
    rule = calendar.counting(first.year)
    opening = Text(
        f"{first}（{weekday(first).zh}）起算，当日不计入，次日为第1日" + (f"（{rule.zh}）" if rule else ""),
        f"starts on {first} ({weekday(first).en}); that day is not counted, the next is day 1"
        + (f" ({rule.en})" if rule else ""),
    )
    if last_published:
        opening = Text("自上次公开之日", "from the last publication: ") + opening
    stretches = calendar.stretches(first + timedelta(1), due.day)
    runs = _all_counted(stretches) if deadline.unit is Unit.DAYS else _worked_counted(stretches)
    return Explanation(opening, tuple(runs), closing(due, calendar), calendar)


def _worked_counted(stretches: Iterable[Stretch]) -> Iterator[Run]:
    """The runs of a count of working days."""
    number = 1
    for stretch in stretches:
        if stretch.worked:
            yield Run(stretch, number)
            number += stretch.length
        else:
            yield Run(stretch, None)


def _all_counted(stretches: Iterable[Stretch]) -> Iterator[Run]:
    """The runs of a count of days: plain days in one line, those that a notice decides in a line each."""
    number = 1
    for plain, group in groupby(stretches, lambda stretch: stretch.reason is None):
        parts = list(group)
        if plain:
            parts = [stretch_of(parts[0].first, parts[-1].last, True, None)]
        for stretch in parts:
            for day in [stretch] if plain else stretch.days():
                yield Run(day, number)
                number += day.length


def due_dates(deadline: Deadline, starts: Iterable[date], calendar: WorkingCalendar) -> list[DueDate]:
    """The due date of the deadline for each of many starts, in their order: what a new holiday notice asks for."""
    if isinstance(deadline, After) and deadline.unit is Unit.WORKING_DAYS:
        return list(map(_counted(deadline.count, calendar).__getitem__, starts))
    return [due_date(deadline, start, calendar) for start in starts]


class _Counted(dict[date, DueDate]):
    """The due dates so many working days after a start, each worked out when it is first asked for: the tasks of an
    office start on a few hundred days, again and again."""

    def __init__(self, count: int, calendar: WorkingCalendar) -> None:
        self.count = count
        self.calendar = calendar

    def __missing__(self, start: date) -> DueDate:
        found = self.calendar.working_day_after(start, self.count)
        due = DueDate(found.day, found.day, found.missing_years)
        if len(self) < MOST_KEPT:
            self[start] = due
        return due


MOST_KEPT = 50_000
"""Starts that are kept for one count: more than all days for which there is law."""


def _counted(count: int, calendar: WorkingCalendar) -> _Counted:
    kept: _Counted | None = calendar.kept.get(count)
    if kept is None:
        kept = calendar.kept[count] = _Counted(count, calendar)
    return kept


def _fixed(day: date, calendar: WorkingCalendar, moment: datetime | None = None) -> DueDate:
    before = calendar.last_working_day_until(day)
    return DueDate(day, before, (), moment, calendar.missing_years(before, day))


def _day(start: Start) -> date:
    if isinstance(start, datetime):
        return start.date()
    if isinstance(start, Period):
        raise TypeError(f"a deadline after an event starts on a day, not in the period {start}")
    return start


def _moment(start: Start) -> datetime:
    """The moment of an event; a day without an hour counts from its first minute, the stricter reading."""
    if isinstance(start, datetime):
        return start
    return datetime.combine(_day(start), time.min)


def _day_ending_at(moment: datetime) -> date:
    return (moment - timedelta(minutes=1)).date() if moment.time() == time.min else moment.date()


def _period(start: Start, deadline: Deadline) -> Period:
    if not isinstance(start, Period):
        raise TypeError(f"a periodic deadline is counted for a period, not from {start}")
    if start.span is not span_of(deadline):
        raise ValueError(f"`{deadline}` does not come round for {start}")
    return start


def _after_its_end(deadline: AfterEachSpan, start: Start) -> tuple[After, date]:
    """The deadline as one after an event: the last day of the span, or for hours the midnight that ends it."""
    end = _period(start, deadline).last
    event = datetime.combine(end + timedelta(1), time.min) if deadline.unit is Unit.HOURS else end
    return After(deadline.count, deadline.unit, "end"), event


def _after_last(deadline: AtLeastEvery) -> After:
    """The greatest age as a time after the last publication."""
    return After(deadline.count, deadline.unit, "publication")


def _fixed_opening(deadline: Deadline, start: Start) -> Text:
    if isinstance(start, Period):
        return Text(
            f"{start.in_words().zh}的事项：{deadline.in_words().zh}",
            f"for {start.in_words().en}: {deadline.in_words().en}",
        )
    return Text(f"自{start}起{deadline.in_words().zh}", f"from {start}: {deadline.in_words().en}")


def closing(due: DueDate, calendar: WorkingCalendar) -> tuple[Text, ...]:
    """The sentences that state the due date, and what it depends on."""
    until = str(due.day)
    if due.moment:
        until += f" {due.moment:%H:%M}" if due.moment.date() == due.day else " 24:00"
    name = weekday(due.day)
    lines = [Text(f"截止：{until}（{name.zh}），当日全天有效", f"due: {until} ({name.en}), the whole of that day")]
    if due.moment:
        lines = [Text(f"截止：{until}（{name.zh}）", f"due: {until} ({name.en})")]
    if due.last_working_day != due.day:
        reason = calendar.reason(due.day)
        lines.append(
            Text(
                f"截止日为休息日（{reason.zh}），期限不顺延；此前最后一个工作日为{due.last_working_day}",
                f"the due date is a day off ({reason.en}) and does not move; "
                f"the last working day before it is {due.last_working_day}",
            )
        )
    lines.extend(
        Text(
            f"{year}年的放假安排尚未公布或未载入，最后一个工作日为推定",
            f"the holiday notice for {year} is not published or not loaded: the last working day is presumed",
        )
        for year in due.presumed_years
    )
    lines.extend(
        Text(
            f"暂定：{year}年的放假安排尚未公布或未载入，公布后须重新计算",
            f"provisional: the holiday notice for {year} is not published or not loaded; it may move the date",
        )
        for year in due.missing_years
    )
    return tuple(lines)
