"""Identities (勾稽关系): what figures must satisfy, written as one comparison.

    housing.total = housing.allotted + housing.left
    opinion.excellent-rate <= opinion.satisfied-rate
    rate(hotline.on-time, hotline.received) = 96 %
    requests.carried-over = previous(requests.carried-forward)

`rate(part, whole)` is a percentage, `previous(figure)` the figure of the year before. Reference: docs/rules/identities.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from compliance.law.faults import Misread
from compliance.law.text import Text


class Relation(StrEnum):
    """How the two sides of an identity compare."""

    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class FigureTerm:
    """A figure by its identifier."""

    figure: str

    def __str__(self) -> str:
        return self.figure


@dataclass(frozen=True, slots=True)
class NumberTerm:
    """A number written in the identity. With `percent` it was rounded to the digits that it is written with."""

    number: Decimal
    percent: bool = False

    def __str__(self) -> str:
        return f"{self.number:f} %" if self.percent else f"{self.number:f}"


@dataclass(frozen=True, slots=True)
class RateTerm:
    """`part` as a percentage of `whole`."""

    part: str
    whole: str

    def __str__(self) -> str:
        return f"rate({self.part}, {self.whole})"


@dataclass(frozen=True, slots=True)
class PreviousTerm:
    """What the office counted for the figure in the year before."""

    figure: str

    def __str__(self) -> str:
        return f"previous({self.figure})"


Term = FigureTerm | NumberTerm | RateTerm | PreviousTerm


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms added (`+`) or taken away (`-`), in their order; the first is always added."""

    terms: tuple[tuple[str, Term], ...]

    def __str__(self) -> str:
        first = str(self.terms[0][1])
        return first + "".join(f" {sign} {term}" for sign, term in self.terms[1:])


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sums and how they must compare."""

    left: Sum
    relation: Relation
    right: Sum

    def __str__(self) -> str:
        return f"{self.left} {self.relation} {self.right}"

    def figures(self) -> tuple[str, ...]:
        """The identifiers of all figures in it, those of the year before included, each once, in their order."""
        return tuple(dict.fromkeys(name for term in self._terms() for name in _figures_of(term)))

    def figures_of_the_year(self) -> tuple[str, ...]:
        """The identifiers of the figures of the year itself, each once, in their order."""
        terms = (term for term in self._terms() if not isinstance(term, PreviousTerm))
        return tuple(dict.fromkeys(name for term in terms for name in _figures_of(term)))

    def figures_of_the_year_before(self) -> tuple[str, ...]:
        """The identifiers of the figures that are taken from the year before, each once, in their order."""
        return tuple(dict.fromkeys(term.figure for term in self._terms() if isinstance(term, PreviousTerm)))

    def _terms(self) -> Iterator[Term]:
        for side in (self.left, self.right):
            for _, term in side.terms:
                yield term


def _figures_of(term: Term) -> tuple[str, ...]:
    match term:
        case FigureTerm(figure=figure) | PreviousTerm(figure=figure):
            return (figure,)
        case RateTerm(part=part, whole=whole):
            return (part, whole)
        case NumberTerm():
            return ()


@dataclass(frozen=True, slots=True)
class TermForm:
    """One form of a term: how it is written, with capitals for what varies, what it means, and examples."""

    written: str
    means: Text
    examples: tuple[str, ...]
    pattern: str
    kind: type[Term]


_FIGURE = r"[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*"
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"

IDENTITY_TERMS = (
    TermForm(
        "rate(PART, WHOLE)",
        Text("部分占整体的百分比", "one figure as a percentage of another"),
        ("rate(hotline.on-time, hotline.received) = hotline.rate", "rate(requests.on-time, requests.answered) >= 95"),
        rf"rate\(\s*{_FIGURE}\s*,\s*{_FIGURE}\s*\)",
        RateTerm,
    ),
    TermForm(
        "previous(FIGURE)",
        Text("指标上一年度的数", "what the figure was in the year before"),
        ("requests.carried-over = previous(requests.carried-forward)",),
        rf"previous\(\s*{_FIGURE}\s*\)",
        PreviousTerm,
    ),
    TermForm(
        "FIGURE",
        Text("指标，以其标识表示", "a figure by its identifier"),
        ("housing.total = housing.allotted + housing.left", "requests.open = requests.received - requests.answered"),
        _FIGURE,
        FigureTerm,
    ),
    TermForm(
        "NUMBER %",
        Text("百分比，按写出的位数四舍五入", "a percentage, rounded to the digits that are written"),
        ("rate(hotline.on-time, hotline.received) = 96 %", "rate(hotline.on-time, hotline.received) = 96.0 %"),
        rf"{_NUMBER}\s*%",
        NumberTerm,
    ),
    TermForm(
        "NUMBER",
        Text("数，准确值", "a number, exact"),
        ("proactive.total >= 1", "opinion.satisfied-rate <= 100.00"),
        _NUMBER,
        NumberTerm,
    ),
)
"""Every form of a term. The reference in docs/rules/identities.md and the pattern of the JSON Schema are made from it."""

_TOKEN = re.compile(
    rf"\s*(?:(?P<rate>rate\()|(?P<previous>previous\()|(?P<figure>{_FIGURE})|(?P<number>{_NUMBER})|(?P<percent>%)"
    r"|(?P<relation><=|>=|=)|(?P<sign>[+\-])|(?P<comma>,)|(?P<close>\)))"
)

_TERM = rf"\s*(?:{'|'.join(form.pattern for form in IDENTITY_TERMS)})"
_SUM = rf"{_TERM}(?:\s*[+\-]{_TERM})*"
IDENTITY_FORM = re.compile(rf"{_SUM}\s*(?:<=|>=|=){_SUM}\s*\Z")
"""How an identity is written, as one expression; the parser says where reading stops."""


def parse_identity(words: str) -> Comparison:
    """The comparison that `words` say; raises Misread with the place where reading stopped."""
    return _Parser(words).comparison()


class _Parser:
    def __init__(self, words: str) -> None:
        self.words = words
        self.tokens: Iterator[tuple[str, str]] = iter(())
        found, position = [], 0
        while position < len(words.rstrip()):
            match = _TOKEN.match(words, position)
            if match is None:
                raise self.misread(words[position:].strip())
            found.append((match.lastgroup or "", match[match.lastgroup or ""]))
            position = match.end()
        self.tokens = iter([*found, ("end", "")])
        self.current = next(self.tokens)

    def misread(self, at: str) -> Misread:
        rest = at or "…"
        return Misread(
            "not-an-identity",
            Text(
                f"读不懂勾稽关系“{self.words}”，停在“{rest}”处；写法如 total = part + part、rate(part, whole) = figure",
                f"cannot read the identity `{self.words}` at `{rest}`; "
                "write `total = part + part` or `rate(part, whole) = figure`",
            ),
        )

    def take(self, kind: str) -> str:
        if self.current[0] != kind:
            raise self.misread(self.current[1])
        words = self.current[1]
        if kind != "end":
            self.current = next(self.tokens)
        return words

    def passed(self, kind: str) -> bool:
        """Whether the next word is of that kind; then it is passed over."""
        found = self.current[0] == kind
        if found:
            self.take(kind)
        return found

    def comparison(self) -> Comparison:
        left = self.sum()
        relation = Relation(self.take("relation"))
        right = self.sum()
        self.take("end")
        return Comparison(left, relation, right)

    def sum(self) -> Sum:
        terms = [("+", self.term())]
        while self.current[0] == "sign":
            terms.append((self.take("sign"), self.term()))
        return Sum(tuple(terms))

    def term(self) -> Term:
        match self.current[0]:
            case "number":
                number = Decimal(self.take("number"))
                return NumberTerm(number, self.passed("percent"))
            case "previous":
                self.take("previous")
                figure = self.take("figure")
                self.take("close")
                return PreviousTerm(figure)
            case "rate":
                self.take("rate")
                part = self.take("figure")
                self.take("comma")
                whole = self.take("figure")
                self.take("close")
                return RateTerm(part, whole)
            case _:
                return FigureTerm(self.take("figure"))
