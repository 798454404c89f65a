"""Playing the small office, in this process."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from compliance.cli.main import run

from ..conftest import SmallExample


@dataclass(frozen=True)
class SmallYear:
    """What the small office's year left behind, and what was said."""

    status: int
    folder: Path
    said: str
    refused: str

    def text(self, name: str) -> str:
        """One of its files."""
        return (self.folder / name).read_text(encoding="utf-8")

    @property
    def findings(self) -> Counter[tuple[str, str]]:
        """Kind and words of everything that was found, and how often."""
        return Counter((found["kind"], found["en"]) for found in json.loads(self.text("findings.json")))


Play = Callable[..., SmallYear]


@pytest.fixture
def play(small_example: SmallExample, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Play]:
    """Plays the small office as its files are now; every call writes into a folder of its own unless it is given."""
    calls = iter(range(100))

    def played(out: Path | None = None, *options: str) -> SmallYear:
        folder = out or tmp_path / f"played {next(calls)}"
        capsys.readouterr()
        words = ["demo", "--example", small_example.folder, "--rules", small_example.rules, "--out", folder]
        status = run([*map(str, words), "--lang", "en", *options])
        written = capsys.readouterr()
        return SmallYear(status, folder, written.out, written.err)

    yield played
    if "django.db" in sys.modules:
        from django.db import connections

        connections.close_all()
