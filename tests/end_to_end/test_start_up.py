"""Small commands start without what only big ones need, and any terminal will do."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ..conftest import ROOT, Played, RunProgram, environment

HEAVY = {"apscheduler", "django", "jinja2", "rich", "sqlite3", "transitions"}


def imported_by(*arguments: str) -> set[str]:
    """The modules of a process after it ran a command."""
    code = (
        "import sys\nfrom compliance.cli.main import run\n"
        f"status = run({list(arguments)!r})\nassert status == 0, status\n"
        "print('|'.join(sys.modules), file=sys.stderr)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    assert finished.returncode == 0, finished.stderr
    return set(finished.stderr.splitlines()[-1].split("|"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--help", "--lang", "zh"],
        ["--version"],
        ["tasks", "--help"],
        ["demo", "--help"],
        ["deadline", "--help"],
        ["deadline", "20 working days after 2017-01-20", "--explain"],
        ["deadline", "20 working days after 2017-01-20", "--json"],
        ["rules", "check"],
    ],
)
def test_small_commands_import_nothing_heavy(arguments: list[str]) -> None:
    assert not imported_by(*arguments) & HEAVY


def test_the_help_does_not_even_read_yaml() -> None:
    assert "yaml" not in imported_by("--help")


def test_a_deadline_reads_the_calendar_and_no_rule(tmp_path: Path) -> None:
    """A broken pack beside the calendar does not matter to it."""
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT / "src", checkout / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "rules" / "cn" / "calendar", checkout / "rules" / "cn" / "calendar")
    (checkout / "rules" / "cn" / "broken.yaml").write_text("[")
    finished = subprocess.run(
        [sys.executable, "-m", "compliance", "deadline", "20 working days after 2017-01-20"],
        env=environment(PYTHONPATH=str(checkout / "src")), cwd=tmp_path, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert (finished.returncode, finished.stderr) == (0, "")
    assert "2017-02-22" in finished.stdout


@pytest.mark.parametrize(
    "changes",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX"},
        {"LC_ALL": "C.UTF-8"},
        {"LC_ALL": "", "LANG": "zh_CN.UTF-8"},
        {"LC_ALL": "", "LANG": "no_such_locale"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "gbk"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"TERM": "dumb", "NO_COLOR": "1"},
    ],
)
def test_any_locale_and_encoding_will_do(run_program: RunProgram, played: Played, changes: dict[str, str]) -> None:
    # click takes an output that says it is ASCII for a misconfigured one, and writes UTF-8
    encoding = changes.get("PYTHONIOENCODING", "utf-8").replace("ascii", "utf-8")
    office = ("--lang", "zh", "--office", played.folder)
    day = ("--as-of", "2018-03-09")
    for words, status in (
        (("check", *day), 1),
        (("check", *day, "--json"), 1),
        (("--help",), 0),
        (("tasks", "list", "--area", "没有"), 2),
    ):
        finished = run_program(*office, *words, encoding=encoding, **changes)
        assert finished.status == status, finished.err
        assert "Traceback" not in finished.err
        assert bool(finished.err) is (status == 2)
        if "--json" in words:
            assert {"zh", "en"} == set(json.loads(finished.out)[0]["words"])
            assert any("逾期" in item["words"]["zh"] for item in finished.json)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("tasks list", "Task"),
        ("check --as-of 2018-03-09", "Severity"),
        ("check --as-of 2018-03-09 --json", "["),
        ("report annual --as-of 2018-03-09", "<!doctype html>"),
        ("figures show", "Figure"),
        ("--help", "Usage:"),
    ],
)
def test_a_pipe_that_is_closed_is_no_error(played: Played, words: str, first: str) -> None:
    program = f"{shlex.quote(sys.executable)} -m compliance --office {shlex.quote(str(played.folder))}"
    finished = subprocess.run(
        ["bash", "-c", f"{program} {words} | head -n 1; echo status ${{PIPESTATUS[0]}}"],
        env=environment(), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert finished.stderr == ""
    assert finished.stdout.startswith(first)
    assert finished.stdout.splitlines()[-1] in ("status 0", "status 1" if words.startswith("check") else "status 0")


def test_looking_at_an_office_does_not_change_it(played: Played) -> None:
    """The tests above shared one folder: it is as the demonstration left it."""
    assert {path.name for path in played.folder.iterdir() if path.name.startswith("compliance")} == {
        "compliance.sqlite3"
    }
