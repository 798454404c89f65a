"""A task as its acts make it: on any past day, with the evidence that counts."""

from dataclasses import replace
from datetime import date

import pytest

from compliance.law.obligations import EvidenceKind
from compliance.law.text import Text
from compliance.work.tasks import CLOSED, DONE_BY_DEPARTMENT, Act, Evidence, Task, TaskAct, TaskState

PUBLISHED = Act(TaskAct.PUBLISH, "finance.clerk", date(2017, 2, 20), TaskState.PUBLISHED, Evidence(link="http://x/1"))
RETURNED = Act(TaskAct.RETURN, "finance.leader", date(2017, 2, 22), TaskState.PENDING, reason="链接打不开")
AGAIN = Act(
    TaskAct.PUBLISH,
    "finance.clerk",
    date(2017, 2, 24),
    TaskState.PUBLISHED,
    Evidence(file="a.pdf", published_on=date(2017, 2, 23)),
)
REVIEWED = Act(TaskAct.REVIEW, "finance.leader", date(2017, 3, 1), TaskState.REVIEWED)


@pytest.fixture
def whole(disclosure: Task) -> Task:
    """Published on 20 February, returned on the 22nd, published again on the 24th, reviewed on 1 March."""
    return replace(disclosure, acts=(PUBLISHED, RETURNED, AGAIN, REVIEWED))


@pytest.mark.parametrize(
    ("day", "state", "acts"),
    [
        (date(2017, 1, 1), TaskState.PENDING, 0),
        (date(2017, 2, 19), TaskState.PENDING, 0),
        (date(2017, 2, 20), TaskState.PUBLISHED, 1),  # the end of the day: what was done on it counts
        (date(2017, 2, 21), TaskState.PUBLISHED, 1),
        (date(2017, 2, 22), TaskState.PENDING, 2),
        (date(2017, 2, 23), TaskState.PENDING, 2),
        (date(2017, 2, 24), TaskState.PUBLISHED, 3),
        (date(2017, 2, 28), TaskState.PUBLISHED, 3),
        (date(2017, 3, 1), TaskState.REVIEWED, 4),
        (date(2018, 1, 1), TaskState.REVIEWED, 4),
    ],
)
def test_a_task_is_seen_as_it_stood_at_the_end_of_the_day(whole: Task, day: date, state: TaskState, acts: int) -> None:
    then = whole.as_of(day)
    assert (then.state, len(then.acts), then.id) == (state, acts, whole.id)


def test_a_task_seen_after_its_last_act_is_the_task_itself(whole: Task) -> None:
    assert whole.as_of(date(2017, 3, 1)) is whole


def test_several_acts_of_one_day_all_count_on_that_day(disclosure: Task) -> None:
    day = date(2017, 2, 20)
    task = replace(disclosure, acts=(replace(PUBLISHED, on=day), replace(REVIEWED, on=day)))
    assert task.as_of(day).state is TaskState.REVIEWED
    assert task.as_of(date(2017, 2, 19)).state is TaskState.PENDING


def test_the_day_of_publication_is_what_the_evidence_says_otherwise_the_day_of_the_act(whole: Task) -> None:
    assert whole.as_of(date(2017, 2, 19)).published_on is None
    assert whole.as_of(date(2017, 2, 20)).published_on == date(2017, 2, 20)  # the evidence names no day
    assert whole.as_of(date(2017, 2, 22)).published_on is None  # returned: it is owed again
    assert whole.published_on == date(2017, 2, 23)  # published the day before it was entered


def test_evidence_added_later_gives_the_day_of_publication(disclosure: Task) -> None:
    added = Act(
        TaskAct.ADD_EVIDENCE,
        "finance.clerk",
        date(2017, 2, 27),
        TaskState.PUBLISHED,
        Evidence(published_on=date(2017, 2, 17)),
    )
    task = replace(disclosure, acts=(PUBLISHED, added))
    assert task.as_of(date(2017, 2, 26)).published_on == date(2017, 2, 20)
    assert task.as_of(date(2017, 2, 27)).published_on == date(2017, 2, 17)


def test_evidence_starts_anew_after_a_return(whole: Task) -> None:
    # asked for: link and date of publication
    assert whole.as_of(date(2017, 2, 19)).missing_evidence() == (EvidenceKind.LINK, EvidenceKind.PUBLISHED_ON)
    assert whole.as_of(date(2017, 2, 20)).missing_evidence() == (EvidenceKind.PUBLISHED_ON,)
    assert whole.as_of(date(2017, 2, 22)).missing_evidence() == (EvidenceKind.LINK, EvidenceKind.PUBLISHED_ON)
    assert whole.as_of(date(2017, 2, 24)).missing_evidence() == (EvidenceKind.LINK,)


def test_returns_are_counted(whole: Task) -> None:
    assert whole.as_of(date(2017, 2, 21)).times_returned == 0
    assert whole.times_returned == 1


@pytest.mark.parametrize(
    ("evidence", "kinds"),
    [
        (Evidence(), set()),
        (Evidence(link="http://x"), {EvidenceKind.LINK}),
        (Evidence(link="  ", file="\n"), set()),
        (Evidence(published_on=date(2017, 2, 20), file="a.pdf"), {EvidenceKind.PUBLISHED_ON, EvidenceKind.FILE}),
        (Evidence(channel="公告栏", note="已张贴"), {EvidenceKind.CHANNEL, EvidenceKind.NOTE}),
    ],
)
def test_evidence_is_of_the_kinds_that_are_filled_in(evidence: Evidence, kinds: set[EvidenceKind]) -> None:
    assert evidence.kinds() == kinds


def test_the_title_names_the_thing_it_is_about(disclosure: Task) -> None:
    assert disclosure.title == Text("主动公开政府信息：收费目录", "Disclose information proactively: 收费目录")
    assert replace(disclosure, subject=None).title == disclosure.obligation.title


def test_done_by_the_department_and_closed_are_two_things() -> None:
    assert {TaskState.PUBLISHED, TaskState.REVIEWED} == DONE_BY_DEPARTMENT
    assert {TaskState.REVIEWED, TaskState.EXEMPTED} == CLOSED
