"""`compliance tasks`: list and act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from compliance.cli.commands import (
    Argument,
    BilingualCommand,
    BilingualGroup,
    Day,
    Session,
    as_json_option,
    as_of_option,
    both,
    by_option,
    on_option,
    words_of,
    write_json,
    write_table,
    year_option,
)
from compliance.cli.language import Say
from compliance.law.due_dates import DueDate, due_date
from compliance.law.faults import Refused, did_you_mean
from compliance.law.text import Text
from compliance.work.tasks import DisclosureClass, Evidence, Task, TaskState

if TYPE_CHECKING:
    from compliance.office.reading_state import OpenYear


def command(say: Say) -> click.Command:
    """The group, with its help in the language of `say`."""
    group = BilingualGroup("tasks", say=say, help=say("查看和办理任务。", "List tasks and act on them."))
    for add in (
        _add_list,
        _add_classify,
        _add_publish,
        _add_review,
        _add_return,
        _add_exempt,
    ):
        add(group, say)
    return group


def _task_argument(say: Say) -> Callable[[Any], Any]:
    """The task that is acted on."""
    return click.argument(
        "task",
        cls=Argument,
        metavar="TASK",
        help=say("任务编号，可只写开头几位", "The task's number, or as much of its beginning as is unique"),
    )


def _add_list(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "list", cls=BilingualCommand, say=say, help=say("列出任务，先到期的在前。", "List tasks, the first due first.")
    )
    @click.option("--department", help=say("责任单位", "Department"))
    @click.option("--area", help=say("领域", "Area"))
    @click.option("--state", type=words_of(TaskState), help=say("状态", "State"))
    @as_of_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def list_(
        session: Session,
        department: str | None,
        area: str | None,
        state: str | None,
        as_of: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        session.open_office()
        from compliance.office.clock import today
        from compliance.office.reading_state import open_year, work_year

        opened = open_year(year)
        holder = opened.office.department(department).id if department else None
        areas = opened.rule_book.areas
        if area is not None and area not in areas:
            message = Text(f"没有领域“{area}”", f"there is no area `{area}`")
            raise Refused(message + (did_you_mean(area, list(areas)) or Text("", "")))
        work = work_year(opened).as_of(as_of or today(opened.office.time_zone))
        tasks = [
            task
            for task in work.tasks
            if holder in (None, task.department)
            and area in (None, task.obligation.area)
            and state in (None, task.state)
        ]
        tasks.sort(key=lambda task: (work.due(task).day, task.id))
        if as_json:
            write_json([_as_json(task, work.due(task)) for task in tasks])
            return
        write_table(
            (
                say("编号", "Task"),
                say("责任单位", "Department"),
                say("事项", "What"),
                say("截止", "Due"),
                say("状态", "State"),
            ),
            (
                (
                    task.id,
                    say.text(work.office.by_id[task.department].short_name),
                    say.text(task.title),
                    f"{work.due(task).day}{say('（暂定）', ' (provisional)') if work.due(task).provisional else ''}",
                    say.text(task.state.in_words()),
                )
                for task in tasks
            ),
        )


def _add_classify(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "classify",
        cls=BilingualCommand,
        say=say,
        help=say("公开前的保密审查：确定公开属性。", "The confidentiality review: fix the class of disclosure."),
    )
    @_task_argument(say)
    @click.option(
        "--class",
        "class_",
        type=words_of(DisclosureClass),
        required=True,
        help=say("公开属性", "Class"),
    )
    @click.option("--ground", default="", help=say("不主动公开的法定理由", "Legal ground where it is not proactive"))
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def classify_(
        session: Session,
        task: str,
        class_: str,
        ground: str,
        by: str,
        on: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        opened, actor = session.acting(by, on, year)
        from compliance.office.services.tasks import classify

        _done(session, opened, classify(opened, task, DisclosureClass(class_), actor, ground), as_json)


def _add_publish(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "publish",
        cls=BilingualCommand,
        say=say,
        help=say(
            "标记为已公开，并附佐证；已公开的任务再次执行即补充佐证。",
            "Mark as published, with evidence; on a published task it adds evidence.",
        ),
    )
    @_task_argument(say)
    @click.option("--link", default="", help=say("网页链接", "Link"))
    @click.option("--published-on", type=Day(), help=say("公开日期", "Date of publication"))
    @click.option("--file", default="", help=say("文件名", "File"))
    @click.option("--channel", default="", help=say("公开渠道", "Channel"))
    @click.option("--note", default="", help=say("说明", "Note"))
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def publish_(
        session: Session,
        task: str,
        link: str,
        published_on: date | None,
        file: str,
        channel: str,
        note: str,
        by: str,
        on: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        opened, actor = session.acting(by, on, year)
        from compliance.office.services.tasks import add_evidence, find_row, publish

        evidence = Evidence(link, published_on, file, channel, note)
        service = add_evidence if find_row(opened, task).state == TaskState.PUBLISHED else publish
        _done(session, opened, service(opened, task, evidence, actor), as_json)


def _add_review(group: BilingualGroup, say: Say) -> None:
    @group.command("review", cls=BilingualCommand, say=say, help=say("复核通过。", "Approve: the second pair of eyes."))
    @_task_argument(say)
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def review_(session: Session, task: str, by: str, on: date | None, year: int | None, as_json: bool) -> None:
        opened, actor = session.acting(by, on, year)
        from compliance.office.services.tasks import review

        _done(session, opened, review(opened, task, actor), as_json)


def _add_return(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "return",
        cls=BilingualCommand,
        say=say,
        help=say("退回责任单位，写明理由。", "Return to the department, with the reason."),
    )
    @_task_argument(say)
    @click.option("--reason", required=True, help=say("理由", "Reason"))
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def return_(
        session: Session, task: str, reason: str, by: str, on: date | None, year: int | None, as_json: bool
    ) -> None:
        opened, actor = session.acting(by, on, year)
        from compliance.office.services.tasks import send_back

        _done(session, opened, send_back(opened, task, reason, actor), as_json)


def _add_exempt(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "exempt",
        cls=BilingualCommand,
        say=say,
        help=say("依法免除，须经协调员批准。", "Exempt on a legal ground, with the coordinator's approval."),
    )
    @_task_argument(say)
    @click.option("--ground", required=True, help=say("法定理由", "Legal ground"))
    @click.option("--approved-by", required=True, help=say("批准人岗位", "The post that approves"))
    @click.option("--reason", default="", help=say("说明", "Explanation"))
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def exempt_(
        session: Session,
        task: str,
        ground: str,
        approved_by: str,
        reason: str,
        by: str,
        on: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        opened, actor = session.acting(by, on, year)
        from compliance.office.services.tasks import exempt

        _done(session, opened, exempt(opened, task, ground, approved_by, actor, reason), as_json)


def _done(session: Session, opened: OpenYear, task: Task, as_json: bool) -> None:
    say = session.say
    title, state = say.text(task.title), say.text(task.state.in_words())
    due = due_date(task.obligation.deadline, task.start, opened.calendar)
    session.report(say(f"{task.id} {title}：{state}", f"{task.id} {title}: {state}"), as_json, _as_json(task, due))


def _as_json(task: Task, due: DueDate) -> dict[str, Any]:
    return {
        "id": task.id,
        "obligation": task.obligation.key,
        "title": both(task.title),
        "department": task.department,
        "area": task.obligation.area,
        "start": str(task.start),
        "due": due.day.isoformat(),
        "provisional": due.provisional,
        "state": task.state.value,
        "published_on": task.published_on.isoformat() if task.published_on else None,
        "missing_evidence": [kind.value for kind in task.missing_evidence()] if task.published_on else [],
    }
