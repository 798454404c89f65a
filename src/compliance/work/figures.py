"""Figures (统计指标) as departments entered them, added up to the office's, and held against their identities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from compliance.law.identities import FigureTerm, NumberTerm, PreviousTerm, RateTerm, Relation, Sum, Term
from compliance.law.obligations import Figure, Identity, OverTime
from compliance.law.periods import Period, periods_of
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.work.amounts import Amount, Kind
from compliance.work.organisation import Office


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """One department's value of a figure for a period, entered on a day; a later entry corrects an earlier one.

    `as_of` is the last day that the value covers where it is not the end of the period.
    """

    figure: str
    department: str
    period: Period
    amount: Amount
    entered_on: date
    by: str
    as_of: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """An entry that a figure needs: who owes it, for which period."""

    figure: str
    department: str
    period: Period


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether an identity holds. `holds` None: nothing can be said, and `unjudged` says why."""

    identity: Identity
    holds: bool | None
    left: str
    right: str
    unjudged: Text | None = None


NO_NUMBER = Text("缺数", "no number")
"""A figure in the identity has no number yet, or not every department has entered it for the same part of the year."""

NO_YEAR_BEFORE = Text("缺上年数", "no number of the year before")
"""The year before is not held here, or a figure that is taken from it is not whole there."""

_ALL_MONTHS = frozenset(range(1, 13))


class FigureTable:
    """The figures of one year: the entries in force, the office's totals, what is still missing.

    `year_before` is the table of the year before, where that year is held.
    """

    def __init__(
        self,
        rule_book: RuleBook,
        office: Office,
        year: int,
        entries: Iterable[FigureEntry],
        year_before: FigureTable | None = None,
    ) -> None:
        self.rule_book = rule_book
        self.year_before = year_before
        self.office = office
        self.year = year
        self.entries: dict[Expected, FigureEntry] = {}
        self._entered: defaultdict[tuple[str, str], dict[Period, Amount]] = defaultdict(dict)
        for entry in sorted(entries, key=lambda entry: entry.entered_on):
            if entry.figure not in rule_book.figures:
                continue  # the rules no longer ask for it
            self.entries[Expected(entry.figure, entry.department, entry.period)] = entry
            self._entered[entry.figure, entry.department][entry.period] = entry.amount
        self._totals: dict[str, Amount | None] = {}
        self._months_covered: dict[str, frozenset[int] | None] = {}

    def expected(self, figure: Figure) -> tuple[Expected, ...]:
        """Every entry the figure needs for the year, department by department."""
        return tuple(
            Expected(figure.id, department.id, period)
            for department in self.office.selected(figure.entered_by)
            for period in periods_of(self.year, figure.period)
        )

    def missing(self, figure: Figure) -> tuple[Expected, ...]:
        """The entries that nobody made or that were left blank."""
        return tuple(
            Expected(figure.id, department.id, period)
            for department in self.office.selected(figure.entered_by)
            for entered in [self._entered.get((figure.id, department.id), {})]
            for period in periods_of(self.year, figure.period)
            if period not in entered or entered[period].kind is Kind.BLANK
        )

    def total(self, figure: str) -> Amount | None:
        """The office's value for the year from the entries so far; None where nothing was entered."""
        if figure not in self._totals:
            self._totals[figure] = self._total(self.rule_book.figures[figure])
        return self._totals[figure]

    def of_department(self, figure: str, department: str) -> Amount | None:
        """One department's value for the year from its entries so far; None where it entered nothing."""
        return self._folded(self.rule_book.figures[figure], department)

    def of_the_whole_year(self, figure: str) -> Amount | None:
        """The office's value once every department has entered the year to its end; None before, and where the rules of
        the year do not have the figure."""
        known = self.rule_book.figures.get(figure)
        if known is None or self._covered(known) != _ALL_MONTHS:
            return None
        return self.total(figure)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Each identity of the rule book and whether it holds."""
        return self._outcomes

    @cached_property
    def _outcomes(self) -> tuple[Outcome, ...]:
        return tuple(self._outcome(identity) for identity in self.rule_book.identities)

    def _total(self, figure: Figure) -> Amount | None:
        amounts = [self._folded(figure, department.id) for department in self.office.selected(figure.entered_by)]
        return _added(amount for amount in amounts if amount is not None)

    def _folded(self, figure: Figure, department: str) -> Amount | None:
        entered = self._entered.get((figure.id, department))
        if entered is None:
            return None
        amounts = [entered[period] for period in periods_of(self.year, figure.period) if period in entered]
        if figure.over_time is OverTime.LAST:
            return amounts[-1] if amounts else None
        return _added(amounts)

    def _outcome(self, identity: Identity) -> Outcome:
        comparison = identity.holds
        before = self.year_before
        taken = [
            before.of_the_whole_year(name) if before is not None else None
            for name in comparison.figures_of_the_year_before()
        ]
        if any(amount is None or not amount.is_number for amount in taken):
            return Outcome(identity, None, "", "", NO_YEAR_BEFORE)
        if not self._comparable(comparison.figures_of_the_year()):
            return Outcome(identity, None, "", "", NO_NUMBER)
        left, right = self._side(comparison.left), self._side(comparison.right)
        if left is None or right is None:
            return Outcome(identity, None, "", "", NO_NUMBER)
        match comparison.relation:
            case Relation.EQUAL:
                holds = left.touches(right)
            case Relation.AT_MOST:
                holds = left.may_be_at_most(right)
            case Relation.AT_LEAST:
                holds = right.may_be_at_most(left)
        return Outcome(identity, holds, left.words, right.words)

    def _comparable(self, names: Iterable[str]) -> bool:
        """Whether the required ones of these figures were entered by everyone, for the same part of the year."""
        figures = [self.rule_book.figures[name] for name in names]
        covered = {self._covered(figure) for figure in figures if figure.required}
        return None not in covered and len(covered) <= 1

    def _covered(self, figure: Figure) -> frozenset[int] | None:
        """The same as `_months`, worked out once: a figure stands in several identities."""
        if figure.id not in self._months_covered:
            self._months_covered[figure.id] = self._months(figure)
        return self._months_covered[figure.id]

    def _months(self, figure: Figure) -> frozenset[int] | None:
        """The months that the entries cover; None where one department entered a period and another has not yet."""
        months: set[int] = set()
        owing = self.office.selected(figure.entered_by)
        whole = True
        theirs = [self._entered.get((figure.id, department.id), {}) for department in owing]
        if not any(theirs):
            return frozenset()
        for period in periods_of(self.year, figure.period):
            entered = [period in entries for entries in theirs]
            if figure.over_time is OverTime.LAST and any(entered):
                whole, months = all(entered), set(range(1, period.last.month + 1))
            elif any(entered):
                whole = whole and all(entered)
                months.update(range(period.first.month, period.last.month + 1))
        return frozenset(months) if whole else None

    def _side(self, side: Sum) -> _Range | None:
        total: _Range | None = None
        for sign, term in side.terms:
            value = self._term(term)
            if value is None:
                return None
            total = value if total is None else total.combined(sign, value)
        return total

    def _term(self, term: Term) -> _Range | None:
        match term:
            case NumberTerm(number=value, percent=True):
                return _rounded(value, f"{value}%")
            case NumberTerm(number=value):
                return _Range(Fraction(value), Fraction(value), str(value))
            case FigureTerm(figure=name):
                amount = self.total(name)
                if amount is None or not amount.is_number:
                    return None
                return _range(amount, self.rule_book.figures[name].percent)
            case PreviousTerm(figure=name):
                before = self.year_before
                amount = before.of_the_whole_year(name) if before is not None else None
                if before is None or amount is None or not amount.is_number:
                    return None
                return _range(amount, before.rule_book.figures[name].percent)
            case RateTerm(part=part, whole=whole):
                numerator, denominator = self.total(part), self.total(whole)
                if numerator is None or denominator is None or not numerator.is_number or not denominator.is_number:
                    return None
                if not denominator.number:
                    return None
                rate = Fraction(numerator.number) * 100 / Fraction(denominator.number)
                words = f"{numerator.number}/{denominator.number} = {float(rate):.2f}%"
                most = _UNBOUNDED if numerator.at_least else rate
                least = Fraction(0) if denominator.at_least else rate
                return _Range(least, most, words)


_UNBOUNDED = Fraction(10**15)
"""Above every count an office could state: the upper end of “more than”."""


@dataclass(frozen=True, slots=True)
class _Range:
    """Between which numbers a stated value lies: a rounded rate or a “more than” is not one number."""

    least: Fraction
    most: Fraction
    words: str

    def touches(self, other: _Range) -> bool:
        return self.may_be_at_most(other) and other.may_be_at_most(self)

    def may_be_at_most(self, other: _Range) -> bool:
        """Whether some number in here is at most some number in there.

        Two rounded values that only meet at the edge of their rounding, 88.75 % and 88.74 %, were not rounded
        from one number; an exact value may lie on the edge, as 12.5 % does that was rounded to 12 % or 13 %.
        """
        if self.least < self.most and other.least < other.most:
            return self.least < other.most
        return self.least <= other.most

    def combined(self, sign: str, other: _Range) -> _Range:
        words = f"{self.words} {sign} {other.words}"
        if sign == "+":
            return _Range(self.least + other.least, self.most + other.most, words)
        return _Range(self.least - other.most, self.most - other.least, words)


def _range(amount: Amount, percent: bool) -> _Range:
    """A count is exact; a percentage was rounded to the digits it is written with."""
    value = Fraction(amount.number)
    words = str(amount) + ("%" if percent else "")
    if amount.at_least:
        return _Range(value, _UNBOUNDED, words)
    if not percent:
        return _Range(value, value, words)
    return _rounded(amount.number, words)


def _rounded(number: Decimal, words: str) -> _Range:
    """Between which numbers lies what was rounded to the digits of `number`: 96 is 95.5 to 96.5, 96.0 is 95.95 to 96.05."""
    exponent = number.as_tuple().exponent
    half = Fraction(Decimal((0, (5,), (exponent if isinstance(exponent, int) else 0) - 1)))
    return _Range(Fraction(number) - half, Fraction(number) + half, words)


def _added(amounts: Iterable[Amount]) -> Amount | None:
    total: Amount | None = None
    for amount in amounts:
        total = amount if total is None else total.plus(amount)
    return total
