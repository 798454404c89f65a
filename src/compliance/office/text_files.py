"""Text files that people wrote: read as UTF-8, or refused with the encoding that they look like."""

from __future__ import annotations

from pathlib import Path

from compliance.documents.reading.encodings import looks_like
from compliance.law.faults import BadInput, Fault, Place, Refused
from compliance.law.reading.strict_yaml import LARGEST_FILE
from compliance.law.text import Text

LARGEST_IN_BYTES = 4 * LARGEST_FILE
"""A longer file holds too many characters in any case, and is not even read."""


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
