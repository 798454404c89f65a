"""Figures as sentences. No wording belongs to a figure: its title, value and unit, and the identities, make it.

An identity that adds figures up to a total reads “a total of 9392, of which 4192, …”; all others stand side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from compliance.law.identities import FigureTerm, Relation, Sum
from compliance.law.obligations import Figure, Identity
from compliance.law.text import Text, same
from compliance.reporting.document import day_in_words
from compliance.work.amounts import Amount, Kind
from compliance.work.figures import FigureTable


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total and the figures that an identity adds up to it."""

    total: str
    parts: tuple[str, ...]


def breakdown(identity: Identity) -> Breakdown | None:
    """The total and parts of an identity `total = a + b + …`, whichever side they are on; None for any other."""
    holds = identity.holds
    if holds.relation is not Relation.EQUAL:
        return None
    for whole, parts in ((holds.left, holds.right), (holds.right, holds.left)):
        names = _added(parts)
        total = _added(whole)
        if names is not None and total is not None and len(total) == 1 and len(names) > 1:
            return Breakdown(total[0], names)
    return None


def _added(side: Sum) -> tuple[str, ...] | None:
    names = []
    for sign, term in side.terms:
        if sign != "+" or not isinstance(term, FigureTerm):
            return None
        names.append(term.figure)
    return tuple(names)


def value_in_words(figure: Figure, amount: Amount) -> Text:
    """The value with its unit: 9392条, 96%, 400余人次; a blank and a stroke have no unit."""
    if amount.kind is Kind.BLANK:
        return Text("（空，未填数值）", "(blank, no value given)")
    if amount.kind is Kind.NOT_APPLICABLE:
        return Text("/（不适用）", "/ (not applicable)")
    words = amount.in_words()
    if figure.percent:
        return Text(f"{words.zh}%", f"{words.en}%")
    # “25 10,000 yuan” would be read as one number
    between = " × " if figure.unit.en[:1].isdigit() else " "
    return Text(f"{words.zh}{figure.unit.zh}", f"{words.en}{between}{figure.unit.en}")


RELATIONS = {
    Relation.EQUAL: Text("等于", "equal to"),
    Relation.AT_MOST: Text("不大于", "at most"),
    Relation.AT_LEAST: Text("不小于", "at least"),
}
"""How the sides of an identity compare, in words."""

_MORE_THAN = re.compile(r"([0-9.]+)\+(?=%|$| )")


def side_in_words(side: str) -> Text:
    """One side of an outcome for people: `60000+` is 60000余 and “more than 60000”."""
    return Text(_MORE_THAN.sub(r"\1余", side), _MORE_THAN.sub(r"more than \1", side))


class FigureWords:
    """Tells the figures of a year, area by area."""

    def __init__(self, table: FigureTable) -> None:
        self.table = table
        self.figures = table.rule_book.figures
        self.breakdowns = [item for identity in table.rule_book.identities if (item := breakdown(identity))]

    def of_area(self, area: str) -> tuple[Figure, ...]:
        """The figures of an area that somebody entered, a blank or a stroke included."""
        return tuple(
            figure
            for figure in self.figures.values()
            if figure.area == area and self.table.total(figure.id) is not None
        )

    def not_given(self, area: str) -> tuple[Figure, ...]:
        """The figures of an area that have to be given and were not entered, or left blank."""
        return tuple(
            figure
            for figure in self.figures.values()
            if figure.area == area and figure.required and not self.given(figure)
        )

    def given(self, figure: Figure) -> bool:
        """Whether a number or a stroke was entered. Zero is given; blank is not."""
        amount = self.table.total(figure.id)
        return amount is not None and amount.kind is not Kind.BLANK

    def sentences(self, area: str) -> tuple[Text, ...]:
        """Every figure entered for the area, each in at least one sentence."""
        entered = self.of_area(area)
        names = {figure.id for figure in entered}
        wholes = {
            figure.id: [
                parts
                for item in self.breakdowns
                if item.total == figure.id and (parts := [part for part in item.parts if part in names])
            ]
            for figure in entered
        }
        in_a_whole = {part for groups in wholes.values() for group in groups for part in group}
        sentences: list[Text] = []
        single: list[Figure] = []
        for figure in entered:
            groups = wholes[figure.id]
            if not groups:
                if figure.id not in in_a_whole:
                    single.append(figure)
                continue
            sentences.extend(self._side_by_side(single))
            single = []
            sentences.append(self._whole(figure, groups[0]))
            sentences.extend(self._again(figure, group) for group in groups[1:])
        sentences.extend(self._side_by_side(single))
        return tuple(sentences)

    def stated(self, figure: Figure) -> Text:
        """The title and the value: 处罚金额25万元, “Fines: 25 × 10,000 yuan”."""
        value = self._value(figure)
        return Text(f"{figure.title.zh}{value.zh}", f"{figure.title.en}: {value.en}")

    def _value(self, figure: Figure) -> Text:
        amount = self.table.total(figure.id)
        words = value_in_words(figure, amount) if amount is not None else Text("未填报", "not entered")
        until = self._until(figure)
        return words + until

    def _until(self, figure: Figure) -> Text:
        """What the value covers where that is not the whole period, as it was entered."""
        days = sorted(
            {
                entry.as_of
                for entry in self.table.entries.values()
                if entry.figure == figure.id and entry.as_of is not None and entry.as_of != entry.period.last
            }
        )
        if not days:
            return same("")
        words = day_in_words(days[-1])
        return Text(f"（截至{words.zh}）", f" (as of {words.en})")

    def _whole(self, figure: Figure, parts: list[str]) -> Text:
        total, of_which = self.stated(figure), self._parts(parts)
        return Text(f"{total.zh}，其中{of_which.zh}。", f"{total.en}, of which {of_which.en}.")

    def _again(self, figure: Figure, parts: list[str]) -> Text:
        total, of_which = self.stated(figure), self._parts(parts)
        return Text(f"上述{total.zh}中，{of_which.zh}。", f"Counted another way, {total.en}, of which {of_which.en}.")

    def _parts(self, parts: Iterable[str]) -> Text:
        stated = [self.stated(self.figures[part]) for part in parts]
        return Text("、".join(words.zh for words in stated), "; ".join(words.en for words in stated))

    def _side_by_side(self, figures: list[Figure]) -> list[Text]:
        if not figures:
            return []
        stated = [self.stated(figure) for figure in figures]
        return [Text("，".join(item.zh for item in stated) + "。", "; ".join(item.en for item in stated) + ".")]

    def shortfall(self, identity: Identity) -> Text | None:
        """By how much the parts of a broken sum miss their total; None where a term is not an exact number."""
        item = breakdown(identity)
        if item is None:
            return None
        amounts = [self.table.total(name) for name in (item.total, *item.parts)]
        exact = [amount.number for amount in amounts if amount is not None and amount.is_number and not amount.at_least]
        if len(exact) != len(amounts):
            return None
        total, added = exact[0], sum(exact[1:])
        return Text(
            f"各项之和为{added}，与总数{total}相差{abs(total - added)}",
            f"the parts add up to {added}, {abs(total - added)} away from the total of {total}",
        )
