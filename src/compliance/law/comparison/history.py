"""One duty whole: what it asks feature by feature, and which pack made it and what each lower one changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from compliance.law.calendars import WorkingCalendar
from compliance.law.comparison.difference_words import NOTHING, Feature, duty_features, with_its_event
from compliance.law.comparison.differences import Holders, Kind, changes
from compliance.law.obligations import Obligation, Pack
from compliance.law.rule_book import RuleBook, stages
from compliance.law.selectors import AnyDepartment, Selector, in_words
from compliance.law.text import Text, listed


@dataclass(frozen=True, slots=True)
class Stage:
    """The duty as one pack left it, and what that pack changed; the first pack made it and changed nothing."""

    duty: Obligation
    pack: Pack
    changes: tuple[tuple[Kind, Text], ...]


def history(
    duty: Obligation, packs: Iterable[Pack], book: RuleBook, calendar: WorkingCalendar, holders: Holders | None = None
) -> tuple[Stage, ...]:
    """The packs that made the duty of `book` what it is, the uppermost first."""
    by_key = {pack.key: pack for pack in packs}
    found: list[Stage] = []
    for stage in stages(by_key.values(), duty):
        said = changes(found[-1].duty, stage, book, calendar, holders) if found else ()
        found.append(Stage(stage, by_key[stage.key.partition("#")[0]], said))
    return tuple(found)


def described(duty: Obligation, book: RuleBook, holders: Holders | None = None) -> tuple[Feature, ...]:
    """Everything that the duty says, with departments by name where an office is given."""
    evidence = [kind.in_words() for kind in duty.evidence]
    steps = [step.in_words() for step in duty.before_publishing]
    extension = duty.extension.once.in_words() if duty.extension is not None else NOTHING
    features = [
        (Text("依据", "basis"), duty.basis.in_words()),
        (Text("有效期", "in force"), _days(duty)),
        (Text("责任单位", "owed by"), _who(duty.who, holders)),
        (Text("配合单位", "supported by"), _who(duty.supporting, holders) if duty.supporting else NOTHING),
        (Text("期限", "time"), with_its_event(duty, book)),
        (Text("可延长", "may be extended by"), extension),
        (Text("公开前", "before publishing"), listed(steps) if steps else NOTHING),
        (Text("佐证", "evidence"), listed(evidence) if evidence else NOTHING),
        (Text("严重程度", "severity"), duty.severity.in_words()),
        *duty_features(duty, book),
        (Text("说明", "note"), duty.note or NOTHING),
    ]
    return tuple(feature for feature in features if feature[1] != NOTHING)


def _days(duty: Obligation) -> Text:
    first, last = duty.in_force.first, duty.in_force.last
    return Text(f"{first}起", f"from {first}") if last is None else Text(f"{first}至{last}", f"{first} to {last}")


def _who(selector: Selector, holders: Holders | None) -> Text:
    words = in_words(selector)
    if holders is None:
        return words
    found = list(holders(selector).values())
    if isinstance(selector, AnyDepartment):
        return words + Text(f"（{len(found)}个）", f" ({len(found)})")
    names = listed(found)
    return (
        Text(f"{words.zh}：{names.zh}", f"{words.en}: {names.en}") if names.zh else words + Text("（无）", " (nobody)")
    )
