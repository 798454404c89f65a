"""An office in a region with days off of its own, on the shipped rules."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connections

from compliance.law.text import same
from compliance.office.audit import Actor
from compliance.office.opening import open_database
from compliance.office.reading_state import work_year
from compliance.office.rule_files import rule_texts
from compliance.office.services.offices import open_office_year, record_occurrence, register_office
from compliance.work.plan import Occurrence

from ..conftest import ROOT


@pytest.fixture(autouse=True)
def close_afterwards() -> Iterator[None]:
    yield
    connections.close_all()


def test_its_tasks_fall_due_by_its_days_while_national_examples_keep_the_nation_s(
    tmp_path: Path, by: Callable[[str, date], Actor]
) -> None:
    text = (ROOT / "examples" / "new-office" / "office.yaml").read_text(encoding="utf-8")
    text = text.replace("region: cn/liaoning/anshan", "region: cn/guangxi").replace(
        "calendar: cn  ", "calendar: cn/guangxi  "
    )
    coordinator = by("government-office.coordinator", date(2017, 1, 3))
    open_database(tmp_path / "compliance.sqlite3", create=True)
    register_office(text, "office.yaml", coordinator)
    # many examples of national laws run over 三月三: they are reckoned by the nation's days and do not fail
    opened = open_office_year(2017, rule_texts([ROOT / "rules"]), coordinator)
    made = Occurrence("D1", "information-made", date(2017, 3, 9), same("收费目录"), "finance")
    (task, *_) = record_occurrence(opened, made, by("finance.clerk", date(2017, 3, 9)))
    due = work_year(opened).due(task)
    # 10 = 1, 13–17 = 2–6, 20–24 = 7–11, 27–29 = 12–14; 30 March to 4 April off; 5–7 = 15–17, Saturday 8 = 18, 10, 11
    assert (due.day, due.provisional) == (date(2017, 4, 11), False)
