"""Numbers as an office states them: exact, “more than”, a percentage, blank, not applicable. Blank is not zero."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from compliance.law.faults import Misread
from compliance.law.text import Text, same

_AMOUNT = re.compile(r"(?P<number>[0-9]+(\.[0-9]+)?)(?P<mark>[+%]?)\Z")


class Kind(StrEnum):
    """What was entered: a number, nothing, or a stroke."""

    NUMBER = "number"
    BLANK = "blank"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Amount:
    """One stated value. `at_least` is the Chinese 余: the number or more. Digits are kept as they were written."""

    kind: Kind
    number: Decimal = Decimal(0)
    at_least: bool = False

    def __str__(self) -> str:
        """The amount as it is entered; `parse_amount` reads it back."""
        if self.kind is Kind.BLANK:
            return ""
        if self.kind is Kind.NOT_APPLICABLE:
            return "/"
        return f"{self.number:f}{'+' if self.at_least else ''}"

    def in_words(self) -> Text:
        """The amount as it is printed: 400余, more than 400."""
        if self.kind is Kind.BLANK:
            return Text("（空）", "(blank)")
        if self.kind is Kind.NOT_APPLICABLE:
            return same("/")
        if self.at_least:
            return Text(f"{self.number:f}余", f"more than {self.number:f}")
        return same(f"{self.number:f}")

    @property
    def is_number(self) -> bool:
        """Whether a number was stated."""
        return self.kind is Kind.NUMBER

    def plus(self, other: Amount) -> Amount:
        """The sum of two amounts; a blank part leaves the sum blank, a stroke adds nothing."""
        if self.kind is Kind.NOT_APPLICABLE:
            return other
        if other.kind is Kind.NOT_APPLICABLE:
            return self
        if Kind.BLANK in (self.kind, other.kind):
            return Amount(Kind.BLANK)
        return Amount(Kind.NUMBER, self.number + other.number, self.at_least or other.at_least)


def number(value: int | str | Decimal, at_least: bool = False) -> Amount:
    """The amount of a plain number."""
    return Amount(Kind.NUMBER, Decimal(value), at_least)


def parse_amount(words: str) -> Amount:
    """An amount as it is entered: `4192`, `467.2`, `400+`, `96%`, an empty text, `/`. Raises Misread."""
    stripped = words.strip()
    if not stripped:
        return Amount(Kind.BLANK)
    if stripped == "/":
        return Amount(Kind.NOT_APPLICABLE)
    match = _AMOUNT.match(stripped)
    if match is None:
        raise Misread(
            "not-an-amount",
            Text(
                f"“{words}”不是数值，应写作 4192、467.2、400+（余）、96%、空白或 /",
                f"`{words}` is not an amount; write 4192, 467.2, 400+ (more than), 96%, nothing or /",
            ),
        )
    return Amount(Kind.NUMBER, Decimal(match["number"]), match["mark"] == "+")
