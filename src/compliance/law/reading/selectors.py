"""From a node to a selector of duty holders, and the same forms as a schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from compliance.law.reading import quick
from compliance.law.reading.fields import Json, Kind
from compliance.law.reading.records import Record
from compliance.law.reading.strict_yaml import Mapping, Node, Scalar
from compliance.law.reading.strict_yaml import Sequence as NodeSequence
from compliance.law.selectors import AllOf, AnyDepartment, AnyOf, Except, Named, OfKind, Selector, Tagged
from compliance.law.text import Text

_SELECTOR: Json = {"$ref": "#/$defs/selector"}

FORMS: dict[str, Json] = {
    "any": {"const": "department"},
    "kind": {"type": "string"},
    "tag": {"type": "string"},
    "all-of": {"type": "array", "items": _SELECTOR, "minItems": 1},
    "any-of": {"type": "array", "items": _SELECTOR, "minItems": 1},
    "list": _SELECTOR,
}
"""The ways to select, of which one is written; `except` may stand beside it."""

SELECTOR_SCHEMA: Json = {
    "anyOf": [
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
        {
            "type": "object",
            "properties": {**FORMS, "except": _SELECTOR},
            "additionalProperties": False,
            "oneOf": [{"required": [form]} for form in FORMS],
        },
    ]
}


def read_selector(record: Record, key: str) -> Selector:
    """The selector at `key` of `record`."""
    node = record.node(key)
    return AnyDepartment() if node is None else _selector(record, key, node)


_take_name, _take_tag, _take_kind = quick.parsed(str), quick.parsed(Tagged), quick.parsed(OfKind)


def _take_selector(node: Any) -> Selector:
    """The quick way to the selector that is written at a node."""
    if quick.is_list(node):
        names = tuple([_take_name(item) for item in node.value])
        if not names:
            raise quick.Unsure
        return Named(names)
    if not quick.is_mapping(node) or not 1 <= len(node.value) <= 2:
        raise quick.Unsure
    base: Selector | None = None
    without: Selector | None = None
    for key, value in node.value:
        form = key.value
        if form == "except" and without is None:
            without = _take_selector(value)
        elif base is None:
            base = _take_form(form, value)
        else:
            raise quick.Unsure
    if base is None:
        raise quick.Unsure
    return base if without is None else Except(base, without)


def _take_form(form: object, value: Any) -> Selector:
    if form == "tag":
        return _take_tag(value)
    if form == "kind":
        return _take_kind(value)
    if form == "any" and quick.text(value) == "department":
        return AnyDepartment()
    if form == "list":
        return _take_selector(value)
    if form in ("all-of", "any-of"):
        parts = tuple([_take_selector(part) for part in quick.items(value)])
        if parts:
            return AllOf(parts) if form == "all-of" else AnyOf(parts)
    raise quick.Unsure


SELECTOR: Kind[Selector] = Kind(read_selector, _SELECTOR, take=_take_selector)


def _selector(record: Record, key: str, node: Node) -> Selector:
    """A selector from its node; its faults are recorded at `key` of `record`."""

    def fault(place_node: Node, code: str, message: Text) -> Selector:
        record.reading.fault(place_node.place, code, message, record.path(key))
        return AnyDepartment()

    forms = Text(
        "责任单位写作 {any: department}、{kind: street}、{tag: budget-user} 或 [财政局, 教育局]",
        "write {any: department}, {kind: street}, {tag: budget-user} or [财政局, 教育局]",
    )
    if isinstance(node, NodeSequence):
        names = [item.value for item in node.items if isinstance(item, Scalar) and isinstance(item.value, str)]
        if len(names) != len(node.items) or not names:
            return fault(node, "not-a-selector", forms)
        return Named(tuple(names))
    if not isinstance(node, Mapping) or not node.entries:
        return fault(node, "not-a-selector", forms)
    for name, value in node.entries.items():
        if name not in FORMS and name != "except":
            return fault(
                value, "not-a-selector", Text(f"不认识的选择方式“{name}”；", f"unknown selector `{name}`; ") + forms
            )
    base = _base(record, key, node, fault)
    without = node.entries.get("except")
    return base if without is None else Except(base, _selector(record, key, without))


def _base(record: Record, key: str, node: Mapping, fault: Callable[[Node, str, Text], Selector]) -> Selector:
    given = [name for name in node.entries if name != "except"]
    if len(given) != 1:
        return fault(node, "not-a-selector", Text("选择方式只能写一种", "write exactly one way to select"))
    name = given[0]
    value = node.entries[name]
    if name in ("all-of", "any-of"):
        parts = value.items if isinstance(value, NodeSequence) else ()
        if not parts:
            return fault(value, "not-a-selector", Text(f"“{name}”应为列表", f"`{name}` must be a list"))
        selectors = tuple(_selector(record, key, part) for part in parts)
        return AllOf(selectors) if name == "all-of" else AnyOf(selectors)
    if name == "list":
        return _selector(record, key, value)
    word = value.value if isinstance(value, Scalar) else None
    if name == "any" and word != "department":
        return fault(
            value, "not-a-selector", Text("“any”只能写 department", "`any` can only be followed by `department`")
        )
    if not isinstance(word, str):
        return fault(value, "not-a-selector", Text(f"“{name}”后应为一个词", f"`{name}` must be followed by one word"))
    if name == "any":
        return AnyDepartment()
    return OfKind(word) if name == "kind" else Tagged(word)
