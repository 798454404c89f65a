"""`compliance requests`: register, answer, list; the clock stands in `request_clock.py`."""

from __future__ import annotations

from datetime import date

import click

from compliance.cli.commands import (
    Argument,
    BilingualCommand,
    BilingualGroup,
    Day,
    Session,
    as_json_option,
    by_option,
    on_option,
    words_of,
    write_json,
    write_table,
    year_option,
)
from compliance.cli.language import Say
from compliance.cli.request_clock import command as clock_command
from compliance.work.requests import AnswerKind, Request


def command(say: Say) -> click.Command:
    """The group, with its help in the language of `say`."""
    group = BilingualGroup("requests", say=say, help=say("依申请公开。", "Requests for disclosure."))
    for add in (
        _add_register,
        _add_answer,
        _add_list,
    ):
        add(group, say)
    group.add_command(clock_command(say))
    return group


def _add_register(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "register", cls=BilingualCommand, say=say, help=say("登记收到的申请。", "Register a request that was received.")
    )
    @click.argument("number", metavar="NUMBER", cls=Argument, help=say("申请编号", "The number of the request"))
    @click.option("--department", required=True, help=say("办理单位", "The department that answers"))
    @click.option("--received", "received_on", type=Day(), required=True, help=say("收到日期", "Day of receipt"))
    @click.option("--channel", required=True, help=say("申请渠道", "Channel"))
    @click.option("--subject", required=True, help=say("申请内容", "What is asked for"))
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def register_(
        session: Session,
        number: str,
        department: str,
        received_on: date,
        channel: str,
        subject: str,
        by: str,
        on: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        opened, actor = session.acting(by, on, year)
        from compliance.office.services.requests import register_request
        from compliance.work.requests import request_due

        request = Request(number, opened.office.department(department).id, received_on, channel, subject)
        register_request(opened, request, actor)
        due = request_due(request, opened.rule_book, opened.calendar)
        session.report(
            say(
                f"申请{number}已登记，应于{due.day}前答复",
                f"request {number} is registered, an answer is due by {due.day}",
            ),
            as_json,
            {"id": number, "due": due.day.isoformat(), "provisional": due.provisional},
        )


def _add_answer(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "answer", cls=BilingualCommand, say=say, help=say("登记对申请的答复。", "Record the answer to a request.")
    )
    @click.argument("number", metavar="NUMBER", cls=Argument, help=say("申请编号", "The number of the request"))
    @click.option("--kind", type=words_of(AnswerKind), required=True, help=say("答复种类", "Kind of answer"))
    @click.option("--ground", default="", help=say("不予公开的法定理由", "Legal ground of a refusal"))
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def answer_(
        session: Session,
        number: str,
        kind: str,
        ground: str,
        by: str,
        on: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        opened, actor = session.acting(by, on, year)
        from compliance.office.services.requests import answer_request

        answer_request(opened, number, AnswerKind(kind), actor, ground)
        session.report(
            say(f"申请{number}已答复", f"request {number} is answered"),
            as_json,
            {"id": number, "answer": kind, "answered_on": actor.on.isoformat()},
        )


def _add_list(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "list", cls=BilingualCommand, say=say, help=say("列出申请及其期限。", "List requests and their clocks.")
    )
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def list_(session: Session, year: int | None, as_json: bool) -> None:
        session.open_office()
        from compliance.office.reading_state import open_year, work_year

        work = work_year(open_year(year))
        if as_json:
            write_json(
                [
                    {
                        "id": request.id,
                        "department": request.department,
                        "received_on": request.received_on.isoformat(),
                        "due": work.request_due(request).day.isoformat(),
                        "provisional": work.request_due(request).provisional,
                        "state": request.state.value,
                        "answer": request.answer.kind.value if request.answer else None,
                        "answered_on": request.answer.on.isoformat() if request.answer else None,
                    }
                    for request in work.requests
                ]
            )
            return
        write_table(
            (
                say("编号", "Number"),
                say("单位", "Department"),
                say("收到", "Received"),
                say("截止", "Due"),
                say("答复", "Answer"),
            ),
            (
                (
                    request.id,
                    say.text(work.office.by_id[request.department].short_name),
                    request.received_on,
                    work.request_due(request).day,
                    f"{request.answer.on} {say.text(request.answer.kind.in_words())}" if request.answer else "",
                )
                for request in work.requests
            ),
        )
