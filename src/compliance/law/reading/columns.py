"""Frozen values as plain columns and back, by their types: what a cache of packs is written in.

A list of values of one type becomes one entry for each of its fields, which holds that field of all of them. So what
is the same everywhere is written once, and making the values again is a loop in C. Nothing but text, numbers, true,
false, null, lists and mappings is written: reading it back can run no code.

    values          columns
    [Text("甲", "a"), Text("乙", "b")]   {"zh": ["甲", "乙"], "en": ["a", "b"]}
"""

from __future__ import annotations

import types
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from itertools import chain, islice, repeat
from operator import attrgetter, itemgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

Json = Any


@dataclass(frozen=True)
class Column:
    """How the values of one type are written as a column and made from it again."""

    write: Callable[[Sequence[Any]], Json]
    read: Callable[[Json, int], Iterable[Any]]


def written(values: Sequence[Any], kind: Any) -> Json:
    """The values, all of the type `kind`, as columns."""
    return column_of(kind).write(values)


def read_back(columns: Json, count: int, kind: Any) -> list[Any]:
    """The `count` values of the type `kind` that `written` made columns of. Columns that it did not make raise
    KeyError, TypeError, ValueError or IndexError, if they are noticed at all: keep a digest beside them."""
    values = list(column_of(kind).read(columns, count))
    if len(values) != count:
        raise ValueError(f"{len(values)} values, not {count}")
    return values


@cache
def column_of(kind: Any) -> Column:
    """The column for a type: a scalar, a date, an enumeration, a frozen dataclass, a tuple, or a union of these."""
    if kind in (str, int, bool, types.NoneType):
        return _often_the_same(Column(list, lambda column, count: column))
    if kind is date:
        return _often_the_same(_DATES)
    origin, inside = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _often_the_same(_tuples(inside[0]) if inside[1:] == (...,) else _records(tuple, inside))
    if origin in (Union, types.UnionType):
        return _often_the_same(_union(inside))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _often_the_same(_enumeration(kind))
    if kind is Decimal:
        return _often_the_same(_DECIMALS)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return _often_the_same(_records(kind, [hints[field.name] for field in fields(kind)]))
    raise TypeError(f"{kind} is not written in columns")


def _often_the_same(plain: Column) -> Column:
    """One value for all, or each different value once and which of them stands where, or the plain column."""

    def write(values: Sequence[Any]) -> Json:
        if not values:
            return None
        different = dict.fromkeys(map(_distinctly, values))
        if len(different) > len(values) // 2:
            return {"each": plain.write(values)}
        once = [value for _, value in different]
        if len(once) == 1:
            return {"all": plain.write(once)}
        places = {value: number for number, value in enumerate(different)}
        return {"once": plain.write(once), "count": len(once), "at": [places[_distinctly(value)] for value in values]}

    def read(column: Json, count: int) -> Iterable[Any]:
        if not count:
            return ()
        if "each" in column:
            return plain.read(column["each"], count)
        if "all" in column:
            (value,) = plain.read(column["all"], 1)
            return repeat(value, count)
        once = list(plain.read(column["once"], column["count"]))
        return map(once.__getitem__, column["at"])

    return Column(write, read)


def _distinctly(value: Any) -> tuple[type, Any]:
    """True and 1 are equal and yet two values."""
    return type(value), value


_DATES = Column(
    lambda values: [value.toordinal() for value in values], lambda column, count: map(date.fromordinal, column)
)

_DECIMALS = Column(lambda values: [str(value) for value in values], lambda column, count: map(Decimal, column))


def _enumeration(kind: type[Enum]) -> Column:
    known = {member.value: member for member in kind}
    return Column(
        lambda values: [value.value for value in values], lambda column, count: map(known.__getitem__, column)
    )


def _records(kind: type, parts: Sequence[Any]) -> Column:
    """Dataclasses, or tuples of a fixed length: a column for each part."""
    if is_dataclass(kind):
        names = [field.name for field in fields(kind)]
        make: Callable[[Sequence[Iterable[Any]], int], Iterable[Any]] = _many(kind, names)
        part: list[Callable[[Any], Any]] = [attrgetter(name) for name in names]
    else:
        make, part = _tuples_of, [itemgetter(number) for number in range(len(parts))]

    def write(values: Sequence[Any]) -> Json:
        return [column_of(kind).write(list(map(get, values))) for get, kind in zip(part, parts, strict=True)]

    def read(columns: Json, count: int) -> Iterable[Any]:
        if len(columns) != len(parts):
            raise ValueError(f"{len(columns)} columns, not {len(parts)}")
        return make([column_of(kind).read(column, count) for kind, column in zip(parts, columns, strict=True)], count)

    return Column(write, read)


def _tuples_of(columns: Sequence[Iterable[Any]], count: int) -> Iterable[Any]:
    return zip(*columns, strict=True) if columns else repeat((), count)


def _many(kind: type, names: Sequence[str]) -> Callable[[Sequence[Iterable[Any]], int], Iterable[Any]]:
    """Makes many values of a frozen dataclass at once, a field of all of them after the other.

    That is three times as fast as calling the class, which sets each field by name. Its slots are filled as the class
    itself fills them; a class that does more when a value is made, or has no slots, is called.
    """
    slots = [vars(kind).get(name) for name in names]
    if hasattr(kind, "__post_init__") or not all(isinstance(slot, types.MemberDescriptorType) for slot in slots):
        return lambda columns, count: map(kind, *columns) if columns else (kind() for _ in range(count))

    def make(columns: Sequence[Iterable[Any]], count: int) -> list[Any]:
        values: list[Any] = [object.__new__(kind) for _ in range(count)]
        for slot, column in zip(slots, columns, strict=True):
            deque(map(slot.__set__, values, column), maxlen=0)  # type: ignore[union-attr]
            if values and not hasattr(values[-1], slot.__name__):  # type: ignore[union-attr]
                raise ValueError(f"fewer than {count} values in a column")
        return values

    return make


def _tuples(kind: Any) -> Column:
    """Tuples of any length: how long each is, and all items after one another."""

    def write(values: Sequence[Any]) -> Json:
        return [[len(value) for value in values], column_of(kind).write(list(chain.from_iterable(values)))]

    def read(column: Json, count: int) -> Iterable[Any]:
        lengths, items = column
        return _cut(iter(column_of(kind).read(items, sum(lengths))), lengths)

    return Column(write, read)


def _cut(items: Iterator[Any], lengths: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    for length in lengths:
        yield tuple(islice(items, length))


def _union(kinds: Sequence[Any]) -> Column:
    """Values of several types: which type stands where, and a column for the values of each."""

    def write(values: Sequence[Any]) -> Json:
        at = [_place_among(kinds, value) for value in values]
        columns = []
        for number, kind in enumerate(kinds):
            of_it = [value for value, place in zip(values, at, strict=True) if place == number]
            columns.append([len(of_it), column_of(kind).write(of_it)])
        return [at, columns]

    def read(column: Json, count: int) -> Iterable[Any]:
        at, columns = column
        if len(columns) != len(kinds):
            raise ValueError(f"{len(columns)} types, not {len(kinds)}")
        ways = [iter(column_of(kind).read(inner, length)) for kind, (length, inner) in zip(kinds, columns, strict=True)]
        return (next(ways[place]) for place in at)

    return Column(write, read)


def _place_among(kinds: Sequence[Any], value: Any) -> int:
    for number, kind in enumerate(kinds):
        if type(value) is (get_origin(kind) or kind):
            return number
    raise TypeError(f"{value!r} is of none of the types {kinds}")
