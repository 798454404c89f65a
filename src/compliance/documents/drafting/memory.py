"""What an import wrote, remembered beside the draft for the next one: in `<name>.import.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compliance.law.drafting.merging import RowIdentity
from compliance.law.faults import BadInput, Fault, Place
from compliance.law.text import Text

Flat = dict[str, Any]
"""Fields by their path: `title.zh`, `who`."""

COMMAND = "compliance rules import"
FORMAT = 1
_GROUPS = ("title", "basis", "note", "source", "in-force")
"""Fields whose parts are changed one by one."""


@dataclass
class Remembered:
    """One row, area, or the head of the pack: how it is known again, the values that the draft and the table last had in
    common (`base`), and those that the table last had (`seen`)."""

    id: str
    number: str = ""
    text: str = ""
    base: Flat = field(default_factory=dict)
    seen: Flat = field(default_factory=dict)
    gone: bool = False

    @property
    def identity(self) -> RowIdentity:
        """By what the row is known again."""
        return RowIdentity(self.number, self.text)

    def as_json(self) -> dict[str, Any]:
        """The entry as it is written; what the table has in common with the draft is not written twice."""
        seen = {path: value for path, value in self.seen.items() if self.base.get(path) != value}
        entry = {"id": self.id, "number": self.number, "text": self.text, "base": self.base, "seen": seen}
        return {**entry, **({"gone": True} if self.gone else {})}


@dataclass
class Memory:
    """Everything that is remembered of a draft."""

    head: Remembered = field(default_factory=lambda: Remembered("pack"))
    areas: list[Remembered] = field(default_factory=list)
    obligations: list[Remembered] = field(default_factory=list)

    def as_text(self) -> str:
        """The memory as the file holds it, in lines, so that git shows what changed."""
        value = {
            "written-by": COMMAND,
            "format": FORMAT,
            "head": self.head.as_json(),
            "areas": [entry.as_json() for entry in self.areas],
            "obligations": [entry.as_json() for entry in self.obligations],
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def memory_file(draft: Path) -> Path:
    """Where the memory of a draft lies."""
    return draft.with_name(f"{draft.stem}.import.json")


def read_memory(text: str, file: str) -> Memory:
    """The memory in `text`; raises BadInput where it is none, or of a later format."""
    try:
        value = json.loads(text)
        if value["written-by"] != COMMAND or value["format"] != FORMAT:
            raise KeyError("format")
        return Memory(
            _entry(value["head"]),
            [_entry(entry) for entry in value["areas"]],
            [_entry(entry) for entry in value["obligations"]],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = Text(
            "这不是 rules import 留下的记录，或者已损坏：删去它可以继续导入，但草稿中与表不同之处都按手工修改处理",
            "this is no record of `rules import`, or it is damaged: without it the import goes on, and takes every "
            "difference between the draft and the table for a hand's",
        )
        raise BadInput([Fault(Place(file), "not-a-memory", message)]) from error


def _entry(value: Any) -> Remembered:
    base = dict(value["base"])
    gone = bool(value.get("gone", False))
    return Remembered(str(value["id"]), str(value["number"]), str(value["text"]), base, {**base, **value["seen"]}, gone)


def flat(values: Any) -> Flat:
    """The fields by their paths."""
    found: Flat = {}
    for key, value in values.items() if isinstance(values, dict) else ():
        if key in _GROUPS and isinstance(value, dict):
            found.update({f"{key}.{part}": item for part, item in value.items()})
        else:
            found[key] = value
    return found
