"""From the text of calendar files to working calendars, one region's laid over another's. Format: docs/rules/calendar.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from compliance.law.calendars import Holiday, Notice, WorkingCalendar
from compliance.law.faults import BadInput, Fault, Misread
from compliance.law.reading.records import Reading, Record, parse_date
from compliance.law.text import Text

TAKEN_BACK = "none"
"""The `days` of a holiday that an earlier notice gave and this one takes back."""


def read_calendar(texts: Mapping[str, str]) -> WorkingCalendar:
    """The calendar made of the files `texts` (path → text); raises BadInput with the faults of all files."""
    notices: list[Notice] = []
    faults: list[Fault] = []
    for path, text in sorted(texts.items()):
        try:
            notices.extend(_notices(text, path, None))
        except BadInput as bad:
            faults.extend(bad.faults)
    if faults:
        raise BadInput(faults)
    return WorkingCalendar(notices)


def read_calendars(texts: Mapping[str, str]) -> dict[str, WorkingCalendar]:
    """The calendar of each region that has files `<region>/calendar/<year>.yaml` in `texts`, laid over those of the
    regions above it; raises BadInput with the faults of all files.
    """
    own: dict[str, list[Notice]] = {}
    faults: list[Fault] = []
    for path, text in sorted(texts.items()):
        region = calendar_region(path) or ""
        try:
            own.setdefault(region, []).extend(_notices(text, path, region))
        except BadInput as bad:
            faults.extend(bad.faults)
    if faults:
        raise BadInput(faults)
    return {
        region: WorkingCalendar(notice for above in with_those_above(region) for notice in own.get(above, ()))
        for region in own
    }


def calendar_region(path: str) -> str | None:
    """The region whose calendar a rule file belongs to; None where the file is no calendar's."""
    return path.rpartition("/calendar/")[0] or None


def with_those_above(region: str) -> list[str]:
    """The regions over `region`, the nation first, and itself: cn, cn/guangxi, cn/guangxi/nanning."""
    parts = region.split("/")
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]


def _notices(text: str, path: str, region: str | None) -> list[Notice]:
    """The notices of a file; with a region, one that says to be another region's is faulty."""
    reading = Reading(text, path)
    top = reading.top
    year = top.year("year")
    name = path.rpartition("/")[2].removesuffix(".yaml")
    if name != str(year) and not reading.faults:
        top.fault("year", "year-and-path", Text("年份应与文件名一致", "the year must be the file's name"))
    if reading.faults:
        raise BadInput(reading.faults)  # days cannot be judged without their year
    calendar = top.text("calendar")
    if calendar and region is not None and calendar != region:
        top.fault(
            "calendar",
            "calendar-and-path",
            Text(f"应与所在目录一致：“{region}”", f"the calendar must be that of its folder: `{region}`"),
        )
    counting = top.optional_bilingual("counting")
    notices = [
        replace(_notice(record, year), layer=calendar.count("/"), counting=counting)
        for record in top.records("notices")
    ]
    if not notices:
        top.fault("notices", "no-notice", Text("至少要有一个放假通知", "at least one holiday notice is needed"))
    reading.finish()
    return notices


def _notice(record: Record, year: int) -> Notice:
    record.optional_bilingual("note")
    return Notice(
        year=year,
        number=record.text("number"),
        issuer=record.text("issuer"),
        published=record.day("published"),
        holidays=tuple(_holidays(record, year)),
        verified=record.truth("verified", True),
        source=record.text("source", ""),
    )


def _holidays(record: Record, year: int) -> Iterator[Holiday]:
    named: set[str] = set()
    for inner in record.records("holidays"):
        holiday = _holiday(inner, year)
        if holiday.name.zh in named:
            inner.fault(
                "name",
                "holiday-named-twice",
                Text(
                    f"同一通知中“{holiday.name.zh}”出现两次，后者会取代前者",
                    f"`{holiday.name.en}` is named twice in one notice; the second would replace the first",
                ),
            )
        named.add(holiday.name.zh)
        yield holiday


def _holiday(record: Record, year: int) -> Holiday:
    words = record.text("days")
    days = record.parsed("days", words, _days) if words and words != TAKEN_BACK else None
    if days is not None:
        _check_year(record, "days", days, year)
    worked = tuple(record.as_day("worked", words) for words in record.texts("worked"))
    for day in worked:
        if day != date.min and _check_year(record, "worked", (day, day), year) and day.weekday() < 5:
            record.fault(
                "worked",
                "not-a-weekend-day",
                Text(f"{day}不是周末，无须调休", f"{day} is not a Saturday or Sunday"),
            )
    # what was taken back ends before it begins: it replaces the holiday of its name and names no day
    first, last = days or (date(year, 1, 2), date(year, 1, 1))
    return Holiday(record.bilingual("name"), first, last, worked)


def _check_year(record: Record, key: str, days: tuple[date, date], year: int) -> bool:
    """Whether the days lie in the year or in the month next to it; a fault where they do not."""
    if date(year - 1, 12, 1) <= days[0] and days[1] <= date(year + 1, 1, 31):
        return True
    record.fault(
        key,
        "not-in-the-year",
        Text(f"{days[0]}至{days[1]}不在{year}年前后", f"{days[0]} to {days[1]} does not lie in or next to {year}"),
    )
    return False


def _days(words: str) -> tuple[date, date]:
    first, dots, last = words.partition("..")
    begin = parse_date(first)
    end = parse_date(last) if dots else begin
    if end < begin:
        raise Misread("ends-before-it-begins", Text(f"“{words}”先后颠倒", f"`{words}` ends before it begins"))
    return begin, end
