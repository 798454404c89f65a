"""The help of every command and option, in both languages."""

import re
from collections.abc import Iterator

import click
import pytest

from compliance.cli.commands import columns_of, wrapped
from compliance.cli.language import Say
from compliance.cli.main import root_command
from compliance.law.text import Language

from .conftest import Run

CHINESE = re.compile(r"[\u4e00-\u9fff，。；：（）“”]")
ENGLISH_SENTENCE = re.compile(r"[A-Za-z]+(?: [a-z']+){3,}")


def commands(say: Say) -> Iterator[tuple[list[str], click.Command]]:
    """Every command of the tree with the words that call it."""
    waiting: list[tuple[list[str], click.Command]] = [([], root_command(say))]
    while waiting:
        words, command = waiting.pop(0)
        yield words, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None
                waiting.append(([*words, name], found))


ALL = [" ".join(words) for words, _ in commands(Say(Language.ENGLISH))]


@pytest.mark.parametrize("language", list(Language))
def test_every_command_and_every_parameter_is_explained(language: Language) -> None:
    for words, command in commands(Say(language)):
        assert command.help, words
        for parameter in command.params:
            text = getattr(parameter, "help", None)
            assert text, (words, parameter.name)
            assert bool(CHINESE.search(text)) is (language is Language.CHINESE), (words, text)


@pytest.mark.parametrize("words", ALL)
def test_chinese_help_holds_no_english_sentence_and_english_help_no_chinese(run_here: Run, words: str) -> None:
    chinese = run_here(*words.split(), "--help", "--lang", "zh")
    assert (chinese.status, chinese.err) == (0, "")
    assert "用法：compliance" in chinese.out
    assert not ENGLISH_SENTENCE.search(re.sub('"[^"]*"', "", chinese.out)), chinese.out
    for word in ("Options", "Usage", "Commands", "Arguments", "default", "required", "Show", "OPTIONS"):
        assert word not in chinese.out
    english = run_here(*words.split(), "--help", "--lang", "en")
    assert (english.status, english.err) == (0, "")
    assert not CHINESE.search(english.out), english.out
    for text in (chinese.out, english.out):
        assert max(map(columns_of, text.splitlines())) <= 80
        assert "--json" in text or words in ("", "rules", "year", "tasks", "requests", "figures", "problems"), words


@pytest.mark.parametrize("words", ["", "tasks", "report"])
def test_a_command_without_its_arguments_is_misused(run_here: Run, words: str) -> None:
    outcome = run_here(*words.split())
    assert outcome.status == 2
    assert "compliance" in outcome.out + outcome.err


def test_no_argument_at_all_prints_the_help(run_here: Run) -> None:
    assert run_here().out == run_here("--help").out
    assert run_here("tasks").out == run_here("tasks", "--help").out


def test_version(run_here: Run) -> None:
    assert re.fullmatch(r"compliance (\d+\.\d+\.\d+|0\+checkout)\n", run_here("--version").out)


def test_options_of_the_whole_program_may_stand_anywhere(run_here: Run) -> None:
    assert run_here("--lang", "zh", "tasks", "--help").out == run_here("tasks", "--help", "--lang=zh").out


@pytest.mark.parametrize(
    ("changes", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, True),
        ({"LANG": "", "LC_ALL": ""}, False),
        ({}, False),
    ],
)
def test_locale_chooses_the_language(
    run_here: Run, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], chinese: bool
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    assert ("用法" in run_here("--help").out) is chinese
    assert "用法" in run_here("--help", "--lang", "zh").out
    assert "Usage" in run_here("--help", "--lang", "en").out


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        ("tasks lits", "there is no command `lits`; did you mean `list`?", "没有命令“lits”；是否想写“list”？"),
        ("xyz", "there is no command `xyz` (see", "没有命令“xyz”（见"),
        ("tasks list extra", "too many arguments: extra", "多余的参数：extra"),
        ("tasks list --yeer 3", "there is no option --yeer; did you mean `--year`?", "没有选项 --yeer；是否想写“--year”？"),
        ("tasks list --year x", "--year is a whole number, not `x`", "--year 应为整数，不是“x”"),
        ("tasks list --year", "--year needs a value", "--year 后面缺少值"),
        ("tasks list --json=1", "--json takes no value", "--json 后面不能有值"),
        ("tasks list --on", "there is no option --on", "没有选项 --on"),
        (
            "tasks list --state pendin",
            "--state cannot be `pendin`; known are pending, published, reviewed, exempted; did you mean `pending`?",
            "--state 不能是“pendin”，可用：pending、published、reviewed、exempted；是否想写“pending”？",
        ),
        ("tasks publish", "TASK is missing", "缺少 TASK"),
        ("tasks review T1", "--by is missing", "缺少 --by"),
        ("report yearly", "REPORT cannot be `yearly`", "REPORT 不能是“yearly”"),
        ("year open soon", "YEAR is a whole number, not `soon`", "YEAR 应为整数，不是“soon”"),
        ("tasks list --as-of 2017-11-31", "--as-of: there is no such day as 2017-11-31", "--as-of：没有2017-11-31这一天"),
        ("tasks list --as-of 20170131", "--as-of: `20170131` is not a date", "--as-of：“20170131”不是日期"),
    ],
)  # fmt: skip
def test_misuse_is_one_sentence_in_the_persons_language(run_here: Run, words: str, english: str, chinese: str) -> None:
    said = run_here(*words.split(), "--lang", "en")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(english), said.err
    assert len(said.err.splitlines()) == 1
    assert not CHINESE.search(said.err)
    said = run_here(*words.split(), "--lang", "zh")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(chinese), said.err


@pytest.mark.parametrize("words", [["--lang"], ["--lang", "de"], ["--office"], ["--lang="]])
def test_the_options_of_the_whole_program_are_checked(run_here: Run, words: list[str]) -> None:
    outcome = run_here("tasks", "list", *words)
    assert outcome.status == 2
    assert len(outcome.err.splitlines()) == 1


def test_long_chinese_lines_are_broken_at_the_edge_and_at_no_wrong_place() -> None:
    words = "检查规则：写法、引用、实例，以及下位规则“不得放宽”上位规则；use compliance rules check 即可。"
    lines = wrapped(words, 20)
    assert max(map(columns_of, lines)) <= 22  # a closing mark may hang over
    assert not any(line[0] in "，。；：”" for line in lines)
    assert not any(line[-1] in "“（" for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
