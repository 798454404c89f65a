"""A document as Markdown (CommonMark with tables)."""

from __future__ import annotations

import re

from compliance.documents.environment import markdown_environment
from compliance.law.text import Language
from compliance.reporting.document import Document, numbered

_BLANK_LINES = re.compile(r"\n{3,}")


def render_markdown(document: Document, language: Language) -> str:
    """The document in `language` as Markdown."""
    template = markdown_environment(language).get_template("document.md")
    rendered = template.render(document=document, numbered=numbered(document))
    return _BLANK_LINES.sub("\n\n", rendered).strip() + "\n"
