"""The reference of the pack language as Markdown tables, made from its grammars and fields.

`docs/make_reference.py` puts them into the pages of `docs/rules/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from compliance.law.deadlines import DEADLINE_FORMS
from compliance.law.identities import IDENTITY_TERMS
from compliance.law.reading.fields import (
    BILINGUAL,
    DAY,
    IDENTIFIER_TEXT,
    TEXT,
    TEXTS,
    TRUTH,
    BilingualFields,
    Field,
    Json,
    Kind,
    Shape,
    name_of,
    shapes_below,
)
from compliance.law.reading.pack_fields import ARTICLE, DEADLINE, FigureFields, IdentityFields, RulePackFields
from compliance.law.reading.selectors import SELECTOR

SECTION = re.compile(r"(<!-- generated: (?P<name>[a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
"""A part of a page that is made here: the name of its table stands in the mark before it."""


def with_reference(page: str) -> str:
    """The page with its generated sections made anew; every section of an unknown name raises KeyError."""
    return SECTION.sub(lambda match: f"{match[1]}{TABLES[match['name']]}{match[3]}", page)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def _code(words: Iterable[str]) -> str:
    return "<br>".join(f"`{word}`" for word in words)


def _deadline_forms() -> str:
    rows = (
        [f"`{form.written}`", f"{form.means.zh} · {form.means.en}", _code(form.examples)] for form in DEADLINE_FORMS
    )
    return _table(("form", "meaning", "examples"), rows)


def _identity_terms() -> str:
    rows = (
        [f"`{form.written}`", f"{form.means.zh} · {form.means.en}", _code(form.examples)] for form in IDENTITY_TERMS
    )
    return _table(("term", "meaning", "examples"), rows)


def _fields() -> str:
    shapes = dict.fromkeys(shape for shape in shapes_below(RulePackFields) if shape is not BilingualFields)
    return "\n".join(f"{_title(shape)}\n\n{_fields_of(shape)}" for shape in shapes)


def _title(shape: type[Shape]) -> str:
    words = (shape.__doc__ or "").partition("\n")[0]
    return f"### `{name_of(shape)}`\n{words}"


def _fields_of(shape: type[Shape]) -> str:
    rows = (
        [
            f"`{field.name}`{' •' if field.required else ''}",
            _kind(field),
            f"{field.words.zh} · {field.words.en}",
        ]
        for field in shape.fields.values()
    )
    return _table(("field", "holds", "meaning"), rows)


_KINDS: tuple[tuple[Kind[Any], str], ...] = (
    (TEXT, "text"),
    (IDENTIFIER_TEXT, "identifier"),
    (DAY, "date"),
    (TRUTH, "`true`, `false`"),
    (TEXTS, "list of texts"),
    (BILINGUAL, "`{zh, en}`"),
    (SELECTOR, "departments"),
    (ARTICLE, "article, or `{zh, en}`"),
    (DEADLINE, "[deadline](deadline.md)"),
    (FigureFields.id.kind, "identifier"),
    (FigureFields.unit.kind, "`{zh, en}`, or `percent`"),
    (IdentityFields.holds.kind, "[identity](identities.md)"),
)


def _kind(field: Field[Any]) -> str:
    known = next((words for kind, words in _KINDS if kind is field.kind), None)
    return known or _schema(field.kind.schema)


def _schema(schema: Json) -> str:
    """What a schema admits, in words."""
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    if "$ref" in schema:
        return f"[{schema['$ref'].rpartition('/')[2]}](#{schema['$ref'].rpartition('/')[2]})"
    match schema.get("type"):
        case "array":
            return f"list of {_schema(schema['items'])}"
        case "integer":
            most = f" to {schema['maximum']}" if "maximum" in schema else " on"
            return f"whole number, {schema['minimum']}{most}"
        case _:
            return "text"


TABLES: Mapping[str, str] = {
    "deadline forms": _deadline_forms(),
    "identity terms": _identity_terms(),
    "fields": _fields(),
}
"""The tables by the names under which the pages ask for them."""
