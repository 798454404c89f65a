"""Which language a person reads: `--lang`, otherwise the locale; English where the locale says nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import click

from compliance.law.faults import did_you_mean
from compliance.law.text import Language, Text

_FLAGS = ("--lang", "--office")


@dataclass(frozen=True, slots=True)
class GlobalOptions:
    """The other arguments, the language to speak, the language if it was chosen by name, the office's folder."""

    rest: list[str]
    language: Language
    chosen: Language | None
    folder: str | None


class Misused(click.UsageError):
    """A command typed wrongly, with the sentence in both languages."""

    def __init__(self, words: Text, ctx: click.Context | None = None) -> None:
        super().__init__(words.en, ctx)
        self.words = words


def global_options(arguments: list[str], environment: Mapping[str, str]) -> GlobalOptions:
    """`--lang` and `--office` taken out of the arguments, wherever they stand.

    Raises Misused for a language that the product does not speak, or an option without its value.
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
                raise Misused(Text(f"{name} 后面缺少值", f"{name} needs a value"))
            found[name] = given
    language = found.get("--lang")
    if language is not None and language not in tuple(Language):
        raise Misused(
            Text(f"--lang 应为 zh 或 en，不是“{language}”", f"--lang is zh or en, not `{language}`"),
        )
    chosen = Language(language) if language else None
    return GlobalOptions(rest, chosen or language_of(environment), chosen, found.get("--office"))


def language_of(environment: Mapping[str, str]) -> Language:
    """The language of the locale: the first of LC_ALL, LC_MESSAGES and LANG that is set decides."""
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
    return say.text(_misuse(error)) + (hint if isinstance(error, click.UsageError) else "")


def _misuse(error: click.ClickException) -> Text:
    match error:
        case Misused():
            return error.words
        case click.NoSuchOption():
            known = [name for option in error.ctx.command.params for name in option.opts] if error.ctx else []
            near = did_you_mean(error.option_name, known) or Text("", "")
            return Text(f"没有选项 {error.option_name}", f"there is no option {error.option_name}") + near
        case click.MissingParameter():
            name = _name(error)
            return Text(f"缺少 {name}", f"{name} is missing")
        case click.BadOptionUsage():
            name = error.option_name
            if "does not take" in error.message:
                return Text(f"{name} 后面不能有值", f"{name} takes no value")
            return Text(f"{name} 后面缺少值", f"{name} needs a value")
        case click.BadParameter():
            return _bad_value(error)
    extra = re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.format_message())
    if extra:
        return Text(f"多余的参数：{extra[1]}", f"too many arguments: {extra[1]}")
    message = error.format_message().rstrip(".")
    return Text(f"用法不对：{message}", message)


def _bad_value(error: click.BadParameter) -> Text:
    name = _name(error)
    kind = error.param.type if error.param else None
    # click quotes the value with repr() and passes it on in no other way
    quoted = re.search(r"'([^']*)'", error.message)
    given = quoted[1] if quoted else ""
    match kind:
        case click.Choice():
            known = [str(choice) for choice in kind.choices]
            return Text(
                f"{name} 不能是“{given}”，可用：{'、'.join(known)}",
                f"{name} cannot be `{given}`; known are {', '.join(known)}",
            ) + (did_you_mean(given, known) or Text("", ""))
        case click.types.IntParamType():
            return Text(f"{name} 应为整数，不是“{given}”", f"{name} is a whole number, not `{given}`")
        case _:
            return Text(f"{name} 的值不对：{error.message}", f"{name}: {error.message}")


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if isinstance(parameter, click.Option):
        return "/".join(parameter.opts)
    return (parameter.metavar or parameter.name or "").upper().strip("[].") if parameter else ""
