"""The chain of a continuous duty in the database: made by itself, in one transaction, and told truly of any past day."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from compliance.law.faults import Refused
from compliance.office.audit import Actor, first_broken_entry
from compliance.office.models import AuditEntry, TaskRecord
from compliance.office.opening import open_database
from compliance.office.reading_state import OpenYear, work_year
from compliance.office.services import tasks
from compliance.office.services.offices import open_office_year, register_office
from compliance.oversight.check import check
from compliance.work.tasks import Evidence, Task

By = Callable[[str, date], Actor]

SITE = """\
pack: cn/site
title: {zh: 网站检查指标, en: Website indicators}
source: {number: 一号, issuer: 国务院办公厅, published: 2016-12-01}
layer: nation
in-force: {from: 2016-12-01}
areas:
  - {id: site, title: {zh: 网站, en: Site}, part: proactive}
obligations:
  - id: news
    title: {zh: 动态栏目更新, en: Update the news column}
    area: site
    basis: art. 1
    who: [财政局]
    deadline: at least every 14 days
    cases:
      - {published: 2017-03-01, due: 2017-03-15}
"""


@pytest.fixture
def year(tmp_path: Path, office_file: str, rule_files: dict[str, str], by: By) -> Iterator[OpenYear]:
    """2017 with the news column of the finance bureau, opened on 3 January."""
    open_database(tmp_path / "compliance.sqlite3", create=True)
    coordinator = by("government-office.coordinator", date(2017, 1, 3))
    register_office(office_file, "office.yaml", coordinator)
    yield open_office_year(2017, {**rule_files, "cn/site.yaml": SITE}, coordinator)
    connection.close()


def links(year: OpenYear, day: date) -> list[Task]:
    """The links of the news column as they stood on a day."""
    return [task for task in work_year(year).as_of(day).tasks if task.obligation.key == "cn/site#news"]


def update(year: OpenYear, by: By, on: date, stated: date | None = None) -> Task:
    """The newest link published on a day."""
    link = links(year, on)[-1]
    return tasks.publish(year, link.id, Evidence(link="http://x", published_on=stated), by("finance.clerk", on))


def test_a_publication_makes_the_next_task_and_its_audit_entry(year: OpenYear, by: By) -> None:
    first = update(year, by, date(2017, 1, 10))
    published, following = links(year, date(2017, 1, 10))
    assert published == first
    assert following.start == date(2017, 1, 10)
    entry = AuditEntry.objects.order_by("-number")[0]
    assert (entry.act, entry.subject, entry.by) == ("start-next", following.id, "finance.clerk")
    assert entry.after == {"obligation": "cn/site#news", "start": "2017-01-10", "after": first.id}
    assert first_broken_entry(year.record.office) is None


def test_a_publication_and_its_next_task_are_written_together_or_not_at_all(
    year: OpenYear, by: By, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(tasks, "task_rows", fail)
    with pytest.raises(DatabaseError):
        update(year, by, date(2017, 1, 10))
    (link,) = links(year, date(2017, 1, 10))
    assert link.acts == ()


def test_the_next_task_is_made_once_also_when_the_publication_comes_back_with_the_same_date(
    year: OpenYear, by: By
) -> None:
    first = update(year, by, date(2017, 1, 10))
    tasks.send_back(year, first.id, "附件打不开", by("finance.leader", date(2017, 1, 12)))
    update(year, by, date(2017, 1, 13), stated=date(2017, 1, 10))
    assert TaskRecord.objects.filter(obligation="cn/site#news").count() == 2
    assert [link.start for link in links(year, date(2017, 1, 13))] == [date(2017, 1, 1), date(2017, 1, 10)]


def test_nothing_can_be_done_to_what_a_returned_publication_had_started(year: OpenYear, by: By) -> None:
    first = update(year, by, date(2017, 1, 10))
    gone = links(year, date(2017, 1, 10))[-1]
    tasks.send_back(year, first.id, "附件打不开", by("finance.leader", date(2017, 1, 12)))
    with pytest.raises(Refused, match="the update of 2017-01-10 was sent back or dated anew"):
        tasks.publish(year, gone.id, Evidence(link="http://x"), by("finance.clerk", date(2017, 1, 13)))


def test_an_update_cannot_be_sent_back_once_the_next_one_is_published(year: OpenYear, by: By) -> None:
    first = update(year, by, date(2017, 1, 10))
    update(year, by, date(2017, 1, 20))
    with pytest.raises(Refused, match="what came after the update of 2017-01-10 is published"):
        tasks.send_back(year, first.id, "附件打不开", by("finance.leader", date(2017, 1, 23)))
    tasks.review(year, first.id, by("finance.leader", date(2017, 1, 23))) if not first.missing_evidence() else None


def test_evidence_with_an_earlier_date_moves_the_next_task(year: OpenYear, by: By) -> None:
    first = update(year, by, date(2017, 1, 10))
    stated = Evidence(published_on=date(2017, 1, 9))
    tasks.add_evidence(year, first.id, stated, by("finance.clerk", date(2017, 1, 11)))
    assert [link.start for link in links(year, date(2017, 1, 11))] == [date(2017, 1, 1), date(2017, 1, 9)]
    # on the tenth nobody knew that yet
    assert [link.start for link in links(year, date(2017, 1, 10))] == [date(2017, 1, 1), date(2017, 1, 10)]


def test_a_past_day_is_told_as_it_was(year: OpenYear, by: By) -> None:
    """An update recorded late, sent back, and published anew: the check of each day is that of the day itself."""
    days = [date(2017, 1, day) for day in (9, 10, 16, 17, 18, 19, 25, 31)]
    acts: dict[date, Callable[[], object]] = {
        date(2017, 1, 10): lambda: update(year, by, date(2017, 1, 10), stated=date(2017, 1, 9)),
        date(2017, 1, 17): lambda: tasks.send_back(
            year, links(year, date(2017, 1, 17))[0].id, "过期", by("finance.leader", date(2017, 1, 17))
        ),
        date(2017, 1, 19): lambda: update(year, by, date(2017, 1, 19)),
    }
    seen = {}
    for day in days:
        if day in acts:
            acts[day]()
        seen[day] = (links(year, day), check(work_year(year), day))
    for day, (stood, found) in seen.items():
        assert links(year, day) == stood
        assert check(work_year(year), day) == found
