"""Entering figures."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from compliance.law.faults import Misread, Refused, did_you_mean
from compliance.law.periods import parse_period
from compliance.law.text import Text
from compliance.office.audit import Actor, record
from compliance.office.models import FigureRecord
from compliance.office.reading_state import OpenYear
from compliance.work.amounts import parse_amount


@transaction.atomic
def enter_figure(
    year: OpenYear,
    figure: str,
    department: str,
    period: str,
    amount: str,
    actor: Actor,
    as_of: date | None = None,
    note: str = "",
) -> None:
    """Enter a department's value of a figure for a period; an entry that is there already is corrected, and kept.

    Raises Refused where the figure is unknown, is not that department's to enter, the period or amount is none, or a
    correction is dated before what it corrects.
    """
    known = year.rule_book.figures.get(figure)
    if known is None:
        message = Text(f"没有统计指标“{figure}”", f"there is no figure `{figure}`")
        raise Refused(message + (did_you_mean(figure, list(year.rule_book.figures)) or Text("", "")))
    holder = year.office.department(department)
    if holder not in year.office.selected(known.entered_by):
        raise Refused(
            Text(
                f"“{known.title.zh}”不由{holder.short_name.zh}填报",
                f"`{known.title.en}` is not entered by {holder.short_name.en}",
            )
        )
    try:
        covered, value = parse_period(period), parse_amount(amount)
    except Misread as misread:
        raise Refused(misread.message) from misread
    if covered.span is not known.period or covered.year != year.record.year:
        often = known.period.in_words()
        raise Refused(
            Text(
                f"“{known.title.zh}”{often.zh}填报，时段应属{year.record.year}年，不是{period}",
                f"`{known.title.en}` is entered {often.en} of {year.record.year}, not for {period}",
            )
        )
    earlier = (
        FigureRecord.objects.filter(year=year.record, figure=figure, department=holder.id, period=str(covered))
        .order_by("-pk")
        .first()
    )
    if earlier is not None and actor.on < earlier.entered_on:
        raise Refused(
            Text(
                f"更正日期不能早于原填报日期（{earlier.entered_on}）",
                f"a correction cannot be dated before the entry that it corrects ({earlier.entered_on})",
            )
        )
    FigureRecord.objects.create(
        year=year.record,
        figure=figure,
        department=holder.id,
        period=str(covered),
        amount=str(value),
        entered_on=actor.on,
        by=actor.by,
        as_of=as_of,
        note=note,
    )
    record(
        year.record.office,
        actor,
        "enter-figure",
        f"{figure}|{holder.id}|{covered}",
        earlier.amount if earlier else None,
        str(value),
    )
