"""Pages of the documentation are walked through: what they type is typed, and what they show is what comes out.

Each block marked `console` is run line by line in an empty folder; `…` stands for anything. A block below
`<!-- after: make demo -->` shows what only the played year answers, so there it is enough that each command is
understood. A comment `<!-- before: … -->` holds commands that a page takes for granted.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCALES = {"en": "en_US.UTF-8", "zh": "zh_CN.UTF-8"}

BLOCK = re.compile(r"(<!-- after: make demo -->\n)?```(console|yaml)\n(.*?)```", re.DOTALL)
BEFORE = re.compile(r"<!-- before:\n(.*?)-->", re.DOTALL)
FILE = re.compile(r"`(my-office/[^`]+\.yaml)`")
LOOSENING = (("10 working days", "30 working days"), ("due: 2017-02-08", "due: 2017-03-08"))


@dataclass(frozen=True)
class Typed:
    """A command of a page, and what the page shows below it."""

    command: str
    shown: tuple[str, ...]
    on_the_played_year: bool = False


@dataclass(frozen=True)
class Written:
    """A file that a page has its reader write."""

    path: str
    content: str


def steps(text: str) -> Iterator[Typed | Written]:
    """What a page has its reader do, in order."""
    for commands in BEFORE.findall(text):
        for command in commands.splitlines():
            yield Typed(command, ("…",))
    for block in BLOCK.finditer(text):
        marked, language, content = block.groups()
        if language == "yaml":
            yield Written(FILE.findall(text[: block.start()])[-1], content)
            continue
        for typed in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
            command, *shown = typed.splitlines()
            yield Typed(command, tuple(shown), marked is not None)


# One process for a whole page, since importing everything anew for each command takes most of the time; where it says
# `afresh`, a fork of it for each command, so that none finds what the one before it made ready.
COMMANDS = """
import contextlib, io, json, os, sys
import django.db.models, rich.table  # what takes long; nothing is set up
from compliance.cli.main import run
afresh = "afresh" in sys.argv
for line in sys.stdin:
    child = os.fork() if afresh else 0
    if not child:
        folder, words = json.loads(line)
        os.chdir(folder)
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = run(words)
        print(json.dumps([status, said.getvalue()]), flush=True)
        if afresh:
            os._exit(0)
    elif os.waitpid(child, 0)[1]:
        break
"""


@contextmanager
def terminal(language: str, *how: str) -> Iterator[Callable[[Path, str], tuple[int, str]]]:
    """A wide terminal of that language: takes a command in a folder, answers with its exit status and what it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "COMPLIANCE_"))}
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    with subprocess.Popen(
        [sys.executable, "-c", COMMANDS, *how],
        env={
            **kept,
            "PYTHONPATH": path,
            "PYTHONUTF8": "1",
            "LANG": LOCALES[language],
            "COLUMNS": "200",
            "COMPLIANCE_CACHE": "off",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        typed, answers = process.stdin, process.stdout

        def run(folder: Path, command: str) -> tuple[int, str]:
            program, *words = shlex.split(command)
            assert program == "compliance"
            print(json.dumps([str(folder), words]), file=typed, flush=True)
            answer = answers.readline()
            assert answer, f"$ {command}: ended with an error that is not for the user (see above)"
            status, said = json.loads(answer)
            return status, said

        yield run
        typed.close()


def pattern(shown: tuple[str, ...]) -> str:
    """What is shown as a pattern: `…` alone is any number of lines, at the end of a line the rest of it; columns may be
    wider or narrower."""
    lines = []
    for line in shown:
        if line.strip() == "…":
            lines.append(r"(?:.*\n)*?")
        else:
            begins = line.removesuffix("…").split()
            lines.append(r"\s+".join(map(re.escape, begins)) + (r".*\n" if line.endswith("…") else r"[^\S\n]*\n"))
    return "".join(lines)


def walk_through(page: Path, language: str, folder: Path, *how: str, before: tuple[str, ...] = ()) -> int:
    """Do what the page says; how many commands that were. Fails at the first that shows something else."""
    (folder / "rules").symlink_to(ROOT / "rules")
    place, count = folder, 0
    written: Path | None = None
    seen: set[str] = set()
    taken_for_granted = [Typed(command, ("…",)) for command in before]
    with terminal(language, *how) as run:
        for step in [*taken_for_granted, *steps(page.read_text(encoding="utf-8"))]:
            if isinstance(step, Written):
                written = folder / step.path
                written.parent.mkdir(parents=True, exist_ok=True)
                written.write_text(step.content, encoding="utf-8")
                continue
            if step.command.startswith("cd "):
                place = place / step.command.removeprefix("cd ")
                continue
            if step.command in seen and written is not None:
                _loosen(written)  # the page comes back to the command after having its reader loosen the rule
            seen.add(step.command)
            status, said = run(place, step.command)
            told = status in (0, 1) if step.on_the_played_year else re.fullmatch(pattern(step.shown), said)
            if not told:
                pytest.fail(f"{page.name}: $ {step.command}\n{said}", pytrace=False)
            count += 1
    return count


def _loosen(written: Path) -> None:
    content = written.read_text(encoding="utf-8")
    for before, after in LOOSENING:
        assert before in content
        content = content.replace(before, after)
    written.write_text(content, encoding="utf-8")


@pytest.fixture(scope="session")
def walk() -> Callable[..., int]:
    """Walks through a page: the page, the reader's language, an empty folder, `afresh` or not, what was done before."""
    return walk_through


@pytest.fixture(scope="session")
def commands_of() -> Callable[[Path], list[str]]:
    """The commands that a page types, in order."""

    def commands(page: Path) -> list[str]:
        return [step.command for step in steps(page.read_text(encoding="utf-8")) if isinstance(step, Typed)]

    return commands
