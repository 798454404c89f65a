"""Identities (勾稽关系): what figures must satisfy, written as one comparison.

    housing.total = housing.allotted + housing.left
    opinion.excellent-rate <= opinion.satisfied-rate
    rate(hotline.on-time, hotline.received) = hotline.rate

`rate(part, whole)` is a percentage. Reference: docs/rules/identities.md.
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
    """A number written in the identity."""

    number: Decimal

    def __str__(self) -> str:
        return f"{self.number:f}"


@dataclass(frozen=True, slots=True)
class RateTerm:
    """`part` as a percentage of `whole`."""

    part: str
    whole: str

    def __str__(self) -> str:
        return f"rate({self.part}, {self.whole})"


Term = FigureTerm | NumberTerm | RateTerm


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
        """The identifiers of all figures in it, each once, in their order."""
        names: dict[str, None] = {}
        for side in (self.left, self.right):
            for _, term in side.terms:
                if isinstance(term, FigureTerm):
                    names[term.figure] = None
                elif isinstance(term, RateTerm):
                    names[term.part] = names[term.whole] = None
        return tuple(names)


_FIGURE = r"[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*"
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"

_TOKEN = re.compile(
    rf"\s*(?:(?P<rate>rate\()|(?P<figure>{_FIGURE})|(?P<number>{_NUMBER})"
    r"|(?P<relation><=|>=|=)|(?P<sign>[+\-])|(?P<comma>,)|(?P<close>\)))"
)

_TERM = rf"\s*(?:rate\(\s*{_FIGURE}\s*,\s*{_FIGURE}\s*\)|{_FIGURE}|{_NUMBER})"
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
                return NumberTerm(Decimal(self.take("number")))
            case "rate":
                self.take("rate")
                part = self.take("figure")
                self.take("comma")
                whole = self.take("figure")
                self.take("close")
                return RateTerm(part, whole)
            case _:
                return FigureTerm(self.take("figure"))
