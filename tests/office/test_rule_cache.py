"""Packs kept on disk by the digest of their text: the same packs, never those of another text, and never a must."""

import json
from pathlib import Path

import pytest

from compliance.law.faults import BadInput
from compliance.law.obligations import Pack
from compliance.law.reading.packs import read_pack
from compliance.law.reading.stored_packs import restored, stored
from compliance.office import rule_cache
from compliance.office.rule_cache import pack_of

ROOT = Path(__file__).resolve().parents[2]
SOUND = (ROOT / "tests/law/reading/sound_pack.yaml").read_text(encoding="utf-8")
PATH = "cn/sound/pack.yaml"
SHIPPED = [
    path.relative_to(ROOT / "rules").as_posix()
    for path in sorted((ROOT / "rules").rglob("*.yaml"))
    if "/calendar/" not in path.as_posix()
]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "缓存"
    monkeypatch.setenv("COMPLIANCE_CACHE", str(folder))
    return folder


@pytest.fixture
def sound() -> tuple[str, str]:
    """A pack with every field, and its path."""
    name = next(line for line in SOUND.splitlines() if line.startswith("pack:")).partition(": ")[2]
    return SOUND, f"{name}.yaml"


def fails(*_: object) -> Pack:
    raise AssertionError("the text was read again")


@pytest.mark.parametrize("path", SHIPPED)
def test_every_shipped_pack_is_restored_as_it_was_read(path: str) -> None:
    pack = read_pack((ROOT / "rules" / path).read_text(encoding="utf-8"), path)
    again = restored(json.loads(json.dumps(stored(pack))))
    assert again == pack
    assert [area.place for area in again.areas] == [area.place for area in pack.areas]


def test_the_same_text_is_not_read_again(cache: Path, sound: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    first = pack_of(*sound)
    monkeypatch.setattr(rule_cache, "read_pack", fails)
    assert pack_of(*sound) == first == read_pack(*sound)


def test_another_text_or_another_path_is_read_anew(cache: Path, sound: tuple[str, str]) -> None:
    text, path = sound
    pack_of(text, path)
    changed = text.replace("issuer: ", "issuer: 另一", 1)
    assert changed != text
    assert pack_of(changed, path) == read_pack(changed, path)
    with pytest.raises(BadInput, match="must be its path"):
        pack_of(text, "cn/elsewhere.yaml")


def test_what_is_wrong_is_told_every_time_and_never_kept(cache: Path) -> None:
    for _ in range(2):
        with pytest.raises(BadInput, match="`pack` is missing"):
            pack_of("title: x\n", "cn/x.yaml")
    assert not list(cache.glob("*.json"))


@pytest.mark.parametrize(
    "damage", [b"", b"{}", b"x\n{}", None], ids=["empty", "no digest", "wrong digest", "cut short"]
)
def test_a_damaged_file_is_as_if_it_were_not_there(cache: Path, sound: tuple[str, str], damage: bytes | None) -> None:
    pack_of(*sound)
    (file,) = cache.glob("*.json")
    whole = file.read_bytes()
    file.write_bytes(whole[:-10] if damage is None else damage)
    assert pack_of(*sound) == read_pack(*sound)
    assert file.read_bytes() == whole


def test_a_folder_that_cannot_be_made_only_means_that_packs_are_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sound: tuple[str, str]
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("COMPLIANCE_CACHE", str(tmp_path / "file" / "below"))
    assert pack_of(*sound) == read_pack(*sound)


def test_another_version_of_the_program_reads_anew(
    cache: Path, sound: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_of(*sound)
    monkeypatch.setattr(rule_cache, "_program", lambda: "another")
    pack_of(*sound)
    assert len(list(cache.glob("*.json"))) == 2


def test_the_files_that_were_not_used_for_the_longest_time_go(
    cache: Path, sound: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_cache, "MOST_FILES", 3)
    text, path = sound
    for number in range(5):
        pack_of(f"{text}# {number}\n", path)
    assert len(list(cache.iterdir())) == 3


def test_nothing_is_kept_where_it_is_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLIANCE_CACHE", "off")
    assert rule_cache.cache_folder() is None
