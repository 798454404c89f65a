"""`compliance requests clock`: the statutory clock of a request for any dates, without a database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import click

from compliance.cli.commands import BilingualCommand, Day, Session, as_json_option, both, write_json
from compliance.cli.language import Say
from compliance.law.faults import Misread, Refused
from compliance.law.obligations import ClockEvent
from compliance.law.reading.records import parse_date
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.work.requests import request_obligation
from compliance.work.statutory_clock import ClockReading, Consultation, RequestFacts, Terms, read_clock

AS_MUCH_AS_ALLOWED = "all"
_STRETCH = re.compile(r"(?P<first>[^.]+)\.\.(?P<last>.*)\Z")


class Stretch(click.ParamType):
    """`2022-09-23..2022-10-12`, or `2022-09-23..` where the end is still to come."""

    name = "stretch"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return "FROM..TO"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[date, date | None]:
        found = _STRETCH.match(str(value))
        if found is None:
            raise Refused(
                Text(
                    f"“{value}”应写作 2022-09-23..2022-10-12，尚未收到意见的写作 2022-09-23..",
                    f"write `{value}` as 2022-09-23..2022-10-12, or as 2022-09-23.. where the answer has not come",
                )
            )
        last = found["last"]
        try:
            return parse_date(found["first"]), parse_date(last) if last else None
        except Misread as misread:
            raise Refused(misread.message) from misread


def command(say: Say) -> click.Command:
    """The command, with its help in the language of `say`."""

    @click.command(
        "clock",
        cls=BilingualCommand,
        say=say,
        help=say(
            "计算答复申请的法定期限，不用数据库：按收到之日有效的条例，补正后重新起算，征求意见的时间不计，可以延长。"
            "例：compliance requests clock --received 2022-09-13 --consulted 2022-09-23..2022-10-12 --explain",
            "The time to answer a request, without a database: by the law in force on the day of receipt. A supplement "
            "starts it again, the time for asking others is left out, it may be extended. "
            "Example: compliance requests clock --received 2022-09-13 --consulted 2022-09-23..2022-10-12 --explain",
        ),
    )
    @click.option(
        "--received",
        type=Day(),
        required=True,
        help=say(
            "收到申请之日（平常信函和互联网渠道为确认之日）",
            "Day of receipt (of confirmation for plain letters and the internet)",
        ),
    )
    @click.option("--supplement-asked", type=Day(), help=say("告知补正之日", "Day on which a supplement was asked for"))
    @click.option("--supplement-received", type=Day(), help=say("收到补正之日", "Day on which the supplement came"))
    @click.option(
        "--extended",
        is_flag=False,
        flag_value=AS_MUCH_AS_ALLOWED,
        metavar="[DAYS]",
        help=say(
            "延长几个工作日，不写数字为法定上限",
            "Extended by so many working days; without a number by the most allowed",
        ),
    )
    @click.option("--extended-on", type=Day(), help=say("决定延长之日", "Day on which it was extended"))
    @click.option(
        "--consulted",
        type=Stretch(),
        multiple=True,
        help=say("征求第三方意见：发出至收到意见", "A third party was asked: letter sent to answer received"),
    )
    @click.option(
        "--consulted-organ",
        type=Stretch(),
        multiple=True,
        help=say("征求其他机关意见：发出至收到意见", "Another organ was asked: letter sent to answer received"),
    )
    @click.option(
        "--region", default="cn", show_default=True, help=say("适用哪个地区的规则", "The region whose rules apply")
    )
    @click.option(
        "--known-on",
        type=Day(),
        help=say("按该日已公布的放假安排计算", "Use only holiday notices published by that day"),
    )
    @click.option("--explain", "explained", is_flag=True, help=say("逐日说明", "Explain day by day"))
    @as_json_option(say)
    @click.pass_obj
    def clock(
        session: Session,
        received: date,
        supplement_asked: date | None,
        supplement_received: date | None,
        extended: str | None,
        extended_on: date | None,
        consulted: tuple[tuple[date, date | None], ...],
        consulted_organ: tuple[tuple[date, date | None], ...],
        region: str,
        known_on: date | None,
        explained: bool,
        as_json: bool,
    ) -> None:
        from compliance.cli.rules.context import known_region, rules_of
        from compliance.office.rule_files import read_rules

        rules = read_rules(rules_of(session))
        known_region(region, {pack.region for pack in rules.packs})
        book = RuleBook.for_office(rules.packs, region, received, received)
        terms = Terms.of(request_obligation(book, received))
        calendar = rules.calendar_of(region)
        facts = RequestFacts(
            received,
            supplement_asked,
            supplement_received,
            _days(extended, terms),
            extended_on,
            (
                *_asked(consulted, ClockEvent.THIRD_PARTY_CONSULTATION),
                *_asked(consulted_organ, ClockEvent.OTHER_ORGAN_CONSULTATION),
            ),
        )
        reading = read_clock(terms, facts, calendar.known_on(known_on) if known_on is not None else calendar)
        if as_json:
            write_json(clock_derived(reading))
            return
        lines = reading.lines() if explained else reading.conclusion()
        for line in lines:
            click.echo(say.text(line))

    return clock


def _days(words: str | None, terms: Terms) -> int:
    if words is None:
        return 0
    if words == AS_MUCH_AS_ALLOWED:
        if not terms.extension:
            basis = terms.basis.in_words()
            raise Refused(Text(f"{basis.zh}没有规定延长", f"{basis.en} allows no extension"))
        return terms.extension
    if not re.fullmatch(r"[1-9][0-9]{0,3}", words):
        raise Refused(Text(f"“{words}”应为工作日数，如 20", f"`{words}` is not a number of working days such as 20"))
    return int(words)


def _asked(stretches: Iterable[tuple[date, date | None]], whom: ClockEvent) -> Iterable[Consultation]:
    return (Consultation(first, last, whom) for first, last in stretches)


def clock_as_json(reading: ClockReading) -> dict[str, object]:
    """The last day of the clock; `due` is null while it stands still, with `left` working days to run then."""
    due = reading.due
    return {
        "due": due.day.isoformat() if due is not None else None,
        "provisional": due is not None and due.provisional,
        "left": reading.left if due is None else None,
    }


def clock_derived(reading: ClockReading) -> dict[str, object]:
    """The last day of the clock and how it comes about."""
    due, first = reading.due, reading.first_due
    return {
        **clock_as_json(reading),
        "due_without_extension": first.day.isoformat() if first is not None else None,
        "started_on": reading.started_on.isoformat(),
        "missing_years": list(due.missing_years) if due is not None else [],
        "basis": both(reading.terms.basis.in_words()),
        "remarks": [both(remark) for remark in reading.remarks],
        "derivation": [
            {"date": step.day.isoformat(), "counted": step.number, "reason": both(step.reason)}
            for step in reading.steps
        ],
    }


def last_day(reading: ClockReading) -> Text:
    """By when the answer is due, in one sentence."""
    if reading.due is None:
        return reading.conclusion()[-1]
    due = reading.due
    later = Text("（暂定）", " (provisional)") if due.provisional else Text("", "")
    return Text(f"应于{due.day}前答复{later.zh}", f"an answer is due by {due.day}{later.en}")


def due_in_table(reading: ClockReading, say: Say) -> str:
    """The last day, or what is left while the clock stands still."""
    if reading.due is not None:
        return str(reading.due.day)
    return say(f"中止，剩余{reading.left}日", f"stands still, {reading.left} left")
