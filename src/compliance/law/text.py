"""Words for people, always in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language that the product speaks."""

    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in Simplified Chinese and in English; neither may be missing."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """The statement in `language`."""
        return self.zh if language is Language.CHINESE else self.en

    def __add__(self, other: Text) -> Text:
        return Text(self.zh + other.zh, self.en + other.en)


def same(words: str) -> Text:
    """A `Text` that reads the same in both languages: a number, a name, a code."""
    return Text(words, words)


def listed(items: list[Text] | tuple[Text, ...]) -> Text:
    """The items as a list inside a sentence: “甲、乙、丙” and “a, b, c”."""
    return Text("、".join(item.zh for item in items), ", ".join(item.en for item in items))
