"""The template environment: an undefined name is an error, and each target has its own escaping."""

from collections.abc import Callable

import pytest
from jinja2 import Environment, UndefinedError

from compliance.documents.environment import html_environment, markdown_environment
from compliance.law.text import Language, Text


@pytest.mark.parametrize("make", [html_environment, markdown_environment])
@pytest.mark.parametrize("source", ["{{ nothing }}", "{{ document.nothing }}", "{% if nothing %}x{% endif %}"])
def test_an_undefined_name_is_an_error(make: Callable[[Language], Environment], source: str) -> None:
    template = make(Language.CHINESE).from_string(source)
    with pytest.raises(UndefinedError):
        template.render(document=Text("一", "one"))


def test_pages_escape_and_markdown_escapes_differently() -> None:
    assert html_environment(Language.CHINESE).from_string("{{ x }}").render(x="<a|b>") == "&lt;a|b&gt;"
    assert markdown_environment(Language.CHINESE).from_string("{{ x }}").render(x="<a|b>") == "&lt;a\\|b&gt;"


def test_words_come_in_the_language_of_the_environment() -> None:
    source = "{{ x|words }} {{ say('页', 'page') }} {{ language }}"
    assert html_environment(Language.CHINESE).from_string(source).render(x=Text("一", "one")) == "一 页 zh-CN"
    assert html_environment(Language.ENGLISH).from_string(source).render(x=Text("一", "one")) == "one page en"
