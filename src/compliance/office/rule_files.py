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
from compliance.law.reading.calendar_files import calendar_region, read_calendars, with_those_above
from compliance.law.text import Text
from compliance.office.rule_cache import pack_of
from compliance.office.text_files import read_text


@dataclass(frozen=True)
class Rules:
    """All packs, and the working calendar of each region that has one of its own, laid over those above it."""

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
        """The calendar that counts in a region; raises Refused where none is loaded."""
        return self.calendar(self.nearest_calendar(region) or region)

    def nearest_calendar(self, region: str) -> str | None:
        """The name of the calendar that counts in a region: its own or that of the nearest region above."""
        return next((name for name in reversed(with_those_above(region)) if name in self.calendars), None)

    def packs_by_calendar(self) -> Mapping[str, list[Pack]]:
        """The packs under the name of the calendar that counts in their region; "" where there is none."""
        packs: dict[str, list[Pack]] = {}
        for pack in self.packs:
            packs.setdefault(self.nearest_calendar(pack.region) or "", []).append(pack)
        return packs


def rule_texts(folders: Iterable[Path]) -> dict[str, str]:
    """The text of every rule file below `folders`, by its path below its folder.

    Raises BadInput for a file that is not UTF-8, and where two folders hold one path with different content.
    """
    return _texts((folder, sorted(_existing(folder).rglob("*.yaml"))) for folder in folders)


def calendar_regions(folders: Iterable[Path]) -> list[str]:
    """The regions that have a calendar in one of the folders."""
    return sorted(
        {
            calendar.parent.relative_to(folder).as_posix()
            for folder in folders
            for calendar in _existing(folder).rglob("calendar")
            if calendar.is_dir()
        }
    )


def with_calendars(texts: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """`texts` with the calendars of `others`, unless they hold a nation's calendar of their own."""
    if any("/" not in (calendar_region(path) or "/") for path in texts):
        return dict(texts)
    return {**{path: text for path, text in others.items() if calendar_region(path)}, **texts}


def calendar_texts(folders: Iterable[Path], regions: Iterable[str]) -> dict[str, str]:
    """Like `rule_texts`, but only the calendar files of these regions."""
    wanted = list(regions)
    return _texts(
        (folder, [file for region in wanted for file in sorted((folder / region / "calendar").glob("*.yaml"))])
        for folder in folders
    )


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise Refused(Text(f"找不到规则目录{folder}", f"there is no rules folder {folder}"))
    return folder


def _texts(found: Iterable[tuple[Path, Iterable[Path]]]) -> dict[str, str]:
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for folder, files in found:
        for file in files:
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
    calendar_texts: dict[str, str] = {}
    for path, text in items:
        if calendar_region(path) is not None:
            calendar_texts[path] = text
            continue
        try:
            packs.append(pack_of(text, path))
        except BadInput as bad:
            faults.extend(bad.faults)
    calendars: dict[str, WorkingCalendar] = {}
    try:
        calendars = read_calendars(calendar_texts)
    except BadInput as bad:
        faults.extend(bad.faults)
    if faults:
        raise BadInput(faults)
    return Rules(tuple(packs), calendars)
