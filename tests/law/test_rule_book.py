"""The rules in force for an office: chosen by region and day, lower ones laid over upper ones."""

from collections.abc import Callable
from datetime import date

import pytest

from compliance.law.deadlines import After, Unit
from compliance.law.faults import BadInput
from compliance.law.obligations import GroundUse, InForce, Layer, Obligation, Pack, Severity
from compliance.law.rule_book import RuleBook
from compliance.law.selectors import AnyDepartment, OfKind

WritePack = Callable[..., Pack]

AREAS = """
    areas:
      - {id: fees, title: {zh: 收费, en: Fees}, part: fees, order: 2}
      - {id: remedies, title: {zh: 救济, en: Remedies}, part: remedies, order: 1}
      - {id: website, title: {zh: 网站, en: Website}, part: proactive, order: 2}
      - {id: proactive, title: {zh: 主动公开, en: Proactive}, part: proactive, order: 1}
"""
DISCLOSURE = """
    obligations:
      - id: disclosure
        title: {zh: 主动公开, en: Disclose}
        area: proactive
        basis: art. 18
        who: {any: department}
        starts: made
        deadline: 20 working days after made
        before-publishing: [confidentiality-review]
        figures: []
        severity: warning
        cases: [{made: 2017-03-09, due: 2017-04-07}]
"""
SOONER = """
    obligations:
      - id: sooner
        refines: cn/law#disclosure
        basis: art. 3
        starts: made
        deadline: 10 working days after made
        cases: [{made: 2017-03-09, due: 2017-03-23}]
"""


@pytest.fixture
def law(write_pack: WritePack) -> Pack:
    return write_pack("cn/law", AREAS + DISCLOSURE, in_force="{from: 2008-05-01, until: 2019-05-14}")


@pytest.fixture
def of_the_city(write_pack: WritePack) -> Pack:
    return write_pack("cn/liaoning/anshan/rules", SOONER, "city", "{from: 2017-01-01, until: 2017-12-31}")


def book(packs: list[Pack], first: date, last: date | None = None, region: str = "cn/liaoning/anshan") -> RuleBook:
    return RuleBook.for_office(packs, region, first, last or first)


def keys(some: RuleBook) -> list[str]:
    return [obligation.key for obligation in some.obligations]


def faults_of(packs: list[Pack], first: date, last: date | None = None) -> list[str]:
    with pytest.raises(BadInput) as refused:
        book(packs, first, last)
    return str(refused.value).splitlines()


MIDYEAR = date(2017, 7, 1)


@pytest.mark.parametrize(
    ("region", "applies"),
    [
        ("cn/liaoning/anshan", True),
        ("cn/liaoning/anshan/tiedong", True),
        ("cn/liaoning", False),
        ("cn/liaoning/anshan2", False),
        ("cn/liaoning/anshun", False),
        ("cn", False),
    ],
)
def test_a_pack_applies_in_its_region_and_all_below(of_the_city: Pack, region: str, applies: bool) -> None:
    assert of_the_city.applies_to(region) is applies


def test_an_office_elsewhere_is_under_the_upper_rule_alone(law: Pack, of_the_city: Pack) -> None:
    assert keys(book([law, of_the_city], MIDYEAR)) == ["cn/liaoning/anshan/rules#sooner"]
    assert keys(book([law, of_the_city], MIDYEAR, region="cn/liaoning/dalian")) == ["cn/law#disclosure"]


def test_a_lower_rule_takes_the_place_of_the_upper_and_keeps_what_it_leaves_out(law: Pack, of_the_city: Pack) -> None:
    (sooner,) = book([of_the_city, law], MIDYEAR).obligations  # whatever the order in which they were read
    assert sooner.key == "cn/liaoning/anshan/rules#sooner"
    assert sooner.deadline == After(10, Unit.WORKING_DAYS, "made")
    assert sooner.basis.in_words().en == "Measures cn/liaoning/anshan/rules, art. 3"
    assert sooner.ancestry == ("cn/law#disclosure",)
    assert sooner.layer is Layer.CITY
    assert sooner.place.file == "cn/liaoning/anshan/rules.yaml"
    upper = law.obligations[0]
    for kept in ("title", "area", "who", "evidence", "before_publishing", "severity", "ladder"):
        assert getattr(sooner, kept) == getattr(upper, kept)


def test_a_rule_refined_twice_over_remembers_its_whole_ancestry(
    law: Pack, of_the_city: Pack, write_pack: WritePack
) -> None:
    district = write_pack(
        "cn/liaoning/anshan/tiedong/rules",
        """
        obligations:
          - id: streets
            refines: cn/liaoning/anshan/rules#sooner
            who: {kind: street}
            severity: breach
        """,
        "district",
    )
    (streets,) = book([law, district, of_the_city], MIDYEAR, region="cn/liaoning/anshan/tiedong").obligations
    assert streets.ancestry == ("cn/law#disclosure", "cn/liaoning/anshan/rules#sooner")
    assert (streets.who, streets.severity) == (OfKind("street"), Severity.BREACH)
    assert streets.deadline == After(10, Unit.WORKING_DAYS, "made")
    (above,) = book([law, district, of_the_city], MIDYEAR).obligations
    assert above.who == AnyDepartment()


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2008, 4, 30), False),
        (date(2008, 5, 1), True),
        (date(2019, 5, 14), True),
        (date(2019, 5, 15), False),
    ],
)
def test_a_rule_is_in_force_from_its_first_day_to_its_last_both_included(law: Pack, day: date, in_force: bool) -> None:
    assert keys(book([law], day)) == (["cn/law#disclosure"] if in_force else [])
    assert law.in_force.on(day) is in_force


@pytest.mark.parametrize(
    ("first", "last", "touches"),
    [
        (date(2008, 4, 1), date(2008, 4, 30), False),
        (date(2008, 4, 1), date(2008, 5, 1), True),
        (date(2019, 5, 14), date(2019, 12, 31), True),
        (date(2019, 5, 15), date(2019, 12, 31), False),
        (date(2000, 1, 1), date(2030, 1, 1), True),
    ],
)
def test_a_stretch_of_days_holds_what_is_in_force_on_any_of_them(
    law: Pack, first: date, last: date, touches: bool
) -> None:
    assert (keys(book([law], first, last)) == ["cn/law#disclosure"]) is touches


def test_a_rule_without_an_end_is_still_in_force() -> None:
    assert InForce(date(2008, 5, 1)).on(date(2999, 12, 31))
    assert not InForce(date(2008, 5, 1)).on(date(2008, 4, 30))


def stretches(some: RuleBook) -> list[tuple[str, str, str]]:
    return [
        (obligation.key.partition("#")[2], str(obligation.in_force.first), str(obligation.in_force.last))
        for obligation in some.obligations
    ]


def test_before_and_after_the_lower_rule_the_upper_stands(law: Pack, of_the_city: Pack) -> None:
    assert stretches(book([law, of_the_city], date(2008, 5, 1), date(2019, 12, 31))) == [
        ("disclosure", "2008-05-01", "2016-12-31"),
        ("disclosure", "2018-01-01", "2019-05-14"),
        ("sooner", "2017-01-01", "2017-12-31"),
    ]
    assert stretches(book([law, of_the_city], date(2016, 12, 31))) == [("disclosure", "2008-05-01", "2019-05-14")]
    assert [key for key, _, _ in stretches(book([law, of_the_city], date(2017, 1, 1)))] == ["sooner"]
    assert [key for key, _, _ in stretches(book([law, of_the_city], date(2017, 12, 31)))] == ["sooner"]
    assert [key for key, _, _ in stretches(book([law, of_the_city], date(2018, 1, 1)))] == ["disclosure"]


def test_on_each_day_exactly_one_of_the_two_rules_is_in_force(law: Pack, of_the_city: Pack) -> None:
    whole = book([law, of_the_city], date(2008, 5, 1), date(2019, 5, 14))

    def on(day: date) -> list[Obligation]:
        return [obligation for obligation in whole.obligations if obligation.in_force.on(day)]

    for year in range(2008, 2020):
        for day in (date(year, 1, 1), date(year, 5, 1), date(year, 5, 14), date(year, 12, 31)):
            assert len(on(day)) == (1 if law.in_force.on(day) else 0), day


def test_a_lower_rule_ends_with_the_rule_that_it_refines(law: Pack, write_pack: WritePack) -> None:
    endless = write_pack("cn/liaoning/anshan/rules", SOONER, "city", "{from: 2018-01-01}")
    assert stretches(book([law, endless], date(2018, 1, 1), date(2025, 12, 31))) == [
        ("sooner", "2018-01-01", "2019-05-14")
    ]


@pytest.mark.parametrize("day", [date(2019, 5, 15), date(2025, 1, 1)])
def test_a_lower_rule_is_no_mistake_when_the_law_it_refines_has_ended(
    law: Pack, write_pack: WritePack, day: date
) -> None:
    endless = write_pack("cn/liaoning/anshan/rules", SOONER, "city", "{from: 2018-01-01}")
    assert keys(book([law, endless], day)) == []


def test_a_refinement_of_a_rule_that_nobody_made_is_told_with_the_nearest(law: Pack, write_pack: WritePack) -> None:
    wrong = write_pack("cn/liaoning/rules", SOONER.replace("cn/law#disclosure", "cn/law#disclosures"), "province")
    assert faults_of([law, wrong], MIDYEAR) == [
        "cn/liaoning/rules.yaml:8:5: `cn/law#disclosures` is not in the rule book; did you mean `cn/law#disclosure`?"
    ]


def test_two_rules_cannot_take_the_place_of_the_same_one_on_the_same_days(
    law: Pack, of_the_city: Pack, write_pack: WritePack
) -> None:
    district = write_pack(
        "cn/liaoning/anshan/tiedong/rules", SOONER, "district", "{from: 2017-12-31, until: 2018-12-31}"
    )
    with pytest.raises(BadInput) as refused:
        book([law, of_the_city, district], MIDYEAR, date(2018, 1, 1), "cn/liaoning/anshan/tiedong")
    (fault,) = refused.value.faults
    assert (fault.code, str(fault.place)) == ("refined-twice", "cn/liaoning/anshan/tiedong/rules.yaml:8:5")
    assert fault.message.zh == "“cn/law#disclosure”已由“cn/liaoning/anshan/rules#sooner”细化，应细化后者"
    assert fault.message.en == (
        "`cn/law#disclosure` is refined by `cn/liaoning/anshan/rules#sooner` already; refine that one"
    )


def test_two_rules_may_take_the_place_of_the_same_one_one_after_the_other(
    law: Pack, of_the_city: Pack, write_pack: WritePack
) -> None:
    next_year = write_pack("cn/liaoning/anshan/rules-2018", SOONER, "city", "{from: 2018-01-01, until: 2018-12-31}")
    assert stretches(book([law, of_the_city, next_year], date(2017, 1, 1), date(2018, 12, 31))) == [
        ("sooner", "2017-01-01", "2017-12-31"),
        ("sooner", "2018-01-01", "2018-12-31"),
    ]


def test_an_unknown_area_is_told_with_the_nearest(law: Pack, write_pack: WritePack) -> None:
    wrong = write_pack("cn/other", DISCLOSURE.replace("area: proactive", "area: pro-active"))
    assert faults_of([law, wrong], MIDYEAR) == [
        "cn/other.yaml:8:5: `pro-active` is not in the rule book; did you mean `proactive`?"
    ]


FIGURES = """
    figures:
      - {id: total, title: {zh: 总数, en: Total}, unit: percent, area: fees, entered-by: {any: department}, period: year}
"""


def test_an_unknown_figure_is_told_wherever_it_stands(law: Pack, write_pack: WritePack) -> None:
    wrong = write_pack(
        "cn/other",
        DISCLOSURE.replace("figures: []", "figures: [totl]")
        + FIGURES.replace("area: fees", "area: feez")
        + """
    identities:
      - {id: same, title: {zh: 相等, en: Same}, holds: total = totals}
""",
    )
    assert faults_of([law, wrong], MIDYEAR) == [
        "cn/other.yaml:8:5: `totl` is not in the rule book; did you mean `total`?",
        "cn/other.yaml:21:5: `feez` is not in the rule book; did you mean `fees`?",
        "cn/other.yaml:24:50: `totals` is not in the rule book; did you mean `total`?",
    ]


def test_a_figure_declared_in_another_pack_may_be_named(law: Pack, write_pack: WritePack) -> None:
    naming = write_pack("cn/other", DISCLOSURE.replace("figures: []", "figures: [total]"))
    declaring = write_pack("cn/figures", FIGURES)
    assert keys(book([law, naming, declaring], MIDYEAR)) == ["cn/law#disclosure", "cn/other#disclosure"]


def test_a_figure_declared_twice_is_told_with_both_places(law: Pack, write_pack: WritePack) -> None:
    one, other = write_pack("cn/a", FIGURES), write_pack("cn/b", FIGURES)
    assert faults_of([law, other, one], MIDYEAR) == ["cn/b.yaml:8:5: `total` is used twice, first at cn/a.yaml:8:5"]


def test_packs_that_are_not_in_force_together_may_declare_the_same_figure(law: Pack, write_pack: WritePack) -> None:
    one = write_pack("cn/a", FIGURES, in_force="{from: 2016-01-01, until: 2016-12-31}")
    other = write_pack("cn/b", FIGURES, in_force="{from: 2017-01-01, until: 2017-12-31}")
    assert list(book([law, one, other], MIDYEAR).figures) == ["total"]
    both = book([law, other, one], date(2016, 12, 31), date(2017, 1, 1))
    assert both.figures["total"].place.file == "cn/b.yaml"  # as the later law has it


def test_where_one_law_follows_another_the_later_one_says_what_an_area_and_a_ground_are(write_pack: WritePack) -> None:
    body = """
    areas:
      - {id: fees, title: {zh: 收费, en: OLD}, part: fees, order: 1}
    grounds:
      - {id: secret, title: {zh: 国家秘密, en: OLD}, basis: art. 14}
"""
    old = write_pack("cn/z-old", body, in_force="{from: 2008-05-01, until: 2019-05-14}")
    new = write_pack("cn/a-new", body.replace("OLD", "NEW"), in_force="{from: 2019-05-15}")
    both = book([old, new], date(2019, 1, 1), date(2019, 12, 31))
    assert (both.areas["fees"].title.en, both.grounds["secret"].title.en) == ("NEW", "NEW")
    before = book([old, new], date(2018, 1, 1), date(2018, 12, 31))
    assert (before.areas["fees"].title.en, before.grounds["secret"].title.en) == ("OLD", "OLD")


def test_packs_in_force_together_may_declare_an_area_only_in_the_same_words(law: Pack, write_pack: WritePack) -> None:
    same = write_pack("cn/other", AREAS)
    assert list(book([law, same], MIDYEAR).areas) == ["proactive", "website", "fees", "remedies"]
    otherwise = write_pack("cn/other", AREAS.replace("en: Website", "en: Site"))
    assert faults_of([law, otherwise], MIDYEAR) == [
        "cn/other.yaml:10:5: the area `website` is declared otherwise in `cn/law`, which is in force on the same days: "
        "say the same (title: {zh: 网站, en: Website}, part: proactive, order: 2), or take another identifier"
    ]


def test_packs_in_force_together_may_declare_an_event_only_in_the_same_words(write_pack: WritePack) -> None:
    event = "events: [{id: made, title: {zh: 信息形成, en: the information is made}}]\n"
    upper, same = write_pack("cn/a", event), write_pack("cn/liaoning/b", event, "province")
    assert book([upper, same], MIDYEAR).events["made"].title.zh == "信息形成"
    otherwise = write_pack("cn/liaoning/b", event.replace("形成", "制作"), "province")
    assert faults_of([upper, otherwise], MIDYEAR) == [
        "cn/liaoning/b.yaml:6:10: the event `made` is declared otherwise in `cn/a`, which is in force on the same days: "
        "say the same (title: {zh: 信息形成, en: the information is made}), or take another identifier"
    ]


def test_an_event_is_called_as_the_later_law_calls_it(write_pack: WritePack) -> None:
    event = "events: [{id: made, title: {zh: 信息WORD, en: the information is made}}]\n"
    old = write_pack("cn/z", event.replace("WORD", "制作"), in_force="{from: 2008-05-01, until: 2019-05-14}")
    new = write_pack("cn/a", event.replace("WORD", "形成"), in_force="{from: 2019-05-15}")
    whole = book([old, new], date(2019, 1, 1), date(2019, 12, 31))
    assert whole.events["made"].title.zh == "信息形成"
    assert whole.on(date(2019, 5, 14)).events["made"].title.zh == "信息制作"


def test_a_ground_belongs_to_one_law_at_a_time(write_pack: WritePack) -> None:
    ground = """
    grounds:
      - {id: secret, title: {zh: 国家秘密, en: State secret}, basis: art. 14}
"""
    one, other = write_pack("cn/a", ground), write_pack("cn/b", ground)
    assert len(faults_of([one, other], MIDYEAR)) == 1  # the same words, but another law's article


def test_areas_stand_in_the_order_of_the_report(law: Pack) -> None:
    assert list(book([law], MIDYEAR).areas) == ["proactive", "website", "fees", "remedies"]


def test_rules_are_found_by_their_name(law: Pack) -> None:
    some = book([law], MIDYEAR)
    assert some.by_key["cn/law#disclosure"] is some.obligations[0]


# ---- one day of the book, and where an obligation comes from


def test_a_day_of_the_book_holds_what_is_in_force_on_it(law: Pack, of_the_city: Pack) -> None:
    two_years = book([law, of_the_city], date(2016, 1, 1), date(2017, 12, 31))
    assert keys(two_years.on(date(2016, 6, 1))) == ["cn/law#disclosure"]
    assert keys(two_years.on(date(2017, 6, 1))) == ["cn/liaoning/anshan/rules#sooner"]
    assert [pack.key for pack in two_years.on(date(2016, 6, 1)).packs] == ["cn/law"]


@pytest.mark.parametrize("day", [date(2016, 12, 31), date(2017, 1, 1), date(2017, 12, 31), date(2018, 1, 1)])
def test_a_day_of_the_book_is_the_book_of_that_day(law: Pack, of_the_city: Pack, day: date) -> None:
    packs = [law, of_the_city]
    whole = RuleBook.for_office(packs, "cn/liaoning/anshan").on(day)
    alone = RuleBook.for_office(packs, "cn/liaoning/anshan", on=day)
    assert keys(whole) == keys(alone)
    assert (whole.packs, whole.first, whole.last) == (alone.packs, alone.first, alone.last) == (alone.packs, day, day)
    assert [item.ancestry for item in whole.obligations] == [item.ancestry for item in alone.obligations]


def test_a_book_does_not_speak_of_days_that_it_does_not_cover(law: Pack) -> None:
    with pytest.raises(ValueError, match="the book covers 2017-01-01 to 2017-12-31, not 2018-01-01"):
        book([law], date(2017, 1, 1), date(2017, 12, 31)).on(date(2018, 1, 1))


def test_an_obligation_knows_the_packs_that_made_and_refined_it(law: Pack, of_the_city: Pack) -> None:
    (sooner,) = book([law, of_the_city], MIDYEAR).obligations
    assert sooner.packs == ("cn/law", "cn/liaoning/anshan/rules")
    (made,) = book([law], MIDYEAR).obligations
    assert made.packs == ("cn/law",)


def test_the_grounds_for_a_use(write_pack: WritePack) -> None:
    grounds = """
    grounds:
      - {id: secret, title: {zh: 国家秘密, en: State secret}, basis: art. 14}
      - {id: repeated, title: {zh: 重复申请, en: Repeated}, basis: art. 36, for: [refusal]}
      - {id: emergency, title: {zh: 紧急, en: Emergency}, basis: art. 37, for: [exemption]}
    """
    of_the_law = book([write_pack("cn/law", grounds)], MIDYEAR)
    assert list(of_the_law.grounds_for(GroundUse.EXEMPTION)) == ["secret", "emergency"]
    assert list(of_the_law.grounds_for(GroundUse.REFUSAL)) == ["secret", "repeated"]
