"""What is wrong with something that was read, where, and what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from compliance.law.text import Language, Text


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in one place, with its code, its field, and a suggestion where there is one."""

    place: Place
    code: str
    message: Text
    field: str = ""
    suggestion: Text | None = None

    def in_language(self, language: Language) -> str:
        """The fault as one line: place, sentence, suggestion."""
        words = f"{self.place}: {self.message.in_language(language)}"
        if self.suggestion is not None:
            words += self.suggestion.in_language(language)
        return words


@dataclass(eq=False)
class BadInput(Exception):
    """Something that was read or asked for is wrong; nothing was changed. Carries every fault found."""

    faults: Sequence[Fault] = field(default_factory=tuple)

    def __str__(self) -> str:
        return self.in_language(Language.ENGLISH)

    def in_language(self, language: Language) -> str:
        """All faults, one a line, in the order of their places."""
        ordered = sorted(self.faults, key=lambda fault: (fault.place, fault.code))
        return "\n".join(fault.in_language(language) for fault in ordered)


@dataclass(eq=False)
class Refused(Exception):
    """An act that cannot be done, with the reason in both languages; nothing was changed."""

    reason: Text

    def __str__(self) -> str:
        return self.reason.en

    def in_language(self, language: Language) -> str:
        """The reason in `language`."""
        return self.reason.in_language(language)


class Misread(Exception):
    """Words that a parser could not read, with the sentence to show."""

    def __init__(self, code: str, message: Text, suggestion: Text | None = None) -> None:
        super().__init__(message.en)
        self.code = code
        self.message = message
        self.suggestion = suggestion


HALF_WIDTH_COMMA = Text(
    "；列表各项之间应用半角逗号“,”", "; write a comma of half width, `,`, between the items of a list"
)


def did_you_mean(written: str, known: Sequence[str]) -> Text | None:
    """A suggestion of the known word nearest to `written`, or None where none is near. Words that Chinese commas join
    are several, and a list takes commas of half width.
    """
    if "，" in written or "、" in written:
        return HALF_WIDTH_COMMA
    near = nearest(written, known)
    return Text(f"；是否想写“{near}”？", f"; did you mean `{near}`?") if near is not None else None


def nearest(written: str, known: Sequence[str]) -> str | None:
    """The known word nearest to `written`, or None where none is near."""
    return next(iter(get_close_matches(written, known, n=1, cutoff=0.6)), None)
