"""From nodes to checked values: every field is asked for by name and kind, all faults are collected.

A `Record` stands for one mapping. Its methods take a field's value out and check it; what is wrong is
recorded and a harmless stand-in returned, so that one run reports every fault. `Reading.finish`
raises them all, so a stand-in never leaves the file that is being read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from compliance.law.deadlines import YEARS, existing_day
from compliance.law.faults import BadInput, Fault, Misread, Place, did_you_mean
from compliance.law.reading.strict_yaml import Mapping, Node, Scalar, Sequence, read_yaml
from compliance.law.text import Text

Value = TypeVar("Value")

IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


class Reading:
    """The reading of one file: its top record and the faults found so far."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.top = Record(self, read_yaml(text, file), "")

    def fault(self, place: Place, code: str, message: Text, field: str = "", suggestion: Text | None = None) -> None:
        """Record a fault; reading goes on."""
        self.faults.append(Fault(place, code, message, field, suggestion))

    def finish(self) -> None:
        """Raise BadInput with every fault of the file, if there is one."""
        self.top.no_other_fields()
        if self.faults:
            raise BadInput(self.faults)


class Record:
    """One mapping of the file, read field by field."""

    def __init__(self, reading: Reading, node: Node | None, field: str, place: Place | None = None) -> None:
        self.reading = reading
        self.field = field
        self._asked: list[str] = []
        self._children: list[Record] = []
        self.place = node.place if node is not None else place or Place(reading.file)
        self.unread = not isinstance(node, Mapping)
        self._node = node if isinstance(node, Mapping) else Mapping({}, {}, self.place, self.place)
        if node is not None and self.unread:
            reading.fault(
                node.place,
                "not-a-mapping",
                Text("此处应为“键: 值”的列表", "expected `key: value` pairs here"),
                field,
            )

    def path(self, key: str) -> str:
        """The field's full name, such as `obligations[3].deadline`."""
        return f"{self.field}.{key}" if self.field else key

    def has(self, key: str) -> bool:
        """Whether the file gives the field a value."""
        self._asked.append(key)
        node = self._node.entries.get(key)
        return node is not None and not (isinstance(node, Scalar) and node.value is None and not node.written)

    def place_of(self, key: str) -> Place:
        """Where the field's value stands; the record's own place if it is missing."""
        node = self._node.entries.get(key)
        return node.place if node is not None else self.place

    def fault(self, key: str, code: str, message: Text, suggestion: Text | None = None) -> None:
        """Record a fault at the field."""
        self.reading.fault(self.place_of(key), code, message, self.path(key), suggestion)

    def keys(self) -> list[str]:
        """The keys that the file gives, in its order."""
        return list(self._node.entries)

    def node(self, key: str) -> Node | None:
        """The field's node; a fault if it is missing, unless the whole record is: that was said already."""
        if self.unread:
            return None
        if not self.has(key):
            self.reading.fault(self.place, "missing-field", Text(f"缺少“{key}”", f"`{key}` is missing"), self.path(key))
            return None
        return self._node.entries[key]

    def text(self, key: str, default: str | None = None) -> str:
        """A text field; whole numbers and true/false must be quoted."""
        if default is not None and not self.has(key):
            return default
        node = self.node(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar) or not isinstance(node.value, str) or not node.value.strip():
            self.fault(
                key, "not-text", Text(f"“{key}”应为文字（数字请加引号）", f"`{key}` must be text (quote a number)")
            )
            return ""
        return node.value

    def possibly_empty_text(self, key: str) -> str:
        """A text field in which the quoted empty text means something."""
        node = self.node(key)
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return node.value
        if node is not None:
            self.fault(key, "not-text", Text(f"“{key}”应为加引号的文字", f"`{key}` must be quoted text"))
        return ""

    def identifier(self, key: str) -> str:
        """Lower-case words joined by `-` and grouped by `.`."""
        words = self.text(key)
        if words and not IDENTIFIER.match(words):
            self.fault(
                key,
                "not-an-identifier",
                Text(
                    f"“{words}”不是合法的标识：用小写字母、数字、“-”和“.”",
                    f"`{words}` is not an identifier: use lower-case letters, digits, `-` and `.`",
                ),
            )
        return words

    def integer(self, key: str, default: int | None = None, least: int = 0, most: int | None = None) -> int:
        """A whole number, at least `least` and at most `most`."""
        if default is not None and not self.has(key):
            return default
        node = self.node(key)
        if node is None:
            return least
        if not isinstance(node, Scalar) or isinstance(node.value, bool) or not isinstance(node.value, int):
            self.fault(key, "not-a-number", Text(f"“{key}”应为整数", f"`{key}` must be a whole number"))
            return least
        if node.value < least:
            self.fault(key, "number-too-small", Text(f"“{key}”不得小于{least}", f"`{key}` must be at least {least}"))
            return least
        if most is not None and node.value > most:
            self.fault(key, "number-too-large", Text(f"“{key}”不得大于{most}", f"`{key}` must be at most {most}"))
            return least
        return node.value

    def year(self, key: str) -> int:
        """A year that a rule can be of."""
        return self.integer(key, least=YEARS[0], most=YEARS[-1])

    def truth(self, key: str, default: bool) -> bool:
        """`true` or `false`."""
        if not self.has(key):
            return default
        node = self._node.entries[key]
        if not isinstance(node, Scalar) or not isinstance(node.value, bool):
            self.fault(key, "not-true-or-false", Text(f"“{key}”应为 true 或 false", f"`{key}` must be true or false"))
            return default
        return node.value

    def day(self, key: str) -> date:
        """A date written `2017-01-20`."""
        words = self.text(key)
        return self.as_day(key, words) if words else date.min

    def optional_day(self, key: str) -> date | None:
        """A date, or None where the field is left out."""
        return self.day(key) if self.has(key) else None

    def as_day(self, key: str, words: str) -> date:
        """`words` as a date; a fault at `key` where it is none."""
        return self.parsed(key, words, parse_date) or date.min

    def parsed(self, key: str, words: str, parse: Callable[[str], Value]) -> Value | None:
        """`words` through a parser that raises Misread; its message becomes a fault at `key`."""
        try:
            return parse(words)
        except Misread as misread:
            self.fault(key, misread.code, misread.message, misread.suggestion)
            return None

    def bilingual(self, key: str) -> Text:
        """A field `{zh: …, en: …}`; both languages are required."""
        inner = self.record(key)
        return Text(inner.text("zh"), inner.text("en"))

    def optional_bilingual(self, key: str) -> Text | None:
        """A field `{zh: …, en: …}`, or None where it is left out."""
        return self.bilingual(key) if self.has(key) else None

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """One word out of `choices`."""
        known = list(choices)
        words = self.text(key, default)
        if words and words not in known:
            self.fault(
                key,
                "unknown-word",
                Text(
                    f"“{key}”不能是“{words}”，可用：{'、'.join(known)}",
                    f"`{key}` cannot be `{words}`; known are {', '.join(known)}",
                ),
                did_you_mean(words, known),
            )
            return default or known[0]
        return words or known[0]

    def texts(self, key: str, choices: Iterable[str] | None = None, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts, each out of `choices` if those are given."""
        if not self.has(key):
            return default
        known = list(choices) if choices is not None else None
        found = []
        for item in self.sequence(key):
            if not isinstance(item, Scalar) or not isinstance(item.value, str):
                self.reading.fault(
                    item.place, "not-text", Text("列表中应为文字", "expected text in this list"), self.path(key)
                )
            elif known is not None and item.value not in known:
                self.reading.fault(
                    item.place,
                    "unknown-word",
                    Text(
                        f"“{key}”不能含“{item.value}”，可用：{'、'.join(known)}",
                        f"`{key}` cannot hold `{item.value}`; known are {', '.join(known)}",
                    ),
                    self.path(key),
                    did_you_mean(item.value, known),
                )
            else:
                found.append(item.value)
        return tuple(found)

    def sequence(self, key: str) -> tuple[Node, ...]:
        """The items of a list field; empty where it is left out."""
        if not self.has(key):
            return ()
        node = self._node.entries[key]
        if not isinstance(node, Sequence):
            self.fault(key, "not-a-list", Text(f"“{key}”应为列表", f"`{key}` must be a list"))
            return ()
        return node.items

    def record(self, key: str) -> Record:
        """A field that is a mapping; a fault if it is missing, and then a record whose fields are silently empty."""
        return self._child(self.node(key), self.path(key))

    def optional_record(self, key: str) -> Record | None:
        """A field that is a mapping, or None where it is left out."""
        return self.record(key) if self.has(key) else None

    def records(self, key: str) -> list[Record]:
        """A field that is a list of mappings; empty where it is left out."""
        return [
            self._child(node, f"{self.path(key)}[{number}]") for number, node in enumerate(self.sequence(key), start=1)
        ]

    def _child(self, node: Node | None, field: str) -> Record:
        child = Record(self.reading, node, field, self.place)
        self._children.append(child)
        return child

    def no_other_fields(self) -> None:
        """Record a fault for every field of this record and those inside it that nobody asked for."""
        for key in self._node.entries:
            if key not in self._asked:
                self.reading.fault(
                    self._node.key_places[key],
                    "unknown-key",
                    Text(f"不认识的键“{key}”", f"unknown key `{key}`"),
                    self.path(key),
                    did_you_mean(key, known := list(dict.fromkeys(self._asked))) or _in_english(key, known),
                )
        for child in self._children:
            child.no_other_fields()


def _in_english(key: str, known: list[str]) -> Text | None:
    """The keys, for who wrote one in Chinese, or a Chinese colon after it."""
    if key.isascii():
        return None
    if "：" in key:
        return Text("；键后应为半角冒号和空格“: ”", "; after a key write a colon of half width and a space, `: `")
    return Text(f"；键用英文，可用：{'、'.join(known)}", f"; keys are English: {', '.join(known)}")


def parse_date(words: str) -> date:
    """The date in `words`, written `2017-01-20`; raises Misread for anything else, 31 November included."""
    if not _DATE.match(words):
        raise Misread(
            "not-a-date",
            Text(f"“{words}”不是日期，应写作 2017-01-20", f"`{words}` is not a date; write it as 2017-01-20"),
        )
    return existing_day(words)
