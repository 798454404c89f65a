"""The one Jinja2 environment factory: undefined names are errors, every target has its own escaping.

Templates come with the package; no template is ever made from what a user wrote.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from compliance.law.text import Language, Text

_SPECIAL = re.compile(r"([\\`*_\[\]|~#!])")
_WHOLE = re.compile(r"([0-9]{4}年|[0-9]{4}-[0-9]{2}-[0-9]{2})")
# not the ideographic space, which Chinese text means
_SPACE = re.compile(r"[ \t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")
_LIST_MARK = re.compile(r"^(\s*)([-+]|\d{1,9}(?=[.)](?:\s|$)))")


@cache
def html_environment(language: Language) -> Environment:
    """Templates for pages: everything printed is escaped."""
    environment = _environment(language)
    environment.autoescape = True
    return environment


@cache
def markdown_environment(language: Language) -> Environment:
    """Templates for Markdown: every value printed is escaped, so that no text is taken for a mark."""
    environment = _environment(language)
    environment.finalize = _finalized
    return environment


def whole(words: str) -> Markup:
    """The words for a page, where no line ends within a date or between a year and its 年."""
    return Markup(_WHOLE.sub(r'<span class="whole">\1</span>', str(escape(words))))


def escape_markdown(words: str) -> str:
    """The words so that Markdown (CommonMark with tables) shows them as they are, on one line."""
    one_line = _SPACE.sub(" ", words)
    escaped = _SPECIAL.sub(r"\\\1", one_line)
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LIST_MARK.sub(_escaped_list_mark, escaped)


def _escaped_list_mark(match: re.Match[str]) -> str:
    # a digit cannot be escaped, the stop after it can
    if match[2].isdigit():
        return f"{match[1]}{match[2]}\\"
    return f"{match[1]}\\{match[2]}"


def _finalized(value: Any) -> Any:
    """Escapes text; raw marks of the template itself come as Markup and stay."""
    return escape_markdown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=PackageLoader("compliance.documents", "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

    def say(zh: str, en: str) -> str:
        """A word of the page itself, in the page's language."""
        return zh if language is Language.CHINESE else en

    def words(text: Text) -> str:
        return text.in_language(language)

    environment.globals["say"] = say
    environment.globals["language"] = "zh-CN" if language is Language.CHINESE else "en"
    environment.filters["words"] = words
    environment.filters["whole"] = whole
    environment.filters["mark"] = Markup
    environment.filters["kind"] = lambda block: type(block).__name__
    return environment
