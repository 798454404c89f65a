"""The worker: one process that sweeps once a day and empties the outbox every few minutes.

APScheduler is only the alarm clock. What is due follows from rows, so a missed or doubled alarm changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, time

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger
from django.db import connection

from compliance.channels.channel import Channel
from compliance.office.audit import Actor
from compliance.office.reading_state import OpenYear, open_years
from compliance.office.services.sweep import INBOX, Swept, send, sweep, was_swept
from compliance.work.organisation import Office

BY = "scheduler"
"""Who the audit log names for what the worker does."""


logger = logging.getLogger(__name__)


def daily_sweep(year: OpenYear, actor: Actor, channels: Mapping[str, Channel]) -> Swept:
    """One day's sweep, and what it wrote sent at once. The demonstration calls the same with a virtual day."""
    swept = sweep(year, actor, (INBOX, *channels))
    _send(year, channels)
    return swept


def reminds_on(year: OpenYear, day: date) -> bool:
    """Whether people are reminded on `day`: a working day of the office's calendar, as known on it."""
    return year.calendar.known_on(day).presumably_worked(day)


def sweep_open_years(
    act: Callable[[], Actor], channels: Mapping[str, Channel], again: bool = True
) -> tuple[Swept, ...]:
    """Today's sweep of every open year; nothing on a day off, nor, unless `again`, where there was one today."""
    swept = []
    for year in open_years():
        actor = act()
        if reminds_on(year, actor.on) and (again or not was_swept(year, actor.on)):
            swept.append(daily_sweep(year, actor, channels))
    return tuple(swept)


def declare_jobs(
    scheduler: BaseScheduler,
    office: Office,
    act: Callable[[], Actor],
    channels: Mapping[str, Channel],
    hour: int = 8,
    minute: int = 30,
) -> None:
    """Add the jobs: the sweep on every day at `hour`:`minute` of the office's time, the outbox every 5 minutes.

    A sweep that was missed runs once as soon as it can, however late; two never run at the same time. A worker that
    is started after the hour makes good the morning's sweep where there was none. On a day off nobody is reminded;
    the next working day's sweep says what has come due since. Every open year is swept.
    """

    def sweep_now(again: bool = True) -> None:
        with closing(connection):
            sweep_open_years(act, channels, again)

    def send_now() -> None:
        with closing(connection):
            for year in open_years():
                _send(year, channels)

    once = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1, "replace_existing": True}
    zone = office.time_zone
    scheduler.add_job(sweep_now, CronTrigger(hour=hour, minute=minute, timezone=zone), id="sweep", **once)
    scheduler.add_job(send_now, IntervalTrigger(minutes=5, timezone=zone), id="outbox", **once)
    started = act().at.astimezone(zone)
    if started.time() >= time(hour, minute):
        scheduler.add_job(sweep_now, DateTrigger(started), kwargs={"again": False}, id="missed", **once)


def _send(year: OpenYear, channels: Mapping[str, Channel]) -> None:
    for reason in send(year, channels):
        logger.warning("a message waits in the outbox: %s", reason)
