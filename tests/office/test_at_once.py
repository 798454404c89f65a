"""Several processes at one database: of two who act on one task one wins, and nobody fails for having to wait."""

import multiprocessing
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from compliance.law.faults import Refused
from compliance.office.audit import Actor, first_broken_entry
from compliance.office.models import ActRecord, AuditEntry, FigureRecord, SweepRecord, TaskRecord
from compliance.office.opening import open_database
from compliance.office.reading_state import OpenYear, open_year, work_year
from compliance.office.services import tasks
from compliance.office.services.figures import enter_figure
from compliance.office.services.sweep import sweep
from compliance.work.tasks import Evidence

By = Callable[[str, date], Actor]
DAY = date(2017, 2, 3)
FILE = Evidence(file="清单.xlsx")


def lists_of(year: OpenYear, department: str) -> list[str]:
    found = [task for task in work_year(year).tasks if task.obligation.key.endswith("#monthly-list")]
    return [task.id for task in found if task.department == department]


def in_a_process(job: Callable[..., None], database: Path, by: By, begin: Any, told: Any, *words: str) -> None:
    """Open the database, wait until everyone is there, do the job, and tell how it went."""
    connections.close_all()
    open_database(database)
    year = open_year()
    begin.wait(60)
    try:
        job(year, by, *words)
        told.put(("done", ""))
    except Refused as refused:
        told.put(("refused", str(refused)))
    except BaseException as error:
        told.put(("failed", repr(error)))
    connections.close_all()


def all_at_once(
    database: Path, by: By, jobs: list[tuple[Callable[..., None], tuple[str, ...]]]
) -> list[tuple[str, str]]:
    """What each of the jobs told, done by as many processes at the same moment."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    begin, told = context.Barrier(len(jobs)), context.Queue()
    processes = [
        context.Process(target=in_a_process, args=(job, database, by, begin, told, *words)) for job, words in jobs
    ]
    for process in processes:
        process.start()
    answers = [told.get(timeout=60) for _ in processes]
    for process in processes:
        process.join(60)
    open_database(database)
    return sorted(answers)


def publish_list(year: OpenYear, by: By, task: str, who: str) -> None:
    tasks.publish(year, task, FILE, by(who, DAY))


def publish_lists(year: OpenYear, by: By, department: str) -> None:
    for task in lists_of(year, department):
        tasks.publish(year, task, FILE, by(f"{department}.clerk", DAY))
        tasks.review(year, task, by(f"{department}.leader", DAY))


def enter_figures(year: OpenYear, by: By, department: str) -> None:
    for number in range(20):
        enter_figure(year, "proactive.total", department, "2017-Q1", str(number), by(f"{department}.clerk", DAY))


def sweep_often(year: OpenYear, by: By) -> None:
    for day in range(1, 21):
        sweep(year, by("scheduler", date(2017, 3, day)))


def verify_often(year: OpenYear, by: By) -> None:
    for _ in range(30):
        assert first_broken_entry(year.record.office) is None


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_of_two_who_publish_the_same_task_at_once_one_wins_and_the_other_is_told(
    year: OpenYear, database: Path, by: By
) -> None:
    ids = lists_of(year, "finance")
    for task in ids:
        answers = all_at_once(
            database, by, [(publish_list, (task, "finance.clerk")), (publish_list, (task, "finance.leader"))]
        )
        (won, _), (lost, reason) = answers
        assert (won, lost) == ("done", "refused")
        assert "the task is published" in reason or "someone else has just changed" in reason
        assert ActRecord.objects.filter(task__identifier=task).count() == 1
        assert TaskRecord.objects.get(identifier=task).version == 1
    entries = AuditEntry.objects.filter(act="task-publish").values_list("subject", flat=True)
    assert Counter(entries) == dict.fromkeys(ids, 1)
    assert first_broken_entry(year.record.office) is None


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_many_write_while_the_sweep_runs_and_the_log_is_verified(year: OpenYear, database: Path, by: By) -> None:
    before = AuditEntry.objects.count()
    answers = all_at_once(
        database,
        by,
        [
            (publish_lists, ("finance",)),
            (publish_lists, ("education",)),
            (enter_figures, ("finance",)),
            (enter_figures, ("education",)),
            (sweep_often, ()),
            (verify_often, ()),
        ],
    )
    assert answers == [("done", "")] * 6
    assert ActRecord.objects.count() == 2 * 12 * 2
    assert TaskRecord.objects.filter(state="reviewed").count() == 2 * 12
    assert FigureRecord.objects.count() == 2 * 20
    assert SweepRecord.objects.count() == 20
    acts = Counter(AuditEntry.objects.filter(number__gt=before).values_list("act", flat=True))
    assert (acts["task-publish"], acts["task-review"], acts["enter-figure"], acts["sweep"]) == (24, 24, 40, 20)
    assert first_broken_entry(year.record.office) is None


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_two_sweeps_of_one_day_at_once_write_each_reminder_once(year: OpenYear, database: Path, by: By) -> None:
    assert all_at_once(database, by, [(sweep_often, ()), (sweep_often, ())]) == [("done", "")] * 2
    other = sqlite3.connect(database)
    (doubled,) = other.execute(
        "select count(*) from (select recipient, day, channel from message group by 1, 2, 3 having count(*) > 1)"
    ).fetchone()
    other.close()
    assert doubled == 0
    assert SweepRecord.objects.count() == 20
    assert first_broken_entry(year.record.office) is None
