"""Changing single places of a YAML file: what is not changed stays letter for letter."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.documents.drafting.yaml_text import YamlText, rendered, value_of
from compliance.law.reading.strict_yaml import Mapping, Node, Sequence, read_yaml

FILE = """\
# above
pack:   cn/x      # aligned by hand
title: {zh: 甲,  en: "A"}   # in brackets
list:
  # over the first
  - id: one   # first
    who: [甲, 乙]
    note: |
      #? not a remark
      text

  - id: two
    who:
      - 甲
"""

Edit = Callable[[YamlText, Mapping], None]


def item(yaml: YamlText, number: int) -> Mapping:
    """An item of the list."""
    found = at(yaml.top, "list")
    assert isinstance(found, Sequence)
    inner = found.items[number]
    assert isinstance(inner, Mapping)
    return inner


def at(node: Node, key: str) -> Node:
    """An entry of a mapping."""
    assert isinstance(node, Mapping)
    return node.entries[key]


def changed(edit: Edit, text: str = FILE) -> str:
    """The text after an edit; it must still be readable."""
    yaml = YamlText(text, "x")
    assert isinstance(yaml.top, Mapping)
    edit(yaml, yaml.top)
    result = yaml.result()
    read_yaml(result, "x")
    return result


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (lambda yaml, top: yaml.replace(at(top, "pack"), "cn/y"), "cn/x      #", "cn/y      #"),
        (lambda yaml, top: yaml.replace(at(at(top, "title"), "zh"), "乙: 丙"), "zh: 甲,", 'zh: "乙: 丙",'),
        (lambda yaml, top: yaml.add(at(top, "title"), "fr", ["fr: a"], "en"), 'en: "A"}', 'en: "A", fr: a}'),
        (lambda yaml, top: yaml.remove(at(top, "title"), "en"), '{zh: 甲,  en: "A"}', "{zh: 甲}"),
        (lambda yaml, top: yaml.remove(at(top, "title"), "zh"), '{zh: 甲,  en: "A"}', '{en: "A"}'),
        (lambda yaml, top: yaml.replace(at(item(yaml, 0), "who"), ["丙"]), "[甲, 乙]", "[丙]"),
        (lambda yaml, top: yaml.add(item(yaml, 0), "area", ["area: a"], "id"), "one   # first\n", "one   # first\n    area: a\n"),
        (lambda yaml, top: yaml.add(item(yaml, 1), "area", ["area: a"], "who"), "      - 甲\n", "      - 甲\n    area: a\n"),
        (lambda yaml, top: yaml.remove(item(yaml, 0), "who"), "    who: [甲, 乙]\n", ""),
        (lambda yaml, top: yaml.remove(item(yaml, 0), "note"), "    note: |\n      #? not a remark\n      text\n", ""),
        (lambda yaml, top: yaml.remove(top, "pack"), "pack:   cn/x      # aligned by hand\n", ""),
    ],
)  # fmt: skip
def test_one_change_touches_nothing_else(edit: Edit, old: str, new: str) -> None:
    assert FILE.count(old) == 1
    assert changed(edit) == FILE.replace(old, new)


def test_lines_of_a_text_are_no_comments() -> None:
    import re

    yaml = YamlText(FILE, "x")
    assert list(yaml.marked(yaml.top, 0, len(FILE), re.compile(r"\s*#\? "))) == []


def test_no_change_changes_nothing_whatever_the_line_ends() -> None:
    for text in (FILE, FILE.replace("\n", "\r\n"), "\ufeff" + FILE, FILE.rstrip("\n")):
        assert changed(lambda yaml, top: None, text) == text


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co")), min_size=0, max_size=12)
VALUES = st.recursive(
    TEXTS | st.integers(0, 9999) | st.booleans() | st.sampled_from(["no", "yes", "1.0", "2017-01-20", "12:30", "null", "~", "a: b", "#x", "- a", "{", "[甲]"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["zh", "en", "who"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(VALUES)
def test_a_value_that_was_written_is_read_as_it_was(value: object) -> None:
    assert value_of(read_yaml(f"key: {rendered(value)}\n", "x")) == {"key": value}
