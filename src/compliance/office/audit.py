"""Writing and verifying the audit log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from compliance.office.models import AuditEntry, OfficeRecord


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, on which day of the office, at which moment. Time comes in here and nowhere else."""

    by: str
    on: date
    at: datetime


def record(
    office: OfficeRecord, actor: Actor, act: str, subject: str, before: Any = None, after: Any = None
) -> AuditEntry:
    """Write one entry at the end of the office's chain. Called inside the transaction of the change itself."""
    last, previous = _end(office)
    number = last + 1
    at = actor.at.astimezone(UTC)
    digest = _digest(number, at, actor.on, actor.by, act, subject, before, after, previous)
    OfficeRecord.objects.filter(pk=office.pk).update(last_entry=number, last_digest=digest)
    return AuditEntry.objects.create(
        office=office,
        number=number,
        at=at,
        on=actor.on,
        by=actor.by,
        act=act,
        subject=subject,
        before=before,
        after=after,
        previous=previous,
        digest=digest,
    )


def first_broken_entry(office: OfficeRecord) -> int | None:
    """The number of the first entry that was changed, removed, inserted or moved; None where the chain holds.

    The office's row says where the chain ends, so that a log cut short is found as well.
    """
    entries = AuditEntry.objects.filter(office=office).order_by("number")
    last, _ = _end(office)
    # first what is there, while others go on writing; then, while nobody writes, what they wrote meanwhile
    number, digest, holds = _followed(entries.filter(number__lte=last), 0, "")
    if not holds:
        return number + 1
    with transaction.atomic():
        last, last_digest = _end(office)
        number, digest, holds = _followed(entries.filter(number__gt=number), number, digest)
    if not holds or number != last:
        return min(number, last) + 1
    return number if digest != last_digest else None


def _followed(entries: QuerySet[AuditEntry], number: int, digest: str) -> tuple[int, str, bool]:
    """The last entry that continues the chain after `number` and its digest; whether that is the last of `entries`."""
    for entry in entries.iterator():
        computed = _digest(
            entry.number,
            entry.at,
            entry.on,
            entry.by,
            entry.act,
            entry.subject,
            entry.before,
            entry.after,
            entry.previous,
        )
        if entry.number != number + 1 or entry.previous != digest or entry.digest != computed:
            return number, digest, False
        number, digest = entry.number, entry.digest
    return number, digest, True


def _end(office: OfficeRecord) -> tuple[int, str]:
    """The number and the digest of the office's last entry.

    Every act asks for them, and for a query this small Django takes longer to make the SQL than to run it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_entry, last_digest FROM office WHERE id = %s", [office.pk])
        number, digest = cursor.fetchone()
    return number, digest


def _digest(
    number: int, at: datetime, on: date, by: str, act: str, subject: str, before: Any, after: Any, previous: str
) -> str:
    content = [number, at.astimezone(UTC).isoformat(), on.isoformat(), by, act, subject, before, after, previous]
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
