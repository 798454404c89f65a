"""Files as they come from other people's machines: read, or refused with a way out, in bounded time and memory."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from compliance.law.faults import BadInput, Refused
from compliance.law.reading.packs import read_pack
from compliance.law.reading.strict_yaml import MOST_FAULTS
from compliance.law.text import Language
from compliance.office.rule_files import rule_texts
from compliance.office.text_files import LARGEST_IN_BYTES, looks_like, read_text

PACK = """\
# 规则包：政府信息公开条例
pack: cn/law
title: {zh: 政府信息公开条例, en: Regulation}
source: {number: 国务院令第492号, issuer: 国务院, published: 2007-04-05}
layer: nation
in-force: {from: 2008-05-01, until: 2019-05-14}
areas:
  - {id: proactive, title: {zh: 主动公开政府信息, en: Disclosure}, part: proactive}
"""
TRADITIONAL = (
    PACK.replace("规则包：政府信息公开条例", "規則：政府資訊公開條例")
    .replace("政府信息公开条例", "政府資訊公開法")
    .replace("国务院令第492号", "總統令")
    .replace("国务院", "總統府")
    .replace("主动公开政府信息", "主動公開政府資訊")
)

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: bytes) -> Path:
        file = tmp_path / "law.yaml"
        file.write_bytes(content)
        return file

    return written


def said(file: Path, language: Language = Language.ENGLISH) -> str:
    with pytest.raises(BadInput) as refused:
        read_text(file)
    return refused.value.in_language(language).removeprefix(str(file))


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("gbk", "GB18030"),
        ("gb18030", "GB18030"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_another_encoding_is_named_and_the_way_out(write: Write, encoding: str, name: str) -> None:
    file = write(PACK.encode(encoding))
    line, _, words = said(file).partition(": ")
    assert words == f"the file is not UTF-8; it looks like {name}, save it as UTF-8"
    assert line.startswith(":1:")
    assert said(file, Language.CHINESE).endswith(f"文件不是 UTF-8 编码，看起来是 {name}，请另存为 UTF-8")


def test_big5_is_not_taken_for_gb18030(write: Write) -> None:
    assert said(write(TRADITIONAL.encode("big5"))).endswith("it looks like Big5, save it as UTF-8")


def test_a_damaged_byte_is_shown_in_its_place(write: Write) -> None:
    content = PACK.encode().replace("主动公开".encode(), "主动".encode() + b"\xe5" + "公开".encode())
    file = write(content)
    assert said(file) == ":8:35: the file is UTF-8, but the byte 0xE5 here is damaged"
    assert said(file, Language.CHINESE) == ":8:35: 文件是 UTF-8 编码，但此处有损坏的字节 0xE5"


def test_bytes_of_no_known_encoding_are_only_said_not_to_be_utf_8(write: Write) -> None:
    assert said(write(b"\x89PNG\r\n\x1a\n\xff\xd8\xff\xe0")) == ":1:1: the file is not UTF-8"
    assert looks_like(b"") is None


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_utf_8_is_read_with_any_line_ends_and_with_a_mark(write: Write, mark: bytes, end: str) -> None:
    text = read_text(write(mark + PACK.replace("\n", end).encode()))
    assert read_pack(text, "cn/law.yaml").number == "国务院令第492号"
    wrong = text.replace("part: proactive", "part: pro-active")
    with pytest.raises(BadInput) as refused:
        read_pack(wrong, "cn/law.yaml")
    assert str(refused.value).startswith("cn/law.yaml:8:66: `part` cannot be `pro-active`")


def test_every_file_of_another_encoding_is_told_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_bytes(PACK.encode("gbk"))
    with pytest.raises(BadInput) as refused:
        rule_texts([tmp_path])
    assert [Path(fault.place.file).name for fault in refused.value.faults] == ["a.yaml", "b.yaml"]


def test_a_file_that_cannot_be_opened_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_text(tmp_path / "law.yaml")
    assert str(refused.value).endswith("law.yaml: No such file or directory")


def bomb() -> bytes:
    """A megabyte of aliases, each of ten of the one before."""
    lines = ["a0: &a0 [x, x]"]
    while sum(map(len, lines)) < 1_000_000:
        number = len(lines)
        lines.append(f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 10)}]")
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(), "anchor"),
        (b"a: " + b"[" * 1_000_000, "too-deep"),
        (b"- " * 500_000, "too-deep"),
        (b"{a: " * 250_000, "too-deep"),
        (b"a: x\n" * 200_000, "duplicate-key"),
        (b"a: " + b"1" * 1_000_000, "number-too-long"),
        (b"x" * 6_000_000, "file-too-large"),
    ],
    ids=["aliases", "brackets", "dashes", "braces", "one key again and again", "digits", "six megabytes"],
)
def test_a_hostile_file_is_refused_with_one_kind_of_fault(write: Write, content: bytes, code: str) -> None:
    file = write(content)
    with pytest.raises(BadInput) as refused:
        read_pack(read_text(file), "cn/law.yaml")
    assert {fault.code for fault in refused.value.faults} == {code}
    assert len(refused.value.faults) <= MOST_FAULTS


def test_fifty_megabytes_are_not_even_read(tmp_path: Path) -> None:
    file = tmp_path / "law.yaml"
    with file.open("wb") as out:
        out.truncate(50_000_000)
    tracemalloc.start()
    try:
        words = said(file)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert words == f":1:1: the file is too large (50000000 bytes, at most {LARGEST_IN_BYTES})"
    assert peak < 1_000_000
