"""The page that says where each pack was read: every shipped pack has its line, with the numbers that the packs hold."""

import re
from pathlib import Path

from compliance.law.obligations import Pack
from compliance.law.reading.packs import read_pack

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "rules"
PAGE = (ROOT / "docs/rules/sources.md").read_text(encoding="utf-8")
COVERAGE = (ROOT / "docs/rules/sources/coverage.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| `((?:cn|uk)/[^`]+)` \|.*\| (\d+) \| (\d+) \|$", re.MULTILINE)


def shipped() -> list[Pack]:
    files = sorted(path for path in RULES.rglob("*.yaml") if path.parent.name != "calendar")
    return [read_pack(path.read_text(encoding="utf-8"), path.relative_to(RULES).as_posix()) for path in files]


def test_every_shipped_pack_has_its_line_with_its_numbers() -> None:
    told = {key: (int(duties), int(unread)) for key, duties, unread in LINE.findall(PAGE)}
    held = {
        pack.key: (
            len(pack.obligations) + len(pack.refinements),
            sum(not item.verified for item in pack.obligations)
            + sum(item.changes.get("verified") is False for item in pack.refinements),
        )
        for pack in shipped()
    }
    assert told == held


def test_what_the_coverage_page_calls_a_pack_is_one() -> None:
    packs = {pack.key for pack in shipped()}
    named = set(re.findall(r"`((?:cn|uk)/[^`#]+)", COVERAGE))
    assert named - packs == set()


def test_what_the_coverage_page_calls_a_duty_is_one() -> None:
    packs = shipped()
    names = {item.key.rpartition("#")[2] for pack in packs for item in pack.obligations}
    names |= {ground.id for pack in packs for ground in pack.grounds}
    named = {word.rpartition("#")[2] for word in re.findall(r"`([^`]+)`", COVERAGE) if "/" not in word or "#" in word}
    assert named - names == set()
