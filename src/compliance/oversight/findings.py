"""A finding: one thing that a check found, with its severity, its place in the work and its legal basis."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from compliance.law.basis import Basis
from compliance.law.obligations import Severity
from compliance.law.text import Text


class FindingKind(StrEnum):
    """What kind of thing was found."""

    OVERDUE = "overdue"
    PUBLISHED_LATE = "published-late"
    DUE_SOON = "due-soon"
    MISSING_EVIDENCE = "missing-evidence"
    UNREVIEWED = "unreviewed"
    REQUEST_OVERDUE = "request-overdue"
    REQUEST_DUE_SOON = "request-due-soon"
    REQUEST_ANSWERED_LATE = "request-answered-late"
    COURT_ORDER_OPEN = "court-order-open"
    MISSING_FIGURE = "missing-figure"
    FIGURE_OUT_OF_PERIOD = "figure-out-of-period"
    IDENTITY_BROKEN = "identity-broken"
    PROBLEM_WITHOUT_MEASURE = "problem-without-measure"
    MEASURE_WITHOUT_PROBLEM = "measure-without-problem"

    def in_words(self) -> Text:
        """The kind as a word."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    FindingKind.OVERDUE: Text("逾期未公开", "overdue"),
    FindingKind.PUBLISHED_LATE: Text("逾期公开", "published late"),
    FindingKind.DUE_SOON: Text("即将到期", "due soon"),
    FindingKind.MISSING_EVIDENCE: Text("佐证不全", "missing evidence"),
    FindingKind.UNREVIEWED: Text("公开后未复核", "not reviewed"),
    FindingKind.REQUEST_OVERDUE: Text("申请逾期未答复", "request overdue"),
    FindingKind.REQUEST_DUE_SOON: Text("申请即将到期", "request due soon"),
    FindingKind.REQUEST_ANSWERED_LATE: Text("申请逾期答复", "request answered late"),
    FindingKind.COURT_ORDER_OPEN: Text("判决待履行", "court order open"),
    FindingKind.MISSING_FIGURE: Text("缺少统计指标", "missing figure"),
    FindingKind.FIGURE_OUT_OF_PERIOD: Text("统计口径超出期间", "figure out of period"),
    FindingKind.IDENTITY_BROKEN: Text("数据勾稽不符", "figures contradict each other"),
    FindingKind.PROBLEM_WITHOUT_MEASURE: Text("问题无整改措施", "problem without a measure"),
    FindingKind.MEASURE_WITHOUT_PROBLEM: Text("措施无对应问题", "measure without a problem"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    `subject` names what it is about (a task, request, figure, identity …); kind and subject together are its
    identity, the same from day to day. `department` is empty where it concerns the whole office.
    """

    kind: FindingKind
    subject: str
    severity: Severity
    department: str
    area: str
    words: Text
    basis: Basis
    task: str = ""
    verified: bool = True

    @property
    def id(self) -> str:
        """The finding's identity across days: it depends on kind and subject only."""
        return "F" + sha256(f"{self.kind}|{self.subject}".encode()).hexdigest()[:10].upper()


def working_days(count: int) -> str:
    """`1 working day`, `5 working days`: the count inside an English sentence."""
    return "1 working day" if count == 1 else f"{count} working days"
