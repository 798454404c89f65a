"""Entering figures: what is kept, what is corrected, what is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection

from compliance.law.faults import Refused
from compliance.law.text import Language
from compliance.office.audit import Actor
from compliance.office.models import AuditEntry, FigureRecord
from compliance.office.reading_state import OpenYear, work_year
from compliance.office.services.figures import enter_figure
from compliance.work.amounts import parse_amount

By = Callable[[str, date], Actor]
Contents = Callable[[], dict[str, list[tuple[Any, ...]]]]
APRIL = date(2017, 4, 10)


def test_a_figure_is_kept_with_its_period_its_day_and_its_entry(year: OpenYear, by: By) -> None:
    enter_figure(year, "proactive.total", "财政局", "2017-Q1", "120", by("finance.clerk", APRIL), note="不含转载")
    (entry,) = work_year(year).figures
    assert (entry.figure, entry.department, str(entry.period)) == ("proactive.total", "finance", "2017-Q1")
    assert (entry.amount, entry.entered_on, entry.by) == (parse_amount("120"), APRIL, "finance.clerk")
    assert entry.note == "不含转载"
    log = AuditEntry.objects.order_by("-number")[0]
    assert (log.act, log.subject) == ("enter-figure", "proactive.total|finance|2017-Q1")
    assert (log.before, log.after) == (None, "120")


def test_a_correction_is_in_force_and_the_earlier_value_is_kept(year: OpenYear, by: By) -> None:
    enter_figure(year, "proactive.total", "finance", "2017-Q1", "120", by("finance.clerk", APRIL))
    enter_figure(year, "proactive.total", "finance", "2017-Q1", "131", by("finance.clerk", date(2017, 4, 12)))
    state = work_year(year)
    assert [str(entry.amount) for entry in state.figures] == ["120", "131"]
    assert str(state.figure_table.of_department("proactive.total", "finance")) == "131"
    assert str(state.as_of(date(2017, 4, 11)).figure_table.of_department("proactive.total", "finance")) == "120"
    log = AuditEntry.objects.order_by("-number")[0]
    assert (log.before, log.after) == ("120", "131")


def test_of_two_entries_of_one_day_the_second_is_in_force(year: OpenYear, by: By) -> None:
    for amount in ("120", "131", "130"):
        enter_figure(year, "proactive.total", "finance", "2017-Q1", amount, by("finance.clerk", APRIL))
    assert str(work_year(year).figure_table.of_department("proactive.total", "finance")) == "130"


def test_a_correction_cannot_be_dated_before_what_it_corrects(year: OpenYear, by: By, contents: Contents) -> None:
    # the entry of the later day would stay in force, and nobody would notice
    enter_figure(year, "proactive.total", "finance", "2017-Q1", "120", by("finance.clerk", APRIL))
    before = contents()
    with pytest.raises(Refused) as refused:
        enter_figure(year, "proactive.total", "finance", "2017-Q1", "131", by("finance.clerk", date(2017, 4, 7)))
    assert refused.value.in_language(Language.CHINESE) == "更正日期不能早于原填报日期（2017-04-10）"
    assert str(refused.value) == "a correction cannot be dated before the entry that it corrects (2017-04-10)"
    assert contents() == before


@pytest.mark.parametrize("amount", ["", "/", "400+", "467.20", "0"])
def test_nothing_a_stroke_and_more_than_are_kept_as_they_were_written(year: OpenYear, by: By, amount: str) -> None:
    enter_figure(year, "proactive.total", "finance", "2017-Q1", amount, by("finance.clerk", APRIL))
    (entry,) = work_year(year).figures
    assert entry.amount == parse_amount(amount)
    assert str(entry.amount) == amount


@pytest.mark.parametrize(
    ("figure", "department", "period", "amount", "zh", "en"),
    [
        (
            "proactive.totl", "finance", "2017-Q1", "1",
            "没有统计指标“proactive.totl”；是否想写“proactive.total”？",
            "there is no figure `proactive.totl`; did you mean `proactive.total`?",
        ),
        (
            "weather", "finance", "2017-Q1", "1",
            "没有统计指标“weather”", "there is no figure `weather`",
        ),
        (
            "proactive.total", "财证局", "2017-Q1", "1",
            "没有责任单位“财证局”；是否想写“财政局”？",
            "there is no department `财证局`; did you mean `财政局`?",
        ),
        (
            "proactive.total", "heping-street", "2017-Q1", "1",
            "“主动公开总数”不由和平街道填报", "`disclosed in all` is not entered by Heping",
        ),
        (
            "proactive.total", "finance", "2017-03", "1",
            "“主动公开总数”每季度填报，时段应属2017年，不是2017-03",
            "`disclosed in all` is entered each quarter of 2017, not for 2017-03",
        ),
        (
            "proactive.total", "finance", "2016-Q4", "1",
            "“主动公开总数”每季度填报，时段应属2017年，不是2016-Q4",
            "`disclosed in all` is entered each quarter of 2017, not for 2016-Q4",
        ),
        (
            "proactive.total", "finance", "2017-Q1", "很多",
            "“很多”不是数值，应写作 4192、467.2、400+（余）、96%、空白或 /",
            "`很多` is not an amount; write 4192, 467.2, 400+ (more than), 96%, nothing or /",
        ),
    ],
)  # fmt: skip
def test_what_is_refused_says_why_in_both_languages_and_changes_nothing(
    year: OpenYear, by: By, contents: Contents, figure: str, department: str, period: str, amount: str, zh: str, en: str
) -> None:
    before = contents()
    with pytest.raises(Refused) as refused:
        enter_figure(year, figure, department, period, amount, by("finance.clerk", APRIL))
    assert (refused.value.in_language(Language.CHINESE), str(refused.value)) == (zh, en)
    assert contents() == before


def test_words_that_are_no_period_are_refused(year: OpenYear, by: By, contents: Contents) -> None:
    before = contents()
    with pytest.raises(Refused, match="2017-Q5"):
        enter_figure(year, "proactive.total", "finance", "2017-Q5", "1", by("finance.clerk", APRIL))
    assert contents() == before


@pytest.mark.parametrize("table", ["figure", "audit_entry"])
def test_a_write_that_fails_leaves_figures_and_log_as_they_were(
    year: OpenYear, by: By, contents: Contents, table: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"create trigger full before insert on {table} begin select raise(abort, 'disk full'); end")
    before = contents()
    with pytest.raises(DatabaseError, match="disk full"):
        enter_figure(year, "proactive.total", "finance", "2017-Q1", "1", by("finance.clerk", APRIL))
    assert contents() == before
    assert not FigureRecord.objects.exists()
