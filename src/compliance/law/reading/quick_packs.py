"""The quick way to a pack in which nothing is wrong; see `quick.py`. What it makes is what `packs.py` makes."""

from __future__ import annotations

from typing import Any, TypeVar

from compliance.law.basis import Basis
from compliance.law.deadlines import After, AtLeastEvery, Deadline, Span, event_of, span_of
from compliance.law.faults import Misread, Place
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
from compliance.law.reading import quick
from compliance.law.reading.fields import DAY, TEXT, YEAR, Shape, defaults_of, taker_of
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

_take_given = quick.given(
    {field.name: (attribute, field.kind.take) for attribute, field in ObligationFields.fields.items()}, ()
)
_OF_THE_DUTY = frozenset(DutyFields.fields)
_NEEDED_OF_AN_OBLIGATION = frozenset(
    attribute for attribute, field in ObligationFields.fields.items() if field.required
)
_LEFT_OUT_AT_THE_TOP = defaults_of(RulePackFields)
_take_top = taker_of(RulePackFields)
_WHOLE: dict[type[Shape], tuple[quick.Taker[dict[str, Any]], dict[str, Any]]] = {
    shape: (taker_of(shape), defaults_of(shape))
    for shape in (AreaFields, EventFields, GroundFields, FigureFields, IdentityFields, SilenceFields)
}
"""Made once: a taker remembers how the mappings that it met are laid out."""


def take_pack(root: Any, path: str) -> Pack:
    """The pack at the root node; `path` is its path below the rules folder. Raises Unsure."""
    return _PackTaker(root, path).pack()


class _PackTaker:
    def __init__(self, root: Any, path: str) -> None:
        self.root = root
        self.path = path
        self.key = path.removesuffix(".yaml")
        self.top = _LEFT_OUT_AT_THE_TOP | _take_top(root)
        if self.top["pack"] != self.key:
            raise quick.Unsure
        self.usual = {name: self.top[name] for name in ("in_force", "ladder", "layer", "illustrative")}

    def pack(self) -> Pack:
        top, source = self.top, self.top["source"]
        obligations, refinements = [], []
        for node in top["obligations"]:
            duty = _take_given(node)
            if "refines" in duty:
                refinements.append(self.refinement(node, duty))
            else:
                obligations.append(self.obligation(node, duty))
        return Pack(
            key=self.key,
            title=top["title"],
            number=source["number"],
            issuer=source["issuer"],
            published=source["published"],
            articles=source["articles"],
            note=top["note"],
            place=self.place(self.root),
            areas=_all_different([Area(**values) for values in self.whole("areas", AreaFields)]),
            events=_all_different([Event(**values) for values in self.whole("events", EventFields)]),
            grounds=_all_different([Ground(**self.based(values)) for values in self.whole("grounds", GroundFields)]),
            obligations=tuple(obligations),
            refinements=tuple(refinements),
            figures=tuple(
                Figure(**self.based(values), percent=values["unit"] is PERCENT)
                for values in self.whole("figures", FigureFields)
            ),
            identities=tuple(
                Identity(key=f"{self.key}#{values.pop('id')}", **self.based(values))
                for values in self.whole("identities", IdentityFields, "holds")
            ),
            silences=tuple(Silence(**values) for values in self.whole("silence", SilenceFields)),
            layer=self.usual["layer"],
            in_force=self.usual["in_force"],
            illustrative=self.usual["illustrative"],
        )

    def place(self, node: Any) -> Place:
        return quick.place(node, self.path)

    def whole(self, name: str, shape: type[Shape], placed_at: str | None = None) -> list[dict[str, Any]]:
        """The values of the things in the list of that name, with the place of each, or of the field named."""
        take, left_out = _WHOLE[shape]
        return [
            {
                **left_out,
                **take(node),
                "place": self.place(node if placed_at is None else _value_at(node, placed_at)),
            }
            for node in self.top[name]
        ]

    def based(self, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "basis": Basis(self.top["title"], values["basis"])}

    def obligation(self, node: Any, duty: dict[str, Any]) -> Obligation:
        if not duty.keys() >= _NEEDED_OF_AN_OBLIGATION:
            raise quick.Unsure
        duty["cases"] = self.cases(duty["cases"], _deadline(duty))
        duty["key"] = f"{self.key}#{duty.pop('id')}"
        duty["basis"] = Basis(self.top["title"], duty["basis"])
        return Obligation(**{**self.usual, **duty}, place=self.place(node))

    def refinement(self, node: Any, duty: dict[str, Any]) -> Refinement:
        changes = {name: value for name, value in duty.items() if name in _OF_THE_DUTY}
        if "deadline" in duty:
            changes["deadline"] = deadline = _deadline(duty)
            changes["cases"] = self.cases(duty.get("cases", ()), deadline)
        elif "cases" in duty or "starts" in duty:
            raise quick.Unsure
        if "basis" in duty:
            changes["basis"] = Basis(self.top["title"], duty["basis"])
        changes["illustrative"] = self.usual["illustrative"]
        if "id" not in duty:
            raise quick.Unsure
        return Refinement(f"{self.key}#{duty['id']}", duty["refines"], changes, self.usual["layer"], self.place(node))

    def cases(self, nodes: Any, deadline: Deadline) -> tuple[Case, ...]:
        if not nodes:
            raise quick.Unsure
        return tuple([self.case(node, deadline) for node in nodes])

    def case(self, node: Any, deadline: Deadline) -> Case:
        begins = CaseFields.published.name if isinstance(deadline, AtLeastEvery) else event_of(deadline)
        values = _case_taker(begins or "")(node)
        start = values["start"] if begins is not None else _period(values)
        if isinstance(start, Period) and start.span is not span_of(deadline):
            raise quick.Unsure
        return Case(start, values["due"], values.get("why", ""), self.place(node))


def _deadline(duty: dict[str, Any]) -> Deadline:
    """The deadline; `starts` must name its event, and a rule names no date."""
    deadline: Deadline = duty["deadline"]
    event = event_of(deadline)
    if duty.pop("starts", None) != event or (event is None and isinstance(deadline, After)):
        raise quick.Unsure
    return deadline


def _case_taker(event: str) -> quick.Taker[dict[str, Any]]:
    """The fields of a case: beside an event's own date neither year nor period may stand."""
    found = _case_takers.get(event)
    if found is None:
        fields: dict[str, tuple[str, quick.Taker[Any]]] = {"due": ("due", DAY.take), "why": ("why", TEXT.take)}
        if event:
            fields[event] = ("start", DAY.take)
        else:
            fields |= {"year": ("year", YEAR.take), "period": ("period", CaseFields.period.kind.take)}
        found = _case_takers[event] = quick.given(fields, ["due", "start"] if event else ["due"])
    return found


_case_takers: dict[str, quick.Taker[dict[str, Any]]] = {}


def _period(values: dict[str, Any]) -> Period:
    """The period that a case is for: its `year` or its `period`."""
    if ("year" in values) == ("period" in values):
        raise quick.Unsure
    if "year" in values:
        return Period(values["year"], Span.YEAR)
    try:
        return parse_period(values["period"])
    except Misread:
        raise quick.Unsure from None


def _value_at(node: Any, name: str) -> Any:
    return next(value for key, value in node.value if key.value == name)


Identified = TypeVar("Identified", Area, Event, Ground)


def _all_different(found: list[Identified]) -> tuple[Identified, ...]:
    if len({item.id for item in found}) < len(found):
        raise quick.Unsure
    return tuple(found)
