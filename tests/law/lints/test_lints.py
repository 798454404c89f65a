"""Both sides of the edges of each lint. The first example of each stands on its page and is run in test_pages.py."""

from collections.abc import Callable

import pytest

from compliance.law.calendars import WorkingCalendar
from compliance.law.lints.linted import Linted, OfficeLinted
from compliance.law.lints.registry import LINTS, run
from compliance.law.obligations import Pack
from compliance.law.reading.packs import read_pack

Tell = Callable[..., list[str]]
WritePack = Callable[..., Pack]

AREAS = "areas:\n  - {id: proactive, title: {zh: 主动公开, en: Proactive}, part: proactive}\n"


def duty(
    name: str = "disclosure", fields: str = "", deadline: str = "20 days after made", who: str = "{any: department}"
) -> str:
    """One obligation as an item of a list; its case need not come out."""
    starts = f"\n    starts: {deadline.rpartition(' ')[2]}" if " after " in deadline else ""
    case = f"{deadline.rpartition(' ')[2]}: 2017-03-09" if starts else "period: 2017-03"
    if deadline.startswith("by"):
        case = "year: 2017"
    if deadline.startswith("at least"):
        case = "published: 2017-03-15"
    if deadline.startswith("each"):
        case = {"month": "period: 2017-03", "quarter": "period: 2017-Q1", "year": "year: 2017"}[deadline.split()[1]]
    return f"""\
  - id: {name}
    title: {{zh: 公开, en: Disclose}}
    area: proactive
    basis: art. 18
    who: {who}{starts}
    deadline: {deadline}
    {fields}
    cases: [{{{case}, due: 2017-03-29}}]
"""


def refining(upper: str, fields: str, name: str = "local") -> str:
    return f"obligations:\n  - id: {name}\n    refines: {upper}\n    basis: art. 2\n    {fields}\n"


def law(*duties: str, more: str = "") -> str:
    return AREAS + more + "obligations:\n" + "".join(duties)


# ---- L001


def test_fewer_holders_are_found_for_an_office_only(tell: Tell, write_pack: WritePack, office: OfficeLinted) -> None:
    upper = write_pack("cn/law", law(duty(who="{tag: all}")))
    lower = write_pack("cn/liaoning/rules", refining("cn/law#disclosure", "who: [财政局]"), "province")
    assert tell("L001", upper, lower) == []
    (said,) = tell("L001", upper, lower, office=office)
    assert said.endswith("fewer duty holders, without Education")


@pytest.mark.parametrize("who", ["{any: department}", "[教育局, 财政局]", "{tag: all}"])
def test_as_many_holders_in_other_words_are_silent(
    tell: Tell, write_pack: WritePack, office: OfficeLinted, who: str
) -> None:
    upper = write_pack("cn/law", law(duty(who="{tag: all}")))
    lower = write_pack("cn/liaoning/rules", refining("cn/law#disclosure", f"who: {who}"), "province")
    assert tell("L001", upper, lower, office=office) == []


def test_an_office_of_another_region_is_not_asked(tell: Tell, write_pack: WritePack, office: OfficeLinted) -> None:
    upper = write_pack("cn/law", law(duty(who="{tag: all}")))
    lower = write_pack("cn/jilin/rules", refining("cn/law#disclosure", "who: [财政局]"), "province")
    assert tell("L001", upper, lower, office=office) == []


def ground(name: str) -> str:
    return f"grounds:\n  - {{id: {name}, title: {{zh: 国家秘密, en: Secret}}, basis: art. 14}}\n"


def test_a_ground_that_the_upper_law_does_not_have_is_an_exemption_more(tell: Tell, write_pack: WritePack) -> None:
    upper = write_pack("cn/law", ground("state-secret"))
    same = write_pack("cn/liaoning/rules", ground("state-secret"), "province")
    more = write_pack("cn/liaoning/rules", ground("inconvenient"), "province")
    assert tell("L001", upper, same) == []
    assert tell("L001", upper, more) == [
        "inconvenient: `inconvenient` (Measures cn/liaoning/rules, art. 14) is a ground for not disclosing that the "
        "upper rules do not have (Measures cn/law)"
    ]
    assert tell("L001", more) == []  # nothing stands above it
    assert tell("L001", upper, write_pack("cn/liaoning/rules", ground("inconvenient"), "nation")) != []
    assert tell("L001", upper, write_pack("cn/other-law", ground("inconvenient"))) == []  # a law of the same layer


def test_a_duty_does_not_leave_its_life_cycle(tell: Tell, write_pack: WritePack) -> None:
    upper = write_pack("cn/law", law(duty()))
    lower = write_pack("cn/liaoning/rules", refining("cn/law#disclosure", "life-cycle: request"), "province")
    (said,) = tell("L001", upper, lower)
    assert said.endswith("the work follows another life cycle")


# ---- L003


def test_a_name_is_told_with_the_nearest_one(tell: Tell, write_pack: WritePack) -> None:
    wrong = duty().replace("area: proactive", "area: pro-active")
    assert tell("L003", write_pack("cn/law", law(wrong))) == [
        "disclosure: the area `pro-active` is nowhere declared; did you mean `proactive`?"
    ]


def test_an_area_of_a_pack_beside_or_below_does_not_count(tell: Tell, write_pack: WritePack) -> None:
    below = write_pack("cn/liaoning/rules", AREAS, "province")
    assert tell("L003", write_pack("cn/law", "obligations:\n" + duty()), below) == [
        "disclosure: the area `proactive` is nowhere declared"
    ]


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2019-05-14", ["disclosure: the area `proactive` is declared by no pack in force from 2019-05-15"]),
        ("2020-12-31", []),
    ],
)
def test_an_area_must_be_declared_as_long_as_the_duty_is_in_force(
    tell: Tell, write_pack: WritePack, until: str, said: list[str]
) -> None:
    areas = write_pack("cn/areas", AREAS, in_force=f"{{from: 2008-05-01, until: {until}}}")
    duties = write_pack("cn/law", "obligations:\n" + duty(), in_force="{from: 2010-01-01, until: 2020-12-31}")
    assert tell("L003", areas, duties) == said
    later = write_pack("cn/more-areas", AREAS, in_force="{from: 2019-05-15}")
    assert tell("L003", areas, duties, later) == []


def test_a_day_between_two_declarations_is_found(tell: Tell, write_pack: WritePack) -> None:
    areas = write_pack("cn/areas", AREAS, in_force="{from: 2008-05-01, until: 2019-05-14}")
    later = write_pack("cn/more-areas", AREAS, in_force="{from: 2019-05-16}")
    duties = write_pack("cn/law", "obligations:\n" + duty())
    assert tell("L003", areas, later, duties) == [
        "disclosure: the area `proactive` is declared by no pack in force from 2019-05-15"
    ]


def event(name: str) -> str:
    return f"events:\n  - {{id: {name}, title: {{zh: 信息形成, en: the information is made}}}}\n"


def test_an_event_that_nobody_declares_is_told_with_the_nearest_one(tell: Tell, write_pack: WritePack) -> None:
    slip = duty(deadline="5 days after informaton-made")
    assert tell("L003", write_pack("cn/law", event("information-made") + law(slip))) == [
        "disclosure: the event `informaton-made` is nowhere declared; did you mean `information-made`?"
    ]
    assert tell("L003", write_pack("cn/law", event("informaton-made") + law(slip))) == []


def test_a_lower_pack_uses_the_events_of_the_upper_ones(tell: Tell, write_pack: WritePack) -> None:
    upper = write_pack("cn/law", event("made") + AREAS)
    lower = write_pack("cn/liaoning/rules", "events: []\nobligations:\n" + duty(), "province")
    assert tell("L003", upper, lower) == []
    beside = write_pack("cn/jilin/rules", event("made"), "province")
    assert tell("L003", write_pack("cn/law", AREAS), beside, lower) == [
        "disclosure: the event `made` is nowhere declared"
    ]


def test_an_event_must_be_declared_as_long_as_the_duty_is_in_force(tell: Tell, write_pack: WritePack) -> None:
    declares = write_pack("cn/events", event("made"), in_force="{from: 2008-05-01, until: 2019-05-14}")
    duties = write_pack("cn/law", "events: []\n" + law(duty()), in_force="{from: 2010-01-01}")
    assert tell("L003", declares, duties) == [
        "disclosure: the event `made` is declared by no pack in force from 2019-05-15"
    ]


def test_a_refinement_that_keeps_the_event_is_not_told_of_it_again(tell: Tell, write_pack: WritePack) -> None:
    upper = write_pack("cn/law", "events: []\n" + law(duty()))
    sooner = "starts: made\n    deadline: 5 days after made\n    cases: [{made: 2017-03-09, due: 2017-03-14}]"
    lower = write_pack("cn/liaoning/rules", "events: []\n" + refining("cn/law#disclosure", sooner), "province")
    assert tell("L003", upper, lower) == ["disclosure: the event `made` is nowhere declared"]


def test_what_is_refined_or_replaced_must_be_there_and_above(tell: Tell, write_pack: WritePack) -> None:
    upper = write_pack("cn/law", law(duty(fields="replaces: cn/older#disclosed")))
    unknown = write_pack("cn/liaoning/rules", refining("cn/law#disclosures", "severity: breach"), "province")
    beside = write_pack("cn/jilin/rules", refining("cn/liaoning/other#disclosure", "severity: breach"), "province")
    other = write_pack("cn/liaoning/other", law(duty()), "province")
    assert tell("L003", upper, unknown, beside, other) == [
        "disclosure: the obligation it replaces, `cn/older#disclosed` is nowhere declared; did you mean `cn/law#disclosure`?",
        "local: the obligation `cn/law#disclosures` is nowhere declared; did you mean `cn/law#disclosure`?",
        "local: `cn/liaoning/other#disclosure` does not apply in this region and cannot be refined here",
    ]


def test_an_upper_rule_cannot_refine_a_lower_one(tell: Tell, write_pack: WritePack) -> None:
    lower = write_pack("cn/a", law(duty()), "province")
    upper = write_pack("cn/b", refining("cn/a#disclosure", "severity: breach"))
    assert tell("L003", lower, upper) == ["local: `cn/a#disclosure` does not stand above the rule that refines it"]


# ---- L004 and L005


@pytest.mark.parametrize(
    ("first", "gap", "overlap"),
    [("2019-05-13", 0, 1), ("2019-05-14", 0, 1), ("2019-05-15", 0, 0), ("2019-05-16", 1, 0)],
)
def test_one_law_begins_on_the_day_after_the_other_ends(
    tell: Tell, write_pack: WritePack, first: str, gap: int, overlap: int
) -> None:
    old = write_pack("cn/old", law(duty()), in_force="{from: 2008-05-01, until: 2019-05-14}")
    new = write_pack("cn/new", law(duty(fields="replaces: cn/old#disclosure")), in_force=f"{{from: {first}}}")
    assert (len(tell("L004", old, new)), len(tell("L005", old, new))) == (gap, overlap)


def test_a_gap_names_its_first_and_last_day(tell: Tell, write_pack: WritePack) -> None:
    old = write_pack("cn/old", law(duty()), in_force="{from: 2008-05-01, until: 2019-05-14}")
    new = write_pack("cn/new", law(duty(fields="replaces: cn/old#disclosure")), in_force="{from: 2019-06-01}")
    (said,) = tell("L004", old, new)
    assert said.startswith("disclosure: from 2019-05-15 to 2019-05-31 neither `disclosure` nor")


def test_what_has_no_end_overlaps_what_replaces_it(tell: Tell, write_pack: WritePack) -> None:
    old = write_pack("cn/old", law(duty()))
    new = write_pack("cn/new", law(duty(fields="replaces: cn/old#disclosure")), in_force="{from: 2019-05-15}")
    (said,) = tell("L005", old, new)
    assert "is so without an end" in said


@pytest.mark.parametrize(("articles", "told"), [("", 0), (", articles: 18", 0), (", articles: 17", 6)])
def test_an_article_beyond_the_last_is_found_wherever_it_is_cited(tell: Tell, articles: str, told: int) -> None:
    text = f"""\
pack: cn/law
title: {{zh: 法, en: Law}}
source: {{number: 一号, issuer: 国务院, published: 2007-04-05{articles}}}
layer: nation
in-force: {{from: 2008-05-01}}
areas: [{{id: proactive, title: {{zh: 主动公开, en: Proactive}}, part: proactive}}]
grounds: [{{id: secret, title: {{zh: 国家秘密, en: Secret}}, basis: art. 18}}]
figures:
  - id: total
    title: {{zh: 总数, en: Total}}
    unit: {{zh: 条, en: items}}
    area: proactive
    entered-by: {{any: department}}
    period: year
    basis: arts. 17–18
  - id: page
    title: {{zh: 网页, en: Pages}}
    unit: {{zh: 条, en: items}}
    area: proactive
    entered-by: {{any: department}}
    period: year
identities: [{{id: whole, title: {{zh: 总数, en: Total}}, holds: total >= page, basis: art. 18(2)}}]
events: [{{id: made, title: {{zh: 信息形成, en: the information is made}}}}]
obligations:
{duty()}{duty("local", deadline="10 days after made").replace("art. 18", "s. 18(1)")}
  - {{id: sooner, refines: cn/law#disclosure, basis: art. 18 para. 2}}
  - {{id: in-words, refines: cn/law#local, basis: {{zh: 附件第19页, en: "annex, page 19"}}}}
"""
    assert len(tell("L003", read_pack(text, "cn/law.yaml"))) == told


# ---- L006 and L007


@pytest.mark.parametrize(
    ("deadline", "in_force", "told"),
    [
        ("by 9 March", "{from: 2017-03-09, until: 2017-12-31}", False),
        ("by 8 March", "{from: 2017-03-09, until: 2017-12-31}", True),
        ("by 8 March", "{from: 2017-03-09, until: 2018-03-08}", False),
        ("by 8 March", "{from: 2017-03-09, until: 2018-03-07}", True),
        ("by 8 March", "{from: 2017-03-09}", False),
        ("by 29 February", "{from: 2017-02-28, until: 2017-03-31}", False),
        ("by 31 December", "{from: 2017-03-09, until: 2017-12-30}", True),
        ("by 8 March of the next year", "{from: 2017-03-09, until: 2017-12-31}", False),
        ("20 days after made", "{from: 2017-03-09, until: 2017-03-10}", False),
        ("at least every 14 days", "{from: 2017-03-09, until: 2017-03-23}", False),
        ("at least every 14 days", "{from: 2017-03-09, until: 2017-03-22}", True),
        ("at least every 10 working days", "{from: 2017-03-09, until: 2017-03-23}", False),
        ("at least every 10 working days", "{from: 2017-03-09, until: 2017-03-22}", True),
        ("at least every 14 days", "{from: 2017-03-09}", False),
    ],
)
def test_a_fixed_date_or_a_greatest_age_ends_in_the_days_in_force_at_least_once(
    tell: Tell, write_pack: WritePack, deadline: str, in_force: str, told: bool
) -> None:
    assert bool(tell("L006", write_pack("cn/law", law(duty(deadline=deadline)), in_force=in_force))) is told
    assert tell("L007", write_pack("cn/law", law(duty(deadline=deadline)), in_force=in_force)) == []


def test_a_request_has_an_event_from_which_its_time_runs(tell: Tell, write_pack: WritePack) -> None:
    answer = duty(fields="life-cycle: request")
    assert tell("L006", write_pack("cn/law", law(answer))) == []
    never = duty(fields="life-cycle: request", deadline="monthly by day 5")
    assert len(tell("L006", write_pack("cn/law", law(never)))) == 1


@pytest.mark.parametrize(
    ("deadline", "in_force", "told"),
    [
        ("monthly by day 5", "{from: 2017-03-01, until: 2017-03-31}", False),
        ("monthly by day 5", "{from: 2017-03-01, until: 2017-03-30}", True),
        ("each quarter within 5 days of its end", "{from: 2017-01-01, until: 2017-03-31}", False),
        ("each quarter within 5 days of its end", "{from: 2017-04-01, until: 2017-06-29}", True),
        ("each year within 5 days of its end", "{from: 2017-02-01, until: 2018-12-30}", False),
        ("each year within 5 days of its end", "{from: 2018-01-01, until: 2018-12-30}", True),
        ("by 31 March of the next year", "{from: 2018-01-01, until: 2018-12-30}", True),
        ("by 31 March of the next year", "{from: 2018-12-31, until: 2018-12-31}", False),
    ],
)
def test_a_period_ends_while_the_duty_is_in_force(
    tell: Tell, write_pack: WritePack, deadline: str, in_force: str, told: bool
) -> None:
    assert bool(tell("L007", write_pack("cn/law", law(duty(deadline=deadline)), in_force=in_force))) is told


@pytest.mark.parametrize(("until", "told"), [("2008-05-01", False), ("2008-04-30", True)])
def test_a_duty_is_in_force_on_a_day_of_its_pack(tell: Tell, write_pack: WritePack, until: str, told: bool) -> None:
    pack = write_pack("cn/law", law(duty(fields=f"in-force: {{from: 2007-01-01, until: {until}}}")))
    assert bool(tell("L007", pack)) is told


@pytest.mark.parametrize(("first", "told"), [("2019-05-14", False), ("2019-05-15", True)])
def test_what_refines_is_in_force_with_what_it_refines(
    tell: Tell, write_pack: WritePack, first: str, told: bool
) -> None:
    upper = write_pack("cn/law", law(duty()), in_force="{from: 2008-05-01, until: 2019-05-14}")
    lower = write_pack(
        "cn/liaoning/rules", refining("cn/law#disclosure", "severity: breach"), "province", f"{{from: {first}}}"
    )
    assert bool(tell("L007", upper, lower)) is told


def test_three_stretches_may_have_no_day_in_common_though_two_always_do(tell: Tell, write_pack: WritePack) -> None:
    upper = write_pack("cn/law", law(duty()), in_force="{from: 2008-05-01, until: 2019-05-14}")
    lower = write_pack(
        "cn/liaoning/rules",
        refining("cn/law#disclosure", "in-force: {from: 2019-01-01, until: 2020-12-31}"),
        "province",
        "{from: 2020-01-01}",
    )
    assert tell("L007", upper, lower) == ["local: `local`, its pack and what it refines are on no day all in force"]


# ---- L008


def test_the_same_duty_is_told_where_one_office_would_owe_both(tell: Tell, write_pack: WritePack) -> None:
    upper = write_pack("cn/law", law(duty()))
    below = write_pack("cn/liaoning/rules", law(duty("again")), "province")
    (said,) = tell("L008", upper, below)
    assert said.startswith("again: `again` asks the same of the same departments as `cn/law#disclosure`")
    beside = write_pack("cn/jilin/rules", law(duty("again")), "province")
    assert len(tell("L008", below, beside)) == 0


@pytest.mark.parametrize(
    ("right", "other"),
    [
        ("zh: 公开", "zh: 再公开"),
        ("{any: department}", "{kind: street}"),
        ("20 days", "21 days"),
        ("area: proactive", "area: other"),
    ],
)
def test_what_differs_in_one_thing_is_another_duty(tell: Tell, write_pack: WritePack, right: str, other: str) -> None:
    pack = write_pack("cn/law", law(duty(), duty("again").replace(right, other)))
    assert tell("L008", pack) == []


def test_one_law_after_the_other_is_not_twice(tell: Tell, write_pack: WritePack) -> None:
    old = write_pack("cn/old", law(duty()), in_force="{from: 2008-05-01, until: 2019-05-14}")
    assert tell("L008", old, write_pack("cn/new", law(duty()), in_force="{from: 2019-05-15}")) == []
    assert len(tell("L008", old, write_pack("cn/new", law(duty()), in_force="{from: 2019-05-14}"))) == 1


# ---- L009


@pytest.mark.parametrize(
    ("zh", "en", "told"),
    [
        ("公开", "Disclose", 0),
        ("GDP", "GDP", 0),
        ("PM2.5", "PM2.5", 0),
        ("km", "km", 0),
        ("iOS", "iOS", 0),
        ("Disclose it", "Disclose it", 1),
        ("disclose", "Disclose", 1),
        ("公开", "公开", 1),
        ("公开", "Publish 公开", 1),
        ("民心网", "The Minxin site (民心网)", 0),
        ("民心网", "The site “民心网”", 0),
        ("通知", "Notice 国办发〔2017〕24号", 0),
        ("Publish", "公开", 2),
    ],
)
def test_a_text_stands_in_its_language(tell: Tell, write_pack: WritePack, zh: str, en: str, told: int) -> None:
    pack = write_pack("cn/law", law(duty().replace("{zh: 公开, en: Disclose}", f'{{zh: "{zh}", en: "{en}"}}')))
    assert len(tell("L009", pack)) == told


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ("areas:\n  - {id: one, title: {zh: all, en: All}, part: fees}", "one"),
        ("areas:\n  - {id: one, title: {zh: disclosed, en: All}, part: fees}", "one"),
        ("note: {zh: 注, en: 注}", "pack"),
        ("grounds:\n  - {id: two, title: {zh: 密, en: 密}, basis: art. 1}", "two"),
        ("identities:\n  - {id: three, title: {zh: 和, en: 和}, holds: a = b}", "three"),
        (
            "figures:\n  - {id: four, title: {zh: 数, en: Number}, unit: {zh: 条, en: 条}, area: a, "
            "entered-by: {any: department}, period: year}",
            "four",
        ),
        ("obligations:\n  - {id: five, refines: cn/a#b, note: {zh: 注, en: 注}}", "five"),
        ("obligations:\n  - {id: five, refines: cn/a#b, basis: {zh: 第一项, en: 第一项}}", "five"),
    ],
)
def test_every_text_of_a_pack_is_looked_at(tell: Tell, write_pack: WritePack, body: str, about: str) -> None:
    said = tell("L009", write_pack("cn/law", body + "\n"))
    assert [words.partition(":")[0] for words in said] == ([] if "zh: all" in body else [about])


# ---- L010 and L011


def figure(fields: str = "period: year", entered_by: str = "{tag: budget}", unit: str = "{zh: 条, en: items}") -> str:
    return (
        f"figures:\n  - {{id: counted, title: {{zh: 数, en: Number}}, unit: {unit}, area: proactive, "
        f"entered-by: {entered_by}, {fields}}}\n"
    )


def test_a_figure_is_of_use_to_a_duty_an_identity_or_an_area(tell: Tell, write_pack: WritePack) -> None:
    assert len(tell("L010", write_pack("cn/law", AREAS + figure()))) == 1
    for use in (
        "identities:\n  - {id: some, title: {zh: 有, en: Some}, holds: counted >= 1}\n",
        "obligations:\n" + duty(),
        "obligations:\n" + duty(fields="figures: [counted]").replace("area: proactive", "area: other"),
    ):
        assert tell("L010", write_pack("cn/law", AREAS + figure() + use)) == []


@pytest.mark.parametrize(
    ("fields", "unit", "told"),
    [
        ("period: year", "percent", 0),
        ("period: quarter", "percent", 1),
        ("period: quarter, over-time: last", "percent", 0),
        ("period: quarter", "{zh: 条, en: items}", 0),
    ],
)
def test_percentages_are_not_added_over_the_year(
    tell: Tell, write_pack: WritePack, fields: str, unit: str, told: int
) -> None:
    assert len(tell("L011", write_pack("cn/law", AREAS + figure(fields, unit=unit)))) == told


@pytest.mark.parametrize(
    ("entered_by", "without", "with_office"),
    [
        ("[财政局]", 0, 0),
        ("[财政局, 教育局]", 1, 1),
        ("{any: department}", 1, 1),
        ("{any-of: [[财政局], [教育局]]}", 1, 0),
        ("{tag: budget}", 0, 0),
        ("{tag: all}", 0, 1),
        ("[卫生局]", 0, 0),
    ],
)
def test_percentages_are_not_added_over_departments(
    tell: Tell, write_pack: WritePack, office: OfficeLinted, entered_by: str, without: int, with_office: int
) -> None:
    pack = write_pack("cn/law", AREAS + figure(entered_by=entered_by, unit="percent"))
    assert len(tell("L011", pack)) == without
    assert len(tell("L011", pack, office=office)) == with_office


# ---- L012


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("extend: {once: 15 days}", 1),
        ("suspends: [third-party-consultation]", 1),
        ("suspends: []", 0),
        ("extend: {once: 15 days}\n    suspends: [third-party-consultation]", 2),
        ("extend: {once: 15 days}\n    life-cycle: request", 0),
    ],
)
def test_clock_rules_are_for_requests(tell: Tell, write_pack: WritePack, fields: str, told: int) -> None:
    assert len(tell("L012", write_pack("cn/law", law(duty(fields=fields))))) == told


def test_what_a_refinement_inherits_is_told_once(tell: Tell, write_pack: WritePack) -> None:
    upper = write_pack("cn/law", law(duty(fields="extend: {once: 15 days}")))
    lower = write_pack("cn/liaoning/rules", refining("cn/law#disclosure", "severity: breach"), "province")
    assert [said.partition(":")[0] for said in tell("L012", upper, lower)] == ["disclosure"]


# ---- L013


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("information-mades", True),
        ("informationmade", True),
        ("infromation-made", True),
        ("infomation-made", True),
        ("informatian-made", True),
        ("information-model", False),
        ("information-changed", False),
        ("budget-approved", False),
    ],
)
def test_an_event_that_is_nearly_spelt_like_another(tell: Tell, write_pack: WritePack, other: str, told: bool) -> None:
    pack = write_pack(
        "cn/law", law(duty(deadline="5 days after information-made"), duty("again", deadline=f"5 days after {other}"))
    )
    said = tell("L013", pack)
    assert bool(said) is told
    if told:
        assert said == [
            f"again: the event `{other}` is used once only and is nearly spelt like `information-made`"
            "; did you mean `information-made`?"
        ]


def test_events_that_are_both_used_more_than_once_are_two_events(tell: Tell, write_pack: WritePack) -> None:
    names = ("fee-raised", "fees-raised")
    once = [duty(f"{name}-{number}", deadline=f"5 days after {name}") for name in names for number in (1, 2)]
    assert tell("L013", write_pack("cn/law", law(*once))) == []
    assert len(tell("L013", write_pack("cn/law", law(*once[:3])))) == 1


def test_an_event_of_another_province_is_not_compared(tell: Tell, write_pack: WritePack) -> None:
    one = write_pack("cn/liaoning/rules", law(duty(deadline="5 days after fee-raised")), "province")
    other = write_pack("cn/jilin/rules", law(duty(deadline="5 days after fees-raised")), "province")
    assert tell("L013", one, other) == []


# ---- L014


def test_a_duty_or_figure_without_a_holder_is_told_for_an_office(
    tell: Tell, write_pack: WritePack, office: OfficeLinted
) -> None:
    pack = write_pack(
        "cn/law",
        law(
            duty(who="{tag: budgets}"),
            duty("named", who="[卫生局]"),
            duty("helped", fields="supporting: {kind: street}"),
            duty("owed"),
            more=figure(entered_by="{tag: nobody}"),
        ),
    )
    assert tell("L014", pack) == []
    assert tell("L014", pack, office=office) == [
        "disclosure: no department of the office matches: departments tagged `budgets`",
        "named: there is no department `卫生局`",
        "helped: no department of the office matches: departments of kind `street`",
        "counted: no department of the office matches: departments tagged `nobody`",
    ]


# ---- silences


def silence(lint: str, at: str) -> str:
    return f"silence:\n  - {{lint: {lint}, at: {at}, because: {{zh: 理由, en: a reason}}}}\n"


def codes(calendar: WorkingCalendar, *packs: Pack, office: OfficeLinted | None = None) -> list[str]:
    return [fault.code for fault in run(Linted(packs, calendar, office))]


def untranslated(head: str) -> str:
    return head + law(duty().replace("en: Disclose", "en: 公开"))


def test_a_silence_is_for_one_lint_at_one_thing_in_one_pack(calendar: WorkingCalendar, write_pack: WritePack) -> None:
    case = "L002"  # the case of the test's duty does not come out for a made-up day
    assert [code for code in codes(calendar, write_pack("cn/law", untranslated(""))) if code != case] == ["L009"]
    assert "L009" not in codes(calendar, write_pack("cn/law", untranslated(silence("L009", "disclosure"))))
    for wrong in (silence("L008", "disclosure"), silence("L009", "disclosures")):
        assert {"L009", "L015"} <= set(codes(calendar, write_pack("cn/law", untranslated(wrong))))
    elsewhere = write_pack("cn/other", silence("L009", "disclosure"))
    assert {"L009", "L015"} <= set(codes(calendar, write_pack("cn/law", untranslated("")), elsewhere))


def test_an_unknown_lint_is_told_with_the_nearest(calendar: WorkingCalendar, write_pack: WritePack) -> None:
    (fault,) = run(Linted((write_pack("cn/law", silence("L0O9", "disclosure")),), calendar))
    assert (fault.code, fault.place.line, fault.field) == ("L015", 7, "disclosure")
    assert fault.message.en == "there is no lint `L0O9`"
    assert fault.suggestion is not None


def test_a_silence_that_only_an_office_can_judge_is_not_idle_without_one(
    calendar: WorkingCalendar, write_pack: WritePack, office: OfficeLinted
) -> None:
    pack = write_pack("cn/law", silence("L014", "disclosure"))
    assert codes(calendar, pack) == []
    assert codes(calendar, pack, office=office) == ["L015"]


def test_the_complaint_about_a_silence_cannot_be_silenced(calendar: WorkingCalendar, write_pack: WritePack) -> None:
    assert codes(calendar, write_pack("cn/law", silence("L015", "disclosure"))) == ["L015"]


def test_every_lint_speaks_both_languages() -> None:
    for lint in LINTS.values():
        for words in (lint.what, lint.remedy, lint.weight.in_words()):
            assert any("\u4e00" <= character <= "\u9fff" for character in words.zh)
            assert words.en.isascii() or "…" in words.en
