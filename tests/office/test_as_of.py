"""Yesterday's check, asked for tomorrow, gives yesterday's answer."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from compliance.law.text import same
from compliance.office.audit import Actor
from compliance.office.reading_state import OpenYear, problems_and_measures, work_year
from compliance.office.services import tasks
from compliance.office.services.figures import enter_figure
from compliance.office.services.offices import open_office_year, record_occurrence, register_office
from compliance.office.services.problems import agree_measure, verify_problem
from compliance.office.services.requests import answer_request, record_court_order, register_request
from compliance.office.services.sweep import find, sweep
from compliance.oversight.findings import Finding, FindingKind
from compliance.oversight.problems import Measure, Problem
from compliance.oversight.reminders import Reminder, reminders_due
from compliance.work.plan import Occurrence
from compliance.work.requests import AnswerKind, Request
from compliance.work.tasks import DisclosureClass, Evidence, Task
from compliance.work.work_year import CourtOrder

By = Callable[[str, date], Actor]
COORDINATOR = "government-office.coordinator"


class Days:
    """The year played day by day; in the evening of each day it is noted what was found."""

    def __init__(self, year: OpenYear, by: By) -> None:
        self.year = year
        self.by = by
        self.found: dict[date, tuple[Finding, ...]] = {}
        self.ledger: dict[date, tuple[tuple[Problem, ...], tuple[Measure, ...]]] = {}
        self.reminders: dict[date, tuple[Reminder, ...]] = {}

    def play(self, first: date, last: date, acts: dict[date, Callable[[Callable[[str], Actor]], object]]) -> None:
        for offset in range((last - first).days + 1):
            day = first + timedelta(offset)
            if day in acts:
                acts[day](lambda post, day=day: self.by(post, day))  # type: ignore[misc]
            self.found[day] = sweep(self.year, self.by("scheduler", day)).findings
            self.ledger[day] = problems_and_measures(self.year.record, day)
            self.reminders[day] = reminders_due(work_year(self.year), day)

    def same_when_asked_later(self) -> None:
        state = work_year(self.year)
        for day, found in self.found.items():
            assert find(self.year, state, day) == found, day
            assert problems_and_measures(self.year.record, day) == self.ledger[day], day
            assert reminders_due(state, day) == self.reminders[day], day

    def kinds(self) -> set[FindingKind]:
        return {finding.kind for found in self.found.values() for finding in found}


def test_fifty_days_of_work_asked_for_at_the_end(year: OpenYear, by: By) -> None:
    def task(month: str, department: str = "finance") -> str:
        (found,) = [
            item.id for item in work_year(year).tasks
            if item.department == department and (str(item.start) == month or (month == "document" and item.subject))
        ]  # fmt: skip
        return found

    def late_problem() -> str:
        (problem,) = [
            item.id
            for item in problems_and_measures(year.record, date(2017, 12, 31))[0]
            if item.title.en == "Finance: not published within the time limit"
        ]
        return problem

    document = task("document")
    file, link = Evidence(file="清单.xlsx"), Evidence(link="http://x")
    days = Days(year, by)
    days.play(date(2017, 2, 1), date(2017, 3, 22), {
        date(2017, 2, 3): lambda post: tasks.publish(year, task("2017-01"), file, post("finance.clerk")),
        date(2017, 2, 6): lambda post: register_request(
            year, Request("2017-001", "education", date(2017, 2, 6), "信函", "学区划分"), post("education.clerk")),
        date(2017, 2, 7): lambda post: tasks.review(year, task("2017-01"), post("finance.leader")),
        date(2017, 2, 9): lambda post: record_court_order(
            year, CourtOrder("判决-1", "finance", "征收补偿", None, date(2017, 2, 20)), post(COORDINATOR)),
        date(2017, 2, 13): lambda post: enter_figure(
            year, "proactive.total", "finance", "2017-Q1", "12", post("finance.clerk"), as_of=date(2017, 2, 10)),
        date(2017, 2, 14): lambda post: enter_figure(
            year, "proactive.website", "finance", "2017-Q1", "11", post("finance.clerk")),
        date(2017, 2, 16): lambda post: enter_figure(
            year, "proactive.total", "education", "2017-Q1", "5", post("education.clerk")),
        date(2017, 2, 17): lambda post: enter_figure(
            year, "proactive.website", "education", "2017-Q1", "5", post("education.clerk")),
        date(2017, 2, 20): lambda post: tasks.classify(
            year, document, DisclosureClass.PROACTIVE, post("finance.confidentiality-reviewer")),
        date(2017, 2, 24): lambda post: tasks.publish(year, document, link, post("finance.clerk")),
        date(2017, 2, 27): lambda post: agree_measure(
            year, "M1", late_problem(), same("补办"), "finance", date(2017, 3, 1), post(COORDINATOR)),
        date(2017, 2, 28): lambda post: agree_measure(
            year, "M2", "", same("办培训班"), "education", date(2017, 3, 1), post(COORDINATOR)),
        date(2017, 3, 1): lambda post: verify_problem(year, late_problem(), post(COORDINATOR)),
        date(2017, 3, 2): lambda post: answer_request(year, "2017-001", AnswerKind.GRANTED, post("education.clerk")),
        date(2017, 3, 3): lambda post: tasks.send_back(year, document, "链接打不开", post("finance.leader")),
        date(2017, 3, 6): lambda post: enter_figure(
            year, "proactive.website", "finance", "2017-Q1", "12", post("finance.clerk")),
        date(2017, 3, 8): lambda post: record_occurrence(
            year, Occurrence("D2", "information-made", date(2017, 3, 8), same("方案"), "education"), post(COORDINATOR)),
        date(2017, 3, 9): lambda post: tasks.exempt(
            year, task("2017-01", "education"), "privacy", COORDINATOR, post("education.clerk")),
    })  # fmt: skip
    days.same_when_asked_later()
    # the play is worth something only if much was found in it
    assert days.kinds() >= {
        FindingKind.OVERDUE, FindingKind.DUE_SOON, FindingKind.PUBLISHED_LATE, FindingKind.MISSING_EVIDENCE,
        FindingKind.REQUEST_DUE_SOON, FindingKind.REQUEST_OVERDUE, FindingKind.REQUEST_ANSWERED_LATE,
        FindingKind.COURT_ORDER_OPEN, FindingKind.IDENTITY_BROKEN,
        FindingKind.PROBLEM_WITHOUT_MEASURE, FindingKind.MEASURE_WITHOUT_PROBLEM,
    }  # fmt: skip


def test_a_holiday_notice_changes_no_day_before_it_was_published(
    year: OpenYear, by: By, rule_files: dict[str, str]
) -> None:
    # 2020's Spring Festival was lengthened by a notice of 26 January 2020
    files = {path: text.replace("until: 2019-05-14", "until: 2029-12-31") for path, text in rule_files.items()}
    of_2020 = open_office_year(2020, files, by(COORDINATOR, date(2020, 1, 2)))
    record_occurrence(
        of_2020, Occurrence("D1", "information-made", date(2020, 1, 8), same("方案"), "finance"),
        by("finance.clerk", date(2020, 1, 8)),
    )  # fmt: skip
    days = Days(of_2020, by)
    days.play(date(2020, 1, 20), date(2020, 2, 14), {})
    days.same_when_asked_later()
    state = work_year(of_2020)
    (task,) = [task for task in state.tasks if task.subject]
    before, after = (state.as_of(day).due(task).day for day in (date(2020, 1, 25), date(2020, 1, 26)))
    assert before < after


@pytest.mark.slow
def test_forty_days_under_the_rules_of_tiedong(tmp_path_factory: pytest.TempPathFactory, by: By) -> None:
    from django.db import connection

    from compliance.office.opening import open_database
    from compliance.office.rule_files import read_text, rule_texts
    from compliance.office.shipped import shipped_examples, shipped_rules

    open_database(tmp_path_factory.mktemp("tiedong") / "compliance.sqlite3", create=True)
    coordinator = by(COORDINATOR, date(2017, 1, 3))
    register_office(read_text(shipped_examples() / "tiedong-2017" / "office.yaml"), "office.yaml", coordinator)
    tiedong = open_office_year(2017, rule_texts([shipped_rules()]), coordinator)
    waiting = [task for task in work_year(tiedong).tasks if not task.obligation.before_publishing]
    by_due: dict[date, list[Task]] = {}
    for task in waiting:
        by_due.setdefault(work_year(tiedong).due(task).day, []).append(task)

    def hand_in(due: date) -> Callable[[Callable[[str], Actor]], object]:
        def act(post: Callable[[str], Actor]) -> None:
            for task in by_due[due][::2]:  # every second department does its duty on the last day
                everything = Evidence("http://x", due, "a.pdf", "网站", "台账")
                tasks.publish(tiedong, task.id, everything, post(f"{task.department}.clerk"))

        return act

    days = Days(tiedong, by)
    days.play(date(2017, 3, 15), date(2017, 4, 25), {due: hand_in(due) for due in by_due})
    days.same_when_asked_later()
    assert {FindingKind.OVERDUE, FindingKind.DUE_SOON} <= days.kinds()
    connection.close()
