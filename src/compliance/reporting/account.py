"""The account of a year: all that a report may tell, as it stood on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from compliance.law.text import Text
from compliance.oversight.findings import Finding
from compliance.oversight.problems import Measure, Problem
from compliance.work.work_year import WorkYear


@dataclass(frozen=True)
class Account:
    """A year's work at the end of `as_of`, with what the check of that day found and the ledger of problems.

    `year` may hold later facts; reports read `then`, which leaves them out. `illustrative` says which of the data
    are examples; None where all are real.
    """

    year: WorkYear
    as_of: date
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    measures: tuple[Measure, ...] = ()
    illustrative: Text | None = None

    @cached_property
    def then(self) -> WorkYear:
        """The year without the facts that came after `as_of`."""
        return self.year.as_of(self.as_of)

    def department_name(self, identifier: str) -> Text:
        """The short name of a department; the office's own where the identifier is empty."""
        department = self.year.office.by_id.get(identifier)
        if department is not None:
            return department.short_name
        return self.year.office.short_name if not identifier else Text(identifier, identifier)

    def area_title(self, identifier: str) -> Text:
        """The title of an area; “overall” where the identifier is empty or unknown."""
        area = self.year.rule_book.areas.get(identifier)
        return area.title if area is not None else Text("综合", "overall")
