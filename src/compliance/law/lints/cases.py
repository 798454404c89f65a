"""L002: a dated case does not come out."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.law.checking import failing_cases
from compliance.law.faults import Fault
from compliance.law.lints.linted import Lint, Linted, Weight
from compliance.law.text import Text


def _find(linted: Linted) -> Iterator[Fault]:
    yield from failing_cases(linted.packs, linted.calendar)


CASE_FAILS = Lint(
    "L002",
    "case-fails",
    Weight.ERROR,
    Text(
        "实例写明的截止日与按期限和日历算得的不同。",
        "A dated case states another due date than the deadline and the calendar give.",
    ),
    Text(
        "按说明逐日核对：改实例，或者改期限。",
        "Follow the count that is printed day by day, and correct the case or the deadline, whichever is wrong.",
    ),
    _find,
    binding=True,
)
