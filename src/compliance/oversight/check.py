"""The check: what is due, late, thin or contradictory in a year's work on a given day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from compliance.law.basis import Basis
from compliance.law.faults import Refused
from compliance.law.identities import Relation
from compliance.law.obligations import Severity
from compliance.law.text import Text, listed
from compliance.oversight.findings import Finding, FindingKind, working_days
from compliance.oversight.problems import Measure, Problem, ProblemState
from compliance.work.requests import OPEN, Request, request_obligation
from compliance.work.tasks import Task, TaskState
from compliance.work.work_year import WorkYear


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when on a check speaks, in working days."""

    due_soon: int = 5
    review_within: int = 10


_NO_BASIS = Basis(Text("", ""), Text("", ""))


def check(
    year: WorkYear,
    as_of: date,
    problems: Iterable[Problem] = (),
    measures: Iterable[Measure] = (),
    thresholds: Thresholds | None = None,
) -> tuple[Finding, ...]:
    """Every finding at the end of `as_of`, gravest first, then by department and subject.

    `year` may hold later facts; they are left out. The same facts and day give the same findings.
    """
    limits = thresholds or Thresholds()
    then = year.as_of(as_of)
    found = [finding for task in then.tasks for finding in _of_task(task, then, as_of, limits)]
    for request in then.requests:
        found.extend(_of_request(request, then, as_of, limits))
    found.extend(_of_court_orders(then, as_of))
    found.extend(_of_figures(then, as_of))
    found.extend(_of_identities(then))
    found.extend(_of_ledger(tuple(problems), tuple(measures), as_of))
    order = list(FindingKind)
    return tuple(
        sorted(found, key=lambda item: (-item.severity.weight, order.index(item.kind), item.department, item.subject))
    )


def _of_task(task: Task, year: WorkYear, as_of: date, limits: Thresholds) -> Iterator[Finding]:
    state = task.state
    if state is TaskState.EXEMPTED:
        return
    due = year.due(task)
    calendar = year.calendar
    if state is TaskState.PENDING:
        if as_of > due.day:
            late = calendar.working_days_between(due.day, as_of)
            yield _task_finding(
                FindingKind.OVERDUE,
                task,
                year,
                task.obligation.severity,
                Text(f"应于{due.day}前完成，", f"was due on {due.day}, ") + _overdue(late),
            )
        elif (due.day - as_of).days <= limits.due_soon * 3 + 14:
            left = calendar.working_days_between(as_of, due.last_working_day)
            if left <= limits.due_soon:
                yield _task_finding(
                    FindingKind.DUE_SOON,
                    task,
                    year,
                    Severity.NOTICE,
                    Text(
                        f"应于{due.day}前完成，还有{max(left, 0)}个工作日",
                        f"due on {due.day}, {working_days(max(left, 0))} left",
                    ),
                )
        return
    published = task.published_on
    if published is not None and published > due.day:
        late = calendar.working_days_between(due.day, published)
        yield _task_finding(
            FindingKind.PUBLISHED_LATE,
            task,
            year,
            task.obligation.severity,
            Text(
                f"应于{due.day}前完成，实际于{published}公开，晚{late}个工作日",
                f"was due on {due.day}, published on {published}, {working_days(late)} late",
            ),
        )
    missing = task.missing_evidence()
    if missing:
        words = listed([kind.in_words() for kind in missing])
        yield _task_finding(
            FindingKind.MISSING_EVIDENCE,
            task,
            year,
            Severity.WARNING,
            Text(f"已公开，佐证缺：{words.zh}", f"published, but evidence is missing: {words.en}"),
        )
    if state is TaskState.PUBLISHED and published is not None:
        acted = task.acts[-1].on
        waiting = calendar.working_days_between(acted, as_of)
        if waiting > limits.review_within:
            yield _task_finding(
                FindingKind.UNREVIEWED,
                task,
                year,
                Severity.WARNING,
                Text(f"公开后{waiting}个工作日未复核", f"not reviewed for {working_days(waiting)}"),
            )


def _overdue(days: int) -> Text:
    """How long a thing is overdue; on the day off after a due date no working day has passed yet."""
    return Text(f"已逾期{days}个工作日", f"{working_days(days)} overdue") if days else Text("已逾期", "overdue")


def _task_finding(kind: FindingKind, task: Task, year: WorkYear, severity: Severity, words: Text) -> Finding:
    title = task.title
    return Finding(
        kind=kind,
        subject=task.id,
        severity=severity,
        department=task.department,
        area=task.obligation.area,
        words=Text(f"{title.zh}：{words.zh}", f"{title.en}: {words.en}"),
        basis=task.obligation.basis,
        task=task.id,
        verified=task.obligation.verified,
    )


def _of_request(request: Request, year: WorkYear, as_of: date, limits: Thresholds) -> Iterator[Finding]:
    try:
        obligation = request_obligation(year.rule_book, request.received_on)
    except Refused:
        return
    due = year.request_clock(request).due
    if due is None:
        return  # its clock stands still

    def finding(kind: FindingKind, severity: Severity, words: Text) -> Finding:
        return Finding(
            kind=kind,
            subject=request.id,
            severity=severity,
            department=request.department,
            area=obligation.area,
            words=Text(f"申请{request.id}：{words.zh}", f"request {request.id}: {words.en}"),
            basis=obligation.basis,
            verified=obligation.verified,
        )

    if request.state in OPEN:
        left = year.calendar.working_days_between(as_of, due.day)
        if as_of > due.day:
            yield finding(
                FindingKind.REQUEST_OVERDUE,
                obligation.severity,
                Text(f"应于{due.day}前答复，", f"due on {due.day}, ") + _overdue(-left),
            )
        elif left <= limits.due_soon:
            yield finding(
                FindingKind.REQUEST_DUE_SOON,
                Severity.NOTICE,
                Text(f"应于{due.day}前答复，还有{left}个工作日", f"due on {due.day}, {working_days(left)} left"),
            )
    elif request.answer is not None and year.answered_late(request):
        yield finding(
            FindingKind.REQUEST_ANSWERED_LATE,
            obligation.severity,
            Text(
                f"应于{due.day}前答复，实际于{request.answer.on}答复",
                f"due on {due.day}, answered on {request.answer.on}",
            ),
        )


def _of_court_orders(year: WorkYear, as_of: date) -> Iterator[Finding]:
    for order in year.court_orders:
        if order.fulfilled_on is not None:
            continue
        if order.due is None:
            words = Text(
                "尚未履行，且未登记法院确定的期限", "not carried out, and the day set by the court is not recorded"
            )
        elif as_of > order.due:
            words = Text(f"应于{order.due}前履行，已逾期", f"was to be carried out by {order.due}, overdue")
        else:
            words = Text(f"应于{order.due}前履行", f"to be carried out by {order.due}")
        yield Finding(
            kind=FindingKind.COURT_ORDER_OPEN,
            subject=order.id,
            severity=Severity.NOTICE if order.due is not None and as_of <= order.due else Severity.BREACH,
            department=order.department,
            area="",
            words=Text(f"判决公开“{order.subject}”：{words.zh}", f"judgment ordering `{order.subject}`: {words.en}"),
            basis=_NO_BASIS,
        )


def _of_figures(year: WorkYear, as_of: date) -> Iterator[Finding]:
    table = year.figure_table
    for figure in year.rule_book.figures.values():
        for expected in table.missing(figure) if figure.required else ():
            if as_of <= expected.period.last:
                continue
            period = expected.period.in_words()
            yield Finding(
                kind=FindingKind.MISSING_FIGURE,
                subject=f"{figure.id}|{expected.department}|{expected.period}",
                severity=Severity.WARNING,
                department=expected.department,
                area=figure.area,
                words=Text(f"未填报{period.zh}“{figure.title.zh}”", f"`{figure.title.en}` not entered for {period.en}"),
                basis=figure.basis,
                verified=figure.verified,
            )
    for entry in table.entries.values():
        if entry.as_of is None or entry.as_of == entry.period.last:
            continue
        if as_of <= entry.period.last and entry.period.first <= entry.as_of <= entry.period.last:
            continue  # the period still runs: the figure can be brought up to date
        figure = year.rule_book.figures[entry.figure]
        yield Finding(
            kind=FindingKind.FIGURE_OUT_OF_PERIOD,
            subject=f"{entry.figure}|{entry.department}|{entry.period}",
            severity=Severity.WARNING,
            department=entry.department,
            area=figure.area,
            words=Text(
                f"“{figure.title.zh}”截至{entry.as_of}，而统计期截至{entry.period.last}",
                f"`{figure.title.en}` is as of {entry.as_of}, the period ends on {entry.period.last}",
            ),
            basis=figure.basis,
        )


_SHOULD = {
    Relation.EQUAL: Text("等于", "equal"),
    Relation.AT_MOST: Text("不大于", "be at most"),
    Relation.AT_LEAST: Text("不小于", "be at least"),
}


def _of_identities(year: WorkYear) -> Iterator[Finding]:
    for outcome in year.figure_table.outcomes():
        if outcome.holds is not False:
            continue
        identity = outcome.identity
        holds = identity.holds
        figures = [year.rule_book.figures[name] for name in holds.figures_of_the_year() or holds.figures()]
        owners = year.office.selected(figures[0].entered_by) if figures else ()
        relation = _SHOULD[identity.holds.relation]
        yield Finding(
            kind=FindingKind.IDENTITY_BROKEN,
            subject=identity.key,
            severity=identity.severity,
            department=owners[0].id if len(owners) == 1 else year.office.coordinator,
            area=figures[0].area if figures else "",
            words=Text(
                f"{identity.title.zh}：填报的 {outcome.left} 应当{relation.zh} {outcome.right}，不符",
                f"{identity.title.en}: {outcome.left} should {relation.en} {outcome.right}; it is not so",
            ),
            basis=identity.basis,
            verified=identity.verified,
        )


def _of_ledger(problems: tuple[Problem, ...], measures: tuple[Measure, ...], as_of: date) -> Iterator[Finding]:
    with_measure = {measure.problem for measure in measures}
    known = {problem.id for problem in problems}
    for problem in problems:
        if problem.opened_on > as_of:
            continue
        if problem.id not in with_measure and problem.state is not ProblemState.VERIFIED:
            yield Finding(
                kind=FindingKind.PROBLEM_WITHOUT_MEASURE,
                subject=problem.id,
                severity=Severity.WARNING,
                department=problem.owner,
                area=problem.area,
                words=Text(f"问题“{problem.title.zh}”没有整改措施", f"the problem `{problem.title.en}` has no measure"),
                basis=_NO_BASIS,
            )
    for measure in measures:
        if measure.problem not in known:
            yield Finding(
                kind=FindingKind.MEASURE_WITHOUT_PROBLEM,
                subject=measure.id,
                severity=Severity.WARNING,
                department=measure.owner,
                area="",
                words=Text(
                    f"措施“{measure.text.zh}”没有对应的问题", f"the measure `{measure.text.en}` answers no problem"
                ),
                basis=_NO_BASIS,
            )
