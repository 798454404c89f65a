"""A coordinator's first year, typed as the guide tells it: from `init` to the published reports."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from compliance.cli.main import COMMANDS

from ..conftest import ROOT
from .conftest import Outcome, Run

HEAD = "government-office.coordinator"


class Desk:
    """An office's folder and the commands that are typed in it."""

    def __init__(self, run: Run, folder: Path) -> None:
        self.run = run
        self.folder = folder

    def type(self, *words: object, status: int = 0) -> Outcome:
        """A command that ends as expected and complains only where it is refused."""
        outcome = self.run("--office", self.folder, *words)
        assert outcome.status == status, outcome.err or outcome.out
        assert bool(outcome.err) is (status == 2), outcome.err
        return outcome

    def json(self, *words: object, status: int = 0) -> Any:
        """What a command answers with `--json`."""
        return self.type(*words, "--json", status=status).json

    def refused(self, *words: object) -> str:
        """The sentence with which a command is refused."""
        outcome = self.type(*words, status=2)
        assert outcome.out == ""
        assert len(outcome.err.splitlines()) == 1, outcome.err
        return outcome.err

    def task(self, *words: object) -> str:
        """The number of the first task of a list."""
        return str(self.json("tasks", "list", *words)[0]["id"])


@pytest.fixture
def desk(run_here: Run, tmp_path: Path) -> Iterator[Desk]:
    """A new office that has opened 2017 with the shipped rules; today is a Monday on which people are reminded."""
    desk = Desk(run_here, tmp_path / "区政府 office")
    with time_machine.travel(datetime(2026, 11, 23, 2, tzinfo=UTC)):
        desk.type("init", desk.folder)
        desk.type("year", "open", "2017", "--on", "2017-01-03")
        yield desk


def test_init_makes_an_office_that_can_be_edited_and_registered_again(run_here: Run, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "new office"
    first = run_here("init", folder)
    assert (first.status, first.err) == (0, "")
    assert f"'{folder}'" in first.out
    assert {path.name for path in folder.iterdir()} >= {"office.yaml", "rules", "compliance.sqlite3"}
    file = folder / "office.yaml"
    assert file.read_bytes() == (ROOT / "examples" / "new-office" / "office.yaml").read_bytes()
    file.write_text(file.read_text("utf-8").replace("Government of Sample District", "Government of Mine"), "utf-8")
    again = run_here("init", folder, "--json")
    assert again.json == {"office": "sample", "departments": 8, "file": str(file)}
    assert "Government of Mine" in run_here("init", folder).out
    assert run_here("--office", folder, "verify-log", "--json").json == {"entries": 3, "first_broken": None}


def test_the_sample_is_labelled_in_both_languages_and_serves_every_shipped_rule_of_its_region(desk: Desk) -> None:
    text = (desk.folder / "office.yaml").read_text("utf-8")
    assert "SAMPLE" in text.splitlines()[0]
    assert "样本" in text.splitlines()[1]
    assert text.count("illustrative: true\n") == 8
    assert len(desk.json("tasks", "list")) > 100
    assert {task["department"] for task in desk.json("tasks", "list")} == {
        "government-office", "finance", "development-reform", "education", "civil-affairs", "construction",
        "market-supervision", "sample-street",
    }  # fmt: skip


def test_own_rules_of_the_office_are_used(run_here: Run, tmp_path: Path) -> None:
    run_here("init", tmp_path)
    own = tmp_path / "rules" / "cn" / "liaoning" / "anshan" / "mine.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(
        """\
pack: cn/liaoning/anshan/mine
title: {zh: 本单位规则, en: Our own rule}
source: {number: 第1号, issuer: 本单位, published: 2017-01-01}
layer: district
in-force: {from: 2017-01-01}
obligations:
  - id: own-duty
    title: {zh: 本单位事项, en: Our own duty}
    area: budget
    basis: art. 1
    who: [finance]
    deadline: by 30 June
    cases:
      - {year: 2017, due: 2017-06-30}
""",
        encoding="utf-8",
    )
    assert run_here("--office", tmp_path, "year", "open", "2017").status == 0
    tasks = run_here("--office", tmp_path, "tasks", "list", "--department", "财政局", "--json").json
    assert "cn/liaoning/anshan/mine#own-duty" in {task["obligation"] for task in tasks}

    text = own.read_text("utf-8").replace("who: [finance]", "who: [finanse]")
    own.write_text(text, "utf-8")
    refused = run_here("--office", tmp_path, "year", "open", "2016")
    assert refused.status in (0, 2)  # the rule is not in force in 2016
    refused = run_here("--office", tmp_path, "year", "open", "2018")
    assert (refused.status, refused.out) == (2, "")
    line = next(number for number, words in enumerate(text.splitlines(), 1) if "id: own-duty" in words)
    assert refused.err.startswith(f"{own}:{line}:")
    assert "there is no department `finanse`; did you mean `finance`?" in refused.err


def test_the_year_is_opened_once_and_its_task_numbers_are_the_same_anywhere(desk: Desk, tmp_path: Path) -> None:
    assert desk.refused("year", "open", "2017").startswith("the year 2017 is open already")
    other = Desk(desk.run, tmp_path / "elsewhere")
    other.type("init", other.folder)
    opened = other.json("year", "open", "2017", "--on", "2017-02-01")
    assert set(opened) == {"year", "tasks", "obligations", "rules"}
    assert opened["tasks"] == len(desk.json("tasks", "list"))
    assert {task["id"] for task in other.json("tasks", "list")} == {task["id"] for task in desk.json("tasks", "list")}


def test_a_first_year_from_event_to_verified_log(desk: Desk) -> None:
    # an event opens a task for every department that owes the duty
    opened = desk.json(
        "year", "event", "budget-replied", "2017-04-05", "--subject", "2017年部门预算", "--on", "2017-04-05"
    )
    assert len(opened) == 8
    listed = desk.json("tasks", "list", "--department", "finance", "--area", "budget", "--state", "pending")
    task = next(item for item in listed if item["id"] in opened)
    assert task["title"]["zh"].endswith("2017年部门预算")
    assert (task["start"], task["due"], task["provisional"]) == ("2017-04-05", "2017-04-25", False)
    number = task["id"]

    # who has to be reminded, without sending anything
    due = desk.json("remind", "--dry-run", "--as-of", "2017-04-11")
    assert {"task", "rung", "due", "recipient", "escalation", "words"} == set(due[0])
    assert any(item["task"] == number and item["recipient"] == "finance.clerk" for item in due)
    assert desk.json("remind", "--dry-run", "--as-of", "2017-04-11") == due
    assert "--as-of goes with --dry-run only" in desk.refused("remind", "--as-of", "2017-04-11")

    # what the life cycle does not allow is refused with its reason and changes nothing
    clerk = ("--by", "finance.clerk", "--on", "2017-04-17")
    evidence = ("--link", "http://www.example.gov.cn/1.html", "--file", "表.pdf", "--published-on", "2017-04-17")
    made = desk.json(
        "year",
        "event",
        "information-made",
        "2017-04-10",
        "--subject",
        "通知",
        "--department",
        "finance",
        "--on",
        "2017-04-10",
    )
    assert "confidentiality" in desk.refused("tasks", "publish", made[0], *evidence, *clerk)
    assert "no post `finance.chief`" in desk.refused("tasks", "publish", number, *evidence, "--by", "finance.chief")
    assert desk.json("tasks", "list", "--state", "published") == []

    # reviewed for secrets, published, returned, published again, reviewed by a second person
    reviewer = ("--by", "finance.confidentiality-reviewer", "--on", "2017-04-17")
    desk.type("tasks", "classify", number, "--class", "proactive", *reviewer)
    desk.type("tasks", "publish", number[:6], *evidence, *clerk)
    assert desk.json("tasks", "list", "--state", "published")[0]["published_on"] == "2017-04-17"
    assert desk.refused("tasks", "review", number, *clerk)
    returned = desk.json("tasks", "return", number, "--reason", "缺少附表", "--by", HEAD, "--on", "2017-04-18")
    assert returned["state"] == "pending"
    later = ("--on", "2017-04-19")
    desk.type("tasks", "classify", number, "--class", "proactive", "--by", reviewer[1], *later)
    desk.type(
        "tasks", "publish", number, *evidence[:4], "--published-on", "2017-04-19", "--by", "finance.clerk", *later
    )
    reviewed = desk.json("tasks", "review", number, "--by", HEAD, "--on", "2017-04-20")
    assert (reviewed["state"], reviewed["missing_evidence"]) == ("reviewed", [])

    # another department is exempted
    other = desk.task("--department", "示例街道", "--area", "budget")
    exempting = ("tasks", "exempt", other, "--by", "sample-street.clerk", "--on", "2017-04-20", "--approved-by", HEAD)
    assert "ground" in desk.refused(*exempting, "--ground", "because")
    assert desk.json(*exempting, "--ground", "state-secret", "--reason", "预算涉密")["state"] == "exempted"

    # requests and figures
    registered = desk.json(
        "requests", "register", "2017-001", "--department", "construction", "--received", "2017-05-08",
        "--channel", "信函", "--subject", "一份规划图", "--by", "construction.clerk", "--on", "2017-05-08",
    )  # fmt: skip
    assert registered == {"id": "2017-001", "due": "2017-05-27", "provisional": False, "left": None}
    answering = ("requests", "answer", "2017-001", "--by", "construction.clerk", "--on", "2017-05-24")
    assert "ground" in desk.refused(*answering, "--kind", "refused")
    desk.type(*answering, "--kind", "refused", "--ground", "privacy")
    assert desk.json("requests", "list")[0]["state"] == "answered"
    figure = (
        "--department",
        "government-office",
        "--period",
        "2017",
        "--by",
        "government-office.clerk",
        "--on",
        "2018-01-10",
    )
    entered = desk.json("figures", "enter", "requests.received", "1", *figure)
    assert entered == {"figure": "requests.received", "department": "government-office", "period": "2017", "value": "1"}
    desk.type("figures", "enter", "requests.accepted", "2", *figure)
    broken = [item for item in desk.json("figures", "check", status=1) if item["holds"] is False]
    assert {"identity", "title", "rule", "holds", "left", "right", "unjudged"} == set(broken[0])
    assert any("requests.accepted" in item["rule"] for item in broken)
    desk.type("figures", "enter", "requests.accepted", "1", *figure)
    assert not [item for item in desk.json("figures", "check") if item["holds"] is False]
    values = {item["figure"]: item["value"] for item in desk.json("figures", "show")}
    assert (values["requests.received"], values["requests.accepted"]) == ("1", "1")

    # the check of a day; the sweep makes problems of what it finds
    findings = desk.json("check", "--as-of", "2017-04-26", status=1)
    assert {"id", "kind", "severity", "department", "area", "task", "words", "basis"} == set(findings[0])
    late = [item for item in findings if item["kind"] == "overdue" and item["department"] == "education"]
    assert late
    assert desk.json("check", "--as-of", "2017-04-26", "--department", "教育局", status=1) == [
        item for item in findings if item["department"] == "education"
    ]
    assert desk.json("check", "--as-of", "2017-01-04") == []
    assert set(desk.json("worker", "--once", "--messages", desk.folder / "messages")) == {
        "years", "findings", "new_problems", "reminders",
    }  # fmt: skip
    assert list((desk.folder / "messages").glob("*.txt"))
    assert desk.json("worker", "--once")["reminders"] == 0

    # the ledger
    problems = desk.json("problems", "list")
    assert {"id", "title", "owner", "opened_on", "state", "findings", "measures"} == set(problems[0])
    problem = next(item for item in problems if item["owner"] == "education")
    agreeing = (
        "problems",
        "agree",
        problem["id"],
        "--measure",
        "M-1",
        "--text",
        "补办",
        "--owner",
        "教育局",
        "--by",
        HEAD,
    )
    assert "31" in desk.refused(*agreeing, "--due", "2099-11-31")
    assert desk.json(*agreeing, "--due", "2099-12-01") == {"id": "M-1", "problem": problem["id"], "due": "2099-12-01"}
    assert "cannot verify" in desk.refused("problems", "verify", problem["id"], "--by", "education.clerk")
    verifying = ("problems", "verify", problem["id"], "--by", HEAD)
    assert "still open" in desk.refused(*verifying)
    whole = ("--link", "http://www.example.gov.cn/2.html", "--file", "x.pdf", "--channel", "网站", "--note", "补办")
    for task in desk.json("tasks", "list", "--department", "education", "--state", "pending"):
        desk.type("tasks", "classify", task["id"], "--class", "proactive", "--by", "education.confidentiality-reviewer")
        desk.type("tasks", "publish", task["id"], *whole, "--published-on", "2018-06-01", "--by", "education.clerk")
    desk.type("worker", "--once")
    assert desk.json(*verifying)["id"] == problem["id"]
    assert next(p for p in desk.json("problems", "list") if p["id"] == problem["id"])["state"] == "verified"

    # every report in every format; then the log
    for report in ("annual", "rectification", "bulletin", "overview"):
        page = desk.type("report", report, "--as-of", "2018-03-09").out
        assert page.lower().startswith("<!doctype html>")
        assert 'lang="zh-CN"' in page
        file = desk.folder / "out" / f"{report}.html"
        about = desk.json("report", report, "--as-of", "2018-03-09", "--lang", "en", "--out", file)
        assert about == {
            "report": report, "year": 2017, "as_of": "2018-03-09", "format": "html", "language": "en", "file": str(file),
        }  # fmt: skip
        assert 'lang="en"' in file.read_text("utf-8")
        if report == "overview":
            assert "html only" in desk.refused("report", report, "--format", "md")
        else:
            assert desk.type("report", report, "--format", "md", "--as-of", "2018-03-09").out.startswith("#")
            assert desk.json("report", report, "--format", "md", "--as-of", "2018-03-09")["text"].startswith("#")
    log = desk.json("verify-log")
    assert log["first_broken"] is None
    assert log["entries"] > 15
    assert "the audit log holds" in desk.type("verify-log").out


def test_every_listing_reads_well_in_both_languages(desk: Desk) -> None:
    for words, zh, en in (
        (("tasks", "list"), "编号", "Task"),
        (("figures", "show"), "指标", "Figure"),
        (("requests", "list"), "申请|收到", "Received"),
        (("problems", "list"), "问题", "Problem"),
        (("remind", "--dry-run", "--as-of", "2017-04-10"), "收件岗位", "Recipient"),
        (("figures", "check"), "勾稽关系", "Identity"),
    ):
        chinese = desk.type(*words, "--lang", "zh").out.splitlines()
        english = desk.type(*words, "--lang", "en").out.splitlines()
        assert any(word in chinese[0] for word in zh.split("|"))
        assert en in english[0]
        assert not any("\u4e00" <= character <= "\u9fff" for character in english[0])
        assert len(chinese) == len(english)  # one line for one row where the output is no terminal


def test_every_command_of_the_issue_is_there() -> None:
    assert set(COMMANDS) >= {
        "demo", "init", "rules", "deadline", "year", "tasks", "figures", "check", "remind", "problems", "report",
    }  # fmt: skip
