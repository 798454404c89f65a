"""The bulletin: one formula for departments and streets, and every point can be counted after."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from compliance.reporting.bulletin import bulletin, points, ranking
from compliance.reporting.document import Paragraph, Table
from compliance.reporting.tallies import Tally
from compliance.work.tasks import Task

from .conftest import AccountMaker, exempted, published, returned


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Tally(in_time=4), "100.0"),
        (Tally(in_time=3, late=1), "87.5"),
        (Tally(in_time=3, overdue=1), "75.0"),
        (Tally(in_time=4, thin=1), "95.0"),
        (Tally(in_time=4, returned=2), "95.0"),
        (Tally(in_time=4, pending=9, exempted=9), "100.0"),
        (Tally(overdue=4, returned=3), "0.0"),
        (Tally(in_time=2, late=1), "83.3"),
    ],
)
def test_points_follow_the_stated_formula(counts: Tally, expected: str) -> None:
    assert points(counts) == Decimal(expected)


def test_equal_points_share_a_place_and_the_next_place_is_skipped(account: AccountMaker) -> None:
    def street_late(task: Task, due: date) -> Task:
        return published(task, due + timedelta(task.department == "heping-street"))

    ranked, _ = ranking(account(done=street_late))
    assert [(item.department.id, item.place, item.tied) for item in ranked] == [
        ("government-office", 1, True),
        ("education", 1, True),
        ("heping-street", 3, False),
    ]


def test_a_department_with_nothing_due_is_not_ranked_but_named(account: AccountMaker) -> None:
    def street_exempted(task: Task, due: date) -> Task:
        return exempted(task, due) if task.department == "heping-street" else published(task, due)

    ranked, without = ranking(account(done=street_exempted))
    assert [item.department.id for item in ranked] == ["government-office", "education"]
    assert [department.id for department in without] == ["heping-street"]


def test_a_task_sent_back_costs_points_even_when_it_is_in_time_in_the_end(account: AccountMaker) -> None:
    def once_returned(task: Task, due: date) -> Task:
        early = published(task, due - timedelta(2))
        if task.obligation.area != "education":
            return early
        return published(returned(early, due - timedelta(1)), due)

    ranked, _ = ranking(account(done=once_returned))
    education = next(item for item in ranked if item.department.id == "education")
    assert (education.counts.returned, education.points) == (1, Decimal("98.0"))


def test_missing_evidence_is_counted(account: AccountMaker) -> None:
    ranked, _ = ranking(account(done=lambda task, due: published(task, due, link="")))
    assert {item.department.id: item.counts.thin for item in ranked} == {
        "government-office": 4,
        "education": 5,
        "heping-street": 4,
    }


def test_the_row_shows_every_number_that_the_points_come_from(account: AccountMaker) -> None:
    table = bulletin(account()).sections[1].blocks[0]
    assert isinstance(table, Table)
    assert [cell.zh for cell in table.rows[0]] == [
        "1（并列）", "区政府办", "4", "4", "0", "0", "0", "0", "100%", "100.0",
    ]  # fmt: skip


def test_overdue_tasks_are_listed_with_their_basis(account: AccountMaker) -> None:
    def school_districts_forgotten(task: Task, due: date) -> Task:
        return task if task.obligation.area == "education" else published(task, due)

    table = bulletin(account(done=school_districts_forgotten)).sections[2].blocks[0]
    assert isinstance(table, Table)
    (row,) = table.rows
    assert [cell.zh for cell in row[:3]] == ["教育局", "公开义务教育划片结果", "2017-08-31"]
    assert row[4].zh == "《政府信息公开条例》第十条"


def test_the_formula_is_stated_in_the_document(account: AccountMaker) -> None:
    stated = bulletin(account()).sections[-1].blocks[0]
    assert isinstance(stated, Paragraph)
    assert "100 ×（按时办结 + 0.5 × 逾期办结 − 0.2 × 佐证不全 − 0.1 × 退回次数）÷ 到期任务数" in stated.words.zh
