"""L006, L007 and L012: deadlines that cannot be met or never come round, and clock rules that bind nothing."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from compliance.law.deadlines import AtLeastEvery, ByDate, event_of, span_of
from compliance.law.due_dates import due_date
from compliance.law.faults import Fault
from compliance.law.lints.linted import Duty, Lint, Linted, Weight, common, found
from compliance.law.obligations import InForce, LifeCycle
from compliance.law.periods import periods_of
from compliance.law.text import Text


def _find_impossible(linted: Linted) -> Iterator[Fault]:
    for duty in linted.duties:
        obligation = duty.obligation
        deadline, days = obligation.deadline, duty.days
        if obligation.life_cycle is LifeCycle.REQUEST and event_of(deadline) is None:
            message = Text(
                f"“{duty.id}”：答复申请的期限没有起算事件，无从计算",
                f"`{duty.id}`: the time to answer a request has no event from which it runs",
            )
            yield found(obligation.place, duty.id, message)
        elif days is not None and isinstance(deadline, AtLeastEvery) and days.last is not None:
            stale = due_date(deadline, days.first, linted.calendar).day
            if stale > days.last:
                yield found(
                    obligation.place,
                    duty.id,
                    Text(
                        f"“{duty.id}”的有效期（{_in_words(days).zh}）短于所定的间隔，自首日起算即到{stale}，无从违反",
                        f"`{duty.id}` is in force ({_in_words(days).en}) for less than its greatest age, which from "
                        f"the first day on ends on {stale}: no gap can ever be too long",
                    ),
                )
        elif days is not None and isinstance(deadline, ByDate) and not deadline.next_year:
            dates = [_in_year(deadline, year) for year in _years(days)]
            if not any(days.on(day) for day in dates):
                shown = dates[0]
                yield found(
                    obligation.place,
                    duty.id,
                    Text(
                        f"“{duty.id}”的截止日{shown}不在有效期（{_in_words(days).zh}）内，无法履行",
                        f"the date {shown} does not lie in the days on which `{duty.id}` is in force "
                        f"({_in_words(days).en}): nobody can ever owe it",
                    ),
                )


def _find_unreachable(linted: Linted) -> Iterator[Fault]:
    for duty in linted.duties:
        obligation = duty.obligation
        days, span = duty.days, span_of(obligation.deadline)
        if days is None:
            yield found(obligation.place, duty.id, _never(duty))
            continue
        if span is None or (isinstance(obligation.deadline, ByDate) and not obligation.deadline.next_year):
            continue
        if not any(days.on(period.last) for year in _years(days) for period in periods_of(year, span)):
            yield found(
                obligation.place,
                duty.id,
                Text(
                    f"“{duty.id}”的有效期（{_in_words(days).zh}）内没有一个{span.in_words().zh.removeprefix('每')}期结束，不会产生任务",
                    f"no {span} ends while `{duty.id}` is in force ({_in_words(days).en}): it opens no task",
                ),
            )


def _never(duty: Duty) -> Text:
    """That on no day all are in force that have to be: which two are apart, if two are."""
    own = duty.obligation.in_force
    others = [(duty.pack.in_force, Text("规则包", "its pack"))]
    others += [(upper.in_force, Text(f"上位义务“{upper.key}”", f"`{upper.key}`")) for upper in duty.uppers]
    for other, whose in others:
        if common([own, other]) is None:
            return Text(
                f"“{duty.id}”的有效期（{_in_words(own).zh}）与{whose.zh}的有效期（{_in_words(other).zh}）没有一天相同",
                f"`{duty.id}` is in force {_in_words(own).en}, {whose.en} {_in_words(other).en}: on no day both",
            )
    return Text(
        f"“{duty.id}”与其规则包、上位义务没有一天同时有效",
        f"`{duty.id}`, its pack and what it refines are on no day all in force",
    )


_CLOCK_RULES = {
    "extend": "extension",
    "suspends": "suspended_by",
    "restarts": "restarted_by",
    "supplement-within": "supplement_within",
}


def _find_clock_rules(linted: Linted) -> Iterator[Fault]:
    for duty in linted.duties:
        obligation = duty.obligation
        if obligation.life_cycle is LifeCycle.REQUEST:
            continue
        for field, attribute in _CLOCK_RULES.items():
            if getattr(obligation, attribute) and not _inherited(duty, field):
                yield found(
                    obligation.place,
                    duty.id,
                    Text(
                        f"“{field}”只用于依申请公开（life-cycle: request），对任务不起作用",
                        f"`{field}` binds requests only (`life-cycle: request`) and does nothing for a task",
                    ),
                )


def _inherited(duty: Duty, field: str) -> bool:
    attribute = _CLOCK_RULES[field]
    return bool(duty.uppers) and getattr(duty.uppers[-1], attribute) == getattr(duty.obligation, attribute)


def _years(days: InForce) -> range:
    """The years to try: those in force, or where there is no end, enough of them for every date to come round."""
    last = days.last.year if days.last is not None else days.first.year + 1
    return range(days.first.year, min(last, days.first.year + 1) + 1)


def _in_year(deadline: ByDate, year: int) -> date:
    return date(year, deadline.month, min(deadline.day, monthrange(year, deadline.month)[1]))


def _in_words(days: InForce) -> Text:
    if days.last is None:
        return Text(f"{days.first}起", f"from {days.first}")
    return Text(f"{days.first}至{days.last}", f"from {days.first} to {days.last}")


IMPOSSIBLE_DEADLINE = Lint(
    "L006",
    "impossible-deadline",
    Weight.ERROR,
    Text(
        "期限无法履行：固定日期总在规则施行之前或者失效之后，持续更新的间隔长于规则的有效期，或者答复申请的期限没有起算事件。",
        "A deadline that nobody can owe: a fixed date that always falls before the rule is in force or after it ended, "
        "a greatest age longer than the rule is in force, or a time to answer requests that no event starts.",
    ),
    Text(
        "改期限或者有效期；答复申请写作 after 某事件。",
        "Correct the date or the days in force; count the time to answer a request `after` an event.",
    ),
    _find_impossible,
)

UNREACHABLE = Lint(
    "L007",
    "unreachable",
    Weight.ERROR,
    Text(
        "义务永远不会产生任务：其有效期与规则包或者上位义务的有效期没有重合，或者期间没有一个周期结束。",
        "An obligation that never opens a task: its days in force never touch its pack's or the upper obligation's, or "
        "no period of its deadline ends in them.",
    ),
    Text("改有效期，或者改周期。", "Correct the days in force, or how often the duty comes round."),
    _find_unreachable,
)

CLOCK_RULE_ON_TASK = Lint(
    "L012",
    "clock-rule-on-task",
    Weight.ERROR,
    Text(
        "任务类义务写了延长（extend）、中止（suspends）或者重新起算（restarts）：三者只用于依申请公开。",
        "An obligation whose work is a task has `extend`, `suspends` or `restarts`, which bind requests only.",
    ),
    Text(
        "去掉该字段；确为答复申请的，加 life-cycle: request。",
        "Take the field away; or where it is the duty to answer a request, add `life-cycle: request`.",
    ),
    _find_clock_rules,
)
