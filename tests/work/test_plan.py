"""The year's plan: the same rules, office and events give the same tasks, anywhere and in any order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.faults import BadInput, Refused
from compliance.law.rule_book import RuleBook
from compliance.law.text import Language, Text, same
from compliance.work.organisation import Office
from compliance.work.plan import Occurrence, plan, tasks_after
from compliance.work.tasks import Task, TaskState

RuleWriter = Callable[..., RuleBook]

HEAD = """\
pack: {name}
title: {{zh: 要点, en: Key points}}
source: {{number: 一号, issuer: 区政府, published: 2017-01-01}}
layer: {layer}
in-force: {{from: 2017-01-01, until: 2017-12-31}}
areas: [{{id: {area}, title: {{zh: 重点, en: Key}}, part: key-areas, order: 1}}]
obligations:
"""


def pack(obligations: str, name: str = "cn/points", layer: str = "nation", area: str = "key") -> str:
    return HEAD.format(name=name, layer=layer, area=area) + obligations


def duty(rest: str, who: str = "[财政局]", name: str = "duty") -> str:
    """One obligation that the finance bureau owes; `rest` is its deadline and what else a test is about."""
    fields = "".join(f"    {line}\n" for line in rest.strip().splitlines())
    title = "title: {zh: 事项, en: Duty}"
    return f"  - id: {name}\n    {title}\n    area: key\n    basis: art. 1\n    who: {who}\n{fields}"


def occurrences() -> list[Occurrence]:
    return [
        Occurrence("D1", "information-made", date(2017, 1, 20), same("收费目录"), "finance"),
        Occurrence("D2", "information-made", date(2017, 3, 9), same("招生计划"), "education"),
        Occurrence("D3", "information-made", date(2017, 3, 9), same("应急预案")),
    ]


def named(tasks: tuple[Task, ...]) -> dict[tuple[str, str, str], str]:
    """Identifiers by obligation, department, and period or subject."""
    return {
        (task.obligation.key, task.department, task.subject.zh if task.subject else str(task.start)): task.id
        for task in tasks
    }


# --- what the rules make ---


def test_every_holder_gets_a_task_for_every_period_in_the_order_of_rules_departments_and_periods(
    rule_book: RuleBook, office: Office
) -> None:
    tasks = plan(rule_book, office, 2017)
    # monthly-list: 2 budget users × 12 months; annual-report: the government office; requests make no task
    assert [(task.obligation.key.partition("#")[2], task.department, str(task.start)) for task in tasks] == [
        *(("monthly-list", "finance", f"2017-{month:02}") for month in range(1, 13)),
        *(("monthly-list", "education", f"2017-{month:02}") for month in range(1, 13)),
        ("annual-report", "government-office", "2017"),
    ]
    assert {task.state for task in tasks} == {TaskState.PENDING}


@pytest.mark.parametrize(
    ("deadline", "periods"),
    [
        ("monthly by day 5", [f"2017-{month:02}" for month in range(1, 13)]),
        ("each quarter within 10 working days of its end", ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"]),
        ("each half-year within 10 working days of its end", ["2017-H1", "2017-H2"]),
        ("each year within 20 working days of its end", ["2017"]),
        ("by 31 March of the next year", ["2017"]),
        ("by 31 December", ["2017"]),
    ],
)
def test_a_deadline_that_comes_round_gives_a_task_for_each_span(
    write_rules: RuleWriter, office: Office, deadline: str, periods: list[str]
) -> None:
    when = {"2017-01": "period: 2017-01", "2017-Q1": "period: 2017-Q1", "2017-H1": "period: 2017-H1"}
    case = when.get(periods[0], "year: 2017")
    book = write_rules(pack(duty(f"deadline: {deadline}\ncases: [{{{case}, due: 2017-02-05}}]")))
    assert [str(task.start) for task in plan(book, office, 2017)] == periods


def test_an_event_opens_a_task_for_the_department_concerned_and_starts_its_clock(
    rule_book: RuleBook, office: Office
) -> None:
    (task,) = tasks_after(occurrences()[0], rule_book, office)
    assert (task.department, task.start) == ("finance", date(2017, 1, 20))
    assert task.title == Text("主动公开政府信息：收费目录", "Disclose information proactively: 收费目录")


def test_an_event_that_concerns_no_department_in_particular_concerns_every_holder(
    rule_book: RuleBook, office: Office
) -> None:
    tasks = tasks_after(occurrences()[2], rule_book, office)
    assert [task.department for task in tasks] == ["government-office", "finance", "education", "heping-street"]


def test_the_moment_of_an_event_is_kept(rule_book: RuleBook, office: Office) -> None:
    at = datetime(2017, 3, 9, 16, 30)  # noqa: DTZ001 – the office's own clock
    (task,) = tasks_after(Occurrence("D4", "information-made", at, same("通告"), "finance"), rule_book, office)
    assert task.start == at


# --- pure and deterministic ---


def test_identifiers_are_the_same_on_any_machine(rule_book: RuleBook, office: Office) -> None:
    # "T" and the first ten digits of SHA-256 of `office|rule|department|period or event`:
    #   printf 'tiedong|cn/regulation-2007#monthly-list|finance|2017-03' | sha256sum
    names = named(plan(rule_book, office, 2017, occurrences()))
    assert names["cn/regulation-2007#monthly-list", "finance", "2017-03"] == "T0AB9EF694F"
    assert names["cn/regulation-2007#annual-report", "government-office", "2017"] == "T85FCA54FF2"
    assert names["cn/regulation-2007#proactive-disclosure", "finance", "收费目录"] == "T0A1A49C624"


@given(st.data())
def test_a_shuffled_office_and_shuffled_events_give_the_same_tasks(
    rule_book: RuleBook, office: Office, data: st.DataObject
) -> None:
    departments = tuple(data.draw(st.permutations(office.departments)))
    events = data.draw(st.permutations(occurrences()))
    shuffled = plan(rule_book, replace(office, departments=departments), 2017, events)
    expected = plan(rule_book, office, 2017, occurrences())
    assert named(shuffled) == named(expected)
    assert len(shuffled) == len(expected) == len({task.id for task in expected})


@given(st.lists(st.sampled_from(occurrences()), unique=True))
def test_an_event_more_or_less_leaves_the_other_tasks_alone(
    rule_book: RuleBook, office: Office, events: list[Occurrence]
) -> None:
    everything = named(plan(rule_book, office, 2017, occurrences()))
    assert named(plan(rule_book, office, 2017, events)).items() <= everything.items()


def test_the_same_events_in_the_same_order_give_equal_plans(rule_book: RuleBook, office: Office) -> None:
    assert plan(rule_book, office, 2017, occurrences()) == plan(rule_book, office, 2017, iter(occurrences()))


def test_another_year_another_department_and_another_office_have_other_identifiers(
    rule_book: RuleBook, office: Office
) -> None:
    other = replace(office, id="lishan")
    tasks = [*plan(rule_book, office, 2017), *plan(rule_book, office, 2018), *plan(rule_book, other, 2017)]
    assert len({task.id for task in tasks}) == len(tasks)


# --- selectors ---


def test_a_selector_that_matches_nobody_is_refused_at_the_rule(write_rules: RuleWriter, office: Office) -> None:
    book = write_rules(
        pack(
            duty("deadline: monthly by day 5\ncases: [{period: 2017-01, due: 2017-02-05}]")
            + duty("deadline: by 31 December\ncases: [{year: 2017, due: 2017-12-31}]", "{tag: mines}", "mining")
        )
    )
    with pytest.raises(BadInput) as caught:
        plan(book, office, 2017)
    # seven lines of head, the first duty is lines 8–14
    assert str(caught.value) == "cn/points.yaml:15:5: no department matches: departments tagged `mines`"
    assert caught.value.in_language(Language.CHINESE) == "cn/points.yaml:15:5: 没有单位符合“带“mines”标记的单位”"


def test_supporting_departments_and_those_who_enter_figures_must_exist_too(
    write_rules: RuleWriter, office: Office
) -> None:
    text = pack(
        duty("supporting: [气象局]\ndeadline: by 31 December\ncases: [{year: 2017, due: 2017-12-31}]")
        + """\
figures:
  - {id: mines, title: {zh: 矿山, en: Mines}, unit: {zh: 座, en: mines}, area: key, entered-by: {tag: mines}, period: year}
"""
    )
    with pytest.raises(BadInput) as caught:
        plan(write_rules(text), office, 2017)
    assert str(caught.value).splitlines() == [
        "cn/points.yaml:8:5: there is no department `气象局`",
        "cn/points.yaml:17:5: no department matches: departments tagged `mines`",
    ]


def test_a_misspelt_department_in_a_rule_gets_a_suggestion(write_rules: RuleWriter, office: Office) -> None:
    book = write_rules(pack(duty("deadline: by 31 December\ncases: [{year: 2017, due: 2017-12-31}]", "[finanse]")))
    with pytest.raises(BadInput) as caught:
        plan(book, office, 2017)
    assert str(caught.value) == "cn/points.yaml:8:5: there is no department `finanse`; did you mean `finance`?"


# --- in force ---


@pytest.mark.parametrize(
    ("in_force", "months"),
    [
        ("{from: 2017-03-31}", list(range(3, 13))),  # in force on the last day of March
        ("{from: 2017-04-01}", list(range(4, 13))),  # one day later March is not owed
        ("{from: 2017-01-01, until: 2017-09-30}", list(range(1, 10))),  # in force on the last day of September
        ("{from: 2017-01-01, until: 2017-09-29}", list(range(1, 9))),  # one day earlier September is not owed
    ],
)
def test_a_monthly_duty_is_owed_for_months_on_whose_last_day_it_is_in_force(
    write_rules: RuleWriter, office: Office, in_force: str, months: list[int]
) -> None:
    rest = f"deadline: monthly by day 5\nin-force: {in_force}\ncases: [{{period: 2017-01, due: 2017-02-05}}]"
    tasks = plan(write_rules(pack(duty(rest))), office, 2017)
    assert [task.start.number for task in tasks] == months  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("deadline", "until", "owed"),
    [
        ("by 31 October", "2017-10-31", True),
        ("by 31 October", "2017-10-30", False),  # repealed the day before it fell due
        ("by 31 October", "2017-12-31", True),
        ("by 31 March of the next year", "2017-12-31", True),  # the report on the year: the year's last day decides
        ("by 31 March of the next year", "2017-12-30", False),
    ],
)
def test_a_duty_by_a_fixed_date_is_owed_if_the_rule_lives_that_long(
    write_rules: RuleWriter, office: Office, deadline: str, until: str, owed: bool
) -> None:
    rest = f"deadline: {deadline}\nin-force: {{from: 2017-01-01, until: {until}}}\n"
    rest += "cases: [{year: 2017, due: 2017-10-31}]"
    assert bool(plan(write_rules(pack(duty(rest))), office, 2017)) is owed


def test_a_duty_by_the_last_of_february_is_owed_in_years_without_a_29th(
    write_rules: RuleWriter, office: Office
) -> None:
    rest = "deadline: by 29 February\nin-force: {from: 2017-02-28}\ncases: [{year: 2017, due: 2017-02-28}]"
    assert len(plan(write_rules(pack(duty(rest))), office, 2017)) == 1


@pytest.mark.parametrize(
    ("made_on", "opens"),
    [
        (date(2017, 3, 31), False),  # the day before the rule comes into force
        (date(2017, 4, 1), True),
        (date(2017, 6, 30), True),
        (date(2017, 7, 1), False),  # the day after it ends
    ],
)
def test_a_duty_after_an_event_follows_the_law_of_the_day_of_the_event(
    write_rules: RuleWriter, office: Office, made_on: date, opens: bool
) -> None:
    rest = """\
starts: budget-approved
deadline: 20 days after budget-approved
in-force: {from: 2017-04-01, until: 2017-06-30}
cases: [{budget-approved: 2017-04-01, due: 2017-04-21}]
"""
    book = write_rules(pack(duty(rest)))
    occurrence = Occurrence("B1", "budget-approved", made_on, same("预算"), "finance")
    if opens:
        assert [task.start for task in tasks_after(occurrence, book, office)] == [made_on]
        return
    with pytest.raises(Refused) as caught:
        tasks_after(occurrence, book, office)
    assert caught.value.reason == Text(
        f"{made_on}的事件“budget-approved”没有产生任何任务：当日无有效规则，或该单位不是责任单位",
        f"the event `budget-approved` of {made_on} opens no task: no rule in force, or not that department's duty",
    )


def test_an_event_of_a_department_that_does_not_owe_the_duty_is_refused(
    write_rules: RuleWriter, office: Office
) -> None:
    rest = """\
starts: budget-approved
deadline: 20 days after budget-approved
cases: [{budget-approved: 2017-04-01, due: 2017-04-21}]
"""
    with pytest.raises(Refused, match="opens no task"):
        tasks_after(
            Occurrence("B1", "budget-approved", date(2017, 4, 1), same("预算"), "heping-street"),
            write_rules(pack(duty(rest))),
            office,
        )


def test_an_event_that_no_rule_knows_is_refused_with_the_nearest_one(rule_book: RuleBook, office: Office) -> None:
    with pytest.raises(Refused) as caught:
        plan(rule_book, office, 2017, [Occurrence("D1", "information-maid", date(2017, 1, 20), same("目录"))])
    assert caught.value.reason == Text(
        "没有规则以“information-maid”起算；是否想写“information-made”？",
        "no rule starts from `information-maid`; did you mean `information-made`?",
    )


@pytest.mark.parametrize("name", ["budget-aproved", "预算经批准", "the budget is approved"])
def test_an_event_that_is_declared_is_suggested_with_its_title(
    write_rules: RuleWriter, office: Office, name: str
) -> None:
    event = "events:\n  - {id: budget-approved, title: {zh: 预算经批准, en: the budget is approved}}\n"
    rest = """\
starts: budget-approved
deadline: 20 days after budget-approved
cases: [{budget-approved: 2017-04-01, due: 2017-04-21}]
"""
    rules = write_rules(pack(duty(rest)) + event)
    with pytest.raises(Refused) as caught:
        tasks_after(Occurrence("B1", name, date(2017, 4, 1), same("预算")), rules, office)
    assert caught.value.reason == Text(
        f"没有规则以“{name}”起算；是否想写“budget-approved”（预算经批准）？",
        f"no rule starts from `{name}`; did you mean `budget-approved` (the budget is approved)?",
    )


def test_an_event_that_resembles_none_is_refused_without_a_suggestion(rule_book: RuleBook, office: Office) -> None:
    with pytest.raises(Refused) as caught:
        plan(rule_book, office, 2017, [Occurrence("D1", "zzz", date(2017, 1, 20), same("目录"))])
    assert caught.value.reason == Text("没有规则以“zzz”起算", "no rule starts from `zzz`")


# --- refinements ---


def test_a_district_that_refines_a_duty_keeps_its_tasks(write_rules: RuleWriter, office: Office) -> None:
    nation = pack(duty("deadline: monthly by day 5\ncases: [{period: 2017-01, due: 2017-02-05}]"))
    district = pack(
        """\
  - id: sooner
    refines: cn/points#duty
    deadline: monthly by day 3
    evidence: [link, file]
    cases: [{period: 2017-01, due: 2017-02-03}]
""",
        "cn/liaoning/anshan/tiedong/points",
        "district",
        "more",
    )
    before, after = plan(write_rules(nation), office, 2017), plan(write_rules(nation, district), office, 2017)
    assert {task.obligation.key for task in after} == {"cn/liaoning/anshan/tiedong/points#sooner"}
    assert [task.id for task in after] == [task.id for task in before]


def test_a_refinement_of_a_refinement_keeps_the_tasks_too(write_rules: RuleWriter, office: Office) -> None:
    nation = pack(duty("deadline: monthly by day 5\ncases: [{period: 2017-01, due: 2017-02-05}]"))
    city = pack(
        "  - {id: city, refines: cn/points#duty, evidence: [link, file]}\n", "cn/liaoning/anshan/points", "city", "city"
    )
    district = pack(
        "  - {id: district, refines: cn/liaoning/anshan/points#city, severity: breach}\n",
        "cn/liaoning/anshan/tiedong/points",
        "district",
        "district",
    )
    tasks = plan(write_rules(nation, city, district), office, 2017)
    assert {task.obligation.key for task in tasks} == {"cn/liaoning/anshan/tiedong/points#district"}
    assert [task.id for task in tasks] == [task.id for task in plan(write_rules(nation), office, 2017)]
