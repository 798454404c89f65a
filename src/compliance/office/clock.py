"""The only place where the product asks what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from compliance.office.audit import Actor


def today(time_zone: ZoneInfo) -> date:
    """The date in the office, now."""
    return datetime.now(time_zone).date()


def acting(by: str, time_zone: ZoneInfo, on: date | None = None) -> Actor:
    """`by` acting now; `on` is the legal day of the act where it is not today."""
    moment = datetime.now(UTC)
    return Actor(by, on or moment.astimezone(time_zone).date(), moment)
