"""From YAML text to nodes that know their place; everything that YAML would guess is refused.

The only file that imports PyYAML. Values are text, true/false, whole decimal numbers or nothing;
dates stay text for the reader to check. Duplicate keys, anchors, aliases, merge keys, tags and
ambiguous words such as `no` are faults with file, line and column.

There are two ways in. `read_yaml` is careful: it looks at every event and says what is wrong and where. `quick_nodes`
composes the nodes in C and says nothing: where anything could be wrong it gives None, and the careful way is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

try:
    from yaml._yaml import CParser  # type: ignore[import-untyped, unused-ignore]
except ImportError:  # a PyYAML that was built without libyaml
    CParser = None  # type: ignore[assignment, misc, unused-ignore]

from compliance.law.faults import BadInput, Fault, Place
from compliance.law.text import Text

LARGEST_FILE = 5_000_000
"""Characters; a rule pack of thousands of obligations stays well below."""

DEEPEST_NESTING = 20

MOST_FAULTS = 1_000
"""After so many, reading stops: nobody reads more, and a hostile file would make millions."""

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
QuickScalar, QuickSequence, QuickMapping = yaml.ScalarNode, yaml.SequenceNode, yaml.MappingNode
"""What `quick_nodes` is made of. A scalar's tag is a pair: whether it is plain, whether it is quoted."""

_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_AMBIGUOUS_WORDS = frozenset({"yes", "no", "on", "off", "y", "n"})
_AMBIGUOUS_NUMBER = re.compile(
    r"""[-+]?(
        [0-9][0-9_]* | 0[xob][0-9a-f_]+ | [0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?
      | (?=[0-9_]*\.?[0-9]) [0-9_]*\.[0-9_]*(e[-+]?[0-9]+)? | [0-9][0-9_]*e[-+]?[0-9]+ | \.(inf|nan)
    )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
"""Everything that YAML 1.1 or 1.2 reads as a number, whole decimal numbers included: those are sorted out before."""

_NOT_TEXT = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML does not allow, and line ends that an editor does not show as such (U+0085, U+2028, U+2029)."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value; `written` is its text in the file, `end` the place behind its last character."""

    value: str | bool | int | None
    written: str
    place: Place
    end: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes in the order of the file."""

    items: tuple[Node, ...]
    place: Place
    end: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their own places and their values, in the order of the file."""

    entries: dict[str, Node]
    key_places: dict[str, Place]
    place: Place
    end: Place


Node = Scalar | Sequence | Mapping


def _tab_at(text: str, place: Place) -> bool:
    """Whether a tab stands at the place."""
    lines = text.splitlines()
    return len(lines) >= place.line and lines[place.line - 1][place.column - 1 :].startswith("\t")


def read_yaml(text: str, file: str) -> Node:
    """The one document in `text` as a node; `file` is the name used in faults.

    Raises BadInput for anything that is not plain YAML data of one reading.
    """
    if len(text) > LARGEST_FILE:
        raise _bad(
            Place(file),
            "file-too-large",
            Text(
                f"文件过大（{len(text)}字符，最多{LARGEST_FILE}字符）",
                f"the file is too large ({len(text)} characters, at most {LARGEST_FILE})",
            ),
        )
    text = text.removeprefix("\ufeff")
    odd = _NOT_TEXT.search(text)
    if odd is not None:
        raise _bad(
            _place_at(text, odd.start(), file),
            "not-text",
            Text(
                f"含有不允许的控制字符 U+{ord(odd[0]):04X}",
                f"contains the control character U+{ord(odd[0]):04X}, which is not allowed",
            ),
        )
    builder = _Builder(file)
    try:
        events = iter(yaml.parse(text, Loader=_PARSER))
        node = builder.document(events)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        problem = error.problem or "not YAML"
        if "nesting" in problem:  # libyaml looks ahead, and has a bound of its own
            raise _too_deep(place) from error
        if "cannot start any token" in problem and _tab_at(text, place):
            raise _bad(
                place,
                "not-yaml",
                Text(
                    "此处不是合法的 YAML：用制表符缩进，请改用空格", "this is not valid YAML: a tab indents; use spaces"
                ),
            ) from error
        raise _bad(
            place,
            "not-yaml",
            Text(f"此处不是合法的 YAML：{problem}", f"this is not valid YAML: {problem}"),
            _slip(text, error.context_mark or mark, mark),
        ) from error
    if builder.faults:
        raise BadInput(builder.faults)
    return node


def _slip(text: str, first: Any, last: Any) -> Text | None:
    """What one mostly did wrong in the lines between the two marks: a tab before one, or a Chinese colon in it."""
    if first is None or last is None:
        return None
    for line in reversed(text.split("\n")[first.line : last.line + 1]):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return Text("；此行以制表符缩进，应改用空格", "; this line is indented with a tab: use spaces")
        if _CHINESE_COLON.match(line):
            return Text(
                f"；“{line.strip()}”的键后应为半角冒号和空格“: ”",
                f"; after the key in `{line.strip()}` write a colon of half width and a space, `: `",
            )
    return None


_CHINESE_COLON = re.compile(r"[ ]*(?:- +)?[A-Za-z0-9.-]+：")


def quick_nodes(text: str) -> Any:
    """The one document in `text` as the nodes of the C parser, which know their marks; None wherever the careful
    reading might have something to say of the form: too long, too deep, odd characters, anchors, tags, not YAML.

    Duplicate keys and ambiguous words are not looked for: that is for whoever takes the values.
    """
    if CParser is None or len(text) > LARGEST_FILE or _NOT_TEXT.search(text) or _may_hold_anchor_or_tag(text):
        return None
    try:
        return _Composer(text.removeprefix("\ufeff")).get_single_node()
    except (yaml.YAMLError, _TooDeep):
        return None


def surely_text(written: str) -> bool:
    """Whether an unquoted scalar is text and nothing that YAML could read otherwise."""
    if len(written) <= LONGEST_WORD and written.lower() in _NOT_TEXT_WORDS:
        return False
    if written[0] not in NUMBERS_BEGIN_WITH:
        return True
    return not _WHOLE_NUMBER.match(written) and not _AMBIGUOUS_NUMBER.match(written)


NUMBERS_BEGIN_WITH = frozenset("+-._0123456789")
"""Any other character, and it is no number."""

_NOT_TEXT_WORDS = _AMBIGUOUS_WORDS | {"true", "false", "null", "~", ""}

LONGEST_WORD = max(map(len, _NOT_TEXT_WORDS))
"""Anything longer is none of the words that YAML reads as something else."""


def _may_hold_anchor_or_tag(text: str) -> bool:
    """Whether an `&`, `*` or `!` stands where a node may begin, inside quotes or not."""
    return any(
        found.start() == 0 or text[found.start() - 1] in _BEFORE_A_NODE for found in _ANCHOR_OR_TAG.finditer(text)
    )


_ANCHOR_OR_TAG = re.compile(r"[&*](?=\S)|!")
_BEFORE_A_NODE = frozenset(" \t\r\n[]{},:'\"\ufeff")


class _TooDeep(Exception):
    pass


class _Composer(CParser or object):  # type: ignore[misc]
    """Composes nodes without working out their types; the hooks are those that the parser calls for each node."""

    depth = 0

    def descend_resolver(self, parent: object, index: object) -> None:
        # The parser composes by recursion in C: without a bound a hostile file would end the process.
        self.depth += 1
        if self.depth > DEEPEST_NESTING:
            raise _TooDeep

    def ascend_resolver(self) -> None:
        self.depth -= 1

    def resolve(self, kind: object, value: object, implicit: object) -> object:
        return implicit


def _place_at(text: str, position: int, file: str) -> Place:
    ends = [end.end() for end in re.finditer(r"\r\n|\r|\n", text[:position])]
    return Place(file, len(ends) + 1, position - (ends[-1] if ends else 0) + 1)


def _bad(place: Place, code: str, message: Text, suggestion: Text | None = None) -> BadInput:
    return BadInput([Fault(place, code, message, suggestion=suggestion)])


def _too_deep(place: Place) -> BadInput:
    return _bad(place, "too-deep", Text(f"嵌套超过{DEEPEST_NESTING}层", f"nested deeper than {DEEPEST_NESTING} levels"))


class _Builder:
    """Builds nodes from the parser's events; faults that leave the shape readable are collected."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def document(self, events: Iterator[Any]) -> Node:
        node: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    raise _bad(
                        self.place(event),
                        "second-document",
                        Text("一个文件只能有一个 YAML 文档", "a file holds one YAML document only"),
                    )
                node = self.node(next(events), events, 0)
        if node is None:
            raise _bad(Place(self.file), "empty-file", Text("文件是空的", "the file is empty"))
        return node

    def place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def end(self, event: Any) -> Place:
        return Place(self.file, event.end_mark.line + 1, event.end_mark.column + 1)

    def fault(self, event: Any, code: str, message: Text) -> None:
        self.faults.append(Fault(self.place(event), code, message))
        if len(self.faults) == MOST_FAULTS:
            raise BadInput(self.faults)

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        if depth > DEEPEST_NESTING:
            raise _too_deep(self.place(event))
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _bad(
                self.place(event),
                "anchor",
                Text("不允许使用锚点和别名（& 与 *）", "anchors and aliases (& and *) are not allowed"),
            )
        if event.tag is not None:
            self.fault(event, "tag", Text("不允许使用标签（!）", "tags (!) are not allowed"))
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self.node(inner, events, depth + 1))
            return Sequence(tuple(items), self.place(event), self.end(inner))
        return self.mapping(event, events, depth)

    def mapping(self, event: Any, events: Iterator[Any], depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        key_places: dict[str, Place] = {}
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key = self.node(inner, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar) or not isinstance(key.value, str):
                self.fault(inner, "key-not-text", Text("键必须是文字", "a key must be text"))
                continue
            if key.value == "<<":
                self.fault(inner, "merge-key", Text("不允许使用合并键 <<", "the merge key << is not allowed"))
                continue
            if key.value in entries:
                first = key_places[key.value]
                self.fault(
                    inner,
                    "duplicate-key",
                    Text(
                        f"键“{key.value}”重复，首次出现在第{first.line}行",
                        f"duplicate key `{key.value}`, first on line {first.line}",
                    ),
                )
                continue
            entries[key.value] = value
            key_places[key.value] = key.place
        return Mapping(entries, key_places, self.place(event), self.end(inner))

    def scalar(self, event: Any) -> Scalar:
        written: str = event.value
        place, end = self.place(event), self.end(event)
        if not event.implicit[0]:
            return Scalar(written, written, place, end)
        if written in ("true", "false"):
            return Scalar(written == "true", written, place, end)
        if written in ("", "null", "~"):
            return Scalar(None, written, place, end)
        if _WHOLE_NUMBER.match(written):
            if len(written) > 18:
                self.fault(event, "number-too-long", Text("数字过长，请加引号", "the number is too long; quote it"))
                return Scalar(0, written, place, end)
            return Scalar(int(written), written, place, end)
        if written.lower() in _AMBIGUOUS_WORDS or written.lower() in ("true", "false", "null"):
            self.fault(
                event,
                "ambiguous-word",
                Text(
                    f"“{written}”在 YAML 中有歧义：表示真假请写 true 或 false，表示文字请加引号",
                    f"`{written}` is ambiguous in YAML: write true or false, or quote the word",
                ),
            )
        elif _AMBIGUOUS_NUMBER.match(written):
            self.fault(
                event,
                "ambiguous-number",
                Text(
                    f"“{written}”会被误读为数字：请加引号",
                    f"`{written}` could be read as another number: quote it",
                ),
            )
        return Scalar(written, written, place, end)
