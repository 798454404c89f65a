"""What changes from one rule book to another, said so that a coordinator can act on it."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from compliance.law.calendars import WorkingCalendar
from compliance.law.comparison.differences import Difference, Holders, Kind, Subject, differences
from compliance.law.obligations import Pack
from compliance.law.reading.packs import read_pack
from compliance.law.rule_book import RuleBook
from compliance.law.selectors import AnyDepartment, Named, Selector
from compliance.law.text import Text, same

ROOT = Path(__file__).resolve().parents[2]
REGION = "cn/liaoning/anshan/tiedong"

WritePack = Callable[..., Pack]
Compare = Callable[..., tuple[Difference, ...]]

AREAS = "areas: [{id: proactive, title: {zh: 主动公开, en: Proactive}, part: proactive, order: 1}]\n"
USUAL = {
    "id": "budget",
    "title": "{zh: 公开部门预算, en: Publish the budget}",
    "area": "proactive",
    "basis": "art. 14",
    "who": "[财政局, 教育局]",
    "starts": "budget-replied",
    "deadline": "20 days after budget-replied",
    "evidence": "[link]",
    "cases": "[{budget-replied: 2017-02-10, due: 2017-03-02}]",
}
YEARLY = {"starts": "", "deadline": "by 31 March", "cases": "[{year: 2017, due: 2017-03-31}]"}
MONTHLY = {
    "starts": "",
    "deadline": "each month within 15 days of its end",
    "cases": "[{period: 2017-01, due: 2017-02-15}]",
}


def duty(**fields: str) -> str:
    """An obligation as a jurist writes it: the usual one, with other fields; an empty one is left out."""
    written = {**USUAL, **{name.replace("_", "-"): value for name, value in fields.items()}}
    lines = [f"{name}: {value}" for name, value in written.items() if value]
    return "  - " + "\n    ".join(lines) + "\n"


def pack(*duties: str, key: str = "cn/law", year: int = 2017, rest: str = "") -> Pack:
    """A pack in force for one year."""
    layer = ("nation", "province", "city", "district")[key.count("/") - 1]
    return read_pack(
        f"pack: {key}\ntitle: {{zh: {key}, en: Paper {key}}}\n"
        "source: {number: 一号, issuer: 国务院, published: 2017-01-01}\n"
        f"layer: {layer}\nin-force: {{from: {year}-01-01, until: {year}-12-31}}\n"
        + (AREAS if layer == "nation" else "")
        + ("obligations:\n" + "".join(duties) if duties else "")
        + dedent(rest),
        f"{key}.yaml",
    )


def book(*packs: Pack, year: int = 2017) -> RuleBook:
    """The rules of Tiedong for a year."""
    return RuleBook.for_office(packs, REGION, date(year, 1, 1), date(year, 12, 31))


def bureaus(selector: Selector) -> dict[str, Text]:
    """An office of three bureaus, each called by its Chinese name."""
    match selector:
        case AnyDepartment():
            return {name: same(name) for name in ("财政局", "教育局", "民政局")}
        case Named(names=names):
            return {name: same(name) for name in names}
        case _:
            return {}


@pytest.fixture
def changes(calendar: WorkingCalendar) -> Compare:
    """What differs from the one duty to the other; the other way round each difference is its opposite."""

    def compare(before: str, after: str, holders: Holders | None = None) -> tuple[Difference, ...]:
        earlier, later = book(pack(before)), book(pack(after))
        found = differences(earlier, later, calendar, holders)
        assert shape(differences(later, earlier, calendar, holders)) == mirrored(found)
        return found

    return compare


def shape(found: Iterable[Difference]) -> list[tuple[str, ...]]:
    """What differs, without the words and without order."""
    return sorted(
        (item.kind, item.subject, str(item.before), str(item.after), str(sorted(item.gains)), str(sorted(item.loses)))
        for item in found
    )


def mirrored(found: Iterable[Difference]) -> list[tuple[str, ...]]:
    """The same looked at the other way round."""
    return sorted(
        (item.kind.mirrored, item.subject, str(item.after), str(item.before), str(sorted(item.loses)), str(sorted(item.gains)))
        for item in found
    )  # fmt: skip


def told(found: Iterable[Difference]) -> list[tuple[str, str]]:
    return [(item.kind.value, item.words.en) for item in found]


def test_a_duty_that_only_the_later_book_holds_is_new(calendar: WorkingCalendar) -> None:
    (new,) = differences(book(pack()), book(pack(duty())), calendar)
    assert (new.kind, new.subject, new.before, new.after) == (Kind.NEW, Subject.OBLIGATION, None, "cn/law#budget")
    assert new.words == Text(
        "期限：自“budget-replied”之日起20日内；责任单位：财政局、教育局；依据：《cn/law》第十四条",
        "time: 20 days after budget-replied; owed by: 财政局, 教育局; basis: Paper cn/law, art. 14",
    )
    (gone,) = differences(book(pack(duty())), book(pack()), calendar)
    assert (gone.kind, gone.before, gone.after) == (Kind.GONE, "cn/law#budget", None)


def test_a_declared_event_is_called_by_its_title(calendar: WorkingCalendar) -> None:
    events = """\
        events:
          - {id: budget-replied, title: {zh: 财政部门批复预算, en: the budget is approved}}
        """
    (new,) = differences(book(pack()), book(pack(duty(), rest=events)), calendar)
    assert new.words.zh.startswith("期限：自财政部门批复预算之日起20日内；")
    assert new.words.en.startswith("time: 20 days after the budget is approved; ")
    at_once = duty(deadline="on the day of budget-replied", cases="[{budget-replied: 2017-02-10, due: 2017-02-10}]")
    (new,) = differences(book(pack()), book(pack(at_once, rest=events)), calendar)
    assert new.words.zh.startswith("期限：财政部门批复预算当日；")
    assert new.words.en.startswith("time: on the day when the budget is approved; ")


def test_a_shorter_time_is_stricter_with_a_day_that_shows_it(changes: Compare) -> None:
    (item,) = changes(
        duty(), duty(deadline="15 days after budget-replied", cases="[{budget-replied: 2017-02-10, due: 2017-02-25}]")
    )
    assert item.kind is Kind.STRICTER
    assert item.words.en == (
        "time: “within 15 days” instead of “within 20 days”; "
        "from 2017-01-01, for example, it ended on 2017-01-21 and now ends on 2017-01-16"
    )
    assert item.words.zh == "期限由“20日内”改为“15日内”，例如从2017-01-01起算，原截止2017-01-21，现截止2017-01-16"


def test_a_longer_time_is_looser(changes: Compare) -> None:
    found = changes(duty(**YEARLY), duty(**{**YEARLY, "deadline": "by 30 April"}))
    assert told(found) == [
        ("looser", "time: “by 30 April” instead of “by 31 March”; from 2017, for example, it ended on 2017-03-31 "
        "and now ends on 2017-04-30")
    ]  # fmt: skip


def test_days_against_working_days_are_both_where_the_calendar_says_so(changes: Compare) -> None:
    found = changes(duty(), duty(deadline="13 working days after budget-replied"))
    # 13 working days end earlier in plain weeks, later over the Spring Festival
    assert [item.kind for item in found] == [Kind.STRICTER, Kind.LOOSER]


def test_more_often_is_stricter(changes: Compare) -> None:
    quarterly = {
        **MONTHLY,
        "deadline": "each quarter within 15 days of its end",
        "cases": "[{period: 2017-Q1, due: 2017-04-15}]",
    }
    assert told(changes(duty(**quarterly), duty(**MONTHLY))) == [
        ("stricter", "how often: “each month” instead of “each quarter”")
    ]


def test_a_clock_that_starts_from_something_else_is_neither(changes: Compare) -> None:
    other = duty(
        starts="budget-approved",
        deadline="20 days after budget-approved",
        cases="[{budget-approved: 2017-02-10, due: 2017-03-02}]",
    )
    assert told(changes(duty(), other)) == [
        ("changed", "time: “20 days after budget-approved” instead of “20 days after budget-replied”; "
        "it starts from something else, so neither is the longer")
    ]  # fmt: skip


def test_a_shorter_greatest_age_is_stricter(changes: Compare) -> None:
    fortnight = {
        "deadline": "at least every 14 days",
        "starts": "",
        "cases": "[{published: 2017-03-01, due: 2017-03-15}]",
    }
    week = {**fortnight, "deadline": "at least every 7 days", "cases": "[{published: 2017-03-01, due: 2017-03-08}]"}
    (item,) = changes(duty(**fortnight), duty(**week))
    assert item.kind is Kind.STRICTER
    assert item.words.en == (
        "time: “at least every 7 days” instead of “at least every 14 days”; "
        "from 2017-01-01, for example, it ended on 2017-01-15 and now ends on 2017-01-08"
    )


def test_a_deadline_said_in_other_words_is_reworded(changes: Compare) -> None:
    found = changes(duty(**MONTHLY), duty(**{**MONTHLY, "deadline": "monthly by day 15"}))
    assert [item.kind for item in found] == [Kind.REWORDED]
    assert found[0].words.zh.endswith("，截止日不变")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({}, {"evidence": "[link, file]"}, [("stricter", "more evidence: file")]),
        ({"evidence": "[link, file]"}, {"evidence": "[file, note]"}, [("stricter", "more evidence: note"), ("looser", "evidence no longer asked for: link")]),
        ({}, {"before-publishing": "[confidentiality-review]"}, [("stricter", "now before publishing: confidentiality review")]),
        ({}, {"severity": "warning"}, [("looser", "severity: “warning” instead of “breach”")]),
        ({}, {"extend": "{once: 5 days}"}, [("looser", "may now be extended")]),
        ({}, {"suspends": "[third-party-consultation]"}, [("looser", "time for consulting a third party no longer counts")]),
        ({}, {"title": "{zh: 公开预算, en: The budget}"}, [("reworded", "title: “The budget” instead of “Publish the budget”")]),
        ({}, {"basis": "art. 15"}, [("renumbered", "basis: “Paper cn/law, art. 15” instead of “Paper cn/law, art. 14”")]),
        ({}, {"who": "[财政局, 民政局]"}, [("moved", "owed by: “财政局, 民政局” instead of “财政局, 教育局”")]),
        ({}, {"supporting": "[民政局]"}, [("moved", "supported by: “民政局” instead of “none”")]),
        ({}, {"deadline-set-by": "office"}, [("changed", "time set by: “the office” instead of “the law”")]),
        ({}, {"note": "{zh: 甲, en: a}"}, [("reworded", "note: “a” instead of “none”")]),
        ({}, {"in-force": "{from: 2017-05-01}"}, [("changed", "in force: “2017-05-01 to 2017-12-31” instead of “2017-01-01 to 2017-12-31”")]),
        ({}, {"verified": "false"}, []),
    ],
)  # fmt: skip
def test_every_field_that_changes_is_told(
    changes: Compare, before: dict[str, str], after: dict[str, str], said: list[tuple[str, str]]
) -> None:
    assert told(changes(duty(**before), duty(**after))) == said


def test_quotation_marks_within_quotation_marks_are_single(changes: Compare) -> None:
    (item,) = changes(duty(), duty(title="{zh: 公开“三公”经费, en: Publish the “three” expenses}"))
    assert item.words.zh == "名称由“公开部门预算”改为“公开‘三公’经费”"
    assert item.words.en == "title: “Publish the ‘three’ expenses” instead of “Publish the budget”"


def test_a_longer_extension_shows_a_day(changes: Compare) -> None:
    (item,) = changes(duty(extend="{once: 5 days}"), duty(extend="{once: 6 days}"))
    assert told([item]) == [
        (
            "looser",
            "a longer extension; from 2017-01-01, for example, it ended on 2017-01-06 and now ends on 2017-01-07",
        )
    ]


def test_with_an_office_the_departments_that_gain_and_lose_a_duty_are_named(changes: Compare) -> None:
    (item,) = changes(duty(), duty(who="[财政局, 民政局]"), bureaus)
    assert (item.kind, item.gains, item.loses) == (Kind.MOVED, ("民政局",), ("教育局",))
    assert item.departments == ("财政局", "民政局", "教育局")
    assert item.words == Text("增加责任单位：民政局；不再负责：教育局", "now owed by 民政局; no longer owed by 教育局")


def test_with_an_office_other_words_for_the_same_departments_move_nothing(changes: Compare) -> None:
    assert changes(duty(who="[财政局, 教育局, 民政局]"), duty(who="{any: department}"), bureaus) == ()


def test_with_an_office_a_change_concerns_those_that_owe_the_duty_and_those_that_help(changes: Compare) -> None:
    (item,) = changes(duty(supporting="[民政局]"), duty(supporting="[民政局]", severity="notice"), bureaus)
    assert item.departments == ("财政局", "教育局", "民政局")
    assert (item.gains, item.loses) == ((), ())


def test_a_duty_is_the_same_in_the_packs_of_two_years(calendar: WorkingCalendar) -> None:
    before = book(pack(duty(), key="cn/key-points-2017"))
    after = book(pack(duty(severity="notice"), key="cn/key-points-2018", year=2018), year=2018)
    (item,) = differences(before, after, calendar)  # that the paper has another year is no other basis
    assert (item.kind, item.before, item.after) == (
        Kind.LOOSER, "cn/key-points-2017#budget", "cn/key-points-2018#budget",
    )  # fmt: skip


def test_a_duty_that_replaces_another_is_compared_with_it_and_not_with_its_namesake(calendar: WorkingCalendar) -> None:
    before = book(pack(duty(), duty(id="report"), key="cn/key-points-2017"))
    renamed = duty(id="money", replaces="cn/key-points-2017#budget", severity="notice")
    after = book(pack(renamed, duty(), duty(id="report"), key="cn/key-points-2018", year=2018), year=2018)
    found = differences(before, after, calendar)
    assert [(item.kind, item.before, item.after) for item in found] == [
        (Kind.LOOSER, "cn/key-points-2017#budget", "cn/key-points-2018#money"),
        (Kind.NEW, None, "cn/key-points-2018#budget"),
    ]


def test_a_refinement_that_is_new_changes_the_duty_that_it_refines(calendar: WorkingCalendar) -> None:
    refined = "  - {id: local, refines: 'cn/law#budget', who: [财政局], evidence: [link, file]}\n"
    law = pack(duty())
    before, after = book(law), book(law, pack(refined, key="cn/liaoning/rules"))
    found = differences(before, after, calendar, bureaus)
    assert [(item.kind, item.before, item.after, item.loses) for item in found] == [
        (Kind.STRICTER, "cn/law#budget", "cn/liaoning/rules#local", ()),
        (Kind.MOVED, "cn/law#budget", "cn/liaoning/rules#local", ("教育局",)),
    ]
    assert shape(differences(after, before, calendar, bureaus)) == mirrored(found)


def test_a_law_that_was_replaced_within_the_year_is_told_once(write_pack: WritePack, calendar: WorkingCalendar) -> None:
    body = AREAS + "obligations:\n"
    old = write_pack("cn/law-2007", body + duty(), in_force="{from: 2008-05-01, until: 2019-05-14}")
    new = write_pack("cn/law-2019", body + duty(severity="notice"), in_force="{from: 2019-05-15}")
    year_before, year_of_change, year_after = (
        RuleBook.for_office([old, new], "cn", date(year, 1, 1), date(year, 12, 31)) for year in (2018, 2019, 2020)
    )
    found = differences(year_before, year_of_change, calendar)
    assert [(item.kind, item.before, item.after) for item in found] == [
        (Kind.LOOSER, "cn/law-2007#budget", "cn/law-2019#budget")
    ]
    assert differences(year_of_change, year_after, calendar) == ()


def test_a_duty_that_ends_within_the_year_is_told(write_pack: WritePack, calendar: WorkingCalendar) -> None:
    law = write_pack("cn/law", AREAS + "obligations:\n" + duty(), in_force="{from: 2008-05-01, until: 2019-05-14}")
    books = [RuleBook.for_office([law], "cn", date(year, 1, 1), date(year, 12, 31)) for year in (2018, 2019)]
    assert told(differences(books[0], books[1], calendar)) == [
        ("changed", "in force: “2019-01-01 to 2019-05-14” instead of “2018-01-01 to 2018-12-31”")
    ]


def test_a_duty_that_became_two_is_compared_with_both(calendar: WorkingCalendar) -> None:
    parts = [duty(id=name, replaces="cn/law#budget", severity="notice") for name in ("plan", "result")]
    before, after = book(pack(duty())), book(pack(*parts, key="cn/new-law"))
    found = differences(before, after, calendar)
    assert [(item.before, item.after) for item in found if item.kind is Kind.LOOSER] == [
        ("cn/law#budget", "cn/new-law#plan"),
        ("cn/law#budget", "cn/new-law#result"),
    ]
    assert shape(differences(after, before, calendar)) == mirrored(found)


FIGURES = """
    figures:
      - id: items
        title: {{zh: 公开条数, en: Items}}
        unit: {{zh: 条, en: items}}
        area: proactive
        entered-by: [财政局]
        period: {}
    identities:
      - {{id: sum, title: {{zh: 总数, en: Total}}, holds: items {} 1}}
    grounds:
      - {{id: secret, title: {{zh: 国家秘密, en: Secret}}, basis: {}}}
"""


def test_figures_identities_and_grounds_are_told_when_they_change(calendar: WorkingCalendar) -> None:
    before = book(pack(rest=FIGURES.format("month", ">=", "art. 14")))
    after = book(pack(rest=FIGURES.format("year", "<=", "art. 15")))
    found = differences(before, after, calendar, bureaus)
    assert [(item.subject.value, *words) for item, words in zip(found, told(found), strict=True)] == [
        ("figure", "changed", "period: “each year” instead of “each month”"),
        ("identity", "changed", "equation: “items <= 1” instead of “items >= 1”"),
        ("ground", "changed", "basis: “Paper cn/law, art. 15” instead of “Paper cn/law, art. 14”"),
    ]
    assert found[0].departments == ("财政局",)
    assert [(item.subject.value, item.kind) for item in differences(book(pack()), after, calendar)] == [
        ("figure", Kind.NEW), ("identity", Kind.NEW), ("ground", Kind.NEW),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def years() -> dict[int, RuleBook]:
    """The shipped rules of Tiedong from 2016 to 2020."""
    rules = ROOT / "rules"
    files = [file for file in sorted(rules.rglob("*.yaml")) if "calendar" not in file.parts]
    packs = [read_pack(file.read_text("utf-8"), file.relative_to(rules).as_posix()) for file in files]
    return {year: book(*packs, year=year) for year in range(2016, 2021)}


@pytest.mark.parametrize("year", range(2016, 2021))
def test_a_year_differs_in_nothing_from_itself(
    years: dict[int, RuleBook], calendar: WorkingCalendar, year: int
) -> None:
    assert differences(years[year], years[year], calendar) == ()


@pytest.mark.parametrize("before", range(2016, 2021))
@pytest.mark.parametrize("after", range(2016, 2021))
def test_the_other_way_round_every_difference_is_its_opposite(
    years: dict[int, RuleBook], calendar: WorkingCalendar, before: int, after: int
) -> None:
    there = differences(years[before], years[after], calendar)
    back = differences(years[after], years[before], calendar)
    assert shape(back) == mirrored(there)


def test_the_district_of_2017_is_stricter_than_the_laws_of_2016(
    years: dict[int, RuleBook], calendar: WorkingCalendar
) -> None:
    found = differences(years[2016], years[2017], calendar)
    assert not [item for item in found if item.kind in (Kind.LOOSER, Kind.GONE)]
    stricter = {(item.before, item.after): item.words.zh for item in found if item.kind is Kind.STRICTER}
    # Sunday 1 January 2017 is off, as is Monday: 3–6 = 1–4, 9–13 = 5–9, 16–20 = 10–14, 22–26 = 15–19 (Sunday 22 is worked,
    # Saturday 21 is not), then 27 January to 2 February is off: 3 = 20; day 15 is Sunday the 22nd
    assert stricter["cn/proposals#reply-published", "cn/liaoning/anshan/tiedong/key-points-2017#reply-published"] == (
        "期限由“20个工作日内”改为“15个工作日内”，例如从2017-01-01起算，原截止2017-02-03，现截止2017-01-22"
    )
