"""Which encoding the bytes of a Chinese text file look like."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),  # before UTF-16, with whose mark it begins
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_CHINESE = (("GB18030", "gb2312", range(0xB0, 0xD8)), ("Big5", "big5", range(0xA4, 0xC7)))
"""An encoding, the part of it that holds the characters in daily use, and with which bytes those begin."""


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


def text_in(content: bytes, declared: str | None = None) -> str | None:
    """The text of the bytes in the encoding that they look like; None where they look like none.

    `declared` is what a page says of itself; it decides only between what the bytes allow. Where the bytes are too few
    to tell, GB18030 is tried: that is what Chinese programs write that do not write UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    found = looks_like(content)
    candidates = [declared, None if found == "UTF-8" else found, "GB18030"]
    for encoding in filter(None, candidates):
        name = "GB18030" if encoding.lower() in ("gb2312", "gbk", "gb18030") else encoding
        try:
            return content.decode(name).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    return None
