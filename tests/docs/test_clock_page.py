"""The page of the statutory clock: every example on it comes out as it is shown."""

from collections.abc import Callable
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(("page", "language"), [("clock.md", "en"), ("clock.zh-CN.md", "zh")])
def test_every_example_of_the_clock_comes_out(
    walk: Callable[..., int], tmp_path: Path, page: str, language: str
) -> None:
    assert walk(DOCS / page, language, tmp_path) == 14


def test_both_pages_show_the_same_examples(commands_of: Callable[[Path], list[str]]) -> None:
    assert commands_of(DOCS / "clock.md") == commands_of(DOCS / "clock.zh-CN.md")
