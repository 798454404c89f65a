"""The year at a glance as one page that needs nothing else: heat-map, months, findings, problems, links."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from compliance.documents.environment import html_environment
from compliance.law.obligations import Severity
from compliance.law.text import Language, Text
from compliance.reporting.document import day_in_words
from compliance.reporting.overview import Cell, Month, Overview
from compliance.reporting.tallies import Standing, Tally, share

SIGNS = {
    Standing.IN_TIME: "✓",
    Standing.LATE: "△",
    Standing.OVERDUE: "✕",
    Standing.PENDING: "○",
    Standing.EXEMPTED: "–",
}
"""A sign for each standing, so that nothing is said by colour alone."""

CHART_HEIGHT = 150
"""Height of the tallest column of the month chart, in units of the drawing."""

DIAL_RADIUS = 54
"""Radius of the timeliness dial, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Column:
    """One month of the chart: heights of the columns, and the month itself."""

    month: Month
    left: int
    in_time: float
    late: float


def render_overview(overview: Overview, language: Language, links: Mapping[Text, str]) -> str:
    """The page in `language`; `links` are the reports by title, with where they lie relative to the page."""
    template = html_environment(language).get_template("overview.html")
    counts = overview.counts
    return template.render(
        overview=overview,
        links=links,
        day=day_in_words(overview.as_of),
        signs=SIGNS,
        standings=tuple(Standing),
        severities=tuple(Severity),
        columns=columns(overview.months),
        chart_height=CHART_HEIGHT,
        chart_width=len(overview.months) * 64,
        tallest=max((month.published for month in overview.months), default=0),
        timeliness=counts.timeliness(),
        dial=dial(counts),
        radius=DIAL_RADIUS,
        circumference=round(2 * math.pi * DIAL_RADIUS, 2),
        rectified=_rectified(overview),
        counts_in_words=counts_in_words,
        cell_in_words=cell_in_words,
        unknown_department=overview.office,
    )


def columns(months: tuple[Month, ...]) -> tuple[Column, ...]:
    """The columns of the chart, the tallest of them `CHART_HEIGHT` high."""
    tallest = max((month.published for month in months), default=0) or 1
    return tuple(
        Column(
            month,
            position * 64,
            round(month.in_time * CHART_HEIGHT / tallest, 1),
            round(month.late * CHART_HEIGHT / tallest, 1),
        )
        for position, month in enumerate(months)
    )


def dial(counts: Tally) -> float:
    """The length of the dial's arc for the share that was in time."""
    if not counts.judged:
        return 0.0
    return round(2 * math.pi * DIAL_RADIUS * counts.in_time / counts.judged, 2)


def counts_in_words(counts: Tally) -> Text:
    """The counts that are not nought, as a short list."""
    parts = [
        (Standing.IN_TIME, counts.in_time),
        (Standing.LATE, counts.late),
        (Standing.OVERDUE, counts.overdue),
        (Standing.PENDING, counts.pending),
        (Standing.EXEMPTED, counts.exempted),
    ]
    given = [(kind.in_words(), number) for kind, number in parts if number]
    return Text(
        "，".join(f"{words.zh}{number}" for words, number in given),
        ", ".join(f"{number} {words.en}" for words, number in given),
    )


def cell_in_words(cell: Cell) -> Text:
    """What a cell of the heat-map says when it is pointed at."""
    counts = counts_in_words(cell.counts)
    return Text(
        f"{cell.department.short_name.zh} · {cell.area.title.zh}：{counts.zh}",
        f"{cell.department.short_name.en} · {cell.area.title.en}: {counts.en}",
    )


def _rectified(overview: Overview) -> tuple[int, int, Text]:
    total = sum(number for _, number in overview.problems)
    done = total - len(overview.open_problems)
    return done, total, share(done, total)
