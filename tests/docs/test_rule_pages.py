"""The rule author's pages and the loader say the same."""

import re
from pathlib import Path

import pytest

from compliance.law.reading.packs import read_pack
from compliance.law.reading.reference import SECTION, TABLES, with_reference

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "rules" / "rule-pack.md").read_text(encoding="utf-8")
LOADER = (ROOT / "src" / "compliance" / "law" / "reading" / "packs.py").read_text(encoding="utf-8")
ASKED = re.compile(
    r"\b(?:record|top|source|ladder|extend)\.(?:text|day|has|choice|texts|record|optional_record|records|bilingual|"
    r'optional_bilingual|optional_day|identifier|integer|truth|node|sequence|year)\("([a-z-]+)"'
)


def test_the_whole_pack_of_the_page_is_read() -> None:
    example = re.findall(r"```yaml\n(pack:.*?)```", PAGE, flags=re.DOTALL)[0]
    pack = read_pack(example, "cn/regulation-2007.yaml")
    assert [obligation.key for obligation in pack.obligations] == ["cn/regulation-2007#proactive-disclosure"]
    assert pack.areas
    assert pack.grounds
    assert pack.figures
    assert pack.identities


@pytest.mark.parametrize("field", sorted(set(ASKED.findall(LOADER))))
def test_the_page_names_every_field_that_the_loader_knows(field: str) -> None:
    assert re.search(rf"(?<![\w-]){field}(?![\w-])", PAGE)


PAGES = sorted((ROOT / "docs" / "rules").glob("*.md"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_reference_on_the_page_is_fresh(path: Path) -> None:
    """Remade by `python docs/make_reference.py`."""
    page = path.read_text(encoding="utf-8")
    assert with_reference(page) == page


def test_every_table_of_the_reference_stands_on_one_page() -> None:
    shown = [match["name"] for path in PAGES for match in SECTION.finditer(path.read_text(encoding="utf-8"))]
    assert sorted(shown) == sorted(TABLES)


def test_every_code_of_the_guide_is_one_that_the_checks_give() -> None:
    guide = (ROOT / "docs" / "rules" / "README.md").read_text(encoding="utf-8")
    codes = [code for row in re.findall(r"^\| (`[^|]+`) \|", guide, flags=re.MULTILINE) for code in row.split(", ")]
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "compliance").rglob("*.py"))
    assert codes
    assert [code for code in codes if f'"{code.strip("`")}"' not in source] == []
