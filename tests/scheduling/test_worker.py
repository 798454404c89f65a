"""The worker's jobs: when they fire, on which days people are reminded, and what becomes of a missed morning."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.schedulers.background import BackgroundScheduler
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.channels.channel import Channel, Message, NotDelivered
from compliance.law.text import same
from compliance.office.audit import Actor, first_broken_entry
from compliance.office.clock import acting, today
from compliance.office.models import MessageRecord, ReminderRecord, SweepRecord
from compliance.office.opening import open_database
from compliance.office.reading_state import OpenYear, open_year, work_year
from compliance.office.services.offices import open_office_year, record_occurrence
from compliance.scheduling.worker import BY, daily_sweep, declare_jobs, reminds_on
from compliance.work.organisation import Office
from compliance.work.plan import Occurrence

By = Callable[[str, date], Actor]
CHINA = ZoneInfo("Asia/Shanghai")


class Post:
    """A channel that can be out of order; it notes what it took."""

    def __init__(self) -> None:
        self.broken = False
        self.taken: list[Message] = []

    def deliver(self, message: Message) -> None:
        if self.broken:
            raise NotDelivered("the share is not mounted")
        self.taken.append(message)


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Auckland"])
def zone_of_the_machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine stands somewhere else than the office."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def act_as_worker() -> Actor:
    return acting(BY, CHINA)


@pytest.fixture
def declared(office: Office) -> Iterator[Callable[..., BackgroundScheduler]]:
    """A scheduler with the two jobs, started but paused: nothing fires by itself."""
    started = []

    def declare(channels: dict[str, Channel] | None = None) -> BackgroundScheduler:
        scheduler = BackgroundScheduler()
        declare_jobs(scheduler, office, act_as_worker, channels or {})
        scheduler.start(paused=True)
        started.append(scheduler)
        return scheduler

    yield declare
    for scheduler in started:
        scheduler.shutdown(wait=False)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


# --- when ---


@pytest.mark.usefixtures("zone_of_the_machine", "database")
@pytest.mark.parametrize(
    ("now", "fires"),
    [
        (at(2017, 3, 1, 8, 29), at(2017, 3, 1, 8, 30)),
        (at(2017, 3, 1, 8, 31), at(2017, 3, 2, 8, 30)),
        (at(2017, 3, 1, 0, 5), at(2017, 3, 1, 8, 30)),
        (at(2017, 12, 31, 23, 59), at(2018, 1, 1, 8, 30)),
    ],
)
def test_the_sweep_fires_at_half_past_eight_in_the_office_wherever_the_machine_stands(
    declared: Callable[..., BackgroundScheduler], now: datetime, fires: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        job = declared().get_job("sweep")
        assert job.next_run_time == fires
        assert job.next_run_time.utcoffset() == timedelta(hours=8)


@pytest.mark.usefixtures("zone_of_the_machine")
def test_today_is_the_office_s_day_wherever_the_machine_stands() -> None:
    # half past seven on 1 March in China is still 28 February in Greenwich and in Los Angeles
    with time_machine.travel(at(2017, 3, 1, 7, 30), tick=False):
        assert today(CHINA) == date(2017, 3, 1)
        assert act_as_worker().on == date(2017, 3, 1)
        assert act_as_worker().at == at(2017, 3, 1, 7, 30)
        assert acting(BY, CHINA, date(2017, 2, 27)).on == date(2017, 2, 27)


@pytest.mark.usefixtures("database")
def test_no_alarm_is_dropped_for_being_late_and_none_rings_twice(
    declared: Callable[..., BackgroundScheduler],
) -> None:
    with time_machine.travel(at(2017, 3, 1, 7), tick=False):
        scheduler = declared()
        assert {job.id for job in scheduler.get_jobs()} == {"sweep", "outbox"}
        for job in scheduler.get_jobs():
            assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
        assert scheduler.get_job("outbox").trigger.interval == timedelta(minutes=5)


@pytest.mark.usefixtures("database")
def test_declaring_the_jobs_again_replaces_them(office: Office, declared: Callable[..., BackgroundScheduler]) -> None:
    with time_machine.travel(at(2017, 3, 1, 7), tick=False):
        scheduler = declared()
        declare_jobs(scheduler, office, act_as_worker, {})
        assert len(scheduler.get_jobs()) == 2


# --- what ---


def test_the_job_does_one_sweep_and_sends_what_it_wrote(
    year: OpenYear, declared: Callable[..., BackgroundScheduler]
) -> None:
    post = Post()
    with time_machine.travel(at(2017, 3, 1, 8, 30), tick=False):
        scheduler = declared({"post": post})
        scheduler.get_job("sweep").func()
    assert [row.day for row in SweepRecord.objects.all()] == [date(2017, 3, 1)]
    assert len(post.taken) == MessageRecord.objects.filter(channel="post", sent=True).count() > 0
    assert not MessageRecord.objects.filter(sent=False).exists()


def test_a_real_alarm_sweeps_in_a_thread_of_its_own(year: OpenYear, office: Office) -> None:
    swept = threading.Event()
    scheduler = BackgroundScheduler()
    declare_jobs(scheduler, office, lambda: Actor(BY, date(2017, 3, 1), at(2017, 3, 1, 7)), {})
    scheduler.add_listener(lambda event: swept.set(), EVENT_JOB_EXECUTED)
    scheduler.start(paused=True)
    scheduler.get_job("sweep").modify(next_run_time=at(2017, 3, 1, 8, 30))  # years late, and not dropped
    scheduler.resume()
    assert swept.wait(20)
    scheduler.shutdown(wait=True)
    assert SweepRecord.objects.get().day == date(2017, 3, 1)
    assert first_broken_entry(year.record.office) is None


@pytest.mark.parametrize(
    ("day", "reminded"),
    [
        (date(2017, 3, 3), True),
        (date(2017, 3, 4), False),  # a Saturday
        (date(2017, 2, 4), True),  # a Saturday worked for the Spring Festival
        (date(2017, 1, 30), False),  # a Monday of the Spring Festival
        (date(2017, 4, 3), False),  # a Monday off for Qingming
    ],
)
def test_people_are_reminded_on_working_days_only(
    year: OpenYear, declared: Callable[..., BackgroundScheduler], day: date, reminded: bool
) -> None:
    assert reminds_on(year, day) is reminded
    with time_machine.travel(at(day.year, day.month, day.day, 8, 30), tick=False):
        declared().get_job("sweep").func()
    assert SweepRecord.objects.exists() is reminded
    if not reminded:
        assert not ReminderRecord.objects.exists()


def test_an_alarm_that_rings_twice_writes_once(year: OpenYear, declared: Callable[..., BackgroundScheduler]) -> None:
    with time_machine.travel(at(2017, 3, 1, 8, 30), tick=False):
        scheduler = declared()
        scheduler.get_job("sweep").func()
        count = ReminderRecord.objects.count(), MessageRecord.objects.count()
        scheduler.get_job("sweep").func()
    assert (ReminderRecord.objects.count(), MessageRecord.objects.count()) == count
    assert SweepRecord.objects.count() == 1


def test_the_outbox_job_delivers_what_could_not_leave_and_says_in_the_log_why_it_could_not(
    year: OpenYear, declared: Callable[..., BackgroundScheduler], caplog: pytest.LogCaptureFixture
) -> None:
    post = Post()
    post.broken = True
    with time_machine.travel(at(2017, 3, 1, 8, 30), tick=False):
        scheduler = declared({"post": post})
        scheduler.get_job("sweep").func()
        waiting = MessageRecord.objects.filter(sent=False).count()
        assert waiting > 0
        assert "the share is not mounted" in caplog.text
        caplog.clear()
        scheduler.get_job("outbox").func()
        assert "the share is not mounted" in caplog.text
        post.broken = False
        scheduler.get_job("outbox").func()
        scheduler.get_job("outbox").func()
    assert len(post.taken) == waiting
    assert not MessageRecord.objects.filter(sent=False).exists()


def test_in_january_the_old_year_is_still_swept(
    year: OpenYear, by: By, rule_files: dict[str, str], declared: Callable[..., BackgroundScheduler]
) -> None:
    # the annual report on 2017 is due on 31 March 2018, when 2018 has long been opened
    opened_2018 = open_office_year(2018, rule_files, by("government-office.coordinator", date(2018, 1, 2)))
    post = Post()
    with time_machine.travel(at(2018, 3, 30, 8, 30), tick=False):
        declared({"post": post}).get_job("sweep").func()
    swept = set(SweepRecord.objects.values_list("year__year", flat=True))
    assert swept == {2017, 2018}
    (report,) = [task for task in work_year(year).tasks if task.obligation.key.endswith("#annual-report")]
    assert ReminderRecord.objects.filter(year=year.record, task=report.id, rung="due").exists()
    assert opened_2018.record.year == 2018
    assert not MessageRecord.objects.filter(sent=False).exists()


# --- a missed morning ---


@pytest.mark.parametrize(
    ("now", "swept"),
    [
        (at(2017, 3, 1, 9, 10), True),  # switched on after half past eight
        (at(2017, 3, 1, 8, 30), True),
        (at(2017, 3, 1, 8, 29), False),  # the alarm will ring in a minute
        (at(2017, 3, 4, 9, 10), False),  # a Saturday
    ],
)
def test_a_worker_that_starts_after_the_hour_makes_good_the_morning_it_missed(
    year: OpenYear, declared: Callable[..., BackgroundScheduler], now: datetime, swept: bool
) -> None:
    with time_machine.travel(now, tick=False):
        scheduler = declared()
        job = scheduler.get_job("missed")
        assert (job is not None) is (now.time() >= at(2017, 3, 1, 8, 30).time())
        if job is not None:
            assert job.next_run_time == now
            job.func(**job.kwargs)
    assert SweepRecord.objects.exists() is swept


def test_a_worker_that_is_started_again_does_not_sweep_a_second_time(
    year: OpenYear, by: By, declared: Callable[..., BackgroundScheduler]
) -> None:
    daily_sweep(year, by(BY, date(2017, 3, 1)), {})
    entries = year.record.office.audit_entries.count()
    with time_machine.travel(at(2017, 3, 1, 9, 10), tick=False):
        job = declared().get_job("missed")
        job.func(**job.kwargs)
    assert year.record.office.audit_entries.count() == entries


# --- outages ---


DAYS = [date(2017, 2, 6) + timedelta(offset) for offset in range(40)]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_days_the_worker_was_down_nothing_is_said_twice_and_every_late_task_reaches_the_leader(
    database_of_2017: Path, tmp_path_factory: pytest.TempPathFactory, by: By, data: st.DataObject
) -> None:
    up = data.draw(st.sets(st.sampled_from(DAYS)))
    mounted = data.draw(st.sets(st.sampled_from(DAYS)))
    file = tmp_path_factory.mktemp("outage") / "compliance.sqlite3"
    shutil.copy(database_of_2017, file)
    open_database(file)
    try:
        year, post = open_year(), Post()
        record_occurrence(
            year,
            Occurrence("D2", "information-made", date(2017, 1, 25), same("方案")),
            by("finance.clerk", date(2017, 1, 25)),
        )
        for day in [*sorted(up), date(2017, 3, 20)]:
            post.broken = day not in mounted and day != date(2017, 3, 20)
            if reminds_on(year, day):
                daily_sweep(year, by(BY, day), {"post": post})
        rows = ReminderRecord.objects.values_list("key", flat=True)
        assert len(rows) == len(set(rows))
        late = {
            task.id
            for task in work_year(year).tasks
            if year.calendar.working_days_between(work_year(year).due(task).day, date(2017, 3, 20))
            >= task.obligation.ladder.escalate_after
        }
        assert late
        assert set(ReminderRecord.objects.filter(rung="escalation").values_list("task", flat=True)) == late
        numbers = [message.number for message in post.taken]
        assert len(numbers) == len(set(numbers)) == MessageRecord.objects.filter(channel="post").count()
        each_day = MessageRecord.objects.values_list("recipient", "day", "channel")
        assert len(each_day) == len(set(each_day))
        assert first_broken_entry(year.record.office) is None
    finally:
        connections.close_all()
