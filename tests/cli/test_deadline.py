"""`compliance deadline`: a due date without a database."""

from pathlib import Path

import pytest

from .conftest import Run

SPRING_FESTIVAL = "20 working days after 2017-01-20"


def test_spring_festival_and_the_weekend_days_that_were_worked_are_named(run_here: Run) -> None:
    outcome = run_here("deadline", SPRING_FESTIVAL, "--explain")
    assert (outcome.status, outcome.err) == (0, "")
    assert "2017-01-27 … 2017-02-02: Spring Festival (国办发明电〔2016〕17号), not counted" in outcome.out
    assert "2017-01-22: day 1 (Sunday, worked in exchange for Spring Festival" in outcome.out
    assert "2017-02-04: day 7 (Saturday, worked in exchange for Spring Festival" in outcome.out
    assert "due: 2017-02-22 (Wednesday)" in outcome.out
    chinese = run_here("deadline", SPRING_FESTIVAL, "--explain", "--lang", "zh").out
    assert "春节" in chinese
    assert "2017-02-22" in chinese


def test_json_is_the_due_day_whether_it_is_provisional_and_every_day_that_led_to_it(run_here: Run) -> None:
    found = run_here("deadline", SPRING_FESTIVAL, "--json").json
    assert found["due"] == "2017-02-22"
    assert found["provisional"] is False
    assert (found["missing_years"], found["moment"], found["last_working_day"]) == ([], None, "2017-02-22")
    counted = [step for step in found["derivation"] if step["counted"]]
    assert [step["counted"] for step in counted] == list(range(1, 21))
    assert (counted[0]["date"], counted[-1]["date"]) == ("2017-01-22", "2017-02-22")
    assert set(found["derivation"][0]) == {"date", "counted", "reason"}
    assert all(step["reason"]["zh"] and step["reason"]["en"] for step in found["derivation"])


@pytest.mark.parametrize(
    ("words", "due"),
    [
        (["by 31 March of the next year", "--for", "2017"], "2018-03-31"),
        (["monthly by day 5", "--for", "2017-03"], "2017-04-05"),
        (["at least every 14 days", "--from", "2017-03-01"], "2017-03-15"),
        (["20 days after budget-replied", "--from", "2017-04-05"], "2017-04-25"),
        (["24 hours after opinion-found", "--from", "2017-07-18T14:20"], "2017-07-19"),
    ],
)
def test_events_and_periods(run_here: Run, words: list[str], due: str) -> None:
    assert run_here("deadline", *words, "--json").json["due"] == due


def test_a_year_whose_notice_was_not_out_yet_is_provisional(run_here: Run) -> None:
    words = ["deadline", "20 working days after 2017-12-20", "--known-on", "2017-06-30"]
    found = run_here(*words, "--json").json
    assert found["provisional"] is True
    assert found["missing_years"] == [2018]
    assert "2018" in run_here(*words).out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["20 wroking days after 2017-01-20"], "cannot read the deadline"),
        (["twenty days after 2017-01-20"], "cannot read the deadline"),
        (["at least every 14 days"], "say when it was last published with --from"),
        (["20 working days after 2017-11-31"], "there is no such day as 2017-11-31"),
        (["20 days after x", "--from", "2017-11-31"], "there is no such day as 2017-11-31"),
        (["24 hours after x", "--from", "2017-11-30T25:00"], "must be written as 2017-01-20T09:30"),
        (["20 days after x"], "say when `x` was with --from"),
        (["monthly by day 5"], "say for which period with --for"),
        (["monthly by day 5", "--for", "2017"], "the period `2017` does not fit the deadline"),
        (["monthly by day 5", "--for", "2017-13"], "`2017-13` is not a period"),
        ([SPRING_FESTIVAL, "--calendar", "cn/nowhere"], "there is no calendar `cn/nowhere`; known are cn"),
        ([SPRING_FESTIVAL, "--calendar", "../rules/cn"], "there is no calendar `../rules/cn`"),
    ],
)
def test_what_cannot_be_computed_is_refused_with_one_sentence(run_here: Run, words: list[str], sentence: str) -> None:
    outcome = run_here("deadline", *words)
    assert (outcome.status, outcome.out) == (2, "")
    assert sentence in outcome.err
    assert len(outcome.err.splitlines()) == 1


SANYUESAN = "5 working days after 2017-03-28"
FAIR = """\
calendar: cn/guangxi/nanning
year: 2017
notices:
  - number: 南府办一号
    issuer: 南宁市人民政府办公室
    published: 2017-01-05
    holidays:
      - name: {zh: 民歌节, en: Folk song festival}
        days: 2017-04-06
"""


def test_a_region_counts_its_own_days_off_over_the_nation_s(run_here: Run) -> None:
    assert run_here("deadline", SANYUESAN, "--json").json["due"] == "2017-04-05"
    assert run_here("deadline", SANYUESAN, "--calendar", "cn/guangxi", "--json").json["due"] == "2017-04-08"
    told = run_here("deadline", SANYUESAN, "--calendar", "cn/guangxi", "--explain", "--lang", "zh").out
    assert (
        "2017-03-30 … 2017-04-01：壮族三月三放假（广西壮族自治区人民政府办公厅关于2017年“壮族三月三”放假的通知），不计"
        in told
    )
    assert "2017-04-02 … 2017-04-04：清明节放假（国办发明电〔2016〕17号），不计" in told
    early = ["deadline", SANYUESAN, "--calendar", "cn/guangxi", "--known-on", "2017-02-09", "--json"]
    assert run_here(*early).json["due"] == "2017-04-05"


def test_an_office_s_own_rules_may_hold_the_calendar_of_its_district(
    run_here: Run, tmp_path: Path, office_file: str
) -> None:
    (tmp_path / "office.yaml").write_text(office_file, encoding="utf-8")
    calendar = tmp_path / "rules" / "cn" / "guangxi" / "nanning" / "calendar"
    calendar.mkdir(parents=True)
    (calendar / "2017.yaml").write_text(FAIR, encoding="utf-8")
    words = ["deadline", SANYUESAN, "--calendar", "cn/guangxi/nanning"]
    found = run_here("--office", str(tmp_path), *words, "--json").json
    # 29 March = 1; the festival and Qingming; 5 April = 2; the 6th is off in the city; 7 = 3, Saturday 8 = 4, 10 = 5
    assert (found["due"], found["provisional"]) == ("2017-04-10", False)
    assert "there is no calendar `cn/guangxi/nanning`; known are cn, cn/guangxi, uk" in run_here(*words).err
    checked = run_here("rules", "check", str(tmp_path / "rules"))
    assert (checked.status, checked.err) == (0, "")
