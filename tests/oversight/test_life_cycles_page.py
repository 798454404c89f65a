"""docs/life-cycles.md shows the machines as they are: the diagrams are drawn from their tables and compared."""

from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from compliance.oversight import problems
from compliance.work import requests, task_life_cycle
from compliance.work.requests import RequestAct, RequestState
from compliance.work.tasks import TaskAct, TaskState

PAGE = Path(__file__).resolve().parents[2] / "docs" / "life-cycles.md"

MACHINES: dict[str, tuple[Any, type[StrEnum], type[StrEnum] | None]] = {
    "Task": (task_life_cycle.MACHINE, TaskState, TaskAct),
    "Request": (requests.MACHINE, RequestState, RequestAct),
    "Problem": (problems.MACHINE, problems.ProblemState, problems.ProblemAct),
}


def word(kind: type[StrEnum] | None, value: str) -> str:
    """`published 已公开待复核`: the value with its Chinese word, where the product has one."""
    in_words = getattr(kind(value), "in_words", None) if kind is not None else None
    return f"{value} {in_words().zh}" if in_words else value


def diagram(title: str) -> str:
    """The machine as a Mermaid state diagram, states and acts in the order in which they are declared."""
    machine, states, acts = MACHINES[title]
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{word(states, name)}" as {name.replace("-", "_")}' for name in machine.states]
    lines.append(f"    [*] --> {machine.initial.replace('-', '_')}")
    for act, event in machine.events.items():
        for transition in (item for items in event.transitions.values() for item in items):
            source, target = transition.source.replace("-", "_"), transition.dest.replace("-", "_")
            lines.append(f"    {source} --> {target}: {word(acts, act)}")
    left = {item.source for item in machine.get_transitions()}
    lines += [f"    {name.replace('-', '_')} --> [*]" for name in machine.states if name not in left]
    return "\n".join([*lines, "```"])


@pytest.mark.parametrize("title", list(MACHINES))
def test_the_page_shows_the_machine(title: str) -> None:
    _, found, section = PAGE.read_text(encoding="utf-8").partition(f"## {title}")
    assert found, f"docs/life-cycles.md has no section `## {title}`"
    section = section.partition("\n## ")[0]
    assert diagram(title) in section, f"docs/life-cycles.md, {title}, should hold:\n{diagram(title)}"


def test_the_page_shows_no_other_machine() -> None:
    assert PAGE.read_text(encoding="utf-8").count("```mermaid") == len(MACHINES)


@pytest.mark.parametrize("act", list(TaskAct))
def test_the_page_tells_what_each_act_on_a_task_needs(act: TaskAct) -> None:
    assert f"| `{act}` {act.in_words().zh} |" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("title", list(MACHINES))
def test_every_state_can_be_reached_and_no_act_is_without_a_way(title: str) -> None:
    machine, _, _ = MACHINES[title]
    reached, before = {machine.initial}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {str(item.dest) for item in machine.get_transitions() if item.source in before}
    assert reached == set(machine.states)
    assert all(any(event.transitions.values()) for event in machine.events.values())
