"""An earlier draft brought up to date with a corrected table, without disturbing a hand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from compliance.documents.drafting.draft_file import (
    ORDER,
    Change,
    Draft,
    Kind,
    comment,
    field_lines,
    grouped,
    new_identifier,
    obligation_lines,
    plain_number,
    remember,
    stands,
    told,
    valued,
)
from compliance.documents.drafting.memory import Flat, Memory, Remembered, flat
from compliance.documents.drafting.yaml_text import YamlText, rendered, value_of
from compliance.law.drafting.merging import Choice, RowIdentity, choose, same_rows
from compliance.law.faults import Refused
from compliance.law.reading.strict_yaml import Mapping as Node
from compliance.law.reading.strict_yaml import Sequence as ListNode
from compliance.law.reading.strict_yaml import read_yaml
from compliance.law.text import Language, Text
from compliance.work.drafting.duty_drafts import PackDraft, Remark, area_values

MARKED = re.compile(r"\s*#[?~!] ")
"""The comments that an import writes and takes away again."""

_CONFLICT = re.compile(r"\s*#! ([a-z.-]+)[：:]")
_GONE = re.compile(r"\s*#! (?:分解表|the table)")
_ONCE = frozenset(
    {"title.en", "basis.zh", "basis.en", "note.en", "severity", "deadline-set-by", "part", "order", "area"}
)
"""Fields that the program made up: a hand that changed one is always right."""


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
        return told(found, self.pack, identifiers)

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
            identifier = old.id if old is not None else new_identifier(
                f"{self.name}-{plain_number(area.number)}", [*by_id, *(entry.id for entry in known)]
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
            values = valued(duty, areas)
            name = same.get(place)
            if name is None:
                identifier = new_identifier(f"item-{plain_number(duty.identity.number)}", taken)
                taken.append(identifier)
                identifiers[place] = identifier
                lines = ["", *obligation_lines(identifier, values, duty.remarks, self.language)]
                waiting.setdefault(id(after), (after, []))[1].extend(lines)
                self.memory.obligations.append(remember(identifier, duty, values))
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
            fields = _Fields(self, item, old, values, ORDER, shown, heard=self.known is not None)
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
        due = [comment(remark, self.language) for remark in remarks if fields.is_open(remark)]
        for path, (_, mine, table, old) in fields.conflicts.items():
            if path in standing or old:
                mark = Text(
                    f"#! {path}：表中现为 {rendered(table) if table is not None else '（空）'}，草稿是手工改过的 {rendered(mine) if mine is not None else '（已删去）'}，未改动；处理后删去这一行",
                    f"#! {path}: the table now says {rendered(table) if table is not None else '(nothing)'}; the draft was changed by hand to "
                    f"{rendered(mine) if mine is not None else '(nothing)'} and was left; settle it and delete this line",
                )
                due.append(mark.in_language(self.language))
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
        return stands(remark, self.after, self.table)

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
                value = grouped({path: item for path, item in parts.items() if item is not None}, key)
                if value is not None:
                    yaml.add(node, key, field_lines(key, value), self.before(key, removed))
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
    number = ".".join(re.findall("[0-9]+", str(values.get("basis.en", ""))))
    title = str(values.get("title.zh", ""))
    return Remembered(str(values.get("id", "")), number, title, {"title.zh": title})
