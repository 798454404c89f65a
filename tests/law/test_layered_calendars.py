"""A region's days off lie over the nation's: what they add, what they change, and what they leave alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.law.calendars import Holiday, Notice, UnpublishedYear, WorkingCalendar
from compliance.law.deadlines import parse_deadline
from compliance.law.due_dates import due_date, explain
from compliance.law.text import Text

QINGMING = Holiday(Text("清明节", "Qingming"), date(2017, 4, 2), date(2017, 4, 4), (date(2017, 4, 1),))
NATIONAL = Notice(2017, "国办发明电〔2016〕17号", "国务院办公厅", date(2016, 12, 1), (QINGMING,))
SANYUESAN = Holiday(Text("三月三", "Sanyuesan"), date(2017, 3, 30), date(2017, 4, 1), (date(2017, 4, 8),))


def of_region(
    *holidays: Holiday, layer: int = 1, published: date = date(2017, 2, 10), number: str = "桂一号"
) -> Notice:
    return Notice(2017, number, "自治区政府办公厅", published, holidays, layer=layer)


NATION = WorkingCalendar([NATIONAL])
REGION = WorkingCalendar([NATIONAL, of_region(SANYUESAN)])


@pytest.mark.parametrize(
    ("day", "in_the_nation", "in_the_region"),
    [
        (date(2017, 3, 29), True, True),  # Wednesday
        (date(2017, 3, 30), True, False),  # the festival
        (date(2017, 3, 31), True, False),
        (date(2017, 4, 1), True, False),  # a Saturday worked for Qingming, off in the region: the lower layer's word
        (date(2017, 4, 2), False, False),  # Qingming stays
        (date(2017, 4, 4), False, False),
        (date(2017, 4, 8), False, True),  # a Saturday, worked in the region alone
    ],
)
def test_the_region_adds_to_the_nation_and_has_the_last_word(
    day: date, in_the_nation: bool, in_the_region: bool
) -> None:
    assert (NATION.is_worked(day), REGION.is_worked(day)) == (in_the_nation, in_the_region)


def test_a_deadline_counts_the_region_s_days_and_names_its_notice() -> None:
    five = parse_deadline("5 working days after 2017-03-28")
    # 29 = 1; 30, 31 and 1 April are off; Qingming; 5, 6, 7 April = 2–4; Saturday 8 April = 5
    assert due_date(five, date(2017, 3, 28), REGION).day == date(2017, 4, 8)
    # 29, 30, 31 = 1–3; Saturday 1 April = 4; Qingming; 5 April = 5
    assert due_date(five, date(2017, 3, 28), NATION).day == date(2017, 4, 5)
    told = [line.en for line in explain(five, date(2017, 3, 28), REGION).lines()]
    assert "2017-03-30 … 2017-04-01: Sanyuesan (桂一号), not counted" in told
    assert "2017-04-02 … 2017-04-04: Qingming (国办发明电〔2016〕17号), not counted" in told
    assert "2017-04-08: day 5 (Saturday, worked in exchange for Sanyuesan (桂一号))" in told


def test_a_holiday_of_the_same_name_adds_to_that_of_the_upper_layer() -> None:
    """A region that gives a day more at Qingming does not take the nation's Qingming away."""
    longer = WorkingCalendar([NATIONAL, of_region(Holiday(QINGMING.name, date(2017, 4, 5), date(2017, 4, 5)))])
    assert [longer.is_worked(date(2017, 4, day)) for day in range(1, 7)] == [True, False, False, False, False, True]


def test_within_a_layer_the_later_notice_replaces_the_holiday_of_its_name() -> None:
    earlier = of_region(SANYUESAN)
    later = of_region(
        Holiday(SANYUESAN.name, date(2017, 3, 30), date(2017, 3, 30)), published=date(2017, 3, 1), number="桂二号"
    )
    changed = WorkingCalendar([NATIONAL, earlier, later])
    assert not changed.is_worked(date(2017, 3, 30))
    assert changed.is_worked(date(2017, 3, 31))
    assert changed.is_worked(date(2017, 4, 1))  # the nation's word again
    assert not changed.is_worked(date(2017, 4, 8))
    assert [changed.known_on(date(2017, 2, day)).is_worked(date(2017, 3, 31)) for day in (9, 10)] == [True, False]


def test_a_district_lies_over_its_province_and_that_over_the_nation() -> None:
    fair = of_region(Holiday(Text("庙会", "fair"), date(2017, 4, 7), date(2017, 4, 8)), layer=2, number="县一号")
    district = WorkingCalendar([fair, of_region(SANYUESAN), NATIONAL])
    assert not district.is_worked(date(2017, 3, 30))
    assert not district.is_worked(date(2017, 4, 7))
    assert not district.is_worked(date(2017, 4, 8))  # worked in the province, off in the district
    assert "县一号" in district.reason(date(2017, 4, 8)).zh
    assert district.is_worked(date(2017, 4, 6))


def test_only_the_nation_s_notice_makes_a_year_published() -> None:
    alone = WorkingCalendar([of_region(SANYUESAN)])
    assert alone.published_years == frozenset()
    assert not alone.is_worked(date(2017, 3, 30))  # this much is known
    with pytest.raises(UnpublishedYear):
        alone.is_worked(date(2017, 3, 29))
    assert due_date(parse_deadline("5 working days after 2017-03-28"), date(2017, 3, 28), alone).provisional
    assert REGION.published_years == {2017}
    assert REGION.known_on(date(2016, 12, 1)).is_worked(date(2017, 3, 30))


# ---- for any notices of a nation and of a region

DAYS = [date(2016, 12, 1) + timedelta(offset) for offset in range(420)]


@st.composite
def notices(draw: st.DrawFn, layer: int, least: int = 0) -> list[Notice]:
    found = []
    for published in sorted(draw(st.sets(st.dates(date(2016, 11, 1), date(2017, 6, 30)), min_size=least, max_size=3))):
        holidays = []
        for number in sorted(draw(st.sets(st.integers(0, 4), max_size=4))):
            first = draw(st.dates(date(2016, 12, 20), date(2017, 12, 28)))
            length = draw(st.integers(-1, 8))  # −1: taken back
            worked = draw(st.lists(st.dates(date(2017, 1, 1), date(2017, 12, 31)), max_size=3))
            name = Text(f"节{number}", f"festival {number}")
            holidays.append(Holiday(name, first, first + timedelta(length), tuple(worked)))
        found.append(Notice(2017, f"第{layer}层{published}", "机关", published, tuple(holidays), layer=layer))
    return found


@settings(max_examples=60)
@given(notices(0), st.dates(date(2016, 11, 1), date(2017, 6, 30)))
def test_an_empty_overlay_changes_nothing(nation: list[Notice], published: date) -> None:
    alone = WorkingCalendar(nation)
    overlaid = WorkingCalendar([*nation, of_region(published=published)])
    assert overlaid.published_years == alone.published_years
    assert overlaid.special_days == alone.special_days
    assert all(overlaid.presumably_worked(day) == alone.presumably_worked(day) for day in DAYS)


@settings(max_examples=60)
@given(notices(0), notices(1), st.dates(date(2016, 11, 1), date(2017, 6, 30)))
def test_a_day_that_the_region_does_not_name_is_as_in_the_nation_and_one_that_it_names_is_as_the_region_says(
    nation: list[Notice], region: list[Notice], known_on: date
) -> None:
    both = WorkingCalendar([*region, *nation]).known_on(known_on)
    above, below = WorkingCalendar(nation).known_on(known_on), WorkingCalendar(region).known_on(known_on)
    for day in DAYS:
        decides = below if day in below.special_days else above
        assert both.presumably_worked(day) == decides.presumably_worked(day)
        assert both.special_days.get(day) == decides.special_days.get(day)
    assert both.published_years == above.published_years


@settings(max_examples=60)
@given(notices(0, least=1), notices(1), st.sampled_from(DAYS[30:330]), st.integers(1, 30))
def test_more_days_off_never_bring_a_deadline_forward(
    nation: list[Notice], region: list[Notice], start: date, count: int
) -> None:
    off_only = [
        Notice(
            notice.year, notice.number, notice.issuer, notice.published,
            tuple(Holiday(item.name, item.first, item.last) for item in notice.holidays), layer=1,
        )
        for notice in region
    ]  # fmt: skip
    above, both = WorkingCalendar(nation), WorkingCalendar([*nation, *off_only])
    assert both.working_day_after(start, count).day >= above.working_day_after(start, count).day
