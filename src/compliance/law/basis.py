"""The legal basis of a thing: which source, which article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compliance.law.faults import Misread
from compliance.law.text import Text

_ARTICLE = re.compile(
    r"art\. (?P<article>[1-9][0-9]{0,3})( para\. (?P<paragraph>[1-9][0-9]{0,3}))?(\((?P<item>[1-9][0-9]{0,3})\))?\Z"
)
_SECTION = re.compile(
    r"s\. (?P<section>[1-9][0-9]{0,3})(?P<letter>[A-Z]?)"
    r"(\((?P<subsection>[1-9][0-9]{0,3})\)(\((?P<paragraph>[a-z])\))?)?\Z"
)
_ARTICLES = re.compile(r"arts?\. (?P<first>[1-9][0-9]{0,3})[–-](?P<last>[1-9][0-9]{0,3})\Z")
ARTICLE_FORMS = (_ARTICLE, _ARTICLES, _SECTION)
"""How articles are cited."""

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Basis:
    """A source by its title and the place in it, in both languages."""

    source: Text
    article: Text

    def in_words(self) -> Text:
        """The citation: 《政府信息公开条例》第十八条."""
        return Text(in_title_marks(self.source.zh) + self.article.zh, f"{self.source.en}, {self.article.en}")


def in_title_marks(title: str) -> str:
    """The title in 《》; a title inside it in 〈〉 (GB/T 15834)."""
    return "《" + title.replace("《", "〈").replace("》", "〉") + "》"


def chinese_number(number: int) -> str:
    """A whole number from 1 to 9999 as articles are counted: 十八, 三十二, 一百零一, 一千零三十四."""
    words, skipped = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit == 0:
            skipped = bool(words)
            continue
        words += ("零" if skipped else "") + _DIGITS[digit] + unit
        skipped = False
    return words.removeprefix("一") if 10 <= number < 20 else words


def parse_article(words: str) -> Text:
    """`art. 18`, `art. 32(3)` (item 3), `art. 49 para. 2`, `arts. 9–12`, and as common-law acts are cited `s. 10(1)`,
    `s. 17(1)(b)`, in both languages; raises Misread."""
    several = _ARTICLES.match(words)
    if several and int(several["first"]) < int(several["last"]):
        first, last = int(several["first"]), int(several["last"])
        return Text(f"第{chinese_number(first)}条至第{chinese_number(last)}条", f"arts. {first}–{last}")
    section = _SECTION.match(words)
    if section:
        return Text(_section_in_chinese(section), words)
    match = _ARTICLE.match(words)
    if match is None:
        raise Misread(
            "not-an-article",
            Text(
                f"读不懂依据“{words}”，应写作 art. 18、art. 32(3)、art. 49 para. 2、s. 10(1)，或 {{zh: …, en: …}}",
                f"cannot read the basis `{words}`; write art. 18, art. 32(3), art. 49 para. 2, s. 10(1), or {{zh: …, en: …}}",
            ),
        )
    chinese = f"第{chinese_number(int(match['article']))}条"
    if match["paragraph"]:
        chinese += f"第{chinese_number(int(match['paragraph']))}款"
    if match["item"]:
        chinese += f"第（{chinese_number(int(match['item']))}）项"
    return Text(chinese, words)


def last_article(article: Text) -> int | None:
    """The number of the article (or section) that is cited, of several the last; None for a place told in words."""
    for form in ARTICLE_FORMS:
        match = form.match(article.en)
        if match is not None:
            numbers = match.groupdict()
            return int(numbers.get("article") or numbers.get("last") or numbers["section"])
    return None


def _section_in_chinese(section: re.Match[str]) -> str:
    """第十七条第一款第（b）项; a section that was put in later keeps its letter: 第十一A条."""
    words = f"第{chinese_number(int(section['section']))}{section['letter']}条"
    if section["subsection"]:
        words += f"第{chinese_number(int(section['subsection']))}款"
    if section["paragraph"]:
        words += f"第（{section['paragraph']}）项"
    return words
