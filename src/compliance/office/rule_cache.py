"""Packs that were read before, kept on disk by the digest of their text, so that a command need not read them again.

One file for each pack, in the user's folder for such things; `COMPLIANCE_CACHE` names another, or is `off`. A file is
JSON below a line with its own digest: it holds data only, and one that is damaged, or of another version of the
program, is as if it were not there. So is a folder that cannot be read or written: the pack is then read anew.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from platformdirs import user_cache_path

from compliance import law
from compliance.law.obligations import Pack
from compliance.law.reading.packs import collector_paused, read_pack
from compliance.law.reading.stored_packs import FORMAT, restored, stored

MOST_FILES = 1_000
"""Beyond that, the files that were not used for the longest time go."""


def pack_of(text: str, path: str) -> Pack:
    """The pack in `text`, as `read_pack` reads it; from the cache where the same text was read before.

    Raises BadInput with every fault of the file: what is wrong is never kept.
    """
    folder = cache_folder()
    if folder is None:
        return read_pack(text, path)
    file = folder / f"{_digest(f'{_program()}|{path}|'.encode() + text.encode())}.json"
    with collector_paused():
        pack = _kept(file)
        if pack is None:
            pack = read_pack(text, path)
            _keep(pack, file)
        return pack


def cache_folder() -> Path | None:
    """Where packs are kept, or None where they are not."""
    named = os.environ.get("COMPLIANCE_CACHE")
    if named == "off":
        return None
    return Path(named) if named else user_cache_path("compliance", appauthor=False) / "rules"


def _kept(file: Path) -> Pack | None:
    try:
        digest, _, content = file.read_bytes().partition(b"\n")
        if digest.decode() != _digest(content):
            return None
        pack = restored(json.loads(content))
        os.utime(file)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None
    return pack


def _keep(pack: Pack, file: Path) -> None:
    """Write the pack under another name first: a reader sees all of it or nothing."""
    content = json.dumps(stored(pack), ensure_ascii=False, separators=(",", ":")).encode()
    # A folder that is full, or belongs to somebody else, only means that the pack is read again next time.
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryDirectory(dir=file.parent, prefix="new-", ignore_cleanup_errors=True) as aside:
            new = Path(aside) / file.name
            new.write_bytes(f"{_digest(content)}\n".encode() + content)
            os.replace(new, file)
        _make_room(file.parent)


def _make_room(folder: Path) -> None:
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime)
    for file in files[:-MOST_FILES]:
        file.unlink(missing_ok=True)


@cache
def _program() -> str:
    """What reading depends on besides the text: the Python, and the files of the room `law` as they lie on disk."""
    root = Path(law.__file__).parent
    files = [(str(file.relative_to(root)), file.stat()) for file in sorted(root.rglob("*.py"))]
    states = [(name, state.st_size, state.st_mtime_ns) for name, state in files]
    return _digest(repr((FORMAT, sys.version_info[:3], states)).encode())


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=20).hexdigest()
