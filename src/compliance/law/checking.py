"""What `rules check` and `rules test` prove: dated cases come out, and no lower rule loosens an upper one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import After, AfterEachSpan, Deadline, Span, Unit, event_of, span_of
from compliance.law.due_dates import DueDate, Start, due_date, explain
from compliance.law.faults import Fault
from compliance.law.obligations import Case, Obligation, Pack
from compliance.law.periods import periods_of
from compliance.law.text import Text, listed

SPANS = tuple(Span)
"""From the shortest to the longest."""


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
            for words in _looser(upper, lower, calendar):
                yield loosens(upper, lower, words)


def _looser(upper: Obligation, lower: Obligation, calendar: WorkingCalendar) -> Iterator[Text]:
    if lower.deadline != upper.deadline:
        yield from _looser_deadline(upper.deadline, lower.deadline, calendar)
    if lower.extension is not None:
        if upper.extension is None:
            yield Text("可以延长，上位规定没有", "may be extended, which the upper rule does not allow")
        elif _later_start(upper.extension.once, lower.extension.once, calendar):
            yield Text("延长的时间更长", "the extension is longer")
    if set(lower.suspended_by) - set(upper.suspended_by):
        yield Text("更多情形不计入期限", "more may stop the clock")
    missing = [kind.in_words() for kind in upper.evidence if kind not in lower.evidence]
    if missing:
        yield Text("少要求佐证：", "less evidence: ") + listed(missing)
    if set(upper.before_publishing) - set(lower.before_publishing):
        yield Text("少了公开前的步骤", "a step before publishing is left out")
    if lower.severity.weight < upper.severity.weight:
        yield Text("严重程度降低", "the severity is lowered")


def _looser_deadline(upper: Deadline, lower: Deadline, calendar: WorkingCalendar) -> Iterator[Text]:
    above, below = span_of(upper), span_of(lower)
    if event_of(lower) != event_of(upper) or (above is None) != (below is None):
        yield Text("起算事件不同", "the clock starts from another event")
    elif above is not None and below is not None and SPANS.index(below) > SPANS.index(above):
        yield Text(
            f"次数减少：{below.in_words().zh}一次，上位规定{above.in_words().zh}一次",
            f"less often: each {below} instead of each {above}",
        )
    else:
        example = _later_start(upper, lower, calendar)
        if example is not None:
            start, first, second = example
            yield Text(
                f"期限放宽：从{start}起算，上位规定截止{first}，此处截止{second}",
                f"more time: counted from {start} the upper rule ends on {first}, this one on {second}",
            )


def _later_start(upper: Deadline, lower: Deadline, calendar: WorkingCalendar) -> tuple[str, str, str] | None:
    """A start from which `lower` ends later than `upper`, over all published years, and both ends; or None."""
    if _counts_no_more(upper, lower):
        return None
    for start in _starts(upper, lower, calendar):
        first, second = due_date(upper, start, calendar), due_date(lower, start, calendar)
        if _end(second) > _end(first):
            told = f"{start:%Y-%m-%d %H:%M}" if isinstance(start, datetime) else str(start)
            return told, _end_in_words(first), _end_in_words(second)
    return None


def _counts_no_more(upper: Deadline, lower: Deadline) -> bool:
    """Whether both count the same unit from the same start and `lower` counts no further: no calendar is needed."""
    if isinstance(upper, After) and isinstance(lower, After):
        return upper.unit is lower.unit and lower.count <= upper.count
    if isinstance(upper, AfterEachSpan) and isinstance(lower, AfterEachSpan):
        return upper.span is lower.span and upper.unit is lower.unit and lower.count <= upper.count
    return False


def _starts(upper: Deadline, lower: Deadline, calendar: WorkingCalendar) -> Iterator[Start]:
    """Starts from which both deadlines can be counted; where one runs in hours, the first and last minute of a day."""
    span = span_of(upper)
    in_hours = Unit.HOURS in (getattr(upper, "unit", None), getattr(lower, "unit", None))
    for year in sorted(calendar.published_years):
        if span is not None and span is span_of(lower):
            yield from periods_of(year, span)
        elif span is None:
            first, last = date(year, 1, 1), date(year, 12, 31)
            for offset in range((last - first).days + 1):
                day = first + timedelta(offset)
                yield day
                if in_hours:
                    yield datetime.combine(day, time(23, 59))


def _end(due: DueDate) -> datetime:
    return due.moment or datetime.combine(due.day + timedelta(1), time.min)


def _end_in_words(due: DueDate) -> str:
    return f"{due.moment:%Y-%m-%d %H:%M}" if due.moment else str(due.day)


def loosens(upper: Obligation, lower: Obligation, words: Text) -> Fault:
    """The fault of a lower rule that is looser than the upper one in what `words` say; names both articles."""
    above, below = upper.basis.in_words(), lower.basis.in_words()
    return Fault(
        lower.place,
        "loosens",
        Text(
            f"{lower.title.zh}放宽了上位规定（{below.zh}对{above.zh}）：{words.zh}",
            f"`{lower.key}` loosens `{upper.key}` ({below.en} against {above.en}): {words.en}",
        ),
        lower.key.partition("#")[2],
    )
