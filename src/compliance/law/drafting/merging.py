"""The second import: which row is which, and for each field whether the table or the hand has the word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from compliance.law.drafting.grid import squeezed

ALIKE, ALIKE_AND_NUMBERED = 0.8, 0.5
"""How like the texts of two rows must be to be the same task, and how like where they bear the same number."""

MOST_COMPARED = 400
"""With more rows left over on both sides than that, only equal texts are held for the same task."""

_MARKS = re.compile(r"[\s，。；：、,.;:!！?？（）()“”\"‘’《》〔〕【】—-]+")


class Choice(StrEnum):
    """Who has the word about a field: they agree, the table (only it changed), the hand (only it changed), nobody."""

    AGREED = "agreed"
    TABLE = "table"
    HAND = "hand"
    CONFLICT = "conflict"


def choose(last: Any, mine: Any, table: Any) -> Choice:
    """The choice between the value that the last import wrote, the one in the draft, and the one in the table."""
    if mine == table:
        return Choice.AGREED
    if mine == last:
        return Choice.TABLE
    return Choice.HAND if table == last else Choice.CONFLICT


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """By what a row is known again: its number and its text."""

    number: str
    text: str

    @property
    def plain(self) -> str:
        """The text without spaces and punctuation."""
        return _MARKS.sub("", squeezed(self.text))


def same_rows(old: Mapping[str, RowIdentity], new: Sequence[RowIdentity]) -> dict[int, str]:
    """For each new row that is an old one its name: equal texts first, then like texts of one number, then like texts.

    A table that was renumbered keeps its tasks, and so does one whose words were corrected.
    """
    found: dict[int, str] = {}
    left = dict(old)
    by_text: dict[str, list[str]] = {}
    for name, row in old.items():
        by_text.setdefault(row.plain, []).append(name)
    for place, row in enumerate(new):
        names = [name for name in by_text.get(row.plain, []) if name in left]
        numbered = [name for name in names if old[name].number == row.number]
        if names:
            found[place] = (numbered or names)[0]
            del left[found[place]]
    rest = [place for place in range(len(new)) if place not in found]
    if len(rest) > MOST_COMPARED or len(left) > MOST_COMPARED:
        return found
    scored = []
    for place in rest:
        for name, row in left.items():
            likeness = _likeness(new[place].plain, row.plain)
            numbered_alike = new[place].number == row.number
            if likeness >= (ALIKE_AND_NUMBERED if numbered_alike else ALIKE):
                scored.append((-likeness - 0.2 * numbered_alike, place, name))
    for _, place, name in sorted(scored):
        if place not in found and name in left:
            found[place] = name
            del left[name]
    return found


def _likeness(one: str, other: str) -> float:
    common = sum((Counter(one) & Counter(other)).values())
    if 2 * common < ALIKE_AND_NUMBERED * (len(one) + len(other)):  # cannot be alike: spare the slow comparison
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
