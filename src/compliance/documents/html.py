"""A document as one HTML file that needs nothing else: styles inside, no scripts, prints on A4."""

from __future__ import annotations

from compliance.documents.environment import html_environment
from compliance.law.text import Language
from compliance.reporting.document import Document, numbered


def render_html(document: Document, language: Language) -> str:
    """The document in `language` as a page."""
    template = html_environment(language).get_template("document.html")
    return template.render(document=document, numbered=numbered(document))
