"""The JSON Schema (2020-12) of a rule pack, for editors; made from the fields by which packs are read."""

from __future__ import annotations

from compliance.law.reading.fields import Json, Shape, name_of, shapes_below
from compliance.law.reading.pack_fields import RulePackFields
from compliance.law.reading.selectors import SELECTOR_SCHEMA


def rule_pack_schema() -> Json:
    """What an editor can check of a rule pack while it is written; `compliance rules check` sees more."""
    shapes = {name_of(shape): shape for shape in shapes_below(RulePackFields) if shape is not RulePackFields}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "规则包 · Rule pack",
        **_mapping(RulePackFields),
        "$defs": {
            "selector": {"description": "责任单位 · duty holders", **SELECTOR_SCHEMA},
            **{name: _mapping(shape) for name, shape in shapes.items()},
        },
    }


def _mapping(shape: type[Shape]) -> Json:
    """The schema of one mapping: its fields with their words, and what lies across them."""
    across = dict(shape.across)
    more = across.pop("properties", {})
    properties = {
        field.name: {**field.kind.schema, **more.get(field.name, {}), "description": f"{words.zh} · {words.en}"}
        for field in shape.fields.values()
        for words in [field.words]
    }
    needed = [field.name for field in shape.fields.values() if field.required]
    return {
        "description": (shape.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": properties,
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
        **across,
    }
