"""How certain the reading of a cell is, and what is proposed where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from compliance.law.text import Text

Value = TypeVar("Value")

NOTHING = Text("", "")
"""What is told of a reading that needs no word."""


class Certainty(StrEnum):
    """Sure: the cell says it. Understood: a reading was chosen, and is told. Asked: a person has to say."""

    SURE = "sure"
    UNDERSTOOD = "understood"
    ASKED = "asked"

    @property
    def weight(self) -> int:
        """Greater is less certain."""
        return list(Certainty).index(self)

    def in_words(self) -> Text:
        """The certainty as a word."""
        return {
            Certainty.SURE: Text("确定", "sure"),
            Certainty.UNDERSTOOD: Text("按惯例理解", "understood"),
            Certainty.ASKED: Text("待确认", "asked"),
        }[self]


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """What a cell was read as. `value` is None where a person is asked; `suggestions` are then what it might be."""

    value: Value | None
    certainty: Certainty = Certainty.SURE
    why: Text = NOTHING
    suggestions: tuple[str, ...] = ()


def sure(value: Value) -> Reading[Value]:
    """What the cell says."""
    return Reading(value)


def understood(value: Value, why: Text) -> Reading[Value]:
    """A reading that was chosen, and why."""
    return Reading(value, Certainty.UNDERSTOOD, why)


def asked(why: Text, *suggestions: str) -> Reading[Value]:
    """Nothing is taken: why not, and what it might be."""
    return Reading(None, Certainty.ASKED, why, suggestions)
