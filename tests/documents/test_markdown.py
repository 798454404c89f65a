"""A document as Markdown, read back by a CommonMark reader: nothing in the text is taken for a mark."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from compliance.documents.markdown import render_markdown
from compliance.law.text import Language, Text, same
from compliance.reporting.document import BulletList, Document, Notice, Paragraph, Tone

from .conftest import document_of, table_of


def tokens_of(rendered: str) -> list[tuple[str, str]]:
    return [(token.type, token.content) for token in MarkdownIt("commonmark").enable("table").parse(rendered)]


def shown(rendered: str) -> list[str]:
    """The text of every inline piece as a reader of the rendered page sees it."""
    return [
        "".join(child.content for child in token.children or [])
        for token in MarkdownIt("commonmark").enable("table").parse(rendered)
        if token.type == "inline"
    ]


@pytest.mark.parametrize("language", list(Language))
def test_every_kind_of_block_is_shown(document: Document, language: Language) -> None:
    pieces = shown(render_markdown(document, language))
    for words in (
        Text("东城区2017年年度报告", "Annual report of 2017"),
        Text("一、总体情况", "1. Overview"),
        Text("（一）教育", "1.1 Education"),
        Text("一段话", "A paragraph"),
        Text("其二", "Two"),
        Text("必须处理　没有填报", "Must be settled Not given"),
        Text("附件1：检查发现", "Annex 1: Findings"),
        Text("2018年3月9日", "9 March 2018"),
    ):
        assert words.in_language(language) in pieces


def test_headings_keep_their_levels(document: Document) -> None:
    headings = re.findall(r"^(#+) ", render_markdown(document, Language.CHINESE), re.MULTILINE)
    assert [len(marks) for marks in headings] == [1, 2, 3, 2]


def test_a_bar_in_a_cell_does_not_break_the_table() -> None:
    rendered = render_markdown(document_of(table_of("1", "甲|乙", "丙")), Language.CHINESE)
    tokens = tokens_of(rendered)
    assert sum(kind == "td_open" for kind, _ in tokens) == 3
    assert "甲|乙" in shown(rendered)


def test_a_line_break_in_a_cell_does_not_break_the_table() -> None:
    rendered = render_markdown(document_of(table_of("1", "甲\n乙\r\n丙")), Language.CHINESE)
    assert sum(kind == "td_open" for kind, _ in tokens_of(rendered)) == 2
    assert "甲 乙 丙" in shown(rendered)


@pytest.mark.parametrize(
    "words",
    [
        "# 不是标题", "1. 不是编号", "- 不是列表", "+ 不是列表", "* 不是列表", "> 不是引文", "---", "===", "```", "~~~",
        "a*b*c", "_x_", "[x](http://y)", "![x](y)", "`x`", "<b>&amp;", "&lt;", "\\*", "a|b", "2018.", "12) 项", "    x",
    ],
)  # fmt: skip
def test_text_that_looks_like_a_mark_is_shown_as_it_is(words: str) -> None:
    assert words.strip() in shown(render_markdown(document_of(Paragraph(same(words))), Language.CHINESE))
    assert words.strip() in shown(render_markdown(document_of(BulletList((same(words),))), Language.CHINESE))
    assert words.strip() in shown(render_markdown(document_of(table_of("1", words)), Language.CHINESE))


@given(
    st.text(alphabet="甲a1 |#*_`[]()<>&!~\\-+=.:\"'$^{}", min_size=1)
    .map(lambda words: " ".join(words.split()))
    .filter(bool)
)
def test_any_text_is_shown_as_it_is(words: str) -> None:
    rendered = render_markdown(document_of(Paragraph(same(words)), table_of("1", words)), Language.CHINESE)
    assert shown(rendered).count(words) >= 2


def test_numbers_flush_right() -> None:
    assert "| ---: | --- |" in render_markdown(document_of(table_of("1", "甲")), Language.CHINESE)


def test_notices_are_quoted_with_their_tone() -> None:
    rendered = render_markdown(document_of(Notice(Tone.DOUBT, Text("数据存疑", "Doubtful"))), Language.ENGLISH)
    assert "> **In doubt** Doubtful" in rendered
