"""`make` on a machine whose Python does not do: one sentence in each language, exit 2, nothing half-made.

Stand-ins called python3.13, python3.12, … shadow every real Python. Each asks the real one and answers as an
older or an incomplete one would.
"""

import os
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

checkout = Path(__file__).resolve().parents[2]
names_searched = ("python3.13", "python3.12", "python3.11", "python3")

too_old = "import sys; sys.version_info = (3, 9, 18, 'final', 0); exec(sys.argv[1])"
without_ensurepip = "import sys; sys.modules['ensurepip'] = None; exec(sys.argv[1])"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout in a folder with a space and Chinese characters."""
    folder = tmp_path / "政务 公开" / "compliance"
    folder.mkdir(parents=True)
    for name in ("Makefile", "bootstrap.sh", "hatch_build.py", "pyproject.toml"):
        shutil.copy(checkout / name, folder)
    shutil.copytree(checkout / "requirements", folder / "requirements")
    return folder


def write_program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def answering_as(prelude: str) -> str:
    """The text of a Python that answers `-c` with something changed beforehand, and can do nothing else."""
    return f'[ "$1" = -c ] && exec {shlex.quote(sys.executable)} -c {shlex.quote(prelude)} "$2"\nexit 70'


def make(folder: Path, target: str, programs: dict[str, str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make with the stand-ins first on the path; names without one fail as a pyenv shim does."""
    for name in names_searched:
        write_program(folder.parent / "bin" / name, programs.get(name, 'echo "$0: command not found" >&2; exit 127'))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "PYTHON"))}
    return subprocess.run(
        ["make", "--no-print-directory", target],
        cwd=folder,
        env={**kept, "PATH": f"{folder.parent / 'bin'}{os.pathsep}{kept['PATH']}", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def assert_refused(folder: Path, finished: subprocess.CompletedProcess[str], english: str, chinese: str) -> None:
    said = [line for line in finished.stderr.splitlines() if not line.startswith("make")]
    assert len(said) == 2, finished.stderr
    assert english in said[0]
    assert chinese in said[1]
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert not list(folder.glob(".venv*"))


@pytest.mark.parametrize("target", ["demo", "test"])
def test_too_old_python_is_refused(folder: Path, target: str) -> None:
    finished = make(folder, target, {"python3": answering_as(too_old)})
    assert_refused(folder, finished, "only Python 3.9 was found", "只找到 Python 3.9")
    assert "sudo apt install python3.11 python3.11-venv" in finished.stderr


@pytest.mark.parametrize("target", ["demo", "test"])
def test_missing_venv_is_refused_with_the_package_of_that_version(folder: Path, target: str) -> None:
    finished = make(folder, target, {"python3": answering_as(without_ensurepip)})
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert_refused(folder, finished, f"'sudo apt install {package}'", f"“sudo apt install {package}”")


def test_no_python_is_refused(folder: Path) -> None:
    finished = make(folder, "demo", {})
    assert_refused(folder, finished, "no Python was found", "未找到 Python")
    assert "sudo apt install python3 python3-venv" in finished.stderr


def test_missing_venv_is_named_before_an_old_python(folder: Path) -> None:
    programs = {"python3.12": answering_as(without_ensurepip), "python3": answering_as(too_old)}
    assert_refused(folder, make(folder, "demo", programs), "cannot make virtual environments", "venv/ensurepip")


def test_chosen_python_is_the_only_one_tried(folder: Path) -> None:
    chosen = write_program(folder.parent / "my python", answering_as(too_old))
    programs = {"python3": f'exec {shlex.quote(sys.executable)} "$@"'}
    finished = make(folder, "demo", programs, PYTHON=str(chosen))
    assert_refused(folder, finished, "only Python 3.9 was found", "只找到 Python 3.9")


def test_chosen_python_that_does_not_run_is_refused(folder: Path) -> None:
    finished = make(folder, "demo", {}, PYTHON="/nowhere/python3")
    assert_refused(folder, finished, "PYTHON=/nowhere/python3 does not run", "无法运行")


def test_interrupted_attempt_is_not_taken_for_a_finished_one(folder: Path) -> None:
    """A .venv without the stamp that ends an installation is not used; here no Python can make it anew."""
    write_program(folder / ".venv" / "bin" / "python", f'exec {shlex.quote(sys.executable)} "$@"')
    finished = make(folder, "demo", {})
    assert finished.returncode == 2
    assert "no Python was found" in finished.stderr


def test_help_is_the_default(folder: Path) -> None:
    finished = make(folder, "--always-make", {})
    assert finished.returncode == 0
    for target in ("demo", "test", "check", "lock", "benchmark", "clean"):
        assert f"make {target}" in finished.stdout
