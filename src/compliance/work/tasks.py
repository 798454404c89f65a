"""A task: one obligation, one department, one period or event; its state follows from the acts done on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from compliance.law.due_dates import Start
from compliance.law.obligations import EvidenceKind, Obligation
from compliance.law.text import Text


class TaskState(StrEnum):
    """Where a task stands. Late, due soon or thin are findings, never states."""

    PENDING = "pending"
    PUBLISHED = "published"
    REVIEWED = "reviewed"
    EXEMPTED = "exempted"

    def in_words(self) -> Text:
        """The state as a word."""
        return {
            TaskState.PENDING: Text("待公开", "pending"),
            TaskState.PUBLISHED: Text("已公开待复核", "published"),
            TaskState.REVIEWED: Text("已复核", "reviewed"),
            TaskState.EXEMPTED: Text("已免除", "exempted"),
        }[self]


DONE_BY_DEPARTMENT = frozenset({TaskState.PUBLISHED, TaskState.REVIEWED})
"""The department has published; what remains is the coordinator's."""

CLOSED = frozenset({TaskState.REVIEWED, TaskState.EXEMPTED})
"""Nothing more is owed."""


class TaskAct(StrEnum):
    """What a person does to a task."""

    CLASSIFY = "classify"
    PUBLISH = "publish"
    ADD_EVIDENCE = "add-evidence"
    REVIEW = "review"
    RETURN = "return"
    EXEMPT = "exempt"

    def in_words(self) -> Text:
        """The act as a word."""
        return {
            TaskAct.CLASSIFY: Text("保密审查", "classify"),
            TaskAct.PUBLISH: Text("公开", "publish"),
            TaskAct.ADD_EVIDENCE: Text("补充佐证", "add evidence"),
            TaskAct.REVIEW: Text("复核", "review"),
            TaskAct.RETURN: Text("退回", "return"),
            TaskAct.EXEMPT: Text("免除", "exempt"),
        }[self]


GIVES_EVIDENCE = frozenset({TaskAct.PUBLISH, TaskAct.ADD_EVIDENCE})
"""The acts whose evidence is checked, and so the only ones whose evidence counts."""


class DisclosureClass(StrEnum):
    """The three classes into which information is sorted before it is published."""

    PROACTIVE = "proactive"
    ON_REQUEST = "on-request"
    WITHHELD = "withheld"

    def in_words(self) -> Text:
        """The class as a word."""
        return {
            DisclosureClass.PROACTIVE: Text("主动公开", "proactive"),
            DisclosureClass.ON_REQUEST: Text("依申请公开", "on request"),
            DisclosureClass.WITHHELD: Text("不予公开", "withheld"),
        }[self]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a thing was published (佐证). Empty text means not given."""

    link: str = ""
    published_on: date | None = None
    file: str = ""
    channel: str = ""
    note: str = ""

    def kinds(self) -> frozenset[EvidenceKind]:
        """Which kinds of evidence are given."""
        return frozenset(kind for kind in EvidenceKind if self.gives(kind))

    def gives(self, kind: EvidenceKind) -> bool:
        """Whether evidence of that kind is given; blanks are nothing."""
        match kind:
            case EvidenceKind.LINK:
                return bool(self.link.strip())
            case EvidenceKind.PUBLISHED_ON:
                return self.published_on is not None
            case EvidenceKind.FILE:
                return bool(self.file.strip())
            case EvidenceKind.CHANNEL:
                return bool(self.channel.strip())
            case EvidenceKind.NOTE:
                return bool(self.note.strip())


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a task: who did it on which day, what it brought, and the state it led to."""

    kind: TaskAct
    by: str
    on: date
    to: TaskState
    evidence: Evidence | None = None
    disclosure_class: DisclosureClass | None = None
    reason: str = ""
    ground: str = ""
    approved_by: str = ""


def identified(office: str, duty: str, department: str, part: str) -> str:
    """The identifier of a task: the same office, duty, department and period or event give the same one anywhere."""
    return "T" + sha256(f"{office}|{duty}|{department}|{part}".encode()).hexdigest()[:10].upper()


@dataclass(frozen=True)
class Task:
    """One thing a department has to do. `start` is the day its clock started, or the period it is for.

    What follows from the acts alone is worked out once: a task is asked again every day, and seldom changes.
    """

    id: str
    obligation: Obligation
    department: str
    start: Start
    subject: Text | None = None
    acts: tuple[Act, ...] = ()

    @property
    def state(self) -> TaskState:
        """The state that the last act led to."""
        return self.acts[-1].to if self.acts else TaskState.PENDING

    @property
    def title(self) -> Text:
        """What is to be done, with the thing it is about."""
        if self.subject is None:
            return self.obligation.title
        return Text(f"{self.obligation.title.zh}：{self.subject.zh}", f"{self.obligation.title.en}: {self.subject.en}")

    @cached_property
    def published_on(self) -> date | None:
        """The day of publication: what the evidence says, otherwise the day of the act; None while pending."""
        if self.state not in DONE_BY_DEPARTMENT:
            return None
        act = self.last(TaskAct.PUBLISH)
        if act is None:
            return None
        stated = [item.published_on for item in self.evidence if item.published_on]
        return stated[0] if stated else act.on

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence given since the task was last returned: with the publication, or added to it."""
        return tuple(act.evidence for act in self.since_returned() if act.evidence and act.kind in GIVES_EVIDENCE)

    @property
    def times_returned(self) -> int:
        """How often a reviewer sent the task back."""
        return sum(act.kind is TaskAct.RETURN for act in self.acts)

    def since_returned(self) -> tuple[Act, ...]:
        """The acts since the task was last returned; all of them where it never was."""
        start = max((number for number, act in enumerate(self.acts, 1) if act.kind is TaskAct.RETURN), default=0)
        return self.acts[start:]

    def last(self, kind: TaskAct) -> Act | None:
        """The newest act of that kind, or None."""
        return next((act for act in reversed(self.acts) if act.kind is kind), None)

    def missing_evidence(self) -> tuple[EvidenceKind, ...]:
        """The kinds of evidence that the rule asks for and nobody gave."""
        return self._missing_evidence

    @cached_property
    def _missing_evidence(self) -> tuple[EvidenceKind, ...]:
        given = self.evidence
        return tuple(kind for kind in self.obligation.evidence if not any(item.gives(kind) for item in given))

    def after(self, act: Act) -> Task:
        """The task with one more act."""
        return replace(self, acts=(*self.acts, act))

    def as_of(self, day: date) -> Task:
        """The task as it stood at the end of `day`."""
        if not self.acts or self.acts[-1].on <= day:
            return self
        return replace(self, acts=tuple(act for act in self.acts if act.on <= day))
