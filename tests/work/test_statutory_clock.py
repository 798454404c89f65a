"""The statutory clock of a request; the worked examples were counted by hand from the holiday notices."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from compliance.law.basis import Basis
from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import After, Unit
from compliance.law.due_dates import due_date
from compliance.law.faults import Refused
from compliance.law.obligations import ClockEvent, Extension, LifeCycle, Obligation
from compliance.law.reading.packs import read_pack
from compliance.law.text import Text
from compliance.work.statutory_clock import ClockReading, Consultation, RequestFacts, Terms, read_clock

ROOT = Path(__file__).resolve().parents[2]
THIRD_PARTY, ORGAN = ClockEvent.THIRD_PARTY_CONSULTATION, ClockEvent.OTHER_ORGAN_CONSULTATION
ALL = (THIRD_PARTY, ORGAN)

day = date.fromisoformat


def terms_of(name: str) -> Terms:
    path = f"cn/{name}.yaml"
    pack = read_pack((ROOT / "rules" / path).read_text(encoding="utf-8"), path)
    (duty,) = [item for item in pack.obligations if item.life_cycle is LifeCycle.REQUEST]
    return Terms.of(duty)


OF_2007 = terms_of("regulation-2007")
OF_2019 = terms_of("regulation-2019")


def asked(first: str, last: str | None = None, whom: ClockEvent = THIRD_PARTY) -> Consultation:
    return Consultation(day(first), day(last) if last else None, whom)


def due(reading: ClockReading) -> str | None:
    return str(reading.due.day) if reading.due is not None else None


# ---- worked examples


@pytest.mark.parametrize(
    ("terms", "facts", "expected"),
    [
        # 1. art. 24 of 2007: Sunday 22 worked = 1, 23–26 = 2–5, Spring Festival, 3 February = 6, Saturday 4 worked = 7,
        #    6–10 = 8–12, 13, 14, 15 = 13–15
        pytest.param(OF_2007, RequestFacts(day("2017-01-20")), "2017-02-15", id="1 Spring Festival"),
        # 4. art. 33 of 2019: 16, 17 = 1–2, 20–24 = 3–7, 27–31 = 8–12, 3–6 June = 13–16, 7–9 off, 10–13 = 17–20
        pytest.param(OF_2019, RequestFacts(day("2019-05-15")), "2019-06-13", id="4 first day of the 2019 text"),
        # 4. extended: 14 = 21, 17–21 = 22–26, 24–28 = 27–31, 1–5 July = 32–36, 8–11 = 37–40
        pytest.param(OF_2019, RequestFacts(day("2019-05-15"), extended_by=20), "2019-07-11", id="4 extended"),
        # 5. 15, 16, 17 = 1–3, 20–24 = 4–8, 27–31 = 9–13, 3 and 4 June = 14–15
        pytest.param(OF_2007, RequestFacts(day("2019-05-14")), "2019-06-04", id="5 last day of the 2007 text"),
        # 6, 7. told on the 7th working day (13 May) what to correct; the corrected request of 20 May starts the clock:
        #    21 = 1, 24–28 = 2–6, 31 May–4 June = 7–11, 7–11 = 12–16, 12–14 off, 15–18 = 17–20
        pytest.param(
            OF_2019,
            RequestFacts(day("2021-04-30"), day("2021-05-13"), day("2021-05-20")),
            "2021-06-18",
            id="7 restarted by a supplement",
        ),
        # 8b. 14–16 = 1–3, 19–22 = 4–7; 23 September to 12 October not counted; 13, 14 = 8–9, 17–21 = 10–14,
        #     24–28 = 15–19, 31 = 20
        pytest.param(
            OF_2019,
            RequestFacts(day("2022-09-13"), consultations=(asked("2022-09-23", "2022-10-12"),)),
            "2022-10-31",
            id="8b third party",
        ),
        # 13. Sunday 18 June counted as receipt: 19–23 = 1–5, 26–30 = 6–10, 3–7 July = 11–15
        pytest.param(OF_2007, RequestFacts(day("2017-06-18")), "2017-07-07", id="13 received on a Sunday, strictly"),
        # all at once: corrected request of 20 May 2021; 21 = 1, 24, 25 = 2–3; asked 26 May, answered 9 June;
        # 10, 11 = 4–5, 12–14 off, 15–18 = 6–9, 21–25 = 10–14, 28 June–2 July = 15–19, 5 = 20;
        # extended by 20: 6–9 = 21–24, 12–16 = 25–29, 19–23 = 30–34, 26–30 = 35–39, 2 August = 40
        pytest.param(
            OF_2019,
            RequestFacts(
                day("2021-04-30"), day("2021-05-13"), day("2021-05-20"), 20, day("2021-07-05"),
                (asked("2021-05-26", "2021-06-09"),),
            ),
            "2021-08-02",
            id="supplement, consultation and extension",
        ),
    ],
)  # fmt: skip
def test_the_last_day_to_answer(calendar: WorkingCalendar, terms: Terms, facts: RequestFacts, expected: str) -> None:
    assert due(read_clock(terms, facts, calendar)) == expected


def test_the_law_before_2019_counts_the_time_for_asking_another_organ(calendar: WorkingCalendar) -> None:
    facts = RequestFacts(day("2017-01-20"), consultations=(asked("2017-01-22", "2017-01-25", ORGAN),))
    with pytest.raises(Refused, match=r"art\. 24 counts the time for consulting another organ"):
        read_clock(OF_2007, facts, calendar)
    assert due(read_clock(OF_2019, replace(facts), calendar)) is not None


def test_the_law_before_2019_does_not_start_again_with_a_supplement_and_says_so(calendar: WorkingCalendar) -> None:
    reading = read_clock(OF_2007, RequestFacts(day("2017-01-20"), day("2017-01-23"), day("2017-02-06")), calendar)
    assert due(reading) == "2017-02-15"
    assert any("does not let a supplement start the time again" in line.en for line in reading.remarks)


def test_while_a_supplement_is_awaited_there_is_no_last_day(calendar: WorkingCalendar) -> None:
    reading = read_clock(OF_2019, RequestFacts(day("2021-04-30"), day("2021-05-13")), calendar)
    assert (reading.due, reading.left) == (None, 20)
    assert reading.lines()[-1].en.startswith("the applicant is asked for a supplement")


def test_while_a_third_party_is_asked_the_clock_stands_and_says_how_much_is_left(calendar: WorkingCalendar) -> None:
    facts = RequestFacts(day("2022-09-13"), consultations=(asked("2022-09-23"),))
    reading = read_clock(OF_2019, facts, calendar)
    assert (reading.due, reading.left) == (None, 13)
    assert reading.lines()[-1].zh == "期限中止：尚未收到意见，恢复后还有13个工作日"


def test_a_supplement_asked_for_too_late_is_told(calendar: WorkingCalendar) -> None:
    in_time = RequestFacts(day("2021-04-30"), day("2021-05-13"), day("2021-05-20"))
    assert read_clock(OF_2019, in_time, calendar).remarks == ()
    (remark,) = read_clock(OF_2019, replace(in_time, supplement_asked_on=day("2021-05-14")), calendar).remarks
    assert "by 2021-05-13" in remark.en


def test_receipt_on_a_day_off_is_counted_strictly_and_the_other_reading_is_named(calendar: WorkingCalendar) -> None:
    (remark,) = read_clock(OF_2007, RequestFacts(day("2017-06-18")), calendar).remarks
    assert "2017-06-19" in remark.en


def test_an_answer_that_comes_after_the_last_day_stops_nothing(calendar: WorkingCalendar) -> None:
    late = RequestFacts(day("2019-05-15"), consultations=(asked("2019-06-14", "2019-07-01"),))
    assert due(read_clock(OF_2019, late, calendar)) == "2019-06-13"


def test_a_clock_that_runs_into_a_year_without_a_notice_is_provisional(calendar: WorkingCalendar) -> None:
    last = max(calendar.published_years)
    reading = read_clock(OF_2019, RequestFacts(date(last, 12, 20)), calendar)
    assert reading.due is not None
    assert reading.due.missing_years == (last + 1,)
    assert reading.lines()[-1].en.startswith("provisional")


def test_a_leap_day_is_a_day_like_others(calendar: WorkingCalendar) -> None:
    # Monday 3 February 2020: 4–7 = 1–4, 10–14 = 5–9, 17–21 = 10–14, 24–28 = 15–19, Saturday 29 off, 2 March = 20
    assert due(read_clock(OF_2019, RequestFacts(day("2020-02-03")), calendar)) == "2020-03-02"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (RequestFacts(day("2022-09-13"), day("2022-09-12")), "lies before the receipt"),
        (RequestFacts(day("2022-09-13"), None, day("2022-09-20")), "a supplement is asked for first"),
        (RequestFacts(day("2022-09-13"), day("2022-09-20"), day("2022-09-19")), "comes no earlier than that"),
        (RequestFacts(day("2022-09-13"), extended_by=21), "at most 20 working days .*art. 33.*, not 21"),
        (
            RequestFacts(day("2022-09-13"), extended_by=20, extended_on=day("2022-10-20")),
            "before the first time runs out",
        ),
        (
            RequestFacts(day("2022-09-13"), consultations=(asked("2022-09-23", "2022-09-22"),)),
            "ends before it begins",
        ),
        (RequestFacts(day("2022-09-13"), consultations=(asked("2202-09-23"),)), "more than ten years"),
    ],
)
def test_facts_that_contradict_one_another_or_the_law_are_refused(
    calendar: WorkingCalendar, facts: RequestFacts, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        read_clock(OF_2019, facts, calendar)


def duty_of_2019() -> Obligation:
    path = "cn/regulation-2019.yaml"
    pack = read_pack((ROOT / "rules" / path).read_text(encoding="utf-8"), path)
    return next(item for item in pack.obligations if item.life_cycle is LifeCycle.REQUEST)


IN_DAYS: dict[str, Any] = {"deadline": After(20, Unit.DAYS, "x"), "extension": Extension(After(10, Unit.DAYS, "due"))}


def test_a_duty_that_counts_calendar_days_counts_days_off_too_but_no_pause(calendar: WorkingCalendar) -> None:
    terms = Terms.of(replace(duty_of_2019(), **IN_DAYS))
    # Tuesday 20 September 2022: 21–22 = 1–2; asked 23–30; 1–18 October = 3–20
    facts = RequestFacts(day("2022-09-20"), consultations=(asked("2022-09-23", "2022-09-30"),))
    reading = read_clock(terms, facts, calendar)
    assert due(reading) == "2022-10-18"
    assert [step.number for step in reading.steps if step.number] == list(range(1, 21))
    assert reading.lines()[0].en.split("; ")[1].startswith("20 days (")
    assert due(read_clock(terms, replace(facts, extended_by=10), calendar)) == "2022-10-28"
    # Thursday 15 September 2022 and 20 days: 5 October, a day off that does not move
    over = read_clock(terms, RequestFacts(day("2022-09-15")), calendar)
    assert over.due == due_date(After(20, Unit.DAYS, "x"), day("2022-09-15"), calendar)
    assert any("does not move" in line.en for line in over.lines())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"deadline": After(24, Unit.HOURS, "x")}, "is not counted in working days or days"),
        ({"deadline": After(20, Unit.DAYS, "x")}, "in another unit than the time to answer"),
    ],
)
def test_a_duty_that_no_such_clock_can_count_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        Terms.of(replace(duty_of_2019(), **changes))


# ---- properties

received = st.dates(date(2009, 1, 1), date(2025, 6, 30))
counts = st.integers(1, 40)
SOME = Terms(20, 20, ALL, (ClockEvent.SUPPLEMENT,), Basis(Text("条例", "Regulation"), Text("第三十三条", "art. 33")))


@st.composite
def consultations(draw: st.DrawFn, start: date) -> tuple[Consultation, ...]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        first = start + timedelta(draw(st.integers(0, 40)))
        last = first + timedelta(draw(st.integers(0, 40)))
        found.append(Consultation(first, last, draw(st.sampled_from(ALL))))
    return tuple(found)


@st.composite
def facts_of(draw: st.DrawFn) -> RequestFacts:
    on = draw(received)
    return RequestFacts(on, extended_by=draw(st.integers(0, 20)), consultations=draw(consultations(on)))


def walked(terms: Terms, facts: RequestFacts, calendar: WorkingCalendar) -> date:
    """The last day found by walking from day to day, as one does with a calendar on the desk."""
    on, left = facts.received_on, terms.count + facts.extended_by
    while left:
        on += timedelta(1)
        stopped = any(item.asked_on <= on <= (item.answered_on or date.max) for item in facts.consultations)
        left -= calendar.is_worked(on) and not stopped
    return on


@given(facts_of())
def test_the_last_day_is_the_one_found_by_walking(calendar: WorkingCalendar, facts: RequestFacts) -> None:
    reading = read_clock(SOME, facts, calendar)
    assert reading.due is not None
    assert reading.due.day == walked(SOME, facts, calendar)


@given(facts_of())
def test_the_last_day_is_never_a_day_off(calendar: WorkingCalendar, facts: RequestFacts) -> None:
    reading = read_clock(SOME, facts, calendar)
    assert reading.due is not None
    assert calendar.is_worked(reading.due.day)


@given(facts_of())
def test_each_day_on_the_way_is_told_once_and_counted_as_often_as_the_law_gives_days(
    calendar: WorkingCalendar, facts: RequestFacts
) -> None:
    reading = read_clock(SOME, facts, calendar)
    days = [step.day for step in reading.steps]
    assert days == [facts.received_on + timedelta(number) for number in range(1, len(days) + 1)]
    assert [step.number for step in reading.steps if step.number] == list(range(1, 21 + facts.extended_by))
    assert days[-1] == (reading.due.day if reading.due else None)
    assert reading.left == 0


@given(received, st.integers(1, 20))
def test_a_later_receipt_never_ends_earlier(calendar: WorkingCalendar, on: date, later: int) -> None:
    first, second = (read_clock(SOME, RequestFacts(start), calendar).due for start in (on, on + timedelta(later)))
    assert first is not None
    assert second is not None
    assert first.day <= second.day


@given(received, st.integers(1, 25), st.integers(0, 30))
def test_a_pause_moves_the_last_day_by_the_working_days_it_covers(
    calendar: WorkingCalendar, on: date, after: int, length: int
) -> None:
    plain = read_clock(SOME, RequestFacts(on), calendar)
    first = on + timedelta(after)
    last = first + timedelta(length)
    assert plain.due is not None
    assume(first <= plain.due.day)
    paused = read_clock(SOME, RequestFacts(on, consultations=(Consultation(first, last),)), calendar)
    assert paused.due is not None
    covered = calendar.working_days_between(first - timedelta(1), last)
    counted = calendar.working_days_between(on, first - timedelta(1))
    assert paused.due.day == calendar.working_day_after(last, 20 - counted).day
    assert calendar.working_days_between(plain.due.day, paused.due.day) == covered


@given(received, st.integers(1, 20), st.integers(1, 30), st.data())
def test_a_pause_that_is_split_in_two_changes_nothing(
    calendar: WorkingCalendar, on: date, after: int, length: int, data: st.DataObject
) -> None:
    first = on + timedelta(after)
    last = first + timedelta(length)
    cut = first + timedelta(data.draw(st.integers(0, length - 1)))
    whole = RequestFacts(on, consultations=(Consultation(first, last),))
    parts = RequestFacts(on, consultations=(Consultation(cut + timedelta(1), last, ORGAN), Consultation(first, cut)))
    assert read_clock(SOME, whole, calendar).due == read_clock(SOME, parts, calendar).due


@given(received, st.integers(1, 20), st.integers(0, 20), st.integers(0, 30))
def test_pauses_that_overlap_are_not_counted_twice(
    calendar: WorkingCalendar, on: date, after: int, shift: int, length: int
) -> None:
    first = on + timedelta(after)
    one = Consultation(first, first + timedelta(30))
    other = Consultation(first + timedelta(shift), first + timedelta(shift + length), ORGAN)
    both = RequestFacts(on, consultations=(one, other))
    last = max(one.answered_on or first, other.answered_on or first)
    joined = RequestFacts(on, consultations=(Consultation(first, last),))
    assert read_clock(SOME, both, calendar).due == read_clock(SOME, joined, calendar).due


@given(received, st.integers(1, 20))
def test_an_extension_goes_on_from_the_first_last_day(calendar: WorkingCalendar, on: date, by: int) -> None:
    reading = read_clock(SOME, RequestFacts(on, extended_by=by), calendar)
    assert reading.due is not None
    assert reading.first_due is not None
    assert reading.due.day == calendar.working_day_after(reading.first_due.day, by).day


@given(received, st.integers(0, 30), st.integers(0, 60))
def test_after_a_supplement_the_whole_time_runs_again(
    calendar: WorkingCalendar, on: date, told: int, came: int
) -> None:
    told_on = on + timedelta(told)
    came_on = told_on + timedelta(came)
    again = read_clock(SOME, RequestFacts(on, told_on, came_on), calendar)
    assert again.due == read_clock(SOME, RequestFacts(came_on), calendar).due
