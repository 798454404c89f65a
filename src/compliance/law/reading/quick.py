"""The quick way to checked values: what is plainly sound is taken, anything else is left to the careful way.

Most files are right. Their values are taken straight from the nodes of the C parser by takers, one for each kind of
value and each shape. A taker says nothing of mistakes: it raises `Unsure`, and the whole file is read again by the
records, which know every field's place and name every fault. A taker may refuse what is sound; it must never accept
what the careful way refuses, nor make another value of it (`tests/law/reading/test_quick.py` holds them together).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from compliance.law.faults import Misread, Place
from compliance.law.reading.strict_yaml import (
    LONGEST_WORD,
    NUMBERS_BEGIN_WITH,
    QuickMapping,
    QuickScalar,
    QuickSequence,
    surely_text,
)
from compliance.law.text import Text

Value = TypeVar("Value")

Taker = Callable[[Any], Value]
"""From a node of the C parser to a value; raises Unsure."""


class Unsure(Exception):
    """The quick way does not vouch for this file."""


def is_list(node: Any) -> bool:
    """Whether a list is written at the node."""
    return type(node) is QuickSequence


def is_mapping(node: Any) -> bool:
    """Whether a mapping is written at the node."""
    return type(node) is QuickMapping


def refuse(node: object) -> Any:
    """The taker of what the quick way never takes."""
    raise Unsure


def text(node: Any) -> str:
    """Text that is not blank, and that YAML would not read as anything else."""
    if type(node) is not QuickScalar:
        raise Unsure
    words: str = node.value
    if node.tag[0]:
        if (len(words) <= LONGEST_WORD or words[0] in NUMBERS_BEGIN_WITH) and not surely_text(words):
            raise Unsure
    elif not words.strip():
        raise Unsure
    return words


def texts(node: Any) -> tuple[str, ...]:
    """A list of texts, of which the quoted ones may be blank."""
    if type(node) is not QuickSequence:
        raise Unsure
    return tuple([text(item) for item in node.value])


def says(node: Any, words: str) -> bool:
    """Whether the node is a scalar of just these words."""
    return type(node) is QuickScalar and node.value == words


def truth(node: Any) -> bool:
    """`true` or `false`."""
    if type(node) is QuickScalar and node.tag[0]:
        if node.value == "true":
            return True
        if node.value == "false":
            return False
    raise Unsure


def bilingual(node: Any) -> Text:
    """`{zh: …, en: …}`."""
    if type(node) is QuickMapping:
        pairs = node.value
        if len(pairs) == 2:
            (one, chinese), (other, english) = pairs
            if one.value == "zh" and other.value == "en":
                return Text(text(chinese), text(english))
            if one.value == "en" and other.value == "zh":
                return Text(text(english), text(chinese))
    raise Unsure


def integer(least: int, most: int | None) -> Taker[int]:
    """A whole number within bounds."""

    def take(node: Any) -> int:
        if type(node) is QuickScalar and node.tag[0] and _SHORT_NUMBER.match(node.value):
            number = int(node.value)
            if least <= number and (most is None or number <= most):
                return number
        raise Unsure

    return take


_SHORT_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,8})\Z")


def one_of(values: Mapping[str, Value]) -> Taker[Value]:
    """One word out of `values`, and what it stands for."""

    def take(node: Any) -> Value:
        if type(node) is QuickScalar:
            value = values.get(node.value, _NONE)
            if value is not _NONE:
                return value  # type: ignore[return-value]
        raise Unsure

    return take


_NONE = object()


def list_of(values: Mapping[str, Value]) -> Taker[tuple[Value, ...]]:
    """A list of words out of `values`, as what they stand for."""
    take = one_of(values)

    def take_all(node: Any) -> tuple[Value, ...]:
        if type(node) is not QuickSequence:
            raise Unsure
        return tuple([take(item) for item in node.value])

    return take_all


def parsed(parse: Callable[[str], Value]) -> Taker[Value]:
    """Text through a parser that raises Misread. Values are kept: a pack says the same thing again and again."""

    known: dict[str, Value] = {}

    def take(node: Any) -> Value:
        if type(node) is not QuickScalar:
            raise Unsure
        value = known.get(node.value, _NONE)
        if value is _NONE:
            words = text(node)
            try:
                value = parse(words)
            except Misread:
                raise Unsure from None
            if len(known) < MOST_KEPT and surely_text(words):
                known[words] = value
        return value  # type: ignore[return-value]

    return take


MOST_KEPT = 20_000
"""Values of one kind that are kept; a hostile file could hold many more."""


def items(node: Any) -> list[Any]:
    """The nodes of a list."""
    if type(node) is not QuickSequence:
        raise Unsure
    found: list[Any] = node.value
    return found


def given(takers: Mapping[str, tuple[str, Taker[Any]]], needed: Iterable[str]) -> Taker[dict[str, Any]]:
    """The values of the fields that a mapping gives, by attribute.

    `takers` has an attribute and a taker for each field, `needed` the attributes that must be there.
    """
    must = frozenset(needed)
    layouts: dict[tuple[str, ...], tuple[tuple[str, ...], tuple[Taker[Any], ...]]] = {}

    def layout(keys: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Taker[Any], ...]]:
        """The attributes and takers for keys in that order; worked out once, as most mappings look like others."""
        if not all(isinstance(key, str) and key in takers for key in keys):
            raise Unsure
        attributes, chosen = zip(*(takers[key] for key in keys), strict=True) if keys else ((), ())
        if len(set(attributes)) < len(attributes) or not must <= set(attributes):
            raise Unsure
        if len(layouts) < MOST_LAYOUTS:
            layouts[keys] = attributes, chosen
        return attributes, chosen

    def take(node: Any) -> dict[str, Any]:
        if type(node) is not QuickMapping:
            raise Unsure
        pairs = node.value
        keys = tuple([key.value for key, _ in pairs])
        try:
            known = layouts.get(keys)
        except TypeError:  # a key that is a list cannot be looked up
            raise Unsure from None
        attributes, chosen = known or layout(keys)
        return dict(
            zip(attributes, [taker(inner) for taker, (_, inner) in zip(chosen, pairs, strict=True)], strict=True)
        )

    return take


MOST_LAYOUTS = 1_000
"""Orders of keys that are kept for one shape."""


def place(node: Any, file: str) -> Place:
    """Where the node begins."""
    mark = node.start_mark
    return Place(file, mark.line + 1, mark.column + 1)
