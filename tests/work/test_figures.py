"""Figures added up over departments and periods, and the identities of Tiedong's real numbers of 2017."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.obligations import Figure
from compliance.law.periods import parse_period
from compliance.law.rule_book import RuleBook
from compliance.work.amounts import Amount, Kind, number, parse_amount
from compliance.work.figures import NO_NUMBER, NO_YEAR_BEFORE, Expected, FigureEntry, FigureTable
from compliance.work.organisation import Office

RuleWriter = Callable[..., RuleBook]

PACK = """\
pack: cn/points
title: {zh: 要点, en: Key points}
source: {number: 一号, issuer: 区政府, published: 2017-01-01}
layer: district
in-force: {from: 2017-01-01, until: 2017-12-31}
areas: [{id: key, title: {zh: 重点, en: Key}, part: key-areas, order: 1}]
figures:
"""


def figure(name: str, more: str = "", unit: str = "{zh: 条, en: items}", by: str = "[财政局]") -> str:
    title = f"{{zh: {name}, en: {name}}}"
    period = "" if "period:" in more else "period: year"
    fields = ", ".join(part for part in (more, period) if part)
    return f"  - {{id: {name}, title: {title}, unit: {unit}, area: key, entered-by: {by}, {fields}}}\n"


def entry(name: str, amount: str, department: str = "finance", period: str = "2017", day: int = 5) -> FigureEntry:
    return FigureEntry(
        name, department, parse_period(period), parse_amount(amount), date(2018, 1, day), f"{department}.clerk"
    )


@pytest.fixture
def table(write_rules: RuleWriter, office: Office) -> Callable[..., FigureTable]:
    """The table of 2017 out of figures (and identities) and entries."""

    def make(text: str, *entries: FigureEntry) -> FigureTable:
        return FigureTable(write_rules(PACK + text), office, 2017, entries)

    return make


Tables = Callable[..., FigureTable]

EVERYBODY = "{any: department}"
QUARTERLY = figure("posts", "period: quarter", by="{tag: budget-user}")
STOCK = figure("households", "period: quarter, over-time: last", by="{tag: budget-user}")


# --- adding up ---


def test_a_flow_is_added_over_departments_and_periods(table: Tables) -> None:
    sums = table(
        QUARTERLY,
        entry("posts", "10", "finance", "2017-Q1"),
        entry("posts", "20", "finance", "2017-Q2"),
        entry("posts", "5", "education", "2017-Q1"),
    )
    assert sums.total("posts") == number(35)
    assert sums.of_department("posts", "finance") == number(30)
    assert sums.of_department("posts", "education") == number(5)
    assert sums.of_department("posts", "heping-street") is None


def test_a_stock_takes_the_last_period_of_each_department(table: Tables) -> None:
    stock = table(
        STOCK,
        entry("households", "4704", "finance", "2017-Q1"),
        entry("households", "4544", "finance", "2017-Q4"),
        entry("households", "100", "education", "2017-Q3"),
        entry("households", "90", "education", "2017-Q2"),
    )
    # 4544 at the end of the fourth quarter + 100 at the end of the third
    assert stock.total("households") == number(4644)
    assert stock.of_department("households", "education") == number(100)


def test_nothing_entered_is_no_number_and_not_nought(table: Tables) -> None:
    assert table(QUARTERLY).total("posts") is None
    assert table(QUARTERLY, entry("posts", "0", period="2017-Q1")).total("posts") == number(0)


@pytest.mark.parametrize(
    ("second", "total"),
    [
        ("20", number(30)),
        ("0", number(10)),
        ("", Amount(Kind.BLANK)),  # nobody knows the sum
        ("/", number(10)),  # does not apply: adds nothing
        ("20+", number(30, at_least=True)),
    ],
)
def test_nought_blank_stroke_and_more_than_are_added_each_in_its_way(table: Tables, second: str, total: Amount) -> None:
    sums = table(QUARTERLY, entry("posts", "10", period="2017-Q1"), entry("posts", second, period="2017-Q2"))
    assert sums.total("posts") == total


def test_an_entry_of_a_department_that_does_not_owe_the_figure_is_not_counted(table: Tables) -> None:
    sums = table(QUARTERLY, entry("posts", "10", period="2017-Q1"), entry("posts", "9", "heping-street", "2017-Q1"))
    assert sums.total("posts") == number(10)


def test_an_entry_of_another_year_is_not_counted(table: Tables) -> None:
    sums = table(QUARTERLY, entry("posts", "10", period="2017-Q1"), entry("posts", "9", period="2016-Q4"))
    assert sums.total("posts") == number(10)


@given(st.data())
def test_a_later_entry_corrects_an_earlier_one_in_whatever_order_they_come(
    write_rules: RuleWriter, office: Office, data: st.DataObject
) -> None:
    entries = [entry("posts", str(day), period="2017-Q1", day=day) for day in (3, 4, 5)]
    shuffled = data.draw(st.permutations(entries))
    assert FigureTable(write_rules(PACK + QUARTERLY), office, 2017, shuffled).total("posts") == number(5)


def test_of_two_entries_of_one_day_the_later_in_the_list_counts(table: Tables) -> None:
    assert table(QUARTERLY, entry("posts", "1", period="2017-Q1"), entry("posts", "2", period="2017-Q1")).total(
        "posts"
    ) == number(2)


# --- what is missing ---


def the(table: FigureTable, name: str) -> Figure:
    return table.rule_book.figures[name]


def test_every_department_owes_an_entry_for_every_period(table: Tables) -> None:
    sums = table(QUARTERLY)
    expected = [
        Expected("posts", department, parse_period(f"2017-Q{quarter}"))
        for department in ("finance", "education")
        for quarter in (1, 2, 3, 4)
    ]
    assert list(sums.expected(the(sums, "posts"))) == expected
    assert list(sums.missing(the(sums, "posts"))) == expected


@pytest.mark.parametrize(("amount", "missing"), [("0", False), ("/", False), ("400+", False), ("", True)])
def test_a_blank_is_missing_and_a_nought_or_a_stroke_is_not(table: Tables, amount: str, missing: bool) -> None:
    sums = table(figure("posts"), entry("posts", amount))
    assert bool(sums.missing(the(sums, "posts"))) is missing


# --- identities: Tiedong's real numbers of 2017 ---

IDENTITY = """\
identities:
  - {{id: it, title: {{zh: 勾稽, en: Identity}}, holds: "{holds}"}}
"""


def judged(table: Tables, holds: str, **stated: str) -> bool | None:
    """Whether the identity holds for figures stated once for the year; `…%` makes the figure a percentage."""
    names = {name.replace("_", "-"): words for name, words in stated.items()}
    figures = "".join(
        figure(name, unit="percent" if words.endswith("%") else "{zh: 条, en: items}") for name, words in names.items()
    )
    entries = [entry(name, words) for name, words in names.items()]
    (outcome,) = table(figures + IDENTITY.format(holds=holds), *entries).outcomes()
    return outcome.holds


@pytest.mark.parametrize(
    ("holds", "stated"),
    [
        # S7: 75 + 1491 + 155 + 14 = 1735
        ("rated = a + b + c + d", {"rated": "1958", "a": "75", "b": "1491", "c": "155", "d": "14"}),
        # S3.10: 92 + 28 + 8 + 1602 + 18 = 1748
        ("all = a + b + c + d + e", {"all": "1886", "a": "92", "b": "28", "c": "8", "d": "1602", "e": "18"}),
        # S3.6: 376 / 1182 = 31.81 %
        ("rate(part, whole) = stated", {"part": "376", "whole": "1182", "stated": "100%"}),
        # S7: 1977 / 2055 = 96.20 %
        ("rate(part, whole) = stated", {"part": "1977", "whole": "2055", "stated": "97.19%"}),
        # S7: who is very satisfied is satisfied
        ("excellent <= satisfied", {"excellent": "89.53%", "satisfied": "88.74%"}),
        # S3.10 / S1: a part of the district's 2550 posts
        ("education <= weibo", {"education": "60000+", "weibo": "2550"}),
        ("weibo >= education", {"education": "60000+", "weibo": "2550"}),
    ],
)
def test_the_contradictions_of_the_report_are_found(table: Tables, holds: str, stated: dict[str, str]) -> None:
    assert judged(table, holds, **stated) is False


@pytest.mark.parametrize(
    ("holds", "stated"),
    [
        # S1: 4192 + 2550 + 700 + 1950 = 9392
        ("all = a + b + c + d", {"all": "9392", "a": "4192", "b": "2550", "c": "700", "d": "1950"}),
        # S3.9: 439 + 738 + 758 + 147 + 1 = 2083, and 2038 + 45 = 2083
        ("all = a + b + c + d + e", {"all": "2083", "a": "439", "b": "738", "c": "758", "d": "147", "e": "1"}),
        ("all = allotted + left", {"all": "2083", "allotted": "2038", "left": "45"}),
        ("all = a + b + c", {"all": "67", "a": "22", "b": "35", "c": "10"}),  # S3.11
        ("all = a + b + c", {"all": "42", "a": "23", "b": "17", "c": "2"}),  # S3.13
        ("all = closed + open", {"all": "2055", "closed": "1977", "open": "78"}),  # S7
        ("all = closed + open + 0", {"all": "2055", "closed": "1977", "open": "78"}),
        ("all - open = closed", {"all": "2055", "closed": "1977", "open": "78"}),
        ("rate(part, whole) = stated", {"part": "16672", "whole": "17365", "stated": "96%"}),  # 96.0092 %
        ("all = upheld + ordered", {"all": "3", "upheld": "1", "ordered": "2"}),  # S9
        ("part <= all", {"part": "22", "all": "67"}),
    ],
)
def test_the_sound_numbers_of_the_report_are_left_alone(table: Tables, holds: str, stated: dict[str, str]) -> None:
    assert judged(table, holds, **stated) is True


@pytest.mark.parametrize("wrong", ["9391", "9393"])
def test_a_sum_that_is_out_by_one_is_found(table: Tables, wrong: str) -> None:
    assert judged(table, "all = a + b + c + d", all=wrong, a="4192", b="2550", c="700", d="1950") is False


@pytest.mark.parametrize(
    ("stated", "holds"),
    [
        # 16672 / 17365 = 96.00921… %; stated with n decimals, it may be out by half of the last digit
        ("95%", False),  # 94.5 … 95.5
        ("96%", True),  # 95.5 … 96.5
        ("97%", False),
        ("95.9%", False),  # 95.85 … 95.95
        ("96.0%", True),  # 95.95 … 96.05
        ("96.1%", False),
        ("96.00%", False),  # 95.995 … 96.005
        ("96.01%", True),  # 96.005 … 96.015
        ("96.02%", False),
        ("96.009%", True),  # 96.0085 … 96.0095
        ("96.010%", False),
    ],
)
def test_a_rate_is_compared_at_the_digits_it_is_written_with(table: Tables, stated: str, holds: bool) -> None:
    assert judged(table, "rate(part, whole) = stated", part="16672", whole="17365", stated=stated) is holds


@pytest.mark.parametrize(
    ("part", "whole", "literal", "holds"),
    [
        ("955", "1000", "96 %", True),  # 95.5: the edge of the rounding
        ("9549", "10000", "96 %", False),
        ("965", "1000", "96 %", True),
        ("9651", "10000", "96 %", False),
        ("955", "1000", "96.0 %", False),  # 95.95 … 96.05
        ("9595", "10000", "96.0 %", True),
        ("16672", "17365", "96 %", True),  # 96.0092 %
        ("16672", "17365", "96.01 %", True),
        ("16672", "17365", "96.02 %", False),
        ("96", "100", "96", True),  # without the sign the number is exact
        ("16672", "17365", "96", False),
    ],
)
def test_a_percentage_in_the_rule_is_compared_at_the_digits_it_is_written_with(
    table: Tables, part: str, whole: str, literal: str, holds: bool
) -> None:
    assert judged(table, f"rate(part, whole) = {literal}", part=part, whole=whole) is holds


@pytest.mark.parametrize(
    ("holds", "part", "answer"),
    [
        ("rate(part, whole) >= 95 %", "945", True),  # 94.5 % may have been told as 95 %
        ("rate(part, whole) >= 95 %", "944", False),
        ("rate(part, whole) >= 95", "949", False),  # exact
        ("rate(part, whole) <= 95 %", "955", True),
        ("rate(part, whole) <= 95 %", "956", False),
        ("rate(part, whole) + 4 % = 100 %", "960", True),
    ],
)
def test_a_percentage_as_a_bound(table: Tables, holds: str, part: str, answer: bool) -> None:
    assert judged(table, holds, part=part, whole="1000") is answer


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_rate_holds_against_itself_rounded_to_any_digits_and_not_against_its_neighbours(
    write_rules: RuleWriter, office: Office, part: int, whole: int, digits: int
) -> None:
    unit = Decimal(1).scaleb(-digits)
    exact = Decimal(part) * 100 / Decimal(whole)
    rounded = exact.quantize(unit)

    def holds(literal: Decimal) -> bool | None:
        text = figure("part") + figure("whole") + IDENTITY.format(holds=f"rate(part, whole) = {literal:f} %")
        entries = [entry("part", str(part)), entry("whole", str(whole))]
        (outcome,) = FigureTable(write_rules(PACK + text), office, 2017, entries).outcomes()
        return outcome.holds

    assert holds(rounded) is True
    assert holds(rounded + 2 * unit) is False
    if rounded >= 2 * unit:
        assert holds(rounded - 2 * unit) is False


@pytest.mark.parametrize("stated", ["12%", "13%"])
def test_a_rate_that_lies_between_two_roundings_may_be_stated_as_either(table: Tables, stated: str) -> None:
    # 1 / 8 = 12.5 %
    assert judged(table, "rate(part, whole) = stated", part="1", whole="8", stated=stated) is True


@pytest.mark.parametrize(
    ("excellent", "satisfied", "holds"),
    [
        ("88.73%", "88.74%", True),
        ("88.74%", "88.74%", True),
        ("88.75%", "88.74%", False),  # rounding never turns two rates round
        ("89%", "88.74%", True),  # 88.5 … 89.5: may be below 88.74
        ("90%", "88.74%", False),
    ],
)
def test_the_order_of_two_stated_rates(table: Tables, excellent: str, satisfied: str, holds: bool) -> None:
    assert judged(table, "excellent <= satisfied", excellent=excellent, satisfied=satisfied) is holds
    assert judged(table, "satisfied >= excellent", excellent=excellent, satisfied=satisfied) is holds


def test_two_rates_stated_with_different_digits_at_the_last_place_are_not_equal(table: Tables) -> None:
    assert judged(table, "one = other", one="88.74%", other="88.74%") is True
    assert judged(table, "one = other", one="88.74%", other="88.75%") is False


@pytest.mark.parametrize(
    ("holds", "stated", "answer"),
    [
        ("all = a + b", {"all": "500", "a": "400+", "b": "50"}, True),  # at least 450
        ("all = a + b", {"all": "449", "a": "400+", "b": "50"}, False),
        ("all = a + b", {"all": "400+", "a": "300", "b": "50"}, False),  # at least 400, the parts make 350
        ("a <= all", {"a": "2550", "all": "2500+"}, True),
        ("a <= all", {"a": "2551", "all": "2550"}, False),
        ("a <= all", {"a": "2550", "all": "2550"}, True),
        ("rate(a, all) = stated", {"a": "80+", "all": "100", "stated": "90%"}, True),  # at least 80 %
        ("rate(a, all) = stated", {"a": "80+", "all": "100", "stated": "70%"}, False),
        ("rate(a, all) = stated", {"a": "80", "all": "100+", "stated": "70%"}, True),  # at most 80 %
        ("rate(a, all) = stated", {"a": "80", "all": "100+", "stated": "90%"}, False),
    ],
)
def test_more_than_is_no_contradiction_as_long_as_it_may_be_true(
    table: Tables, holds: str, stated: dict[str, str], answer: bool
) -> None:
    assert judged(table, holds, **stated) is answer


@pytest.mark.parametrize("words", ["", "/"])
def test_nothing_is_said_about_an_identity_with_a_blank_or_a_stroke(table: Tables, words: str) -> None:
    assert judged(table, "all = a + b", all="9", a="4", b=words) is None
    assert judged(table, "rate(a, b) = all", all="9%", a="4", b=words) is None


def test_nothing_is_said_about_a_rate_of_nothing(table: Tables) -> None:
    assert judged(table, "rate(part, whole) = stated", part="0", whole="0", stated="100%") is None


def test_nothing_is_said_before_every_figure_is_entered(table: Tables) -> None:
    text = figure("all") + figure("a") + figure("b") + IDENTITY.format(holds="all = a + b")
    (outcome,) = table(text, entry("all", "9"), entry("a", "4")).outcomes()
    assert (outcome.holds, outcome.left, outcome.right) == (None, "", "")


def test_an_outcome_shows_both_sides_as_they_were_counted(table: Tables) -> None:
    text = figure("rated") + figure("a") + figure("b") + IDENTITY.format(holds="rated = a + b")
    (outcome,) = table(text, entry("rated", "1958"), entry("a", "75"), entry("b", "1491")).outcomes()
    assert (outcome.holds, outcome.left, outcome.right) == (False, "1958", "75 + 1491")
    text = figure("part") + figure("whole") + figure("stated", unit="percent")
    text += IDENTITY.format(holds="rate(part, whole) = stated")
    (outcome,) = table(text, entry("part", "376"), entry("whole", "1182"), entry("stated", "100")).outcomes()
    assert (outcome.left, outcome.right) == ("376/1182 = 31.81%", "100%")


# --- while the year runs, figures are entered one after the other ---

PARTS = (
    figure("all", "period: quarter", by="{tag: budget-user}")
    + figure("web", "period: quarter", by="{tag: budget-user}")
    + figure("weibo", "period: quarter, required: false", by="{tag: budget-user}")
    + IDENTITY.format(holds="all = web + weibo")
)
FIRST_QUARTER = [
    entry("all", "10", "finance", "2017-Q1"), entry("web", "9", "finance", "2017-Q1"),
    entry("all", "5", "education", "2017-Q1"), entry("web", "5", "education", "2017-Q1"),
    entry("weibo", "1", "finance", "2017-Q1"),
]  # fmt: skip


def test_a_quarter_that_is_complete_is_judged_at_once(table: Tables) -> None:
    (outcome,) = table(PARTS, *FIRST_QUARTER).outcomes()
    assert outcome.holds is True  # 10 + 5 = (9 + 5) + 1; Weibo may be left out by who has none
    (outcome,) = table(PARTS, *FIRST_QUARTER, entry("all", "11", "finance", "2017-Q1")).outcomes()
    assert outcome.holds is False


@pytest.mark.parametrize("position", range(4))
def test_a_quarter_that_is_half_entered_is_no_contradiction(table: Tables, position: int) -> None:
    # one department has entered its total and not yet its parts, or the other way round: nobody is wrong
    entered = [item for number, item in enumerate(FIRST_QUARTER) if number != position]
    (outcome,) = table(PARTS, *entered).outcomes()
    assert outcome.holds is None


def test_a_total_that_runs_a_quarter_ahead_of_its_parts_is_no_contradiction(table: Tables) -> None:
    ahead = [entry("all", "3", department, "2017-Q2") for department in ("finance", "education")]
    (outcome,) = table(PARTS, *FIRST_QUARTER, *ahead).outcomes()
    assert outcome.holds is None
    caught_up = [entry("web", "3", department, "2017-Q2") for department in ("finance", "education")]
    (outcome,) = table(PARTS, *FIRST_QUARTER, *ahead, *caught_up).outcomes()
    assert outcome.holds is True


def test_quarters_and_a_year_are_compared_when_all_quarters_are_in(table: Tables) -> None:
    text = figure("all") + figure("web", "period: quarter") + IDENTITY.format(holds="all = web")
    quarters = [entry("web", "2", period=f"2017-Q{quarter}") for quarter in (1, 2, 3, 4)]
    (outcome,) = table(text, entry("all", "9"), *quarters[:3]).outcomes()
    assert outcome.holds is None
    (outcome,) = table(text, entry("all", "9"), *quarters).outcomes()
    assert outcome.holds is False


def test_an_entry_for_a_figure_that_the_rules_no_longer_know_is_left_aside(table: Tables) -> None:
    sums = table(QUARTERLY, entry("withdrawn", "4"), entry("posts", "10", period="2017-Q1"))
    assert sums.total("posts") == number(10)
    assert [item.figure for item in sums.entries.values()] == ["posts"]


def test_entries_are_told_apart_by_figure_department_and_period(table: Tables) -> None:
    one = entry("posts", "1", period="2017-Q1")
    others = [replace(one, department="education"), replace(one, period=parse_period("2017-Q2"))]
    assert table(QUARTERLY, one, *others).total("posts") == number(3)


# --- what is carried over from the year before ---

CARRIED = figure("forward") + figure("over") + IDENTITY.format(holds="over = previous(forward)")


@pytest.fixture
def over_years(write_rules: RuleWriter, office: Office) -> Callable[..., FigureTable]:
    """The table of 2017 with that of 2016 behind it."""

    def make(before: str, now: str, text: str = CARRIED, earlier: str = CARRIED) -> FigureTable:
        entries = [] if before == "-" else [entry("forward", before, period="2016")]
        table = FigureTable(write_rules(PACK.replace("2017", "2016") + earlier, year=2016), office, 2016, entries)
        return FigureTable(write_rules(PACK + text), office, 2017, [entry("over", now), entry("forward", "9")], table)

    return make


@pytest.mark.parametrize(("before", "now", "holds"), [("3", "3", True), ("3", "4", False), ("0", "0", True)])
def test_what_is_carried_over_is_held_against_the_year_before(
    over_years: Tables, before: str, now: str, holds: bool
) -> None:
    (outcome,) = over_years(before, now).outcomes()
    assert (outcome.holds, outcome.left, outcome.right) == (holds, now, before)
    assert outcome.unjudged is None


@pytest.mark.parametrize("before", ["-", "", "/"])
def test_a_year_before_without_the_number_leaves_it_unjudged_and_says_so(over_years: Tables, before: str) -> None:
    (outcome,) = over_years(before, "3").outcomes()
    assert (outcome.holds, outcome.unjudged) == (None, NO_YEAR_BEFORE)


def test_a_year_before_that_is_not_held_leaves_it_unjudged_and_says_so(table: Tables) -> None:
    (outcome,) = table(CARRIED, entry("over", "3")).outcomes()
    assert (outcome.holds, outcome.unjudged) == (None, NO_YEAR_BEFORE)


def test_rules_of_the_year_before_that_do_not_have_the_figure_leave_it_unjudged(over_years: Tables) -> None:
    (outcome,) = over_years("3", "3", earlier=figure("over")).outcomes()
    assert (outcome.holds, outcome.unjudged) == (None, NO_YEAR_BEFORE)


def test_a_year_before_that_is_entered_in_part_leaves_it_unjudged(write_rules: RuleWriter, office: Office) -> None:
    quarterly = (
        figure("forward", "period: quarter") + figure("over") + IDENTITY.format(holds="over = previous(forward)")
    )
    quarters = [entry("forward", "1", period=f"2016-Q{quarter}") for quarter in (1, 2, 3, 4)]
    book = write_rules(PACK.replace("2017", "2016") + quarterly, year=2016)
    for entered, holds in ((quarters[:3], None), (quarters, True)):
        before = FigureTable(book, office, 2016, entered)
        now = FigureTable(write_rules(PACK + quarterly), office, 2017, [entry("over", "4")], before)
        assert [outcome.holds for outcome in now.outcomes()] == [holds]


def test_a_number_of_this_year_that_is_missing_is_told_apart_from_one_of_the_year_before(table: Tables) -> None:
    (outcome,) = table(figure("all") + figure("a") + IDENTITY.format(holds="all = a"), entry("all", "9")).outcomes()
    assert outcome.unjudged == NO_NUMBER
