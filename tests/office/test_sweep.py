"""The daily sweep: what it writes, that it writes it once, and what it makes of days on which it did not run."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from compliance.channels.channel import Message, NotDelivered
from compliance.law.text import same
from compliance.office.audit import Actor, first_broken_entry
from compliance.office.models import (
    AuditEntry,
    FindingRecord,
    MessageRecord,
    ProblemRecord,
    ReminderRecord,
    SweepRecord,
    TaskRecord,
)
from compliance.office.reading_state import OpenYear, problems_and_measures, work_year
from compliance.office.services import tasks
from compliance.office.services.problems import agree_measure, verify_problem
from compliance.office.services.sweep import INBOX, Swept, new_reminders, send, sweep
from compliance.oversight.findings import FindingKind
from compliance.oversight.problems import ProblemState
from compliance.work.tasks import DisclosureClass, Evidence, Task

By = Callable[[str, date], Actor]
Contents = Callable[[], dict[str, list[tuple[Any, ...]]]]

COORDINATOR = "government-office.coordinator"


def swept(year: OpenYear, by: By, on: date, channels: tuple[str, ...] = (INBOX,)) -> Swept:
    return sweep(year, by("scheduler", on), channels)


def the_document(year: OpenYear) -> Task:
    """The finance bureau's task to disclose the document of 20 January; due on Wednesday 22 February."""
    (task,) = [task for task in work_year(year).tasks if task.department == "finance" and task.subject]
    return task


def publish(year: OpenYear, by: By, on: date) -> Task:
    task = the_document(year)
    tasks.classify(year, task.id, DisclosureClass.PROACTIVE, by("finance.confidentiality-reviewer", on))
    return tasks.publish(year, task.id, Evidence(link="http://x", published_on=on), by("finance.clerk", on))


def lists_handed_in(year: OpenYear, by: By, on: date) -> None:
    """Every monthly list is there, reviewed: only the document is left to look at."""
    for task in work_year(year).tasks:
        if task.obligation.key.endswith("#monthly-list"):
            clerk, leader = by(f"{task.department}.clerk", on), by(f"{task.department}.leader", on)
            tasks.publish(year, task.id, Evidence(file="清单.xlsx"), clerk)
            tasks.review(year, task.id, leader)


@pytest.fixture
def quiet(year: OpenYear, by: By) -> OpenYear:
    """The year with one task left: the document of 20 January."""
    lists_handed_in(year, by, date(2017, 1, 20))
    return year


def finding(kind: FindingKind, subject: str) -> FindingRecord:
    return FindingRecord.objects.get(kind=kind.value, subject=subject)


# --- once ---


def test_a_second_sweep_of_the_day_changes_nothing_but_the_log(year: OpenYear, by: By, contents: Contents) -> None:
    first = swept(year, by, date(2017, 3, 1), (INBOX, "folder"))
    before = contents()
    second = swept(year, by, date(2017, 3, 1), (INBOX, "folder"))
    after = contents()
    assert first.reminders
    assert first.opened
    assert (second.findings, second.reminders, second.opened) == (first.findings, (), ())
    log = AuditEntry.objects.order_by("-number")[0]
    assert (log.act, log.subject, log.after["reminders"]) == ("sweep", "2017-03-01", [])
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"audit_entry", "office", "sqlite_sequence"}
    assert len(after["audit_entry"]) == len(before["audit_entry"]) + 1


def test_a_sweep_says_how_many_findings_of_each_kind_there_are(quiet: OpenYear, by: By) -> None:
    given = swept(quiet, by, date(2017, 2, 16))
    row = SweepRecord.objects.get()
    assert (row.day, row.counts) == (date(2017, 2, 16), {"due-soon": 1})
    assert [item.kind for item in given.findings] == [FindingKind.DUE_SOON]


def test_the_database_refuses_a_second_reminder_of_the_same_rung(quiet: OpenYear, by: By) -> None:
    swept(quiet, by, date(2017, 2, 16))
    row = ReminderRecord.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("table", ["finding", "problem", "reminder", "message", "sweep", "audit_entry"])
def test_a_write_that_fails_leaves_nothing_of_the_sweep(year: OpenYear, by: By, contents: Contents, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"create trigger full before insert on {table} begin select raise(abort, 'disk full'); end")
    before = contents()
    with pytest.raises(IntegrityError, match="disk full"):
        swept(year, by, date(2017, 3, 1))
    assert contents() == before


# --- reminders ---


def test_the_ladder_reminds_ten_five_and_one_day_before_on_the_day_and_then_the_leader_too(
    quiet: OpenYear, by: By
) -> None:
    day = date(2017, 2, 6)
    while day <= date(2017, 3, 3):
        if quiet.calendar.is_worked(day):
            swept(quiet, by, day)
        day += timedelta(1)
    rows = ReminderRecord.objects.order_by("day", "pk").values_list("day", "rung", "recipient")
    # ten working days before Wednesday 22 February is the 8th: 9, 10, 13 … 17, 20, 21, 22
    assert [(f"{on:%m-%d}", rung, recipient) for on, rung, recipient in rows][:6] == [
        ("02-08", "before-10", "finance.clerk"),
        ("02-15", "before-5", "finance.clerk"),
        ("02-21", "before-1", "finance.clerk"),
        ("02-22", "due", "finance.clerk"),
        ("02-23", "overdue-1", "finance.clerk"),
        ("02-24", "overdue-2", "finance.clerk"),
    ]
    assert rows.filter(rung="escalation").count() == 1
    escalated = rows.get(rung="escalation")
    assert escalated == (date(2017, 3, 1), "escalation", "finance.leader")  # 23, 24, 27, 28 February, 1 March


def test_after_a_stop_of_ten_working_days_only_the_newest_rung_and_one_message_for_each(year: OpenYear, by: By) -> None:
    swept(year, by, date(2017, 2, 21))
    ReminderRecord.objects.all().delete()
    MessageRecord.objects.all().delete()
    day = year.calendar.working_day_after(date(2017, 2, 21), 10).day  # Tuesday 7 March
    swept(year, by, day)
    rows = ReminderRecord.objects.filter(task=the_document(year).id).values_list("rung", "recipient")
    assert sorted(rows) == [("escalation", "finance.leader"), ("overdue-9", "finance.clerk")]
    recipients = list(MessageRecord.objects.values_list("recipient", flat=True))
    assert len(recipients) == len(set(recipients))
    assert set(recipients) == set(ReminderRecord.objects.values_list("recipient", flat=True))


def test_a_message_lists_the_reminders_of_one_post_what_can_be_saved_first(year: OpenYear, by: By) -> None:
    # Tuesday 21 February: the document is due tomorrow, February's list on Sunday 5 March (eight working days are
    # left until the 3rd), January's list was due on Sunday 5 February
    swept(year, by, date(2017, 2, 21))
    message = MessageRecord.objects.get(recipient="finance.clerk")
    assert message.title == "【催办】财政局信息员：2017-02-21有3项政务公开任务需要办理"
    lines = message.body.splitlines()
    assert lines[0].startswith("1. 主动公开政府信息：收费目录：还有1个工作日到期（2017-02-22）。依据：")
    assert lines[1].startswith("2. 报送公开清单：还有8个工作日到期（2017-03-05）。依据：")
    assert lines[2].startswith("3. 报送公开清单：已逾期12个工作日（2017-02-05）。依据：")
    assert lines[0].endswith(f"[{the_document(year).id}]")
    escalation = MessageRecord.objects.get(recipient="finance.leader")
    assert escalation.title.startswith("【督办】财政局")


@pytest.mark.parametrize("how", ["published", "reviewed", "exempted"])
def test_nobody_is_reminded_of_what_is_done(quiet: OpenYear, by: By, how: str) -> None:
    if how == "exempted":
        clerk = by("finance.clerk", date(2017, 2, 6))
        tasks.exempt(quiet, the_document(quiet).id, "privacy", COORDINATOR, clerk)
    else:
        publish(quiet, by, date(2017, 2, 6))
    if how == "reviewed":
        tasks.review(quiet, the_document(quiet).id, by("finance.leader", date(2017, 2, 7)))
    for day in (date(2017, 2, 8), date(2017, 2, 22), date(2017, 3, 10)):
        assert swept(quiet, by, day).reminders == ()
    assert not MessageRecord.objects.exists()


def test_what_would_be_reminded_can_be_seen_without_writing_anything(
    year: OpenYear, by: By, contents: Contents
) -> None:
    before = contents()
    expected = new_reminders(year, work_year(year), date(2017, 3, 1))
    assert contents() == before
    assert swept(year, by, date(2017, 3, 1)).reminders == expected
    assert new_reminders(year, work_year(year), date(2017, 3, 1)) == ()


# --- findings ---


def test_a_finding_is_kept_from_the_day_it_was_seen_to_the_day_it_was_gone(quiet: OpenYear, by: By) -> None:
    task = the_document(quiet)
    swept(quiet, by, date(2017, 2, 15))
    swept(quiet, by, date(2017, 2, 16))
    row = finding(FindingKind.DUE_SOON, task.id)
    assert (row.first_seen, row.since, row.gone_on) == (date(2017, 2, 15), date(2017, 2, 15), None)
    publish(quiet, by, date(2017, 2, 16))
    swept(quiet, by, date(2017, 2, 17))
    swept(quiet, by, date(2017, 2, 20))
    row.refresh_from_db()
    assert (row.first_seen, row.since, row.gone_on) == (date(2017, 2, 15), date(2017, 2, 15), date(2017, 2, 17))


def test_a_finding_that_is_back_is_the_same_row_and_counts_from_the_day_it_came_back(quiet: OpenYear, by: By) -> None:
    task = the_document(quiet)
    swept(quiet, by, date(2017, 2, 23))
    publish(quiet, by, date(2017, 2, 23))
    swept(quiet, by, date(2017, 2, 24))
    tasks.send_back(quiet, task.id, "链接打不开", by("finance.leader", date(2017, 2, 27)))
    swept(quiet, by, date(2017, 2, 28))
    row = finding(FindingKind.OVERDUE, task.id)
    assert (row.first_seen, row.since, row.gone_on) == (date(2017, 2, 23), date(2017, 2, 28), None)


def unreviewed_then_back(quiet: OpenYear, by: By) -> None:
    """Published in time, not reviewed: found on 6 March; evidence added; found again on 28 March."""
    task = publish(quiet, by, date(2017, 2, 17))
    swept(quiet, by, date(2017, 3, 6))
    assert finding(FindingKind.UNREVIEWED, task.id).gone_on is None
    tasks.add_evidence(quiet, task.id, Evidence(file="截图.png"), by("finance.clerk", date(2017, 3, 13)))
    swept(quiet, by, date(2017, 3, 14))
    assert finding(FindingKind.UNREVIEWED, task.id).gone_on == date(2017, 3, 14)
    swept(quiet, by, date(2017, 3, 28))


def test_a_finding_that_is_back_becomes_a_problem_only_when_it_has_lasted_again(quiet: OpenYear, by: By) -> None:
    unreviewed_then_back(quiet, by)
    # sixteen working days have passed since it was first seen, but it is back only since today
    assert not ProblemRecord.objects.exists()
    swept(quiet, by, date(2017, 4, 13))  # 29, 30, 31 March, 1, 5, 6, 7, 10, 11, 12, 13 April: the eleventh
    assert ProblemRecord.objects.get().title_zh == "财政局公开事项长期未复核"


# --- problems ---


def test_a_breach_is_a_problem_at_once_and_only_once(quiet: OpenYear, by: By) -> None:
    first = swept(quiet, by, date(2017, 2, 23))
    assert [problem.title.en for problem in first.opened] == ["Finance: not published within the time limit"]
    assert swept(quiet, by, date(2017, 2, 24)).opened == ()
    assert ProblemRecord.objects.count() == 1
    (problem,), _ = problems_and_measures(quiet.record, date(2017, 2, 24))
    assert problem.findings == (first.findings[0].id,)


def test_a_problem_without_a_measure_is_found_on_the_day_it_was_opened(quiet: OpenYear, by: By) -> None:
    given = swept(quiet, by, date(2017, 2, 23))
    assert FindingKind.PROBLEM_WITHOUT_MEASURE in [item.kind for item in given.findings]
    assert FindingRecord.objects.filter(kind="problem-without-measure", first_seen=date(2017, 2, 23)).count() == 1


def put_right(quiet: OpenYear, by: By) -> Task:
    """Late, published, and the problem verified on 27 February."""
    swept(quiet, by, date(2017, 2, 23))
    task = publish(quiet, by, date(2017, 2, 23))
    (row,) = ProblemRecord.objects.all()
    coordinator = by(COORDINATOR, date(2017, 2, 24))
    agree_measure(quiet, "M1", row.identifier, same("补办"), "finance", date(2017, 2, 28), coordinator)
    swept(quiet, by, date(2017, 2, 24))
    verify_problem(quiet, row.identifier, by(COORDINATOR, date(2017, 2, 27)))
    return task


def test_that_a_thing_was_late_stays_true_and_reopens_nothing(quiet: OpenYear, by: By) -> None:
    put_right(quiet, by)
    given = swept(quiet, by, date(2017, 2, 28))
    assert [item.kind for item in given.findings] == [FindingKind.PUBLISHED_LATE]
    assert ProblemRecord.objects.get().state == "verified"


def test_a_task_that_was_returned_after_the_verification_reopens_the_problem(quiet: OpenYear, by: By) -> None:
    task = put_right(quiet, by)
    tasks.send_back(quiet, task.id, "链接打不开", by("finance.leader", date(2017, 2, 28)))
    given = swept(quiet, by, date(2017, 3, 1))
    row = ProblemRecord.objects.get()
    assert (row.state, row.verified_on) == (ProblemState.REOPENED.value, None)
    assert [problem.id for problem in given.opened] == [row.identifier]
    assert AuditEntry.objects.filter(act="problem-found-again").latest("number").after["state"] == "reopened"


# --- the outbox ---


class Post:
    """A channel that can be out of order; it notes what it took."""

    def __init__(self) -> None:
        self.broken = False
        self.taken: list[Message] = []

    def deliver(self, message: Message) -> None:
        if self.broken:
            raise NotDelivered("the share is not mounted")
        self.taken.append(message)


def test_the_inbox_needs_no_delivery_and_another_channel_waits_for_it(quiet: OpenYear, by: By) -> None:
    swept(quiet, by, date(2017, 2, 16), (INBOX, "post"))
    assert dict(MessageRecord.objects.values_list("channel", "sent")) == {"inbox": True, "post": False}


def test_a_message_is_delivered_once_with_its_number(quiet: OpenYear, by: By) -> None:
    post = Post()
    swept(quiet, by, date(2017, 2, 16), (INBOX, "post"))
    assert send(quiet, {"post": post}) == []
    assert send(quiet, {"post": post}) == []
    row = MessageRecord.objects.get(channel="post")
    assert post.taken == [Message(row.pk, "finance.clerk", date(2017, 2, 16), row.title, row.body)]


def test_a_channel_that_fails_keeps_the_message_and_says_why_and_delivers_later_once(quiet: OpenYear, by: By) -> None:
    post = Post()
    post.broken = True
    swept(quiet, by, date(2017, 2, 16), (INBOX, "post"))
    assert send(quiet, {"post": post}) == ["the share is not mounted"]
    assert not MessageRecord.objects.get(channel="post").sent
    post.broken = False
    assert send(quiet, {"post": post}) == []
    assert send(quiet, {"post": post}) == []
    assert len(post.taken) == 1


def test_one_channel_out_of_order_does_not_hold_up_another(quiet: OpenYear, by: By) -> None:
    broken, working = Post(), Post()
    broken.broken = True
    swept(quiet, by, date(2017, 2, 16), ("broken", "working"))
    assert send(quiet, {"broken": broken, "working": working}) == ["the share is not mounted"]
    assert len(working.taken) == 1


def test_a_message_for_a_channel_that_is_not_set_up_waits(quiet: OpenYear, by: By) -> None:
    swept(quiet, by, date(2017, 2, 16), ("post",))
    assert send(quiet, {"folder": Post()}) == []
    assert not MessageRecord.objects.get().sent


def test_the_log_holds_after_many_sweeps(year: OpenYear, by: By) -> None:
    for day in range(1, 29):
        swept(year, by, date(2017, 2, day))
    assert first_broken_entry(year.record.office) is None
    assert TaskRecord.objects.exclude(state="pending").count() == 0
