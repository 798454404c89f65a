"""The year at a glance as data: who stands where in which area, what happened month by month, what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from compliance.law.obligations import Area, Severity
from compliance.law.text import Text
from compliance.oversight.findings import Finding, FindingKind
from compliance.oversight.problems import Problem, ProblemState
from compliance.reporting.account import Account
from compliance.reporting.figure_sentences import FigureWords, value_in_words
from compliance.reporting.plurals import plural
from compliance.reporting.tallies import Standing, Tally, standing, tally
from compliance.work.organisation import USUAL_WORK, Department
from compliance.work.tasks import DONE_BY_DEPARTMENT, Task, TaskAct

KEY_FIGURES = 8
"""So many key figures are shown: the totals that the most figures are added up to come first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One department's tasks in one area."""

    area: Area
    department: Department
    counts: Tally

    @property
    def standing(self) -> Standing | None:
        """The gravest standing of any task; None where the department owes nothing here."""
        return self.counts.worst


@dataclass(frozen=True, slots=True)
class Row:
    """An area with a cell for every department, and all its tasks."""

    area: Area
    cells: tuple[Cell, ...]
    counts: Tally


@dataclass(slots=True)
class Month:
    """What happened in one month, in numbers of tasks, requests and events."""

    year: int
    month: int
    in_time: int = 0
    late: int = 0
    returned: int = 0
    exempted: int = 0
    requests: int = 0
    answers: int = 0
    events: int = 0

    @property
    def published(self) -> int:
        """Tasks published in the month."""
        return self.in_time + self.late

    @property
    def title(self) -> Text:
        """The month with its year."""
        return Text(f"{self.year}年{self.month}月", f"{self.year}-{self.month:02}")


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one kind and severity."""

    kind: FindingKind
    severity: Severity
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """Something worth remembering that happened on a day."""

    day: date
    kind: Text
    words: Text


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure with its value, and whether a check doubts it."""

    area: Text
    title: Text
    value: Text
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The year at a glance."""

    office: Text
    year: int
    as_of: date
    counts: Tally
    departments: tuple[Department, ...]
    rows: tuple[Row, ...]
    by_department: Mapping[str, Tally]
    months: tuple[Month, ...]
    findings: tuple[FindingGroup, ...]
    problems: tuple[tuple[ProblemState, int], ...]
    open_problems: tuple[Problem, ...]
    requests: int
    key_figures: tuple[KeyFigure, ...]
    moments: tuple[Moment, ...]
    illustrative: Text | None
    names: Mapping[str, Text] = field(default_factory=dict)
    work: Text = USUAL_WORK

    def found(self, severity: Severity) -> int:
        """How many findings are that grave."""
        return sum(len(group.findings) for group in self.findings if group.severity is severity)


def overview(account: Account) -> Overview:
    """The account's year at a glance, as it stood on its day."""
    year = account.then
    office = year.office
    rows, by_department = _matrix(account)
    states = Counter(problem.state for problem in account.problems)
    return Overview(
        office=office.name,
        work=office.work,
        year=year.year,
        as_of=account.as_of,
        counts=tally(year.tasks, year, account.as_of),
        departments=office.departments,
        rows=rows,
        by_department=by_department,
        months=_months(account),
        findings=_groups(account.findings),
        problems=tuple((state, states[state]) for state in ProblemState if states[state]),
        open_problems=tuple(
            sorted(
                (problem for problem in account.problems if problem.state is not ProblemState.VERIFIED),
                key=lambda problem: (problem.opened_on, problem.id),
            )
        ),
        requests=len(year.requests),
        key_figures=_key_figures(account),
        moments=_moments(account),
        illustrative=account.illustrative,
        names={department.id: department.short_name for department in office.departments},
    )


def _matrix(account: Account) -> tuple[tuple[Row, ...], dict[str, Tally]]:
    year, as_of = account.then, account.as_of
    by_cell: dict[tuple[str, str], list[Task]] = {}
    by_area: dict[str, list[Task]] = {}
    by_department: dict[str, list[Task]] = {department.id: [] for department in year.office.departments}
    for task in year.tasks:
        area = task.obligation.area
        by_cell.setdefault((area, task.department), []).append(task)
        by_area.setdefault(area, []).append(task)
        by_department[task.department].append(task)
    rows = tuple(
        Row(
            area,
            tuple(
                Cell(area, department, tally(by_cell.get((area.id, department.id), ()), year, as_of))
                for department in year.office.departments
            ),
            tally(by_area[area.id], year, as_of),
        )
        for area in year.rule_book.areas.values()
        if area.id in by_area
    )
    return rows, {name: tally(tasks, year, as_of) for name, tasks in by_department.items()}


def _months(account: Account) -> tuple[Month, ...]:
    """From January of the year to the month of the account, at least to December."""
    year, as_of = account.then, account.as_of
    last = max((as_of.year, as_of.month), (year.year, 12))
    months = {
        (number // 12, number % 12 + 1): Month(number // 12, number % 12 + 1)
        for number in range(year.year * 12, last[0] * 12 + last[1])
    }

    def at(day: date) -> Month:
        # what came before the year, such as a document made in December, is shown in January
        return months[max((year.year, 1), (day.year, day.month))]

    for task in year.tasks:
        if task.state in DONE_BY_DEPARTMENT and task.published_on is not None and task.published_on <= as_of:
            month = at(task.published_on)
            if standing(task, year, as_of) is Standing.IN_TIME:
                month.in_time += 1
            else:
                month.late += 1
        for act in task.acts:
            if act.kind is TaskAct.RETURN:
                at(act.on).returned += 1
            elif act.kind is TaskAct.EXEMPT:
                at(act.on).exempted += 1
    for request in year.requests:
        at(request.received_on).requests += 1
        if request.answer is not None:
            at(request.answer.on).answers += 1
    for occurrence in year.occurrences:
        at(occurrence.on).events += 1
    return tuple(months.values())


def _groups(findings: tuple[Finding, ...]) -> tuple[FindingGroup, ...]:
    groups: dict[tuple[Severity, FindingKind], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.kind), []).append(finding)
    order = list(FindingKind)
    found = [FindingGroup(kind, severity, tuple(items)) for (severity, kind), items in groups.items()]
    return tuple(sorted(found, key=lambda group: (-group.severity.weight, order.index(group.kind))))


def _key_figures(account: Account) -> tuple[KeyFigure, ...]:
    """The totals of the sums first, then the other figures that have to be given, in the order of the report."""
    year = account.then
    words = FigureWords(year.figure_table)
    doubtful = {
        name
        for finding in account.findings
        if finding.kind is FindingKind.IDENTITY_BROKEN
        for identity in year.rule_book.identities
        if identity.key == finding.subject
        for name in identity.holds.figures_of_the_year()
    }
    totals = {item.total for item in words.breakdowns}
    areas = list(year.rule_book.areas)
    ordered = sorted(
        (figure for figure in year.rule_book.figures.values() if words.given(figure)),
        key=lambda figure: (figure.id not in totals, areas.index(figure.area)),
    )
    chosen = []
    seen: set[str] = set()
    for figure in ordered:
        amount = year.figure_table.total(figure.id)
        # one figure for each area, so that no area crowds out the others
        if amount is None or not amount.is_number or figure.area in seen:
            continue
        seen.add(figure.area)
        chosen.append(
            KeyFigure(
                account.area_title(figure.area), figure.title, value_in_words(figure, amount), figure.id in doubtful
            )
        )
    return tuple(chosen[:KEY_FIGURES])


def _moments(account: Account) -> tuple[Moment, ...]:
    year = account.then
    moments = [Moment(item.on, Text("事件", "Event"), item.subject) for item in year.occurrences]
    for order in year.court_orders:
        if order.ordered_on is not None:
            words = Text(f"法院判决公开：{order.subject}", f"A court orders disclosure ({order.id})")
            moments.append(Moment(order.ordered_on, Text("判决", "Judgment"), words))
        if order.fulfilled_on is not None:
            words = Text(f"履行判决：{order.subject}", f"The judgment is carried out ({order.id})")
            moments.append(Moment(order.fulfilled_on, Text("判决", "Judgment"), words))
    for request in year.requests:
        if request.answer is not None and year.answered_late(request):
            words = Text(f"申请{request.id}逾期答复", f"Request {request.id} is answered late")
            moments.append(Moment(request.answer.on, Text("申请", "Request"), words))
    exempted = Counter(act.on for task in year.tasks for act in task.acts if act.kind is TaskAct.EXEMPT)
    moments.extend(
        Moment(day, Text("免除", "Exemption"), Text(f"依法免除任务{number}项", f"{plural(number, 'task')} exempted"))
        for day, number in exempted.items()
    )
    opened = Counter(problem.opened_on for problem in account.problems)
    moments.extend(
        Moment(day, Text("问题", "Problem"), Text(f"登记问题{number}个", f"{plural(number, 'problem')} recorded"))
        for day, number in opened.items()
    )
    verified = Counter(problem.verified_on for problem in account.problems if problem.verified_on)
    moments.extend(
        Moment(day, Text("整改", "Put right"), Text(f"完成整改{number}个", f"{plural(number, 'problem')} put right"))
        for day, number in verified.items()
        if day is not None
    )
    return tuple(sorted((item for item in moments if item.day <= account.as_of), key=lambda item: item.day))
