"""All rules in force for an office: packs chosen by region and date, lower ones laid over upper ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from compliance.law.faults import BadInput, Fault, Place, did_you_mean
from compliance.law.obligations import (
    Area,
    Event,
    Figure,
    Ground,
    GroundUse,
    Identity,
    InForce,
    Obligation,
    Pack,
    Part,
    Refinement,
)
from compliance.law.text import Text

Declared = TypeVar("Declared", Area, Event, Figure, Ground)


@dataclass(frozen=True)
class RuleBook:
    """The rules for one region from `first` to `last`, as if they were one book."""

    region: str
    packs: tuple[Pack, ...]
    obligations: tuple[Obligation, ...]
    first: date = date.min
    last: date = date.max

    @classmethod
    def for_office(
        cls,
        packs: Iterable[Pack],
        region: str,
        first: date = date.min,
        last: date = date.max,
        *,
        on: date | None = None,
    ) -> RuleBook:
        """The rules that apply in `region` on any day from `first` to `last`, or on the day `on`; refinements are laid
        over what they refine on the days on which they are in force, and before and after the upper rule stands.

        Raises BadInput where a refinement, an area or a figure names something that no pack holds.
        """
        if on is not None:
            first = last = on
        applying = tuple(
            sorted((pack for pack in packs if pack.applies_to(region)), key=lambda pack: (pack.layer, pack.key))
        )
        in_force = tuple(pack for pack in applying if pack.in_force.touches(first, last))
        made = {obligation.key for pack in applying for obligation in pack.obligations}
        made |= {refinement.key for pack in applying for refinement in pack.refinements}
        known: dict[str, list[Obligation]] = {}
        taken: dict[str, list[tuple[InForce, Refinement]]] = {}
        faults: list[Fault] = []
        for pack in in_force:
            for obligation in pack.obligations:
                known[obligation.key] = [obligation]
            for refinement in pack.refinements:
                uppers = known.get(refinement.refines)
                if uppers is None:
                    if (
                        refinement.refines not in made
                    ):  # one that is over, or not yet in force, leaves nothing to refine
                        faults.append(
                            _unknown(refinement.place, "unknown-obligation", refinement.refines, sorted(made))
                        )
                    continue
                days = refinement.changes.get("in_force", pack.in_force)
                earlier = taken.setdefault(refinement.refines, [])
                faults.extend(_refined_twice(refinement, other) for span, other in earlier if _overlap(span, days))
                earlier.append((days, refinement))
                known[refinement.key] = [
                    _refined(upper, refinement, days) for upper in uppers if _overlap(upper.in_force, days)
                ]
                known[refinement.refines] = [piece for upper in uppers for piece in _outside(upper, days)]
        obligations = tuple(
            obligation for pieces in known.values() for obligation in pieces if obligation.in_force.touches(first, last)
        )
        book = cls(region, in_force, obligations, first, last)
        faults.extend(book._faults())
        if faults:
            raise BadInput(faults)
        return book

    def on(self, day: date) -> RuleBook:
        """The book of a single day: what is in force on it. Raises ValueError for a day that the book does not cover."""
        if not self.first <= day <= self.last:
            raise ValueError(f"the book covers {self.first} to {self.last}, not {day}")
        return RuleBook(
            self.region,
            tuple(pack for pack in self.packs if pack.in_force.on(day)),
            tuple(obligation for obligation in self.obligations if obligation.in_force.on(day)),
            day,
            day,
        )

    @cached_property
    def by_key(self) -> Mapping[str, Obligation]:
        """Obligations by their key; one that a lower rule interrupts stands once, in its last stretch."""
        return {obligation.key: obligation for obligation in self.obligations}

    @cached_property
    def duties(self) -> tuple[Obligation, ...]:
        """Each duty once, in the order of its first rule: where rules take each other's place within the days of the
        book, the one that stands last.
        """
        last: dict[str, Obligation] = {}
        for obligation in self.obligations:
            known = last.get(obligation.root)
            if known is None or self.ends(known) < self.ends(obligation):
                last[obligation.root] = obligation
        return tuple(last.values())

    def ends(self, obligation: Obligation) -> date:
        """The last day of the book on which the obligation is in force."""
        return min(obligation.in_force.last or self.last, self.last)

    @cached_property
    def areas(self) -> Mapping[str, Area]:
        """Areas by identifier, in the order of the report."""
        parts = list(Part)
        areas = self._latest(lambda pack: pack.areas)
        return {area.id: area for area in sorted(areas, key=lambda area: (parts.index(area.part), area.order))}

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Figures by identifier, in the order of the packs."""
        return {figure.id: figure for figure in self._latest(lambda pack: pack.figures)}

    @cached_property
    def identities(self) -> tuple[Identity, ...]:
        """All identities, in the order of the packs."""
        return tuple(identity for pack in self.packs for identity in pack.identities)

    @cached_property
    def grounds(self) -> Mapping[str, Ground]:
        """Legal grounds for not disclosing, by identifier."""
        return {ground.id: ground for ground in self._latest(lambda pack: pack.grounds)}

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """What starts clocks, by identifier, as far as the packs declare it, in the order of the packs."""
        return {event.id: event for event in self._latest(lambda pack: pack.events)}

    def grounds_for(self, use: GroundUse) -> Mapping[str, Ground]:
        """Those of the grounds that may be given for `use`."""
        return {name: ground for name, ground in self.grounds.items() if use in ground.used_for}

    def _latest(self, declared_by: Callable[[Pack], Iterable[Declared]]) -> list[Declared]:
        """What the packs declare, in their order; where one law took the place of another within the book's days and
        both declare an identifier, as the later law has it."""
        latest: dict[str, tuple[date, Declared]] = {}
        for pack in self.packs:
            for item in declared_by(pack):
                since, _ = latest.get(item.id, (date.min, item))
                if since <= pack.in_force.first:
                    latest[item.id] = (pack.in_force.first, item)
        return [item for _, item in latest.values()]

    def _faults(self) -> list[Fault]:
        faults = []
        for obligation in self.obligations:
            if obligation.area not in self.areas:
                faults.append(_unknown(obligation.place, "unknown-area", obligation.area, list(self.areas)))
            faults.extend(
                _unknown(obligation.place, "unknown-figure", figure, list(self.figures))
                for figure in obligation.figures
                if figure not in self.figures
            )
        for figure in self.figures.values():
            if figure.area not in self.areas:
                faults.append(_unknown(figure.place, "unknown-area", figure.area, list(self.areas)))
        for identity in self.identities:
            faults.extend(
                _unknown(identity.place, "unknown-figure", name, list(self.figures))
                for name in identity.holds.figures()
                if name not in self.figures
            )
        faults.extend(self._duplicates())
        faults.extend(self._declared_differently())
        return faults

    def _duplicates(self) -> list[Fault]:
        """A fault for each identifier that is given twice on one day."""
        faults = []
        seen: dict[tuple[str, str], list[tuple[InForce, Place]]] = {}
        for pack in self.packs:
            for kind, name, place in (
                *(("obligation", obligation.key, obligation.place) for obligation in pack.obligations),
                *(("obligation", refinement.key, refinement.place) for refinement in pack.refinements),
                *(("figure", figure.id, figure.place) for figure in pack.figures),
                *(("identity", identity.key, identity.place) for identity in pack.identities),
            ):
                earlier = seen.setdefault((kind, name), [])
                first = next((other for days, other in earlier if _overlap(days, pack.in_force)), None)
                if first is not None:
                    faults.append(
                        Fault(
                            place,
                            "duplicate-identifier",
                            Text(f"标识“{name}”重复，首见于{first}", f"`{name}` is used twice, first at {first}"),
                        )
                    )
                earlier.append((pack.in_force, place))
        return faults

    def _declared_differently(self) -> list[Fault]:
        """A fault for each area, event or ground that two packs of one day declare, unless they say the same of it."""
        faults = []
        seen: dict[tuple[type, str], list[tuple[Pack, Area | Event | Ground]]] = {}
        for pack in self.packs:
            items: tuple[Area | Event | Ground, ...] = (*pack.areas, *pack.events, *pack.grounds)
            for item in items:
                earlier = seen.setdefault((type(item), item.id), [])
                others = [
                    (other, same) for other, same in earlier if same != item and _overlap(other.in_force, pack.in_force)
                ]
                if others:
                    place = item.place if item.place.file else pack.place
                    faults.append(Fault(place, "declared-differently", _said_otherwise(item, *others[0])))
                earlier.append((pack, item))
        return faults


def _said_otherwise(item: Area | Event | Ground, pack: Pack, same: Area | Event | Ground) -> Text:
    """That `pack` declares the area, event or ground otherwise, and what to do: an area or event is written like there,
    a ground, which has its article in one text, is left out.
    """
    if isinstance(same, Ground):
        return Text(
            f"不予公开理由“{item.id}”已由同时有效的“{pack.key}”写明，此处删去即可照用",
            f"the ground `{item.id}` is declared by `{pack.key}`, which is in force on the same days: "
            "leave it out here, it holds all the same",
        )
    there = f"{{zh: {same.title.zh}, en: {same.title.en}}}"
    kind = Text("起算事件", "event")
    if isinstance(same, Area):
        kind = Text("领域", "area")
        there += f", part: {same.part.value}, order: {same.order}"
    return Text(
        f"{kind.zh}“{item.id}”与“{pack.key}”中的写法不同，同时有效的规则包应写得一样（title: {there}）或者另取标识",
        f"the {kind.en} `{item.id}` is declared otherwise in `{pack.key}`, which is in force on the same days: "
        f"say the same (title: {there}), or take another identifier",
    )


def stages(packs: Iterable[Pack], obligation: Obligation) -> Iterator[Obligation]:
    """The obligation of a rule book as each of the packs left it: as it was made, then after each refinement."""
    held = tuple(packs)
    made = {item.key: item for pack in held for item in pack.obligations}
    refining = {item.key: (item, pack) for pack in held for item in pack.refinements}
    stage = made[obligation.root]
    yield stage
    for key in (*obligation.ancestry[1:], obligation.key) if obligation.ancestry else ():
        refinement, pack = refining[key]
        stage = _refined(stage, refinement, refinement.changes.get("in_force", pack.in_force))
        yield stage


def _overlap(one: InForce, other: InForce) -> bool:
    return one.touches(other.first, other.last or date.max)


def _refined(upper: Obligation, refinement: Refinement, days: InForce) -> Obligation:
    """The obligation as the lower rule has it, on the days on which both rules are in force."""
    ends = [day for day in (upper.in_force.last, days.last) if day is not None]
    return replace(
        upper,
        key=refinement.key,
        layer=refinement.layer,
        place=refinement.place,
        ancestry=(*upper.ancestry, upper.key),
        **{
            **refinement.changes,
            "in_force": InForce(max(upper.in_force.first, days.first), min(ends, default=None)),
        },
    )


def _outside(upper: Obligation, days: InForce) -> Iterator[Obligation]:
    """What is left of an obligation before and after the days of the rule that refines it."""
    first, last = upper.in_force.first, upper.in_force.last
    if first < days.first:
        before = days.first - timedelta(1)
        yield replace(upper, in_force=InForce(first, before if last is None else min(before, last)))
    if days.last is not None and (last is None or days.last < last):
        yield replace(upper, in_force=InForce(max(first, days.last + timedelta(1)), last))


def _refined_twice(refinement: Refinement, earlier: Refinement) -> Fault:
    upper, first = refinement.refines, earlier.key
    return Fault(
        refinement.place,
        "refined-twice",
        Text(f"“{upper}”已由“{first}”细化，应细化后者", f"`{upper}` is refined by `{first}` already; refine that one"),
    )


def _unknown(place: Place, code: str, name: str, known: list[str]) -> Fault:
    return Fault(
        place,
        code,
        Text(f"“{name}”不存在", f"`{name}` is not in the rule book"),
        suggestion=did_you_mean(name, known),
    )
