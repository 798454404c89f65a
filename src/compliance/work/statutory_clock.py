"""The statutory clock of a request (法定期限): what starts it, stops it, starts it again, extends it; and why each day.

The page of this clock, with every rule, its article and a worked example: docs/clock.md.

The clock counts working days, or days where the law says so. The day of receipt is not counted. The days on which others are asked are not counted,
from the day the letter goes out to the day the answer comes in, both included: the Regulation only says that the time
they need is left out, so that this is a reading, the one that gives the later date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.law.basis import Basis
from compliance.law.calendars import Stretch, WorkingCalendar, stretch_of, weekday
from compliance.law.deadlines import LONGEST_COUNT, After, OnDayOf, Unit, amount
from compliance.law.due_dates import DayStep, DueDate, Run, closing, due_date, steps_of
from compliance.law.faults import Refused
from compliance.law.obligations import ClockEvent, Obligation
from compliance.law.text import Text, listed


@dataclass(frozen=True, slots=True)
class Terms:
    """The clock of one law: how many days of its unit, by how many it may be extended, what stops it, what starts it again,
    and within what time of the receipt a supplement is asked for."""

    count: int
    extension: int
    suspended_by: tuple[ClockEvent, ...]
    restarted_by: tuple[ClockEvent, ...]
    basis: Basis
    supplement_within: After | None = None
    unit: Unit = Unit.WORKING_DAYS

    @classmethod
    def of(cls, obligation: Obligation) -> Terms:
        """The terms that a duty to answer requests sets; raises Refused where it is not counted in working days or
        days, or its extension in another unit."""
        deadline, once = obligation.deadline, obligation.extension.once if obligation.extension is not None else None
        basis = obligation.basis.in_words()
        if not isinstance(deadline, After) or deadline.unit is Unit.HOURS:
            raise Refused(
                Text(
                    f"{basis.zh}的答复期限不以工作日或者日计",
                    f"the time to answer under {basis.en} is not counted in working days or days",
                )
            )
        if once is not None and once.unit is not deadline.unit:
            raise Refused(
                Text(
                    f"{basis.zh}的延长与答复期限的计法不同",
                    f"the extension under {basis.en} is counted in another unit than the time to answer",
                )
            )
        extension = once.count if once is not None else 0
        return cls(
            deadline.count,
            extension,
            obligation.suspended_by,
            obligation.restarted_by,
            obligation.basis,
            obligation.supplement_within,
            deadline.unit,
        )


@dataclass(frozen=True, slots=True)
class Consultation:
    """Others are asked: from the day on which the letter goes out to the day on which the answer comes in, or on which
    the time to answer is over; `answered_on` None: they have not answered yet."""

    asked_on: date
    answered_on: date | None
    whom: ClockEvent = ClockEvent.THIRD_PARTY_CONSULTATION

    def __str__(self) -> str:
        return f"{self.asked_on}..{self.answered_on or ''}"


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What happened to a request, as far as its clock depends on it. `extended_by` is in working days, 0 for none."""

    received_on: date
    supplement_asked_on: date | None = None
    supplement_received_on: date | None = None
    extended_by: int = 0
    extended_on: date | None = None
    consultations: tuple[Consultation, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What the clock says. `due` None: it stands still, with `left` working days to run once it goes on.

    `first_due` is the last day without the extension; `runs` are all days from the start, counted or not.
    """

    terms: Terms
    facts: RequestFacts
    started_on: date
    due: DueDate | None
    first_due: DueDate | None
    left: int
    runs: tuple[Run, ...]
    remarks: tuple[Text, ...]
    calendar: WorkingCalendar

    def lines(self) -> list[Text]:
        """The reading as sentences: from which day, each day counted or not and why, and the last day."""
        return [_opening(self), *(run.in_words() for run in self.runs), *self.conclusion()]

    def conclusion(self) -> list[Text]:
        """What the reader must know in any case: late steps, what the law leaves open, and the last day."""
        end = closing(self.due, self.calendar) if self.due is not None else (_stands_still(self),)
        return [*self.remarks, *end]

    @property
    def steps(self) -> tuple[DayStep, ...]:
        """The days from the start on, one by one."""
        return steps_of(self.runs, self.calendar)


def read_clock(terms: Terms, facts: RequestFacts, calendar: WorkingCalendar) -> ClockReading:
    """The last day on which an answer is in time, and how it comes about.

    Raises Refused where the facts contradict one another, or the law does not allow what they say.
    """
    _refuse_contradictions(terms, facts)
    remarks = list(_remarks(terms, facts, calendar))
    started = facts.received_on
    if facts.supplement_asked_on is not None and ClockEvent.SUPPLEMENT in terms.restarted_by:
        if facts.supplement_received_on is None:
            return ClockReading(terms, facts, started, None, None, terms.count, (), tuple(remarks), calendar)
        started = facts.supplement_received_on
    pauses = _pauses(terms, facts.consultations, started)
    runs = list(_run_out(terms, facts.extended_by, started, pauses, calendar))
    first_end = _numbered(terms.count, runs)
    end = _numbered(terms.count + facts.extended_by, runs)
    if facts.extended_by and facts.extended_on is not None and first_end is not None and facts.extended_on > first_end:
        raise Refused(
            Text(
                f"延长应在原期限内决定：原期限至{first_end}，延长于{facts.extended_on}",
                f"an extension is decided before the first time runs out: that was {first_end}, "
                f"this one is of {facts.extended_on}",
            )
        )
    left = terms.count + facts.extended_by - sum(run.stretch.length for run in runs if run.number is not None)
    return ClockReading(
        terms,
        facts,
        started,
        _due(terms, started, end, calendar),
        _due(terms, started, first_end, calendar),
        left,
        tuple(runs),
        tuple(remarks),
        calendar,
    )


@dataclass(frozen=True, slots=True)
class _Pause:
    first: date
    last: date
    reason: Text


def _pauses(terms: Terms, consultations: Iterable[Consultation], started: date) -> list[_Pause]:
    """The stretches of days that are not counted, in their order and joined where they touch."""
    pauses: list[_Pause] = []
    for item in sorted(consultations, key=lambda item: item.asked_on):
        last = item.answered_on or date.max
        if last <= started:
            continue
        first = max(item.asked_on, started + timedelta(1))
        if pauses and first <= pauses[-1].last:
            if last <= pauses[-1].last:
                continue
            first = pauses[-1].last + timedelta(1)
        basis, whom = terms.basis.in_words(), item.whom.in_words()
        reason = Text(f"{whom.zh}（{basis.zh}）", f"{whom.en} ({basis.en})")
        pauses.append(_Pause(first, last, reason))
    return pauses


def _run_out(
    terms: Terms, extended_by: int, started: date, pauses: list[_Pause], calendar: WorkingCalendar
) -> Iterator[Run]:
    """The days from the start until the count is full, or up to a pause that has no end."""
    count, counted = terms.count + extended_by, 0
    for stretch, paused in _stretches(started + timedelta(1), pauses, calendar):
        if paused or not (stretch.worked or terms.unit is Unit.DAYS):
            yield Run(stretch, None)
            continue
        if counted + stretch.length >= count:
            yield Run(stretch.within(stretch.first, stretch.first + timedelta(count - counted - 1)), counted + 1)
            return
        yield Run(stretch, counted + 1)
        counted += stretch.length


def _numbered(number: int, runs: Iterable[Run]) -> date | None:
    """The day with that number in the count; None where the count does not come so far."""
    for run in runs:
        if run.number is not None and run.number <= number < run.number + run.stretch.length:
            return run.stretch.first + timedelta(number - run.number)
    return None


def _stretches(day: date, pauses: list[_Pause], calendar: WorkingCalendar) -> Iterator[tuple[Stretch, bool]]:
    """The days from `day` on, for as long as the clock can run, and whether it is paused in them."""
    for pause in pauses:
        if day < pause.first:
            for stretch in calendar.stretches(day, pause.first - timedelta(1)):
                yield stretch, False
        if pause.last == date.max:
            return
        yield stretch_of(pause.first, pause.last, False, pause.reason), True
        day = pause.last + timedelta(1)
    while True:
        end = date(day.year, 12, 31)
        for stretch in calendar.stretches(day, end):
            yield stretch, False
        day = end + timedelta(1)


def _due(terms: Terms, started: date, end: date | None, calendar: WorkingCalendar) -> DueDate | None:
    if end is None:
        return None
    if terms.unit is Unit.DAYS:
        return due_date(OnDayOf("end"), end, calendar)
    return DueDate(end, end, calendar.missing_years(started + timedelta(1), end))


def _refuse_contradictions(terms: Terms, facts: RequestFacts) -> None:
    received, asked, supplement = facts.received_on, facts.supplement_asked_on, facts.supplement_received_on
    latest = received + timedelta(LONGEST_COUNT)
    known = [day for day in (asked, supplement, facts.extended_on) if day is not None]
    known += [item.asked_on for item in facts.consultations]
    known += [item.answered_on for item in facts.consultations if item.answered_on is not None]
    for day in known:
        if day < received:
            raise Refused(Text(f"{day}早于收到申请之日{received}", f"{day} lies before the receipt of {received}"))
        if day > latest:
            raise Refused(
                Text(f"{day}距收到申请之日{received}超过十年", f"{day} lies more than ten years after {received}")
            )
    if supplement is not None and (asked is None or supplement < asked):
        raise Refused(
            Text(
                "补正须先告知，收到补正不早于告知之日", "a supplement is asked for first and comes no earlier than that"
            )
        )
    for item in facts.consultations:
        if item.answered_on is not None and item.answered_on < item.asked_on:
            raise Refused(Text(f"征求意见{item}先后颠倒", f"the consultation {item} ends before it begins"))
        if item.whom not in terms.suspended_by:
            basis, whom = terms.basis.in_words(), item.whom.in_words()
            allowed = listed([event.in_words() for event in terms.suspended_by]) if terms.suspended_by else _NOTHING
            raise Refused(
                Text(
                    f"{basis.zh}没有规定{whom.zh}的时间不计入期限；不计入的有：{allowed.zh}",
                    f"{basis.en} counts the time for {whom.en}; it leaves out only: {allowed.en}",
                )
            )
    if facts.extended_by < 0 or facts.extended_by > terms.extension:
        most = amount(terms.extension, terms.unit)
        raise Refused(
            Text(
                f"延长不得超过{most.zh}（{terms.basis.in_words().zh}），写了{facts.extended_by}个",
                f"the extension is at most {most.en} ({terms.basis.in_words().en}), not {facts.extended_by}",
            )
        )


_NOTHING = Text("无", "nothing")


def _remarks(terms: Terms, facts: RequestFacts, calendar: WorkingCalendar) -> Iterator[Text]:
    """What the reader must know besides the days: late steps, and what the law does not settle."""
    if not calendar.presumably_worked(facts.received_on):
        moved = calendar.first_working_day_from(facts.received_on)
        yield Text(
            f"收到之日{facts.received_on}为休息日：此处从严自当日起算；如以次一工作日{moved}为收到之日，截止日相应顺延",
            f"{facts.received_on} is a day off: counted from that day, the stricter reading; "
            f"with receipt on the next working day, {moved}, the date moves on accordingly",
        )
    asked = facts.supplement_asked_on
    if asked is not None and terms.supplement_within is not None:
        within = terms.supplement_within
        notice = due_date(within, facts.received_on, calendar).day
        if asked > notice:
            yield Text(
                f"补正应在收到申请之日起{within.in_words().zh}（{notice}前）一次性告知，实际告知于{asked}",
                f"what to correct is told {within.in_words().en} of receipt, by {notice}; it was told on {asked}",
            )
    if asked is not None and ClockEvent.SUPPLEMENT not in terms.restarted_by:
        yield Text(
            f"{terms.basis.in_words().zh}没有规定补正后重新起算，期限仍自收到申请之日起计算",
            f"{terms.basis.in_words().en} does not let a supplement start the time again: it runs from the receipt",
        )


def _opening(reading: ClockReading) -> Text:
    facts, terms, start = reading.facts, reading.terms, reading.started_on
    what = Text("收到申请", "the request was received")
    if start != facts.received_on or (
        facts.supplement_received_on == start and ClockEvent.SUPPLEMENT in terms.restarted_by
    ):
        what = Text(
            f"收到补正后的申请（{facts.received_on}收到原申请），期限重新计算",
            f"the corrected request was received (the first on {facts.received_on}) and the time starts again",
        )
    total = amount(terms.count, terms.unit)
    if facts.extended_by:
        more = amount(facts.extended_by, terms.unit)
        total += Text(f"，延长{more.zh}", f", extended by {facts.extended_by}")
    basis = terms.basis.in_words()
    return Text(
        f"{start}（{weekday(start).zh}）{what.zh}；{total.zh}（{basis.zh}）；当日不计入",
        f"{start} ({weekday(start).en}): {what.en}; {total.en} ({basis.en}); that day is not counted",
    )


def _stands_still(reading: ClockReading) -> Text:
    if not reading.runs and reading.facts.supplement_asked_on is not None:
        return Text(
            "等待申请人补正：收到补正后的申请之日起重新计算，现无截止日",
            "the applicant is asked for a supplement: the time starts again when it comes, there is no due date now",
        )
    left = amount(reading.left, reading.terms.unit)
    return Text(
        f"期限中止：尚未收到意见，恢复后还有{left.zh}",
        f"the clock stands still until the answer comes; then {left.en} {'is' if reading.left == 1 else 'are'} left",
    )
