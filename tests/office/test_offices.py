"""Registering the office, opening its years with their rules pinned, and recording events."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection

from compliance.law.deadlines import parse_deadline
from compliance.law.faults import BadInput, Refused
from compliance.law.text import Language, Text, same
from compliance.office.audit import Actor
from compliance.office.models import AuditEntry, OfficeRecord, PinnedRules, TaskRecord
from compliance.office.opening import open_database
from compliance.office.reading_state import OpenYear, open_year, opened, work_year
from compliance.office.rule_files import digest_of, rule_texts
from compliance.office.services.offices import open_office_year, record_occurrence, register_office
from compliance.work.plan import Occurrence

By = Callable[[str, date], Actor]
Contents = Callable[[], dict[str, list[tuple[Any, ...]]]]
Rules = dict[str, str]

COORDINATOR = "government-office.coordinator"
JANUARY = date(2017, 1, 3)


def newest() -> AuditEntry:
    return AuditEntry.objects.order_by("-number")[0]


def refusal(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.in_language(Language.CHINESE), refused.value.in_language(Language.ENGLISH)


# --- the office ---


def test_a_second_registration_replaces_the_first_and_both_are_in_the_log(
    year: OpenYear, by: By, office_file: str
) -> None:
    changed = office_file.replace("{zh: 主任, en: director}", "{zh: 办公室主任, en: director}")
    register_office(changed, "office.yaml", by(COORDINATOR, date(2017, 5, 2)))
    assert open_year(2017).office.post("government-office.leader").title.zh == "区政府办办公室主任"
    log = newest()
    assert (log.act, log.before, log.after) == ("register-office", office_file, changed)


def test_another_office_cannot_take_over_the_database(
    year: OpenYear, by: By, office_file: str, contents: Contents
) -> None:
    before = contents()
    other = office_file.replace("id: tiedong", "id: lishan")
    assert refusal(lambda: register_office(other, "office.yaml", by(COORDINATOR, JANUARY))) == (
        "此数据库属于“tiedong”，不是“lishan”", "this database belongs to `tiedong`, not to `lishan`",
    )  # fmt: skip
    assert contents() == before


def test_a_faulty_office_file_changes_nothing(year: OpenYear, by: By, office_file: str, contents: Contents) -> None:
    before = contents()
    with pytest.raises(BadInput):
        register_office(office_file.replace("time-zone:", "timezone:"), "office.yaml", by(COORDINATOR, JANUARY))
    assert contents() == before


def test_a_department_that_has_tasks_in_an_open_year_cannot_be_dropped(
    year: OpenYear, by: By, office_file: str, contents: Contents
) -> None:
    before = contents()
    start, end = office_file.index("  - id: education"), office_file.index("  - id: heping-street")
    without = office_file[:start] + office_file[end:]
    zh, en = refusal(lambda: register_office(without, "office.yaml", by(COORDINATOR, date(2017, 5, 2))))
    assert zh == "2017年已开启，责任单位“education”名下已有事项，不能删去"
    assert en == "2017 is open and the department `education` has work in it; it cannot be left out"
    assert contents() == before


def test_the_region_of_an_open_year_cannot_be_changed_so_that_its_rules_go(
    year: OpenYear, by: By, office_file: str, contents: Contents
) -> None:
    before = contents()
    elsewhere = office_file.replace("region: cn/liaoning/anshan/tiedong", "region: mn/ulaanbaatar")
    zh, en = refusal(lambda: register_office(elsewhere, "office.yaml", by(COORDINATOR, date(2017, 5, 2))))
    assert zh == "2017年已按“cn/liaoning/anshan/tiedong”和日历“cn”开启，region 与 calendar 不能更改"
    assert (
        en
        == "2017 was opened for `cn/liaoning/anshan/tiedong` with the calendar `cn`; region and calendar stay as they are"
    )
    assert contents() == before


# --- a year and its rules ---


def test_opening_a_year_plans_its_tasks_and_names_the_rules_in_the_log(
    year: OpenYear, by: By, rule_files: Rules
) -> None:
    opened_2018 = open_office_year(2018, rule_files, by(COORDINATOR, date(2018, 1, 2)), Text("示例", "an example"))
    # two departments with twelve monthly lists, one annual report
    assert TaskRecord.objects.filter(year=opened_2018.record).count() == 25
    assert (opened_2018.record.illustrative_zh, opened_2018.record.illustrative_en) == ("示例", "an example")
    log = newest()
    assert (log.act, log.subject) == ("open-year", "2018")
    assert log.after == {"rules": digest_of(rule_files), "tasks": 25}
    assert PinnedRules.objects.count() == 1  # the same rules as in 2017 are kept once


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (2017, "2017年已经开启", "the year 2017 is open already"),
        (2007, "2007年没有适用于“cn/liaoning/anshan/tiedong”的规则",
         "no rule for `cn/liaoning/anshan/tiedong` is in force in 2007"),
        (0, "0年没有适用于“cn/liaoning/anshan/tiedong”的规则",
         "no rule for `cn/liaoning/anshan/tiedong` is in force in 0"),
        (20170, "20170年没有适用于“cn/liaoning/anshan/tiedong”的规则",
         "no rule for `cn/liaoning/anshan/tiedong` is in force in 20170"),
    ],
)  # fmt: skip
def test_a_year_that_cannot_be_opened_is_refused_and_nothing_is_kept(
    year: OpenYear, by: By, rule_files: Rules, contents: Contents, number: int, zh: str, en: str
) -> None:
    before = contents()
    assert refusal(lambda: open_office_year(number, rule_files, by(COORDINATOR, JANUARY))) == (zh, en)
    assert contents() == before


def test_a_year_whose_calendar_is_missing_is_refused(
    year: OpenYear, by: By, rule_files: Rules, contents: Contents
) -> None:
    before = contents()
    packs = {path: text for path, text in rule_files.items() if "/calendar/" not in path}
    zh, en = refusal(lambda: open_office_year(2018, packs, by(COORDINATOR, JANUARY)))
    assert (zh, en) == ("没有“cn”的工作日历，已有：-", "there is no calendar `cn`; loaded: -")
    assert contents() == before


def test_a_rule_for_nobody_is_named_with_its_place_and_nothing_is_kept(
    year: OpenYear, by: By, rule_files: Rules, contents: Contents
) -> None:
    before = contents()
    text = rule_files["cn/regulation-2007.yaml"].replace("{tag: budget-user}", "{tag: customs}")
    with pytest.raises(BadInput) as bad:
        open_office_year(2018, {**rule_files, "cn/regulation-2007.yaml": text}, by(COORDINATOR, JANUARY))
    (fault,) = bad.value.faults
    assert (fault.place.file, fault.code) == ("cn/regulation-2007.yaml", "nobody-selected")
    assert contents() == before


def test_a_faulty_pack_is_named_and_nothing_is_kept(
    year: OpenYear, by: By, rule_files: Rules, contents: Contents
) -> None:
    before = contents()
    text = rule_files["cn/regulation-2007.yaml"].replace("deadline: monthly", "deadlien: monthly")
    with pytest.raises(BadInput, match="deadlien"):
        open_office_year(2018, {**rule_files, "cn/regulation-2007.yaml": text}, by(COORDINATOR, JANUARY))
    assert contents() == before


LOOSER = """\
pack: cn/liaoning/longer
title: {zh: 放宽的通知, en: a looser notice}
source: {number: 示例, issuer: 示例, published: 2017-01-01}
layer: province
in-force: {from: 2017-01-01}
obligations:
  - id: longer
    refines: cn/regulation-2007#proactive-disclosure
    basis: {zh: 第一项, en: item 1}
    starts: information-made
    deadline: 30 working days after information-made
    cases:
      - {information-made: 2017-03-09, due: 2017-04-21, why: thirty working days}
"""


def test_rules_that_loosen_an_upper_rule_open_no_year(
    year: OpenYear, by: By, rule_files: Rules, contents: Contents
) -> None:
    before = contents()
    with pytest.raises(BadInput, match="loosens `cn/regulation-2007#proactive-disclosure`"):
        open_office_year(2018, {**rule_files, "cn/liaoning/longer.yaml": LOOSER}, by(COORDINATOR, JANUARY))
    assert contents() == before


@pytest.mark.parametrize("table", ["pinned_rules", "year", "task", "audit_entry"])
def test_a_write_that_fails_opens_no_year(
    tmp_path: Path, by: By, office_file: str, rule_files: Rules, table: str
) -> None:
    open_database(tmp_path / "new.sqlite3", create=True)
    register_office(office_file, "office.yaml", by(COORDINATOR, JANUARY))
    with connection.cursor() as cursor:
        cursor.execute(f"create trigger full before insert on {table} begin select raise(abort, 'disk full'); end")
    with pytest.raises(DatabaseError, match="disk full"):
        open_office_year(2017, rule_files, by(COORDINATOR, JANUARY))
    assert not PinnedRules.objects.exists()
    assert not TaskRecord.objects.exists()
    assert AuditEntry.objects.count() == 1
    with pytest.raises(Refused, match="no year is open"):
        open_year()
    connection.close()


def test_editing_a_pack_on_disk_changes_nothing_in_a_year_that_is_open(
    tmp_path: Path, by: By, office_file: str, rule_files: Rules
) -> None:
    folder = tmp_path / "rules"
    for path, text in rule_files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    open_database(tmp_path / "new.sqlite3", create=True)
    register_office(office_file, "office.yaml", by(COORDINATOR, JANUARY))
    opening = open_office_year(2017, rule_texts([folder]), by(COORDINATOR, JANUARY))
    before = work_year(opening)
    pack = folder / "cn" / "regulation-2007.yaml"
    pack.write_text(pack.read_text(encoding="utf-8").replace("monthly by day 5", "monthly by day 25")
                    .replace("due: 2017-02-05", "due: 2017-02-25"), encoding="utf-8")  # fmt: skip

    connection.close()
    after = work_year(open_year(2017))
    assert [after.due(task) for task in after.tasks] == [before.due(task) for task in before.tasks]
    assert after.rule_book.by_key["cn/regulation-2007#monthly-list"].deadline == parse_deadline("monthly by day 5")

    next_year = open_office_year(2018, rule_texts([folder]), by(COORDINATOR, date(2018, 1, 2)))
    assert next_year.record.rules.digest != opening.record.rules.digest
    assert next_year.rule_book.by_key["cn/regulation-2007#monthly-list"].deadline == parse_deadline("monthly by day 25")
    assert open_year(2017).record.rules.digest == opening.record.rules.digest == digest_of(rule_files)
    connection.close()


def test_the_newest_year_is_meant_where_none_is_named(year: OpenYear, by: By, rule_files: Rules) -> None:
    open_office_year(2018, rule_files, by(COORDINATOR, date(2018, 1, 2)))
    assert open_year().record.year == 2018
    assert open_year(2017).record.year == 2017
    assert refusal(lambda: open_year(2016)) == (
        "尚未开启2016年；请先运行 compliance year open", "the year 2016 is not open; run `compliance year open`",
    )  # fmt: skip


def test_where_no_office_is_registered_init_is_named(tmp_path: Path) -> None:
    open_database(tmp_path / "new.sqlite3", create=True)
    assert refusal(open_year) == (
        "数据库中没有单位；请先运行 compliance init", "the database holds no office; run `compliance init`",
    )  # fmt: skip
    assert not OfficeRecord.objects.exists()
    connection.close()


# --- events ---


def test_an_event_opens_the_tasks_whose_clock_it_starts(year: OpenYear, by: By) -> None:
    event = Occurrence("D2", "information-made", datetime(2017, 3, 9, 16, 30), same("实施方案"))  # noqa: DTZ001
    tasks = record_occurrence(year, event, by(COORDINATOR, date(2017, 3, 10)))
    assert {task.department for task in tasks} == {"government-office", "finance", "education", "heping-street"}
    state = work_year(year)
    assert set(tasks) <= set(state.tasks)
    assert event in state.occurrences
    log = newest()
    assert (log.act, log.subject) == ("record-event", "D2")
    assert log.after == {
        "event": "information-made", "at": "2017-03-09T16:30:00", "tasks": [task.id for task in tasks],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("event", "zh", "en"),
    [
        (
            Occurrence("D1", "information-made", date(2017, 3, 9), same("…"), "finance"),
            "事件“D1”已登记", "the event `D1` is recorded already",
        ),
        (
            Occurrence("D2", "information-mde", date(2017, 3, 9), same("…"), "finance"),
            "没有规则以“information-mde”起算；是否想写“information-made”？",
            "no rule starts from `information-mde`; did you mean `information-made`?",
        ),
        (
            Occurrence("D2", "information-made", date(2017, 3, 9), same("…"), "customs"),
            "2017-03-09的事件“information-made”没有产生任何任务：当日无有效规则，或该单位不是责任单位",
            "the event `information-made` of 2017-03-09 opens no task: no rule in force, or not that department's duty",
        ),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_recorded_is_refused_and_changes_nothing(
    year: OpenYear, by: By, contents: Contents, event: Occurrence, zh: str, en: str
) -> None:
    before = contents()
    assert refusal(lambda: record_occurrence(year, event, by(COORDINATOR, date(2017, 3, 10)))) == (zh, en)
    assert contents() == before


@pytest.mark.parametrize("table", ["occurrence", "task", "audit_entry"])
def test_a_write_that_fails_leaves_no_half_an_event(year: OpenYear, by: By, contents: Contents, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"create trigger full before insert on {table} begin select raise(abort, 'disk full'); end")
    before = contents()
    event = Occurrence("D2", "information-made", date(2017, 3, 9), same("实施方案"))
    with pytest.raises(DatabaseError, match="disk full"):
        record_occurrence(year, event, by(COORDINATOR, date(2017, 3, 10)))
    assert contents() == before


def test_the_rows_say_which_department_an_event_concerns(year: OpenYear) -> None:
    (event,) = work_year(opened(year.record)).occurrences
    assert (event.id, event.department, event.on) == ("D1", "finance", date(2017, 1, 20))
