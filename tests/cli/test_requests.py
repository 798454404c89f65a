"""A request from its receipt to its answer, typed at the terminal, and the clock without a database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def type_(run_here: Run, tmp_path: Path) -> Run:
    """Types a command in an office whose year 2021 is open."""
    assert run_here("init", tmp_path / "trial", "--example", "tiedong-2017").status == 0
    office = ("--office", tmp_path / "trial")
    assert run_here(*office, "year", "open", "2021", "--on", "2021-01-04").status == 0
    return lambda *words: run_here(*office, *words)


CLERK = ("--by", "education.clerk")
LEADER = ("--by", "education.leader")


def test_a_whole_request_of_2021_with_supplement_consultation_and_extension(type_: Run) -> None:
    def act(*words: str, status: int = 0) -> Any:
        finished = type_("requests", *words, "--json") if status == 0 else type_("requests", *words)
        assert finished.status == status, finished.err
        return finished.json if status == 0 else finished.err

    registered = act(
        "register", "2021-07", "--department", "教育局", "--received", "2021-04-30", "--channel", "平常信函",
        "--subject", "学区划分方案", *CLERK, "--on", "2021-04-30",
    )  # fmt: skip
    assert registered == {"id": "2021-07", "due": "2021-06-01", "provisional": False, "left": None}
    asked = act("supplement", "2021-07", "--until", "2021-05-28", *CLERK, "--on", "2021-05-13")
    assert (asked["state"], asked["due"], asked["left"]) == ("awaiting-supplement", None, 20)
    assert act("supplement", "2021-07", "--received", *CLERK, "--on", "2021-05-20")["due"] == "2021-06-18"
    assert act("consult", "2021-07", *CLERK, "--on", "2021-05-26")["left"] == 17
    assert act("consult", "2021-07", "--heard", *CLERK, "--on", "2021-06-09")["due"] == "2021-07-05"
    assert "consent of the head" in act("extend", "2021-07", *CLERK, "--on", "2021-07-05", status=2)
    assert act("extend", "2021-07", *LEADER, "--on", "2021-07-05")["due"] == "2021-08-02"
    assert "once only" in act("extend", "2021-07", *LEADER, "--on", "2021-07-06", status=2)
    act("answer", "2021-07", "--kind", "granted", *CLERK, "--on", "2021-08-02")
    shown = act("show", "2021-07")
    assert [step["act"] for step in shown["steps"]] == [
        "ask-supplement", "receive-supplement", "consult", "hear", "extend",
    ]  # fmt: skip
    assert (shown["state"], shown["clock"]["due"], shown["clock"]["due_without_extension"]) == (
        "answered", "2021-08-02", "2021-07-05",
    )  # fmt: skip
    counted = [day["date"] for day in shown["clock"]["derivation"] if day["counted"]]
    assert (len(counted), counted[0], counted[-1]) == (40, "2021-05-21", "2021-08-02")
    earlier = type_("requests", "show", "2021-07", "--as-of", "2021-05-30", "--json").json
    assert (earlier["state"], earlier["clock"]["left"]) == ("consulting", 17)
    told = type_("requests", "show", "2021-07").out
    assert "2021-05-26 … 2021-06-09: consulting a third party" in told
    assert "2021-08-02: day 40" in told
    assert type_("verify-log").status == 0


def test_a_supplement_says_which_of_three_things_happened(type_: Run) -> None:
    finished = type_("requests", "supplement", "2021-07", *CLERK)
    assert finished.status == 2
    assert "say one of --until DATE, --received and --abandoned" in finished.err


def test_an_unknown_request_is_suggested(type_: Run) -> None:
    type_(
        "requests", "register", "2021-07", "--department", "教育局", "--received", "2021-04-30", "--channel", "x",
        "--subject", "x", *CLERK, "--on", "2021-04-30",
    )  # fmt: skip
    finished = type_("requests", "show", "2021-70")
    assert finished.status == 2
    assert "did you mean `2021-07`?" in finished.err


CLOCK = ("requests", "clock", "--received")


def test_the_clock_needs_no_database_and_tells_programs_every_day(run_here: Run) -> None:
    told = run_here(*CLOCK, "2022-09-13", "--consulted", "2022-09-23..2022-10-12", "--json").json
    assert (told["due"], told["provisional"], told["started_on"]) == ("2022-10-31", False, "2022-09-13")
    assert [day["counted"] for day in told["derivation"] if day["counted"]] == list(range(1, 21))
    assert told["derivation"][-1]["date"] == "2022-10-31"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2022-09-13", "--consulted", "2022-09-23"), "write `2022-09-23` as 2022-09-23..2022-10-12"),
        (("2022-09-13", "--consulted", "2022-09-31.."), "there is no such day as 2022-09-31"),
        (("2022-09-13", "--extended", "many"), "`many` is not a number of working days"),
        (("2022-09-13", "--region", "cn2"), "there are no rules for `cn2`"),
        (("2007-09-13",), "no rule about answering requests is in force on 2007-09-13"),
    ],
)
def test_what_the_clock_cannot_count_is_refused_with_a_sentence(
    run_here: Run, words: tuple[str, ...], said: str
) -> None:
    finished = run_here(*CLOCK, *words)
    assert finished.status == 2
    assert said in finished.err
