"""The READMEs tell the truth, both the same one."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}

# Stands in for `make demo`: the same tasks under the same numbers, before anything was done.
DEMO = (
    "compliance init demo-output --example tiedong-2017",
    "compliance --office demo-output year open 2017 --on 2017-01-03",
)


@pytest.mark.slow
@pytest.mark.parametrize("language", READMES)
def test_the_tour_shows_what_a_newcomer_sees(language: str, tmp_path: Path, walk: Callable[..., int]) -> None:
    how = ["afresh"] if language == "en" else []
    assert walk(READMES[language], language, tmp_path, *how, before=DEMO) > 10


def headings(page: Path) -> list[str]:
    without_blocks = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"^(#+) ", without_blocks, flags=re.MULTILINE)


def test_both_languages_have_the_same_headings() -> None:
    assert headings(READMES["en"]) == headings(READMES["zh"])


def test_both_languages_type_the_same_commands(commands_of: Callable[[Path], list[str]]) -> None:
    assert commands_of(READMES["en"]) == commands_of(READMES["zh"])


def test_pictures_are_small_enough_to_load_at_once() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > 320_000] == []
