"""Commands run inside this process, which is fast; what needs a process of its own uses `run_program`."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from compliance.cli.main import run

from ..conftest import Played


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The document on standard output."""
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def run_here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a command line in English, in this process; `--lang` among the arguments overrides."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("COMPLIANCE_OFFICE", raising=False)

    def run_it(*arguments: object) -> Outcome:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return Outcome(status, written.out, written.err)

    yield run_it
    if "django.db" in sys.modules:
        from django.conf import settings
        from django.db import connections

        if settings.configured:  # a command that reads no database leaves Django alone
            connections.close_all()


@pytest.fixture
def played_office(played: Played, tmp_path: Path) -> Path:
    """A copy of the played demonstration's office, to act in."""
    for name in ("office.yaml", "compliance.sqlite3"):
        shutil.copy(played.folder / name, tmp_path)
    return tmp_path
