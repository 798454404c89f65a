"""Key points without a table: each item ends with a bracket, such as （责任单位：财政局；完成时限：6月底前）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from compliance.law.drafting.columns import KEY, Column, column_of
from compliance.law.drafting.grid import Cell, squeezed, tidy
from compliance.law.drafting.numbering import numbered

_BRACKETS = re.compile(r"[（(](?P<inner>(?:[^（()）]|[（(][^（()）]*[）)])*)[）)]")
_BODY = re.compile(r"(?:局|办|办公室|部门|单位|街道|街道办事处|委|委员会|中心|分局|科室?)\Z")
_TIME = re.compile(
    r"(?:[12][0-9]{3}年)?(?:[0-9一二三四五六七八九十]{1,3}月|年底|年内|全年|长期|持续|每|次年|上半年|下半年)"
)
_ROLE_WORD = re.compile(r"牵头|负责|配合|落实\Z|按职责")


@dataclass(frozen=True, slots=True)
class Tail:
    """What the bracket at the end of an item says: for each key, as written."""

    said: tuple[tuple[Column, str], ...]

    def of(self, *columns: Column) -> list[tuple[Column, str]]:
        """What it says under those keys."""
        return [(column, words) for column, words in self.said if column in columns]


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of running text with its tail. `line` counts from 1; `heading` is its own, where it has one."""

    line: int
    level: int
    number: int
    words: str
    tail: Tail
    label: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that stands over the items below it."""

    line: int
    level: int
    number: int
    words: str
    label: str = ""


def tail_of(inner: str, last: bool = False) -> Tail | None:
    """The tail in a bracket; None where the bracket is part of the sentence.

    At the end of an item (`last`) names of departments and a time need no key: （教育局，7月底前）.
    """
    keys = [match for match in KEY.finditer(inner) if column_of(match["key"]) is not None]
    if keys:
        ends = [*(match.start() for match in keys[1:]), len(inner)]
        said = []
        for match, end in zip(keys, ends, strict=True):
            column = column_of(match["key"])
            words = inner[match.end() : end].strip("；;，,。、 \n")
            if column is not None and words:
                said.append((column, words))
        return Tail(tuple(said)) if said else None
    if _ROLE_WORD.search(squeezed(inner)) and len(inner) <= 200:
        parts = re.split(
            r"[，,；;](?=[^，,；;]*(?:[0-9一二三四五六七八九十]月|年底|长期|持续|全年|季度))", inner, maxsplit=1
        )
        said = [(Column.RESPONSIBLE, parts[0])]
        if len(parts) == 2:
            said.append((Column.DEADLINE, parts[1]))
        return Tail(tuple(said))
    pieces = [piece for piece in re.split(r"[、，,；;]", squeezed(inner)) if piece]
    if last and pieces and all(_BODY.search(piece) or _TIME.match(piece) for piece in pieces):
        bodies = [piece for piece in pieces if not _TIME.match(piece)]
        times = [piece for piece in pieces if _TIME.match(piece)]
        said = [(Column.RESPONSIBLE, "、".join(bodies))] if bodies else []
        return Tail((*said, *([(Column.DEADLINE, "，".join(times))] if times else [])))
    return None


def brackets_in(words: str) -> list[str]:
    """What stands in the brackets of a line."""
    return [match["inner"] for match in _BRACKETS.finditer(words)]


def items_of(lines: tuple[tuple[int, str], ...]) -> Iterator[Item | Heading | tuple[int, str]]:
    """The text as headings, items, and what is neither (with its line)."""
    begun: list[str] = []
    begun_at = level = count = 0
    label = ""
    for number, line in lines:
        words = tidy(line)
        if not words:
            continue
        rest = 0
        found = False
        own = numbered(words)
        if begun and own.level:
            yield from _unfinished(begun, begun_at, level, label)
            begun = []
        for match in _BRACKETS.finditer(words):
            tail = tail_of(match["inner"], not words[match.end() :].strip("。；; "))
            if tail is None:
                continue
            piece = words[rest : match.start()].strip("。；; ")
            rest = match.end()
            found = True
            start = numbered(piece)
            if not begun:
                begun_at, level, count, label = number, start.level, start.number, start.label
            text = "".join([*begun, start.words if not begun else piece])
            begun = []
            if text:
                yield Item(begun_at, level, count, text, tail, label)
            level = count = 0
            label = ""
        remaining = words[rest:].strip("。；; ")
        if not remaining or (found and len(remaining) < 4):
            continue
        if (
            not found
            and own.level
            and (own.level <= 2 and len(squeezed(words)) <= 40 and not words.endswith(("，", "：")))
        ):
            yield Heading(number, own.level, own.number, own.words.rstrip("。"), own.label)
        elif not found and not own.level and not begun:
            yield (number, words)
        else:
            start = numbered(remaining)
            if not begun:
                begun_at, level, count, label = number, start.level, start.number, start.label
                begun = [start.words]
            else:
                begun.append(remaining)
    yield from _unfinished(begun, begun_at, level, label)


def _unfinished(begun: list[str], line: int, level: int, label: str) -> Iterator[Item]:
    """An item that no bracket ended: who and by when will be asked."""
    if begun:
        yield Item(line, level, 0, "".join(begun), Tail(()), label)


def as_cell(line: int, words: str) -> Cell:
    """What a tail says, as a cell of the line."""
    return Cell(words, line, 1, line, 1)
