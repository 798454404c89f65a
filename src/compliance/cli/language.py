"""Which language a person reads: `--lang`, otherwise the locale; English where the locale says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import click

from compliance.law.text import Language, Text

_FLAGS = ("--lang", "--office")


@dataclass(frozen=True, slots=True)
class GlobalOptions:
    """The other arguments, the language to speak, the language if it was chosen by name, the office's folder."""

    rest: list[str]
    language: Language
    chosen: Language | None
    folder: str | None


def global_options(arguments: list[str], environment: Mapping[str, str]) -> GlobalOptions:
    """`--lang` and `--office` taken out of the arguments, wherever they stand.

    Raises click.UsageError for a language that the product does not speak, or an option without its value.
    """
    found: dict[str, str] = {}
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest.extend([argument, *waiting])
        elif name not in _FLAGS:
            rest.append(argument)
        else:
            given = value if equals else next(waiting, "")
            if not given:
                raise click.UsageError(f"{name} 需要一个值 / {name} needs a value")
            found[name] = given
    language = found.get("--lang")
    if language is not None and language not in tuple(Language):
        raise click.UsageError("--lang 应为 zh 或 en / --lang is zh or en")
    chosen = Language(language) if language else None
    return GlobalOptions(rest, chosen or _of_locale(environment), chosen, found.get("--office"))


def _of_locale(environment: Mapping[str, str]) -> Language:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return Language.CHINESE if value.lower().startswith("zh") else Language.ENGLISH
    return Language.ENGLISH


class Say:
    """Words of the command line in the language of the person at it."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, zh: str, en: str) -> str:
        """The statement in the chosen language."""
        return zh if self.language is Language.CHINESE else en

    def text(self, text: Text) -> str:
        """A bilingual text in the chosen language."""
        return text.in_language(self.language)


def usage_error_in_words(error: click.ClickException, say: Say) -> str:
    """What is wrong with a command as it was typed, as one sentence that says what to do."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "compliance"
    hint = say(f"（见 {command} --help）", f" (see `{command} --help`)")
    match error:
        case click.NoSuchOption():
            near = f"；{say('是否想写', 'did you mean')} {error.possibilities[0]}?" if error.possibilities else ""
            return say(f"没有选项 {error.option_name}", f"there is no option {error.option_name}") + near + hint
        case click.MissingParameter():
            name = error.param.make_metavar(context) if error.param and context else ""
            options = "/".join(error.param.opts) if isinstance(error.param, click.Option) else name
            return say(f"缺少 {options}", f"{options} is missing") + hint
        case click.BadParameter():
            name = "/".join(error.param.opts) if error.param else ""
            return say(f"{name} 的值不对：{error.message}", f"{name}: {error.message}") + hint
        case _:
            return error.format_message().rstrip(".") + (hint if isinstance(error, click.UsageError) else "")
