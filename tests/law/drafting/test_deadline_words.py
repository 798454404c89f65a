"""Deadlines as tables write them: what is sure, what is understood and told, what is asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.deadlines import parse_deadline
from compliance.law.drafting.certainty import Certainty
from compliance.law.drafting.deadline_words import read_deadline

SURE = {
    "6月底前": "by 30 June",
    "６月底前": "by 30 June",
    "六月底前": "by 30 June",
    "6 月\n底前": "by 30 June",
    "2月底前": "by 28 February",
    "12月31日前完成": "by 31 December",
    "2017年6月30日前": "by 30 June",
    "2017年6月底": "by 30 June",
    "9月30日以前": "by 30 September",
    "十一月十五日前": "by 15 November",
    "2017.6.30": "by 30 June",
    "2017/6/30前": "by 30 June",
    "2017-06-30": "by 30 June",
    "6.30前": "by 30 June",
    "于6月30日前公开": "by 30 June",
    "次年3月底前": "by 31 March of the next year",
    "2018年1月31日前": "by 31 January of the next year",
    "每季度结束后10个工作日内": "each quarter within 10 working days of its end",
    "每月结束后5日内报送": "each month within 5 days of its end",
    "次月5日前": "monthly by day 5",
    "6月底前完成初稿": "by 30 June",
}
UNDERSTOOD = {
    "长期坚持": "by 31 December",
    "长期推进": "by 31 December",
    "全年推进": "by 31 December",
    "持续推进": "by 31 December",
    "常态化推进": "by 31 December",
    "全年": "by 31 December",
    "年底前": "by 31 December",
    "2017年底前": "by 31 December",
    "年内完成": "by 31 December",
    "每年不少于2次": "by 31 December",
    "6月": "by 30 June",
    "6月份完成": "by 30 June",
    "6—9月": "by 30 September",
    "2017年6月至9月": "by 30 September",
    "10月上旬": "by 10 October",
    "11月中旬前": "by 20 November",
    "上半年": "by 30 June",
    "三季度末": "by 30 September",
    "第三季度": "by 30 September",
    "每月5日前": "monthly by day 5",
    "每年6月30日前": "by 30 June",
}
ASKED = {
    "每季度": ("each quarter within 10 working days of its end",),
    "每半年": ("each half-year within 10 working days of its end",),
    "按月": ("each month within 5 working days of its end",),
    "每周": (),
    "每月25日前": ("each month within 5 working days of its end", "monthly by day 25"),
    "6月31日前": ("by 30 June",),
    "2月29日前": ("by 28 February",),
    "13月底前": (),
    "6月前": ("by 31 May", "by 30 June"),
    "三季度前": ("by 30 June", "by 30 September"),
    "6月底前完成初稿，10月底前公布": ("by 30 June", "by 31 October"),
    "6月底前，长期坚持": ("by 30 June", "by 31 December"),
    "2015年底前": (),
    "2025年6月底前": (),
    "及时公开": ("by 31 December", "20 working days after information-made"),
    "": (),
    "/": (),
    "待定": (),
    "国庆节前": (),
    "信息形成之日起20个工作日内": ("20 working days after information-made",),
    "预算批复后20日内": (),
}


@pytest.mark.parametrize(("written", "words"), SURE.items())
def test_what_fixes_a_day_is_sure(written: str, words: str) -> None:
    reading = read_deadline(written, None, 2017)
    assert reading.value is not None, reading.why.zh
    assert reading.value.words == words
    assert reading.value.set_by_table
    assert reading.certainty is Certainty.SURE


@pytest.mark.parametrize(("written", "words"), UNDERSTOOD.items())
def test_a_stretch_of_the_year_is_read_as_its_end_and_told(written: str, words: str) -> None:
    reading = read_deadline(written, None, 2017)
    assert reading.value is not None, reading.why.zh
    assert reading.value.words == words
    assert reading.certainty is Certainty.UNDERSTOOD
    assert reading.why.zh
    assert reading.why.en


@pytest.mark.parametrize(("written", "suggestions"), ASKED.items())
def test_what_leaves_the_day_open_or_cannot_be_is_asked(written: str, suggestions: tuple[str, ...]) -> None:
    reading = read_deadline(written, None, 2017)
    assert reading.value is None, reading.value
    assert reading.certainty is Certainty.ASKED
    assert reading.suggestions == suggestions
    assert reading.why.zh


def test_february_ends_as_in_the_year_of_the_table() -> None:
    assert read_deadline("2月底前", None, 2020).value.words == "by 29 February"  # type: ignore[union-attr]
    assert read_deadline("2月29日前", None, 2020).value.words == "by 29 February"  # type: ignore[union-attr]


def test_a_cell_that_is_a_date_is_its_day() -> None:
    reading = read_deadline("2017-09-30", date(2017, 9, 30), 2017)
    assert reading.certainty is Certainty.SURE
    assert reading.value is not None
    assert reading.value.words == "by 30 September"


def test_a_spreadsheets_count_of_days_is_shown_back_as_a_day() -> None:
    reading = read_deadline("43039", None, 2017, number=True)
    assert reading.value is not None
    assert reading.value.words == "by 31 October"
    assert reading.certainty is Certainty.UNDERSTOOD
    assert "2017-10-31" in reading.why.zh
    assert read_deadline("6", None, 2017, number=True).certainty is Certainty.ASKED


def test_a_day_before_the_table_was_issued_is_asked() -> None:
    reading = read_deadline("3月底前", None, 2017, date(2017, 5, 26))
    assert reading.value is None
    assert reading.suggestions == ("by 31 March",)
    assert read_deadline("次年3月底前", None, 2017, date(2017, 5, 26)).certainty is Certainty.SURE


PIECES = (
    "6月",
    "底前",
    "31日",
    "前",
    "每季度",
    "每月",
    "长期",
    "推进",
    "2017年",
    "年底",
    "上半年",
    "、",
    "，",
    "完成",
    "10个工作日内",
    "次年",
    "13月",
    "0月",
    "十",
    "至",
    "32日",
    "结束后",
    "（",
    "）",
    " ",
    "\n",
    "0",
    "99999",
    "第五季度",
    "9999年",
)


@given(st.lists(st.sampled_from(PIECES), max_size=7).map("".join) | st.text(max_size=20), st.integers(1949, 2998))
def test_whatever_is_written_is_read_as_a_deadline_or_asked(written: str, year: int) -> None:
    reading = read_deadline(written, None, year, date(year, 3, 1))
    assert (reading.value is None) == (reading.certainty is Certainty.ASKED)
    assert bool(reading.why.zh) == bool(reading.why.en)
    for words in reading.suggestions if reading.value is None else [reading.value.words]:
        assert str(parse_deadline(words)) == words
