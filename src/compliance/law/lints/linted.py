"""What lints look at, and what a lint is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from compliance.law.calendars import WorkingCalendar
from compliance.law.faults import Fault, Place
from compliance.law.obligations import InForce, Obligation, Pack
from compliance.law.selectors import Selector
from compliance.law.text import Text

Holders = Callable[[Selector], Mapping[str, Text]]
"""The departments of an office that a selector names: their names by identifier. Raises Refused for an unknown name."""


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation as it stands after its refinement, the pack that says so, and the obligations it is laid over."""

    pack: Pack
    obligation: Obligation
    uppers: tuple[Obligation, ...] = ()

    @property
    def days(self) -> InForce | None:
        """The days on which it, its pack and all that it is laid over are in force; None where there is none."""
        return common([self.obligation.in_force, self.pack.in_force, *(upper.in_force for upper in self.uppers)])

    @property
    def id(self) -> str:
        """Its identifier within the pack."""
        return self.obligation.key.partition("#")[2]


@dataclass(frozen=True)
class OfficeLinted:
    """The office for which rules are looked at, where there is one."""

    region: str
    holders: Holders


@dataclass(frozen=True)
class Linted:
    """Packs that are looked at together, the calendar their days are those of, and the office if one is given."""

    packs: tuple[Pack, ...]
    calendar: WorkingCalendar
    office: OfficeLinted | None = None

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """Every obligation and every refinement, from the upper layers to the lower."""
        known: dict[str, Duty] = {}
        for pack in sorted(self.packs, key=lambda pack: (pack.layer, pack.key)):
            for obligation in pack.obligations:
                known[obligation.key] = Duty(pack, obligation)
            for refinement in pack.refinements:
                upper = known.get(refinement.refines)
                if upper is not None:
                    changes = {"in_force": pack.in_force, **refinement.changes}
                    lower = replace(
                        upper.obligation,
                        key=refinement.key,
                        layer=refinement.layer,
                        place=refinement.place,
                        **changes,
                    )
                    known[refinement.key] = Duty(pack, lower, (*upper.uppers, upper.obligation))
        return tuple(known.values())

    @cached_property
    def by_key(self) -> Mapping[str, Duty]:
        """Duties by the key of their obligation or refinement."""
        return {duty.obligation.key: duty for duty in self.duties}

    def above(self, pack: Pack) -> tuple[Pack, ...]:
        """The packs that apply wherever `pack` does, itself included."""
        return self._above[pack.region]

    @cached_property
    def _above(self) -> Mapping[str, tuple[Pack, ...]]:
        regions = {pack.region for pack in self.packs}
        return {region: tuple(pack for pack in self.packs if pack.applies_to(region)) for region in regions}

    def office_under(self, pack: Pack) -> OfficeLinted | None:
        """The office, if it is under the pack."""
        return self.office if self.office is not None and pack.applies_to(self.office.region) else None


class Weight(StrEnum):
    """Whether what a lint finds is wrong, or only likely to be."""

    ERROR = "error"
    WARNING = "warning"

    def in_words(self) -> Text:
        """The weight as a word."""
        return {Weight.ERROR: Text("错误", "error"), Weight.WARNING: Text("警告", "warning")}[self]


@dataclass(frozen=True, slots=True)
class Lint:
    """A check: its code and name, what it finds, what to do about it. Its page lies in docs/rules/lints/.

    `asks_office`: it says more, or anything at all, only where an office is given. `binding`: a pack cannot silence it,
    because a year is not opened with rules in which it finds something.
    """

    code: str
    name: str
    weight: Weight
    what: Text
    remedy: Text
    find: Callable[[Linted], Iterator[Fault]]
    asks_office: bool = False
    binding: bool = False

    def faults(self, linted: Linted) -> Iterator[Fault]:
        """What it finds, under its code."""
        for fault in self.find(linted):
            yield replace(fault, code=self.code)


def found(place: Place, about: str, message: Text, suggestion: Text | None = None) -> Fault:
    """A find of a lint, about the thing of that identifier in its pack; the lint puts its code to it."""
    return Fault(place, "", message, about, suggestion)


def meet(one: Pack, other: Pack) -> bool:
    """Whether an office can be under both packs."""
    return one.applies_to(other.region) or other.applies_to(one.region)


def common(stretches: Iterable[InForce]) -> InForce | None:
    """The days that lie in all stretches; None where there is none."""
    stretches = list(stretches)
    first = max(stretch.first for stretch in stretches)
    last = min((stretch.last for stretch in stretches if stretch.last is not None), default=None)
    return None if last is not None and last < first else InForce(first, last)
