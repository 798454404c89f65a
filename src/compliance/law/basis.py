"""The legal basis of a thing: which source, which article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compliance.law.faults import Misread
from compliance.law.text import Text

_ARTICLE = re.compile(
    r"art\. (?P<article>[1-9][0-9]*)( para\. (?P<paragraph>[1-9][0-9]*))?(\((?P<item>[1-9][0-9]*)\))?\Z"
)
_ARTICLES = re.compile(r"arts?\. (?P<first>[1-9][0-9]*)[–-](?P<last>[1-9][0-9]*)\Z")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Basis:
    """A source by its title and the place in it, in both languages."""

    source: Text
    article: Text

    def in_words(self) -> Text:
        """The citation: 《政府信息公开条例》第十八条."""
        return Text(f"《{self.source.zh}》{self.article.zh}", f"{self.source.en}, {self.article.en}")


def chinese_number(number: int) -> str:
    """A whole number from 1 to 999 as articles are counted: 十八, 三十二, 一百零一."""
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return "十" + (_DIGITS[number % 10] if number % 10 else "")
    if number < 100:
        return _DIGITS[number // 10] + "十" + (_DIGITS[number % 10] if number % 10 else "")
    rest = number % 100
    words = _DIGITS[number // 100] + "百"
    if not rest:
        return words
    if rest < 10:
        return words + "零" + _DIGITS[rest]
    return words + _DIGITS[rest // 10] + "十" + (_DIGITS[rest % 10] if rest % 10 else "")


def parse_article(words: str) -> Text:
    """`art. 18`, `art. 32(3)` (item 3), `art. 49 para. 2`, `arts. 9–12` in both languages; raises Misread."""
    several = _ARTICLES.match(words)
    if several:
        first, last = int(several["first"]), int(several["last"])
        return Text(f"第{chinese_number(first)}条至第{chinese_number(last)}条", f"arts. {first}–{last}")
    match = _ARTICLE.match(words)
    if match is None:
        raise Misread(
            "not-an-article",
            Text(
                f"读不懂依据“{words}”，应写作 art. 18、art. 32(3)、art. 49 para. 2，或 {{zh: …, en: …}}",
                f"cannot read the basis `{words}`; write art. 18, art. 32(3), art. 49 para. 2, or {{zh: …, en: …}}",
            ),
        )
    chinese = f"第{chinese_number(int(match['article']))}条"
    if match["paragraph"]:
        chinese += f"第{chinese_number(int(match['paragraph']))}款"
    if match["item"]:
        chinese += f"第（{chinese_number(int(match['item']))}）项"
    return Text(chinese, words)
