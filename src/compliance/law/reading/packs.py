"""From the text of a rule pack to its obligations. Format: docs/rules/rule-pack.md.

The fields, their kinds and what each alone may hold are the table in `pack_fields.py`; here stands what lies across
fields, and how they become the nouns of `obligations.py`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from compliance.law.basis import Basis
from compliance.law.deadlines import YEARS, After, AtLeastEvery, Deadline, Span, Unit, event_of, span_of
from compliance.law.faults import Place
from compliance.law.obligations import (
    Area,
    Case,
    Event,
    Figure,
    Ground,
    Identity,
    Obligation,
    Pack,
    Refinement,
    Silence,
)
from compliance.law.periods import Period, parse_period
from compliance.law.reading.fields import asked, given, whole
from compliance.law.reading.pack_fields import (
    PERCENT,
    AreaFields,
    CaseFields,
    DutyFields,
    EventFields,
    FigureFields,
    GroundFields,
    IdentityFields,
    ObligationFields,
    RulePackFields,
    SilenceFields,
)
from compliance.law.reading.quick import Unsure
from compliance.law.reading.quick_packs import take_pack
from compliance.law.reading.records import Reading, Record
from compliance.law.reading.strict_yaml import quick_nodes
from compliance.law.text import Text

Identified = TypeVar("Identified", Area, Event, Ground)


def read_pack(text: str, path: str) -> Pack:
    """The pack in `text`; `path` is its path below the rules folder, such as `cn/regulation-2007.yaml`.

    Raises BadInput with every fault of the file.
    """
    with collector_paused():
        return read_quickly(text, path) or read_carefully(text, path)


def read_quickly(text: str, path: str) -> Pack | None:
    """The pack as `read_pack` reads it, if nothing is wrong with it; None where something may be."""
    root = quick_nodes(text)
    if root is None:
        return None
    try:
        return take_pack(root, path)
    except Unsure:
        return None


def read_carefully(text: str, path: str) -> Pack:
    """The pack as `read_pack` reads it, field by field from the start: what is wrong is known by its place."""
    reading = Reading(text, path)
    pack = _PackReader(reading, path).pack()
    reading.finish()
    return pack


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search for unreachable cycles meanwhile: reading makes hundreds of thousands of objects and hardly a cycle,
    and the search, which looks at all of them again and again, would take longer than the reading."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _PackReader:
    """Reads one pack; what the whole pack sets as default is kept for its obligations."""

    def __init__(self, reading: Reading, path: str) -> None:
        self.top = reading.top
        self.key = path.removesuffix(".yaml")

    def pack(self) -> Pack:
        top, fields = self.top, RulePackFields
        stated = fields.pack.of(top)
        if stated and stated != self.key:
            top.fault(
                "pack",
                "pack-and-path",
                Text(f"规则包标识应与路径一致：{self.key}", f"the pack's name must be its path: {self.key}"),
            )
        self.title = fields.title.of(top)
        source = fields.source.of(top)
        self.layer = fields.layer.of(top)
        self.in_force = fields.in_force.of(top)
        self.illustrative = fields.illustrative.of(top)
        self.ladder = fields.ladder.of(top)
        obligations, refinements = [], []
        for record in fields.obligations.of(top):
            if record.has("refines"):
                refinements.append(self.refinement(record))
            else:
                obligations.append(self.obligation(record))
        return Pack(
            key=self.key,
            title=self.title,
            number=source["number"],
            issuer=source["issuer"],
            published=source["published"],
            articles=source["articles"],
            layer=self.layer,
            in_force=self.in_force,
            illustrative=self.illustrative,
            note=fields.note.of(top),
            place=top.place,
            areas=_all_different(fields.areas.of(top), _area),
            events=_all_different(fields.events.of(top), _event),
            grounds=_all_different(fields.grounds.of(top), self.ground),
            obligations=tuple(obligations),
            refinements=tuple(refinements),
            figures=tuple(self.figure(record) for record in fields.figures.of(top)),
            identities=tuple(self.identity(record) for record in fields.identities.of(top)),
            silences=tuple(
                Silence(**whole(record, SilenceFields), place=record.place) for record in fields.silence.of(top)
            ),
        )

    def full_key(self, record: Record) -> str:
        return f"{self.key}#{ObligationFields.id.of(record)}"

    def ground(self, record: Record) -> Ground:
        values = whole(record, GroundFields)
        return Ground(**self.based(values), place=record.place)

    def obligation(self, record: Record) -> Obligation:
        key = self.full_key(record)
        deadline = _deadline(record)
        duty = asked(record, DutyFields)
        return Obligation(
            **{"in_force": self.in_force, "ladder": self.ladder, **duty},
            key=key,
            basis=Basis(self.title, ObligationFields.basis.of(record)),
            deadline=deadline or After(1, Unit.DAYS, "nothing"),
            layer=self.layer,
            place=record.place,
            cases=_cases(record, deadline),
            illustrative=self.illustrative,
        )

    def refinement(self, record: Record) -> Refinement:
        key = self.full_key(record)
        changes = given(record, DutyFields)
        if record.has("deadline"):
            changes["deadline"] = deadline = _deadline(record)
            changes["cases"] = _cases(record, deadline)
        elif record.has("cases"):
            record.fault(
                "cases",
                "case-without-deadline",
                Text("没有写期限，就不能写实例", "a case needs a deadline beside it"),
            )
        if record.has("basis"):
            changes["basis"] = Basis(self.title, ObligationFields.basis.of(record))
        changes["illustrative"] = self.illustrative
        return Refinement(key, record.text("refines"), changes, self.layer, record.place)

    def figure(self, record: Record) -> Figure:
        values = whole(record, FigureFields)
        return Figure(**self.based(values), percent=values["unit"] is PERCENT, place=record.place)

    def identity(self, record: Record) -> Identity:
        values = whole(record, IdentityFields)
        key = f"{self.key}#{values.pop('id')}"
        return Identity(key, **self.based(values), place=record.place_of("holds"))

    def based(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with the article made a basis in this pack."""
        return {**values, "basis": Basis(self.title, values["basis"])}


def _area(record: Record) -> Area:
    return Area(**whole(record, AreaFields), place=record.place)


def _event(record: Record) -> Event:
    return Event(**whole(record, EventFields), place=record.place)


def _all_different(records: Iterable[Record], read: Callable[[Record], Identified]) -> tuple[Identified, ...]:
    """What the records hold; a fault where two have the same identifier."""
    found: list[Identified] = []
    first: dict[str, Place] = {}
    for record in records:
        item = read(record)
        place = first.setdefault(item.id, record.place)
        if place is not record.place:
            message = Text(f"标识“{item.id}”重复，首见于{place}", f"`{item.id}` is used twice, first at {place}")
            record.reading.fault(record.place, "duplicate-identifier", message, record.path("id"))
        found.append(item)
    return tuple(found)


def _deadline(record: Record) -> Deadline | None:
    """The deadline, or None after a fault that leaves nothing to count by."""
    deadline = ObligationFields.deadline.of(record)
    event = event_of(deadline) if deadline else None
    if deadline is not None and event is not None:
        if not record.has("starts"):
            missing = Text(f"缺少“starts”，应写 starts: {event}", f"`starts` is missing: write `starts: {event}`")
            record.fault("starts", "missing-field", missing)
        elif (starts := record.text("starts")) and starts != event:
            record.fault(
                "starts",
                "starts-and-deadline",
                Text(
                    f"起算事件“{starts}”与期限中的“{event}”不一致",
                    f"`starts` says `{starts}` and the deadline says `{event}`",
                ),
            )
    elif deadline is not None and record.has("starts"):
        record.fault("starts", "starts-without-event", Text("此期限没有起算事件", "this deadline has no event"))
    elif deadline is None and record.has("starts"):
        record.text("starts")
    if isinstance(deadline, After) and event is None:
        record.fault(
            "deadline",
            "date-in-rule",
            Text("规则中的期限应以事件起算，不写具体日期", "in a rule, write the event's name, not a date"),
        )
        return None
    return deadline


def _cases(record: Record, deadline: Deadline | None) -> tuple[Case, ...]:
    """The dated examples; beside a deadline that cannot be read they are not judged."""
    if not record.sequence("cases"):
        record.reading.fault(
            record.place,
            "no-case",
            Text("缺少实例（cases），每项义务至少一个", "`cases` is missing: every obligation needs a dated example"),
            record.path("cases"),
        )
    if deadline is None:
        return ()
    return tuple(_case(case, deadline) for case in record.records("cases"))


def _case(record: Record, deadline: Deadline) -> Case:
    due, why = CaseFields.due.of(record), CaseFields.why.of(record)
    event = event_of(deadline)
    if event is not None:
        return Case(record.day(event), due, why, record.place)
    if isinstance(deadline, AtLeastEvery):
        return Case(record.day(CaseFields.published.name), due, why, record.place)
    field = "year" if record.has("year") else "period"
    if field == "year":
        start: Period | None = Period(record.year("year"), Span.YEAR)
    else:
        words = record.text("period")
        start = record.parsed("period", words, parse_period) if words else None
    if start is not None and start.span is not span_of(deadline):
        record.fault(
            field,
            "wrong-period",
            Text(f"时段“{start}”与期限不符", f"the period `{start}` does not fit the deadline"),
        )
    return Case(start or Period(YEARS[0], Span.YEAR), due, why, record.place)
