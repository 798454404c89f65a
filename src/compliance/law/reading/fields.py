"""What a file's fields are said in: kinds of value, fields, and shapes made of fields.

A `Shape` lists the fields of one mapping. The reader takes values by it (`Field.of`, `given`, `whole`), the quick way
has its takers from it (`taker_of`), and `pack_schema.py` makes the JSON Schema from it, so that a field is named, and
its kind and words are said, in one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from compliance.law.deadlines import YEARS
from compliance.law.reading import quick
from compliance.law.reading.records import IDENTIFIER, Record, parse_date
from compliance.law.text import Text

Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind(Generic[Value]):
    """A kind of value: how it is taken out of a record, and what a schema says of it.

    `shape` is that of the mapping, or of each mapping in the list, that the value is made of. `take` is the quick way
    to the same value; a kind without one sends every file that uses it the careful way.
    """

    read: Callable[[Record, str], Value]
    schema: Json
    shape: type[Shape] | None = None
    take: quick.Taker[Value] = quick.refuse


@dataclass(slots=True)
class Field(Generic[Value]):
    """One field: its name in the file, its kind, its meaning, and what holds where it is left out."""

    name: str
    kind: Kind[Any]
    words: Text
    required: bool
    default: Any = None

    def __set_name__(self, owner: type[Shape], attribute: str) -> None:
        self.name = self.name or attribute.replace("_", "-")

    def of(self, record: Record) -> Value:
        """The field's value in `record`; a fault and a stand-in where it is wrong, or missing and required."""
        value: Value = self.kind.read(record, self.name) if self.required or record.has(self.name) else self.default
        return value


class Shape:
    """The fields of one mapping, as attributes, in the order in which they are best written.

    `across` holds what a schema can say about several fields at once; the reader says the same in its own code.
    """

    across: ClassVar[Json] = {}

    fields: ClassVar[dict[str, Field[Any]]] = {}
    """All fields by their attributes, those of the shapes that it extends first."""

    def __init_subclass__(cls) -> None:
        cls.fields = cls.fields | {name: field for name, field in vars(cls).items() if isinstance(field, Field)}


def needed(kind: Kind[Value], words: Text, name: str = "") -> Field[Value]:
    """A field that must be given."""
    return Field(name, kind, words, True)


def optional(kind: Kind[Value], words: Text, name: str = "") -> Field[Value | None]:
    """A field that may be left out."""
    return Field(name, kind, words, False)


def usual(kind: Kind[Value], default: Value, words: Text, name: str = "") -> Field[Value]:
    """A field that may be left out, and what holds then."""
    return Field(name, kind, words, False, default)


def given(record: Record, shape: type[Shape]) -> dict[str, Any]:
    """The values of the fields that the file gives, by attribute."""
    return {name: field.of(record) for name, field in shape.fields.items() if record.has(field.name)}


def asked(record: Record, shape: type[Shape]) -> dict[str, Any]:
    """The values of the fields that the file gives or must give, by attribute."""
    return {name: field.of(record) for name, field in shape.fields.items() if field.required or record.has(field.name)}


def whole(record: Record, shape: type[Shape]) -> dict[str, Any]:
    """The values of all fields, by attribute."""
    return {name: field.of(record) for name, field in shape.fields.items()}


def taker_of(shape: type[Shape]) -> quick.Taker[dict[str, Any]]:
    """The quick way to `asked`: the values of the fields that the file gives; every required one must be there."""
    takers = {field.name: (attribute, field.kind.take) for attribute, field in shape.fields.items()}
    return quick.given(takers, (attribute for attribute, field in shape.fields.items() if field.required))


def defaults_of(shape: type[Shape]) -> dict[str, Any]:
    """What holds, by attribute, where fields are left out."""
    return {attribute: field.default for attribute, field in shape.fields.items() if not field.required}


# ---- kinds


def plain_pattern(*patterns: re.Pattern[str]) -> str:
    """One expression for all of `patterns`, in the common part of Python's and JavaScript's languages."""
    plain = (re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern).removesuffix(r"\Z") for pattern in patterns)
    return f"^(?:{'|'.join(plain)})$"


def text_like(
    schema: Json, read: Callable[[Record, str], Value], take: quick.Taker[Value] = quick.refuse
) -> Kind[Value]:
    """Text with more to be said of it in `schema`."""
    return Kind(read, {"type": "string", **schema}, take=take)


def word(words: type[Word]) -> Kind[Word]:
    """One word of `words`."""
    return Kind(
        lambda record, key: words(record.choice(key, list(words))),
        {"enum": list(words)},
        take=quick.one_of({each.value: each for each in words}),
    )


def words_of(words: type[Word]) -> Kind[tuple[Word, ...]]:
    """A list of the words of an enumeration."""
    return list_out_of(tuple(words))


def list_out_of(words: Sequence[Word]) -> Kind[tuple[Word, ...]]:
    """A list of some words of an enumeration."""
    known = {each.value: each for each in words}
    return Kind(
        lambda record, key: tuple(known[item] for item in record.texts(key, known)),
        {"type": "array", "items": {"enum": list(known)}},
        take=quick.list_of(known),
    )


def whole_number(least: int, most: int | None = None) -> Kind[int]:
    """A whole number within bounds."""
    bounds: Json = {"minimum": least} | ({} if most is None else {"maximum": most})
    return Kind(
        lambda record, key: record.integer(key, least=least, most=most),
        {"type": "integer", **bounds},
        take=quick.integer(least, most),
    )


def mapping(
    shape: type[Shape], read: Callable[[Record], Value], take: Callable[[dict[str, Any]], Value]
) -> Kind[Value]:
    """A mapping of that shape; `take` makes the value of the fields' values, those left out included."""
    quickly, defaults = taker_of(shape), defaults_of(shape)
    return Kind(
        lambda record, key: read(record.record(key)),
        reference(shape),
        shape,
        lambda node: take(defaults | quickly(node)),
    )


def mappings(shape: type[Shape]) -> Kind[list[Record]]:
    """A list of mappings of that shape, as records (the quick way: as nodes) to be read one by one."""
    return Kind(
        lambda record, key: record.records(key), {"type": "array", "items": reference(shape)}, shape, quick.items
    )


def name_of(shape: type[Shape]) -> str:
    """The name of the shape in a schema: `InForceFields` is `in-force`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", shape.__name__.removesuffix("Fields")).lower()


def reference(shape: type[Shape]) -> Json:
    """What a schema says where a mapping of that shape is to stand."""
    return {"$ref": f"#/$defs/{name_of(shape)}"}


_YEARS = "(?:1949|19[5-9][0-9]|2[0-9]{3})"
"""Those of `deadlines.YEARS`."""

_DAYS = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"
)


def _an_identifier(words: str) -> str:
    if not IDENTIFIER.match(words):
        raise quick.Unsure
    return words


TEXT: Kind[str] = text_like({"pattern": r"\S"}, lambda record, key: record.text(key), quick.text)
IDENTIFIER_TEXT: Kind[str] = text_like(
    {"pattern": plain_pattern(IDENTIFIER)}, lambda record, key: record.identifier(key), quick.parsed(_an_identifier)
)
DAY: Kind[date] = text_like(
    {"format": "date", "pattern": f"^{_YEARS}-{_DAYS}$"},
    lambda record, key: record.day(key),
    quick.parsed(parse_date),
)
TRUTH: Kind[bool] = Kind(lambda record, key: record.truth(key, False), {"type": "boolean"}, take=quick.truth)
TEXTS: Kind[tuple[str, ...]] = Kind(
    lambda record, key: record.texts(key), {"type": "array", "items": {"type": "string"}}, take=quick.texts
)
YEAR: Kind[int] = whole_number(YEARS[0], YEARS[-1])


class BilingualFields(Shape):
    """Words in both languages."""

    zh = needed(TEXT, Text("简体中文", "Simplified Chinese"))
    en = needed(TEXT, Text("英文", "English"))


BILINGUAL: Kind[Text] = Kind(
    lambda record, key: record.bilingual(key),
    reference(BilingualFields),
    BilingualFields,
    quick.bilingual,
)


def shapes_below(shape: type[Shape]) -> Iterator[type[Shape]]:
    """The shape and all that stand inside it, each as often as it does."""
    yield shape
    for field in shape.fields.values():
        if field.kind.shape is not None:
            yield from shapes_below(field.kind.shape)
