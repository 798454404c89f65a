"""Which obligations of two rule books are one duty: over refinements, over replaced laws, over the years.

Three signs join obligations: one refines the other; one says that it `replaces` the other; they bear the same
identifier in packs whose names differ only in the year (`cn/key-points-2017#tax-cuts`, `cn/key-points-2018#tax-cuts`).
What replaces, or is replaced by, something of another name is not joined by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from compliance.law.obligations import Obligation
from compliance.law.rule_book import RuleBook

_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])(?=[^/#]*#)")

Pair = tuple[Obligation | None, Obligation | None]
"""A duty before and after; None where it is not owed."""


def over_the_years(key: str) -> str:
    """The key with a star for the year in its pack's name: `cn/key-points-*#tax-cuts`."""
    return _YEAR.sub("*", key)


def paired_duties(before: RuleBook, after: RuleBook) -> tuple[Pair, ...]:
    """Every duty of either book with its counterpart, in the order of `after`, then what only `before` holds.

    A duty that became two is paired with both.
    """
    line_of = _lines((*before.obligations, *after.obligations))
    earlier, later = _at_the_end(before, line_of), _at_the_end(after, line_of)
    return tuple(
        pair
        for line in dict.fromkeys((*later, *earlier))
        for pair in _paired(earlier.get(line, []), later.get(line, []))
    )


def _lines(obligations: Iterable[Obligation]) -> Callable[[str], str]:
    """For each key the name of its line: all keys that are joined by one of the three signs, over any steps."""
    obligations = tuple(obligations)
    parents: dict[str, str] = {}

    def line_of(key: str) -> str:
        while parents.setdefault(key, key) != key:
            key = parents[key]
        return key

    renamed: set[str] = set()
    for obligation in obligations:
        for upper in obligation.ancestry:
            parents[line_of(obligation.key)] = line_of(upper)
        if obligation.replaces is not None:
            parents[line_of(obligation.key)] = line_of(obligation.replaces)
            if over_the_years(obligation.replaces) != over_the_years(obligation.key):
                renamed |= {obligation.key, obligation.replaces}
    for obligation in obligations:
        if obligation.key not in renamed:
            parents[line_of(obligation.key)] = line_of(over_the_years(obligation.key))
    return line_of


def _at_the_end(book: RuleBook, line_of: Callable[[str], str]) -> dict[str, list[Obligation]]:
    """By line the duties that stand last in the book; a law that another one replaced within the book is left out."""
    lines: dict[str, list[Obligation]] = {}
    for duty in book.duties:
        lines.setdefault(line_of(duty.key), []).append(duty)
    for line, duties in lines.items():
        end = max(map(book.ends, duties))
        lines[line] = [duty for duty in duties if book.ends(duty) == end]
    return lines


def _paired(before: list[Obligation], after: list[Obligation]) -> list[Pair]:
    if not before or not after:
        return [*((duty, None) for duty in before), *((None, duty) for duty in after)]
    found: list[Pair] = []
    rest_before, rest_after = list(before), list(after)
    for name in (_key, _name, _any):
        for later in list(rest_after):
            earlier = next((duty for duty in rest_before if name(duty) == name(later)), None)
            if earlier is not None:
                found.append((earlier, later))
                rest_before.remove(earlier)
                rest_after.remove(later)
    found.extend((before[0], later) for later in rest_after)
    found.extend((earlier, after[0]) for earlier in rest_before)
    return found


def _key(duty: Obligation) -> str:
    return duty.key


def _name(duty: Obligation) -> str:
    return over_the_years(duty.key)


def _any(duty: Obligation) -> str:
    """The same for all: what is left over is paired in its order."""
    return ""
