"""L009: a text stands in the wrong language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance.law.faults import Fault, Place
from compliance.law.lints.linted import Lint, Linted, Weight, found
from compliance.law.obligations import Pack
from compliance.law.text import Text

_CHINESE = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_PROPER = re.compile(r"\([^)]*\)|（[^）]*）|“[^”]*”|\"[^\"]*\"|《[^》]*》|\S*〔[0-9]+〕\S*|\S*号\b")
"""In English: names in brackets or quotation marks, titles, and the numbers of documents."""


def _find(linted: Linted) -> Iterator[Fault]:
    for pack in linted.packs:
        for place, about, field, words in _texts(pack):
            if not _CHINESE.search(words.zh) and _needs_translation(words.zh):
                message = Text(
                    f"“{field}”的中文没有汉字：{words.zh}", f"the Chinese of `{field}` holds none: {words.zh}"
                )
                yield found(place, about, message)
            if _CHINESE.search(_PROPER.sub("", words.en)):
                message = Text(
                    f"“{field}”的英文里有汉字：{words.en}", f"the English of `{field}` holds Chinese: {words.en}"
                )
                yield found(place, about, message)


def _needs_translation(words: str) -> bool:
    """Whether a word is more than an abbreviation (GDP), a name written with capitals (iOS) or a symbol (km)."""
    return any(word[1:].islower() and (len(word) > 3 or len(words.split()) > 1) for word in _WORD.findall(words))


def _texts(pack: Pack) -> Iterator[tuple[Place, str, str, Text]]:
    """Every text of the pack in both languages: its place, what it is about, its field."""
    yield pack.place, "pack", "title", pack.title
    if pack.note is not None:
        yield pack.place, "pack", "note", pack.note
    for area in pack.areas:
        yield area.place, area.id, "title", area.title
    for event in pack.events:
        yield event.place, event.id, "title", event.title
    for ground in pack.grounds:
        yield ground.place, ground.id, "title", ground.title
    for obligation in pack.obligations:
        identifier = obligation.key.partition("#")[2]
        yield obligation.place, identifier, "title", obligation.title
        yield obligation.place, identifier, "basis", obligation.basis.article
        if obligation.note is not None:
            yield obligation.place, identifier, "note", obligation.note
    for refinement in pack.refinements:
        identifier = refinement.key.partition("#")[2]
        for field in ("title", "note"):
            if isinstance(refinement.changes.get(field), Text):
                yield refinement.place, identifier, field, refinement.changes[field]
        if "basis" in refinement.changes:
            yield refinement.place, identifier, "basis", refinement.changes["basis"].article
    for figure in pack.figures:
        yield figure.place, figure.id, "title", figure.title
        yield figure.place, figure.id, "unit", figure.unit
        if figure.note is not None:
            yield figure.place, figure.id, "note", figure.note
    for identity in pack.identities:
        identifier = identity.key.partition("#")[2]
        yield identity.place, identifier, "title", identity.title
        if identity.note is not None:
            yield identity.place, identifier, "note", identity.note


MISSING_TRANSLATION = Lint(
    "L009",
    "missing-translation",
    Weight.WARNING,
    Text(
        "中文文字里没有汉字，或者英文文字里夹有汉字（括号、引号、书名号里的名称和文号除外）。",
        "A Chinese text without a Chinese character, or an English text with some outside brackets, quotation marks and "
        "the numbers of documents.",
    ),
    Text("译出该文字；专有名称写在括号或引号里。", "Translate it; put a proper name into brackets or quotation marks."),
    _find,
)
