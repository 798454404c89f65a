"""What `rules check` and `rules test` prove: dated cases come out, and no lower rule loosens an upper one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from compliance.law.calendars import WorkingCalendar
from compliance.law.comparison.strictness import (
    FewerSteps,
    LessEvidence,
    LessOften,
    LongerExtension,
    Loosening,
    LowerSeverity,
    MayBeExtended,
    MoreStartsTheClockAgain,
    MoreStopsTheClock,
    MoreTime,
    OtherClock,
    loosenings,
)
from compliance.law.deadlines import Deadline
from compliance.law.due_dates import due_date, explain
from compliance.law.faults import Fault
from compliance.law.obligations import Case, Obligation, Pack
from compliance.law.text import Text, listed, same


def failing_cases(packs: Iterable[Pack], calendar: WorkingCalendar) -> Iterator[Fault]:
    """A fault for every dated case whose due date comes out differently, with the count day by day."""
    for pack in packs:
        for key, deadline, case in _cases(pack):
            found = due_date(deadline, case.start, calendar)
            if found.day != case.due:
                lines = explain(deadline, case.start, calendar).lines()
                yield Fault(
                    case.place,
                    "case-fails",
                    Text(
                        f"实例应为{case.due}，算得{found.day}：{'；'.join(line.zh for line in lines)}",
                        f"the case says {case.due}, the count gives {found.day}: {'; '.join(line.en for line in lines)}",
                    ),
                    key.partition("#")[2],
                )


def _cases(pack: Pack) -> Iterator[tuple[str, Deadline, Case]]:
    for obligation in pack.obligations:
        for case in obligation.cases:
            yield obligation.key, obligation.deadline, case
    for refinement in pack.refinements:
        for case in refinement.changes.get("cases", ()):
            yield refinement.key, refinement.changes["deadline"], case


def looser_refinements(packs: Iterable[Pack], calendar: WorkingCalendar) -> Iterator[Fault]:
    """A fault for every refinement that gives more time or asks for less than what it refines, naming both articles."""
    packs = tuple(packs)
    known = {obligation.key: obligation for pack in packs for obligation in pack.obligations}
    for pack in sorted(packs, key=lambda pack: pack.layer):
        for refinement in pack.refinements:
            upper = known.get(refinement.refines)
            if upper is None:
                continue
            lower = replace(upper, key=refinement.key, place=refinement.place, **refinement.changes)
            known[refinement.key] = lower
            if lower.life_cycle is not upper.life_cycle:
                yield loosens(upper, lower, Text("办理流程不同", "the work follows another life cycle"))
            for loosening in loosenings(upper, lower, calendar):
                yield loosens(upper, lower, _in_words(loosening))


def _in_words(loosening: Loosening) -> Text:
    """What a lower rule does less of than the upper one."""
    match loosening:
        case OtherClock():
            return Text("起算事件不同", "the clock starts from another event")
        case LessOften(stricter=above, looser=below):
            return Text(
                f"次数减少：{below.in_words().zh}一次，上位规定{above.in_words().zh}一次",
                f"less often: each {below} instead of each {above}",
            )
        case MoreTime(start=start, stricter=first, looser=second):
            return Text(
                f"期限放宽：从{start}起算，上位规定截止{first}，此处截止{second}",
                f"more time: counted from {start} the upper rule ends on {first}, this one on {second}",
            )
        case MayBeExtended():
            return Text("可以延长，上位规定没有", "may be extended, which the upper rule does not allow")
        case LongerExtension():
            return Text("延长的时间更长", "the extension is longer")
        case MoreStopsTheClock():
            return Text("更多情形不计入期限", "more may stop the clock")
        case MoreStartsTheClockAgain(events=events):
            return Text("更多情形重新起算：", "more starts the time again: ") + listed(
                [item.in_words() for item in events]
            )
        case LessEvidence(missing=missing):
            return Text("少要求佐证：", "less evidence: ") + listed([kind.in_words() for kind in missing])
        case FewerSteps():
            return Text("少了公开前的步骤", "a step before publishing is left out")
        case LowerSeverity():
            return Text("严重程度降低", "the severity is lowered")


def loosens(upper: Obligation, lower: Obligation, words: Text) -> Fault:
    """The fault of a lower rule that is looser than the upper one in what `words` say; names both articles."""
    above, below = upper.basis.in_words(), lower.basis.in_words()
    if below == above:  # the lower rule cites nothing of its own
        below = same(lower.key.partition("#")[0])
    return Fault(
        lower.place,
        "loosens",
        Text(
            f"{lower.title.zh}放宽了上位规定（{below.zh}对{above.zh}）：{words.zh}",
            f"`{lower.key}` loosens `{upper.key}` ({below.en} against {above.en}): {words.en}",
        ),
        lower.key.partition("#")[2],
    )
