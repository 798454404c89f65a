"""A document before it has a language or a layout: headings, paragraphs, tables, lists and notices in both languages.

Every leaf is a `Text`. HTML, Markdown, DOCX, PDF and XLSX are made from the same document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from compliance.law.basis import chinese_number
from compliance.law.deadlines import MONTHS
from compliance.law.text import Text


class Tone(StrEnum):
    """How loudly a notice speaks."""

    LOUD = "loud"
    DOUBT = "doubt"
    INFO = "info"

    def in_words(self) -> Text:
        """What stands before a notice of this tone."""
        return {
            Tone.LOUD: Text("必须处理", "Must be settled"),
            Tone.DOUBT: Text("数据存疑", "In doubt"),
            Tone.INFO: Text("说明", "Note"),
        }[self]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    words: Text


@dataclass(frozen=True, slots=True)
class BulletList:
    """Items that stand side by side."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark that stands out: something is missing or in doubt, or has to be known."""

    tone: Tone
    words: Text


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column. Numeric ones are set flush right, `narrow` ones are kept short, `wide` ones hold sentences."""

    title: Text
    numeric: bool = False
    narrow: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A heading inside a table, over the whole width, for the `rows` rows below it."""

    title: Text
    rows: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. Every row has one cell for each column; `total` says that the last row adds up.

    `bands`, where there are any, part all rows among them.
    """

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    total: bool = False
    bands: tuple[Band, ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of `{self.caption.en}` has {len(row)} cells for {len(self.columns)} columns")
        parted = sum(band.rows for band in self.bands)
        if self.bands and parted != len(self.rows):
            raise ValueError(f"the bands of `{self.caption.en}` hold {parted} rows of {len(self.rows)}")

    def parts(self) -> Iterator[tuple[Text | None, tuple[tuple[Text, ...], ...]]]:
        """The rows with the heading over them; all rows with None where the table has no bands."""
        if not self.bands:
            yield None, self.rows
        first = 0
        for band in self.bands:
            yield band.title, self.rows[first : first + band.rows]
            first += band.rows


Block = Paragraph | BulletList | Notice | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A part under a heading, with the parts below it."""

    title: Text
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and when."""

    name: Text
    day: date

    @property
    def day_in_words(self) -> Text:
        """The day as a letter is dated."""
        return day_in_words(self.day)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `name` is what its file is called; annexes follow the signature."""

    name: str
    title: Text
    subtitle: Text
    meta: tuple[tuple[Text, Text], ...]
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
    signature: Signature
    annexes: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberedSection:
    """A section with its place: `level` 1 is the highest, `number` is as it is printed, `anchor` names it in a page."""

    section: Section
    level: int
    number: Text
    anchor: str
    annex: bool = False


def numbered(document: Document) -> tuple[NumberedSection, ...]:
    """All sections from the first to the last annex, in reading order, with the numbers of official documents."""
    return (*_numbered(document.sections, (), False), *_numbered(document.annexes, (), True))


def _numbered(sections: tuple[Section, ...], above: tuple[int, ...], annex: bool) -> Iterator[NumberedSection]:
    for position, section in enumerate(sections, 1):
        path = (*above, position)
        anchor = ("annex-" if annex else "part-") + "-".join(map(str, path))
        yield NumberedSection(section, len(path), heading_number(path, annex), anchor, annex)
        yield from _numbered(section.sections, path, annex)


def heading_number(path: tuple[int, ...], annex: bool = False) -> Text:
    """The number before a heading: 一、（一）1. and so on (GB/T 9704); 1, 1.1 and so on in English."""
    last = path[-1]
    if annex and len(path) == 1:
        return Text(f"附件{last}：", f"Annex {last}: ")
    english = ".".join(map(str, path))
    match len(path):
        case 1:
            return Text(f"{chinese_number(last)}、", f"{english}. ")
        case 2:
            return Text(f"（{chinese_number(last)}）", f"{english} ")
        case _:
            return Text(f"{last}. ", f"{english} ")


def day_in_words(day: date) -> Text:
    """A day as documents write it: 2018年3月9日, 9 March 2018."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {MONTHS[day.month - 1]} {day.year}")
