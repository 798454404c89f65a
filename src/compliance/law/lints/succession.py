"""L004 and L005: a duty that replaces an older one begins too late or too early."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from compliance.law.faults import Fault
from compliance.law.lints.linted import Duty, Lint, Linted, Weight, found
from compliance.law.obligations import Obligation
from compliance.law.text import Text


def _pairs(linted: Linted) -> Iterator[tuple[Duty, Obligation]]:
    for duty in linted.duties:
        older = linted.by_key.get(duty.obligation.replaces or "")
        inherited = duty.uppers and duty.uppers[-1].replaces == duty.obligation.replaces
        if older is not None and not inherited:
            yield duty, older.obligation


def _find_gaps(linted: Linted) -> Iterator[Fault]:
    for duty, older in _pairs(linted):
        last, first = older.in_force.last, duty.obligation.in_force.first
        if last is not None and first > last + timedelta(1):
            begin, end = last + timedelta(1), first - timedelta(1)
            yield found(
                duty.obligation.place,
                duty.id,
                Text(
                    f"“{duty.id}”：自{begin}至{end}，新旧两项规定均无效（旧：{older.basis.in_words().zh}）",
                    f"from {begin} to {end} neither `{duty.id}` nor what it replaces is in force ({older.basis.in_words().en})",
                ),
            )


def _find_overlaps(linted: Linted) -> Iterator[Fault]:
    for duty, older in _pairs(linted):
        last, first = older.in_force.last, duty.obligation.in_force.first
        if last is None or first <= last:
            until = Text(f"至{last}", f"until {last}") if last else Text("没有终止日", "without an end")
            yield found(
                duty.obligation.place,
                duty.id,
                Text(
                    f"“{duty.id}”自{first}起有效，而所取代的规定{until.zh}仍有效（{older.basis.in_words().zh}）：同一义务会产生两项任务",
                    f"`{duty.id}` is in force from {first}, but what it replaces is so {until.en} ({older.basis.in_words().en}): "
                    "one duty would open two tasks",
                ),
            )


GAP_IN_FORCE = Lint(
    "L004",
    "gap-in-force",
    Weight.WARNING,
    Text(
        "以 replaces 相连的新旧义务之间有一段日期两者均无效。",
        "Between an obligation and the one that it `replaces` lie days on which neither is in force.",
    ),
    Text(
        "核对两份文件的施行和废止日期；确有空档的，写明理由后不再提示。",
        "Check when the old source ended and the new one began. If the law really left a gap, silence it and say so.",
    ),
    _find_gaps,
)

OVERLAP_IN_FORCE = Lint(
    "L005",
    "overlap-in-force",
    Weight.ERROR,
    Text(
        "以 replaces 相连的新旧义务有一段日期同时有效。",
        "An obligation and the one that it `replaces` are in force on the same days.",
    ),
    Text(
        "给旧规定写上终止日（新规定起始日的前一日）。",
        "Let the old one end on the day before the new one begins: `until` of the pack or of the obligation.",
    ),
    _find_overlaps,
)
