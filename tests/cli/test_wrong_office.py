"""Offices, files and numbers that are not what they should be: one sentence, exit status 2, nothing changed."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from .conftest import Outcome, Run

IN_AN_OFFICE = [
    "year open 2017",
    "year event budget-replied 2017-04-05 --subject x",
    "tasks list",
    "tasks classify T1 --class proactive --by a.clerk",
    "tasks publish T1 --by a.clerk",
    "tasks review T1 --by a.clerk",
    "tasks return T1 --reason x --by a.clerk",
    "tasks exempt T1 --ground privacy --approved-by b --by a.clerk",
    "requests register 1 --department a --received 2017-01-20 --channel x --subject x --by a.clerk",
    "requests answer 1 --kind granted --by a.clerk",
    "requests list",
    "figures enter f 1 --department a --period 2017 --by a.clerk",
    "figures show",
    "figures check",
    "check",
    "remind --dry-run",
    "remind",
    "problems list",
    "problems agree P --measure M --text x --owner a --due 2017-12-01 --by a.clerk",
    "problems verify P --by a.clerk",
    "report annual",
    "worker --once",
    "verify-log",
]


def assert_refused(outcome: Outcome, sentence: str) -> None:
    assert outcome.status == 2, outcome.err or outcome.out
    assert outcome.out == ""
    assert sentence in outcome.err
    assert len(outcome.err.splitlines()) == 1, outcome.err
    assert "Traceback" not in outcome.err


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new office whose 2017 is open. Nobody may change it."""
    from compliance.cli.main import run

    folder = tmp_path_factory.mktemp("office")
    assert run(["init", str(folder)]) == 0
    assert run(["--office", str(folder), "year", "open", "2017", "--on", "2017-01-03"]) == 0
    from django.db import connections

    connections.close_all()  # else its last commits lie in the write-ahead log, which a copy of the file leaves behind
    return folder


@pytest.mark.parametrize("words", IN_AN_OFFICE)
def test_a_folder_without_an_office(run_here: Run, tmp_path: Path, words: str) -> None:
    assert_refused(run_here("--office", tmp_path, *words.split()), "run `compliance init` first")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", IN_AN_OFFICE[2:-1])
def test_no_year_is_open(run_here: Run, tmp_path: Path, words: str) -> None:
    run_here("init", tmp_path)
    assert_refused(run_here("--office", tmp_path, *words.split()), "run `compliance year open`")


def test_a_database_of_a_newer_version_is_left_alone(run_here: Run, sample: Path, tmp_path: Path) -> None:
    shutil.copy(sample / "compliance.sqlite3", tmp_path)
    file = tmp_path / "compliance.sqlite3"
    database = sqlite3.connect(file)
    database.execute(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('office', '0999_from_the_future', '2030-01-01')"
    )
    database.commit()
    database.close()
    before = file.read_bytes()
    outcome = run_here("--office", tmp_path, "tasks", "list")
    assert_refused(outcome, "was written by a newer version (0999_from_the_future); upgrade compliance")
    assert str(file) in outcome.err
    assert file.read_bytes() == before


def test_a_file_that_is_no_database(run_here: Run, tmp_path: Path) -> None:
    (tmp_path / "compliance.sqlite3").write_text("这不是数据库" * 100, encoding="utf-8")
    assert_refused(run_here("--office", tmp_path, "tasks", "list"), "cannot be used")


def test_a_database_that_another_program_holds(
    run_here: Run, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(sample / "compliance.sqlite3", tmp_path)
    run_here("--office", tmp_path, "verify-log")
    from django.db import connections

    monkeypatch.setitem(connections["default"].settings_dict["OPTIONS"], "timeout", 0.1)
    database = sqlite3.connect(tmp_path / "compliance.sqlite3", isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    words = "year event budget-replied 2017-04-05 --subject x"
    outcome = run_here("--office", tmp_path, *words.split())
    database.close()
    assert_refused(outcome, "in use by another program")


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ("\ndepartments:\n", "\ndepartments: []\nunused:\n", ["office.yaml:{departments}", "an office has at least one department"]),
        ("office:\n", "office: [\n", ["office.yaml:", "this is not valid YAML"]),
        ("level: district", "level: village", ["office.yaml:", "`level` cannot be `village`; known are"]),
        ("coordinator: government-office", "coordinator: goverment-office", ["did you mean `government-office`?"]),
        ("website: www", "webiste: www", ["unknown key `webiste`; did you mean `website`?"]),
        ("id: sample   ", "id: no       ", ["`no` is ambiguous in YAML"]),
    ],
)  # fmt: skip
def test_a_faulty_office_file(
    run_here: Run, sample: Path, tmp_path: Path, old: str, new: str, sentences: list[str]
) -> None:
    text = (sample / "office.yaml").read_text("utf-8")
    assert text.count(old) == 1
    (tmp_path / "office.yaml").write_text(text.replace(old, new), encoding="utf-8")
    outcome = run_here("init", tmp_path)
    assert (outcome.status, outcome.out) == (2, "")
    assert "Traceback" not in outcome.err
    place = next(number for number, line in enumerate(text.splitlines(), 1) if line == "departments:")
    for sentence in sentences:
        assert sentence.format(departments=place) in outcome.err
    for line in outcome.err.splitlines():
        assert line.startswith(f"{tmp_path / 'office.yaml'}:")
    assert [path.name for path in tmp_path.iterdir()] == ["office.yaml"]


def test_an_unknown_example_makes_nothing(run_here: Run, tmp_path: Path) -> None:
    outcome = run_here("init", tmp_path / "x", "--example", "nowhere")
    assert_refused(outcome, "there is no example `nowhere`; known are new-office, tiedong-2017")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["office.yaml", "office.yaml/inside", "/proc/nowhere/office"])
def test_an_office_cannot_be_made_there(run_here: Run, sample: Path, folder: str) -> None:
    before = sorted(sample.iterdir())
    outcome = run_here("init", sample / folder)
    assert outcome.status == 2
    assert len(outcome.err.splitlines()) == 1, outcome.err
    assert sorted(sample.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("year open 1990", "no rule for `cn/liaoning/anshan` is in force in 1990"),
        ("year event budget-aproved 2017-04-05 --subject x", "no rule starts from `budget-aproved`; did you mean `budget-approved` (the government's budget or its adjustment is approved)?"),
        ("year event budget-replied 2017-11-31 --subject x", "there is no such day as 2017-11-31"),
        ("year event budget-replied 5/4/2017 --subject x", "`5/4/2017` is not a date"),
        ("year event opinion-found 2017-04-05T25:00 --subject x", "`2017-04-05T25:00` must be written as 2017-01-20T09:30"),
        ("year event budget-replied 2017-04-05 --subject x --department finanse", "did you mean `finance`?"),
        ("tasks list --department finanse", "there is no department `finanse`; did you mean `finance`?"),
        ("tasks list --area budgets", "there is no area `budgets`; did you mean `budget`?"),
        ("tasks list --year 2016", "the year 2016 is not open"),
        ("tasks list --as-of 2017-11-31", "--as-of: there is no such day as 2017-11-31"),
        ("tasks publish T --by finance.clerk", "`T` names several tasks; write more of it"),
        ("tasks publish T00 --by finance.clerk --on 2017-11-31", "--on: there is no such day as 2017-11-31"),
        ("tasks publish X1 --by finance.clerk", "there is no task `X1` in 2017; see `compliance tasks list`"),
        ("tasks review T --by finance.clark", "there is no post `finance.clark`; did you mean `finance.clerk`?"),
        ("figures enter requests.recieved 1 --department finance --period 2017 --by finance.clerk", "did you mean `requests.received`?"),
        ("figures enter requests.received many --department government-office --period 2017 --by finance.clerk", "`many` is not an amount"),
        ("figures enter requests.received 1 --department finance --period 2017 --by finance.clerk", "is not entered by Finance"),
        ("figures enter requests.received 1 --department government-office --period 2017-Q1 --by finance.clerk", "of 2017, not for 2017-Q1"),
        ("figures enter requests.received 1 --department government-office --period 2017-13 --by finance.clerk", "`2017-13` is not a period"),
        ("problems agree P1 --measure M --text x --owner finance --due 2017-12-01 --by finance.clerk", "there is no problem P1"),
        ("problems verify P1 --by government-office.coordinator", "there is no problem P1"),
        ("requests answer 7 --kind granted --by finance.clerk", "7"),
        ("report overview --format md", "html only"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused_with_a_suggestion(run_here: Run, sample: Path, words: str, sentence: str) -> None:
    assert_refused(run_here("--office", sample, *words.split()), sentence)
    assert run_here("--office", sample, "verify-log", "--json").json["entries"] == 2


def test_a_rule_of_the_office_that_cannot_be_read(run_here: Run, sample: Path, tmp_path: Path) -> None:
    for name in ("office.yaml", "compliance.sqlite3"):
        shutil.copy(sample / name, tmp_path)
    file = tmp_path / "rules" / "cn" / "liaoning" / "anshan" / "own.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("pack: cn/liaoning/anshan/own\nin-force: {from: 2017-11-31}\n", encoding="utf-8")
    outcome = run_here("--office", tmp_path, "year", "open", "2018")
    assert (outcome.status, outcome.out) == (2, "")
    assert f"{file}:2:18: there is no such day as 2017-11-31" in outcome.err
    assert all(line.startswith(str(file)) for line in outcome.err.splitlines())
    assert run_here("--office", tmp_path, "tasks", "list", "--year", "2018").status == 2
