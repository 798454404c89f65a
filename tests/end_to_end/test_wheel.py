"""The wheel, made the way a release is made, runs in an empty environment far from the checkout.

The source distribution is built first and the wheel from it, with the build back end that the lock file names
(`--no-isolation`), so nothing is fetched. The environment begins as a bare `python -m venv --without-pip`. It
gets the wheel, and copies of exactly those distributions that the wheel's own metadata requires, directly or
through one another, taken file by file from the environment that the tests run in. Neither a `.pth` to that
environment nor `--system-site-packages` would do: both would hide a dependency that only the tests install,
and the editable checkout, whose `rules/` lie beside it, would be found before the wheel.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

checkout = Path(__file__).resolve().parents[2]
# All that a wheel is made from, and nothing else that may lie about in a checkout.
sources = ("src", "docs", "rules", "examples", "pyproject.toml", "hatch_build.py", "LICENSE")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the source distribution and the wheel built from it."""
    folder = tmp_path_factory.mktemp("build")
    copy = folder / "checkout"
    copy.mkdir()
    for name in sources:
        if (checkout / name).is_dir():
            shutil.copytree(checkout / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(checkout / name, copy)
    run(
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        str(folder / "dist"),
        str(copy),
        cwd=folder,
    )
    return folder / "dist"


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (wheel,) = built.glob("compliance-*.whl")
    return wheel


@pytest.fixture(scope="module")
def empty_environment_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment that holds the wheel and what it requires, and nothing else."""
    environment = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", str(environment), cwd=environment)
    python = environment / "bin" / "python"
    run(
        *(
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "--quiet",
            "--no-index",
            "--no-deps",
        ),
        str(wheel),
        cwd=environment,
    )
    purelib = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    (installed,) = metadata.distributions(path=[str(purelib)])
    for name in required_by(installed):
        copy_distribution(name, purelib)
    return python


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program as a person elsewhere would: without this checkout's or coverage's settings."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE", "PYTHONPATH"))
    }
    finished = subprocess.run(
        command,
        cwd=cwd,
        env={**kept, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == 0, f"{command}\n{finished.stdout}\n{finished.stderr}"
    return finished


def required_by(distribution: metadata.Distribution) -> set[str]:
    """The distributions that one requires, directly or through one another, with the extras it asks for."""
    found: set[tuple[str, str]] = set()
    to_follow = [(distribution, "")]
    while to_follow:
        distribution, extra = to_follow.pop()
        for text in distribution.requires or []:
            requirement = Requirement(text)
            if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
                continue
            for asked in {(requirement.name, extra) for extra in ("", *requirement.extras)} - found:
                found.add(asked)
                to_follow.append((metadata.distribution(requirement.name), asked[1]))
    return {name for name, _ in found}


def copy_distribution(name: str, purelib: Path) -> None:
    for file in metadata.distribution(name).files or []:
        # Scripts lie outside (../../../bin) and name the interpreter of the environment they came from.
        if ".." not in file.parts:
            target = purelib / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(str(file.locate()), target)


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_wheel_holds_the_package_the_rules_and_the_examples(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {
        f"{inside}/{name}"
        for folder, inside in (
            ("src/compliance", "compliance"),
            ("rules", "compliance/shipped/rules"),
            ("docs/rules", "compliance/shipped/docs/rules"),
            ("examples", "compliance/shipped/examples"),
        )
        for name in files_below(checkout / folder)
    }
    assert names == expected
    assert {"compliance/py.typed", "compliance/__main__.py"} <= names


def test_wheel_from_the_source_distribution_is_the_wheel_from_the_checkout(built: Path, tmp_path: Path) -> None:
    (source,) = built.glob("compliance-*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for folder in ("src", "rules", "docs/rules", "examples"):
        assert {f"{folder}/{name}" for name in files_below(checkout / folder)} <= names


def test_installed_wheel_finds_nothing_of_the_checkout(empty_environment_python: Path, tmp_path: Path) -> None:
    code = "import compliance, sys; print(compliance.__file__); print(*sys.path, sep='\\n')"
    printed = run(str(empty_environment_python), "-c", code, cwd=tmp_path).stdout
    assert str(empty_environment_python.parents[1]) in printed
    assert str(checkout) not in printed


def test_installed_wheel_brings_every_library_it_declares(empty_environment_python: Path, tmp_path: Path) -> None:
    code = "import apscheduler.schedulers.blocking, click, django, jinja2, rich, transitions, tzdata, yaml"
    run(str(empty_environment_python), "-c", code, cwd=tmp_path)


def test_the_rules_and_the_pages_about_them_come_with_the_wheel(empty_environment_python: Path, tmp_path: Path) -> None:
    program = (str(empty_environment_python), "-m", "compliance", "--lang", "en", "rules")
    assert run(*program, "check", cwd=tmp_path).stdout.endswith("nothing wrong\n")
    assert run(*program, "explain", "L001", cwd=tmp_path).stdout.startswith("# L001 loosens")


@pytest.mark.slow
def test_demo_runs_from_the_wheel(empty_environment_python: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处 elsewhere"
    elsewhere.mkdir()
    run(str(empty_environment_python), "-m", "compliance", "demo", "--fast", "--out", "reports", cwd=elsewhere)
    written = {path.name for path in (elsewhere / "reports").iterdir() if path.is_file() and path.stat().st_size}
    assert {"index.html", "annual.html", "annual.md", "rectification.html", "bulletin.html"} <= written
