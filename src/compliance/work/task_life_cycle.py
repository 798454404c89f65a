"""The life cycle of a task: which act is possible from which state, and what it still needs.

The states and acts are declared once with `transitions`; the machine holds no model and fires no callback,
it is read as a table. What an act needs is a list of conditions, each with its sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from transitions import Machine

from compliance.law.deadlines import AtLeastEvery
from compliance.law.faults import Refused
from compliance.law.obligations import EvidenceKind, Ground, GroundUse, Step
from compliance.law.text import Text, listed
from compliance.work.organisation import Office, Role
from compliance.work.tasks import GIVES_EVIDENCE, Act, DisclosureClass, Task, TaskAct, TaskState

TRANSITIONS: tuple[tuple[TaskAct, TaskState, TaskState], ...] = (
    (TaskAct.CLASSIFY, TaskState.PENDING, TaskState.PENDING),
    (TaskAct.PUBLISH, TaskState.PENDING, TaskState.PUBLISHED),
    (TaskAct.EXEMPT, TaskState.PENDING, TaskState.EXEMPTED),
    (TaskAct.ADD_EVIDENCE, TaskState.PUBLISHED, TaskState.PUBLISHED),
    (TaskAct.REVIEW, TaskState.PUBLISHED, TaskState.REVIEWED),
    (TaskAct.RETURN, TaskState.PUBLISHED, TaskState.PENDING),
)

MACHINE = Machine(
    model=None,
    states=[state.value for state in TaskState],
    transitions=[[act.value, source.value, target.value] for act, source, target in TRANSITIONS],
    initial=TaskState.PENDING.value,
    auto_transitions=False,
    queued=False,
    ignore_invalid_triggers=False,
)

_TARGETS = {
    (TaskState(transition.source), TaskAct(event.name)): TaskState(str(transition.dest))
    for event in MACHINE.events.values()
    for transitions in event.transitions.values()
    for transition in transitions
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an act may be done. `to` is the state it leads to; where `unmet` is not empty it may not."""

    to: TaskState
    unmet: tuple[Text, ...] = ()


def possible_acts(state: TaskState) -> tuple[TaskAct, ...]:
    """The acts that the life cycle knows from `state`, whatever they may still need."""
    return tuple(act for source, act in _TARGETS if source is state)


def target(state: TaskState, act: TaskAct) -> TaskState | None:
    """The state that `act` leads to from `state`; None where the life cycle does not know it."""
    return _TARGETS.get((state, act))


def decide(task: Task, act: Act, office: Office, grounds: Mapping[str, Ground]) -> Decision:
    """Whether `act` may be done to `task` as it stands; every unmet condition is named."""
    leads_to = target(task.state, act.kind)
    if leads_to is None:
        possible = listed([item.in_words() for item in possible_acts(task.state)])
        state, kind = task.state.in_words(), act.kind.in_words()
        if not possible.zh:
            possible = Text("无（已办结）", "nothing (it is closed)")
        return Decision(
            task.state,
            (
                Text(
                    f"任务处于“{state.zh}”状态，不能{kind.zh}；现在可以：{possible.zh}",
                    f"cannot {kind.en}: the task is {state.en}; possible now: {possible.en}",
                ),
            ),
        )
    return Decision(leads_to, (*_in_order(task, act), *_CONDITIONS[act.kind](task, act, office, grounds)))


def perform(task: Task, act: Act, office: Office, grounds: Mapping[str, Ground]) -> Task:
    """The task after `act`; raises Refused with every unmet condition where it may not be done.

    The state it leads to is the table's, whatever `act.to` says.
    """
    decision = decide(task, act, office, grounds)
    if decision.unmet:
        raise Refused(
            Text("；".join(text.zh for text in decision.unmet), "; ".join(text.en for text in decision.unmet))
        )
    return task.after(replace(act, to=decision.to))


Conditions = Callable[[Task, Act, Office, Mapping[str, Ground]], Iterator[Text]]


def _in_order(task: Task, act: Act) -> Iterator[Text]:
    """Acts follow each other in time, so that a past day can be seen as it was."""
    if task.acts and act.on < task.acts[-1].on:
        day = task.acts[-1].on
        yield Text(f"日期不能早于上一步（{day}）", f"the date cannot lie before that of the act before it ({day})")


def _classify(task: Task, act: Act, office: Office, grounds: Mapping[str, Ground]) -> Iterator[Text]:
    yield from _has_role(act.by, office, task.department, Role.CONFIDENTIALITY_REVIEWER)
    if act.disclosure_class is None:
        yield Text("须写明公开属性", "the class of disclosure must be stated")
    elif act.disclosure_class is not DisclosureClass.PROACTIVE:
        yield from _names_ground(act, grounds)


def _publish(task: Task, act: Act, office: Office, grounds: Mapping[str, Ground]) -> Iterator[Text]:
    yield from _belongs_to(act.by, office, task.department)
    if Step.CONFIDENTIALITY_REVIEW in task.obligation.before_publishing:
        # what comes back after a return is another thing: the earlier review did not see it
        reviews = [done for done in task.since_returned() if done.kind is TaskAct.CLASSIFY]
        review = reviews[-1] if reviews else None
        if review is None:
            basis = task.obligation.basis.in_words()
            yield Text(f"公开前须先作保密审查（{basis.zh}）", f"a confidentiality review must come first ({basis.en})")
        elif review.disclosure_class is not DisclosureClass.PROACTIVE and review.disclosure_class is not None:
            words = review.disclosure_class.in_words()
            yield Text(f"保密审查结论为“{words.zh}”，不能公开", f"the confidentiality review says: {words.en}")
        elif review.by == act.by:
            yield Text("保密审查人与公开人不能是同一人", "the confidentiality reviewer cannot be the publisher")
    yield from _evidence(task, act)
    yield from _after_the_last(task, act)


def _add_evidence(task: Task, act: Act, office: Office, grounds: Mapping[str, Ground]) -> Iterator[Text]:
    yield from _belongs_to(act.by, office, task.department)
    if act.evidence is None or not act.evidence.kinds():
        yield Text("没有写明要补充的佐证", "no evidence to add was given")
    yield from _not_in_the_future(act)
    if act.evidence and act.evidence.published_on:
        yield from _after_the_last(task, act)


def _review(task: Task, act: Act, office: Office, grounds: Mapping[str, Ground]) -> Iterator[Text]:
    yield from _may_review(task, act, office)
    missing = [kind.in_words() for kind in task.missing_evidence()]
    if missing:
        words = listed(missing)
        yield Text(f"佐证不全，缺：{words.zh}", f"evidence is missing: {words.en}")


def _return(task: Task, act: Act, office: Office, grounds: Mapping[str, Ground]) -> Iterator[Text]:
    yield from _may_review(task, act, office)
    if not act.reason.strip():
        yield Text("退回须写明理由", "a return needs a reason")


def _exempt(task: Task, act: Act, office: Office, grounds: Mapping[str, Ground]) -> Iterator[Text]:
    yield from _names_ground(act, grounds)
    if not act.approved_by:
        yield Text("免除须经协调员批准", "an exemption needs the coordinator's approval")
    else:
        yield from _has_role(act.approved_by, office, office.coordinator, Role.COORDINATOR)
        if act.approved_by == act.by:
            yield Text("申请人与批准人不能是同一人", "nobody approves their own exemption")
            return
    yield from _belongs_to(act.by, office, task.department)


_CONDITIONS: dict[TaskAct, Conditions] = {
    TaskAct.CLASSIFY: _classify,
    TaskAct.PUBLISH: _publish,
    TaskAct.ADD_EVIDENCE: _add_evidence,
    TaskAct.REVIEW: _review,
    TaskAct.RETURN: _return,
    TaskAct.EXEMPT: _exempt,
}


def _has_role(by: str, office: Office, department: str, role: Role) -> Iterator[Text]:
    post = office.posts.get(by)
    if post is None or post.role is not role or post.department != department:
        name, holder = role.in_words(), office.by_id[department].short_name
        yield Text(f"须由{holder.zh}的{name.zh}办理", f"this is for the {name.en} of {holder.en}")


def _belongs_to(by: str, office: Office, department: str) -> Iterator[Text]:
    post = office.posts.get(by)
    if post is None or post.department != department:
        name = office.by_id[department].short_name
        yield Text(f"须由{name.zh}办理", f"this is for a post of {name.en}")


def _may_review(task: Task, act: Act, office: Office) -> Iterator[Text]:
    """Four eyes: the coordinator or the department's leader, and never the one who published."""
    post = office.posts.get(act.by)
    leader = post is not None and post.role is Role.LEADER and post.department == task.department
    coordinator = post is not None and post.role is Role.COORDINATOR and post.department == office.coordinator
    if not leader and not coordinator:
        yield Text("须由协调员或本单位分管领导复核", "a review is for the coordinator or the department's leader")
    makers = {item.by for item in task.acts if item.kind in GIVES_EVIDENCE}
    if act.by in makers:
        yield Text("公开人不能复核自己公开的事项", "nobody reviews what they published themselves")


def _names_ground(act: Act, grounds: Mapping[str, Ground]) -> Iterator[Text]:
    usable = {name: ground for name, ground in grounds.items() if GroundUse.EXEMPTION in ground.used_for}
    if act.ground not in usable:
        known = "、".join(usable)
        yield Text(
            f"须写明法定理由，可用：{known}", f"a legal ground must be named; known are {known.replace('、', ', ')}"
        )


_TO_LOOK_AT = (EvidenceKind.LINK, EvidenceKind.FILE, EvidenceKind.CHANNEL, EvidenceKind.NOTE)
"""What a reviewer can look at; a date alone shows nothing."""


def _evidence(task: Task, act: Act) -> Iterator[Text]:
    kinds = act.evidence.kinds() if act.evidence else frozenset()
    if not kinds & set(_TO_LOOK_AT):
        asked = task.obligation.evidence
        wanted = listed([kind.in_words() for kind in (asked if set(asked) & set(_TO_LOOK_AT) else _TO_LOOK_AT)])
        yield Text(f"须附佐证：{wanted.zh}", f"evidence is needed: {wanted.en}")
    yield from _not_in_the_future(act)


def _after_the_last(task: Task, act: Act) -> Iterator[Text]:
    """Of a continuous duty, an update of the day from which the gap is counted, or of one before it, moves nothing."""
    published = (act.evidence.published_on if act.evidence else None) or act.on
    if isinstance(task.obligation.deadline, AtLeastEvery) and isinstance(task.start, date) and published <= task.start:
        yield Text(
            f"间隔自{task.start}起算，{published}的更新不在其后",
            f"the gap is counted from {task.start}, and the update of {published} does not come after it",
        )


def _not_in_the_future(act: Act) -> Iterator[Text]:
    if act.evidence and act.evidence.published_on and act.evidence.published_on > act.on:
        yield Text("公开日期不能晚于今天", "the date of publication cannot lie in the future")
