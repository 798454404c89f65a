"""The worker: one process that sweeps once a day and empties the outbox every few minutes.

APScheduler is only the alarm clock. What is due follows from rows, so a missed or doubled alarm changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from compliance.channels.channel import Channel
from compliance.office.audit import Actor
from compliance.office.reading_state import OpenYear, open_year
from compliance.office.services.sweep import INBOX, Swept, send, sweep
from compliance.work.organisation import Office

BY = "scheduler"
"""Who the audit log names for what the worker does."""


def daily_sweep(year: OpenYear, actor: Actor, channels: Mapping[str, Channel]) -> Swept:
    """One day's sweep, and what it wrote sent at once. The demonstration calls the same with a virtual day."""
    swept = sweep(year, actor, (INBOX, *channels))
    send(year, channels)
    return swept


def reminds_on(year: OpenYear, day: date) -> bool:
    """Whether people are reminded on `day`: a working day of the office's calendar, as known on it."""
    return year.calendar.known_on(day).presumably_worked(day)


def declare_jobs(
    scheduler: BaseScheduler,
    office: Office,
    act: Callable[[], Actor],
    channels: Mapping[str, Channel],
    hour: int = 8,
    minute: int = 30,
) -> None:
    """Add the two jobs: the sweep on every day at `hour`:`minute` of the office's time, the outbox every 5 minutes.

    A sweep that was missed runs once as soon as it can, however late; two never run at the same time. On a day off
    nobody is reminded; the next working day's sweep says what has come due since.
    """

    def sweep_now() -> None:
        year, actor = open_year(), act()
        if reminds_on(year, actor.on):
            daily_sweep(year, actor, channels)

    def send_now() -> None:
        send(open_year(), channels)

    once = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1, "replace_existing": True}
    zone = office.time_zone
    scheduler.add_job(sweep_now, CronTrigger(hour=hour, minute=minute, timezone=zone), id="sweep", **once)
    scheduler.add_job(send_now, IntervalTrigger(minutes=5, timezone=zone), id="outbox", **once)
