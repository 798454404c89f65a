"""The command that the demonstration ends with works when it is copied from the screen."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from compliance.cli.demo import this_program

from ..conftest import Played, environment


def test_it_runs_where_the_demonstration_ran(played: Played) -> None:
    lines = played.screen.splitlines()
    command = lines[lines.index("Go on with the same data:") + 1].strip()
    finished = subprocess.run(
        ["sh", "-c", command], cwd=played.folder.parent, env=environment(), capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert (finished.returncode, finished.stderr) == (1, "")
    assert finished.stdout.splitlines()[-1] == f"{len(played.findings)} findings"


@pytest.mark.parametrize(
    ("called", "on_the_path", "said"),
    [
        ("src/compliance/__main__.py", False, ".venv/bin/python -m compliance"),
        ("bin/compliance", True, "compliance"),
        ("bin/compliance", False, "bin/compliance"),
    ],
)
def test_it_is_called_as_the_person_called_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, called: str, on_the_path: bool, said: str
) -> None:
    script = tmp_path / "bin" / "compliance"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.setattr(sys, "argv", [str(tmp_path / called)])
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}/bin" if on_the_path else "/bin")
    assert shlex.split(this_program()) == said.split()
