"""Acts on tasks: what each writes, what is refused, and that nothing is ever half written."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection

from compliance.law.faults import Refused
from compliance.law.text import Language
from compliance.office.audit import Actor, first_broken_entry
from compliance.office.models import ActRecord, AuditEntry, TaskRecord
from compliance.office.reading_state import OpenYear, work_year
from compliance.office.services import tasks
from compliance.work.tasks import DisclosureClass, Evidence, Task, TaskState

By = Callable[[str, date], Actor]
Contents = Callable[[], dict[str, list[tuple[Any, ...]]]]

LINK = Evidence(link="http://www.tiedong.gov.cn/1.html", published_on=date(2017, 2, 10))


def the_document(year: OpenYear) -> Task:
    """The finance bureau's task to disclose the document of 20 January; due on 22 February."""
    (task,) = [task for task in work_year(year).tasks if task.department == "finance" and task.subject]
    return task


def the_list(year: OpenYear) -> Task:
    """The finance bureau's list of January: it asks for a file and for no confidentiality review."""
    found = [task for task in work_year(year).tasks if task.department == "finance" and str(task.start) == "2017-01"]
    (task,) = found
    return task


def classified(year: OpenYear, by: By) -> Task:
    reviewer = by("finance.confidentiality-reviewer", date(2017, 2, 8))
    return tasks.classify(year, the_document(year).id, DisclosureClass.PROACTIVE, reviewer)


def published(year: OpenYear, by: By) -> Task:
    return tasks.publish(year, classified(year, by).id, LINK, by("finance.clerk", date(2017, 2, 10)))


def newest() -> AuditEntry:
    return AuditEntry.objects.order_by("-number")[0]


def acts(task: Task) -> list[tuple[int, str, str, str]]:
    rows = ActRecord.objects.filter(task__identifier=task.id).order_by("number")
    return list(rows.values_list("number", "kind", "by", "to"))


# --- each act: its row, the task's state, its one entry ---


def test_a_confidentiality_review_is_kept_with_its_class(year: OpenYear, by: By) -> None:
    task = classified(year, by)
    assert task.state is TaskState.PENDING
    assert acts(task) == [(1, "classify", "finance.confidentiality-reviewer", "pending")]
    entry = newest()
    assert (entry.act, entry.subject, entry.by) == ("task-classify", task.id, "finance.confidentiality-reviewer")
    assert entry.after["disclosure_class"] == "proactive"


def test_a_publication_is_kept_with_its_evidence(year: OpenYear, by: By) -> None:
    task = published(year, by)
    row = TaskRecord.objects.get(identifier=task.id)
    assert (task.state, row.state, row.version) == (TaskState.PUBLISHED, "published", 2)
    assert work_year(year).tasks.count(task) == 1  # what is read back is what the service gave
    entry = newest()
    assert (entry.act, entry.before, entry.on) == ("task-publish", {"state": "pending"}, date(2017, 2, 10))
    assert entry.after["evidence"] == {"link": LINK.link, "published_on": "2017-02-10"}


def test_evidence_can_be_added_to_what_is_published(year: OpenYear, by: By) -> None:
    task = published(year, by)
    added = tasks.add_evidence(year, task.id, Evidence(file="页面截图.png"), by("finance.clerk", date(2017, 2, 13)))
    assert added.state is TaskState.PUBLISHED
    assert [item.file or item.link for item in added.evidence] == [LINK.link, "页面截图.png"]
    assert (newest().act, newest().after["evidence"]) == ("task-add-evidence", {"file": "页面截图.png"})


def test_the_leader_approves_a_publication(year: OpenYear, by: By) -> None:
    reviewed = tasks.review(year, published(year, by).id, by("finance.leader", date(2017, 2, 14)))
    assert reviewed.state is TaskState.REVIEWED
    assert (newest().act, newest().before) == ("task-review", {"state": "published"})


def test_a_publication_that_is_returned_is_pending_again_with_the_reason(year: OpenYear, by: By) -> None:
    task = published(year, by)
    returned = tasks.send_back(year, task.id, "链接打不开", by("government-office.coordinator", date(2017, 2, 14)))
    assert returned.state is TaskState.PENDING
    assert TaskRecord.objects.get(identifier=task.id).state == "pending"
    assert (newest().act, newest().after["reason"]) == ("task-return", "链接打不开")


def test_an_exemption_names_its_ground_and_who_approved_it(year: OpenYear, by: By) -> None:
    task = the_document(year)
    coordinator = "government-office.coordinator"
    actor = by("finance.clerk", date(2017, 2, 8))
    exempted = tasks.exempt(year, task.id, "state-secret", coordinator, actor, "含涉密数据")
    assert exempted.state is TaskState.EXEMPTED
    after = newest().after
    assert (after["ground"], after["approved_by"], after["reason"]) == ("state-secret", coordinator, "含涉密数据")


def test_every_act_has_one_entry_and_the_log_holds(year: OpenYear, by: By) -> None:
    before = AuditEntry.objects.count()
    task = published(year, by)
    tasks.send_back(year, task.id, "链接打不开", by("finance.leader", date(2017, 2, 14)))
    assert AuditEntry.objects.count() == before + 3
    assert first_broken_entry(year.record.office) is None


# --- refusals ---


@pytest.mark.parametrize(
    ("act", "zh", "en"),
    [
        (
            lambda year, by: tasks.publish(year, the_document(year).id, LINK, by("finance.clerk", date(2017, 2, 10))),
            "公开前须先作保密审查（《政府信息公开条例》第十八条）",
            "a confidentiality review must come first (Regulation on Disclosure, art. 18)",
        ),
        (
            lambda year, by: tasks.publish(
                year, the_list(year).id, Evidence(), by("education.clerk", date(2017, 2, 3))
            ),
            "须由财政局办理；须附佐证：文件",
            "this is for a post of Finance; evidence is needed: file",
        ),
        (
            lambda year, by: tasks.review(year, the_list(year).id, by("finance.leader", date(2017, 2, 3))),
            "任务处于“待公开”状态，不能复核；现在可以：保密审查、公开、免除",
            "cannot review: the task is pending; possible now: classify, publish, exempt",
        ),
        (
            lambda year, by: tasks.review(year, "T0000000000", by("finance.leader", date(2017, 2, 3))),
            "2017年没有任务“T0000000000”；用 compliance tasks list 查看",
            "there is no task `T0000000000` in 2017; see `compliance tasks list`",
        ),
        (
            lambda year, by: tasks.review(year, "T", by("finance.leader", date(2017, 2, 3))),
            "“T”对应多个任务，请多写几位",
            "`T` names several tasks; write more of it",
        ),
        (
            lambda year, by: tasks.review(year, "", by("finance.leader", date(2017, 2, 3))),
            "“”对应多个任务，请多写几位",
            "`` names several tasks; write more of it",
        ),
        (
            lambda year, by: tasks.review(year, "T_%", by("finance.leader", date(2017, 2, 3))),
            "2017年没有任务“T_%”；用 compliance tasks list 查看",
            "there is no task `T_%` in 2017; see `compliance tasks list`",
        ),
    ],
)
def test_what_is_refused_says_why_in_both_languages_and_changes_nothing(
    year: OpenYear, by: By, contents: Contents, act: Callable[[OpenYear, By], Task], zh: str, en: str
) -> None:
    before = contents()
    with pytest.raises(Refused) as refused:
        act(year, by)
    assert refused.value.in_language(Language.CHINESE) == zh
    assert refused.value.in_language(Language.ENGLISH) == en
    assert contents() == before


def test_a_task_may_be_named_by_the_beginning_of_its_number_in_small_letters(year: OpenYear) -> None:
    task = the_document(year)
    assert tasks.find_row(year, task.id[:8].lower()).identifier == task.id


# --- all or nothing ---


@pytest.mark.parametrize("table", ["task", "act", "audit_entry"])
def test_a_write_that_fails_leaves_task_acts_and_log_as_they_were(
    year: OpenYear, by: By, contents: Contents, table: str
) -> None:
    task = classified(year, by)
    event = "update" if table == "task" else "insert"
    with connection.cursor() as cursor:
        cursor.execute(f"create trigger full before {event} on {table} begin select raise(abort, 'disk full'); end")
    before = contents()
    with pytest.raises(DatabaseError, match="disk full"):
        tasks.publish(year, task.id, LINK, by("finance.clerk", date(2017, 2, 10)))
    assert contents() == before
    with connection.cursor() as cursor:
        cursor.execute("drop trigger full")
    assert tasks.publish(year, task.id, LINK, by("finance.clerk", date(2017, 2, 10))).state is TaskState.PUBLISHED
    assert first_broken_entry(year.record.office) is None


def test_who_acts_on_a_row_that_someone_else_has_changed_meanwhile_is_told(
    year: OpenYear, by: By, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    # SQLite lets only one write at a time; where two may (PostgreSQL), the version of the row decides
    task = classified(year, by)
    decided = tasks.perform

    def while_someone_else_acts(*args: Any) -> Task:
        TaskRecord.objects.filter(identifier=task.id).update(version=99)
        return decided(*args)

    monkeypatch.setattr(tasks, "perform", while_someone_else_acts)
    before = contents()
    with pytest.raises(Refused) as refused:
        tasks.publish(year, task.id, LINK, by("finance.clerk", date(2017, 2, 10)))
    assert refused.value.in_language(Language.CHINESE) == f"任务{task.id}刚被他人改动，请重新查看"
    assert str(refused.value) == f"someone else has just changed {task.id}; look again"
    assert contents() == before


def test_a_state_that_the_life_cycle_does_not_know_is_refused_by_the_database(year: OpenYear) -> None:
    with pytest.raises(DatabaseError, match="task_state_is_known"):
        TaskRecord.objects.filter(identifier=the_document(year).id).update(state="finished")
