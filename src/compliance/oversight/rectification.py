"""The problems-and-rectification summary (问题及整改情况): what was wrong, what is done about it, how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from compliance.oversight.findings import Finding
from compliance.oversight.problems import Measure, Problem, ProblemState


@dataclass(frozen=True, slots=True)
class RectificationRow:
    """One problem with its measures and the findings behind it that are still there."""

    problem: Problem
    measures: tuple[Measure, ...]
    still_found: int


@dataclass(frozen=True, slots=True)
class Rectification:
    """All problems of the period, the measures that answer none, and how many are put right."""

    as_of: date
    rows: tuple[RectificationRow, ...]
    stray_measures: tuple[Measure, ...]

    @property
    def verified(self) -> int:
        """How many problems were put right and verified."""
        return sum(row.problem.state is ProblemState.VERIFIED for row in self.rows)

    @property
    def without_measure(self) -> int:
        """How many problems nobody has agreed a measure for."""
        return sum(not row.measures for row in self.rows)


def rectification(
    problems: Iterable[Problem], measures: Iterable[Measure], findings: Iterable[Finding], as_of: date
) -> Rectification:
    """The ledger of problems at the end of `as_of`, the unsolved first, each with its measures.

    Problems opened later are left out.
    """
    open_findings = {finding.id for finding in findings}
    all_problems, all_measures = tuple(problems), tuple(measures)
    rows = tuple(
        RectificationRow(
            problem,
            tuple(measure for measure in all_measures if measure.problem == problem.id),
            sum(finding in open_findings for finding in problem.findings),
        )
        for problem in sorted(
            all_problems, key=lambda item: (item.state is ProblemState.VERIFIED, item.opened_on, item.id)
        )
        if problem.opened_on <= as_of
    )
    known = {problem.id for problem in all_problems}
    return Rectification(as_of, rows, tuple(item for item in all_measures if item.problem not in known))
