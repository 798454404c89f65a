"""`check`, `remind` and `problems`."""

from __future__ import annotations

from datetime import date

import click

from compliance.cli.commands import (
    FINDINGS,
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
    write_json,
    write_table,
    year_option,
)
from compliance.cli.language import Say
from compliance.law.faults import Refused
from compliance.law.text import Text
from compliance.reporting.plurals import plural


def check(say: Say) -> click.Command:
    """`compliance check`."""

    @click.command(
        cls=BilingualCommand,
        say=say,
        help=say(
            "检查全部任务、申请、指标和问题台账；有发现时退出码为1。",
            "Check tasks, requests, figures and the ledger; exit status 1 if there is a finding.",
        ),
    )
    @as_of_option(say)
    @click.option("--department", help=say("只看一个单位", "Only this department"))
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def check_(session: Session, as_of: date | None, department: str | None, year: int | None, as_json: bool) -> None:
        session.open_office()
        from compliance.office.clock import today
        from compliance.office.reading_state import open_year, work_year
        from compliance.office.services.sweep import find

        opened = open_year(year)
        holder = opened.office.department(department).id if department else None
        findings = [
            finding
            for finding in find(opened, work_year(opened), as_of or today(opened.office.time_zone))
            if holder in (None, finding.department)
        ]
        session.status = FINDINGS if findings else 0
        if as_json:
            write_json(
                [
                    {
                        "id": finding.id,
                        "kind": finding.kind.value,
                        "severity": finding.severity.value,
                        "department": finding.department,
                        "area": finding.area,
                        "task": finding.task or None,
                        "words": both(finding.words),
                        "basis": both(finding.basis.in_words()),
                    }
                    for finding in findings
                ]
            )
            return
        names = opened.office.by_id
        write_table(
            (say("严重程度", "Severity"), say("种类", "Kind"), say("单位", "Department"), say("发现", "Finding")),
            (
                (
                    say.text(finding.severity.in_words()),
                    say.text(finding.kind.in_words()),
                    say.text(names[finding.department].short_name) if finding.department in names else "",
                    say.text(finding.words),
                )
                for finding in findings
            ),
        )
        click.echo(say(f"共{len(findings)}项", plural(len(findings), "finding")))

    return check_


def remind(say: Say) -> click.Command:
    """`compliance remind`."""

    @click.command(
        cls=BilingualCommand,
        say=say,
        help=say(
            "今天该发的催办。--dry-run 只列出谁会收到什么；不加则检查、登记问题并写入收件箱，重复运行不会重复发送。",
            "The reminders that should exist by now. --dry-run lists who would get what; without it they are written "
            "to the inbox, once however often this runs.",
        ),
    )
    @as_of_option(say)
    @click.option("--dry-run", is_flag=True, help=say("只列出，不发送", "List only, send nothing"))
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def remind_(session: Session, as_of: date | None, dry_run: bool, year: int | None, as_json: bool) -> None:
        session.open_office()
        from compliance.office.clock import acting, today
        from compliance.office.reading_state import open_year, work_year
        from compliance.office.services.sweep import new_reminders
        from compliance.scheduling.worker import BY, daily_sweep

        opened = open_year(year)
        zone = opened.office.time_zone
        if dry_run:
            reminders = new_reminders(opened, work_year(opened), as_of or today(zone))
        elif as_of is not None and as_of != today(zone):
            raise Refused(Text("--as-of 只能与 --dry-run 同用", "--as-of goes with --dry-run only"))
        else:
            reminders = daily_sweep(opened, acting(BY, zone), {}).reminders
        if as_json:
            write_json(
                [
                    {
                        "task": reminder.task,
                        "rung": reminder.rung,
                        "due": reminder.due.isoformat(),
                        "recipient": reminder.recipient,
                        "escalation": reminder.escalation,
                        "words": both(reminder.words),
                    }
                    for reminder in reminders
                ]
            )
            return
        write_table(
            (say("收件岗位", "Recipient"), say("任务", "Task"), say("内容", "What")),
            (
                (say.text(opened.office.post(reminder.recipient).title), reminder.task, say.text(reminder.words))
                for reminder in sorted(reminders, key=lambda item: (item.recipient, item.due))
            ),
        )
        click.echo(say(f"共{len(reminders)}条", plural(len(reminders), "reminder")))

    return remind_


def problems(say: Say) -> click.Command:
    """`compliance problems`."""
    group = BilingualGroup("problems", say=say, help=say("问题与整改台账。", "The ledger of problems and measures."))
    for add in (
        _add_list,
        _add_agree,
        _add_verify,
    ):
        add(group, say)
    return group


def _add_list(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "list", cls=BilingualCommand, say=say, help=say("列出问题及措施。", "List problems and their measures.")
    )
    @as_of_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def list_(session: Session, as_of: date | None, year: int | None, as_json: bool) -> None:
        session.open_office()
        from compliance.office.clock import today
        from compliance.office.reading_state import open_year, problems_and_measures

        opened = open_year(year)
        found, measures = problems_and_measures(opened.record, as_of or today(opened.office.time_zone))
        if as_json:
            write_json(
                [
                    {
                        "id": problem.id,
                        "title": both(problem.title),
                        "owner": problem.owner,
                        "opened_on": problem.opened_on.isoformat(),
                        "state": problem.state.value,
                        "findings": list(problem.findings),
                        "measures": [
                            {"id": measure.id, "text": both(measure.text), "due": measure.due.isoformat()}
                            for measure in measures
                            if measure.problem == problem.id
                        ],
                    }
                    for problem in found
                ]
            )
            return
        write_table(
            (
                say("编号", "Problem"),
                say("问题", "What"),
                say("发现", "Opened"),
                say("状态", "State"),
                say("措施", "Measures"),
            ),
            (
                (
                    problem.id,
                    say.text(problem.title),
                    problem.opened_on,
                    say.text(problem.state.in_words()),
                    "; ".join(
                        f"{say.text(measure.text)} ({measure.due})"
                        for measure in measures
                        if measure.problem == problem.id
                    ),
                )
                for problem in found
            ),
        )


def _add_agree(group: BilingualGroup, say: Say) -> None:
    @group.command("agree", cls=BilingualCommand, say=say, help=say("商定整改措施。", "Agree a measure."))
    @click.argument(
        "problem",
        metavar="PROBLEM",
        cls=Argument,
        help=say("问题编号，见 compliance problems list", "The number of the problem; see `compliance problems list`"),
    )
    @click.option("--measure", required=True, help=say("措施编号", "The measure's number"))
    @click.option("--text", required=True, help=say("措施内容", "What is to be done"))
    @click.option("--owner", required=True, help=say("责任单位", "Who does it"))
    @click.option("--due", type=Day(), required=True, help=say("完成期限", "Until when"))
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def agree_(
        session: Session,
        problem: str,
        measure: str,
        text: str,
        owner: str,
        due: date,
        by: str,
        on: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        opened, actor = session.acting(by, on, year)
        from compliance.office.services.problems import agree_measure

        agree_measure(opened, measure, problem, Text(text, text), owner, due, actor)
        session.report(
            say(f"措施{measure}已登记", f"the measure {measure} is recorded"),
            as_json,
            {"id": measure, "problem": problem, "due": due.isoformat()},
        )


def _add_verify(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "verify",
        cls=BilingualCommand,
        say=say,
        help=say("确认问题已整改（须由他人确认）。", "Confirm that a problem is put right (by somebody else)."),
    )
    @click.argument(
        "problem",
        metavar="PROBLEM",
        cls=Argument,
        help=say("问题编号，见 compliance problems list", "The number of the problem; see `compliance problems list`"),
    )
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def verify_(session: Session, problem: str, by: str, on: date | None, year: int | None, as_json: bool) -> None:
        opened, actor = session.acting(by, on, year)
        from compliance.office.services.problems import verify_problem

        verify_problem(opened, problem, actor)
        session.report(
            say(f"问题{problem}已确认整改", f"the problem {problem} is verified"),
            as_json,
            {"id": problem, "verified_on": actor.on.isoformat()},
        )
