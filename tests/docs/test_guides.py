"""The guides type what works, in both languages."""

from collections.abc import Callable
from pathlib import Path

import pytest

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guide"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("guide", ["coordinator", "department"])
def test_a_guide_shows_what_its_reader_sees(
    guide: str, language: str, tmp_path: Path, walk: Callable[..., int]
) -> None:
    page = GUIDES / (f"{guide}.md" if language == "en" else f"{guide}.zh-CN.md")
    assert walk(page, language, tmp_path) > 10


@pytest.mark.parametrize("guide", ["coordinator", "department"])
def test_both_languages_type_the_same_commands(guide: str, commands_of: Callable[[Path], list[str]]) -> None:
    assert commands_of(GUIDES / f"{guide}.md") == commands_of(GUIDES / f"{guide}.zh-CN.md")
