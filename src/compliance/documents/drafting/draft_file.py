"""The draft as a file: written anew, or an earlier one brought up to date without disturbing a hand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from compliance.documents.drafting.memory import COMMAND, Flat, Memory, Remembered, flat
from compliance.documents.drafting.yaml_text import YamlText, rendered, value_of
from compliance.law.drafting.certainty import Certainty
from compliance.law.drafting.merging import Choice, RowIdentity, choose, same_rows
from compliance.law.faults import Refused
from compliance.law.obligations import Part
from compliance.law.reading.strict_yaml import Mapping as Node
from compliance.law.reading.strict_yaml import Sequence as ListNode
from compliance.law.reading.strict_yaml import read_yaml
from compliance.law.text import Language, Text
from compliance.work.drafting.duty_drafts import DutyDraft, PackDraft, Remark, area_values

MARKED = re.compile(r"\s*#[?~!] ")
"""The comments that an import writes and takes away again."""

_CONFLICT = re.compile(r"\s*#! ([a-z.-]+)[：:]")
_GONE = re.compile(r"\s*#! (?:分解表|the table)")
_ORDER = ("title", "area", "basis", "who", "supporting", "deadline", "deadline-set-by", "severity", "note", "cases")
_ONCE = frozenset(
    {"title.en", "basis.zh", "basis.en", "note.en", "severity", "deadline-set-by", "part", "order", "area"}
)
"""Fields that the program made up: a hand that changed one is always right."""


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
        identifier = _new_identifier(f"{name}-{_plain_number(area.number)}", [entry.id for entry in memory.areas])
        values = flat(area_values(area, identifier, pack.part, len(memory.areas) + 1))
        memory.areas.append(Remembered(identifier, area.number, area.text, values, values))
    areas = {entry.identity: entry.id for entry in memory.areas}
    lines = [*_head_lines(pack, language), "", "areas:"]
    for area, entry in zip(pack.areas, memory.areas, strict=True):
        lines.append("  - " + rendered(area_values(area, entry.id, pack.part, memory.areas.index(entry) + 1)))
    lines += ["", "obligations:"]
    for number, duty in enumerate(pack.duties):
        identifier = _new_identifier(f"item-{_plain_number(duty.identity.number)}", [e.id for e in memory.obligations])
        values = _valued(duty, areas)
        memory.obligations.append(_remember(identifier, duty, values))
        lines += [*([""] if number else []), *_obligation_lines(identifier, values, duty.remarks, language)]
    return _told(
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
        *_comments(pack.remarks, language),
        f"title: {rendered(values['title'])}",
        f"source: {rendered(values['source'])}",
        f"layer: {values['layer']}",
        f"in-force: {rendered(values['in-force'])}",
    ]


def _obligation_lines(identifier: str, values: Flat, remarks: Sequence[Remark], language: Language) -> list[str]:
    """An obligation in lines, as the lists of a pack are indented."""
    lines = [f"  - id: {identifier}", *(f"    {line}" for line in _comments(remarks, language))]
    for key in _ORDER:
        value = _grouped(values, key)
        if value is not None:
            lines += [f"    {line}" for line in _field_lines(key, value)]
    return lines


def _field_lines(key: str, value: Any) -> list[str]:
    if key == "note" and isinstance(value, dict):
        return [f"{key}:", *(f"  {part}: {rendered(words)}" for part, words in value.items())]
    if key == "cases" and isinstance(value, list):
        return [f"{key}:", *(f"  - {rendered(case)}" for case in value)]
    return [f"{key}: {rendered(value)}"]


def _grouped(values: Flat, key: str) -> Any:
    if key in values:
        return values[key]
    parts = {
        path.partition(".")[2]: value
        for path, value in values.items()
        if path.startswith(f"{key}.") and value is not None
    }
    return parts or None


def _comments(remarks: Iterable[Remark], language: Language) -> list[str]:
    return [_comment(remark, language) for remark in remarks]


def _comment(remark: Remark, language: Language) -> str:
    mark = "#?" if remark.certainty is Certainty.ASKED else "#~"
    name = remark.field
    why = remark.why
    if remark.certainty is Certainty.ASKED and remark.suggestions:
        given = [f"{name}: {suggestion}" for suggestion in remark.suggestions]
        why += Text(f"。可写：{' 或 '.join(given)}", f". It might be: {' or '.join(given)}")
    words = Text(f"{mark} {name}：{why.zh}", f"{mark} {name}: {why.en}")
    return " ".join(words.in_language(language).split())


def _valued(duty: DutyDraft, areas: Mapping[RowIdentity, str]) -> Flat:
    return {**flat(duty.values), "area": areas[duty.area]}


def _remember(identifier: str, duty: DutyDraft, values: Flat) -> Remembered:
    return Remembered(identifier, duty.identity.number, duty.identity.text, dict(values), dict(values))


def _plain_number(number: str) -> str:
    return re.sub(r"[^0-9]+", "-", number).strip("-") or "0"


def _new_identifier(wanted: str, taken: Sequence[str]) -> str:
    if wanted not in taken:
        return wanted
    return next(
        name
        for count in range(2, len(taken) + 3)
        if (name := f"{wanted}-{chr(96 + count)}" if count < 27 else f"{wanted}-{count}") not in taken
    )


# ---- an earlier draft


def updated_draft(text: str, memory: Memory | None, pack: PackDraft, file: str, language: Language) -> Draft:
    """The earlier draft with what the table changed; raises BadInput where a hand left it unreadable."""
    return _Update(text, memory, pack, file, language).draft()


class _Update:
    """One second import."""

    def __init__(self, text: str, memory: Memory | None, pack: PackDraft, file: str, language: Language) -> None:
        self.yaml = YamlText(text, file)
        self.pack = pack
        self.language = language
        self.known = memory
        self.changes: list[Change] = []
        self.memory = Memory()
        self.begins: list[int] = []
        if not isinstance(self.yaml.top, Node) or not self.yaml.top.entries or self.yaml.in_brackets(self.yaml.top):
            raise Refused(Text(f"{file} 不是规则包", f"{file} is no rule pack"))
        self.top = self.yaml.top
        self.name = pack.values["pack"].rpartition("/")[2]

    def draft(self) -> Draft:
        self.head()
        areas = self.areas()
        identifiers = self.obligations(areas)
        text = self.yaml.result()
        read_yaml(text, "")  # what was put together must be read again before it replaces what a person has
        found = Draft(text, self.memory, changes=self.changes)
        return _told(found, self.pack, identifiers)

    def head(self) -> None:
        known = self.known.head if self.known is not None else Remembered("pack")
        table = flat(self.pack.values)
        order = ("pack", "title", "source", "layer", "in-force")
        fields = _Fields(self, self.top, known, table, order, "pack", heard=self.known is not None)
        fields.merge()
        self.memory.head = Remembered("pack", base=fields.base, seen=table)
        lists = [self.yaml.offset(place) for key, place in self.top.key_places.items() if key not in order]
        first = next(iter(self.top.entries))
        begin = self.yaml.offset(self.top.key_places[first])
        self.mark(
            self.top,
            first,
            begin,
            min([place for place in lists if place > begin], default=len(self.yaml.text)),
            fields,
            self.pack.remarks,
        )

    def areas(self) -> dict[RowIdentity, str]:
        node = self.top.entries.get("areas")
        items = [item for item in node.items if isinstance(item, Node)] if isinstance(node, ListNode) else []
        by_id = {str(value_of(item.entries.get("id"))): item for item in items}
        known = self.known.areas if self.known is not None else [
            Remembered(name, "", str(flat(value_of(item)).get("title.zh", ""))) for name, item in by_id.items()
        ]  # fmt: skip
        same = same_rows({entry.id: entry.identity for entry in known}, list(self.pack.areas))
        found: dict[RowIdentity, str] = {}
        new: list[str] = []
        for place, area in enumerate(self.pack.areas):
            old = next((entry for entry in known if entry.id == same.get(place)), None)
            identifier = old.id if old is not None else _new_identifier(
                f"{self.name}-{_plain_number(area.number)}", [*by_id, *(entry.id for entry in known)]
            )  # fmt: skip
            found[area] = identifier
            values = area_values(area, identifier, self.pack.part, place + 1)
            table = flat(values)
            item = by_id.get(identifier)
            base = dict(old.base) if old is not None else table
            if old is not None and item is not None:
                fields = _Fields(
                    self, item, old, table, ("id", "title", "part", "order"), identifier, heard=self.known is not None
                )
                fields.merge()
                base = fields.base
            elif old is None:
                new.append("  - " + rendered(values))
                by_id[identifier] = self.top  # taken
            self.memory.areas.append(Remembered(identifier, area.number, area.text, base, table))
        self.memory.areas += [entry for entry in known if entry.id not in found.values() and entry.id in by_id]
        if new:
            self.add_items("areas", items, new)
        return found

    def obligations(self, areas: Mapping[RowIdentity, str]) -> dict[int, str]:
        node = self.top.entries.get("obligations")
        items = [item for item in node.items if isinstance(item, Node)] if isinstance(node, ListNode) else []
        if node is not None and items and self.yaml.in_brackets(node):
            raise Refused(
                Text(
                    "obligations 写在方括号里，无法逐项更新：请改写成每项一段",
                    "`obligations` is written in brackets and cannot be changed item by item: write each in lines",
                )
            )
        known = self.known.obligations if self.known is not None else [_from_draft(item) for item in items]
        linked = _linked(known, items)
        rows = [
            duty.identity if self.known is not None else RowIdentity(duty.identity.number, duty.values["title"]["zh"])
            for duty in self.pack.duties
        ]
        same = same_rows({entry.id: entry.identity for entry in known}, rows)
        by_name = {entry.id: entry for entry in known}
        taken = [*by_name, *(str(value_of(item.entries.get("id"))) for item in items)]
        identifiers: dict[int, str] = {}
        after: Node | None = None
        waiting: dict[int, tuple[Node | None, list[str]]] = {}
        for place, duty in enumerate(self.pack.duties):
            values = _valued(duty, areas)
            name = same.get(place)
            if name is None:
                identifier = _new_identifier(f"item-{_plain_number(duty.identity.number)}", taken)
                taken.append(identifier)
                identifiers[place] = identifier
                lines = ["", *_obligation_lines(identifier, values, duty.remarks, self.language)]
                waiting.setdefault(id(after), (after, []))[1].extend(lines)
                self.memory.obligations.append(_remember(identifier, duty, values))
                self.changes.append(
                    Change(
                        Kind.ADDED,
                        identifier,
                        duty.place + Text(f"：{duty.values['title']['zh']}", f": {duty.values['title']['zh']}"),
                    )
                )
                continue
            old, item = by_name[name], linked.get(name)
            if item is None:
                self.memory.obligations.append(
                    Remembered(name, duty.identity.number, duty.identity.text, old.base, values)
                )
                self.changes.append(
                    Change(
                        Kind.LEFT_OUT,
                        name,
                        duty.place + Text(f"：{duty.values['title']['zh']}", f": {duty.values['title']['zh']}"),
                    )
                )
                continue
            shown = str(value_of(item.entries.get("id")) or name)
            identifiers[place] = shown
            fields = _Fields(self, item, old, values, _ORDER, shown, heard=self.known is not None)
            fields.merge()
            self.mark_item(item, items, fields, duty.remarks)
            self.memory.obligations.append(
                Remembered(shown, duty.identity.number, duty.identity.text, fields.base, values)
            )
            after = item
        for entry in known:
            item = linked.get(entry.id)
            if entry.id not in same.values() and item is not None and (self.known is not None):
                self.gone(entry, item, items)
        for before, lines in waiting.values():
            self.add_items("obligations", items, lines, before)
        return identifiers

    def gone(self, entry: Remembered, item: Node, items: Sequence[Node]) -> None:
        """A row that the table no longer has: kept, marked once, and told as long as the mark stands."""
        shown = str(value_of(item.entries.get("id")) or entry.id)
        begin, end = self.reach(item, items)
        there = any(_GONE.match(words) for _, words in self.yaml.marked(item, begin, end, MARKED))
        words = Text(
            "分解表中已没有这一行：请决定是否删去", "the table no longer has this row: decide whether to take it out"
        )
        if not there and not entry.gone:
            first = next(iter(item.entries))
            self.below_first(item, first, [f"#! {words.in_language(self.language)}"])
        if there or not entry.gone:
            self.changes.append(Change(Kind.GONE, shown, words))
        self.memory.obligations.append(Remembered(shown, entry.number, entry.text, entry.base, entry.seen, True))

    def reach(self, item: Node, items: Sequence[Node]) -> tuple[int, int]:
        """From the beginning of an item to that of the next."""
        begin = self.yaml.offset(item.place)
        if not self.begins:
            self.begins = [self.yaml.offset(other.place) for other in items]
        following = bisect_right(self.begins, begin)
        return begin, self.begins[following] if following < len(self.begins) else len(self.yaml.text)

    def mark_item(self, item: Node, items: Sequence[Node], fields: _Fields, remarks: Sequence[Remark]) -> None:
        if not self.yaml.in_brackets(item):
            first = next(iter(item.entries))
            self.mark(item, first, *self.reach(item, items), fields, remarks)

    def mark(self, node: Node, first: str, begin: int, end: int, fields: _Fields, remarks: Sequence[Remark]) -> None:
        """Take the marks of the last import away and write those that are still due."""
        standing = {}
        for line, words in self.yaml.marked(node, begin, end, MARKED):
            conflict = _CONFLICT.match(words)
            if conflict is not None:
                standing[conflict[1]] = words.strip()
            self.yaml.remove_lines(line, line)
        due = [_comment(remark, self.language) for remark in remarks if fields.is_open(remark)]
        for path, (_, mine, table, old) in fields.conflicts.items():
            if path in standing or old:
                told = Text(
                    f"#! {path}：表中现为 {rendered(table) if table is not None else '（空）'}，草稿是手工改过的 {rendered(mine) if mine is not None else '（已删去）'}，未改动；处理后删去这一行",
                    f"#! {path}: the table now says {rendered(table) if table is not None else '(nothing)'}; the draft was changed by hand to "
                    f"{rendered(mine) if mine is not None else '(nothing)'} and was left; settle it and delete this line",
                )
                due.append(told.in_language(self.language))
                self.changes.append(
                    Change(
                        Kind.CONFLICT,
                        fields.shown,
                        Text(
                            f"{path}：表中改了，手工也改了，保留手工的",
                            f"{path}: changed in the table and by hand; the hand's stays",
                        ),
                        path,
                        mine,
                        table,
                    )
                )
        self.below_first(node, first, due)

    def below_first(self, node: Node, first: str, comments: Sequence[str]) -> None:
        if comments and not self.yaml.in_brackets(node):
            indent = " " * (node.key_places[first].column - 1)
            self.yaml.insert_below(self.yaml.span(node.entries[first])[1], [indent + line for line in comments])

    def add_items(self, key: str, items: Sequence[Node], lines: list[str], before: Node | None = None) -> None:
        """Add items to a list: behind the item `before`; where there is none, areas at its end, obligations at its head."""
        node = self.top.entries.get(key)
        if items and node is not None and not self.yaml.in_brackets(node):
            last = before or items[-1]
            first = before is None and key == "obligations"
            shift = node.place.column - 3
            moved = [(" " * shift + line if shift > 0 else line[-shift:]) if line else "" for line in lines]
            if first:
                self.yaml.insert_below(self.yaml.offset(self.top.key_places[key]), [*moved[1:], ""])
            else:
                self.yaml.insert_below(max(self.yaml.span(last)[1] - 1, 0), moved)
        elif node is None or (items == [] and value_of(node) in (None, [])):
            if node is not None:
                self.yaml.remove(self.top, key)
            last_key = list(self.top.entries)[-1]
            position = max(self.yaml.span(self.top.entries[last_key])[1] - 1, 0)
            self.yaml.insert_below(position, ["", f"{key}:", *lines])
        else:
            raise Refused(
                Text(
                    f"{key} 写在方括号里，无法添加：请改写成每项一行",
                    f"`{key}` is written in brackets and nothing can be added: write each item on its own line",
                )
            )


class _Fields:
    """The fields of one mapping: the last import's, the draft's and the table's."""

    def __init__(
        self, update: _Update, node: Node, known: Remembered, table: Flat, order: Sequence[str], shown: str, heard: bool
    ) -> None:
        self.update = update
        self.node = node
        self.known = known
        self.table = table
        self.order = order
        self.shown = shown
        self.heard = heard
        self.mine = flat(value_of(node))
        self.base: Flat = {}
        self.taken: Flat = {}
        self.conflicts: dict[str, tuple[str, Any, Any, bool]] = {}

    def is_open(self, remark: Remark) -> bool:
        """Whether what is remarked still stands: nobody has filled in or changed the field."""
        return _stands(remark, self.after, self.table)

    @property
    def after(self) -> Flat:
        """The fields as they will be."""
        return {**self.mine, **self.taken}

    def merge(self) -> None:
        taken: dict[str, Any] = {}
        deadline = self.choice("deadline")
        for path in dict.fromkeys((*self.known.base, *self.known.seen, *self.table)):
            if path in ("id", "pack"):
                self.base[path] = self.table.get(path, self.known.base.get(path))
                continue
            last, mine, table = self.known.base.get(path), self.mine.get(path), self.table.get(path)
            choice = self.choice(path)
            if path in ("cases", "deadline-set-by") and deadline in (Choice.HAND, Choice.CONFLICT):
                choice = Choice.HAND  # what belongs to a deadline that a hand wrote is the hand's too
            if path == "cases" and last is None and mine is not None:
                choice = Choice.HAND
            if choice is Choice.TABLE:
                taken[path] = table
            elif choice is Choice.CONFLICT and path not in _ONCE:
                self.conflicts[path] = (path, mine, table, not self.heard or self.known.seen.get(path) != table)
            settled = table if choice in (Choice.AGREED, Choice.TABLE) else last
            if settled is not None:
                self.base[path] = settled
        self.taken = {path: value for path, value in taken.items() if value is not None}
        self.mine_before = self.mine
        self.mine = {path: value for path, value in self.mine.items() if path not in taken}
        self.write(taken)

    def choice(self, path: str) -> Choice:
        return choose(self.known.base.get(path), self.mine.get(path), self.table.get(path))

    def write(self, taken: Flat) -> None:
        yaml, node = self.update.yaml, self.node
        removed: set[str] = set()  # nothing is written behind what goes
        for key in node.entries:
            paths = [path for path in self.mine_before if path.partition(".")[0] == key]
            if paths and all(path in taken and taken[path] is None for path in paths):
                removed.add(key)
        for key in dict.fromkeys(path.partition(".")[0] for path in taken):
            inner = node.entries.get(key)
            parts = {path: value for path, value in taken.items() if path.partition(".")[0] == key}
            if inner is None:
                value = _grouped({path: item for path, item in parts.items() if item is not None}, key)
                if value is not None:
                    yaml.add(node, key, _field_lines(key, value), self.before(key, removed))
            elif isinstance(inner, Node) and any("." in path for path in parts):
                names = {path.partition(".")[2]: value for path, value in parts.items()}
                if all(value is None for value in names.values()) and set(inner.entries) <= set(names):
                    yaml.remove(node, key)
                else:
                    self.write_parts(inner, names)
            elif next(iter(parts.values())) is None:
                yaml.remove(node, key)
            else:
                self.write_value(inner, next(iter(parts.values())))
            if key not in ("cases", "deadline-set-by", "basis"):
                self.update.changes += [
                    Change(Kind.UPDATED, self.shown, Text(path, path), path, self.known.base.get(path), value)
                    for path, value in parts.items()
                    if not path.endswith(".en")
                ]

    def write_parts(self, inner: Node, names: Mapping[str, Any]) -> None:
        yaml = self.update.yaml
        for part, value in names.items():
            if part in inner.entries and value is None:
                yaml.remove(inner, part)
            elif part in inner.entries:
                yaml.replace(inner.entries[part], value)
            elif value is not None and inner.entries:
                yaml.add(inner, part, [f"{part}: {rendered(value)}"], list(inner.entries)[-1])
            elif value is not None:
                yaml.replace(inner, dict(names))
                return

    def write_value(self, inner: Any, value: Any) -> None:
        yaml = self.update.yaml
        if (
            isinstance(inner, ListNode)
            and isinstance(value, list)
            and len(inner.items) == len(value)
            and not yaml.in_brackets(inner)
        ):
            for item, wanted in zip(inner.items, value, strict=True):
                if value_of(item) != wanted:
                    yaml.replace(item, wanted)
        else:
            yaml.replace(inner, value)

    def before(self, key: str, removed: set[str]) -> str | None:
        """The field behind which `key` is written."""
        earlier = self.order[: self.order.index(key)] if key in self.order else self.order
        return next((name for name in reversed(earlier) if name in self.node.entries and name not in removed), None)


def _linked(known: Sequence[Remembered], items: Sequence[Node]) -> dict[str, Node]:
    """Which obligation of the draft each remembered row is: by its identifier, or where a hand changed that, by its title
    or its place in the table, if only one has it."""
    found: dict[str, Node] = {}
    free = {id(item): flat(value_of(item)) for item in items}
    by_id = {id(item): item for item in items}
    for path in ("id", "title.zh", "basis.zh"):
        fitting: dict[object, list[int]] = {}
        for name, values in free.items():
            if isinstance(values.get(path), str):
                fitting.setdefault(values[path], []).append(name)
        for entry in known:
            names = fitting.get(entry.id if path == "id" else entry.base.get(path), [])
            if entry.id not in found and (len(names) == 1 or (names and path == "id")) and names[0] in free:
                found[entry.id] = by_id[names[0]]
                del free[names[0]]
    return found


def _from_draft(item: Node) -> Remembered:
    """What can be known of a row from the draft alone, where the memory of the last import is lost."""
    values = flat(value_of(item))
    number = re.sub(r"[^0-9.]", "", str(values.get("basis.en", "")))
    title = str(values.get("title.zh", ""))
    return Remembered(str(values.get("id", "")), number, title, {"title.zh": title})


def _told(draft: Draft, pack: PackDraft, identifiers: Mapping[int, str]) -> Draft:
    """The draft with what its lines are now: what is open, what a hand has settled."""
    node = read_yaml(draft.text, "")
    draft.values = value_of(node)
    head = flat(draft.values)
    draft.head = [remark for remark in pack.remarks if _stands(remark, head, flat(pack.values))]
    by_id = {str(item.get("id")): item for item in draft.values.get("obligations") or () if isinstance(item, dict)}
    for place, duty in enumerate(pack.duties):
        identifier = identifiers.get(place)
        if identifier is None:
            continue
        values, table = flat(by_id.get(identifier, {})), flat(duty.values)
        open_ = tuple(remark for remark in duty.remarks if _stands(remark, values, table))
        settled = tuple(remark.field for remark in duty.remarks if remark not in open_)
        draft.lines.append(DraftLine(duty, identifier, open_, settled))
    return draft


def _stands(remark: Remark, values: Flat, table: Flat) -> bool:
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
