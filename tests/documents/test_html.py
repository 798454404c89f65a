"""A document as a page: complete, self-contained, and safe whatever a title holds."""

import re
from html.parser import HTMLParser

import pytest

from compliance.documents.html import render_html
from compliance.law.text import Language, Text, same
from compliance.reporting.document import Document, Paragraph

from .conftest import document_of, table_of

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Nesting(HTMLParser):
    """Fails where tags are not closed in the order in which they were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> str:
    parser = Nesting()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return "".join(parser.words)


@pytest.mark.parametrize("language", list(Language))
def test_every_kind_of_block_is_shown(document: Document, language: Language) -> None:
    shown = read(render_html(document, language))
    for words in (
        Text("东城区2017年年度报告", "Annual report of 2017"),
        Text("开头", "Opening"),
        Text("一、总体情况", "1. Overview"),
        Text("（一）教育", "1.1 Education"),
        Text("一段话", "A paragraph"),
        Text("其二", "Two"),
        Text("没有填报", "Not given"),
        Text("必须处理", "Must be settled"),
        Text("数据存疑", "Doubtful"),
        Text("2018年3月9日", "9 March 2018"),
        Text("附件1：检查发现", "Annex 1: Findings"),
    ):
        assert words.in_language(language) in shown


def test_the_page_says_its_language(document: Document) -> None:
    assert '<html lang="zh-CN">' in render_html(document, Language.CHINESE)
    assert '<html lang="en">' in render_html(document, Language.ENGLISH)


def test_marks_in_a_title_are_shown_not_obeyed() -> None:
    page = render_html(document_of(title=same("<b>&\"2017年'</b>")), Language.CHINESE)
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page
    assert "<b>&\"2017年'</b>" in read(page)


def test_marks_in_cells_and_paragraphs_are_shown_not_obeyed() -> None:
    hostile = "</td><script>alert(1)</script>"
    page = render_html(document_of(Paragraph(same(hostile)), table_of("1", hostile)), Language.CHINESE)
    assert "<script" not in page
    assert read(page).count(hostile) == 2


def test_the_page_needs_nothing_from_elsewhere(document: Document) -> None:
    page = render_html(document, Language.CHINESE)
    assert not re.search(r"(src|href)=\"(?!#)|url\(|@import|https?://", page)


def test_the_page_prints_on_a4_with_repeated_table_heads(document: Document) -> None:
    page = render_html(document, Language.CHINESE)
    assert "size: A4" in page
    assert "table-header-group" in page


def test_contents_lead_to_every_chapter(document: Document) -> None:
    page = render_html(document, Language.CHINESE)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert targets == ["part-1", "annex-1"]
    assert all(f'id="{target}"' in page for target in targets)


def test_the_english_page_has_no_chinese_of_its_own(document: Document) -> None:
    page = re.sub(r"<style>.*?</style>", "", render_html(document, Language.ENGLISH), flags=re.DOTALL)
    assert not re.search(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", page)


def test_characters_beyond_the_basic_plane_stay(document: Document) -> None:
    assert "𠮷野村" in render_html(document_of(Paragraph(same("𠮷野村"))), Language.CHINESE)
