"""Working days as holiday notices make them; a year without the nation's notice is never guessed.

Format of the data: docs/rules/calendar.md. Make-up days (调休上班) are worked, whatever the weekday. Notices of lower
regions lie over the nation's: they add to it, and where both decide a day, the lower one's word stands.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any

from compliance.law.text import Text

_WEEKDAYS = (
    Text("周一", "Monday"), Text("周二", "Tuesday"), Text("周三", "Wednesday"), Text("周四", "Thursday"),
    Text("周五", "Friday"), Text("周六", "Saturday"), Text("周日", "Sunday"),
)  # fmt: skip


def weekday(day: date) -> Text:
    """The name of the weekday."""
    return _WEEKDAYS[day.weekday()]


class UnpublishedYear(LookupError):
    """The holiday notice for the year has not been published or loaded; nobody knows which days are worked."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no holiday notice for {year} is loaded")
        self.year = year


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a notice: first and last day off, both included, and the weekend days worked for it."""

    name: Text
    first: date
    last: date
    worked: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One holiday notice for `year`, published on a day; a later one replaces holidays of the same name.

    `layer` tells how far below the nation its region lies: 0 is the nation, whose notices alone make a year published.
    `counting` cites the rule by which days are counted from that year on.
    """

    year: int
    number: str
    issuer: str
    published: date
    holidays: tuple[Holiday, ...]
    verified: bool = True
    source: str = ""
    layer: int = 0
    counting: Text | None = None


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that a notice decides: off or worked, for which holiday, by which notice."""

    worked: bool
    holiday: Text
    notice: str


@dataclass(frozen=True, slots=True)
class CountedDay:
    """The n-th working day after a start; `missing_years` are the years without a notice that the count ran into."""

    day: date
    missing_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row of which one thing is to be said, from `first` to `last`, both included.

    Without a `reason` they are plain: Monday to Friday and worked, or a weekend and off. With one, a notice decides
    them: the days off of one holiday, or one day that is worked in exchange.
    """

    first: date
    last: date
    worked: bool
    reason: Text | None
    words: str
    length: int

    def within(self, first: date, last: date) -> Stretch:
        """The part of it that lies between the two days, both included."""
        if first <= self.first and self.last <= last:
            return self
        return stretch_of(max(first, self.first), min(last, self.last), self.worked, self.reason)

    def days(self) -> Iterator[Stretch]:
        """Each of its days as a stretch of its own."""
        for offset in range(self.length):
            day = self.first + timedelta(offset)
            yield stretch_of(day, day, self.worked, self.reason)


def stretch_of(first: date, last: date, worked: bool, reason: Text | None) -> Stretch:
    """The stretch from `first` to `last`, with its words and its number of days."""
    words = f"{first}" if first == last else f"{first} … {last}"
    return Stretch(first, last, worked, reason, words, (last - first).days + 1)


class WorkingCalendar:
    """Which days are worked, by the notices it was made from. Immutable."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.notices = tuple(sorted(notices, key=lambda notice: (notice.year, notice.published)))
        self.published_years = frozenset(notice.year for notice in self.notices if notice.layer == 0)
        self._tables: dict[int, list[int]] = {}
        self._stretches: dict[int, tuple[Stretch, ...]] = {}
        self._earlier: dict[tuple[Notice, ...], WorkingCalendar] = {}
        self.kept: dict[object, Any] = {}
        """What others worked out from this calendar and would have to work out again."""

    def known_on(self, day: date) -> WorkingCalendar:
        """The calendar as it could be known on `day`: without the notices published later."""
        known = tuple(notice for notice in self.notices if notice.published <= day)
        if known == self.notices:
            return self
        if known not in self._earlier:
            self._earlier[known] = WorkingCalendar(known)
        return self._earlier[known]

    def counting(self, year: int) -> Text | None:
        """The rule by which the first day is not counted, for counts that start in the year: the last one that a
        notice of the year or before it cites, otherwise the first; None where none is known.
        """
        cited = [notice for notice in self.notices if notice.counting is not None]
        until = [notice for notice in cited if notice.year <= year]
        return until[-1].counting if until else cited[0].counting if cited else None

    @cached_property
    def special_days(self) -> dict[date, SpecialDay]:
        """Every day that a notice decides, off or worked; within a layer worked beats off where both are named,
        and a lower layer has the last word on the days that it names.
        """
        days: dict[date, SpecialDay] = {}
        for layer in sorted({notice.layer for notice in self.notices}):
            days |= self._special_days_of(layer)
        return days

    def _special_days_of(self, layer: int) -> dict[date, SpecialDay]:
        in_force: dict[tuple[int, str], tuple[Holiday, Notice]] = {}
        for notice in self.notices:
            for holiday in notice.holidays if notice.layer == layer else ():
                in_force[notice.year, holiday.name.zh] = (holiday, notice)
        days: dict[date, SpecialDay] = {}
        for holiday, notice in in_force.values():
            for offset in range((holiday.last - holiday.first).days + 1):
                days[holiday.first + timedelta(offset)] = SpecialDay(False, holiday.name, notice.number)
        for holiday, notice in in_force.values():
            for day in holiday.worked:
                days[day] = SpecialDay(True, holiday.name, notice.number)
        return days

    def is_worked(self, day: date) -> bool:
        """Whether the day is a working day; raises UnpublishedYear where no notice decides its year."""
        special = self.special_days.get(day)
        if special is not None:
            return special.worked
        if day.year not in self.published_years:
            raise UnpublishedYear(day.year)
        return day.weekday() < 5

    def presumably_worked(self, day: date) -> bool:
        """Like `is_worked`, but Monday to Friday in a year without a notice: only for provisional dates."""
        special = self.special_days.get(day)
        return special.worked if special is not None else day.weekday() < 5

    def reason(self, day: date) -> Text:
        """Why the day is worked or off, in words."""
        special = self.special_days.get(day)
        name = weekday(day)
        if special is None:
            unknown = (
                Text("，当年放假安排尚未公布", ", no holiday notice yet")
                if (day.year not in self.published_years)
                else Text("", "")
            )
            return name + unknown
        if special.worked:
            return Text(
                f"{name.zh}，因{special.holiday.zh}调休上班（{special.notice}）",
                f"{name.en}, worked in exchange for {special.holiday.en} ({special.notice})",
            )
        return Text(
            f"{special.holiday.zh}放假（{special.notice}）",
            f"{special.holiday.en} ({special.notice})",
        )

    def working_day_after(self, start: date, count: int) -> CountedDay:
        """The `count`-th working day after `start`; `start` itself is not counted. `count` is at least 1."""
        if count < 1:
            raise ValueError(f"count must be at least 1, not {count}")
        remaining, year, after = count, start.year, start.toordinal()
        while True:
            table = self._worked_in(year)
            index = bisect_right(table, after) + remaining - 1
            if index < len(table):
                day = date.fromordinal(table[index])
                return CountedDay(day, self.missing_years(start + timedelta(1), day))
            remaining = index - len(table) + 1
            year, after = year + 1, 0

    def last_working_day_until(self, day: date) -> date:
        """The last working day on or before `day` (presumed where its year has no notice)."""
        year = day.year
        table = self._worked_in(year)
        index = bisect_right(table, day.toordinal())
        while index == 0:
            year -= 1
            table = self._worked_in(year)
            index = len(table)
        return date.fromordinal(table[index - 1])

    def first_working_day_from(self, day: date) -> date:
        """The first working day on or after `day` (presumed where its year has no notice)."""
        return self.working_day_after(day - timedelta(1), 1).day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative where `end` comes first."""
        if end < start:
            return -self.working_days_between(end, start)
        total = 0
        for year in range(start.year, end.year + 1):
            table = self._worked_in(year)
            first = bisect_right(table, start.toordinal()) if year == start.year else 0
            last = bisect_right(table, end.toordinal()) if year == end.year else len(table)
            total += last - first
        return total

    def working_day_before(self, day: date, count: int) -> date:
        """The working day that lies `count` working days before `day`; `count` 0 is the last one until `day`."""
        if count < 0:
            raise ValueError(f"count must be at least 0, not {count}")
        current = self.last_working_day_until(day)
        remaining, year, before = count, current.year, current.toordinal()
        while True:
            table = self._worked_in(year)
            index = bisect_left(table, before) - remaining if before else len(table) - remaining
            if index >= 0:
                return date.fromordinal(table[index])
            remaining, year, before = -index, year - 1, 0

    def missing_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years without a notice that the days from `first` to `last` touch."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.published_years)

    def stretches(self, first: date, last: date) -> list[Stretch]:
        """The days from `first` to `last`, both included, as stretches in their order."""
        found: list[Stretch] = []
        for year in range(first.year, last.year + 1):
            stretches = self._stretches_of(year)
            begin = bisect_left(stretches, first, key=attrgetter("last")) if year == first.year else 0
            end = bisect_right(stretches, last, key=attrgetter("first")) if year == last.year else len(stretches)
            of_year = list(stretches[begin:end])
            if found and of_year and _are_one(found[-1], of_year[0]):  # over New Year
                one, other = found.pop(), of_year.pop(0)
                found.append(stretch_of(one.first, other.last, one.worked, one.reason))
            found += of_year
        if found:
            found[0] = found[0].within(first, last)
            found[-1] = found[-1].within(first, last)
        return found

    def _stretches_of(self, year: int) -> tuple[Stretch, ...]:
        known = self._stretches.get(year)
        if known is None:
            known = self._stretches[year] = tuple(self._cut(year))
        return known

    def _cut(self, year: int) -> Iterator[Stretch]:
        days = (date(year, 1, 1) + timedelta(number) for number in range(366))
        alike = groupby((day for day in days if day.year == year), self._what_to_say)
        for (_, worked, reason), group in alike:
            first, *more = group
            yield stretch_of(first, more[-1] if more else first, worked, reason)

    def _what_to_say(self, day: date) -> tuple[date | None, bool, Text | None]:
        """The same for days that stand in one stretch: a day worked in exchange stands alone."""
        special = self.special_days.get(day)
        if special is None:
            return None, day.weekday() < 5, None
        return day if special.worked else None, special.worked, self.reason(day)

    def _worked_in(self, year: int) -> list[int]:
        table = self._tables.get(year)
        if table is None:
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            table = [ordinal for ordinal in range(first, last + 1) if self.presumably_worked(date.fromordinal(ordinal))]
            self._tables[year] = table
        return table


def _are_one(one: Stretch, other: Stretch) -> bool:
    return one.worked == other.worked and one.reason == other.reason and not (one.worked and one.reason)
