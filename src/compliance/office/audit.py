"""Writing and verifying the audit log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.db import connection

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
    last, previous = _end_of_chain(office)
    number = last + 1
    at = actor.at.astimezone(UTC)
    digest = _digest(number, at, actor.on, actor.by, act, subject, before, after, previous)
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


def _end_of_chain(office: OfficeRecord) -> tuple[int, str]:
    """Number and digest of the last entry. Every act asks for it, and making SQL of a query takes longer than this."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, digest FROM audit_entry WHERE office_id = %s ORDER BY number DESC LIMIT 1", [office.pk]
        )
        return cursor.fetchone() or (0, "")


def first_broken_entry(office: OfficeRecord) -> int | None:
    """The number of the first entry that was changed, removed, inserted or moved; None where the chain holds."""
    previous, expected = "", 1
    for entry in AuditEntry.objects.filter(office=office).order_by("number").iterator():
        digest = _digest(
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
        if entry.number != expected or entry.previous != previous or entry.digest != digest:
            return expected
        previous, expected = entry.digest, expected + 1
    return None


def _digest(
    number: int, at: datetime, on: date, by: str, act: str, subject: str, before: Any, after: Any, previous: str
) -> str:
    content = [number, at.astimezone(UTC).isoformat(), on.isoformat(), by, act, subject, before, after, previous]
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
