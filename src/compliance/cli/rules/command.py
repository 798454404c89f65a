"""`compliance rules`: check, test and show rule packs, without a database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from compliance.cli.commands import (
    FINDINGS,
    Argument,
    BilingualCommand,
    BilingualGroup,
    Day,
    Session,
    as_json_option,
    both,
    placed,
    write_json,
    write_table,
)
from compliance.cli.language import Say
from compliance.cli.rules import differences, export, importing
from compliance.cli.rules.context import (
    USUAL_REGION,
    concerning,
    department_option,
    office_at,
    region_of,
    rule_folders,
)
from compliance.cli.rules.one_obligation import show_obligation
from compliance.cli.rules.reference import add_reference
from compliance.law.checking import failing_cases
from compliance.law.deadlines import YEARS, event_of
from compliance.law.faults import BadInput, Fault, Refused, did_you_mean
from compliance.law.obligations import Obligation
from compliance.law.rule_book import RuleBook
from compliance.law.selectors import in_words
from compliance.law.text import Text
from compliance.office.rule_files import Rules, read_rules, rule_texts, with_calendars
from compliance.office.rule_lints import faults_of_rules
from compliance.office.shipped import shipped_rules

MOST_TOLD = 100
"""Faults of one file that are told in words; `--json` tells all."""


def command(say: Say) -> click.Command:
    """The group, with its help in the language of `say`."""
    group = BilingualGroup("rules", say=say, help=say("检查、测试和查看规则包。", "Check, test and show rule packs."))
    for add in (
        _add_check,
        _add_test,
        _add_show,
    ):
        add(group, say)
    group.add_command(differences.command(say))
    group.add_command(export.command(say))
    group.add_command(importing.command(say))
    add_reference(group, say)
    return group


def _folders(say: Say) -> Callable[[Any], Any]:
    """The folders of rules that are looked at."""
    return click.argument(
        "folders",
        cls=Argument,
        metavar="[DIR]...",
        nargs=-1,
        type=click.Path(path_type=Path),
        help=say(
            "规则目录，默认本单位和随产品附带的规则",
            "Folders of rules; the office's own and the shipped rules by default",
        ),
    )


def _add_check(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "check",
        cls=BilingualCommand,
        say=say,
        help=say(
            "检查规则：写法、引用、实例，以及下位规则不得放宽上位规则；L001 等代码见 rules explain。"
            "在单位目录中（或以 --office 指明）时，还按该单位检查。有问题时退出码为1。",
            "Check rules: form, references, dated cases, and that no lower rule loosens an upper one; `rules explain` "
            "tells of codes such as L001. In an office's folder (or with --office) also for that office. "
            "Exit status 1 if something is wrong.",
        ),
    )
    @_folders(say)
    @as_json_option(say)
    @click.pass_obj
    def check_(session: Session, folders: tuple[Path, ...], as_json: bool) -> None:
        folders = folders or tuple(rule_folders(session))
        rules, faults = _read(folders, with_events=True)
        if rules is not None:
            faults.extend(faults_of_rules(rules, office_at(session)))
        _report(session, faults, folders, as_json, _summary(rules))


def _add_test(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "test",
        cls=BilingualCommand,
        say=say,
        help=say("运行规则包中的全部实例。", "Run every dated case of the packs."),
    )
    @_folders(say)
    @as_json_option(say)
    @click.pass_obj
    def test_(session: Session, folders: tuple[Path, ...], as_json: bool) -> None:
        folders = folders or tuple(rule_folders(session))
        rules, faults = _read(folders)
        if rules is not None:
            faults.extend(_failing(rules))
        _report(session, faults, folders, as_json, _summary(rules))


def _add_show(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "show",
        cls=BilingualCommand,
        say=say,
        help=say(
            "列出某地区某日或某年有效的义务；写明一项义务（如 cn/regulation-2007#proactive-disclosure）时，"
            "写出其全部内容、来历、责任单位和实例。",
            "List the obligations in force in a region on a day or in a year. With one obligation, such as "
            "cn/regulation-2007#proactive-disclosure: all it says, which packs made it so, who owes it, its examples explained.",
        ),
    )
    @click.argument(
        "names",
        cls=Argument,
        metavar="[KEY|DIR]...",
        nargs=-1,
        help=say(
            "一项义务，或者规则目录，默认本单位和随产品附带的规则",
            "One obligation, or folders of rules; the office's own and the shipped rules by default",
        ),
    )
    @click.option(
        "--region",
        help=say(
            f"地区，默认单位所在地区，否则 {USUAL_REGION}", f"Region; the office's by default, otherwise {USUAL_REGION}"
        ),
    )
    @click.option(
        "--on", "day", type=Day(), help=say("只看该日有效的规则，默认全部", "Only rules in force on this day")
    )
    @click.option("--year", type=int, help=say("只看该年有效的规则", "Only rules in force in this year"))
    @click.option("--area", help=say("只看一个领域", "Only this area"))
    @department_option(say)
    @as_json_option(say)
    @click.pass_obj
    def show_(
        session: Session,
        names: tuple[str, ...],
        region: str | None,
        day: date | None,
        year: int | None,
        area: str | None,
        department: str | None,
        as_json: bool,
    ) -> None:
        key, folders = _key_and_folders(names)
        rules, faults = _read(folders or tuple(rule_folders(session)))
        if rules is None:
            raise placed(BadInput(faults), folders or rule_folders(session))
        office = office_at(session)
        where = region_of(office, region)
        days = _days(day, year)
        if key is not None:
            if area is not None or department is not None:
                raise Refused(
                    Text(
                        "写明一项义务时不用 --area 和 --department",
                        "--area and --department do not go together with one obligation",
                    )
                )
            show_obligation(rules, key, where, days, office, session.say, as_json)
            return
        book = RuleBook.for_office(rules.packs, where, *(days or (date.min, date.max)))
        if area is not None and area not in book.areas:
            raise Refused(_no_area(area, book))
        obligations = [item for item in book.obligations if area in (None, item.area)]
        if department is not None:
            obligations = concerning(obligations, session, department)
        _write_list(obligations, book, session.say, as_json)


def _no_area(written: str, book: RuleBook) -> Text:
    """That there is no such area, with the nearest; where none is near, with all, by identifier and title."""
    known = [f"{area.id}（{area.title.zh}）" for area in book.areas.values()]
    known_en = [f"{area.id} ({area.title.en})" for area in book.areas.values()]
    nearest = did_you_mean(written, list(book.areas))
    message = Text(f"没有领域“{written}”", f"there is no area `{written}`")
    return message + (nearest or Text(f"，可用：{'、'.join(known)}", f"; known are {', '.join(known_en)}"))


def _key_and_folders(names: tuple[str, ...]) -> tuple[str | None, tuple[Path, ...]]:
    """The obligation among the names, if there is one, and the folders: what is no folder and looks like a key or an
    identifier is an obligation.
    """
    keys = [name for name in names if not Path(name).exists() and _KEY.match(name)]
    if len(keys) > 1:
        raise Refused(Text("一次只能写明一项义务", "name one obligation at a time"))
    return (keys[0] if keys else None), tuple(Path(name) for name in names if name not in keys)


_KEY = re.compile(r"([a-z0-9-]+(/[a-z0-9.-]+)*#)?[a-z0-9]+(-[a-z0-9]+)*\Z")


def _days(day: date | None, year: int | None) -> tuple[date, date] | None:
    """The days that are looked at; None for all."""
    if day is not None and year is not None:
        raise Refused(Text("--on 与 --year 只写一个", "write either --on or --year"))
    if year is not None:
        if year not in YEARS:
            raise Refused(Text(f"年份应在{YEARS[0]}至{YEARS[-1]}之间", f"years go from {YEARS[0]} to {YEARS[-1]}"))
        return date(year, 1, 1), date(year, 12, 31)
    return (day, day) if day is not None else None


def _write_list(obligations: list[Obligation], book: RuleBook, say: Say, as_json: bool) -> None:
    if as_json:
        write_json(
            [
                {
                    "key": item.key,
                    "title": both(item.title),
                    "area": item.area,
                    "basis": both(item.basis.in_words()),
                    "who": both(in_words(item.who)),
                    "deadline": str(item.deadline),
                    "from": item.in_force.first.isoformat(),
                    "until": item.in_force.last.isoformat() if item.in_force.last else None,
                    "verified": item.verified,
                    "refines": list(item.ancestry),
                    "packs": list(item.packs),
                }
                for item in obligations
            ]
        )
        return
    write_table(
        (
            say("义务", "Obligation"),
            say("领域", "Area"),
            say("责任单位", "Who"),
            say("期限", "Deadline"),
            say("依据", "Basis"),
            say("全名", "Full name"),
        ),
        (
            (
                say.text(item.title) + ("" if item.verified else say("（未核实）", " (unverified)")),
                say.text(book.areas[item.area].title),
                say.text(in_words(item.who)),
                say.text(item.deadline.in_words()),
                say.text(item.basis.in_words()),
                " → ".join((*item.ancestry, item.key)),
            )
            for item in obligations
        ),
    )


def _read(folders: tuple[Path, ...], with_events: bool = False) -> tuple[Rules | None, list[Fault]]:
    """The rules of the folders, or the faults of their form.

    Folders stand alone, with the shipped calendars if they have none; where they name what only the
    shipped ones hold, as an office's own rules do, they are laid over those, also where a name is misspelt besides.
    """
    try:
        texts = rule_texts(folders)
        shipped = rule_texts([shipped_rules()])
        texts = with_calendars(texts, shipped)
        alone = read_rules(texts)
        unknown = _unknown_names(alone)
        if not unknown and not (with_events and _starts_from_the_undeclared(alone)):
            return alone, []
        laid_over = read_rules({**shipped, **texts})
        better = unknown - _unknown_names(laid_over) if unknown else not any(_faults_together(laid_over))
        return (laid_over if better else alone), []
    except BadInput as bad:
        return None, list(bad.faults)


def _unknown_names(rules: Rules) -> set[tuple[str, Text]]:
    """What is said of the obligations, areas and figures that packs name and that none of the packs holds."""
    faults = _faults_together(rules)
    return {(str(fault.place), fault.message) for fault in faults if fault.code.startswith("unknown-")}


def _faults_together(rules: Rules) -> Iterator[Fault]:
    """What is wrong with the packs of each region as one rule book."""
    for region in {pack.region for pack in rules.packs}:
        try:
            RuleBook.for_office(rules.packs, region, date.min, date.max)
        except BadInput as bad:
            yield from bad.faults


def _starts_from_the_undeclared(rules: Rules) -> bool:
    """Whether a pack's clocks start from events that no pack declares."""
    declared = {event.id for pack in rules.packs for event in pack.events}
    deadlines = [duty.deadline for pack in rules.packs for duty in pack.obligations]
    deadlines += [
        item.changes["deadline"] for pack in rules.packs for item in pack.refinements if "deadline" in item.changes
    ]
    return not declared.issuperset(event for deadline in deadlines if (event := event_of(deadline)))


def _failing(rules: Rules) -> Iterator[Fault]:
    """The cases that fail, each under the calendar that counts in its pack's region."""
    for name, packs in rules.packs_by_calendar().items():
        if name:
            yield from failing_cases(packs, rules.calendars[name])


def _summary(rules: Rules | None) -> Text:
    if rules is None:
        return Text("", "")
    obligations = sum(len(pack.obligations) + len(pack.refinements) for pack in rules.packs)
    return Text(
        f"{len(rules.packs)}个规则包、{obligations}项义务，没有问题",
        f"{len(rules.packs)} packs, {obligations} obligations: nothing wrong",
    )


def _report(session: Session, faults: list[Fault], folders: tuple[Path, ...], as_json: bool, fine: Text) -> None:
    say = session.say
    ordered = sorted(placed(BadInput(faults), folders).faults, key=lambda fault: (fault.place, fault.code))
    session.status = FINDINGS if faults else 0
    if as_json:
        write_json([_as_json(fault, say) for fault in ordered])
        return
    for file, of_file in groupby(ordered, key=lambda fault: fault.place.file):
        found = list(of_file)
        for fault in found[:MOST_TOLD]:
            click.echo(f"{fault.in_language(say.language)} [{fault.code}]", err=True)
        more = len(found) - MOST_TOLD
        if more > 0:
            click.echo(
                say(
                    f"{file}：还有{more}个问题没有列出，--json 列出全部",
                    f"{file}: {more} more are not shown; --json lists all",
                ),
                err=True,
            )
    if not faults:
        click.echo(say.text(fine))


def _as_json(fault: Fault, say: Say) -> dict[str, object]:
    message = fault.message + (fault.suggestion or Text("", ""))
    return {
        "file": fault.place.file,
        "line": fault.place.line,
        "column": fault.place.column,
        "code": fault.code,
        "field": fault.field,
        "message": say.text(message),
        "message_zh": message.zh,
        "message_en": message.en,
    }
