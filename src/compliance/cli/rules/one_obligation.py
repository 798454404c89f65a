"""`compliance rules show KEY`: one obligation whole, with its history, who owes it, and its examples explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import click

from compliance.cli.commands import both, write_json
from compliance.cli.language import Say
from compliance.cli.rules.context import holders_of
from compliance.cli.rules.differences import LABELLED
from compliance.law.calendars import WorkingCalendar
from compliance.law.comparison.history import Stage, described, history
from compliance.law.due_dates import explain
from compliance.law.faults import Refused, did_you_mean
from compliance.law.obligations import Case, Obligation
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.office.rule_files import Rules
from compliance.work.organisation import Office


def show_obligation(
    rules: Rules,
    name: str,
    region: str,
    days: tuple[date, date] | None,
    office: Office | None,
    say: Say,
    as_json: bool,
) -> None:
    """Print the obligation of that key or identifier, as it stands in the region on the last of the days."""
    duty = _named(rules, name, region, days)
    # examples are reckoned by the days of the pack's own region, as `rules test` does it
    own_region = duty.key.partition("#")[0].rpartition("/")[0]
    calendar = rules.calendars.get(rules.nearest_calendar(own_region) or "", WorkingCalendar(()))
    book = RuleBook.for_office(rules.packs, region, *(days or _its_last_year(duty, calendar)))
    duty = book.by_key.get(duty.key, duty)
    holders = holders_of(office) if office is not None else None
    past = history(duty, rules.packs, book, calendar, holders)
    whole = RuleBook.for_office(rules.packs, region)
    refined_by = {item.key: item.in_force.first for item in whole.obligations if duty.key in item.ancestry}
    replaced_by = sorted(
        item.key
        for pack in rules.packs
        if pack.applies_to(region)
        for item in pack.obligations
        if item.replaces == duty.root
    )
    if as_json:
        write_json(_as_json(duty, book, past, refined_by, replaced_by, office, calendar))
        return
    for line in _lines(duty, book, past, refined_by, replaced_by, office, calendar, say):
        click.echo(line)


def _named(rules: Rules, name: str, region: str, days: tuple[date, date] | None) -> Obligation:
    """The obligation of that key, or identifier where one alone bears it; what refines it, where it is refined there."""
    book = RuleBook.for_office(rules.packs, region, *(days or (date.min, date.max)))
    for wanted in (
        [item for item in book.obligations if item.key == name],
        [item for item in book.obligations if name in item.ancestry],
        [item for item in book.obligations if item.key.partition("#")[2] == name],
    ):
        found = {item.key: item for item in wanted}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            keys = sorted(found)
            raise Refused(
                Text(
                    f"“{name}”有{len(keys)}项，请写全：{'、'.join(keys)}",
                    f"`{name}` names {len(keys)} obligations; write one of {', '.join(keys)}",
                )
            )
    known = sorted({item.key for item in book.obligations})
    when = Text("", "") if days is None else Text(f"{days[0]}至{days[1]}", f" from {days[0]} to {days[1]}")
    message = Text(f"{when.zh}“{region}”没有义务“{name}”", f"there is no obligation `{name}` for `{region}`{when.en}")
    raise Refused(message + (did_you_mean(name, [*known, *(key.partition("#")[2] for key in known)]) or Text("", "")))


def _its_last_year(duty: Obligation, calendar: WorkingCalendar) -> tuple[date, date]:
    """The last year with a holiday notice in which the duty is in force."""
    newest = max(calendar.published_years, default=duty.in_force.first.year)
    last = duty.in_force.last.year if duty.in_force.last is not None else newest
    year = max(min(last, newest), duty.in_force.first.year)
    return date(year, 1, 1), date(year, 12, 31)


def _departments(office: Office | None, duty: Obligation, supporting: bool) -> list[str] | None:
    selector = duty.supporting if supporting else duty.who
    if office is None:
        return None
    return list(holders_of(office)(selector)) if selector is not None else []


def _lines(
    duty: Obligation,
    book: RuleBook,
    past: Iterable[Stage],
    refined_by: dict[str, date],
    replaced_by: list[str],
    office: Office | None,
    calendar: WorkingCalendar,
    say: Say,
) -> Iterator[str]:
    colon = say("：", ": ")
    yield f"{say.text(duty.title)}{say('（', ' (')}{duty.key}{say('）', ')')}"
    for label, value in described(duty, book, holders_of(office) if office is not None else None):
        yield f"  {say.text(label)}{colon}{say.text(value)}"
    if not duty.verified:
        yield say("  原文未核实", "  the text was not read at its source")
    if duty.illustrative:
        yield say("  此规则为示例", "  this rule is an example")
    if duty.replaces:
        yield say(f"  取代：{duty.replaces}", f"  replaces: {duty.replaces}")
    for key, since in refined_by.items():
        yield say(f"  被细化（自{since}）：{key}", f"  refined from {since} by: {key}")
    for key in replaced_by:
        yield say(f"  被取代：{key}", f"  replaced by: {key}")
    yield ""
    yield say("来历", "Where it comes from")
    for number, stage in enumerate(past):
        pack = stage.pack
        title = say(f"《{pack.title.zh}》", pack.title.en)
        act = say("作出细化", "refines it") if number else say("设定", "makes it")
        basis = say.text(stage.duty.basis.article)
        yield f"  {stage.duty.key}{colon}{title}{say('，', ', ')}{basis}{say('，', ', ')}{act}"
        for kind, words in stage.changes:
            kind_in_words = say.text(kind.in_words()) + colon if kind in LABELLED else ""
            yield f"    {kind_in_words}{say.text(words)}"
    yield ""
    yield say("实例", "Examples")
    for case in duty.cases:
        why = f"{say('（', ' (')}{case.why}{say('）', ')')}" if case.why else ""
        yield f"  {case.start} → {case.due}{why}"
        for line in explain(duty.deadline, case.start, calendar).lines():
            yield f"    {say.text(line)}"


def _as_json(
    duty: Obligation,
    book: RuleBook,
    past: Iterable[Stage],
    refined_by: dict[str, date],
    replaced_by: list[str],
    office: Office | None,
    calendar: WorkingCalendar,
) -> dict[str, object]:
    return {
        "key": duty.key,
        "title": both(duty.title),
        "area": duty.area,
        "basis": both(duty.basis.in_words()),
        "departments": _departments(office, duty, supporting=False),
        "supporting": _departments(office, duty, supporting=True),
        "deadline": str(duty.deadline),
        "from": duty.in_force.first.isoformat(),
        "until": duty.in_force.last.isoformat() if duty.in_force.last else None,
        "evidence": [kind.value for kind in duty.evidence],
        "before_publishing": [step.value for step in duty.before_publishing],
        "severity": duty.severity.value,
        "figures": list(duty.figures),
        "verified": duty.verified,
        "illustrative": duty.illustrative,
        "replaces": duty.replaces,
        "refined_by": list(refined_by),
        "replaced_by": replaced_by,
        "features": [{"name": both(label), "words": both(value)} for label, value in described(duty, book)],
        "history": [
            {
                "key": stage.duty.key,
                "source": both(stage.pack.title),
                "number": stage.pack.number,
                "issuer": stage.pack.issuer,
                "published": stage.pack.published.isoformat(),
                "layer": stage.pack.layer.name.lower(),
                "article": both(stage.duty.basis.article),
                "changes": [{"kind": kind.value, "words": both(words)} for kind, words in stage.changes],
            }
            for stage in past
        ],
        "cases": [_case_as_json(duty, case, calendar) for case in duty.cases],
    }


def _case_as_json(duty: Obligation, case: Case, calendar: WorkingCalendar) -> dict[str, object]:
    return {
        "start": str(case.start),
        "due": case.due.isoformat(),
        "why": case.why,
        "explanation": [both(line) for line in explain(duty.deadline, case.start, calendar).lines()],
    }
