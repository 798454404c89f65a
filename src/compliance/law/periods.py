"""Parts of the year that duties and figures belong to: `2017`, `2017-H1`, `2017-Q3`, `2017-03`."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from compliance.law.deadlines import Span, check_year
from compliance.law.faults import Misread
from compliance.law.text import Text

_MONTHS_IN = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF_YEAR: 6, Span.YEAR: 12}
_PERIOD = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})|-Q(?P<quarter>[1-4])|-H(?P<half>[12]))?\Z")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The `number`-th span of a year, counted from 1; a year has one span `year`."""

    year: int
    span: Span
    number: int = 1

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * _MONTHS_IN[self.span] + 1, 1)

    @property
    def last(self) -> date:
        """The last day."""
        month = self.number * _MONTHS_IN[self.span]
        return date(self.year, month, monthrange(self.year, month)[1])

    def __str__(self) -> str:
        match self.span:
            case Span.YEAR:
                return str(self.year)
            case Span.HALF_YEAR:
                return f"{self.year}-H{self.number}"
            case Span.QUARTER:
                return f"{self.year}-Q{self.number}"
            case Span.MONTH:
                return f"{self.year}-{self.number:02}"

    def in_words(self) -> Text:
        """The period as people say it."""
        match self.span:
            case Span.YEAR:
                return Text(f"{self.year}年", str(self.year))
            case Span.HALF_YEAR:
                return Text(f"{self.year}年{'上下'[self.number - 1]}半年", f"half-year {self.number} of {self.year}")
            case Span.QUARTER:
                name = "一二三四"[self.number - 1]
                return Text(f"{self.year}年第{name}季度", f"quarter {self.number} of {self.year}")
            case Span.MONTH:
                return Text(f"{self.year}年{self.number}月", f"{self.year}-{self.number:02}")


@lru_cache(maxsize=256)
def periods_of(year: int, span: Span) -> tuple[Period, ...]:
    """All periods of that span in the year, in order."""
    return tuple(Period(year, span, number) for number in range(1, 12 // _MONTHS_IN[span] + 1))


def parse_period(words: str) -> Period:
    """The period that `words` name; raises Misread for anything else."""
    match = _PERIOD.match(words)
    month = int(match["month"]) if match and match["month"] else None
    if match is None or (month is not None and not 1 <= month <= 12):
        raise Misread(
            "not-a-period",
            Text(
                f"“{words}”不是时段，应写作 2017、2017-H1、2017-Q3 或 2017-03",
                f"`{words}` is not a period; write 2017, 2017-H1, 2017-Q3 or 2017-03",
            ),
        )
    year = int(match["year"])
    check_year(year, words)
    if month is not None:
        return Period(year, Span.MONTH, month)
    if match["quarter"]:
        return Period(year, Span.QUARTER, int(match["quarter"]))
    if match["half"]:
        return Period(year, Span.HALF_YEAR, int(match["half"]))
    return Period(year, Span.YEAR)
