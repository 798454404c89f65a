"""The daily sweep: check, keep what was found, open problems, and write the reminders that should exist by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from compliance.channels.channel import Channel, Message, NotDelivered
from compliance.law.text import Language, Text
from compliance.office.audit import Actor, record
from compliance.office.models import FindingRecord, MessageRecord, ProblemRecord, ReminderRecord, SweepRecord
from compliance.office.reading_state import OpenYear, problems_and_measures, work_year
from compliance.office.services.problems import open_problem
from compliance.oversight.check import check
from compliance.oversight.findings import Finding
from compliance.oversight.problems import Problem, ProblemState, problems_from
from compliance.oversight.reminders import Reminder, reminders_due
from compliance.reporting.plurals import plural
from compliance.work.work_year import WorkYear

INBOX = "inbox"
"""The in-app inbox: a message that lies there has arrived."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep found and wrote; `opened` are problems that are new or were verified and came back."""

    findings: tuple[Finding, ...]
    opened: tuple[Problem, ...]
    reminders: tuple[Reminder, ...]


@transaction.atomic
def sweep(year: OpenYear, actor: Actor, channels: Sequence[str] = (INBOX,)) -> Swept:
    """Check the year at the end of the actor's day and write what follows from it, once.

    Running it again on the same day, or after days on which it did not run, gives the same rows: a reminder exists
    once for its task, rung, due date and recipient, and after a stop only the newest rung is written.
    """
    state = work_year(year).as_of(actor.on)
    findings = find(year, state, actor.on)
    since = _keep(year, findings, actor.on)
    names = {department.id: department.short_name for department in year.office.departments}
    calendar = year.calendar.known_on(actor.on)
    going_on = _unsolved(year)
    known = {
        identifier: (set(kept), verified_on)
        for identifier, kept, verified_on in ProblemRecord.objects.filter(year=year.record).values_list(
            "identifier", "findings", "verified_on"
        )
    }
    problems = problems_from(findings, since, actor.on, calendar, names)
    for problem in problems:
        kept, closed = known.get(problem.id, (set(), None))
        back = [item for item in problem.findings if closed and since[item] > closed]
        if back or not kept.issuperset(problem.findings):
            open_problem(year, problem, actor, back)
    new = _unsolved(year) - going_on
    if new:
        # a problem opened today has no measure yet, which is a finding of today
        findings = find(year, state, actor.on)
        _keep(year, findings, actor.on)
    reminders = _write_reminders(year, state, actor, channels)
    counts = Counter(finding.kind.value for finding in findings)
    SweepRecord.objects.update_or_create(year=year.record, day=actor.on, defaults={"counts": dict(counts)})
    opened = tuple(problem for problem in problems if problem.id in new)
    record(
        year.record.office,
        actor,
        "sweep",
        actor.on.isoformat(),
        None,
        {"findings": dict(counts), "reminders": [reminder.key for reminder in reminders]},
    )
    return Swept(findings, opened, reminders)


def was_swept(year: OpenYear, day: date) -> bool:
    """Whether the year was swept on `day`."""
    return SweepRecord.objects.filter(year=year.record, day=day).exists()


def _unsolved(year: OpenYear) -> set[str]:
    rows = ProblemRecord.objects.filter(year=year.record).exclude(state=ProblemState.VERIFIED)
    return set(rows.values_list("identifier", flat=True))


def find(year: OpenYear, state: WorkYear, as_of: date) -> tuple[Finding, ...]:
    """Every finding of the year at the end of `as_of`; nothing is written."""
    problems, measures = problems_and_measures(year.record, as_of)
    return check(state, as_of, problems, measures)


def new_reminders(year: OpenYear, state: WorkYear, as_of: date) -> tuple[Reminder, ...]:
    """The reminders that should exist by `as_of` and have no row yet; nothing is written."""
    due = reminders_due(state, as_of)
    written = set(
        ReminderRecord.objects.filter(year=year.record, task__in={item.task for item in due}).values_list(
            "key", flat=True
        )
    )
    return tuple(reminder for reminder in due if reminder.key not in written)


def send(year: OpenYear, channels: Mapping[str, Channel]) -> list[str]:
    """Hand every message in the outbox to its channel; the reasons of those that could not be delivered."""
    failures = []
    for row in MessageRecord.objects.filter(year=year.record, sent=False, channel__in=channels).order_by("pk"):
        try:
            channels[row.channel].deliver(Message(row.pk, row.recipient, row.day, row.title, row.body))
        except NotDelivered as reason:
            failures.append(str(reason))
            continue
        MessageRecord.objects.filter(pk=row.pk, sent=False).update(sent=True)
    return failures


def _keep(year: OpenYear, findings: tuple[Finding, ...], as_of: date) -> dict[str, date]:
    """Keep since when each finding is there and when it was gone; the first days of those that are there.

    A finding that was gone and is back counts from the day it came back.
    """
    present = {finding.id: finding for finding in findings}
    rows = FindingRecord.objects.filter(year=year.record)
    there = {
        identifier: (number, since)
        for identifier, number, since in rows.filter(gone_on=None).values_list("identifier", "pk", "since")
    }
    others = present.keys() - there.keys()
    back = dict(rows.filter(identifier__in=others).values_list("identifier", "pk")) if others else {}
    FindingRecord.objects.bulk_create(
        FindingRecord(
            year=year.record,
            identifier=finding.id,
            kind=finding.kind.value,
            subject=finding.subject,
            department=finding.department,
            first_seen=as_of,
            since=as_of,
        )
        for identifier, finding in present.items()
        if identifier in others and identifier not in back
    )
    gone = [number for identifier, (number, _) in there.items() if identifier not in present]
    rows.filter(pk__in=back.values()).update(since=as_of, gone_on=None)
    rows.filter(pk__in=gone).update(gone_on=as_of)
    return {identifier: there[identifier][1] if identifier in there else as_of for identifier in present}


def _write_reminders(year: OpenYear, state: WorkYear, actor: Actor, channels: Sequence[str]) -> tuple[Reminder, ...]:
    reminders = new_reminders(year, state, actor.on)
    ReminderRecord.objects.bulk_create(
        ReminderRecord(
            year=year.record,
            key=reminder.key,
            task=reminder.task,
            rung=reminder.rung,
            recipient=reminder.recipient,
            day=actor.on,
        )
        for reminder in reminders
    )
    recipients = {reminder.recipient: None for reminder in reminders}
    MessageRecord.objects.bulk_create(
        MessageRecord(
            year=year.record,
            recipient=recipient,
            day=actor.on,
            channel=channel,
            title=title,
            body=body,
            sent=channel == INBOX,
        )
        for recipient in recipients
        for title, body in [_digest(year, actor.on, [item for item in reminders if item.recipient == recipient])]
        for channel in channels
    )
    return reminders


def _digest(year: OpenYear, day: date, reminders: list[Reminder]) -> tuple[str, str]:
    """One message for one post: what can still be saved today first, then the latest."""
    language: Language = year.office.language
    post, work = year.office.post(reminders[0].recipient), year.office.work
    ordered = sorted(reminders, key=lambda item: (item.due < day, item.due, item.task))
    urging = any(item.escalation for item in ordered)
    title = Text(
        f"【{'督办' if urging else '催办'}】{post.title.zh}：{day}有{len(ordered)}项{work.zh}任务需要办理",
        f"[{'Escalation' if urging else 'Reminder'}] {post.title.en}: {plural(len(ordered), f'{work.en} task')} on {day}",
    )
    lines = [f"{number}. {item.words.in_language(language)} [{item.task}]" for number, item in enumerate(ordered, 1)]
    return title.in_language(language), "\n".join(lines)
