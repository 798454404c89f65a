"""A year that is held open reads only what changed, and never keeps what was rolled back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from compliance.office.opening import open_database, prepare

prepare()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from compliance.office.audit import Actor  # noqa: E402
from compliance.office.models import TaskRecord  # noqa: E402
from compliance.office.reading_state import OpenYear, open_year, work_year  # noqa: E402
from compliance.office.rule_files import rule_texts  # noqa: E402
from compliance.office.services import figures, tasks  # noqa: E402
from compliance.office.services.offices import open_office_year, register_office  # noqa: E402
from compliance.office.shipped import shipped_examples, shipped_rules  # noqa: E402
from compliance.work.tasks import Evidence, Task  # noqa: E402

DAY = date(2017, 3, 1)


@pytest.fixture
def year(tmp_path: Path) -> Iterator[OpenYear]:
    """Tiedong's year, just opened."""
    open_database(tmp_path / "compliance.sqlite3", create=True)
    office = (shipped_examples() / "tiedong-2017" / "office.yaml").read_text(encoding="utf-8")
    register_office(office, "office.yaml", actor("government-office.coordinator"))
    yield open_office_year(2017, rule_texts([shipped_rules()]), actor("government-office.coordinator"))
    connection.close()


@pytest.fixture
def task(year: OpenYear) -> Task:
    """A task that needs no review before it is published."""
    return next(task for task in work_year(year).tasks if not task.obligation.before_publishing)


def actor(by: str) -> Actor:
    return Actor(by, DAY, datetime.combine(DAY, time(1), UTC))


def publish(year: OpenYear, task: Task, link: str) -> None:
    tasks.publish(year, task.id, Evidence(link, DAY), actor(f"{task.department}.clerk"))


def links(year: OpenYear, task: Task) -> list[str]:
    found = next(item for item in work_year(year).tasks if item.id == task.id)
    return [evidence.link for evidence in found.evidence]


def test_an_act_is_seen_by_everyone_who_holds_the_year_open(year: OpenYear, task: Task) -> None:
    other = open_year(2017)
    assert links(year, task) == links(other, task) == []
    publish(year, task, "http://www.example.org/1.html")
    assert links(year, task) == links(other, task) == ["http://www.example.org/1.html"]


def test_what_was_rolled_back_is_forgotten(year: OpenYear, task: Task) -> None:
    with transaction.atomic():
        publish(year, task, "http://www.example.org/never.html")
        assert links(year, task) == ["http://www.example.org/never.html"]
        transaction.set_rollback(True)
    assert links(year, task) == []
    # the same version again, with another act
    publish(year, task, "http://www.example.org/2.html")
    assert links(year, task) == ["http://www.example.org/2.html"]


def test_a_figure_that_was_rolled_back_is_forgotten(year: OpenYear) -> None:
    figure = next(item for item in year.rule_book.figures.values() if str(item.period) == "year")
    department = year.office.selected(figure.entered_by)[0].id

    def enter(amount: str) -> None:
        figures.enter_figure(year, figure.id, department, "2017", amount, actor(f"{department}.clerk"))

    def amounts() -> list[str]:
        return [str(entry.amount) for entry in work_year(year).figures]

    with transaction.atomic():
        enter("1")
        assert amounts() == ["1"]
        transaction.set_rollback(True)
    assert amounts() == []
    enter("2")  # may get the number of the row that was rolled back
    assert amounts() == ["2"]


def test_a_task_that_is_gone_is_not_kept(year: OpenYear, task: Task) -> None:
    before = len(work_year(year).tasks)
    TaskRecord.objects.filter(identifier=task.id).delete()
    assert len(work_year(year).tasks) == before - 1


def test_nothing_is_read_twice(year: OpenYear, task: Task) -> None:
    publish(year, task, "http://www.example.org/1.html")
    work_year(year)
    with CaptureQueriesContext(connection) as queries:
        assert links(year, task) == ["http://www.example.org/1.html"]
    assert not [query for query in queries if '"act"' in query["sql"]]


def test_a_year_read_in_pieces_is_the_year_read_at_once(year: OpenYear) -> None:
    free = [task for task in work_year(year).tasks if not task.obligation.before_publishing][:5]
    for number, task in enumerate(free):
        publish(year, task, f"http://www.example.org/{number}.html")
        work_year(year)
    assert work_year(year) == work_year(open_year(2017))


def test_an_act_is_judged_by_the_task_as_it_stands_not_as_it_was_read(year: OpenYear, task: Task) -> None:
    other = open_year(2017)
    work_year(other)
    publish(year, task, "http://www.example.org/1.html")
    with pytest.raises(Exception, match="cannot publish"):
        publish(other, task, "http://www.example.org/2.html")
