"""YAML of one reading only: what would be guessed elsewhere is a fault here, with its place."""

import contextlib

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.law.faults import BadInput, Fault
from compliance.law.reading.strict_yaml import DEEPEST_NESTING, LARGEST_FILE, Mapping, Node, Scalar, Sequence, read_yaml
from compliance.law.text import Text


def faults_of(text: str) -> list[str]:
    """The faults as `line:column code`."""
    with pytest.raises(BadInput) as refused:
        read_yaml(text, "a.yaml")
    return [f"{fault.place.line}:{fault.place.column} {fault.code}" for fault in refused.value.faults]


def plain(node: Node) -> object:
    match node:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {key: plain(value) for key, value in entries.items()}


def value_of(written: str) -> object:
    """What is read for `written` as the value of a key."""
    return plain(read_yaml(f"key: {written}\n", "a.yaml"))["key"]  # type: ignore[index]


def test_a_sound_document_is_read_as_it_stands() -> None:
    text = """
        # a remark
        title: {zh: 政府信息公开条例, en: Regulation}
        layer: nation
        count: 20
        less: -5
        nothing:
        illustrative: false
        article: "18"
        when: 2017-01-20
        words: 'no'
        channels: [link, published-on]
        note: |
          two
          lines
    """
    assert plain(read_yaml(text, "a.yaml")) == {
        "title": {"zh": "政府信息公开条例", "en": "Regulation"},
        "layer": "nation",
        "count": 20,
        "less": -5,
        "nothing": None,
        "illustrative": False,
        "article": "18",
        "when": "2017-01-20",
        "words": "no",
        "channels": ["link", "published-on"],
        "note": "two\nlines\n",
    }


def test_every_node_knows_its_place() -> None:
    top = read_yaml("a: 1\n标题: {zh: 甲, en: [x, yy]}\n", "规则.yaml")
    assert isinstance(top, Mapping)
    title = top.entries["标题"]
    assert isinstance(title, Mapping)
    english = title.entries["en"]
    assert isinstance(english, Sequence)
    assert str(top.key_places["标题"]) == "规则.yaml:2:1"
    assert str(title.place) == "规则.yaml:2:5"
    assert str(title.key_places["en"]) == "规则.yaml:2:13"
    assert str(english.items[1].place) == "规则.yaml:2:21"


def test_a_duplicate_key_names_both_lines_in_both_languages() -> None:
    with pytest.raises(BadInput) as refused:
        read_yaml("layer: nation\npack: a\nlayer: city\n", "a.yaml")
    (fault,) = refused.value.faults
    assert (str(fault.place), fault.code) == ("a.yaml:3:1", "duplicate-key")
    assert fault.message.zh == "键“layer”重复，首次出现在第1行"
    assert fault.message.en == "duplicate key `layer`, first on line 1"


def test_the_same_key_in_different_mappings_is_no_duplicate() -> None:
    assert plain(read_yaml("a: {id: x}\nb: {id: x}", "a.yaml")) == {"a": {"id": "x"}, "b": {"id": "x"}}


def test_a_quoted_key_is_the_same_key() -> None:
    assert faults_of("{a: 1, 'a': 2}") == ["1:8 duplicate-key"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: &base 1", "1:4 anchor"),
        ("a: x\nb: *base", "2:4 anchor"),
        ("a: &base {b: c}", "1:4 anchor"),
        ("a: &base [b]", "1:4 anchor"),
        ("&base a: b", "1:1 anchor"),
        ("a:\n  <<: {b: c}", "2:3 merge-key"),
        ("a: !!str 12", "1:4 tag"),
        ("a: !python/object:os.system x", "1:4 tag"),
        ("a: !!binary aGk=", "1:4 tag"),
        ("a: ! 12", "1:4 tag"),
        ("a: ! {b: c}", "1:4 tag"),
        ("12: a", "1:1 key-not-text"),
        ("true: a", "1:1 key-not-text"),
        ("{~: a}", "1:2 key-not-text"),
        ("? [a, b]\n: c", "1:3 key-not-text"),
        ("a: b\na b\n", "3:1 not-yaml"),
        ("a: b: c", "1:5 not-yaml"),
        ("a: [b, c", "2:1 not-yaml"),
        ("a: 'b", "1:6 not-yaml"),
        ("a:\n\tb: c", "2:1 not-yaml"),
        ("\ta: b", "1:1 not-yaml"),
        ("甲: 乙\n  丙: 丁", "2:4 not-yaml"),
        ("%YAML 2.0\n---\na: b", "1:1 not-yaml"),
        ('a: "\\ud800"', "1:7 not-yaml"),
        ("", "1:1 empty-file"),
        ("\n\n# only a remark\n", "1:1 empty-file"),
        ("\ufeff", "1:1 empty-file"),
        ("a: b\n---\nc: d", "2:1 second-document"),
        ("a: b\n...\n---\nc: d", "3:1 second-document"),
        ("no: a", "1:1 ambiguous-word"),
    ],
)
def test_what_is_not_plain_data_of_one_reading_is_refused_in_its_place(text: str, fault: str) -> None:
    assert faults_of(text) == [fault]


@pytest.mark.parametrize(
    "word", ["yes", "no", "on", "off", "y", "n", "Yes", "NO", "On", "OFF", "N", "True", "TRUE", "False", "NULL", "Null"]
)
def test_words_that_yaml_takes_for_true_false_or_nothing_must_be_quoted(word: str) -> None:
    assert faults_of(f"key: {word}") == ["1:6 ambiguous-word"]
    assert value_of(f"'{word}'") == word
    assert value_of(f'"{word}"') == word


def test_what_is_said_of_an_ambiguous_word_tells_the_way_out() -> None:
    with pytest.raises(BadInput) as refused:
        read_yaml("verified: no", "a.yaml")
    assert str(refused.value) == "a.yaml:1:11: `no` is ambiguous in YAML: write true or false, or quote the word"


@pytest.mark.parametrize(
    "written",
    ["12:30", "24:00", "1:20:30", "12:30.5", "010", "08", "00", "1.10", "0.5", ".5", "-.5", "1.", "1_000", "1__0", "1_",
     "1_000.5", "0x1F", "0o17", "0b11", "1e5", "1.5E-3", "+5", "-010", ".inf", "-.Inf", ".NaN"],
)  # fmt: skip
def test_what_could_be_read_as_another_number_must_be_quoted(written: str) -> None:
    assert faults_of(f"key: {written}") == ["1:6 ambiguous-number"]
    assert value_of(f"'{written}'") == written


@pytest.mark.parametrize(
    "written",
    ["2017-01-20", "2017-11-31", "art. 18", "32(3)", "12:60", "1.2.3", "1,000", "20 days", "not", "none", "online",
     "国办发明电〔2016〕17号", "v1", "1st", "e5", "_", "-", "a.b-c", "12-34", "５"],
)  # fmt: skip
def test_text_that_resembles_a_number_or_a_word_stays_text(written: str) -> None:
    assert value_of(written if written != "-" else "'-'") == written


@pytest.mark.parametrize(
    ("written", "value"),
    [("0", 0), ("7", 7), ("-7", -7), ("100", 100), ("true", True), ("false", False), ("null", None), ("~", None)],
)
def test_what_is_a_number_a_truth_or_nothing(written: str, value: object) -> None:
    assert value_of(written) is value or value_of(written) == value


@settings(max_examples=300)
@given(st.text("0123456789_.:+-exobinfaINFyYnosftruel~", min_size=1, max_size=8))
def test_nothing_that_a_usual_loader_would_turn_into_another_value_passes_as_text(written: str) -> None:
    try:
        usual = yaml.safe_load(f"key: {written}\n")
    except (yaml.YAMLError, ValueError):
        return
    if not isinstance(usual, dict) or isinstance(usual["key"], str | list | dict):
        return
    if hasattr(usual["key"], "year"):  # dates are read as text and checked by the field
        return
    with contextlib.suppress(BadInput):
        assert value_of(written) == usual["key"]


def test_eighteen_digits_are_a_number_and_more_must_be_quoted() -> None:
    assert value_of("9" * 18) == int("9" * 18)
    assert faults_of(f"key: {'9' * 19}") == ["1:6 number-too-long"]


def test_all_faults_that_leave_the_shape_readable_come_at_once() -> None:
    assert faults_of("a: no\nb: 010\nc: !x y\na: 1\n") == [
        "1:4 ambiguous-word",
        "2:4 ambiguous-number",
        "3:4 tag",
        "4:1 duplicate-key",
    ]


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


def test_nesting_is_bounded() -> None:
    assert read_yaml(nested(DEEPEST_NESTING + 1), "a.yaml")
    assert faults_of(nested(DEEPEST_NESTING + 2)) == [f"1:{DEEPEST_NESTING + 2} too-deep"]


@pytest.mark.parametrize("bomb", ["[" * 200_000, "{a: " * 200_000, "- " * 200_000])
def test_nesting_without_end_is_refused_at_once(bomb: str) -> None:
    assert faults_of(bomb)[0].endswith("too-deep")


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    assert faults_of("\n".join(lines)) == ["1:5 anchor"]


@pytest.mark.parametrize(
    "long", ["1" * 1_000_000 + "x", "1_" * 500_000 + "x", "1:" * 500_000 + "x", "." + "1" * 1_000_000 + "e"]
)
def test_a_value_of_a_million_characters_is_judged_at_once(long: str) -> None:
    assert value_of(long) == long


def test_a_file_may_have_five_million_characters_and_no_more() -> None:
    text = "a: b\n#"
    assert read_yaml(text + "x" * (LARGEST_FILE - len(text)), "a.yaml")
    assert faults_of(text + "x" * (LARGEST_FILE - len(text) + 1)) == ["1:1 file-too-large"]


def test_a_byte_order_mark_does_not_shift_places() -> None:
    assert plain(read_yaml("\ufeffa: b", "a.yaml")) == {"a": "b"}
    assert faults_of("\ufeffa: no") == ["1:4 ambiguous-word"]
    assert faults_of("\ufeffa: \x07") == ["1:4 not-text"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_count_one_line(end: str) -> None:
    assert plain(read_yaml(f"a: b{end}c: d{end}", "a.yaml")) == {"a": "b", "c": "d"}
    assert faults_of(f"a: b{end}{end}c: no{end}") == ["3:4 ambiguous-word"]
    assert faults_of(f"a: 甲{end}{end}c: x\x07{end}") == ["3:5 not-text"]


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x1b", "\x7f", "\x80", "\x85", "\u2028", "\u2029", "\ud800", "\ufffe"]
)
def test_control_characters_and_hidden_line_ends_are_refused_in_their_place(character: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_yaml(f"甲: 乙乙乙乙\n丙: 丁{character}\n", "a.yaml")
    (fault,) = refused.value.faults
    assert (str(fault.place), fault.code) == ("a.yaml:2:5", "not-text")
    assert f"U+{ord(character):04X}" in fault.message.zh
    assert f"U+{ord(character):04X}" in fault.message.en


def test_a_tab_that_indents_is_called_a_tab() -> None:
    with pytest.raises(BadInput) as refused:
        read_yaml("甲:\n\t- 乙\n", "a.yaml")
    (fault,) = refused.value.faults
    assert (str(fault.place), fault.code) == ("a.yaml:2:1", "not-yaml")
    assert fault.message == Text(
        "此处不是合法的 YAML：用制表符缩进，请改用空格", "this is not valid YAML: a tab indents; use spaces"
    )


def test_a_tab_between_key_and_value_is_only_space() -> None:
    assert plain(read_yaml("a:\tb", "a.yaml")) == {"a": "b"}


@settings(max_examples=200)
@given(st.text(max_size=40) | st.text("ab:-[]{},&*!|>'\"#%@` \n\t?<", max_size=30))
def test_any_text_is_read_or_refused_with_a_place_and_never_a_crash(text: str) -> None:
    faults: list[Fault] = []
    try:
        read_yaml(text, "a.yaml")
    except BadInput as bad:
        faults = list(bad.faults)
    lines = text.count("\n") + text.count("\r") + 2
    assert all(1 <= fault.place.line <= lines and fault.place.column >= 1 for fault in faults)
