"""Holiday notices as files: what is read and what is refused, each in its place."""

from datetime import date

import pytest

from compliance.law.calendars import UnpublishedYear
from compliance.law.faults import BadInput
from compliance.law.reading.calendar_files import read_calendar, read_calendars, with_those_above

SOUND = """\
calendar: cn
year: 2019
notices:
  - number: 国办发明电〔2018〕15号
    issuer: 国务院办公厅
    published: 2018-12-04
    holidays:
      - name: {zh: 元旦, en: New Year's Day}
        days: 2018-12-30..2019-01-01
        worked: [2018-12-29]
      - name: {zh: 劳动节, en: Labour Day}
        days: 2019-05-01
  - number: 国办发明电〔2019〕3号
    issuer: 国务院办公厅
    published: 2019-03-22
    source: gov.cn
    verified: false
    note: {zh: 调整, en: a change}
    holidays:
      - name: {zh: 劳动节, en: Labour Day}
        days: 2019-05-01..2019-05-04
        worked: [2019-04-28, 2019-05-05]
"""


def faults_of(text: str, path: str = "cn/calendar/2019.yaml") -> list[str]:
    with pytest.raises(BadInput) as refused:
        read_calendar({path: text})
    faults = sorted(refused.value.faults, key=lambda fault: fault.place)
    return [f"{fault.place.line}:{fault.place.column} {fault.code}" for fault in faults]


def test_notices_are_read_and_the_later_one_replaces_what_it_names() -> None:
    calendar = read_calendar({"cn/calendar/2019.yaml": SOUND})
    assert not calendar.is_worked(date(2018, 12, 31))
    assert calendar.is_worked(date(2018, 12, 29))
    assert not calendar.is_worked(date(2019, 5, 4))
    assert calendar.is_worked(date(2019, 5, 5))
    assert calendar.known_on(date(2019, 3, 21)).is_worked(date(2019, 5, 2))
    assert [(notice.verified, notice.source) for notice in calendar.notices] == [(True, ""), (False, "gov.cn")]
    with pytest.raises(UnpublishedYear):
        calendar.is_worked(date(2018, 12, 28))


@pytest.mark.parametrize(
    ("right", "wrong", "faults"),
    [
        ("year: 2019", "year: 2018", ["2:7 year-and-path"]),
        ("year: 2019", "year: 20199", ["2:7 number-too-large"]),
        ("calendar: cn\n", "", ["1:1 missing-field"]),
        ("published: 2018-12-04", "published: 2018-12-40", ["6:16 no-such-day"]),
        ("published: 2018-12-04", "published: 04.12.2018", ["6:16 not-a-date"]),
        ("    holidays:\n      - name: {zh: 元旦", "    holiday:\n      - name: {zh: 元旦", ["7:5 unknown-key"]),
        ("days: 2018-12-30..2019-01-01", "days: 2019-01-01..2018-12-30", ["9:15 ends-before-it-begins"]),
        ("days: 2018-12-30..2019-01-01", "days: 2018-12-30..", ["9:15 not-a-date"]),
        ("days: 2018-12-30..2019-01-01", "days: ..2019-01-01", ["9:15 not-a-date"]),
        ("days: 2018-12-30..2019-01-01", "days: 2018-12-30...2019-01-01", ["9:15 not-a-date"]),
        ("days: 2018-12-30..2019-01-01", "days: 2018-12-30..2019-02-29", ["9:15 no-such-day"]),
        ("days: 2018-12-30..2019-01-01", "days: 2018-12-30..2091-01-01", ["9:15 not-in-the-year"]),
        ("days: 2018-12-30..2019-01-01", "days: 2017-12-30..2019-01-01", ["9:15 not-in-the-year"]),
        ("        days: 2018-12-30..2019-01-01\n", "", ["8:9 missing-field"]),
        ("worked: [2018-12-29]", "worked: [2018-12-28]", ["10:17 not-a-weekend-day"]),
        ("worked: [2018-12-29]", "worked: [2081-12-28]", ["10:17 not-in-the-year"]),
        ("worked: [2018-12-29]", "worked: 2018-12-29", ["10:17 not-a-list"]),
        ("worked: [2018-12-29]", "worked: [29]", ["10:18 not-text"]),
        (
            "name: {zh: 劳动节, en: Labour Day}\n        days: 2019-05-01\n",
            "name: {zh: 元旦, en: New Year}\n        days: 2019-05-01\n",
            ["11:15 holiday-named-twice"],
        ),
    ],
)
def test_a_slip_in_a_notice_is_found_in_its_place(right: str, wrong: str, faults: list[str]) -> None:
    assert right in SOUND
    assert faults_of(SOUND.replace(right, wrong, 1)) == faults


def test_a_calendar_without_a_notice_is_no_calendar() -> None:
    assert faults_of("calendar: cn\nyear: 2019\nnotices: []\n") == ["3:10 no-notice"]
    assert faults_of("calendar: cn\nyear: 2019\n") == ["1:1 no-notice"]


def test_days_may_reach_into_the_last_month_of_the_year_before_and_the_first_of_the_next() -> None:
    wide = SOUND.replace("2018-12-30..2019-01-01", "2018-12-01..2019-01-01").replace(
        "2019-05-01..2019-05-04", "2019-12-31..2020-01-31"
    )
    assert read_calendar({"2019.yaml": wide}).published_years == {2019}
    assert faults_of(SOUND.replace("2018-12-30..2019-01-01", "2018-11-30..2019-01-01")) == ["9:15 not-in-the-year"]
    assert faults_of(SOUND.replace("2019-05-01..2019-05-04", "2019-12-31..2020-02-01")) == ["21:15 not-in-the-year"]


def test_the_faults_of_all_files_come_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        read_calendar({"b/2019.yaml": SOUND.replace("year: 2019", "year: no"), "a/2018.yaml": ""})
    assert [str(fault.place) for fault in refused.value.faults] == ["a/2018.yaml:1:1", "b/2019.yaml:2:7"]


REGIONAL = """\
calendar: cn/guangxi
year: 2019
notices:
  - number: 桂一号
    issuer: 自治区政府办公厅
    published: 2019-01-10
    holidays:
      - name: {zh: 三月三, en: Sanyuesan}
        days: 2019-04-08
"""


def test_a_region_s_files_lie_over_those_of_the_regions_above() -> None:
    calendars = read_calendars({"cn/calendar/2019.yaml": SOUND, "cn/guangxi/calendar/2019.yaml": REGIONAL})
    assert set(calendars) == {"cn", "cn/guangxi"}
    assert [calendars[name].is_worked(date(2019, 4, 8)) for name in ("cn", "cn/guangxi")] == [True, False]
    assert [calendars[name].is_worked(date(2019, 5, 1)) for name in ("cn", "cn/guangxi")] == [False, False]
    assert [notice.layer for notice in calendars["cn/guangxi"].notices] == [0, 1, 0]


def test_regions_beside_one_another_share_nothing() -> None:
    texts = {
        "cn/calendar/2019.yaml": SOUND,
        "cn/guangxi/calendar/2019.yaml": REGIONAL,
        "cn/guangxi-east/calendar/2019.yaml": REGIONAL.replace("cn/guangxi", "cn/guangxi-east").replace(
            "-04-08", "-04-09"
        ),
    }
    calendars = read_calendars(texts)
    assert [calendars["cn/guangxi-east"].is_worked(date(2019, 4, day)) for day in (8, 9)] == [True, False]
    assert [calendars["cn/guangxi"].is_worked(date(2019, 4, day)) for day in (8, 9)] == [False, True]


def test_a_calendar_in_another_region_s_folder_is_refused_and_all_regions_faults_come_once() -> None:
    with pytest.raises(BadInput) as refused:
        read_calendars({
            "cn/calendar/2019.yaml": SOUND.replace("published: 2018-12-04", "published: 2018-12-40"),
            "cn/guangxi/calendar/2019.yaml": REGIONAL.replace("calendar: cn/guangxi", "calendar: cn"),
        })  # fmt: skip
    assert [f"{fault.place} {fault.code}" for fault in refused.value.faults] == [
        "cn/calendar/2019.yaml:6:16 no-such-day",
        "cn/guangxi/calendar/2019.yaml:1:11 calendar-and-path",
    ]


def test_a_later_notice_can_take_a_holiday_back() -> None:
    taken_back = SOUND.replace("days: 2019-05-01..2019-05-04\n        worked: [2019-04-28, 2019-05-05]", "days: none")
    calendar = read_calendar({"cn/calendar/2019.yaml": taken_back})
    assert calendar.is_worked(date(2019, 5, 1))
    assert not calendar.known_on(date(2019, 3, 21)).is_worked(date(2019, 5, 1))


def test_the_regions_above_begin_with_the_nation() -> None:
    assert with_those_above("cn/guangxi/nanning") == ["cn", "cn/guangxi", "cn/guangxi/nanning"]
    assert with_those_above("cn") == ["cn"]


def test_a_file_may_cite_the_rule_of_counting_in_both_languages() -> None:
    cited = SOUND.replace("year: 2019\n", "year: 2019\ncounting: {zh: 某法第一条, en: An Act s. 1}\n")
    assert read_calendar({"cn/calendar/2019.yaml": SOUND}).counting(2019) is None
    rule = read_calendar({"cn/calendar/2019.yaml": cited}).counting(2020)
    assert rule is not None
    assert rule.en == "An Act s. 1"
    assert faults_of(cited.replace(", en: An Act s. 1", "")) == ["3:11 missing-field"]
