"""The nouns of a rule pack: obligations, figures, identities, areas, grounds, and the pack that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from compliance.law.basis import Basis
from compliance.law.deadlines import After, Deadline, Span
from compliance.law.faults import Place
from compliance.law.identities import Comparison
from compliance.law.periods import Period
from compliance.law.selectors import Selector
from compliance.law.text import Text


class Layer(IntEnum):
    """The level of government that made a rule; a lower one may be stricter, never looser."""

    NATION = 1
    PROVINCE = 2
    CITY = 3
    DISTRICT = 4


class Severity(StrEnum):
    """What it means when an obligation is not met."""

    BREACH = "breach"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def weight(self) -> int:
        """Greater is graver."""
        return {"breach": 3, "warning": 2, "notice": 1}[self.value]

    def in_words(self) -> Text:
        """The severity as a word."""
        return {
            Severity.BREACH: Text("违反规定", "breach"),
            Severity.WARNING: Text("警告", "warning"),
            Severity.NOTICE: Text("提示", "notice"),
        }[self]


class EvidenceKind(StrEnum):
    """What shows that a thing was published."""

    LINK = "link"
    PUBLISHED_ON = "published-on"
    FILE = "file"
    CHANNEL = "channel"
    NOTE = "note"

    def in_words(self) -> Text:
        """The kind as a word."""
        return {
            EvidenceKind.LINK: Text("链接", "link"),
            EvidenceKind.PUBLISHED_ON: Text("公开日期", "date of publication"),
            EvidenceKind.FILE: Text("文件", "file"),
            EvidenceKind.CHANNEL: Text("公开渠道", "channel"),
            EvidenceKind.NOTE: Text("说明", "note"),
        }[self]


class Step(StrEnum):
    """What must be done before a thing is published."""

    CONFIDENTIALITY_REVIEW = "confidentiality-review"

    def in_words(self) -> Text:
        """The step as a word."""
        return {Step.CONFIDENTIALITY_REVIEW: Text("保密审查", "confidentiality review")}[self]


class ClockEvent(StrEnum):
    """What the clock of a request depends on besides its receipt: others that are asked, and a supplement."""

    THIRD_PARTY_CONSULTATION = "third-party-consultation"
    OTHER_ORGAN_CONSULTATION = "other-organ-consultation"
    SUPPLEMENT = "supplement"

    def in_words(self) -> Text:
        """The event as a phrase."""
        return {
            ClockEvent.THIRD_PARTY_CONSULTATION: Text("征求第三方意见", "consulting a third party"),
            ClockEvent.OTHER_ORGAN_CONSULTATION: Text("征求其他机关意见", "consulting another organ"),
            ClockEvent.SUPPLEMENT: Text("补正申请", "a supplement"),
        }[self]


SUSPENSIONS = (ClockEvent.THIRD_PARTY_CONSULTATION, ClockEvent.OTHER_ORGAN_CONSULTATION)
"""What may stop the clock of a request."""

RESTARTS = (ClockEvent.SUPPLEMENT,)
"""What may start it again."""


class LifeCycle(StrEnum):
    """Which life cycle an obligation's work follows."""

    TASK = "task"
    REQUEST = "request"


class OverTime(StrEnum):
    """How a figure's periods make the year: added up, or the last one (a stock)."""

    SUM = "sum"
    LAST = "last"


class Part(StrEnum):
    """A part of the annual report that an area is told in."""

    PROACTIVE = "proactive"
    KEY_AREAS = "key-areas"
    INTERNET_SERVICES = "internet-services"
    PROPOSALS = "proposals"
    INTERPRETATION = "interpretation"
    OPINION_RESPONSE = "opinion-response"
    ON_REQUEST = "on-request"
    FEES = "fees"
    REMEDIES = "remedies"
    INSTITUTIONS = "institutions"
    PROBLEMS = "problems"
    ANNUAL_REPORT = "annual-report"


@dataclass(frozen=True, slots=True)
class InForce:
    """From and until which day a rule is in force, both included; `until` None means still."""

    first: date
    last: date | None = None

    def on(self, day: date) -> bool:
        """Whether the rule is in force on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)

    def touches(self, first: date, last: date) -> bool:
        """Whether the rule is in force on any day from `first` to `last`."""
        return self.first <= last and (self.last is None or first <= self.last)


@dataclass(frozen=True, slots=True)
class Ladder:
    """When to remind, in working days: before the due date, while overdue, and when the leader is told."""

    before: tuple[int, ...] = (10, 5, 1)
    overdue_every: int = 1
    escalate_after: int = 5


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the work, and the part of the annual report that tells it."""

    id: str
    title: Text
    part: Part
    order: int
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Event:
    """What starts a clock. The title is what stands in `自…之日起` and after `after`."""

    id: str
    title: Text
    place: Place = field(default=Place(""), compare=False)


class GroundUse(StrEnum):
    """What a legal ground is for: not to publish what would have to be published, or to refuse a request."""

    EXEMPTION = "exemption"
    REFUSAL = "refusal"

    def in_words(self) -> Text:
        """The use as a word."""
        return {
            GroundUse.EXEMPTION: Text("免予公开", "exemption"),
            GroundUse.REFUSAL: Text("答复申请时不予公开", "refusal of a request"),
        }[self]


@dataclass(frozen=True, slots=True)
class Ground:
    """A legal ground on which a task is exempted, or a request refused in whole or in part."""

    id: str
    title: Text
    basis: Basis
    used_for: tuple[GroundUse, ...] = tuple(GroundUse)
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Case:
    """A dated example: what starts the clock and the day that must come out. `start` is a day or a period."""

    start: date | Period
    due: date
    why: str
    place: Place


@dataclass(frozen=True, slots=True)
class Extension:
    """How often and by how much a clock may be extended."""

    once: After


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing the law asks of one or more departments. `key` names it over all packs."""

    key: str
    title: Text
    area: str
    basis: Basis
    who: Selector
    deadline: Deadline
    in_force: InForce
    layer: Layer
    place: Place
    supporting: Selector | None = None
    set_by_law: bool = True
    life_cycle: LifeCycle = LifeCycle.TASK
    evidence: tuple[EvidenceKind, ...] = (EvidenceKind.LINK, EvidenceKind.PUBLISHED_ON)
    before_publishing: tuple[Step, ...] = ()
    severity: Severity = Severity.BREACH
    ladder: Ladder = field(default_factory=Ladder)
    figures: tuple[str, ...] = ()
    extension: Extension | None = None
    suspended_by: tuple[ClockEvent, ...] = ()
    restarted_by: tuple[ClockEvent, ...] = ()
    supplement_within: After | None = None
    verified: bool = True
    illustrative: bool = False
    note: Text | None = None
    replaces: str | None = None
    ancestry: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()

    @property
    def root(self) -> str:
        """The key of the obligation that this one refines in the end; its own where it refines none."""
        return self.ancestry[0] if self.ancestry else self.key

    @property
    def packs(self) -> tuple[str, ...]:
        """The pack that made it, and then those that refined it, from the upper to the lower."""
        return tuple(key.partition("#")[0] for key in (*self.ancestry, self.key))


@dataclass(frozen=True, slots=True)
class Refinement:
    """What a lower pack changes in the obligation `refines`: only the fields in `changes`, by Obligation's names."""

    key: str
    refines: str
    changes: dict[str, Any]
    layer: Layer
    place: Place


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the report counts (统计指标), who enters it and how often."""

    id: str
    title: Text
    unit: Text
    percent: bool
    area: str
    entered_by: Selector
    period: Span
    over_time: OverTime
    basis: Basis
    required: bool
    verified: bool
    note: Text | None
    place: Place


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation or inequality that figures must satisfy (勾稽关系)."""

    key: str
    title: Text
    holds: Comparison
    severity: Severity
    basis: Basis
    verified: bool
    note: Text | None
    place: Place


@dataclass(frozen=True, slots=True)
class Silence:
    """A lint that is not to speak of the thing called `at` in its pack, and the reason."""

    lint: str
    at: str
    because: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Pack:
    """One legal source as rules. `key` is its path without the ending; `region` the part before its name."""

    key: str
    title: Text
    number: str
    issuer: str
    published: date
    layer: Layer
    in_force: InForce
    illustrative: bool
    note: Text | None
    place: Place
    areas: tuple[Area, ...]
    grounds: tuple[Ground, ...]
    obligations: tuple[Obligation, ...]
    refinements: tuple[Refinement, ...]
    figures: tuple[Figure, ...]
    identities: tuple[Identity, ...]
    silences: tuple[Silence, ...] = ()
    events: tuple[Event, ...] = ()
    articles: int | None = None
    """How many articles the text has, where the pack says so."""

    @property
    def region(self) -> str:
        """The region path to which the pack applies, with all below it."""
        return self.key.rpartition("/")[0]

    def applies_to(self, region: str) -> bool:
        """Whether an office in `region` is under this pack."""
        return region == self.region or region.startswith(self.region + "/")
