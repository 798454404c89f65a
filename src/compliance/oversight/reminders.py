"""Which reminders should exist by now (催办), and which go to the leader (督办). Pure: sending is somebody else's.

The ladder of a task is counted in working days from its last working day. Asked on any later day, the newest rung
that was reached is given, so that a stop of a week costs one reminder, not seven.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from compliance.law.text import Text
from compliance.oversight.findings import working_days
from compliance.work.organisation import Role
from compliance.work.tasks import Task, TaskState
from compliance.work.work_year import WorkYear


@dataclass(frozen=True, slots=True)
class Reminder:
    """One rung of one task's ladder for one post. Task, rung, due date and recipient together are unique."""

    task: str
    rung: str
    due: date
    recipient: str
    department: str
    reached_on: date
    escalation: bool
    words: Text

    @property
    def key(self) -> str:
        """What makes the reminder unique."""
        return f"{self.task}|{self.rung}|{self.due}|{self.recipient}"


def reminders_due(year: WorkYear, as_of: date) -> tuple[Reminder, ...]:
    """The newest reminder of every pending task whose ladder was reached by `as_of`, and escalations to leaders."""
    then = year.as_of(as_of)
    return tuple(
        reminder for task in then.tasks if task.state is TaskState.PENDING for reminder in _of_task(task, then, as_of)
    )


def _of_task(task: Task, year: WorkYear, as_of: date) -> Iterator[Reminder]:
    due = year.due(task)
    ladder = task.obligation.ladder
    calendar = year.calendar
    if as_of <= due.day:
        # a working day lasts at most eleven calendar days here, holidays included; skips the far future cheaply
        if (due.day - as_of).days > 12 + 3 * max(ladder.before, default=0):
            return
        left = calendar.working_days_between(as_of, due.last_working_day)
        reached = [days for days in (*ladder.before, 0) if left <= days]
        if not reached:
            return
        rung = min(reached)
        day = calendar.working_day_before(due.last_working_day, rung)
        if left > 0:
            words = Text(f"还有{left}个工作日到期（{due.day}）", f"is due in {working_days(left)} ({due.day})")
        elif as_of == due.day:
            words = Text(f"今天到期（{due.day}）", f"is due today ({due.day})")
        else:
            words = Text(
                f"应于{due.day}（休息日）前完成，最后一个工作日为{due.last_working_day}",
                f"is due on {due.day}, a day off; the last working day before it is {due.last_working_day}",
            )
        yield _reminder(task, year, f"before-{rung}" if rung else "due", due.day, day, Role.CLERK, words)
        return
    late = calendar.working_days_between(due.day, as_of)
    steps = late - late % ladder.overdue_every
    if steps:
        words = Text(f"已逾期{late}个工作日（{due.day}）", f"is {working_days(late)} overdue ({due.day})")
        day = calendar.working_day_after(due.day, steps).day
        yield _reminder(task, year, f"overdue-{steps}", due.day, day, Role.CLERK, words)
    if late >= ladder.escalate_after:
        words = Text(
            f"已逾期{late}个工作日（{due.day}），请督促办理",
            f"is {working_days(late)} overdue ({due.day}); please see to it",
        )
        day = calendar.working_day_after(due.day, ladder.escalate_after).day
        yield _reminder(task, year, "escalation", due.day, day, Role.LEADER, words)


def _reminder(task: Task, year: WorkYear, rung: str, due: date, reached_on: date, role: Role, words: Text) -> Reminder:
    department = year.office.by_id[task.department]
    post = department.post(role) or department.post(Role.CLERK) or department.posts[0]
    title, basis = task.title, task.obligation.basis.in_words()
    return Reminder(
        task=task.id,
        rung=rung,
        due=due,
        recipient=post.id,
        department=task.department,
        reached_on=reached_on,
        escalation=role is Role.LEADER,
        words=Text(f"{title.zh}：{words.zh}。依据：{basis.zh}", f"{title.en} {words.en}. Basis: {basis.en}"),
    )
