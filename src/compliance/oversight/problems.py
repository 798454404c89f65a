"""Problems and measures (问题、措施): what findings grow into, who owns them, and how they are put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256

from transitions import Machine

from compliance.law.calendars import WorkingCalendar
from compliance.law.faults import Refused
from compliance.law.obligations import Severity
from compliance.law.text import Text
from compliance.oversight.findings import Finding, FindingKind


class ProblemState(StrEnum):
    """Where a problem stands."""

    OPEN = "open"
    MEASURE_AGREED = "measure-agreed"
    IN_RECTIFICATION = "in-rectification"
    VERIFIED = "verified"
    REOPENED = "reopened"

    def in_words(self) -> Text:
        """The state as a word."""
        return {
            ProblemState.OPEN: Text("待整改", "open"),
            ProblemState.MEASURE_AGREED: Text("已定措施", "measure agreed"),
            ProblemState.IN_RECTIFICATION: Text("整改中", "in rectification"),
            ProblemState.VERIFIED: Text("已整改", "verified"),
            ProblemState.REOPENED: Text("重新打开", "reopened"),
        }[self]


class ProblemAct(StrEnum):
    """What is done to a problem."""

    AGREE = "agree"
    START = "start"
    VERIFY = "verify"
    REOPEN = "reopen"

    def in_words(self) -> Text:
        """The act as a word."""
        return {
            ProblemAct.AGREE: Text("商定措施", "agree a measure"),
            ProblemAct.START: Text("开始整改", "start rectification"),
            ProblemAct.VERIFY: Text("确认整改", "verify"),
            ProblemAct.REOPEN: Text("重新打开", "reopen"),
        }[self]


MACHINE = Machine(
    model=None,
    states=[state.value for state in ProblemState],
    transitions=[
        ["agree", "open", "measure-agreed"],
        ["agree", "reopened", "measure-agreed"],
        ["start", "measure-agreed", "in-rectification"],
        ["verify", "measure-agreed", "verified"],
        ["verify", "in-rectification", "verified"],
        ["reopen", "verified", "reopened"],
    ],
    initial=ProblemState.OPEN.value,
    auto_transitions=False,
    queued=False,
)


NO_CAUSE = Text("", "")
"""The cause of a problem that nobody has put into words."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of the office: what is wrong, where, since when, found by which findings or by an inspector."""

    id: str
    title: Text
    area: str
    owner: str
    opened_on: date
    state: ProblemState = ProblemState.OPEN
    findings: tuple[str, ...] = ()
    cause: Text = NO_CAUSE
    verified_on: date | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What is done about a problem, by whom, until when. `problem` empty: it answers no recorded problem."""

    id: str
    problem: str
    text: Text
    owner: str
    due: date
    done_on: date | None = None


def after(problem: Problem, act: ProblemAct, on: date) -> Problem:
    """The problem after `act`; raises Refused where its state does not allow it."""
    transitions = MACHINE.get_transitions(act.value, problem.state.value)
    if not transitions:
        state_words, act_words = problem.state.in_words(), act.in_words()
        raise Refused(
            Text(
                f"问题处于“{state_words.zh}”状态，不能{act_words.zh}",
                f"cannot {act_words.en}: the problem is {state_words.en}",
            )
        )
    state = ProblemState(str(transitions[0].dest))
    return replace(problem, state=state, verified_on=on if state is ProblemState.VERIFIED else None)


AT_ONCE = frozenset(
    {
        FindingKind.OVERDUE,
        FindingKind.PUBLISHED_LATE,
        FindingKind.REQUEST_OVERDUE,
        FindingKind.REQUEST_ANSWERED_LATE,
        FindingKind.COURT_ORDER_OPEN,
        FindingKind.IDENTITY_BROKEN,
    }
)
"""Kinds that become a problem on the day they are found, where they are a breach."""

NEVER = frozenset(
    {
        FindingKind.DUE_SOON,
        FindingKind.REQUEST_DUE_SOON,
        FindingKind.PROBLEM_WITHOUT_MEASURE,
        FindingKind.MEASURE_WITHOUT_PROBLEM,
    }
)
"""Kinds that warn or speak about the ledger itself."""

LASTING = frozenset({FindingKind.PUBLISHED_LATE, FindingKind.REQUEST_ANSWERED_LATE})
"""Kinds that stay true for ever: what was late cannot become timely, so they do not keep a problem from being solved."""

PERSISTS_AFTER = 10
"""Working days after which a finding that is no breach becomes a problem."""

_SAME_PROBLEM = {
    FindingKind.OVERDUE: "late",
    FindingKind.PUBLISHED_LATE: "late",
    FindingKind.REQUEST_OVERDUE: "requests",
    FindingKind.REQUEST_ANSWERED_LATE: "requests",
}


def problems_from(
    findings: Iterable[Finding],
    first_seen: Mapping[str, date],
    as_of: date,
    calendar: WorkingCalendar,
    department_names: Mapping[str, Text],
) -> tuple[Problem, ...]:
    """The problems that the findings of `as_of` amount to: one for each kind of failing and department.

    A breach becomes a problem at once, another finding when it has been open for more than ten working days.
    The same failing of the same department is the same problem, by its identifier, however often it is found.
    """
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.kind in NEVER or _in_time(finding):
            continue
        at_once = finding.severity is Severity.BREACH and finding.kind in AT_ONCE
        since = first_seen.get(finding.id, as_of)
        if at_once or calendar.working_days_between(since, as_of) > PERSISTS_AFTER:
            name = _SAME_PROBLEM.get(finding.kind, finding.kind.value)
            groups.setdefault((name, finding.department), []).append(finding)
    return tuple(
        _problem(name, department, group, as_of, department_names) for (name, department), group in groups.items()
    )


def _in_time(finding: Finding) -> bool:
    """Whether it tells of a court order whose day has not come yet."""
    return finding.kind is FindingKind.COURT_ORDER_OPEN and finding.severity is Severity.NOTICE


def _problem(
    name: str, department: str, findings: list[Finding], as_of: date, department_names: Mapping[str, Text]
) -> Problem:
    words = _TITLES[name]
    holder = department_names.get(department, Text(department, department))
    areas = {finding.area for finding in findings}
    return Problem(
        id="P" + sha256(f"{name}|{department}".encode()).hexdigest()[:8].upper(),
        title=Text(f"{holder.zh}{words.zh}", f"{holder.en}: {words.en}"),
        area=areas.pop() if len(areas) == 1 else "",
        owner=department,
        opened_on=as_of,
        findings=tuple(finding.id for finding in findings),
        cause=findings[0].words,
    )


_TITLES = {
    "late": Text("未在规定期限内公开", "not published within the time limit"),
    "requests": Text("未在法定期限内答复依申请公开", "requests not answered within the statutory time"),
    FindingKind.COURT_ORDER_OPEN.value: Text("法院判决公开的信息尚未公开", "disclosure ordered by a court not made"),
    FindingKind.IDENTITY_BROKEN.value: Text("填报数据相互矛盾", "figures contradict each other"),
    FindingKind.MISSING_EVIDENCE.value: Text("公开事项佐证不全", "evidence of publication incomplete"),
    FindingKind.UNREVIEWED.value: Text("公开事项长期未复核", "publications left unreviewed"),
    FindingKind.MISSING_FIGURE.value: Text("统计指标长期未填报", "figures not entered"),
    FindingKind.FIGURE_OUT_OF_PERIOD.value: Text("统计数据口径与期间不符", "figures do not cover the period"),
}
