"""Registering the office and opening its years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, date, datetime

from django.db import transaction

from compliance.law.checking import failing_cases, looser_refinements
from compliance.law.due_dates import Start
from compliance.law.faults import BadInput, Refused
from compliance.law.text import Text
from compliance.office.audit import Actor, record
from compliance.office.models import (
    CourtOrderRecord,
    FigureRecord,
    MeasureRecord,
    OccurrenceRecord,
    OfficeRecord,
    PinnedRules,
    ProblemRecord,
    RequestRecord,
    TaskRecord,
    YearRecord,
)
from compliance.office.reading_state import OpenYear, office_of, opened, pinned, rule_book_for, the_office
from compliance.office.rule_files import digest_of, read_rules
from compliance.work.office_file import read_office
from compliance.work.organisation import Office
from compliance.work.plan import Occurrence, duty_holders, plan, tasks_after
from compliance.work.tasks import Task


@transaction.atomic
def register_office(text: str, path: str, actor: Actor) -> Office:
    """Load `office.yaml`; a second load replaces the first.

    Raises BadInput with the faults of the file, and Refused where it does not fit the years that are open.
    """
    office = read_office(text, path)
    existing = OfficeRecord.objects.first()
    if existing is not None and existing.identifier != office.id:
        raise Refused(
            Text(
                f"此数据库属于“{existing.identifier}”，不是“{office.id}”",
                f"this database belongs to `{existing.identifier}`, not to `{office.id}`",
            )
        )
    if existing is not None:
        for year in YearRecord.objects.filter(office=existing).select_related("rules"):
            _must_fit(office, office_of(existing), year)
    row, _ = OfficeRecord.objects.update_or_create(identifier=office.id, defaults={"text": text})
    record(row, actor, "register-office", office.id, existing.text if existing else None, text)
    return office


def _must_fit(office: Office, before: Office, year: YearRecord) -> None:
    """Refuse an office that an open year's rules and rows no longer fit."""
    if (office.region, office.calendar) != (before.region, before.calendar):
        raise Refused(
            Text(
                f"{year.year}年已按“{before.region}”和日历“{before.calendar}”开启，region 与 calendar 不能更改",
                f"{year.year} was opened for `{before.region}` with the calendar `{before.calendar}`; "
                "region and calendar stay as they are",
            )
        )
    for rows, field in (
        (TaskRecord, "department"),
        (FigureRecord, "department"),
        (RequestRecord, "department"),
        (CourtOrderRecord, "department"),
        (ProblemRecord, "owner"),
        (MeasureRecord, "owner"),
    ):
        for holder in rows.objects.filter(year=year).values_list(field, flat=True).distinct():
            if holder and holder not in office.by_id:
                raise Refused(
                    Text(
                        f"{year.year}年已开启，责任单位“{holder}”名下已有事项，不能删去",
                        f"{year.year} is open and the department `{holder}` has work in it; it cannot be left out",
                    )
                )
    duty_holders(rule_book_for(pinned(year.rules), office, year.year), office)


@transaction.atomic
def open_office_year(year: int, texts: Mapping[str, str], actor: Actor, illustrative: Text | None = None) -> OpenYear:
    """Open a year: pin the rules whole, plan the tasks.

    Raises BadInput for rules that contradict their own cases or loosen an upper rule, and Refused; then nothing is
    kept.
    """
    office_row = the_office()
    if YearRecord.objects.filter(office=office_row, year=year).exists():
        raise Refused(Text(f"{year}年已经开启", f"the year {year} is open already"))
    office = office_of(office_row)
    rules = read_rules(texts)
    calendar = rules.calendar(office.calendar)
    applying = [pack for pack in rules.packs if pack.applies_to(office.region)]
    # the examples of a national law are reckoned by the nation's days, also for an office that has more days off
    faults = [
        fault
        for name, packs in rules.packs_by_calendar().items()
        for fault in failing_cases([pack for pack in packs if pack in applying], rules.calendars.get(name, calendar))
    ]
    faults.extend(looser_refinements(applying, calendar))
    if faults:
        raise BadInput(faults)
    rule_book = rule_book_for(rules, office, year) if MINYEAR <= year < MAXYEAR else None
    if rule_book is None or not rule_book.obligations:
        raise Refused(
            Text(
                f"{year}年没有适用于“{office.region}”的规则",
                f"no rule for `{office.region}` is in force in {year}",
            )
        )
    tasks = plan(rule_book, office, year)
    digest = digest_of(texts)
    pin, _ = PinnedRules.objects.get_or_create(digest=digest, defaults={"files": dict(texts)})
    words = illustrative or Text("", "")
    row = YearRecord.objects.create(
        office=office_row,
        year=year,
        rules=pin,
        opened_on=actor.on,
        illustrative_zh=words.zh,
        illustrative_en=words.en,
    )
    TaskRecord.objects.bulk_create(task_rows(row, tasks))
    record(office_row, actor, "open-year", str(year), None, {"rules": digest, "tasks": len(tasks)})
    return opened(row)


@transaction.atomic
def record_occurrence(year: OpenYear, occurrence: Occurrence, actor: Actor) -> tuple[Task, ...]:
    """Record an event and open the tasks whose clock it starts. Raises Refused where no rule knows it."""
    tasks = tasks_after(occurrence, year.rule_book, year.office)
    if OccurrenceRecord.objects.filter(year=year.record, identifier=occurrence.id).exists():
        raise Refused(Text(f"事件“{occurrence.id}”已登记", f"the event `{occurrence.id}` is recorded already"))
    OccurrenceRecord.objects.create(
        year=year.record,
        identifier=occurrence.id,
        event=occurrence.event,
        at=occurrence.at.isoformat(),
        subject_zh=occurrence.subject.zh,
        subject_en=occurrence.subject.en,
        department=occurrence.department or "",
    )
    TaskRecord.objects.bulk_create(task_rows(year.record, tasks))
    record(
        year.record.office,
        actor,
        "record-event",
        occurrence.id,
        None,
        {"event": occurrence.event, "at": occurrence.at.isoformat(), "tasks": [task.id for task in tasks]},
    )
    return tasks


def task_rows(row: YearRecord, tasks: Iterable[Task]) -> list[TaskRecord]:
    """The rows of new tasks, to be written by who makes them."""
    return [
        TaskRecord(
            year=row,
            identifier=task.id,
            obligation=task.obligation.key,
            department=task.department,
            start=_written(task.start),
            subject_zh=task.subject.zh if task.subject else "",
            subject_en=task.subject.en if task.subject else "",
        )
        for task in tasks
    ]


def _written(start: Start) -> str:
    return start.isoformat() if isinstance(start, date | datetime) else str(start)
