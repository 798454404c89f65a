"""A YAML file as text that is changed at single places: what is not changed stays letter for letter.

Libraries that read YAML and write it again lose some of what people wrote: alignment, line breaks, where a comment
stood. Here the strict reader says where each value begins and ends, and only that stretch is replaced.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

from compliance.law.faults import BadInput, Place
from compliance.law.reading.strict_yaml import Mapping, Node, Scalar, Sequence, read_yaml

_LINE_END = re.compile(r"\r\n|\r|\n")
_PLAIN = re.compile(
    r"[A-Za-z\u4e00-\u9fff“‘《（〔][A-Za-z0-9\u4e00-\u9fff“”‘’《》（）〔〕、，。；：？！…— ._/()+;-]*\Z"
)
_DATE = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]\Z|[12][0-9]{3}-(?:Q[1-4]|H[12])\Z")


def rendered(value: Any) -> str:
    """A value on one line: text, a number, a list or a mapping."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {rendered(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(rendered(item) for item in value) + "]"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
    words = str(value)
    return words if _may_stand_bare(words) else json.dumps(words, ensure_ascii=False)


def _may_stand_bare(words: str) -> bool:
    if _DATE.match(words):
        return True
    if not _PLAIN.match(words) or words != words.strip():
        return False
    try:
        node = read_yaml(words, "")
    except BadInput:
        return False
    return isinstance(node, Scalar) and node.value == words


def value_of(node: Node | None) -> Any:
    """The node as plain values; None where there is none."""
    match node:
        case None:
            return None
        case Scalar():
            return node.value
        case Sequence():
            return [value_of(item) for item in node.items]
        case Mapping():
            return {key: value_of(item) for key, item in node.entries.items()}


class YamlText:
    """A file that is being changed. Changes are gathered and made together by `result`."""

    def __init__(self, text: str, file: str) -> None:
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        self.text = text.removeprefix("\ufeff")
        self.top = read_yaml(self.text, file)
        ends = [match.end() for match in _LINE_END.finditer(self.text)]
        self.starts = [0, *ends]
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self._changes: list[tuple[int, int, int, str]] = []

    # ---- where things are

    def offset(self, place: Place) -> int:
        """The place as a count of characters."""
        return min(self.starts[place.line - 1] + place.column - 1, len(self.text))

    def span(self, node: Node) -> tuple[int, int]:
        """Where the value begins and ends, without the comments behind it."""
        begin = self.offset(node.place)
        if not self.in_brackets(node):
            inner = (
                node.items
                if isinstance(node, Sequence)
                else tuple(node.entries.values())
                if isinstance(node, Mapping)
                else ()
            )
            if inner:
                return begin, max(self.span(item)[1] for item in inner)
        end = self.offset(node.end)
        return begin, begin + len(self.text[begin:end].rstrip())

    def in_brackets(self, node: Node) -> bool:
        """Whether a list or mapping is written in brackets and not in lines."""
        return not isinstance(node, Scalar) and self.text[self.offset(node.place)] in "[{"

    def line_of(self, position: int) -> int:
        """The line (from 0) of a character."""
        return bisect_right(self.starts, position) - 1

    def line_end(self, line: int) -> int:
        """Where the line ends, its line break not included."""
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        return self.starts[line] + len(self.text[self.starts[line] : end].rstrip("\r\n"))

    def marked(self, node: Node, begin: int, end: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
        """The lines from `begin` to before the line of `end` that are comments of that form; lines of a value of `node`
        are none. Each with its number."""
        inside = {
            line
            for scalar in _scalars(node)
            for line in range(self.line_of(self.span(scalar)[0]) + 1, self.line_of(self.span(scalar)[1]) + 1)
        }
        last = self.line_of(end) if end < len(self.text) else len(self.starts)
        for line in range(self.line_of(begin), last):
            words = self.text[self.starts[line] : self.line_end(line)]
            if line not in inside and pattern.match(words):
                yield line, words

    # ---- changes

    def replace(self, node: Node, value: Any) -> None:
        """Write another value in the node's place."""
        begin, end = self.span(node)
        words = rendered(value)
        if end == begin and begin and self.text[begin - 1] == ":":
            words = f" {words}"
        self._change(begin, end, words)

    def add(self, mapping: Mapping, key: str, lines: list[str], after: str | None) -> None:
        """Add an entry, as lines, behind the entry `after`, or as the first."""
        names = list(mapping.entries)
        before = after if after in mapping.entries else names[0]
        _, end = self._entry_span(mapping, before)
        if self.in_brackets(mapping):
            self._change(end, end, f", {' '.join(line.strip() for line in lines)}")
            return
        indent = " " * (mapping.key_places[before].column - 1)
        self.insert_below(end, [indent + line for line in lines])

    def insert_below(self, position: int, lines: Iterable[str]) -> None:
        """Put lines below the line of that character."""
        end = self.line_end(self.line_of(position))
        self._change(end, end, "".join(self.newline + line for line in lines))

    def remove(self, mapping: Mapping, key: str) -> None:
        """Take an entry out; a comment that a person wrote behind it goes with its line, one above it stays."""
        begin, end = self._entry_span(mapping, key)
        names = list(mapping.entries)
        if self.in_brackets(mapping):
            number = names.index(key)
            if number:
                begin = self._entry_span(mapping, names[number - 1])[1]
            elif len(names) > 1:
                end = self.offset(mapping.key_places[names[1]])
            self._change(begin, end, "")
            return
        first, last = self.line_of(begin), self.line_of(max(end - 1, begin))
        if self.text[self.starts[first] : begin].strip():  # the line begins with the `-` of the list
            following = names[1] if len(names) > 1 else None
            stop = self.offset(mapping.key_places[following]) if following else end
            self._change(begin, stop, "")
            return
        self.remove_lines(first, last)

    def remove_lines(self, first: int, last: int) -> None:
        """Take whole lines out."""
        end = self.starts[last + 1] if last + 1 < len(self.starts) else len(self.text)
        self._change(self.starts[first], end, "")

    def _entry_span(self, mapping: Mapping, key: str) -> tuple[int, int]:
        begin = self.offset(mapping.key_places[key])
        return begin, max(self.span(mapping.entries[key])[1], begin + len(key) + 1)

    def _change(self, begin: int, end: int, words: str) -> None:
        self._changes.append((begin, end, len(self._changes), words))

    def result(self) -> str:
        """The text with all changes made."""
        pieces: list[str] = []
        rest = 0
        for begin, end, _, words in sorted(self._changes):
            if begin < rest:  # inside what is taken out already
                if words:
                    pieces.append(words)
                rest = max(rest, end)
                continue
            pieces += [self.text[rest:begin], words]
            rest = end
        return self.mark + "".join(pieces) + self.text[rest:]


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from _scalars(item)
        case Mapping():
            for item in node.entries.values():
                yield from _scalars(item)
