"""What the rows above a breakdown table say of the paper: its title, year, number, issuer and day, where that is plain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.law.drafting.grid import narrow, squeezed
from compliance.law.drafting.numbering import numbered

_TITLE = re.compile(r"(?:任务|分工|要点|清单|分解|安排|台账|方案)")
_YEAR = re.compile(r"(20[0-9]{2})年")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}〔[12][0-9]{3}〕(?:[\u4e00-\u9fff]{1,4})?[0-9]{1,4}号")
_DAY = re.compile(r"(20[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日")
_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,30}(?:办公室|办公厅|人民政府|领导小组|委员会|局)\Z")
_LABEL = re.compile(
    r"(?:文号|发文字号|发文机关|发布机构|印发单位|制表单位|编制单位|印发日期|发布日期|发文日期|成文日期|日期)[:：]"
)


@dataclass(frozen=True, slots=True)
class Titles:
    """What was found; empty or None where it is not said, or said in two ways."""

    title: str = ""
    year: int | None = None
    number: str = ""
    issuer: str = ""
    published: date | None = None


def read_titles(lines: Sequence[str]) -> Titles:
    """The facts in the title rows. A number or a day counts only where it is the row, not where a sentence cites it."""
    rows = [narrow(line).strip() for line in lines if line.strip()]
    bare = [re.sub(r"\A[（(](.*)[）)]\Z", r"\1", _LABEL.sub("", squeezed(row))) for row in rows]
    candidates = [
        squeezed(row)
        for row in rows
        if _TITLE.search(row) and 6 <= len(squeezed(row)) <= 60 and not row.endswith(("。", "："))
    ]
    candidates = [row for row in candidates if _YEAR.search(row)] or [
        row for row in candidates if not numbered(row).level
    ]
    title = candidates[0] if candidates else ""
    years = {int(found) for found in _YEAR.findall(title)}
    return Titles(
        title=title,
        year=years.pop() if len(years) == 1 else None,
        number=_only(row for row in bare if _NUMBER.fullmatch(row)),
        issuer=_only(row for row in bare if _ISSUER.fullmatch(row) and not _TITLE.search(row)),
        published=_only_day(bare),
    )


def _only(found: Iterable[str]) -> str:
    different = set(found)
    return different.pop() if len(different) == 1 else ""


def _only_day(rows: Sequence[str]) -> date | None:
    days = set()
    for row in rows:
        match = _DAY.fullmatch(row.removesuffix("印发"))
        if match is not None:
            try:
                days.add(date(*map(int, match.groups())))
            except ValueError:
                continue
    return days.pop() if len(days) == 1 else None
