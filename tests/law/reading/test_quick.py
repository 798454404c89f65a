"""The quick way to a pack: it takes what is sound, makes of it what the careful way makes, and never takes more."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compliance.law.faults import BadInput
from compliance.law.obligations import Pack
from compliance.law.reading.packs import read_carefully, read_pack, read_quickly
from compliance.law.reading.strict_yaml import Mapping, Scalar, quick_nodes, read_yaml, surely_text

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
SHIPPED = [
    pytest.param(path.read_text(encoding="utf-8"), name, id=name)
    for path in sorted((ROOT / "rules").rglob("*.yaml"))
    if "/calendar/" not in (name := path.relative_to(ROOT / "rules").as_posix())
]
SOUND = (HERE / "sound_pack.yaml").read_text(encoding="utf-8")
SOUND_PATH = re.search(r"^pack: (\S+)", SOUND, re.MULTILINE)[1] + ".yaml"  # type: ignore[index]
BROKEN = sorted((HERE.parent / "broken_packs").glob("*.yaml"))


def carefully(text: str, path: str) -> Pack | None:
    """The pack, or None where the careful way finds a fault."""
    try:
        return read_carefully(text, path)
    except BadInput:
        return None


@pytest.mark.parametrize(("text", "path"), SHIPPED)
def test_every_shipped_pack_is_taken_the_quick_way_and_is_the_same_pack(text: str, path: str) -> None:
    assert read_quickly(text, path) == read_carefully(text, path)


def test_a_pack_with_every_field_is_taken_the_quick_way_with_all_its_places() -> None:
    quick, careful = read_quickly(SOUND, SOUND_PATH), read_carefully(SOUND, SOUND_PATH)
    assert quick is not None
    assert quick == careful
    assert [area.place for area in quick.areas] == [area.place for area in careful.areas]
    assert [event.place for event in quick.events] == [event.place for event in careful.events]
    assert [ground.place for ground in quick.grounds] == [ground.place for ground in careful.grounds]
    assert [item.place for item in quick.identities] == [item.place for item in careful.identities]


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_what_the_careful_way_refuses_the_quick_way_does_not_take(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    named = re.search(r"^pack: (\S+)", text, re.MULTILINE)
    path = f"{named[1]}.yaml" if named else "cn/pack.yaml"
    assert read_quickly(text, path) == carefully(text, path)


LINES = SOUND.splitlines()
VALUES = [
    *("yes", "no", "Off", "null", "~", "''", '""', '" "', "0", "010", "1.10", "12:30", "1_000", "-1", "true", "True"),
    *("2017-02-29", "2017-13-01", "2017", "'2017'", "2017-Q1", "[]", "{}", "[a, a]", "{a: b, a: c}", "&a b", "*a"),
    *("!!str x", "x", "财政局", "link", "percent", "1 day", "by 31 November", "art. 0", "{zh: 甲, en: a, fr: b}"),
    *("{zh: 甲}", "{any: nobody}", "{tag: a, kind: b}", "{except: [甲]}", "{any-of: []}", "|", ">-", "- x", "? x"),
]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["drop", "twice", "value", "insert", "indent", "swap"]),
        st.integers(0, len(LINES) - 1),
        st.sampled_from(VALUES),
        st.integers(0, 200),
        st.characters(codec="utf-8"),
    ),
    min_size=1,
    max_size=3,
)


def edited(edits: list[tuple[str, int, str, int, str]]) -> str:
    """The sound pack as somebody left it who pressed a few wrong keys."""
    lines = list(LINES)
    for kind, number, value, column, character in edits:
        line = lines[number % len(lines)]
        place = number % len(lines)
        match kind:
            case "drop":
                lines[place] = ""
            case "twice":
                lines.insert(place, line)
            case "value":
                lines[place] = re.sub(r"(?<=: )[^:{},]+", lambda _: value, line, count=1)  # noqa: B023
            case "insert":
                lines[place] = line[: column % (len(line) + 1)] + character + line[column % (len(line) + 1) :]
            case "indent":
                lines[place] = " " * (column % 7) + line.lstrip()
            case "swap":
                lines[place], lines[-1] = lines[-1], line
    return "\n".join(lines) + "\n"


@given(EDITS)
@example([("value", 0, "no", 0, "x")])
def test_a_pack_somebody_edited_is_never_taken_for_another(edits: list[tuple[str, int, str, int, str]]) -> None:
    text = edited(edits)
    quick = read_quickly(text, SOUND_PATH)
    assert quick is None or quick == read_carefully(text, SOUND_PATH)


@given(
    st.one_of(
        st.from_regex(r"[-+~.0-9_xob:eE]{1,8}", fullmatch=True),
        st.sampled_from(VALUES),
        st.text("yesnotruefalsYESNOTRUEFALSU", min_size=1, max_size=6),
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=12),
    )
)
def test_a_word_is_surely_text_only_where_the_careful_way_reads_it_as_text(word: str) -> None:
    try:
        node = read_yaml(f"key: {word}\n", "file.yaml")
    except BadInput:
        return  # not one plain word, or one that YAML could read in two ways
    value = node.entries["key"] if isinstance(node, Mapping) else node
    if isinstance(value, Scalar) and value.written == word:
        assert surely_text(word) == isinstance(value.value, str)


@pytest.mark.parametrize(
    "word", ["no", "ON", "y", "1.10", "12:30", "010", "0x1F", "1_000", "+5", ".5", "null", "~", "5", ""]
)
def test_what_yaml_could_read_otherwise_is_not_surely_text(word: str) -> None:
    assert not surely_text(word)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 100_000, id="brackets"),
        pytest.param("- " * 100_000 + "x", id="lists in lists"),
        pytest.param("{a: " * 3_000, id="mappings in mappings"),
        pytest.param("a: &b c\n", id="an anchor"),
        pytest.param('{"a":*b}\n', id="an alias right after a colon"),
        pytest.param("a: !!str b\n", id="a tag"),
        pytest.param("a: ! b\n", id="the tag without a name"),
        pytest.param("a: b\n---\nc: d\n", id="two documents"),
        pytest.param("a: b\x07\n", id="a control character"),
        pytest.param("", id="nothing"),
        pytest.param("a: [b\n", id="not YAML"),
        pytest.param("a: b\n" * 1_100_000, id="too long"),
    ],
)
def test_a_form_that_the_careful_way_refuses_gives_no_nodes(text: str) -> None:
    assert quick_nodes(text) is None


def test_ampersands_and_exclamation_marks_inside_words_are_no_anchors() -> None:
    assert quick_nodes("a: R & D, A&B, really!\n") is not None


def test_without_the_c_parser_packs_are_read_the_careful_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.law.reading.strict_yaml.CParser", None)
    assert quick_nodes(SOUND) is None
    assert read_pack(SOUND, SOUND_PATH) == read_carefully(SOUND, SOUND_PATH)
