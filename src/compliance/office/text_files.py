"""Text files that people wrote: read as UTF-8, or refused with the encoding that they look like."""

from __future__ import annotations

import codecs
from pathlib import Path

from compliance.law.faults import BadInput, Fault, Place, Refused
from compliance.law.reading.strict_yaml import LARGEST_FILE
from compliance.law.text import Text

LARGEST_IN_BYTES = 4 * LARGEST_FILE
"""A longer file holds too many characters in any case, and is not even read."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),  # before UTF-16, with whose mark it begins
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_CHINESE = (("GB18030", "gb2312", range(0xB0, 0xD8)), ("Big5", "big5", range(0xA4, 0xC7)))
"""An encoding, the part of it that holds the characters in daily use, and with which bytes those begin."""


def read_text(file: Path) -> str:
    """The text of a UTF-8 file; raises BadInput with the place of the first byte that is not, Refused if unreadable."""
    try:
        size = file.stat().st_size
        content = b"" if size > LARGEST_IN_BYTES else file.read_bytes()
    except OSError as error:
        raise Refused(Text(f"读不了文件{file}：{error.strerror}", f"cannot read {file}: {error.strerror}")) from error
    if size > LARGEST_IN_BYTES:
        message = Text(
            f"文件过大（{size}字节，最多{LARGEST_IN_BYTES}字节）",
            f"the file is too large ({size} bytes, at most {LARGEST_IN_BYTES})",
        )
        raise BadInput([Fault(Place(str(file)), "file-too-large", message)])
    return decoded(content, str(file))


def decoded(content: bytes, name: str) -> str:
    """The text in the content of a file; raises BadInput with the place of the first byte that is not UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        start = content.rfind(b"\n", 0, error.start) + 1
        line = content.count(b"\n", 0, error.start) + 1
        column = len(content[start : error.start].decode("utf-8", "replace")) + 1
        raise BadInput([Fault(Place(name, line, column), "not-utf-8", _not_utf_8(content, error.start))]) from error


def _not_utf_8(content: bytes, position: int) -> Text:
    encoding = looks_like(content)
    if encoding == "UTF-8":
        return Text(
            f"文件是 UTF-8 编码，但此处有损坏的字节 0x{content[position]:02X}",
            f"the file is UTF-8, but the byte 0x{content[position]:02X} here is damaged",
        )
    if encoding is None:
        return Text("文件不是 UTF-8 编码", "the file is not UTF-8")
    return Text(
        f"文件不是 UTF-8 编码，看起来是 {encoding}，请另存为 UTF-8",
        f"the file is not UTF-8; it looks like {encoding}, save it as UTF-8",
    )


def looks_like(content: bytes) -> str | None:
    """The encoding that the bytes look like, of those that Chinese files come in; None where none fits."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    if content.count(0) * 10 > len(content):
        return "UTF-16"
    text = content.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    if sum(character > "\u007f" for character in text) - damaged > 4 * damaged:
        return "UTF-8"
    best, name = max((_in_daily_use(content, encoding, part, first), encoding) for encoding, part, first in _CHINESE)
    return name if best > 0.5 else None


def _in_daily_use(content: bytes, encoding: str, part: str, first: range) -> float:
    """Which share of the characters beyond ASCII is in daily use, if the bytes are in that encoding."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    beyond = [character for character in text if character > "\u2e80"]
    usual = [character for character in beyond if (character.encode(part, "replace") + b"\0")[0] in first]
    punctuation = sum(character in "，。、；：？！（）“”《》〔〕" for character in text)
    return (len(usual) + punctuation) / len(beyond) if beyond else 0.0
