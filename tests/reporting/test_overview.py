"""The year at a glance: the same facts as the reports, arranged for the eye."""

from datetime import date, timedelta

from compliance.law.obligations import Severity
from compliance.oversight.findings import FindingKind
from compliance.reporting.overview import overview
from compliance.reporting.tallies import Standing
from compliance.work.requests import Answer, AnswerKind, Request
from compliance.work.tasks import Task
from compliance.work.work_year import CourtOrder

from .conftest import FIGURES, AccountMaker, exempted, published, returned


def test_a_square_shows_the_gravest_of_its_tasks(account: AccountMaker) -> None:
    def one_late(task: Task, due: date) -> Task:
        late = task.department == "heping-street" and str(task.start) == "2017-Q2"
        return published(task, due + timedelta(late))

    (proactive, education) = overview(account(done=one_late)).rows
    assert [cell.standing for cell in proactive.cells] == [Standing.IN_TIME, Standing.IN_TIME, Standing.LATE]
    assert [cell.standing for cell in education.cells] == [None, Standing.IN_TIME, None]
    assert proactive.cells[2].counts.in_time == 3


def test_overdue_is_graver_than_late_and_pending_is_neither(account: AccountMaker) -> None:
    made = overview(account(done=lambda task, _due: task, as_of=date(2017, 5, 1)))
    assert made.rows[0].cells[0].standing is Standing.OVERDUE
    assert made.rows[1].cells[1].standing is Standing.PENDING


def test_the_squares_add_up_to_the_whole(account: AccountMaker) -> None:
    made = overview(account())
    assert sum(cell.counts.total for row in made.rows for cell in row.cells) == made.counts.total == 13
    assert sum(counts.total for counts in made.by_department.values()) == 13


def test_months_run_from_january_to_the_month_of_the_report(account: AccountMaker) -> None:
    months = overview(account()).months
    assert [(month.year, month.month) for month in (months[0], months[-1])] == [(2017, 1), (2018, 3)]
    assert sum(month.published for month in months) == 13
    assert months[3].in_time == 3
    assert months[7].in_time == 1


def test_a_report_within_the_year_still_shows_twelve_months(account: AccountMaker) -> None:
    assert len(overview(account(as_of=date(2017, 6, 30))).months) == 12


def test_returns_exemptions_and_requests_are_counted_in_their_month(account: AccountMaker) -> None:
    def eventful(task: Task, due: date) -> Task:
        if task.obligation.area == "education":
            return published(returned(published(task, date(2017, 8, 10)), date(2017, 8, 11)), due)
        return exempted(task, date(2017, 3, 1)) if str(task.start) == "2017-Q1" else published(task, due)

    answer = Answer(AnswerKind.GRANTED, date(2017, 2, 3), "education.clerk")
    requests = (Request("R1", "education", date(2016, 12, 30), "letter", "x", answer),)
    months = overview(account(done=eventful, requests=requests)).months
    assert months[7].returned == 1
    assert months[2].exempted == 3
    assert (months[0].requests, months[1].answers) == (1, 1)


def test_findings_are_grouped_by_severity_and_kind(account: AccountMaker) -> None:
    made = overview(account(done=lambda task, _due: task, figures={**FIGURES, "proactive.weibo": "1"}))
    groups = [(group.severity, group.kind, len(group.findings)) for group in made.findings]
    assert groups[:2] == [
        (Severity.BREACH, FindingKind.OVERDUE, 13),
        (Severity.BREACH, FindingKind.IDENTITY_BROKEN, 1),
    ]
    assert made.found(Severity.BREACH) == 14


def test_key_figures_begin_with_totals_and_show_doubt(account: AccountMaker) -> None:
    figures = overview(account(figures={**FIGURES, "proactive.weibo": "1"})).key_figures
    assert (figures[0].title.zh, figures[0].value.zh, figures[0].doubtful) == ("主动公开总数", "9392条", True)
    assert not any(figure.doubtful for figure in figures[1:])


def test_moments_come_in_the_order_of_their_days_and_none_lies_ahead(account: AccountMaker) -> None:
    orders = (
        CourtOrder("C2", "education", "账目", date(2017, 12, 4)),
        CourtOrder("C1", "education", "名册", date(2017, 11, 16), fulfilled_on=date(2018, 5, 1)),
    )
    days = [moment.day for moment in overview(account(court_orders=orders)).moments]
    assert days == [date(2017, 11, 16), date(2017, 12, 4)]
