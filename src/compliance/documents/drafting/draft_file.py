"""The draft as a file: written for the first time, and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from compliance.documents.drafting.memory import COMMAND, Flat, Memory, Remembered, flat
from compliance.documents.drafting.yaml_text import rendered, value_of
from compliance.law.drafting.certainty import Certainty
from compliance.law.drafting.merging import RowIdentity
from compliance.law.obligations import Part
from compliance.law.reading.strict_yaml import read_yaml
from compliance.law.text import Language, Text
from compliance.work.drafting.duty_drafts import DutyDraft, PackDraft, Remark, area_values

ORDER = ("title", "area", "basis", "who", "supporting", "deadline", "deadline-set-by", "severity", "note", "cases")
"""The fields of an obligation as they are written."""


class Kind(StrEnum):
    """What a second import did with a row or a field."""

    ADDED = "added"
    UPDATED = "updated"
    CONFLICT = "conflict"
    GONE = "gone"
    LEFT_OUT = "left-out"

    def in_words(self) -> Text:
        """The kind as a word."""
        return {
            Kind.ADDED: Text("新增", "added"),
            Kind.UPDATED: Text("按表更新", "updated"),
            Kind.CONFLICT: Text("冲突", "conflict"),
            Kind.GONE: Text("表中已无", "gone from the table"),
            Kind.LEFT_OUT: Text("手工删去，未再写入", "taken out by hand, left out"),
        }[self]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a second import did, or did not do."""

    kind: Kind
    id: str
    words: Text
    field: str = ""
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line of the table and the obligation that it became: what is still open, and what a hand has settled."""

    duty: DutyDraft
    id: str
    open: tuple[Remark, ...]
    settled: tuple[str, ...]

    @property
    def certainty(self) -> Certainty:
        """That of its least certain field that nobody has settled."""
        return max((remark.certainty for remark in self.open), key=lambda item: item.weight, default=Certainty.SURE)


@dataclass
class Draft:
    """The draft as it is to be written, with what is told about it."""

    text: str
    memory: Memory
    lines: list[DraftLine] = field(default_factory=list)
    head: list[Remark] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    values: Any = None


def is_draft(text: str) -> bool:
    """Whether the text says of itself that it is a draft of this command."""
    return any(line.startswith("#") and COMMAND in line for line in text.splitlines()[:30])


def language_of_draft(text: str) -> Language:
    """The language in which the remarks of a draft are written; later imports keep to it."""
    return Language.CHINESE if f"# 由 {COMMAND}" in text else Language.ENGLISH


# ---- a new draft


def new_draft(pack: PackDraft, language: Language) -> Draft:
    """The draft, written for the first time."""
    name = pack.values["pack"].rpartition("/")[2]
    memory = Memory()
    memory.head = Remembered("pack", base=flat(pack.values), seen=flat(pack.values))
    for area in pack.areas:
        identifier = new_identifier(f"{name}-{plain_number(area.number)}", [entry.id for entry in memory.areas])
        values = flat(area_values(area, identifier, pack.part, len(memory.areas) + 1))
        memory.areas.append(Remembered(identifier, area.number, area.text, values, values))
    areas = {entry.identity: entry.id for entry in memory.areas}
    lines = [*_head_lines(pack, language), "", "areas:"]
    for area, entry in zip(pack.areas, memory.areas, strict=True):
        lines.append("  - " + rendered(area_values(area, entry.id, pack.part, memory.areas.index(entry) + 1)))
    lines += ["", "obligations:"]
    for number, duty in enumerate(pack.duties):
        identifier = new_identifier(f"item-{plain_number(duty.identity.number)}", [e.id for e in memory.obligations])
        values = valued(duty, areas)
        memory.obligations.append(remember(identifier, duty, values))
        lines += [*([""] if number else []), *obligation_lines(identifier, values, duty.remarks, language)]
    return told(
        Draft("\n".join(lines) + "\n", memory),
        pack,
        {place: entry.id for place, entry in enumerate(memory.obligations)},
    )


def _head_lines(pack: PackDraft, language: Language) -> list[str]:
    values = pack.values
    legend = Text(
        f"# 由 {COMMAND} 从任务分解表起草，可以直接修改；再次导入修订后的表时，手工修改、注释和顺序都会保留。\n"
        "# #? 待确认：表里写得不明确，没有替你填；填好该字段后，再次导入时这一行会消失。\n"
        "# #~ 按惯例理解：写明了是怎么理解的，请核对。\n"
        "# #! 再次导入时的冲突，或表中已没有的行；处理后删去这一行。",
        f"# Drafted by `{COMMAND}` from a task breakdown table. Change what you like: a later import of a corrected table\n"
        "# keeps what a hand changed, comments and order.\n"
        "# #? asked: the table does not say it clearly and nothing was guessed; fill the field in and the line goes away.\n"
        "# #~ understood: a reading was chosen, and is told; check it.\n"
        "# #! a conflict of a later import, or a row that is gone; settle it and delete the line.",
    ).in_language(language)
    return [
        *legend.splitlines(),
        f"pack: {values['pack']}",
        *comments(pack.remarks, language),
        f"title: {rendered(values['title'])}",
        f"source: {rendered(values['source'])}",
        f"layer: {values['layer']}",
        f"in-force: {rendered(values['in-force'])}",
    ]


def obligation_lines(identifier: str, values: Flat, remarks: Sequence[Remark], language: Language) -> list[str]:
    """An obligation in lines, as the lists of a pack are indented."""
    lines = [f"  - id: {identifier}", *(f"    {line}" for line in comments(remarks, language))]
    for key in ORDER:
        value = grouped(values, key)
        if value is not None:
            lines += [f"    {line}" for line in field_lines(key, value)]
    return lines


def field_lines(key: str, value: Any) -> list[str]:
    if key == "note" and isinstance(value, dict):
        return [f"{key}:", *(f"  {part}: {rendered(words)}" for part, words in value.items())]
    if key == "cases" and isinstance(value, list):
        return [f"{key}:", *(f"  - {rendered(case)}" for case in value)]
    return [f"{key}: {rendered(value)}"]


def grouped(values: Flat, key: str) -> Any:
    if key in values:
        return values[key]
    parts = {
        path.partition(".")[2]: value
        for path, value in values.items()
        if path.startswith(f"{key}.") and value is not None
    }
    return parts or None


def comments(remarks: Iterable[Remark], language: Language) -> list[str]:
    return [comment(remark, language) for remark in remarks]


def comment(remark: Remark, language: Language) -> str:
    mark = "#?" if remark.certainty is Certainty.ASKED else "#~"
    name = remark.field
    why = remark.why
    if remark.certainty is Certainty.ASKED and remark.suggestions:
        given = [f"{name}: {suggestion}" for suggestion in remark.suggestions]
        why += Text(f"。可写：{' 或 '.join(given)}", f". It might be: {' or '.join(given)}")
    words = Text(f"{mark} {name}：{why.zh}", f"{mark} {name}: {why.en}")
    return " ".join(words.in_language(language).split())


def valued(duty: DutyDraft, areas: Mapping[RowIdentity, str]) -> Flat:
    return {**flat(duty.values), "area": areas[duty.area]}


def remember(identifier: str, duty: DutyDraft, values: Flat) -> Remembered:
    return Remembered(identifier, duty.identity.number, duty.identity.text, dict(values), dict(values))


def plain_number(number: str) -> str:
    return re.sub(r"[^0-9]+", "-", number).strip("-") or "0"


def new_identifier(wanted: str, taken: Sequence[str]) -> str:
    if wanted not in taken:
        return wanted
    return next(
        name
        for count in range(2, len(taken) + 3)
        if (name := f"{wanted}-{chr(96 + count)}" if count < 27 else f"{wanted}-{count}") not in taken
    )


def told(draft: Draft, pack: PackDraft, identifiers: Mapping[int, str]) -> Draft:
    """The draft with what its lines are now: what is open, what a hand has settled."""
    node = read_yaml(draft.text, "")
    draft.values = value_of(node)
    head = flat(draft.values)
    draft.head = [remark for remark in pack.remarks if stands(remark, head, flat(pack.values))]
    by_id = {str(item.get("id")): item for item in draft.values.get("obligations") or () if isinstance(item, dict)}
    for place, duty in enumerate(pack.duties):
        identifier = identifiers.get(place)
        if identifier is None:
            continue
        values, table = flat(by_id.get(identifier, {})), flat(duty.values)
        open_ = tuple(remark for remark in duty.remarks if stands(remark, values, table))
        settled = tuple(remark.field for remark in duty.remarks if remark not in open_)
        draft.lines.append(DraftLine(duty, identifier, open_, settled))
    return draft


def stands(remark: Remark, values: Flat, table: Flat) -> bool:
    def of(flat_values: Flat) -> Flat:
        return {
            path: value
            for path, value in flat_values.items()
            if path == remark.field or path.startswith(f"{remark.field}.")
        }

    if remark.field == "areas":
        areas = values.get("areas")
        return not isinstance(areas, list) or all(
            isinstance(area, dict) and area.get("part") == Part.KEY_AREAS for area in areas
        )
    return of(values) == of(table)
