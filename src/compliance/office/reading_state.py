"""From rows to the pure year: the only place where rows become values of the core."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from compliance.law.calendars import WorkingCalendar
from compliance.law.due_dates import Start
from compliance.law.faults import Refused
from compliance.law.obligations import Obligation
from compliance.law.periods import parse_period
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.office.models import (
    ActRecord,
    CourtOrderRecord,
    FigureRecord,
    MeasureRecord,
    OccurrenceRecord,
    OfficeRecord,
    PinnedRules,
    ProblemRecord,
    ProblemStepRecord,
    RequestRecord,
    TaskRecord,
    YearRecord,
)
from compliance.office.rule_files import Rules, read_rules
from compliance.oversight.problems import Measure, Problem, ProblemState
from compliance.work.amounts import parse_amount
from compliance.work.figures import FigureEntry
from compliance.work.office_file import read_office
from compliance.work.organisation import Office
from compliance.work.plan import Occurrence
from compliance.work.requests import Answer, AnswerKind, Request
from compliance.work.tasks import Act, DisclosureClass, Evidence, Task, TaskAct, TaskState
from compliance.work.work_year import CourtOrder, WorkYear


@dataclass(frozen=True)
class OpenYear:
    """A year that is open: its row, the office, the pinned rule book and the calendar."""

    record: YearRecord
    office: Office
    rule_book: RuleBook
    calendar: WorkingCalendar


def office_of(record: OfficeRecord) -> Office:
    """The office as its row holds it."""
    return _office(record.text)


def the_office() -> OfficeRecord:
    """The row of the one office in this database; raises Refused where there is none."""
    record = OfficeRecord.objects.first()
    if record is None:
        raise Refused(
            Text("数据库中没有单位；请先运行 compliance init", "the database holds no office; run `compliance init`")
        )
    return record


def open_year(year: int | None = None) -> OpenYear:
    """The open year of that number, or the newest; raises Refused where none is open."""
    office = the_office()
    records = YearRecord.objects.filter(office=office).select_related("office", "rules")
    record = records.filter(year=year).first() if year else records.order_by("-year").first()
    if record is None:
        name = f"{year}年" if year else "任何年度"
        raise Refused(
            Text(
                f"尚未开启{name}；请先运行 compliance year open",
                f"{f'the year {year} is not open' if year else 'no year is open'}; run `compliance year open`",
            )
        )
    return opened(record)


def open_years() -> tuple[OpenYear, ...]:
    """Every open year, the oldest first: what an old one still owes does not end with it. Raises Refused for none."""
    records = YearRecord.objects.filter(office=the_office()).select_related("office", "rules").order_by("year")
    return tuple(opened(record) for record in records) or (open_year(),)


def opened(record: YearRecord) -> OpenYear:
    """The year of a row with its rule book, as pinned."""
    office = office_of(record.office)
    rules = pinned(record.rules)
    rule_book = _pinned_rule_book(record.rules.digest, record.office.text, record.year)
    return OpenYear(record, office, rule_book, rules.calendar(office.calendar))


def pinned(record: PinnedRules) -> Rules:
    """The rules of a pin."""
    return _pinned(record.digest)


@lru_cache(maxsize=8)
def _pinned(digest: str) -> Rules:
    return read_rules(PinnedRules.objects.get(digest=digest).files)


@lru_cache(maxsize=8)
def _office(text: str) -> Office:
    return read_office(text, "office.yaml")


def rule_book_for(rules: Rules, office: Office, year: int) -> RuleBook:
    """The rule book of an office for a calendar year."""
    return RuleBook.for_office(rules.packs, office.region, date(year, 1, 1), date(year, 12, 31))


@lru_cache(maxsize=8)
def _pinned_rule_book(digest: str, office_text: str, year: int) -> RuleBook:
    return rule_book_for(_pinned(digest), _office(office_text), year)


def work_year(opened_year: OpenYear) -> WorkYear:
    """Everything in the rows of the year, as values."""
    record = opened_year.record
    acts: defaultdict[int, list[Act]] = defaultdict(list)
    for row in (
        ActRecord.objects.filter(task__year=record)
        .order_by("task_id", "number")
        .values_list(
            "task_id", "kind", "by", "on", "to", "evidence", "disclosure_class", "reason", "ground", "approved_by"
        )
    ):
        acts[row[0]].append(_act(*row[1:]))
    obligations = opened_year.rule_book.by_key
    return WorkYear(
        office=opened_year.office,
        rule_book=opened_year.rule_book,
        calendar=opened_year.calendar,
        year=record.year,
        tasks=tuple(
            Task(
                identifier, obligations[key], department, start_of(start), _subject(zh, en), tuple(acts.get(number, ()))
            )
            for number, identifier, key, department, start, zh, en in TaskRecord.objects.filter(year=record)
            .order_by("pk")
            .values_list("pk", "identifier", "obligation", "department", "start", "subject_zh", "subject_en")
        ),
        figures=tuple(
            FigureEntry(figure, department, parse_period(period), parse_amount(amount), entered_on, by, as_of, note)
            for figure, department, period, amount, entered_on, by, as_of, note in FigureRecord.objects.filter(
                year=record
            )
            .order_by("pk")
            .values_list("figure", "department", "period", "amount", "entered_on", "by", "as_of", "note")
        ),
        requests=tuple(request_of(row) for row in RequestRecord.objects.filter(year=record).order_by("pk")),
        court_orders=tuple(
            CourtOrder(
                row.identifier,
                row.department,
                row.subject,
                row.ordered_on,
                row.due,
                row.fulfilled_on,
                row.recorded_on,
            )
            for row in CourtOrderRecord.objects.filter(year=record).order_by("pk")
        ),
        occurrences=tuple(
            Occurrence(identifier, event, moment(at), Text(zh, en), department or None)
            for identifier, event, at, zh, en, department in OccurrenceRecord.objects.filter(year=record)
            .order_by("pk")
            .values_list("identifier", "event", "at", "subject_zh", "subject_en", "department")
        ),
    )


def task_of(row: TaskRecord, rule_book: RuleBook, acts: tuple[Act, ...]) -> Task:
    """One task with its acts."""
    obligation: Obligation = rule_book.by_key[row.obligation]
    subject = _subject(row.subject_zh, row.subject_en)
    return Task(row.identifier, obligation, row.department, start_of(row.start), subject, acts)


def _subject(zh: str, en: str) -> Text | None:
    return Text(zh, en) if zh else None


def acts_of(rows: Iterable[ActRecord]) -> tuple[Act, ...]:
    """Acts in the order of their rows."""
    return tuple(
        _act(
            row.kind,
            row.by,
            row.on,
            row.to,
            row.evidence,
            row.disclosure_class,
            row.reason,
            row.ground,
            row.approved_by,
        )
        for row in rows
    )


def _act(
    kind: str,
    by: str,
    on: date,
    to: str,
    evidence: dict[str, str] | None,
    disclosure_class: str,
    reason: str,
    ground: str,
    approved_by: str,
) -> Act:
    return Act(
        kind=TaskAct(kind),
        by=by,
        on=on,
        to=TaskState(to),
        evidence=None if evidence is None else _evidence(evidence),
        disclosure_class=DisclosureClass(disclosure_class) if disclosure_class else None,
        reason=reason,
        ground=ground,
        approved_by=approved_by,
    )


def _evidence(written: dict[str, str]) -> Evidence:
    published_on = written.get("published_on")
    return Evidence(
        link=written.get("link", ""),
        published_on=date.fromisoformat(published_on) if published_on else None,
        file=written.get("file", ""),
        channel=written.get("channel", ""),
        note=written.get("note", ""),
    )


@lru_cache(maxsize=4096)
def start_of(words: str) -> Start:
    """What a task's clock starts from, as its row holds it: a period, a day or a moment."""
    return moment(words) if words.count("-") == 2 else parse_period(words)


def moment(words: str) -> date | datetime:
    """A day, or a day and a time, as a row holds it."""
    return datetime.fromisoformat(words) if "T" in words else date.fromisoformat(words)


def request_of(row: RequestRecord) -> Request:
    """One request with its answer."""
    answer = None
    if row.answer and row.answered_on:
        answer = Answer(AnswerKind(row.answer), row.answered_on, row.answered_by, row.ground)
    return Request(row.identifier, row.department, row.received_on, row.channel, row.subject, answer)


def problems_and_measures(record: YearRecord, as_of: date) -> tuple[tuple[Problem, ...], tuple[Measure, ...]]:
    """The ledger of the year as it stood at the end of `as_of`."""
    steps: defaultdict[int, list[ProblemStepRecord]] = defaultdict(list)
    for step in ProblemStepRecord.objects.filter(problem__year=record, on__lte=as_of).order_by("problem_id", "number"):
        steps[step.problem_id].append(step)
    problems = tuple(
        _after_steps(problem_of(row), steps[row.pk])
        for row in ProblemRecord.objects.filter(year=record, opened_on__lte=as_of).order_by("pk")
    )
    measures = tuple(
        Measure(
            row.identifier,
            row.problem,
            Text(row.text_zh, row.text_en),
            row.owner,
            row.due,
            row.done_on if row.done_on and row.done_on <= as_of else None,
        )
        for row in MeasureRecord.objects.filter(year=record, agreed_on__lte=as_of).order_by("pk")
    )
    return problems, measures


def _after_steps(problem: Problem, steps: list[ProblemStepRecord]) -> Problem:
    """The problem as those steps left it."""
    state = ProblemState(steps[-1].to)
    return replace(
        problem,
        state=state,
        findings=tuple(finding for step in steps for finding in step.findings),
        verified_on=steps[-1].on if state is ProblemState.VERIFIED else None,
    )


def problem_of(row: ProblemRecord) -> Problem:
    """One problem as its row holds it, after all its steps."""
    return Problem(
        id=row.identifier,
        title=Text(row.title_zh, row.title_en),
        area=row.area,
        owner=row.owner,
        opened_on=row.opened_on,
        state=ProblemState(row.state),
        findings=tuple(row.findings),
        cause=Text(row.cause_zh, row.cause_en),
        verified_on=row.verified_on,
    )
