"""One wrong pack a mistake, each saying in its head what is to be found where; and a sound pack, which is silent.

The head of a file in `broken_packs/` has for each fault, in the order of their places, a line
`# expect: line:column code sentence` and below it `# zh:` with the Chinese. The sentences are whole, suggestions
included. No other fault may be found.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import After, AfterEachSpan, AtLeastEvery, ByDate, MonthlyByDay, Span, Unit
from compliance.law.faults import BadInput, Fault
from compliance.law.obligations import (
    EvidenceKind,
    Extension,
    GroundUse,
    InForce,
    Ladder,
    Layer,
    LifeCycle,
    OverTime,
    Pack,
    Part,
    Severity,
    Step,
)
from compliance.law.periods import Period
from compliance.law.reading.packs import read_pack
from compliance.law.selectors import AllOf, AnyDepartment, AnyOf, Except, Named, OfKind, Tagged
from compliance.law.text import Language, Text
from compliance.office.rule_files import Rules
from compliance.office.rule_lints import faults_of_rules

HERE = Path(__file__).resolve().parent
BROKEN = sorted((HERE.parent / "broken_packs").glob("*.yaml"))
EXPECTATION = re.compile(r"^# expect: (\d+):(\d+) (\S+) (.+)\n# zh: (.+)$", re.MULTILINE)
OLDER = """\
pack: cn/older
title: {zh: 旧办法, en: Older measures}
source: {number: 一号, issuer: 国务院, published: 1999-04-05}
layer: nation
in-force: {from: 2000-01-01, until: 2009-12-31}
areas:
  - {id: proactive, title: {zh: 主动公开, en: Proactive disclosure}, part: proactive, order: 1}
obligations:
  - id: disclosure
    title: {zh: 公开信息, en: Publish information}
    area: proactive
    basis: art. 1
    who: {any: department}
    deadline: monthly by day 5
    cases:
      - {period: 2009-03, due: 2009-04-05}
"""


def all_faults(text: str, calendar: WorkingCalendar, *others: Pack) -> list[Fault]:
    """What `rules check` finds in one pack, in the order of their places."""
    try:
        pack = read_pack(text, "cn/example.yaml")
    except BadInput as bad:
        faults = list(bad.faults)
    else:
        faults = faults_of_rules(Rules((*others, pack), {"cn": calendar}))
    return sorted(faults, key=lambda fault: (fault.place, fault.code))


def test_there_is_a_wrong_pack_for_every_mistake_in_a_number_worth_reading() -> None:
    sentences = {words for path in BROKEN for *_, words, _ in EXPECTATION.findall(path.read_text(encoding="utf-8"))}
    assert len(sentences) >= 100


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_the_mistake_is_found_in_its_place_and_nothing_else(path: Path, calendar: WorkingCalendar) -> None:
    text = path.read_text(encoding="utf-8")
    expected = EXPECTATION.findall(text)
    assert 2 * len(expected) == text.count("# expect: ") + text.count("# zh: ")
    assert [
        (fault.code, fault.in_language(Language.ENGLISH), fault.in_language(Language.CHINESE))
        for fault in all_faults(text, calendar)
    ] == [
        (code, f"cn/example.yaml:{line}:{column}: {english}", f"cn/example.yaml:{line}:{column}: {chinese}")
        for line, column, code, english, chinese in expected
    ]
    assert all(re.search("[\u4e00-\u9fff]", chinese) for *_, chinese in expected)


@pytest.fixture(scope="module")
def sound() -> Pack:
    return read_pack((HERE / "sound_pack.yaml").read_text(encoding="utf-8"), "cn/example.yaml")


def test_a_sound_pack_is_silent(calendar: WorkingCalendar) -> None:
    text = (HERE / "sound_pack.yaml").read_text(encoding="utf-8")
    assert all_faults(text, calendar, read_pack(OLDER, "cn/older.yaml")) == []


def test_the_head_of_a_pack(sound: Pack) -> None:
    assert (sound.key, sound.region, sound.layer) == ("cn/example", "cn", Layer.NATION)
    assert sound.title == Text("办法", "Measures")
    assert (sound.number, sound.issuer, sound.published) == ("一号", "国务院", date(2007, 4, 5))
    assert sound.in_force == InForce(date(2008, 5, 1), date(2019, 5, 14))
    assert sound.note == Text("只作示例。", "An example only: not a law.")
    assert [(area.id, area.part, area.order) for area in sound.areas] == [
        ("proactive", Part.PROACTIVE, 1),
        ("on-request", Part.ON_REQUEST, 0),
    ]
    assert [(ground.id, ground.basis.in_words().zh) for ground in sound.grounds] == [
        ("state-secret", "《办法》第十四条")
    ]
    assert sound.grounds[0].used_for == (GroundUse.EXEMPTION,)


def test_an_obligation_with_every_field(sound: Pack) -> None:
    disclosure = sound.obligations[0]
    assert disclosure.key == "cn/example#disclosure"
    assert disclosure.basis.in_words() == Text("《办法》第四十九条第二款", "Measures, art. 49 para. 2")
    assert disclosure.who == Except(AnyDepartment(), Named(("财政局",)))
    assert disclosure.supporting == OfKind("street")
    assert disclosure.deadline == After(20, Unit.WORKING_DAYS, "information-made")
    assert not disclosure.set_by_law
    assert disclosure.evidence == tuple(EvidenceKind)
    assert disclosure.before_publishing == (Step.CONFIDENTIALITY_REVIEW,)
    assert disclosure.severity is Severity.WARNING
    assert disclosure.ladder == Ladder(before=(3,), overdue_every=1, escalate_after=5)
    assert disclosure.figures == ("proactive.total", "proactive.website")
    assert disclosure.in_force == InForce(date(2010, 1, 1))
    assert not disclosure.verified
    assert disclosure.note == Text("未核对原文", "not read at its source")
    assert disclosure.replaces == "cn/older#disclosure"
    assert [(case.start, case.due) for case in disclosure.cases] == [(date(2017, 1, 20), date(2017, 2, 22))]


def test_what_an_obligation_leaves_out_comes_from_the_pack_or_the_format(sound: Pack) -> None:
    monthly = sound.obligations[3]
    assert monthly.in_force == sound.in_force
    assert monthly.ladder == Ladder(before=(10, 5, 0), overdue_every=2, escalate_after=3)
    assert monthly.evidence == (EvidenceKind.LINK, EvidenceKind.PUBLISHED_ON)
    assert monthly.severity is Severity.BREACH
    assert monthly.life_cycle is LifeCycle.TASK
    assert (monthly.set_by_law, monthly.verified, monthly.illustrative) == (True, True, False)
    assert (monthly.supporting, monthly.extension, monthly.note, monthly.replaces) == (None, None, None, None)
    assert (monthly.before_publishing, monthly.figures, monthly.suspended_by) == ((), (), ())


def test_the_duty_to_answer_requests(sound: Pack) -> None:
    answer = sound.obligations[1]
    assert answer.life_cycle is LifeCycle.REQUEST
    assert answer.extension == Extension(After(15, Unit.WORKING_DAYS, "due"))
    assert answer.suspended_by == ("third-party-consultation",)
    assert answer.who == AnyOf((Tagged("finance"), AllOf((OfKind("department"), Named(("教育局",))))))


def test_cases_of_fixed_dates_and_periods(sound: Pack) -> None:
    report, monthly, quarterly, news = sound.obligations[2:]
    assert report.deadline == ByDate(3, 31, next_year=True)
    assert report.basis.article == Text("第二部分第（一）项", "part 2 (1)")
    assert [case.start for case in report.cases] == [Period(2017, Span.YEAR), Period(2018, Span.YEAR)]
    assert monthly.deadline == MonthlyByDay(5)
    assert monthly.cases[0].start == Period(2017, Span.MONTH, 3)
    assert quarterly.deadline == AfterEachSpan(Span.QUARTER, 10, Unit.WORKING_DAYS)
    assert quarterly.cases[0].start == Period(2017, Span.QUARTER, 1)
    assert news.deadline == AtLeastEvery(14, Unit.DAYS)
    assert news.cases[0].start == date(2017, 3, 1)


def test_a_refinement_holds_only_what_it_changes(sound: Pack) -> None:
    of_streets, sooner = sound.refinements
    assert of_streets.refines == "cn/example#disclosure"
    assert of_streets.changes.keys() == {"who", "severity", "illustrative"}
    assert sooner.changes.keys() == {"basis", "deadline", "cases", "illustrative"}


def test_figures_and_identities(sound: Pack) -> None:
    total, website, rate = sound.figures
    assert (total.percent, total.over_time, total.required, total.verified) == (False, OverTime.SUM, True, True)
    assert (website.over_time, website.required, website.verified) == (OverTime.LAST, False, False)
    assert website.note == Text("年末数", "at year's end")
    assert (rate.percent, rate.unit, rate.period) == (True, Text("%", "%"), Span.YEAR)
    within, share = sound.identities
    assert (within.key, within.severity) == ("cn/example#website-within-total", Severity.WARNING)
    assert str(share.holds) == "rate(proactive.website, proactive.total) = proactive.rate"
    assert share.severity is Severity.BREACH


def test_a_place_that_was_read_is_kept_so_that_any_later_word_can_point_at_it(sound: Pack) -> None:
    assert str(sound.obligations[0].place) == "cn/example.yaml:19:5"
    assert str(sound.obligations[0].cases[0].place) == "cn/example.yaml:38:9"
    assert str(sound.identities[1].place) == "cn/example.yaml:137:12"


def test_reminders_are_kept_from_the_earliest_to_the_latest_in_whatever_order_they_are_written() -> None:
    text = (HERE / "sound_pack.yaml").read_text(encoding="utf-8").replace("before: [3]", "before: [1, 20, 3]")
    assert read_pack(text, "cn/example.yaml").obligations[0].ladder.before == (20, 3, 1)


def test_a_rule_may_be_in_force_on_a_single_day() -> None:
    text = (HERE / "sound_pack.yaml").read_text(encoding="utf-8").replace("until: 2019-05-14", "until: 2008-05-01")
    assert read_pack(text, "cn/example.yaml").in_force == InForce(date(2008, 5, 1), date(2008, 5, 1))


def test_every_fault_of_a_file_comes_in_one_run_in_the_order_of_the_file() -> None:
    text = (HERE / "sound_pack.yaml").read_text(encoding="utf-8")
    wrong = text.replace("layer: nation", "layer: state").replace("period: year", "period: era")
    wrong = wrong.replace("monthly by day 5", "monthly by day 32").replace("severity: breach", "severity: sin")
    with pytest.raises(BadInput) as refused:
        read_pack(wrong, "cn/example.yaml")
    assert [line.split(":")[1] for line in str(refused.value).splitlines()] == ["5", "68", "93", "125"]
    chinese = refused.value.in_language(Language.CHINESE).splitlines()
    assert chinese[0] == "cn/example.yaml:5:8: “layer”不能是“state”，可用：nation、province、city、district"
    assert chinese[1] == "cn/example.yaml:68:15: 没有哪个月有32日"


def test_a_fault_names_its_field_in_full() -> None:
    text = (HERE / "sound_pack.yaml").read_text(encoding="utf-8").replace("due: 2017-04-17", "due: 17 April")
    with pytest.raises(BadInput) as refused:
        read_pack(text, "cn/example.yaml")
    assert [fault.field for fault in refused.value.faults] == ["obligations[5].cases[1].due"]
