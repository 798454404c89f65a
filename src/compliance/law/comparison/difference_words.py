"""What two rule books say, feature by feature, and the sentences that say how they differ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from compliance.law.comparison.strictness import (
    FewerSteps,
    LessEvidence,
    LessOften,
    LongerExtension,
    Loosening,
    LowerSeverity,
    MayBeExtended,
    MoreStartsTheClockAgain,
    MoreStopsTheClock,
    MoreTime,
    OtherClock,
)
from compliance.law.deadlines import OnDayOf, event_of
from compliance.law.obligations import Figure, Ground, Identity, Ladder, LifeCycle, Obligation, OverTime
from compliance.law.rule_book import RuleBook
from compliance.law.selectors import in_words
from compliance.law.text import Text, listed, same

NOTHING = Text("无", "none")
"""What stands where one version says nothing."""

_TIME = Text("期限", "time")

Feature = tuple[Text, Text]
"""What is compared, and what one version says of it."""


def replaced(label: Text, before: Text, after: Text) -> Text:
    """That something else stands here now."""
    first, second = _quotable(before), _quotable(after)
    return Text(
        f"{label.zh}由“{first.zh}”改为“{second.zh}”",
        f"{label.en}: “{second.en}” instead of “{first.en}”",
    )


def _quotable(words: Text) -> Text:
    """The words for quotation marks: those inside them are single ones (GB/T 15834)."""
    single = str.maketrans("“”", "‘’")
    return Text(words.zh.translate(single), words.en.translate(single))


def clauses(parts: list[Text]) -> Text:
    """Several statements as one sentence."""
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def changed_features(before: tuple[Feature, ...], after: tuple[Feature, ...]) -> Iterator[Text]:
    """A statement for each feature that differs; both sides have the same features in the same order."""
    for (label, earlier), (_, later) in zip(before, after, strict=True):
        if earlier != later:
            yield replaced(label, earlier, later)


def asked(duty: Obligation, book: RuleBook, helpers: Text | None) -> Text:
    """What a duty asks: the time, who owes it, the basis, and its last day where that lies within the book.

    With `helpers`, the departments that owe it are told elsewhere by name, and only those that help are said here.
    """
    who, deadline, basis = in_words(duty.who), with_its_event(duty, book), duty.basis.in_words()
    parts = [Text(f"期限：{deadline.zh}", f"time: {deadline.en}")]
    if helpers is None:
        parts.append(Text(f"责任单位：{who.zh}", f"owed by: {who.en}"))
    elif helpers != NOTHING:
        parts.append(Text(f"配合单位：{helpers.zh}", f"supported by: {helpers.en}"))
    parts.append(Text(f"依据：{basis.zh}", f"basis: {basis.en}"))
    if book.ends(duty) < book.last and duty.in_force.last is not None:
        parts.append(Text(f"{duty.in_force.last}止", f"until {duty.in_force.last}"))
    return clauses(parts)


def duty_features(duty: Obligation, book: RuleBook) -> tuple[Feature, ...]:
    """What a duty says beside time, evidence, steps, severity, departments, basis and title."""
    figures = [book.figures[figure].title for figure in duty.figures]
    return (
        (Text("领域", "area"), book.areas[duty.area].title),
        (
            Text("期限设定", "time set by"),
            Text("法定", "the law") if duty.set_by_law else Text("本机关自定", "the office"),
        ),
        (
            Text("办理方式", "handled as"),
            Text("依申请公开", "a request") if duty.life_cycle is LifeCycle.REQUEST else Text("任务", "a task"),
        ),
        (Text("催办", "reminders"), _ladder(duty.ladder)),
        (Text("填报指标", "figures"), listed(figures) if figures else NOTHING),
    )


def days_in_words(duty: Obligation, book: RuleBook) -> Text:
    """The days of the book on which a duty is in force."""
    first, last = max(duty.in_force.first, book.first), book.ends(duty)
    if last == date.max:
        return Text(f"{first}起", f"from {first}")
    return Text(f"{first}至{last}", f"{first} to {last}")


def figure_features(figure: Figure) -> tuple[Feature, ...]:
    """What a figure says."""
    return (
        (Text("名称", "title"), figure.title),
        (Text("单位", "unit"), figure.unit),
        (Text("领域", "area"), same(figure.area)),
        (Text("填报单位", "entered by"), in_words(figure.entered_by)),
        (Text("填报周期", "period"), figure.period.in_words()),
        (
            Text("全年数", "the year"),
            Text("各期相加", "the sum") if figure.over_time is OverTime.SUM else Text("期末数", "the last one"),
        ),
        (Text("必填", "required"), Text("是", "yes") if figure.required else Text("否", "no")),
    )


def identity_features(identity: Identity) -> tuple[Feature, ...]:
    """What an identity says."""
    return (
        (Text("名称", "title"), identity.title),
        (Text("关系", "equation"), same(str(identity.holds))),
        (Text("严重程度", "severity"), identity.severity.in_words()),
    )


def ground_features(ground: Ground) -> tuple[Feature, ...]:
    """What a ground for not disclosing says."""
    return (
        (Text("名称", "title"), ground.title),
        (Text("依据", "basis"), ground.basis.in_words()),
        (Text("用于", "for"), listed([use.in_words() for use in ground.used_for])),
    )


def loosening_in_words(
    loosening: Loosening, before: Obligation, after: Obligation, books: tuple[RuleBook, RuleBook], stricter: bool
) -> Text:
    """What changed from `before` to `after`, each a duty of its book: with `stricter` after is the stricter one, otherwise the looser."""
    match loosening:
        case OtherClock():
            return replaced(_TIME, with_its_event(before, books[0]), with_its_event(after, books[1])) + Text(
                "，起算不同，长短无法比较", "; it starts from something else, so neither is the longer"
            )
        case LessOften(stricter=often, looser=rare):
            was, is_now = (rare, often) if stricter else (often, rare)
            return replaced(Text("周期", "how often"), was.in_words(), is_now.in_words())
        case MoreTime():
            return replaced(_TIME, before.deadline.in_words(), after.deadline.in_words()) + _example(
                loosening, stricter
            )
        case MayBeExtended():
            if stricter:
                return Text("不再可以延长", "may not be extended any more")
            return Text("现在可以延长", "may now be extended")
        case LongerExtension(example=example):
            label = (
                Text("延长的时间缩短", "a shorter extension")
                if stricter
                else Text("延长的时间加长", "a longer extension")
            )
            return label + _example(example, stricter)
        case MoreStopsTheClock(events=events):
            words = listed([event.in_words() for event in events])
            if stricter:
                return Text(f"{words.zh}的时间现在计入期限", f"time for {words.en} now counts")
            return Text(f"{words.zh}的时间不再计入期限", f"time for {words.en} no longer counts")
        case MoreStartsTheClockAgain(events=events):
            words = listed([event.in_words() for event in events])
            if stricter:
                return Text(f"{words.zh}后期限不再重新计算", f"the time no longer starts again after {words.en}")
            return Text(f"{words.zh}后期限重新计算", f"the time starts again after {words.en}")
        case LessEvidence(missing=kinds):
            words = listed([kind.in_words() for kind in kinds])
            if stricter:
                return Text(f"增加佐证：{words.zh}", f"more evidence: {words.en}")
            return Text(f"不再要求佐证：{words.zh}", f"evidence no longer asked for: {words.en}")
        case FewerSteps(missing=steps):
            words = listed([step.in_words() for step in steps])
            if stricter:
                return Text(f"公开前增加：{words.zh}", f"now before publishing: {words.en}")
            return Text(f"公开前不再要求：{words.zh}", f"no longer before publishing: {words.en}")
        case LowerSeverity(stricter=grave, looser=light):
            weighed, weighs = (light, grave) if stricter else (grave, light)
            return replaced(Text("严重程度", "severity"), weighed.in_words(), weighs.in_words())


def with_its_event(duty: Obligation, book: RuleBook) -> Text:
    """The deadline with what starts its clock: by its title, or by its identifier where no pack declares it."""
    deadline, name = duty.deadline, event_of(duty.deadline)
    if name is None:
        return deadline.in_words()
    event = book.events.get(name)
    if isinstance(deadline, OnDayOf):
        return (
            Text(f"“{name}”当日", str(deadline))
            if event is None
            else Text(f"{event.title.zh}当日", f"on the day when {event.title.en}")
        )
    words = deadline.in_words().zh
    if event is None:
        return Text(f"自“{name}”之日起{words}", str(deadline))
    return Text(f"自{event.title.zh}之日起{words}", str(deadline).removesuffix(name) + event.title.en)


def _example(example: MoreTime, stricter: bool) -> Text:
    first, second = (example.looser, example.stricter) if stricter else (example.stricter, example.looser)
    return Text(
        f"，例如从{example.start}起算，原截止{first}，现截止{second}",
        f"; from {example.start}, for example, it ended on {first} and now ends on {second}",
    )


def _ladder(ladder: Ladder) -> Text:
    before = "、".join(map(str, ladder.before))
    return Text(
        f"到期前{before}个工作日，逾期后每{ladder.overdue_every}个工作日，第{ladder.escalate_after}个工作日督办",
        f"{', '.join(map(str, ladder.before))} working days before, every {ladder.overdue_every} while overdue, "
        f"to the leader after {ladder.escalate_after}",
    )
