"""From a deadline and its facts to the day it falls due, and the reasons for each day in between.

Days of a period are counted from the day after the start, by the rule that the calendar cites; the last day is
counted whole. Working days are those of the calendar. A fixed date does not move when it is a
day off: the last working day before it is given beside it.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from compliance.law.calendars import WorkingCalendar, weekday
from compliance.law.deadlines import After, AfterEachSpan, ByDate, Deadline, MonthlyByDay, OnDayOf, Unit, span_of
from compliance.law.periods import Period
from compliance.law.text import Text

Start = date | datetime | Period
"""What a deadline is counted from: the day or moment of its event, or the period it comes round for."""


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
class Explanation:
    """How a due date came about: the steps day by day, and the sentences around them."""

    opening: Text
    steps: tuple[DayStep, ...]
    closing: tuple[Text, ...]

    def lines(self) -> list[Text]:
        """The explanation as sentences: each day that is skipped or worked out of turn by name."""
        lines = [self.opening]
        run: list[DayStep] = []
        for step in self.steps:
            if run and not _same_run(run[-1], step):
                lines.append(_run_in_words(run))
                run = []
            run.append(step)
        if run:
            lines.append(_run_in_words(run))
        return [*lines, *self.closing]


def due_date(deadline: Deadline, start: Start, calendar: WorkingCalendar) -> DueDate:
    """The day on which `deadline` falls due for `start`.

    `start` is the day (or moment) of the event, or the period for periodic deadlines and fixed dates.
    """
    match deadline:
        case After(count=count, unit=Unit.HOURS):
            moment = _moment(start) + timedelta(hours=count)
            return _fixed(_day_ending_at(moment), calendar, moment)
        case After(count=count, unit=Unit.WORKING_DAYS):
            return _counted(_day(start), count, calendar)
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


def explain(deadline: Deadline, start: Start, calendar: WorkingCalendar) -> Explanation:
    """Every day from the start to the due date, counted or not, and why; the last step is the due date."""
    due = due_date(deadline, start, calendar)
    if isinstance(deadline, AfterEachSpan) and deadline.unit is not Unit.HOURS:
        deadline, start = _after_its_end(deadline, start)
    if not isinstance(deadline, After) or deadline.unit is Unit.HOURS:
        return Explanation(_fixed_opening(deadline, start), (), _closing(due, calendar))
    first = _day(start)
    rule = calendar.counting(first.year)
    opening = Text(
        f"{first}（{weekday(first).zh}）起算，当日不计入，次日为第1日" + (f"（{rule.zh}）" if rule else ""),
        f"starts on {first} ({weekday(first).en}); that day is not counted, the next is day 1"
        + (f" ({rule.en})" if rule else ""),
    )
    steps, number = [], 0
    for offset in range(1, (due.day - first).days + 1):
        day = first + timedelta(offset)
        counted = deadline.unit is Unit.DAYS or calendar.presumably_worked(day)
        number += counted
        ordinary = day not in calendar.special_days
        reason = Text("", "") if deadline.unit is Unit.DAYS and ordinary else calendar.reason(day)
        steps.append(DayStep(day, number if counted else None, reason, ordinary))
    return Explanation(opening, tuple(steps), _closing(due, calendar))


def _counted(start: date, count: int, calendar: WorkingCalendar) -> DueDate:
    found = calendar.working_day_after(start, count)
    return DueDate(found.day, found.day, found.missing_years)


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


def _fixed_opening(deadline: Deadline, start: Start) -> Text:
    if isinstance(start, Period):
        return Text(
            f"{start.in_words().zh}的事项：{deadline.in_words().zh}",
            f"for {start.in_words().en}: {deadline.in_words().en}",
        )
    return Text(f"自{start}起{deadline.in_words().zh}", f"from {start}: {deadline.in_words().en}")


def _closing(due: DueDate, calendar: WorkingCalendar) -> tuple[Text, ...]:
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


def _same_run(one: DayStep, other: DayStep) -> bool:
    if (one.number is None) != (other.number is None) or one.ordinary != other.ordinary:
        return False
    return one.ordinary or (one.reason == other.reason and one.number is None)


def _run_in_words(run: list[DayStep]) -> Text:
    first, last = run[0], run[-1]
    days = f"{first.day}" if first is last else f"{first.day} … {last.day}"
    if first.number is None:
        reason = Text("周末", "weekend") if first.ordinary else first.reason
        return Text(f"{days}：{reason.zh}，不计", f"{days}: {reason.en}, not counted")
    numbers = f"{first.number}" if first is last else f"{first.number}–{last.number}"
    why = "" if first.ordinary or not first.reason.zh else f"（{first.reason.zh}）"
    why_en = "" if first.ordinary or not first.reason.en else f" ({first.reason.en})"
    return Text(f"{days}：第{numbers}日{why}", f"{days}: day {numbers}{why_en}")
