"""Values as columns and back: the same values, and nothing but plain data in between."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.reading.columns import read_back, written


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Nothing:
    """A value without parts, of which all are the same."""


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Tree:
    leaf: Leaf | Nothing
    colour: Colour
    number: Decimal
    on: bool | int
    below: "tuple[Tree, ...]"


leaves = st.builds(Leaf, st.text(max_size=3), st.none() | st.dates())
trees = st.recursive(
    st.builds(
        Tree, leaves | st.builds(Nothing), st.sampled_from(Colour), st.decimals(allow_nan=False, allow_infinity=False),
        st.booleans() | st.integers(), st.just(()),
    ),
    lambda inner: st.builds(
        Tree, leaves, st.sampled_from(Colour), st.just(Decimal("1.50")), st.booleans(), st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=8,
)  # fmt: skip


def there_and_back(values: list[Any], kind: Any) -> list[Any]:
    return read_back(json.loads(json.dumps(written(values, kind), ensure_ascii=False)), len(values), kind)


@given(st.lists(trees, max_size=12))
def test_what_was_written_is_read_back_equal_and_of_the_same_types(values: list[Tree]) -> None:
    back = there_and_back(values, Tree)
    assert back == values
    assert [type(tree.on) for tree in back] == [type(tree.on) for tree in values]
    assert [str(tree.number) for tree in back] == [str(tree.number) for tree in values]


def test_what_is_the_same_everywhere_is_written_once() -> None:
    leaf = Leaf("the same words", date(2017, 1, 3))
    assert json.dumps(written([leaf] * 1000, Leaf)).count("the same words") == 1
    assert there_and_back([leaf] * 1000, Leaf) == [leaf] * 1000


def test_a_type_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(TypeError, match="is not written in columns"):
        written([{1}], set[int])
    with pytest.raises(TypeError, match="none of the types"):
        written(["x"], int | None)


@pytest.mark.parametrize("columns", [None, {}, {"each": [[], []]}, {"each": [["a"], ["b"]]}, {"each": []}, {"at": [0]}])
def test_columns_that_do_not_hold_as_many_values_are_refused(columns: Any) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, IndexError)):
        read_back(columns, 2, Leaf)
