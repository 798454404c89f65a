"""docs/command-line.md and its Chinese sister describe the commands as they are."""

import re
from collections.abc import Iterator

import click
import pytest

from compliance.cli.commands import Argument
from compliance.cli.language import Say
from compliance.cli.main import root_command
from compliance.law.text import Language

from ..conftest import ROOT
from .conftest import Run

PAGES = {Language.ENGLISH: "command-line.md", Language.CHINESE: "command-line.zh-CN.md"}


def page(language: Language) -> str:
    """The page in that language."""
    return (ROOT / "docs" / PAGES[language]).read_text(encoding="utf-8")


def sections(language: Language) -> dict[str, str]:
    """What the page says of each command, by the words that call it, in its order."""
    parts = re.split(r"^### `compliance ([^`]*)`\n", page(language), flags=re.MULTILINE)
    return {re.split(r" (?=[A-Z\[])", name)[0]: text for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def leaves(language: Language) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something."""

    def below(command: click.Command, words: list[str]) -> Iterator[tuple[str, click.Command]]:
        if not isinstance(command, click.Group):
            yield " ".join(words), command
            return
        for name in command.list_commands(click.Context(command)):
            found = command.get_command(click.Context(command), name)
            assert found is not None
            yield from below(found, [*words, name])

    return below(root_command(Say(language)), [])


@pytest.mark.parametrize("language", list(Language))
def test_the_page_has_every_command_in_the_order_of_the_help(language: Language) -> None:
    assert list(sections(language)) == [words for words, _ in leaves(language)]


@pytest.mark.parametrize("language", list(Language))
def test_the_page_explains_every_parameter_as_the_help_does(language: Language) -> None:
    told = sections(language)
    for words, command in leaves(language):
        text = told[words].replace("\\|", "|")
        assert command.help, words
        assert text.startswith(command.help), words
        rows = dict(re.findall(r"^\| `([^`]*)` \| (.*) \|$", text, flags=re.MULTILINE))
        names = set()
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name == "as_json":
                continue
            name = "/".join(parameter.opts) if isinstance(parameter, click.Option) else (parameter.metavar or "REPORT")
            row = next((row for row in rows if row == name or row.startswith(f"{name} ")), None)
            assert row is not None, (words, name)
            assert isinstance(parameter, click.Option | Argument)
            assert str(parameter.help) in rows[row], (words, name)
            names.add(row)
        assert names == set(rows), words


@pytest.mark.parametrize("language", list(Language))
def test_every_command_has_json(language: Language) -> None:
    assert "--json" in page(language)
    for words, command in leaves(language):
        assert any(parameter.name == "as_json" for parameter in command.params), words


def test_every_command_that_the_page_types_exists(run_here: Run) -> None:
    for language in Language:
        for line in re.findall(r"^compliance .*$", page(language), flags=re.MULTILINE):
            words = re.match(r"compliance((?: [a-z-]+)+)", line)
            assert words is not None
            called = words[1].split()
            known = {name for name, _ in leaves(language)}
            assert called[0] in known or " ".join(called[:2]) in known, line
