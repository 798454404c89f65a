"""From the text of calendar files to a working calendar. Format: docs/rules/calendar.md."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from compliance.law.calendars import Holiday, Notice, WorkingCalendar
from compliance.law.faults import BadInput, Fault, Misread
from compliance.law.reading.records import Reading, Record, parse_date
from compliance.law.text import Text


def read_calendar(texts: Mapping[str, str]) -> WorkingCalendar:
    """The calendar made of the files `texts` (path → text); raises BadInput with the faults of all files."""
    notices: list[Notice] = []
    faults: list[Fault] = []
    for path, text in sorted(texts.items()):
        try:
            notices.extend(_notices(text, path))
        except BadInput as bad:
            faults.extend(bad.faults)
    if faults:
        raise BadInput(faults)
    return WorkingCalendar(notices)


def _notices(text: str, path: str) -> list[Notice]:
    reading = Reading(text, path)
    top = reading.top
    top.text("calendar")
    year = top.year("year")
    if not path.endswith(f"{year}.yaml"):
        top.fault("year", "year-and-path", Text("年份应与文件名一致", "the year must be the file's name"))
    notices = [_notice(record, year) for record in top.records("notices")]
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
        holidays=tuple(_holiday(holiday) for holiday in record.records("holidays")),
        verified=record.truth("verified", True),
        source=record.text("source", ""),
    )


def _holiday(record: Record) -> Holiday:
    first, last = record.parsed("days", record.text("days"), _days) or (date.min, date.min)
    worked = tuple(record.as_day("worked", words) for words in record.texts("worked"))
    for day in worked:
        if day.weekday() < 5:
            record.fault(
                "worked",
                "not-a-weekend-day",
                Text(f"{day}不是周末，无须调休", f"{day} is not a Saturday or Sunday"),
            )
    return Holiday(record.bilingual("name"), first, last, worked)


def _days(words: str) -> tuple[date, date]:
    first, _, last = words.partition("..")
    begin = parse_date(first)
    end = parse_date(last) if last else begin
    if end < begin:
        raise Misread("ends-before-it-begins", Text(f"“{words}”先后颠倒", f"`{words}` ends before it begins"))
    return begin, end
