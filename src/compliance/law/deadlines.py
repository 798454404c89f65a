"""The deadline language: one grammar, one parser; `str(parse_deadline(words)) == words`.

Reference with an example of every form: docs/rules/deadline.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from compliance.law.faults import Misread, did_you_mean
from compliance.law.text import Text

LONGEST_COUNT = 3660
"""No statute gives more than ten years; a longer count is a slip of the pen."""

YEARS = range(1949, 3000)
"""Years that a rule or a fact can be of; others are slips of the pen, such as 0217 for 2017."""


class Unit(StrEnum):
    """What a period is counted in."""

    WORKING_DAYS = "working days"
    DAYS = "days"
    HOURS = "hours"


class Span(StrEnum):
    """A part of the year that a periodic duty belongs to."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"

    def in_words(self) -> Text:
        """How often a duty comes round."""
        return Text(_SPAN_ZH[self], f"each {self}")


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_UNIT_ZH = {Unit.WORKING_DAYS: "个工作日", Unit.DAYS: "日", Unit.HOURS: "小时"}
_SPAN_ZH = {Span.MONTH: "每月", Span.QUARTER: "每季度", Span.HALF_YEAR: "每半年", Span.YEAR: "每年"}


@dataclass(frozen=True, slots=True)
class After:
    """`20 working days after information-made`: the day of the event is not counted, the last day is whole.

    `event` is the name of an event, or a date written in its place.
    """

    count: int
    unit: Unit
    event: str | date

    def __str__(self) -> str:
        return f"{_counted(self.count, self.unit)} after {self.event}"

    def in_words(self) -> Text:
        """The deadline as a phrase."""
        return Text(f"{self.count}{_UNIT_ZH[self.unit]}内", f"within {_counted(self.count, self.unit)}")


@dataclass(frozen=True, slots=True)
class OnDayOf:
    """`on the day of policy-published`: due at the end of the day of the event."""

    event: str | date

    def __str__(self) -> str:
        return f"on the day of {self.event}"

    def in_words(self) -> Text:
        """The deadline as a phrase."""
        return Text("当日", "the same day")


@dataclass(frozen=True, slots=True)
class ByDate:
    """`by 31 March of the next year`: a fixed date; it does not move when it is a day off.

    29 February means the last day of February in years that lack it.
    """

    month: int
    day: int
    next_year: bool = False

    def __str__(self) -> str:
        return f"by {self.day} {MONTHS[self.month - 1]}" + (" of the next year" if self.next_year else "")

    def in_words(self) -> Text:
        """The deadline as a phrase."""
        return Text(f"{'次年' if self.next_year else ''}{self.month}月{self.day}日前", str(self))


@dataclass(frozen=True, slots=True)
class MonthlyByDay:
    """`monthly by day 5`: for each month, by that day of the following month (its last day if it is shorter)."""

    day: int

    def __str__(self) -> str:
        return f"monthly by day {self.day}"

    def in_words(self) -> Text:
        """The deadline as a phrase."""
        return Text(f"每月的事项于次月{self.day}日前", f"monthly, by day {self.day} of the following month")


@dataclass(frozen=True, slots=True)
class AfterEachSpan:
    """`each quarter within 10 working days of its end`: counted from the last day of the span, which is not counted."""

    span: Span
    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"each {self.span} within {_counted(self.count, self.unit)} of its end"

    def in_words(self) -> Text:
        """The deadline as a phrase."""
        return Text(f"{self.span.in_words().zh}结束后{self.count}{_UNIT_ZH[self.unit]}内", str(self))


@dataclass(frozen=True, slots=True)
class AtLeastEvery:
    """`at least every 14 days`: a continuous duty with a greatest age, counted from the last publication.

    The day of that publication is not counted. Publications are known by their day, so `unit` is never hours.
    """

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"at least every {_counted(self.count, self.unit)}"

    def in_words(self) -> Text:
        """The deadline as a phrase."""
        return Text(f"每{self.count}{_UNIT_ZH[self.unit]}至少更新一次", str(self))


Deadline = After | OnDayOf | ByDate | MonthlyByDay | AfterEachSpan | AtLeastEvery


def amount(count: int, unit: Unit) -> Text:
    """So much time: 20个工作日, 20 working days."""
    return Text(f"{count}{_UNIT_ZH[unit]}", _counted(count, unit))


def _counted(count: int, unit: Unit) -> str:
    return f"{count} {unit}" if count != 1 else f"1 {unit.removesuffix('s')}"


def event_of(deadline: Deadline) -> str | None:
    """The name of the event that starts the deadline, or None where it has none."""
    if isinstance(deadline, After | OnDayOf) and isinstance(deadline.event, str):
        return deadline.event
    return None


def span_of(deadline: Deadline) -> Span | None:
    """The part of the year that the deadline comes round for; None for those after an event or a publication."""
    match deadline:
        case MonthlyByDay():
            return Span.MONTH
        case AfterEachSpan(span=span):
            return span
        case ByDate():
            return Span.YEAR
        case _:
            return None


_COUNT = r"(?P<count>[1-9][0-9]{0,8}) (?P<unit>working days?|days?|hours?)"
_EVENT = r"(?P<event>[a-z][a-z0-9]*(-[a-z0-9]+)*|[0-9]{4}-[0-9]{2}-[0-9]{2})"


def _read_after(match: re.Match[str]) -> Deadline:
    return After(*_read_count(match), _read_event(match["event"]))


def _read_on_day_of(match: re.Match[str]) -> Deadline:
    return OnDayOf(_read_event(match["event"]))


def _read_by_date(match: re.Match[str]) -> Deadline:
    if match["month"] not in MONTHS:
        raise Misread(
            "no-such-month",
            Text(f"没有“{match['month']}”这个月份", f"there is no month `{match['month']}`"),
            did_you_mean(match["month"], MONTHS),
        )
    month, day = MONTHS.index(match["month"]) + 1, int(match["day"])
    if not 1 <= day <= _DAYS_IN_MONTH[month - 1]:
        raise Misread(
            "no-such-day",
            Text(f"{month}月没有{day}日", f"there is no {day} {match['month']}"),
        )
    return ByDate(month, day, match["next"] is not None)


def _read_monthly(match: re.Match[str]) -> Deadline:
    day = int(match["day"])
    if not 1 <= day <= 31:
        raise Misread("no-such-day", Text(f"没有哪个月有{day}日", f"no month has a day {day}"))
    return MonthlyByDay(day)


def _read_after_each(match: re.Match[str]) -> Deadline:
    return AfterEachSpan(Span(match["span"]), *_read_count(match))


def _read_at_least_every(match: re.Match[str]) -> Deadline:
    count, unit = _read_count(match)
    if unit is Unit.HOURS:
        raise Misread(
            "age-in-hours",
            Text(
                "公开只记到日，间隔应以日或者工作日计",
                "a publication is known by its day: write the greatest age in days or working days",
            ),
        )
    return AtLeastEvery(count, unit)


def _read_count(match: re.Match[str]) -> tuple[int, Unit]:
    count, words = int(match["count"]), match["unit"]
    unit = Unit(words if words.endswith("s") else words + "s")
    if count > LONGEST_COUNT:
        raise Misread("count-too-long", Text(f"{count}太长", f"{count} is too long a time"))
    if words.endswith("s") == (count == 1):
        raise Misread(
            "count-and-unit",
            Text(f"应写作“{_counted(count, unit)}”", f"write `{_counted(count, unit)}`"),
        )
    return count, unit


def _read_event(words: str) -> str | date:
    return existing_day(words) if words[0].isdigit() else words


def existing_day(words: str) -> date:
    """The day that `words` of the shape 2017-01-20 name; raises Misread where there is none, 31 November included."""
    year, month, day = (int(part) for part in words.split("-"))
    check_year(year, words)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Misread("no-such-day", Text(f"没有{words}这一天", f"there is no such day as {words}")) from error


def check_year(year: int, words: str) -> None:
    """Raise Misread where `year`, written in `words`, is not one of YEARS."""
    if year not in YEARS:
        first, last = YEARS[0], YEARS[-1]
        raise Misread(
            "no-such-year",
            Text(
                f"“{words}”的年份应在{first}年至{last}年之间", f"the year of `{words}` must lie from {first} to {last}"
            ),
        )


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the language: how it is written, with capitals for what varies, what it means, and examples."""

    written: str
    means: Text
    examples: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Deadline]


DEADLINE_FORMS = (
    Form(
        "COUNT after EVENT",
        Text("事件之日起若干个工作日、日或者小时内，当日不计", "within a time after an event, its day not counted"),
        ("20 working days after information-made", "20 days after budget-approved", "24 hours after opinion-found"),
        re.compile(rf"{_COUNT} after {_EVENT}\Z"),
        _read_after,
    ),
    Form(
        "on the day of EVENT",
        Text("事件当日终了前", "by the end of the day of an event"),
        ("on the day of policy-published",),
        re.compile(rf"on the day of {_EVENT}\Z"),
        _read_on_day_of,
    ),
    Form(
        "by DAY MONTH [of the next year]",
        Text("当年或者次年的固定日期前", "by a date of the year that the duty belongs to, or of the one after"),
        ("by 31 March of the next year", "by 31 December"),
        re.compile(r"by (?P<day>[1-9][0-9]?) (?P<month>[A-Z][a-z]+)(?P<next> of the next year)?\Z"),
        _read_by_date,
    ),
    Form(
        "monthly by day DAY",
        Text("每月的事项于次月某日前", "for each month, by a day of the month after it"),
        ("monthly by day 5",),
        re.compile(r"monthly by day (?P<day>[1-9][0-9]?)\Z"),
        _read_monthly,
    ),
    Form(
        "each SPAN within COUNT of its end",
        Text(
            "每月、季、半年、年结束后若干时间内", "within a time after the end of each month, quarter, half-year, year"
        ),
        ("each quarter within 10 working days of its end",),
        re.compile(rf"each (?P<span>month|quarter|half-year|year) within {_COUNT} of its end\Z"),
        _read_after_each,
    ),
    Form(
        "at least every COUNT",
        Text(
            "持续性义务：距上次公开不超过若干日或者工作日", "continuously: no gap after the last publication is longer"
        ),
        ("at least every 14 days",),
        re.compile(rf"at least every {_COUNT}\Z"),
        _read_at_least_every,
    ),
)
"""Every form of the language. The reference in docs/rules/deadline.md and the JSON Schema are made from it."""

FORMS = tuple(example for form in DEADLINE_FORMS for example in form.examples)
"""Examples of every form, shown when a deadline cannot be read."""


def parse_deadline(words: str) -> Deadline:
    """The deadline that `words` say; raises Misread where they are not of the deadline language."""
    for form in DEADLINE_FORMS:
        match = form.pattern.match(words)
        if match is not None:
            return form.read(match)
    examples = "; ".join(FORMS)
    raise Misread(
        "not-a-deadline",
        Text(f"读不懂期限“{words}”。可用的写法：{examples}", f"cannot read the deadline `{words}`. Forms: {examples}"),
        did_you_mean(words, FORMS),
    )
