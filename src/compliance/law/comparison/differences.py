"""What changes from one rule book to another: duties new and gone, stricter and looser, moved, reworded.

Two years of one office, or two versions of its rules. A duty is followed over refinements, replaced laws and the
years (`succession`) and compared as it stands at the end of each book. Stricter and looser are proved by
`strictness`, with a start from which the times differ. Looked at the other way round, each difference is its opposite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from compliance.law.calendars import WorkingCalendar
from compliance.law.comparison.difference_words import (
    NOTHING,
    Feature,
    asked,
    changed_features,
    clauses,
    days_in_words,
    duty_features,
    figure_features,
    ground_features,
    identity_features,
    loosening_in_words,
    replaced,
)
from compliance.law.comparison.strictness import LessOften, MoreTime, OtherClock, loosenings
from compliance.law.comparison.succession import over_the_years, paired_duties
from compliance.law.obligations import Figure, Ground, Identity, Obligation
from compliance.law.rule_book import RuleBook
from compliance.law.selectors import AnyDepartment, Selector, in_words
from compliance.law.text import Text, listed

Holders = Callable[[Selector], Mapping[str, Text]]
"""The departments of an office that a selector names: their names by identifier, in the office's order."""


class Kind(StrEnum):
    """How a thing differs, in the order in which people read it."""

    NEW = "new"
    GONE = "gone"
    STRICTER = "stricter"
    LOOSER = "looser"
    MOVED = "moved"
    CHANGED = "changed"
    RENUMBERED = "renumbered"
    REWORDED = "reworded"

    def in_words(self) -> Text:
        """The kind as a word."""
        return {
            Kind.NEW: Text("新增", "new"),
            Kind.GONE: Text("取消", "gone"),
            Kind.STRICTER: Text("收紧", "stricter"),
            Kind.LOOSER: Text("放宽", "looser"),
            Kind.MOVED: Text("单位调整", "moved"),
            Kind.CHANGED: Text("其他变化", "changed"),
            Kind.RENUMBERED: Text("依据变化", "other basis"),
            Kind.REWORDED: Text("文字调整", "reworded"),
        }[self]

    @property
    def mirrored(self) -> Kind:
        """What the difference is when it is looked at the other way round."""
        opposites = {
            Kind.NEW: Kind.GONE,
            Kind.GONE: Kind.NEW,
            Kind.STRICTER: Kind.LOOSER,
            Kind.LOOSER: Kind.STRICTER,
        }
        return opposites.get(self, self)


class Subject(StrEnum):
    """What differs."""

    OBLIGATION = "obligation"
    FIGURE = "figure"
    IDENTITY = "identity"
    GROUND = "ground"

    def in_words(self) -> Text:
        """The subject as a word."""
        return {
            Subject.OBLIGATION: Text("公开事项", "duty"),
            Subject.FIGURE: Text("统计指标", "figure"),
            Subject.IDENTITY: Text("勾稽关系", "identity"),
            Subject.GROUND: Text("不公开情形", "ground for not disclosing"),
        }[self]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, with the key it has in each book, None where it is not in that book.

    `departments` are those concerned, before or after; `gains` and `loses` those to which a duty came and those from
    which it went. All three are empty where no office was given. `area` is None for what belongs to no area.
    """

    kind: Kind
    subject: Subject
    before: str | None
    after: str | None
    area: str | None
    title: Text
    words: Text
    departments: tuple[str, ...] = ()
    gains: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()


def differences(
    before: RuleBook,
    after: RuleBook,
    calendar: WorkingCalendar,
    holders: Holders | None = None,
    examples: dict[tuple[str, str], int] | None = None,
) -> tuple[Difference, ...]:
    """Everything that differs between the books: duties in the order of `after`, then figures, identities, grounds.

    Times are compared over all years of `calendar`. With `holders` a duty has moved where other departments of the
    office owe it; without, where its selector is another one. `examples` keeps the year that a pair of duties has its
    example from, so that the books of one year after another say the same thing in the same words.
    """
    comparison = _Comparison(before, after, calendar, holders, {} if examples is None else examples)
    return tuple(
        chain(
            comparison.duties(),
            comparison.things(Subject.FIGURE, *(_figures(book) for book in (before, after))),
            comparison.things(Subject.IDENTITY, *(_identities(book) for book in (before, after))),
            comparison.things(Subject.GROUND, *(_grounds(book) for book in (before, after))),
        )
    )


def changes(
    earlier: Obligation, later: Obligation, book: RuleBook, calendar: WorkingCalendar, holders: Holders | None = None
) -> tuple[tuple[Kind, Text], ...]:
    """What a duty says otherwise than another one of the same book, each statement with its kind."""
    return tuple(_Comparison(book, book, calendar, holders).statements(earlier, later))


@dataclass(frozen=True, slots=True)
class _Thing:
    """A figure, an identity or a ground, as far as it is compared."""

    key: str
    title: Text
    features: tuple[Feature, ...]
    area: str | None = None
    entered_by: Selector | None = None


def _figures(book: RuleBook) -> dict[str, _Thing]:
    def thing(figure: Figure) -> _Thing:
        return _Thing(figure.id, figure.title, figure_features(figure), figure.area, figure.entered_by)

    return {figure.id: thing(figure) for figure in book.figures.values()}


def _identities(book: RuleBook) -> dict[str, _Thing]:
    def thing(identity: Identity) -> _Thing:
        return _Thing(identity.key, identity.title, identity_features(identity))

    return {over_the_years(identity.key): thing(identity) for identity in book.identities}


def _grounds(book: RuleBook) -> dict[str, _Thing]:
    def thing(ground: Ground) -> _Thing:
        return _Thing(ground.id, ground.title, ground_features(ground))

    return {ground.id: thing(ground) for ground in book.grounds.values()}


@dataclass(frozen=True)
class _Comparison:
    before: RuleBook
    after: RuleBook
    calendar: WorkingCalendar
    holders: Holders | None = field(repr=False)
    examples: dict[tuple[str, str], int] = field(default_factory=dict)

    def example_year(self, earlier: Obligation, later: Obligation) -> int:
        """The year that examples are taken from: the one in which the later of the two books begins, or the one that
        the two duties had theirs from before.
        """
        return self.examples.setdefault((earlier.key, later.key), max(self.before.first, self.after.first).year)

    def duties(self) -> Iterator[Difference]:
        for earlier, later in paired_duties(self.before, self.after):
            if earlier is not None and later is not None:
                yield from self.duty(earlier, later)
            elif later is not None:
                yield self.lone_duty(Kind.NEW, later, self.after)
            elif earlier is not None:
                yield self.lone_duty(Kind.GONE, earlier, self.before)

    def lone_duty(self, kind: Kind, duty: Obligation, book: RuleBook) -> Difference:
        """A duty that only one of the books holds."""
        new = kind is Kind.NEW
        owed = self.departments(duty.who)
        return Difference(
            kind,
            Subject.OBLIGATION,
            before=None if new else duty.key,
            after=duty.key if new else None,
            area=duty.area,
            title=duty.title,
            words=asked(duty, book, None if self.holders is None else self.helpers(duty)),
            departments=self.departments(duty.who, duty.supporting),
            gains=owed if new else (),
            loses=() if new else owed,
        )

    def duty(self, earlier: Obligation, later: Obligation) -> Iterator[Difference]:
        """How a duty that both books hold differs."""
        concerned = self.departments(later.who, earlier.who, later.supporting, earlier.supporting)
        held, holds = self.departments(earlier.who), self.departments(later.who)
        for kind, words in self.statements(earlier, later):
            moved = kind is Kind.MOVED
            yield Difference(
                kind,
                Subject.OBLIGATION,
                earlier.key,
                later.key,
                later.area,
                later.title,
                words,
                concerned,
                gains=tuple(name for name in holds if moved and name not in held),
                loses=tuple(name for name in held if moved and name not in holds),
            )

    def statements(self, earlier: Obligation, later: Obligation) -> Iterator[tuple[Kind, Text]]:
        """What is to be said of a duty, each statement with its kind."""
        year = self.example_year(earlier, later)
        books = (self.before, self.after)
        tighter = list(loosenings(later, earlier, self.calendar, year))
        looser = list(loosenings(earlier, later, self.calendar, year))
        for item in tighter:
            if not isinstance(item, OtherClock):  # told below: it is neither stricter nor looser
                yield Kind.STRICTER, loosening_in_words(item, earlier, later, books, stricter=True)
        for item in looser:
            kind = Kind.CHANGED if isinstance(item, OtherClock) else Kind.LOOSER
            yield kind, loosening_in_words(item, earlier, later, books, stricter=False)
        moved = list(self.moves(earlier, later))
        if moved:
            yield Kind.MOVED, clauses(moved)
        for words in changed_features(duty_features(earlier, self.before), duty_features(later, self.after)):
            yield Kind.CHANGED, words
        days = self.days(earlier, later)
        if days is not None:
            yield Kind.CHANGED, days
        if _renumbered(earlier, later):
            words = replaced(Text("依据", "basis"), earlier.basis.in_words(), later.basis.in_words())
            yield Kind.RENUMBERED, words
        yield from self.rewording(
            earlier,
            later,
            timed=any(isinstance(item, MoreTime | LessOften | OtherClock) for item in (*tighter, *looser)),
        )

    def moves(self, earlier: Obligation, later: Obligation) -> Iterator[Text]:
        """To whom the duty went and from whom, and who helps now."""
        if self.holders is None:
            if earlier.who != later.who:
                yield replaced(Text("责任单位", "owed by"), in_words(earlier.who), in_words(later.who))
        else:
            held, holds = self.holders(earlier.who), self.holders(later.who)
            came = listed([name for department, name in holds.items() if department not in held])
            went = listed([name for department, name in held.items() if department not in holds])
            if came.zh:
                yield Text(f"增加责任单位：{came.zh}", f"now owed by {came.en}")
            if went.zh:
                yield Text(f"不再负责：{went.zh}", f"no longer owed by {went.en}")
        if self.helpers(earlier) != self.helpers(later):
            yield replaced(Text("配合单位", "supported by"), self.helpers(earlier), self.helpers(later))

    def helpers(self, duty: Obligation) -> Text:
        """The supporting departments: by name where an office is given, as the rule says it otherwise."""
        if duty.supporting is None:
            return NOTHING
        if self.holders is None or isinstance(duty.supporting, AnyDepartment):
            return in_words(duty.supporting)
        names = list(self.holders(duty.supporting).values())
        return listed(names) if names else NOTHING

    def days(self, earlier: Obligation, later: Obligation) -> Text | None:
        """That a duty is in force on other days, as far as that is not the difference of the books themselves."""
        label = Text("有效期", "in force")
        first, second = days_in_words(earlier, self.before), days_in_words(later, self.after)
        if (self.before.first, self.before.last) == (self.after.first, self.after.last):
            return replaced(label, first, second) if earlier.key == later.key and first != second else None
        ended, ends = self.before.ends(earlier) < self.before.last, self.after.ends(later) < self.after.last
        return replaced(label, first, second) if ended != ends else None

    def rewording(self, earlier: Obligation, later: Obligation, timed: bool) -> Iterator[tuple[Kind, Text]]:
        """Words that differ where nothing else does: of the deadline only if its days are the same."""
        if earlier.deadline != later.deadline and not timed:
            words = replaced(Text("期限", "time"), earlier.deadline.in_words(), later.deadline.in_words())
            yield Kind.REWORDED, words + Text("，截止日不变", "; the days are the same")
        if earlier.title != later.title:
            yield Kind.REWORDED, replaced(Text("名称", "title"), earlier.title, later.title)
        if earlier.key == later.key and earlier.note != later.note:
            yield Kind.REWORDED, replaced(Text("说明", "note"), earlier.note or NOTHING, later.note or NOTHING)

    def things(self, subject: Subject, before: dict[str, _Thing], after: dict[str, _Thing]) -> Iterator[Difference]:
        """What is new, gone, or says something else, matched by the name it stands under."""
        for name in dict.fromkeys((*after, *before)):
            earlier, later = before.get(name), after.get(name)
            thing = later or earlier
            if thing is None:
                continue
            if earlier is not None and later is not None:
                kind, said = Kind.CHANGED, list(changed_features(earlier.features, later.features))
            else:
                kind = Kind.NEW if later is not None else Kind.GONE
                said = [
                    Text(f"{label.zh}：{value.zh}", f"{label.en}: {value.en}") for label, value in thing.features[1:]
                ]
            if said:
                yield Difference(
                    kind,
                    subject,
                    earlier.key if earlier is not None else None,
                    later.key if later is not None else None,
                    thing.area,
                    thing.title,
                    clauses(said),
                    self.departments(*(side.entered_by for side in (later, earlier) if side is not None)),
                )

    def departments(self, *selectors: Selector | None) -> tuple[str, ...]:
        """The departments that any of the selectors names; none where no office is given."""
        if self.holders is None:
            return ()
        return tuple(dict.fromkeys(name for item in selectors if item is not None for name in self.holders(item)))


def _renumbered(earlier: Obligation, later: Obligation) -> bool:
    """Whether the basis is another one. The same article of next year's paper of the same name is not."""
    if earlier.basis.article != later.basis.article:
        return True
    packs = [over_the_years(f"{duty.key.partition('#')[0]}#") for duty in (earlier, later)]
    return earlier.basis.source != later.basis.source and packs[0] != packs[1]
