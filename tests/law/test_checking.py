"""What `rules test` and `rules check` prove: dated cases come out, and no lower rule loosens an upper one."""

from collections.abc import Callable
from datetime import date

import pytest

from compliance.law.calendars import Holiday, Notice, WorkingCalendar
from compliance.law.checking import failing_cases, looser_refinements
from compliance.law.faults import Fault
from compliance.law.obligations import Pack
from compliance.law.text import Language, Text

WritePack = Callable[..., Pack]

UPPER = """
    obligations:
      - id: disclosure
        title: {{zh: 主动公开, en: Disclose}}
        area: proactive
        basis: art. 18
        who: {{any: department}}
        {deadline}
        {fields}
        cases: [{{{case}}}]
"""
LOWER = """
    obligations:
      - id: local
        refines: cn/law#disclosure
        basis: art. 3
        {deadline}
        {fields}
        {cases}
"""

A_CASE = "made: 2017-03-09, due: 2017-03-09"


def timed(deadline: str) -> str:
    """The deadline as fields; with an event it also starts there."""
    words = deadline.split(" after ")
    starts = f"starts: {words[1]}\n        " if len(words) == 2 else ""
    starts = "starts: made\n        " if deadline.startswith("on the day of") else starts
    return f"{starts}deadline: {deadline}"


def a_case(deadline: str) -> str:
    """A case of the right shape; its dates do not matter here."""
    if " after " in deadline or "day of made" in deadline:
        return f"{deadline.split(' ')[-1]}: 2017-03-09, due: 2017-03-09"
    if deadline.startswith("by"):
        return "year: 2017, due: 2017-03-09"
    if deadline.startswith("at least"):
        return "published: 2017-03-09, due: 2017-03-09"
    span = {"mo": "2017-03", "qu": "2017-Q1", "ha": "2017-H1", "ye": "2017"}
    period = span[deadline.removeprefix("each ")[:2]]
    return f"year: {period}, due: 2017-03-09" if period == "2017" else f"period: {period}, due: 2017-03-09"


@pytest.fixture
def loosened(write_pack: WritePack, calendar: WorkingCalendar) -> Callable[..., list[Fault]]:
    """What is said when a lower rule changes the deadline or other fields of an upper one."""

    def check(
        upper: str = "20 working days after made",
        lower: str | None = None,
        upper_fields: str = "",
        lower_fields: str = "",
    ) -> list[Fault]:
        law = write_pack("cn/law", UPPER.format(deadline=timed(upper), fields=upper_fields, case=a_case(upper)))
        body = LOWER.format(
            deadline=timed(lower) if lower else "",
            fields=lower_fields,
            cases=f"cases: [{{{a_case(lower)}}}]" if lower else "",
        )
        return list(looser_refinements([write_pack("cn/liaoning/rules", body, "province"), law], calendar))

    return check


def told(faults: list[Fault], language: Language = Language.ENGLISH) -> list[str]:
    return [fault.in_language(language) for fault in faults]


def test_a_case_that_comes_out_is_silent(write_pack: WritePack, calendar: WorkingCalendar) -> None:
    # 10 = 1, 13–17 = 2–6, 20–24 = 7–11, 27–31 = 12–16, Saturday 1 April worked = 17, 2–4 off, 5–7 = 18–20
    sound = UPPER.format(
        deadline=timed("20 working days after made"), fields="", case="made: 2017-03-09, due: 2017-04-07"
    )
    assert list(failing_cases([write_pack("cn/law", sound)], calendar)) == []


@pytest.mark.parametrize("due", ["2017-04-06", "2017-04-08"])
def test_a_case_that_fails_by_a_day_shows_the_count_day_by_day(
    write_pack: WritePack, calendar: WorkingCalendar, due: str
) -> None:
    wrong = UPPER.format(deadline=timed("20 working days after made"), fields="", case=f"made: 2017-03-09, due: {due}")
    (fault,) = failing_cases([write_pack("cn/law", wrong)], calendar)
    assert (fault.code, str(fault.place)) == ("case-fails", "cn/law.yaml:16:13")
    assert fault.message.en == (
        f"the case says {due}, the count gives 2017-04-07: "
        "starts on 2017-03-09 (Thursday); that day is not counted, the next is day 1 "
        "(Civil Code art. 201; the same custom before 2021); "
        "2017-03-10: day 1; 2017-03-11 … 2017-03-12: weekend, not counted; "
        "2017-03-13 … 2017-03-17: day 2–6; 2017-03-18 … 2017-03-19: weekend, not counted; "
        "2017-03-20 … 2017-03-24: day 7–11; 2017-03-25 … 2017-03-26: weekend, not counted; "
        "2017-03-27 … 2017-03-31: day 12–16; "
        "2017-04-01: day 17 (Saturday, worked in exchange for Qingming Festival (国办发明电〔2016〕17号)); "
        "2017-04-02 … 2017-04-04: Qingming Festival (国办发明电〔2016〕17号), not counted; "
        "2017-04-05 … 2017-04-07: day 18–20; due: 2017-04-07 (Friday), the whole of that day"
    )
    assert fault.message.zh.startswith(f"实例应为{due}，算得2017-04-07：2017-03-09（周四）起算")
    assert "2017-04-02 … 2017-04-04：清明节放假（国办发明电〔2016〕17号），不计" in fault.message.zh


def test_the_cases_of_a_refinement_are_counted_with_its_own_deadline(
    write_pack: WritePack, calendar: WorkingCalendar
) -> None:
    # 10 = 1, 13–17 = 2–6, 20–23 = 7–10
    body = LOWER.format(
        deadline=timed("10 working days after made"),
        fields="",
        cases="cases: [{made: 2017-03-09, due: 2017-03-23}, {made: 2017-03-09, due: 2017-04-07}]",
    )
    (fault,) = failing_cases([write_pack("cn/rules", body)], calendar)
    assert fault.message.en.startswith("the case says 2017-04-07, the count gives 2017-03-23")


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("20 working days after made", "20 working days after made"),
        ("20 working days after made", "19 working days after made"),
        ("20 working days after made", "20 days after made"),
        ("20 working days after made", "on the day of made"),
        ("20 working days after made", "24 hours after made"),
        ("1 day after made", "24 hours after made"),
        ("48 hours after made", "47 hours after made"),
        ("24 hours after made", "on the day of made"),
        ("by 31 March of the next year", "by 31 January of the next year"),
        ("by 31 January of the next year", "by 31 December"),
        ("monthly by day 10", "monthly by day 5"),
        ("monthly by day 31", "monthly by day 31"),
        ("each quarter within 10 working days of its end", "each quarter within 9 working days of its end"),
        ("each quarter within 1 day of its end", "each quarter within 24 hours of its end"),
        ("by 31 March of the next year", "each year within 10 working days of its end"),
        ("each month within 15 days of its end", "monthly by day 15"),
        ("each year within 20 days of its end", "monthly by day 5"),
        ("at least every 14 days", "at least every 14 days"),
        ("at least every 14 days", "at least every 7 days"),
        ("at least every 10 working days", "at least every 10 days"),
    ],
)
def test_an_equal_or_stricter_deadline_is_silent(loosened: Callable[..., list[Fault]], upper: str, lower: str) -> None:
    assert loosened(upper, lower) == []


@pytest.mark.parametrize(
    ("upper", "lower", "words"),
    [
        (
            "20 working days after made",
            "21 working days after made",
            # Tuesday 1 January 2008 is off; 2–4 = 1–3, 7–11 = 4–8, 14–18 = 9–13, 21–25 = 14–18, 28, 29 = 19–20, 30 = 21
            "counted from 2008-01-01 the upper rule ends on 2008-01-29, this one on 2008-01-30",
        ),
        (
            "by 31 January of the next year",
            "by 31 March of the next year",
            "counted from 2008 the upper rule ends on 2009-01-31, this one on 2009-03-31",
        ),
        (
            "by 31 December",
            "by 1 January of the next year",
            "counted from 2008 the upper rule ends on 2008-12-31, this one on 2009-01-01",
        ),
        (
            "monthly by day 5",
            "monthly by day 6",
            "counted from 2008-01 the upper rule ends on 2008-02-05, this one on 2008-02-06",
        ),
        # in months of 31 days the 30th is earlier than the 31st; February 2008 hides the difference
        (
            "monthly by day 30",
            "monthly by day 31",
            "counted from 2008-02 the upper rule ends on 2008-03-30, this one on 2008-03-31",
        ),
        (
            "on the day of made",
            "1 day after made",
            "counted from 2008-01-01 the upper rule ends on 2008-01-01, this one on 2008-01-02",
        ),
        (
            "25 hours after made",
            "26 hours after made",
            "counted from 2008-01-01 the upper rule ends on 2008-01-02 01:00, this one on 2008-01-02 02:00",
        ),
        (
            "24 hours after made",
            "1 day after made",
            "counted from 2008-01-01 the upper rule ends on 2008-01-02 00:00, this one on 2008-01-02",
        ),
        # of what happens in the evening, 24 hours end on the next day
        (
            "on the day of made",
            "24 hours after made",
            "counted from 2008-01-01 23:59 the upper rule ends on 2008-01-01, this one on 2008-01-02 23:59",
        ),
        (
            "at least every 14 days",
            "at least every 15 days",
            "counted from 2008-01-01 the upper rule ends on 2008-01-15, this one on 2008-01-16",
        ),
        # ten working days are two weeks, but not over the Spring Festival of 2008
        (
            "at least every 14 days",
            "at least every 10 working days",
            "counted from 2008-01-25 the upper rule ends on 2008-02-08, this one on 2008-02-13",
        ),
        (
            "each quarter within 24 hours of its end",
            "each quarter within 25 hours of its end",
            "counted from 2008-Q1 the upper rule ends on 2008-04-02 00:00, this one on 2008-04-02 01:00",
        ),
    ],
)
def test_a_longer_deadline_is_caught_with_a_day_that_shows_it(
    loosened: Callable[..., list[Fault]], upper: str, lower: str, words: str
) -> None:
    (fault,) = loosened(upper, lower)
    assert (fault.code, str(fault.place)) == ("loosens", "cn/liaoning/rules.yaml:8:5")
    assert fault.message.en == (
        "`cn/liaoning/rules#local` loosens `cn/law#disclosure` "
        f"(Measures cn/liaoning/rules, art. 3 against Measures cn/law, art. 18): more time: {words}"
    )
    assert fault.message.zh.startswith("主动公开放宽了上位规定（《办法》第三条对《办法》第十八条）：期限放宽：从2008")


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("at least every 14 days", "14 days after made"),
        ("14 days after made", "at least every 14 days"),
        ("at least every 14 days", "monthly by day 5"),
        ("monthly by day 5", "at least every 14 days"),
        ("at least every 14 days", "by 31 March"),
    ],
)
def test_a_greatest_age_and_another_form_cannot_be_compared(
    loosened: Callable[..., list[Fault]], upper: str, lower: str
) -> None:
    (fault,) = loosened(upper, lower)
    assert fault.message.en.endswith("the clock starts from another event")


def test_working_days_against_days_are_decided_by_the_calendar(loosened: Callable[..., list[Fault]]) -> None:
    # 15 working days are three weeks and so more than 20 days
    (longer,) = loosened("20 days after made", "15 working days after made")
    assert (
        "more time: counted from 2008-01-01 the upper rule ends on 2008-01-21, this one on 2008-01-22"
        in longer.message.en
    )
    # 13 working days end within 20 days (two weeks and three days), but not over a week of holidays
    (festival,) = loosened("20 days after made", "13 working days after made")
    assert "more time: counted from 2008-" in festival.message.en
    # 3 working days over a Spring Festival of eight days and a weekend stay within 20 days
    assert loosened("20 days after made", "3 working days after made") == []


def test_days_against_working_days_may_be_longer_from_a_day_off(loosened: Callable[..., list[Fault]]) -> None:
    # from Sunday 6 January 2008: 7–11 = 1–5, 14–18 = 6–10, 21–25 = 11–15; 20 days end on Saturday 26
    (fault,) = loosened("15 working days after made", "20 days after made")
    assert fault.message.en.endswith("from 2008-01-06 the upper rule ends on 2008-01-25, this one on 2008-01-26")
    # 15 working days never end within two weeks
    assert loosened("15 working days after made", "14 days after made") == []


def test_the_last_day_of_a_leap_year_is_tried_too(write_pack: WritePack) -> None:
    # nothing is worked in 2016: the first working day after any of its days is Monday 2 January 2017.
    # three days after 30 December end on that Monday, three days after 31 December end on Tuesday
    whole_year = Holiday(Text("假", "off"), date(2016, 1, 1), date(2016, 12, 31))
    only_2016 = WorkingCalendar([Notice(2016, "甲", "乙", date(2015, 12, 1), (whole_year,))])
    law = write_pack("cn/law", UPPER.format(deadline=timed("1 working day after made"), fields="", case=A_CASE))
    body = LOWER.format(deadline=timed("3 days after made"), fields="", cases=f"cases: [{{{A_CASE}}}]")
    (fault,) = looser_refinements([law, write_pack("cn/rules", body, "province")], only_2016)
    assert fault.message.en.endswith(
        "counted from 2016-12-31 the upper rule ends on 2017-01-02, this one on 2017-01-03"
    )


@pytest.mark.parametrize(
    ("upper", "lower", "words"),
    [
        ("20 working days after made", "20 working days after approved", "the clock starts from another event"),
        ("20 working days after made", "by 31 January", "the clock starts from another event"),
        ("by 31 March", "1 day after made", "the clock starts from another event"),
        ("monthly by day 5", "by 31 January of the next year", "less often: each year instead of each month"),
        (
            "each month within 5 days of its end",
            "each quarter within 1 day of its end",
            "less often: each quarter instead of each month",
        ),
    ],
)
def test_a_deadline_of_another_kind_is_caught_where_it_cannot_be_compared(
    loosened: Callable[..., list[Fault]], upper: str, lower: str, words: str
) -> None:
    (fault,) = loosened(upper, lower)
    assert fault.message.en.endswith(words)


@pytest.mark.parametrize(
    ("upper", "lower", "zh", "en"),
    [
        ("evidence: [link, file, note]", "evidence: [link]", "少要求佐证：文件、说明", "less evidence: file, note"),
        (
            "before-publishing: [confidentiality-review]",
            "before-publishing: []",
            "少了公开前的步骤",
            "a step before publishing is left out",
        ),
        ("severity: breach", "severity: warning", "严重程度降低", "the severity is lowered"),
        ("severity: warning", "severity: notice", "严重程度降低", "the severity is lowered"),
        (
            "",
            "extend: {once: 1 working day}",
            "可以延长，上位规定没有",
            "may be extended, which the upper rule does not allow",
        ),
        (
            "extend: {once: 15 working days}",
            "extend: {once: 16 working days}",
            "延长的时间更长",
            "the extension is longer",
        ),
        (
            "",
            "suspends: [third-party-consultation]",
            "更多情形不计入期限",
            "more may stop the clock",
        ),
    ],
)
def test_a_rule_that_asks_for_less_is_caught(
    loosened: Callable[..., list[Fault]], upper: str, lower: str, zh: str, en: str
) -> None:
    faults = loosened(upper_fields=upper, lower_fields=lower)
    assert [words.rpartition("）：")[2] for words in told(faults, Language.CHINESE)] == [zh]
    assert [words.rpartition("): ")[2] for words in told(faults)] == [en]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("evidence: [link]", "evidence: [file, link]"),
        ("evidence: [link]", "evidence: [link]"),
        ("", "before-publishing: [confidentiality-review]"),
        ("before-publishing: [confidentiality-review]", "before-publishing: [confidentiality-review]"),
        ("severity: warning", "severity: breach"),
        ("severity: notice", "severity: notice"),
        ("extend: {once: 15 working days}", "extend: {once: 15 working days}"),
        ("extend: {once: 15 working days}", "extend: {once: 14 working days}"),
        ("suspends: [third-party-consultation]", "suspends: []"),
        ("", "who: {kind: street}"),
    ],
)
def test_a_rule_that_asks_for_as_much_or_more_is_silent(
    loosened: Callable[..., list[Fault]], upper: str, lower: str
) -> None:
    assert loosened(upper_fields=upper, lower_fields=lower) == []


def test_everything_that_a_rule_loosens_is_told(loosened: Callable[..., list[Fault]]) -> None:
    faults = loosened(
        lower="30 working days after made", upper_fields="evidence: [link, file]", lower_fields="evidence: [note]"
    )
    assert [words.rpartition("): ")[2][:13] for words in told(faults)] == ["more time: co", "less evidence"]


def test_a_district_is_measured_against_the_city_and_not_against_the_nation(
    write_pack: WritePack, calendar: WorkingCalendar
) -> None:
    law = write_pack(
        "cn/law", UPPER.format(deadline=timed("20 days after made"), fields="", case=a_case("20 days after made"))
    )

    def refining(path: str, layer: str, refines: str, days: int) -> Pack:
        deadline = f"{days} days after made"
        body = LOWER.format(deadline=timed(deadline), fields="", cases=f"cases: [{{{a_case(deadline)}}}]")
        return write_pack(path, body.replace("cn/law#disclosure", refines), layer)

    city = refining("cn/city/rules", "city", "cn/law#disclosure", 10)
    sound = refining("cn/city/district/rules", "district", "cn/city/rules#local", 10)
    looser = refining("cn/city/district/rules", "district", "cn/city/rules#local", 15)
    assert list(looser_refinements([sound, city, law], calendar)) == []
    (fault,) = looser_refinements([looser, city, law], calendar)
    assert "`cn/city/district/rules#local` loosens `cn/city/rules#local`" in fault.message.en
    assert "Measures cn/city/district/rules, art. 3 against Measures cn/city/rules, art. 3" in fault.message.en
