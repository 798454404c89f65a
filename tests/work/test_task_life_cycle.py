"""The life cycle of a task: every state with every act, every condition, and that no way leads round them."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.faults import Refused
from compliance.law.obligations import EvidenceKind
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.work.organisation import Office
from compliance.work.task_life_cycle import MACHINE, TRANSITIONS, Decision, decide, perform, possible_acts, target
from compliance.work.tasks import Act, DisclosureClass, Evidence, Task, TaskAct, TaskState

CLERK, REVIEWER, LEADER = "finance.clerk", "finance.confidentiality-reviewer", "finance.leader"
COORDINATOR = "government-office.coordinator"
OTHER_CLERK, OTHER_LEADER = "education.clerk", "education.leader"

DAY = date(2017, 2, 20)
PROOF = Evidence(link="http://www.tiedong.gov.cn/1", published_on=DAY)
ALLOWED = {(source, act): to for act, source, to in TRANSITIONS}


def classify(by: str = REVIEWER, kind: DisclosureClass | None = DisclosureClass.PROACTIVE, ground: str = "") -> Act:
    return Act(TaskAct.CLASSIFY, by, DAY, TaskState.PENDING, disclosure_class=kind, ground=ground)


def publish(by: str = CLERK, evidence: Evidence | None = PROOF) -> Act:
    return Act(TaskAct.PUBLISH, by, DAY, TaskState.PUBLISHED, evidence=evidence)


def add_evidence(by: str = CLERK, evidence: Evidence | None = PROOF) -> Act:
    return Act(TaskAct.ADD_EVIDENCE, by, DAY, TaskState.PUBLISHED, evidence=evidence)


def review(by: str = COORDINATOR) -> Act:
    return Act(TaskAct.REVIEW, by, DAY, TaskState.REVIEWED)


def send_back(by: str = COORDINATOR, reason: str = "链接打不开") -> Act:
    return Act(TaskAct.RETURN, by, DAY, TaskState.PENDING, reason=reason)


def exempt(by: str = CLERK, ground: str = "privacy", approved_by: str = COORDINATOR) -> Act:
    return Act(TaskAct.EXEMPT, by, DAY, TaskState.EXEMPTED, ground=ground, approved_by=approved_by)


SOUND_ACTS = {
    TaskAct.CLASSIFY: classify(), TaskAct.PUBLISH: publish(), TaskAct.ADD_EVIDENCE: add_evidence(),
    TaskAct.REVIEW: review(), TaskAct.RETURN: send_back(), TaskAct.EXEMPT: exempt(),
}  # fmt: skip

HISTORIES: dict[TaskState, tuple[Act, ...]] = {
    TaskState.PENDING: (classify(),),
    TaskState.PUBLISHED: (classify(), publish()),
    TaskState.REVIEWED: (classify(), publish(), review()),
    TaskState.EXEMPTED: (exempt(),),
}

Doing = Callable[..., Task]


@pytest.fixture
def do(disclosure: Task, office: Office, rule_book: RuleBook) -> Doing:
    """The finance bureau's task after these acts, each of which must be accepted."""

    def done(*acts: Act, task: Task = disclosure) -> Task:
        for act in acts:
            task = perform(task, act, office, rule_book.grounds)
        return task

    return done


@pytest.fixture
def refusal(office: Office, rule_book: RuleBook) -> Callable[[Task, Act], Text]:
    """Why the act is refused; the task must stay as it was."""

    def refused(task: Task, act: Act) -> Text:
        before = replace(task)
        with pytest.raises(Refused) as caught:
            perform(task, act, office, rule_book.grounds)
        assert task == before
        assert caught.value.reason.zh
        assert caught.value.reason.en
        assert decide(task, act, office, rule_book.grounds).unmet
        return caught.value.reason

    return refused


Refusal = Callable[[Task, Act], Text]

# --- the table ---


def test_every_state_and_act_is_declared_and_the_machine_reads_the_same_table() -> None:
    assert set(MACHINE.states) == {state.value for state in TaskState}
    assert set(MACHINE.events) == {act.value for act in TaskAct}  # no to_reviewed() and the like
    assert MACHINE.models == []
    for state, act in itertools.product(TaskState, TaskAct):
        assert target(state, act) == ALLOWED.get((state, act))
        assert bool(MACHINE.get_transitions(act.value, state.value)) is ((state, act) in ALLOWED)


@pytest.mark.parametrize(("state", "kind"), list(itertools.product(TaskState, TaskAct)))
def test_an_act_is_possible_exactly_from_the_states_of_the_table(
    do: Doing, refusal: Refusal, state: TaskState, kind: TaskAct
) -> None:
    task = do(*HISTORIES[state])
    assert task.state is state
    if (state, kind) in ALLOWED:
        after = do(SOUND_ACTS[kind], task=task)
        assert after.state is ALLOWED[state, kind]
        assert after.acts == (*task.acts, SOUND_ACTS[kind])
    else:
        assert f"“{state.in_words().zh}”状态，不能{kind.in_words().zh}" in refusal(task, SOUND_ACTS[kind]).zh


def test_a_refusal_says_what_is_possible_instead(do: Doing, refusal: Refusal) -> None:
    assert refusal(do(), review()) == Text(
        "任务处于“待公开”状态，不能复核；现在可以：保密审查、公开、免除",
        "cannot review: the task is pending; possible now: classify, publish, exempt",
    )


def test_a_closed_task_allows_nothing(do: Doing, refusal: Refusal) -> None:
    assert possible_acts(TaskState.REVIEWED) == possible_acts(TaskState.EXEMPTED) == ()
    assert refusal(do(*HISTORIES[TaskState.REVIEWED]), publish()) == Text(
        "任务处于“已复核”状态，不能公开；现在可以：无（已办结）",
        "cannot publish: the task is reviewed; possible now: nothing (it is closed)",
    )


def test_the_table_decides_where_an_act_leads_whatever_the_act_says(do: Doing) -> None:
    # a classification that claims to be a review would skip publication, evidence and the second person
    task = do(replace(classify(), to=TaskState.REVIEWED))
    assert task.state is TaskState.PENDING
    assert task.acts[0].to is TaskState.PENDING


def test_an_act_is_not_dated_before_the_one_before_it(do: Doing, refusal: Refusal) -> None:
    task = do(classify())
    assert do(replace(publish(), on=DAY), task=task).state is TaskState.PUBLISHED  # the same day will do
    yesterday = replace(publish(evidence=Evidence(link="x")), on=DAY - timedelta(1))
    assert refusal(task, yesterday) == Text(
        "日期不能早于上一步（2017-02-20）", "the date cannot lie before that of the act before it (2017-02-20)"
    )


def test_deciding_changes_nothing_and_names_where_the_act_leads(do: Doing, office: Office, rule_book: RuleBook) -> None:
    task = do(classify())
    assert decide(task, publish(), office, rule_book.grounds) == Decision(TaskState.PUBLISHED)
    assert task.state is TaskState.PENDING


# --- the confidentiality review ---


def test_nothing_is_published_before_the_confidentiality_review(do: Doing, refusal: Refusal) -> None:
    assert refusal(do(), publish()) == Text(
        "公开前须先作保密审查（《政府信息公开条例》第十八条）",
        "a confidentiality review must come first (Regulation on Disclosure, art. 18)",
    )


def test_a_duty_that_asks_for_no_review_before_publishing_is_published_at_once(do: Doing, disclosure: Task) -> None:
    plain = replace(disclosure, obligation=replace(disclosure.obligation, before_publishing=()))
    assert do(publish(), task=plain).state is TaskState.PUBLISHED


@pytest.mark.parametrize("by", [CLERK, LEADER, COORDINATOR, "education.confidentiality-reviewer", "nobody", ""])
def test_only_the_departments_reviewer_classifies(do: Doing, refusal: Refusal, by: str) -> None:
    assert refusal(do(), classify(by)) == Text(
        "须由财政局的保密审查员办理", "this is for the confidentiality reviewer of Finance"
    )


def test_a_classification_states_the_class(do: Doing, refusal: Refusal) -> None:
    assert refusal(do(), classify(kind=None)) == Text("须写明公开属性", "the class of disclosure must be stated")


@pytest.mark.parametrize("kind", [DisclosureClass.ON_REQUEST, DisclosureClass.WITHHELD])
def test_what_is_not_disclosed_proactively_needs_a_ground_and_then_cannot_be_published(
    do: Doing, refusal: Refusal, kind: DisclosureClass
) -> None:
    assert refusal(do(), classify(kind=kind)) == Text(
        "须写明法定理由，可用：state-secret、privacy", "a legal ground must be named; known are state-secret, privacy"
    )
    task = do(classify(kind=kind, ground="state-secret"))
    word = kind.in_words()
    assert refusal(task, publish()) == Text(
        f"保密审查结论为“{word.zh}”，不能公开", f"the confidentiality review says: {word.en}"
    )


def test_the_newest_review_counts(do: Doing, refusal: Refusal) -> None:
    withheld = classify(kind=DisclosureClass.WITHHELD, ground="state-secret")
    assert do(withheld, classify(), publish()).state is TaskState.PUBLISHED
    assert refusal(do(classify(), withheld), publish()).en == "the confidentiality review says: withheld"


def test_what_was_returned_is_reviewed_again_before_it_is_published_again(do: Doing, refusal: Refusal) -> None:
    returned = do(classify(), publish(), send_back())
    assert refusal(returned, publish()).en.startswith("a confidentiality review must come first")
    assert do(classify(), publish(), task=returned).state is TaskState.PUBLISHED


def test_the_confidentiality_reviewer_does_not_publish(do: Doing, refusal: Refusal) -> None:
    assert refusal(do(classify()), publish(REVIEWER)) == Text(
        "保密审查人与公开人不能是同一人", "the confidentiality reviewer cannot be the publisher"
    )


# --- publishing and evidence ---


@pytest.mark.parametrize("by", [OTHER_CLERK, OTHER_LEADER, COORDINATOR, "nobody"])
def test_only_a_post_of_the_department_publishes_and_adds_evidence(do: Doing, refusal: Refusal, by: str) -> None:
    words = Text("须由财政局办理", "this is for a post of Finance")
    assert refusal(do(classify()), publish(by)) == words
    assert refusal(do(classify(), publish()), add_evidence(by)) == words


@pytest.mark.parametrize(
    "evidence", [None, Evidence(), Evidence(published_on=DAY), Evidence(link=" "), Evidence(file="\t", note="\n")]
)
def test_a_publication_needs_something_to_look_at(do: Doing, refusal: Refusal, evidence: Evidence | None) -> None:
    words = Text("须附佐证：链接、公开日期", "evidence is needed: link, date of publication")
    assert refusal(do(classify()), publish(evidence=evidence)) == words


@pytest.mark.parametrize("evidence", [None, Evidence(), Evidence(file="\t", note="\n")])
def test_nothing_is_no_evidence_to_add(do: Doing, refusal: Refusal, evidence: Evidence | None) -> None:
    words = Text("没有写明要补充的佐证", "no evidence to add was given")
    assert refusal(do(classify(), publish()), add_evidence(evidence=evidence)) == words


def test_a_rule_that_asks_for_no_evidence_of_its_own_still_needs_something_to_look_at(
    disclosure: Task, refusal: Refusal, do: Doing
) -> None:
    bare = replace(disclosure, obligation=replace(disclosure.obligation, evidence=(EvidenceKind.PUBLISHED_ON,)))
    task = do(classify(), task=bare)
    # asking for the date that was just given would help nobody
    assert refusal(task, publish(evidence=Evidence(published_on=DAY))) == Text(
        "须附佐证：链接、文件、公开渠道、说明", "evidence is needed: link, file, channel, note"
    )


@pytest.mark.parametrize(
    "evidence", [Evidence(link="x"), Evidence(file="a.pdf"), Evidence(channel="公告栏"), Evidence(note="已张贴")]
)
def test_any_one_thing_to_look_at_is_enough_to_publish(do: Doing, evidence: Evidence) -> None:
    assert do(classify(), publish(evidence=evidence)).state is TaskState.PUBLISHED


def test_the_date_of_publication_is_today_at_the_latest(do: Doing, refusal: Refusal) -> None:
    today, tomorrow = (Evidence(link="x", published_on=DAY + timedelta(days)) for days in (0, 1))
    words = Text("公开日期不能晚于今天", "the date of publication cannot lie in the future")
    assert do(classify(), publish(evidence=today)).state is TaskState.PUBLISHED
    assert refusal(do(classify()), publish(evidence=tomorrow)) == words
    assert refusal(do(classify(), publish()), add_evidence(evidence=tomorrow)) == words


def test_all_that_is_wrong_is_said_at_once(do: Doing, refusal: Refusal) -> None:
    assert refusal(do(), publish(OTHER_CLERK, Evidence(published_on=DAY + timedelta(1)))) == Text(
        "须由财政局办理；公开前须先作保密审查（《政府信息公开条例》第十八条）；须附佐证：链接、公开日期；公开日期不能晚于今天",
        "this is for a post of Finance; a confidentiality review must come first (Regulation on Disclosure, art. 18); "
        "evidence is needed: link, date of publication; the date of publication cannot lie in the future",
    )


# --- four eyes ---


@pytest.mark.parametrize("by", [COORDINATOR, LEADER])
def test_the_coordinator_or_the_departments_leader_reviews(do: Doing, by: str) -> None:
    assert do(classify(), publish(), review(by)).state is TaskState.REVIEWED
    assert do(classify(), publish(), send_back(by)).state is TaskState.PENDING


@pytest.mark.parametrize("by", [OTHER_LEADER, OTHER_CLERK, REVIEWER, "government-office.leader", "nobody"])
def test_nobody_else_reviews_or_returns(do: Doing, refusal: Refusal, by: str) -> None:
    words = Text("须由协调员或本单位分管领导复核", "a review is for the coordinator or the department's leader")
    task = do(classify(), publish())
    assert refusal(task, review(by)) == words
    assert refusal(task, send_back(by)) == words


def test_a_leader_who_published_does_not_review_it(do: Doing, refusal: Refusal) -> None:
    task = do(classify(), publish(LEADER))
    words = Text("公开人不能复核自己公开的事项", "nobody reviews what they published themselves")
    assert refusal(task, review(LEADER)) == words
    assert refusal(task, send_back(LEADER)) == words
    assert do(review(COORDINATOR), task=task).state is TaskState.REVIEWED


def test_a_leader_who_added_evidence_does_not_review_it(do: Doing, refusal: Refusal) -> None:
    task = do(classify(), publish(), add_evidence(LEADER))
    assert refusal(task, review(LEADER)).en == "nobody reviews what they published themselves"


def test_a_leader_who_published_it_before_it_was_returned_does_not_review_it_either(
    do: Doing, refusal: Refusal
) -> None:
    task = do(classify(), publish(LEADER), send_back(), classify(), publish(CLERK))
    assert refusal(task, review(LEADER)).en == "nobody reviews what they published themselves"


def test_a_review_waits_for_all_the_evidence_that_the_rule_asks_for(do: Doing, refusal: Refusal) -> None:
    task = do(classify(), publish(evidence=Evidence(link="x")))
    assert refusal(task, review()) == Text("佐证不全，缺：公开日期", "evidence is missing: date of publication")
    task = do(add_evidence(evidence=Evidence(published_on=DAY)), task=task)
    assert do(review(), task=task).state is TaskState.REVIEWED


def test_evidence_from_before_a_return_does_not_count(do: Doing, refusal: Refusal) -> None:
    task = do(classify(), publish(), send_back(), classify(), publish(evidence=Evidence(file="a.pdf")))
    assert refusal(task, review()).en == "evidence is missing: link, date of publication"


def test_evidence_comes_with_publishing_or_adding_and_with_no_other_act(do: Doing, refusal: Refusal) -> None:
    # who classifies is not asked for a date that lies in the past, so what they attach proves nothing
    smuggled = replace(classify(), evidence=Evidence(link="x", published_on=DAY + timedelta(30)))
    task = do(smuggled, publish(evidence=Evidence(link="y")))
    assert task.published_on == DAY
    assert refusal(task, review()).en == "evidence is missing: date of publication"


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_return_needs_a_reason(do: Doing, refusal: Refusal, reason: str) -> None:
    assert refusal(do(classify(), publish()), send_back(reason=reason)) == Text(
        "退回须写明理由", "a return needs a reason"
    )


# --- exemption ---


@pytest.mark.parametrize("act", ["exempt", "classify"])
def test_a_ground_that_only_answers_requests_exempts_nothing(
    disclosure: Task, office: Office, write_rules: Callable[..., RuleBook], regulation: str, act: str
) -> None:
    text = regulation.replace("{id: privacy, ", "{id: privacy, for: [refusal], ")
    grounds = write_rules(text).grounds
    done = exempt() if act == "exempt" else classify(kind=DisclosureClass.WITHHELD, ground="privacy")
    assert decide(disclosure, done, office, grounds).unmet == (
        Text("须写明法定理由，可用：state-secret", "a legal ground must be named; known are state-secret"),
    )
    assert decide(disclosure, exempt(ground="state-secret"), office, grounds).unmet == ()


@pytest.mark.parametrize("ground", ["", "inconvenient"])
def test_an_exemption_needs_a_legal_ground(do: Doing, refusal: Refusal, ground: str) -> None:
    assert refusal(do(), exempt(ground=ground)) == Text(
        "须写明法定理由，可用：state-secret、privacy", "a legal ground must be named; known are state-secret, privacy"
    )


def test_an_exemption_needs_the_coordinators_approval(do: Doing, refusal: Refusal) -> None:
    assert refusal(do(), exempt(approved_by="")) == Text(
        "免除须经协调员批准", "an exemption needs the coordinator's approval"
    )
    for approver in (LEADER, "government-office.leader", "nobody"):
        assert refusal(do(), exempt(approved_by=approver)) == Text(
            "须由区政府办的政务公开协调员办理", "this is for the coordinator of Government Office"
        )


def test_nobody_approves_their_own_exemption(do: Doing, refusal: Refusal) -> None:
    assert refusal(do(), exempt(by=COORDINATOR)) == Text(
        "申请人与批准人不能是同一人", "nobody approves their own exemption"
    )


@pytest.mark.parametrize("by", [OTHER_CLERK, OTHER_LEADER, "nobody"])
def test_only_the_department_itself_asks_for_its_exemption(do: Doing, refusal: Refusal, by: str) -> None:
    assert refusal(do(), exempt(by=by)) == Text("须由财政局办理", "this is for a post of Finance")


# --- no way round ---

POSTS = [CLERK, REVIEWER, LEADER, COORDINATOR, OTHER_CLERK, OTHER_LEADER, "government-office.clerk"]
evidences = st.none() | st.builds(
    Evidence,
    link=st.sampled_from(["", "http://x"]),
    published_on=st.none() | st.sampled_from([DAY, DAY + timedelta(40)]),
    file=st.sampled_from(["", "a.pdf"]),
    note=st.sampled_from(["", " "]),
)
any_acts = st.builds(
    Act,
    kind=st.sampled_from(list(TaskAct)),
    by=st.sampled_from(POSTS),
    on=st.integers(0, 30).map(lambda days: DAY + timedelta(days)),
    to=st.sampled_from(list(TaskState)),
    evidence=evidences,
    disclosure_class=st.none() | st.sampled_from(list(DisclosureClass)),
    reason=st.sampled_from(["", "不清楚"]),
    ground=st.sampled_from(["", "privacy"]),
    approved_by=st.sampled_from(["", COORDINATOR, LEADER]),
)
likely_acts = st.sampled_from(
    [*SOUND_ACTS.values(), publish(LEADER), review(LEADER), publish(evidence=Evidence(link="x"))]
)


@given(st.lists(any_acts | likely_acts, max_size=25))
def test_no_accepted_acts_ever_lead_to_a_review_without_evidence_and_a_second_person(
    disclosure: Task, office: Office, rule_book: RuleBook, acts: list[Act]
) -> None:
    task = disclosure
    for act in acts:
        before = task
        try:
            task = perform(task, act, office, rule_book.grounds)
        except Refused:
            assert task == before
            continue
        assert (before.state, act.kind) in ALLOWED
        assert task.state is ALLOWED[before.state, act.kind]
    kinds = [act.kind for act in task.acts]
    if task.state is TaskState.REVIEWED:
        assert kinds[-1] is TaskAct.REVIEW
        publisher = next(act.by for act in reversed(task.acts) if act.kind is TaskAct.PUBLISH)
        assert publisher != task.acts[-1].by
        assert not task.missing_evidence()
        assert task.published_on is not None
        assert task.published_on <= task.acts[-1].on
    if TaskAct.PUBLISH in kinds:
        first = kinds.index(TaskAct.PUBLISH)
        newest = [act for act in task.acts[:first] if act.kind is TaskAct.CLASSIFY][-1]
        assert newest.disclosure_class is DisclosureClass.PROACTIVE
        assert newest.by != task.acts[first].by
    if task.state is TaskState.EXEMPTED:
        assert (task.acts[-1].ground, task.acts[-1].approved_by) == ("privacy", COORDINATOR)
        assert task.acts[-1].by != COORDINATOR
    assert [act.on for act in task.acts] == sorted(act.on for act in task.acts)


@pytest.mark.parametrize("word", [*TaskState, *TaskAct, *DisclosureClass])
def test_every_state_act_and_class_has_a_word_in_both_languages(word: TaskState | TaskAct | DisclosureClass) -> None:
    assert word.in_words().zh
    assert word.in_words().en
