"""L008: two obligations ask the same thing of the same departments."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.law.faults import Fault
from compliance.law.lints.linted import Duty, Lint, Linted, Weight, common, found, meet
from compliance.law.text import Text


def _find(linted: Linted) -> Iterator[Fault]:
    alike: dict[tuple[object, ...], list[Duty]] = {}
    for duty in linted.duties:
        asked = duty.obligation
        alike.setdefault((asked.who, asked.deadline, asked.area, asked.title.zh), []).append(duty)
    for duties in alike.values():
        for number, duty in enumerate(duties):
            for earlier in duties[:number]:
                if _together(earlier, duty):
                    asked, first = duty.obligation, earlier.obligation
                    yield found(
                        asked.place,
                        duty.id,
                        Text(
                            f"“{duty.id}”与“{first.key}”（{first.basis.in_words().zh}）的名称、领域、责任单位和期限都相同，会产生两项任务",
                            f"`{duty.id}` asks the same of the same departments as `{first.key}` ({first.basis.in_words().en}): "
                            "two tasks for one thing",
                        ),
                    )
                    break


def _together(one: Duty, other: Duty) -> bool:
    """Whether both can be owed by one office on one day; what is refined gives way to what refines it.

    Of one that replaces the other L005 speaks, of two that refine the same one the rule book.
    """
    if one.obligation.key in [upper.key for upper in other.uppers]:
        return False
    if one.obligation.key == other.obligation.replaces or other.obligation.key == one.obligation.replaces:
        return False
    if one.uppers and other.uppers and one.uppers[-1].key == other.uppers[-1].key:
        return False
    days = [duty.days for duty in (one, other) if duty.days is not None]
    return meet(one.pack, other.pack) and len(days) == 2 and common(days) is not None


SAME_DUTY_TWICE = Lint(
    "L008",
    "same-duty-twice",
    Weight.ERROR,
    Text(
        "两项义务的名称、领域、责任单位和期限都相同，且同时有效：同一件事会产生两项任务。",
        "Two obligations in force together have the same title, area, duty holders and deadline: one thing is owed twice.",
    ),
    Text(
        "去掉一项；下位规则重申上位义务的，写 refines。",
        "Take one away; where a lower rule repeats an upper one, let it refine it.",
    ),
    _find,
)
