"""From rows to the pure year: the only place where rows become values of the core."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from compliance.law.calendars import WorkingCalendar
from compliance.law.due_dates import Start
from compliance.law.faults import Refused
from compliance.law.obligations import ClockEvent
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
from compliance.work.requests import Answer, AnswerKind, Request, RequestAct, RequestStep
from compliance.work.tasks import Act, DisclosureClass, Evidence, Task, TaskAct, TaskState
from compliance.work.work_year import CourtOrder, DueDates, WorkYear, YearBefore


@dataclass(frozen=True)
class OpenYear:
    """A year that is open: its row, the office, the pinned rule book and the calendar."""

    record: YearRecord
    office: Office
    rule_book: RuleBook
    calendar: WorkingCalendar
    due_dates: DueDates = field(default_factory=DueDates, compare=False, repr=False)
    tasks_read: dict[int, tuple[int, Task]] = field(default_factory=dict, compare=False, repr=False)
    """Tasks by the number of their row, each with the version of the row that it was read from."""
    figures_read: dict[int, FigureEntry] = field(default_factory=dict, compare=False, repr=False)
    """Entries of figures by the number of their row."""


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
    return WorkYear(
        office=opened_year.office,
        rule_book=opened_year.rule_book,
        calendar=opened_year.calendar,
        year=record.year,
        tasks=_tasks(opened_year),
        figures=_figures(opened_year),
        requests=_requests(record),
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
        before=_year_before(opened_year),
        due_dates=opened_year.due_dates,
    )


def _year_before(opened_year: OpenYear) -> YearBefore | None:
    """The figures of the year before, where an identity of this year asks for them and that year is held here."""
    if not any(identity.holds.figures_of_the_year_before() for identity in opened_year.rule_book.identities):
        return None
    year = opened_year.record.year - 1
    row = (
        YearRecord.objects.filter(office=opened_year.record.office, year=year).select_related("office", "rules").first()
    )
    if row is None:
        return None
    earlier = opened(row)
    return YearBefore(earlier.rule_book, year, _figures(earlier))


def _tasks(opened_year: OpenYear) -> tuple[Task, ...]:
    """The tasks with their acts, in the order of their rows.

    A row's version grows with every act, so a task is read again only where its version is a new one. What is read
    is kept when the transaction commits: a version that was rolled back may come again with other acts.
    """
    rows = TaskRecord.objects.filter(year=opened_year.record).order_by("pk").values_list("pk", "version")
    versions: dict[int, int] = dict(rows)
    read = opened_year.tasks_read
    changed = [pk for pk, version in versions.items() if pk not in read or read[pk][0] != version]
    if changed:
        fresh = {pk: (versions[pk], task) for pk, task in _read_tasks(opened_year, changed) if pk in versions}
        transaction.on_commit(partial(_remember, read, fresh))
        read = read | fresh
    return tuple(read[pk][1] for pk in versions if pk in read)


def _remember(memory: dict[int, Any], fresh: Mapping[int, Any]) -> None:
    for number in fresh:
        memory[number] = fresh[number]


MANY = 500
"""From so many rows on the whole year is read, rather than row by row: databases limit how many they can be asked."""


def _read_tasks(opened_year: OpenYear, numbers: list[int]) -> Iterator[tuple[int, Task]]:
    task_rows, act_rows = TaskRecord.objects.all(), ActRecord.objects.all()
    if len(numbers) < MANY:
        task_rows, act_rows = task_rows.filter(pk__in=numbers), act_rows.filter(task__in=numbers)
    else:
        task_rows, act_rows = (
            task_rows.filter(year=opened_year.record),
            act_rows.filter(task__year=opened_year.record),
        )
    acts = _acts(act_rows)
    for number, *columns in task_rows.order_by("pk").values_list(
        "pk", "identifier", "obligation", "department", "start", "subject_zh", "subject_en"
    ):
        yield number, _task(opened_year, acts[number], *columns)


def _acts(rows: QuerySet[ActRecord]) -> defaultdict[int, list[Act]]:
    """Acts by the number of their task's row, in the order of their own numbers."""
    acts: defaultdict[int, list[Act]] = defaultdict(list)
    for number, *columns in rows.order_by("task_id", "number").values_list(
        "task_id", "kind", "by", "on", "to", "evidence", "disclosure_class", "reason", "ground", "approved_by"
    ):
        acts[number].append(_act(*columns))
    return acts


def _task(
    opened_year: OpenYear, acts: list[Act], identifier: str, key: str, department: str, start: str, zh: str, en: str
) -> Task:
    obligation = opened_year.rule_book.by_key[key]
    return Task(identifier, obligation, department, start_of(start), Text(zh, en) if zh else None, tuple(acts))


def _figures(opened_year: OpenYear) -> tuple[FigureEntry, ...]:
    """The entries in the order of their rows. A row never changes, so each is read once, and kept as tasks are."""
    rows = FigureRecord.objects.filter(year=opened_year.record)
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    read = opened_year.figures_read
    unread = [number for number in numbers if number not in read]
    if unread:
        chosen = rows.filter(pk__in=unread) if len(unread) < MANY else rows
        fresh = {
            number: FigureEntry(figure, department, parse_period(period), parse_amount(amount), *rest)
            for number, figure, department, period, amount, *rest in chosen.values_list(
                "pk", "figure", "department", "period", "amount", "entered_on", "by", "as_of", "note"
            )
        }
        transaction.on_commit(partial(_remember, opened_year.figures_read, fresh))
        read = read | fresh
    return tuple(read[number] for number in numbers)


def task_of(opened_year: OpenYear, row: TaskRecord) -> Task:
    """The task of a row with its acts."""
    known = opened_year.tasks_read.get(row.pk)
    if known is not None and known[0] == row.version:
        return known[1]
    acts = _acts(row.acts.all())[row.pk]
    return _task(
        opened_year, acts, row.identifier, row.obligation, row.department, row.start, row.subject_zh, row.subject_en
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


@lru_cache(maxsize=4096)
def moment(words: str) -> date | datetime:
    """A day, or a day and a time, as a row holds it."""
    return datetime.fromisoformat(words) if "T" in words else date.fromisoformat(words)


def _requests(record: YearRecord) -> tuple[Request, ...]:
    rows = RequestRecord.objects.filter(year=record).order_by("pk")
    return tuple(request_of(row) for row in rows.prefetch_related("steps"))


def request_of(row: RequestRecord) -> Request:
    """One request with its steps and its answer."""
    answer = None
    if row.answer and row.answered_on:
        answer = Answer(AnswerKind(row.answer), row.answered_on, row.answered_by, row.ground)
    steps = tuple(
        RequestStep(
            RequestAct(step.act),
            step.by,
            step.on,
            ClockEvent(step.whom) if step.whom else None,
            step.days,
            step.until,
            step.note,
        )
        for step in sorted(row.steps.all(), key=lambda step: step.number)
    )
    return Request(row.identifier, row.department, row.received_on, row.channel, row.subject, answer, steps)


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
