"""`compliance requests`: register, answer, list; the clock stands in `request_clock.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

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
from compliance.cli.request_clock import clock_as_json, clock_derived, due_in_table, last_day
from compliance.cli.request_clock import command as clock_command
from compliance.law.faults import Refused, did_you_mean
from compliance.law.obligations import ClockEvent
from compliance.law.text import Text
from compliance.work.requests import OPEN, AnswerKind, Request, RequestAct


def command(say: Say) -> click.Command:
    """The group, with its help in the language of `say`."""
    group = BilingualGroup("requests", say=say, help=say("依申请公开。", "Requests for disclosure."))
    for add in (
        _add_register,
        _add_supplement,
        _add_consult,
        _add_extend,
        _add_withdraw,
        _add_answer,
        _add_list,
        _add_show,
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
        from compliance.work.requests import request_clock

        request = Request(number, opened.office.department(department).id, received_on, channel, subject)
        register_request(opened, request, actor)
        clock = request_clock(request, opened.rule_book, opened.calendar)
        session.report(
            say(f"申请{number}已登记，", f"request {number} is registered, ") + say.text(last_day(clock)),
            as_json,
            {"id": number, **clock_as_json(clock)},
        )


def _number(say: Say) -> Callable[[Any], Any]:
    return click.argument("number", metavar="NUMBER", cls=Argument, help=say("申请编号", "The number of the request"))


def _add_supplement(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "supplement",
        cls=BilingualCommand,
        say=say,
        help=say(
            "补正：告知申请人补正、收到补正，或者逾期不补正视为放弃。",
            "A supplement: ask the applicant for it, receive it, or deem the request abandoned without it.",
        ),
    )
    @_number(say)
    @click.option("--until", type=Day(), help=say("告知补正：应于该日前补正", "Ask for it, to come by this day"))
    @click.option("--received", is_flag=True, help=say("收到补正", "It came"))
    @click.option(
        "--abandoned", is_flag=True, help=say("逾期不补正，视为放弃", "It did not come: deem the request abandoned")
    )
    @click.option("--note", default="", help=say("须补正什么", "What is to be corrected"))
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def supplement_(
        session: Session,
        number: str,
        until: date | None,
        received: bool,
        abandoned: bool,
        note: str,
        by: str,
        on: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        if (until is not None) + received + abandoned != 1:
            raise Refused(
                Text(
                    "请写明 --until DATE、--received、--abandoned 中的一个",
                    "say one of --until DATE, --received and --abandoned",
                )
            )
        act = RequestAct.ASK_SUPPLEMENT
        if until is None:
            act = RequestAct.RECEIVE_SUPPLEMENT if received else RequestAct.ABANDON
        _take(session, number, act, (by, on, year), as_json, until=until, note=note)


def _add_consult(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "consult",
        cls=BilingualCommand,
        say=say,
        help=say(
            "征求意见：向第三方或者其他机关发出征求意见函，或者收到其意见；期间不计入期限。",
            "Ask a third party or another organ, or record its answer; the time between is not counted.",
        ),
    )
    @_number(say)
    @click.option(
        "--whom",
        type=click.Choice(list(WHOM)),
        default="third-party",
        show_default=True,
        help=say("第三方（third-party）或者其他机关（other-organ）", "Who is asked"),
    )
    @click.option(
        "--heard", is_flag=True, help=say("收到意见（或者逾期未提出）", "Its answer came, or its time is over")
    )
    @click.option("--note", default="", help=say("说明", "A note"))
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def consult_(
        session: Session,
        number: str,
        whom: str,
        heard: bool,
        note: str,
        by: str,
        on: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        act = RequestAct.HEAR if heard else RequestAct.CONSULT
        _take(session, number, act, (by, on, year), as_json, whom=WHOM[whom], note=note)


def _add_extend(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "extend",
        cls=BilingualCommand,
        say=say,
        help=say(
            "延长答复期限一次，须经公开工作机构负责人同意并告知申请人。",
            "Extend the time to answer, once, with the consent of the head of the work body and notice to the applicant.",
        ),
    )
    @_number(say)
    @click.option(
        "--days",
        type=click.IntRange(min=1),
        help=say("几个工作日，默认法定上限", "Working days; the most allowed by default"),
    )
    @click.option("--note", default="", help=say("理由", "The reason"))
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def extend_(
        session: Session,
        number: str,
        days: int | None,
        note: str,
        by: str,
        on: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        _take(session, number, RequestAct.EXTEND, (by, on, year), as_json, days=days or 0, note=note)


def _add_withdraw(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "withdraw", cls=BilingualCommand, say=say, help=say("申请人撤回申请。", "The applicant takes the request back.")
    )
    @_number(say)
    @click.option("--note", default="", help=say("说明", "A note"))
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def withdraw_(
        session: Session, number: str, note: str, by: str, on: date | None, year: int | None, as_json: bool
    ) -> None:
        _take(session, number, RequestAct.WITHDRAW, (by, on, year), as_json, note=note)


WHOM = {
    "third-party": ClockEvent.THIRD_PARTY_CONSULTATION,
    "other-organ": ClockEvent.OTHER_ORGAN_CONSULTATION,
}


def _take(
    session: Session,
    number: str,
    act: RequestAct,
    who: tuple[str, date | None, int | None],
    as_json: bool,
    **details: Any,
) -> None:
    """Record an act on a request and say where it leaves the request and its clock."""
    opened, actor = session.acting(*who)
    from compliance.office.services.requests import StepDetails, take_step
    from compliance.work.requests import request_clock

    request = take_step(opened, number, act, actor, StepDetails(**details))
    clock = request_clock(request, opened.rule_book, opened.calendar)
    say = session.say
    words = say(f"申请{number}：{request.state.in_words().zh}", f"request {number}: {request.state.in_words().en}")
    if request.state in OPEN:
        words += say("；", "; ") + say.text(last_day(clock))
    session.report(words, as_json, {"id": number, "state": request.state.value, **clock_as_json(clock)})


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
                        **clock_as_json(work.request_clock(request)),
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
                say("状态", "State"),
                say("答复", "Answer"),
            ),
            (
                (
                    request.id,
                    say.text(work.office.by_id[request.department].short_name),
                    request.received_on,
                    due_in_table(work.request_clock(request), say),
                    say.text(request.state.in_words()),
                    f"{request.answer.on} {say.text(request.answer.kind.in_words())}" if request.answer else "",
                )
                for request in work.requests
            ),
        )


def _add_show(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "show",
        cls=BilingualCommand,
        say=say,
        help=say("一件申请的办理步骤和期限，逐日说明。", "One request: what was done, and its clock day by day."),
    )
    @_number(say)
    @click.option("--as-of", type=Day(), help=say("按该日的情况，默认全部", "As it stood on this day; all by default"))
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def show_(session: Session, number: str, as_of: date | None, year: int | None, as_json: bool) -> None:
        session.open_office()
        from compliance.office.reading_state import open_year, work_year

        work = work_year(open_year(year))
        if as_of is not None:
            work = work.as_of(as_of)
        request = next((item for item in work.requests if item.id == number), None)
        if request is None:
            message = Text(f"没有申请{number}", f"there is no request {number}")
            raise Refused(message + (did_you_mean(number, [item.id for item in work.requests]) or Text("", "")))
        clock = work.request_clock(request)
        if as_json:
            write_json(
                {
                    "id": request.id,
                    "department": request.department,
                    "received_on": request.received_on.isoformat(),
                    "state": request.state.value,
                    "steps": [
                        {
                            "act": step.act.value,
                            "on": step.on.isoformat(),
                            "by": step.by,
                            "whom": step.whom.value if step.whom else None,
                            "days": step.days or None,
                            "until": step.until.isoformat() if step.until else None,
                            "note": step.note,
                        }
                        for step in request.steps
                    ],
                    "answer": request.answer.kind.value if request.answer else None,
                    "answered_on": request.answer.on.isoformat() if request.answer else None,
                    "clock": clock_derived(clock),
                }
            )
            return
        click.echo(f"{request.id}  {request.subject}  {say.text(request.state.in_words())}")
        click.echo(f"{request.received_on}  {say('收到', 'received')}  {request.channel}")
        for step in request.steps:
            whom = f"  {say.text(step.whom.in_words())}" if step.whom else ""
            days = say(f"  {step.days}个工作日", f"  {step.days} working days") if step.days else ""
            until = say(f"  {step.until}前", f"  by {step.until}") if step.until else ""
            click.echo(
                f"{step.on}  {say.text(step.act.in_words())}{whom}{days}{until}  {step.by}  {step.note}".rstrip()
            )
        if request.answer is not None:
            click.echo(f"{request.answer.on}  {say.text(request.answer.kind.in_words())}  {request.answer.by}")
        click.echo("")
        for line in clock.lines():
            click.echo(say.text(line))
