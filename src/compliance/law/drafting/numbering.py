"""The numbers that stand before the parts of an official text: 一、（一）1.（1）."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CHINESE = "一二三四五六七八九十百零〇"
_FORMS = (
    re.compile(rf"第(?P<number>[{_CHINESE}]{{1,5}}|[0-9]{{1,3}})(部分|章|篇)[、，：:\s]*"),
    re.compile(rf"(?P<number>[{_CHINESE}]{{1,5}})\s*[、.．]\s*"),
    re.compile(rf"[（(]\s*(?P<number>[{_CHINESE}]{{1,5}})\s*[）)][、.．]?\s*"),
    re.compile(r"(?P<number>[0-9]{1,3})\s*(?:[、．]|\.(?![0-9]))\s*"),
    re.compile(r"[（(]\s*(?P<number>[0-9]{1,3})\s*[）)][、.．]?\s*"),
    re.compile(r"(?P<number>[①-⑳])\s*"),
)
"""The forms from the outermost to the innermost; their place is the level."""

_ALONE = re.compile(rf"[（(]?\s*(?P<number>[{_CHINESE}]{{1,5}}|[0-9]{{1,4}})\s*[）)]?[、.．]?\Z")
_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, slots=True)
class Numbered:
    """Words with their number taken off. `level` counts from 1 (一、) inward; 0 where there is no number.

    `label` is the number as the paper writes it, without the point behind it: 一, （一）, 1.
    """

    level: int
    number: int
    words: str
    label: str = ""


def numbered(words: str) -> Numbered:
    """The number before the words, and the words."""
    words = words.strip()
    for level, form in enumerate(_FORMS):
        match = form.match(words)
        if match is not None:
            return Numbered(max(level, 1), value_of(match["number"]), words[match.end() :].strip(), label_of(match[0]))
    return Numbered(0, 0, words)


def label_of(words: str) -> str:
    """A number as the paper writes it, without spaces and the point behind it."""
    return "".join(words.split()).removesuffix(".0").rstrip("、.．，：:")


def number_alone(words: str) -> int | None:
    """The number of a cell that holds nothing else, such as `3`, `3.`, `（三）` or `三`; otherwise None."""
    match = _ALONE.match("".join(words.split()).removesuffix(".0"))
    return value_of(match["number"]) if match is not None else None


def value_of(words: str) -> int:
    """The number that digits, Chinese numerals (up to 999) or a circled number say."""
    if words.isdecimal():
        return int(words)
    if len(words) == 1 and "①" <= words <= "⑳":
        return ord(words) - ord("①") + 1
    total, digit = 0, 0
    for character in words:
        if character in ("十", "百"):
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
