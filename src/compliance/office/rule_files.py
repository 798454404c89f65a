"""Rule files on disk: finding them, reading them as text, pinning them, and making packs and calendars of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from compliance.law.calendars import WorkingCalendar
from compliance.law.faults import BadInput, Fault, Place, Refused
from compliance.law.obligations import Pack
from compliance.law.reading.calendar_files import read_calendar
from compliance.law.text import Text
from compliance.office.rule_cache import pack_of
from compliance.office.text_files import read_text


@dataclass(frozen=True)
class Rules:
    """All packs, and the working calendar of each region that has one of its own."""

    packs: tuple[Pack, ...]
    calendars: Mapping[str, WorkingCalendar]

    def calendar(self, region: str) -> WorkingCalendar:
        """The calendar of that name; raises Refused where none is loaded."""
        if region not in self.calendars:
            known = "、".join(self.calendars) or "-"
            raise Refused(
                Text(f"没有“{region}”的工作日历，已有：{known}", f"there is no calendar `{region}`; loaded: {known}")
            )
        return self.calendars[region]

    def calendar_of(self, region: str) -> WorkingCalendar:
        """The calendar of the region, or of the nearest region above it; raises Refused where none is loaded."""
        above = region
        while above not in self.calendars and "/" in above:
            above = above.rpartition("/")[0]
        return self.calendar(above)


def rule_texts(folders: Iterable[Path]) -> dict[str, str]:
    """The text of every rule file below `folders`, by its path below its folder.

    Raises BadInput for a file that is not UTF-8, and where two folders hold one path with different content.
    """
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for folder in folders:
        if not folder.is_dir():
            raise Refused(Text(f"找不到规则目录{folder}", f"there is no rules folder {folder}"))
        for file in sorted(folder.rglob("*.yaml")):
            path = file.relative_to(folder).as_posix()
            try:
                text = read_text(file)
            except BadInput as bad:
                faults.extend(bad.faults)
                continue
            if texts.setdefault(path, text) != text:
                faults.append(
                    Fault(
                        Place(str(file)),
                        "two-files-one-path",
                        Text(f"另一目录已有内容不同的{path}", f"another folder holds {path} with other content"),
                    )
                )
    if faults:
        raise BadInput(faults)
    return texts


def digest_of(texts: Mapping[str, str]) -> str:
    """The identity of a set of rule files: the hash of their paths and contents."""
    return sha256(json.dumps(dict(sorted(texts.items())), ensure_ascii=False).encode()).hexdigest()


def read_rules(texts: Mapping[str, str]) -> Rules:
    """The packs and calendars in `texts`; raises BadInput with the faults of all files."""
    return _read_rules(tuple(sorted(texts.items())))


@lru_cache(maxsize=8)
def _read_rules(items: tuple[tuple[str, str], ...]) -> Rules:
    packs: list[Pack] = []
    faults: list[Fault] = []
    calendars: dict[str, dict[str, str]] = {}
    for path, text in items:
        region, _, _ = path.rpartition("/calendar/")
        if region:
            calendars.setdefault(region, {})[path] = text
            continue
        try:
            packs.append(pack_of(text, path))
        except BadInput as bad:
            faults.extend(bad.faults)
    read = {}
    for region, files in calendars.items():
        try:
            read[region] = read_calendar(files)
        except BadInput as bad:
            faults.extend(bad.faults)
    if faults:
        raise BadInput(faults)
    return Rules(tuple(packs), read)
