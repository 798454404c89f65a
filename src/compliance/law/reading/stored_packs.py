"""A pack that was read, as plain data and back, so that an unchanged file need not be read again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, get_type_hints

from compliance.law.faults import Place
from compliance.law.obligations import Layer, Obligation, Pack, Refinement
from compliance.law.reading.columns import Json, read_back, written

FORMAT = 1
"""Raised when what is stored changes its form though the types stay the same."""


@dataclass(frozen=True, slots=True)
class _Head:
    """A refinement without its changes: each of those has the type of the obligation's field."""

    key: str
    refines: str
    layer: Layer
    place: Place


_KINDS = get_type_hints(Obligation)


def stored(pack: Pack) -> Json:
    """The pack as lists, mappings, text and numbers."""
    heads = [_Head(item.key, item.refines, item.layer, item.place) for item in pack.refinements]
    names = dict.fromkeys(name for item in pack.refinements for name in item.changes)
    changes = {}
    for name in names:
        at = [number for number, item in enumerate(pack.refinements) if name in item.changes]
        changes[name] = [at, written([pack.refinements[number].changes[name] for number in at], _KINDS[name])]
    return {
        "pack": written([replace(pack, refinements=())], Pack),
        "heads": [len(heads), written(heads, _Head)],
        "changes": changes,
    }


def restored(data: Json) -> Pack:
    """The pack that `stored` made `data` of. Data that it did not make raises an error of Python's, if that is noticed
    at all: keep a digest beside it."""
    (pack,) = read_back(data["pack"], 1, Pack)
    count, heads = data["heads"]
    changed: list[dict[str, Any]] = [{} for _ in range(count)]
    for name, (at, column) in data["changes"].items():
        for number, value in zip(at, read_back(column, len(at), _KINDS[name]), strict=True):
            changed[number][name] = value
    refinements = tuple(
        Refinement(head.key, head.refines, changes, head.layer, head.place)
        for head, changes in zip(read_back(heads, count, _Head), changed, strict=True)
    )
    whole: Pack = replace(pack, refinements=refinements)
    return whole
