"""The JSON Schema of rule packs: an independent validator judges with it as the loader does.

What a schema cannot say is listed here with the reason; everything else that is wrong in `broken_packs/` must fail both.
"""

import json
import os
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from compliance.law.faults import BadInput, Misread
from compliance.law.identities import IDENTITY_FORM, parse_identity
from compliance.law.reading.fields import DAY
from compliance.law.reading.pack_schema import rule_pack_schema
from compliance.law.reading.packs import read_pack
from compliance.law.reading.records import parse_date
from compliance.law.reading.strict_yaml import Mapping, Node, Sequence, read_yaml

ROOT = Path(__file__).resolve().parents[3]
SCHEMA_FILE = ROOT / "rules" / "schema" / "rule-pack.schema.json"
SHIPPED = sorted(path for path in (ROOT / "rules").rglob("*.yaml") if "calendar" not in path.parts)
BROKEN = sorted((ROOT / "tests" / "law" / "broken_packs").glob("*.yaml"))

ONLY_THE_LOADER = {
    "L001": "the upper rule stands in another place",
    "L002": "counting days takes the calendar",
    "L003": "areas, figures, events and obligations are declared in another place",
    "L006": "a schema does not compare dates",
    "L007": "a schema does not compare dates",
    "L008": "a schema does not compare obligations",
    "L009": "that is a warning, which an editor should not show as an error",
    "L010": "figures are used in another place",
    "L011": "how many departments are meant is known in the office",
    "L012": "a task may become a request in a refinement",
    "L013": "events are compared over all packs",
    "L015": "what a lint finds is not known while a pack is written",
    "duplicate-identifier": "a schema compares whole items, not their identifiers",
    "refined-twice": "a schema does not compare obligations",
    "pack-and-path": "a schema does not know the file's path",
    "ends-before-it-begins": "a schema does not compare two dates",
    "starts-and-deadline": "a schema does not compare two fields",
    "wrong-period": "a schema does not compare two fields",
    "count-and-unit": "`1 day` and `2 days` agree in number, which the pattern of the grammar leaves open",
    "age-in-hours": "the count of a greatest age is written like every other, in the pattern of the grammar",
    "count-too-long": "how long a time may be is not in the pattern of the grammar",
    "no-such-day": "how many days a month has is not in the pattern of the grammar",
    "no-such-month": "any capitalised word is a month in the pattern of the grammar, so that a slip is told as one",
    "not-an-article": "that the first article comes before the last is arithmetic",
}
"""Codes of faults that a schema cannot see, or not always, and why."""


@pytest.fixture(scope="module")
def validator() -> Any:
    Draft202012Validator.check_schema(rule_pack_schema())
    return Draft202012Validator(rule_pack_schema(), format_checker=FormatChecker())


def plain(node: Node) -> Any:
    """The node as an editor's YAML reader sees it."""
    match node:
        case Mapping(entries=entries):
            return {key: plain(value) for key, value in entries.items()}
        case Sequence(items=items):
            return [plain(item) for item in items]
    return node.value


def loader_refuses(text: str) -> bool:
    try:
        read_pack(text, "cn/example.yaml")
    except BadInput:
        return True
    return False


def test_the_schema_beside_the_rules_is_fresh() -> None:
    """Remade by `compliance rules schema > rules/schema/rule-pack.schema.json`."""
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == rule_pack_schema()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT / "rules").as_posix())
def test_every_shipped_pack_names_the_schema_and_passes_it(path: Path, validator: Any) -> None:
    text = path.read_text(encoding="utf-8")
    schema = Path(os.path.relpath(SCHEMA_FILE, path.parent)).as_posix()
    assert text.startswith(f"# yaml-language-server: $schema={schema}\n")
    assert [error.message for error in validator.iter_errors(plain(read_yaml(text, path.name)))] == []


def test_a_pack_that_uses_every_field_passes(validator: Any) -> None:
    text = (Path(__file__).parent / "sound_pack.yaml").read_text(encoding="utf-8")
    assert [error.message for error in validator.iter_errors(plain(read_yaml(text, "a.yaml")))] == []


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_what_the_schema_refuses_the_loader_refuses_and_the_other_way_round(path: Path, validator: Any) -> None:
    text = path.read_text(encoding="utf-8")
    codes = re.findall(r"# expect: \S+ (\S+)", text)
    try:
        tree = plain(read_yaml(text, path.name))
    except BadInput:
        return  # not plain YAML: neither gets to see a pack
    if validator.is_valid(tree):
        assert set(codes) <= ONLY_THE_LOADER.keys()
    else:
        assert loader_refuses(text)


def test_every_exception_is_needed(validator: Any) -> None:
    seen = set()
    for path in BROKEN:
        text = path.read_text(encoding="utf-8")
        try:
            tree = plain(read_yaml(text, path.name))
        except BadInput:
            continue
        if validator.is_valid(tree):
            seen.update(re.findall(r"# expect: \S+ (\S+)", text))
    assert seen == ONLY_THE_LOADER.keys()


def test_the_words_of_a_field_are_shown_in_both_languages() -> None:
    for shape in (rule_pack_schema(), *rule_pack_schema()["$defs"].values()):
        for field in shape.get("properties", {}).values():
            assert re.search("[\u4e00-\u9fff].* · .*[a-z]", field["description"])


def test_a_day_in_the_schema_is_a_day_for_the_loader() -> None:
    """But for 29 February, which `format: date` decides."""
    pattern = re.compile(DAY.schema["pattern"])
    for first in (date(1949, 1, 1), date(2016, 1, 1), date(2999, 1, 1)):
        for offset in range(365):
            assert pattern.match(str(first + timedelta(offset)))
    for words in ("1948-12-31", "3000-01-01", "2017-02-30", "2017-04-31", "2017-11-31", "2017-00-10", "2017-13-01"):
        assert not pattern.match(words)
        with pytest.raises(Misread):
            parse_date(words)


@pytest.mark.parametrize(
    "words",
    [
        "a = b", " a=b ", "a.b-c <= d + 1", "a >= b - c", "a = b-1", "a = 1.50 + b", "rate(a, b) = c", "rate( a,b ) = c",
        "a == b", "a < b", "a = b * 2", "a = (b)", "-a = b", "a = b = c", "a = rate(b, 5)", "a = b +", "a = Total",
        "rate (a, b) = c", "a = b c", "a = 1.", "a = .5", "a - = b", "a--b = c", "= a", "a", "", "a = rate", "a = rate(b)",
        "a = 96 %", "a = 96%", "a = 9.60 % + b", "a = %", "a = b %", "a = 5 % %", "previous(a) = b", "a = previous( b )",
        "a = previous(b, c)", "a = previous(5)", "a = previous (b)", "previous = previous(previous)", "a = rate(previous(b), c)",
        "a = b -c", "a = 5x", "a = x5", "a.1 = b", "1a = b", "a = b\n", "a\t= b",
    ],
)  # fmt: skip
def test_the_form_of_an_identity_is_what_its_parser_reads(words: str) -> None:
    try:
        parse_identity(words)
    except Misread:
        assert not IDENTITY_FORM.match(words)
    else:
        assert IDENTITY_FORM.match(words)
