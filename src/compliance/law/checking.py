"""What `rules check` and `rules test` prove: dated cases come out, and no lower rule loosens an upper one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import Deadline, event_of, span_of
from compliance.law.due_dates import due_date, explain
from compliance.law.faults import Fault
from compliance.law.obligations import Case, Obligation, Pack, Refinement
from compliance.law.periods import Period, periods_of
from compliance.law.text import Text


def failing_cases(packs: Iterable[Pack], calendar: WorkingCalendar) -> Iterator[Fault]:
    """A fault for every dated case whose due date comes out differently, with the count day by day."""
    for pack in packs:
        for deadline, case in _cases(pack):
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
                )


def _cases(pack: Pack) -> Iterator[tuple[Deadline, Case]]:
    for obligation in pack.obligations:
        for case in obligation.cases:
            yield obligation.deadline, case
    for refinement in pack.refinements:
        for case in refinement.changes.get("cases", ()):
            yield refinement.changes["deadline"], case


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
            for words in _looser(upper, lower, calendar):
                yield _loosening(upper, lower, refinement, words)


def _looser(upper: Obligation, lower: Obligation, calendar: WorkingCalendar) -> Iterator[Text]:
    if lower.deadline != upper.deadline:
        example = _later_start(upper.deadline, lower.deadline, calendar)
        if example is not None:
            start, first, second = example
            yield Text(
                f"期限放宽：从{start}起算，上位规定截止{first}，此处截止{second}",
                f"more time: counted from {start} the upper rule ends on {first}, this one on {second}",
            )
        elif event_of(lower.deadline) != event_of(upper.deadline):
            yield Text("起算事件不同", "the clock starts from another event")
    missing = [kind.in_words() for kind in upper.evidence if kind not in lower.evidence]
    if missing:
        yield Text(
            f"少要求佐证：{'、'.join(word.zh for word in missing)}",
            f"less evidence: {', '.join(word.en for word in missing)}",
        )
    if set(upper.before_publishing) - set(lower.before_publishing):
        yield Text("少了公开前的步骤", "a step before publishing is left out")
    if lower.severity.weight < upper.severity.weight:
        yield Text("严重程度降低", "the severity is lowered")


def _later_start(
    upper: Deadline, lower: Deadline, calendar: WorkingCalendar
) -> tuple[date | Period, date, date] | None:
    """A start from which `lower` falls due later than `upper`, over all published years, or None."""
    for start in _starts(upper, lower, calendar):
        first, second = due_date(upper, start, calendar).day, due_date(lower, start, calendar).day
        if second > first:
            return start, first, second
    return None


def _starts(upper: Deadline, lower: Deadline, calendar: WorkingCalendar) -> Iterator[date | Period]:
    spans = {span_of(upper), span_of(lower)}
    for year in sorted(calendar.published_years):
        if spans == {None}:
            if event_of(upper) == event_of(lower):
                first = date(year, 1, 1)
                yield from (first + timedelta(offset) for offset in range(365))
        elif len(spans) == 1 and None not in spans:
            yield from (period for span in spans if span for period in periods_of(year, span))


def _loosening(upper: Obligation, lower: Obligation, refinement: Refinement, words: Text) -> Fault:
    above, below = upper.basis.in_words(), lower.basis.in_words()
    return Fault(
        refinement.place,
        "loosens",
        Text(
            f"{lower.title.zh}放宽了上位规定（{below.zh}对{above.zh}）：{words.zh}",
            f"`{refinement.key}` loosens `{upper.key}` ({below.en} against {above.en}): {words.en}",
        ),
    )
