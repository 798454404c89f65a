"""`compliance deadline`: a due date and its days, without a database."""

from __future__ import annotations

from datetime import date, datetime

import click

from compliance.cli.commands import (
    Argument,
    BilingualCommand,
    Day,
    Session,
    as_json_option,
    both,
    parse_moment,
    write_json,
)
from compliance.cli.language import Say
from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import After, AtLeastEvery, Deadline, OnDayOf, event_of, parse_deadline, span_of
from compliance.law.due_dates import due_date, explain
from compliance.law.faults import Misread, Refused
from compliance.law.periods import Period, parse_period
from compliance.law.text import Text


def command(say: Say) -> click.Command:
    """The command, with its help in the language of `say`."""

    @click.command(
        cls=BilingualCommand,
        say=say,
        help=say(
            '计算期限。例：compliance deadline "20 working days after 2017-01-20" --explain；'
            '"by 31 March of the next year" --for 2017',
            'Compute a deadline, such as "20 working days after 2017-01-20" --explain, '
            'or "by 31 March of the next year" --for 2017',
        ),
    )
    @click.argument(
        "words",
        cls=Argument,
        metavar="DEADLINE",
        help=say(
            "规则包中的期限写法，事件可直接写成日期", "A deadline as rule packs write it; the event may be a date"
        ),
    )
    @click.option(
        "--from",
        "start",
        metavar="DATE[THH:MM]",
        help=say("事件发生日", "Day of the event where the deadline names it"),
    )
    @click.option(
        "--for", "period", metavar="PERIOD", help=say("时段：2017、2017-Q1、2017-03", "Period: 2017, 2017-Q1, 2017-03")
    )
    @click.option(
        "--calendar",
        help=say(
            "工作日历，如 cn、cn/guangxi、uk；默认单位的日历，没有单位时为 cn",
            "Working-day calendar, such as cn, cn/guangxi, uk; the office's by default, cn where there is none",
        ),
    )
    @click.option(
        "--known-on",
        type=Day(),
        help=say("按该日已公布的放假安排计算", "Use only holiday notices published by that day"),
    )
    @click.option("--explain", "explained", is_flag=True, help=say("逐日说明", "Explain day by day"))
    @as_json_option(say)
    @click.pass_obj
    def deadline(
        session: Session,
        words: str,
        start: str | None,
        period: str | None,
        calendar: str | None,
        known_on: date | None,
        explained: bool,
        as_json: bool,
    ) -> None:
        try:
            parsed = parse_deadline(words)
            begins = _start(parsed, start, period)
        except Misread as misread:
            raise Refused(misread.message + (misread.suggestion or Text("", ""))) from misread
        days = _calendar(session, calendar)
        if known_on is not None:
            days = days.known_on(known_on)
        due = due_date(parsed, begins, days)
        explanation = explain(parsed, begins, days)
        if as_json:
            write_json(
                {
                    "due": due.day.isoformat(),
                    "moment": due.moment.isoformat() if due.moment else None,
                    "last_working_day": due.last_working_day.isoformat(),
                    "provisional": due.provisional,
                    "missing_years": list(due.missing_years),
                    "derivation": [
                        {"date": step.day.isoformat(), "counted": step.number, "reason": both(step.reason)}
                        for step in explanation.steps
                    ],
                }
            )
            return
        lines: list[Text] = explanation.lines() if explained else list(explanation.closing)
        for line in lines:
            click.echo(say.text(line))

    return deadline


USUAL_CALENDAR = "cn"


def _calendar(session: Session, named: str | None) -> WorkingCalendar:
    """The calendar of a region, out of the shipped rules and those of the office; no other rule file is read."""
    from compliance.cli.rules.context import is_office, office_at, rule_folders
    from compliance.law.reading.calendar_files import read_calendars, with_those_above
    from compliance.office.rule_files import calendar_regions, calendar_texts
    from compliance.office.shipped import shipped_rules

    folders = rule_folders(session) if is_office(session) else [shipped_rules()]
    office = office_at(session) if named is None else None
    region = named or (office.calendar if office is not None else USUAL_CALENDAR)
    known = calendar_regions(folders)
    if region not in known:
        names = ", ".join(known)
        raise Refused(
            Text(f"没有“{region}”的工作日历，已有：{names}", f"there is no calendar `{region}`; known are {names}")
        )
    return read_calendars(calendar_texts(folders, with_those_above(region)))[region]


def _start(deadline: Deadline, start: str | None, period: str | None) -> date | datetime | Period:
    if isinstance(deadline, After | OnDayOf):
        if isinstance(deadline.event, date):
            return deadline.event
        if start is None:
            event = event_of(deadline)
            raise Misread(
                "no-start",
                Text(
                    f"请用 --from 写明“{event}”的日期，或直接把日期写进期限",
                    f"say when `{event}` was with --from, or write the date in the deadline",
                ),
            )
        return parse_moment(start)
    if isinstance(deadline, AtLeastEvery):
        if start is None:
            raise Misread(
                "no-start", Text("请用 --from 写明上次公开的日期", "say when it was last published with --from")
            )
        return parse_moment(start)
    if period is None:
        raise Misread(
            "no-period", Text("请用 --for 写明时段，如 2017", "say for which period with --for, such as 2017")
        )
    found = parse_period(period)
    if found.span is not span_of(deadline):
        raise Misread(
            "wrong-period", Text(f"时段“{period}”与期限不符", f"the period `{period}` does not fit the deadline")
        )
    return found
