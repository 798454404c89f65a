"""A faulty example is refused with file and line before anything is played, and nothing is left behind."""

from pathlib import Path

import pytest

from ..conftest import SmallExample
from .conftest import Play

DUTIES = "rules/cn/sample/duties.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("year.yaml", "at: 2017-11-10,", "at: 2017-11-31,", "there is no such day as 2017-11-31"),
        ("year.yaml", "answered-on: 2017-12-01", "answered-on: 2017-11-31", "there is no such day as 2017-11-31"),
        ("year.yaml", "at: 2017-11-10,", "at: 2017-11-10T9am,", "must be written as 2017-07-18T14:20"),
        ("year.yaml", "event: budget-replied, at", "event: budget-repleid, at", "no rule starts from `budget-repleid`; did you mean `budget-replied`?"),
        ("year.yaml", "departments: [finance, education]", "departments: [finanse, education]", "there is no department `finanse`; did you mean `finance`?"),
        ("year.yaml", "department: education, event", "department: educaton, event", "there is no department `educaton`; did you mean `education`?"),
        ("year.yaml", "obligation: annual-report", "obligation: anual-report", "no rule has the obligation `anual-report`; did you mean `annual-report`?"),
        ("year.yaml", "ground: privacy", "ground: privat", "no rule has the ground `privat`; did you mean `privacy`?"),
        ("year.yaml", "agreed-after: 2", "agreed-aftre: 2", "`agreed-after` is missing"),
        ("year.yaml", "events:", "events: [", "this is not valid YAML"),
        ("year.yaml", "year: 2017", "year: soon", "`year` must be a whole number"),
        ("figures.yaml", 'value: "70"', 'value: "many"', "`many` is not an amount"),
        ("figures.yaml", 'value: "70"', "value: 70", "`value` must be quoted text"),
        ("figures.yaml", "figure: appeals.closed", "figure: appeals.close", "no rule has the figure `appeals.close`; did you mean `appeals.closed`?"),
        ("figures.yaml", "figure: notices.paper, department: education", "figure: notices.paper, department: finance", "`On paper` is not entered by Finance"),
        ("office.yaml", "coordinator: office", "coordinator: offices", "there is no department `offices`; did you mean `office`?"),
        ("office.yaml", "level: district", "level: no", "`no` is ambiguous in YAML"),
        (DUTIES, "who: [office]", "who: [offices]", "there is no department `offices`; did you mean `office`?"),
        (DUTIES, "deadline: 20 days after", "deadline: 20 dayz after", "cannot read the deadline `20 dayz after budget-replied`"),
        (DUTIES, "{from: 2017-01-01}", "{from: 2017-11-31}", "there is no such day as 2017-11-31"),
        (DUTIES, "area: appeals, entered-by: [office], period: year}\n  - {id: appeals.closed", "area: appeal, entered-by: [office], period: year}\n  - {id: appeals.closed", "`appeal` is not in the rule book; did you mean `appeals`?"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_file_and_line(
    play: Play, small_example: SmallExample, tmp_path: Path, file: str, old: str, new: str, sentence: str
) -> None:
    small_example.edit(file, old, new)
    year = play(tmp_path / "new" / "out", "--fast")
    assert year.status == 2
    said = [line for line in year.refused.splitlines() if sentence in line]
    assert said, year.refused
    assert "Traceback" not in year.refused
    for line in year.refused.splitlines():
        name, number, column, _ = line.split(":", 3)
        assert Path(name) == small_example.folder / file
        assert int(number) > 0
        assert int(column) > 0
    if len(year.refused.splitlines()) == 1 and not new.endswith("[") and file != DUTIES:
        wanted = new.strip().splitlines()[-1][-12:]
        text = (small_example.folder / file).read_text("utf-8").splitlines()
        assert wanted in text[int(said[0].split(":")[1]) - 1]
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


def test_an_office_without_departments(play: Play, small_example: SmallExample, tmp_path: Path) -> None:
    file = small_example.folder / "office.yaml"
    text = file.read_text("utf-8")
    file.write_text(text[: text.index("departments:")] + "departments: []\n", "utf-8")
    year = play(tmp_path / "out")
    line = text[: text.index("departments:")].count("\n") + 1
    assert (year.status, year.said) == (2, "")
    assert year.refused.startswith(f"{file}:{line}:14: an office has at least one department")
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


@pytest.mark.parametrize("name", ["office.yaml", "year.yaml", "figures.yaml"])
def test_a_missing_file_is_named(play: Play, small_example: SmallExample, tmp_path: Path, name: str) -> None:
    (small_example.folder / name).unlink()
    year = play(tmp_path / "out")
    assert (year.status, year.said) == (2, "")
    assert year.refused == f"cannot read {small_example.folder / name}: No such file or directory\n"


def test_a_missing_calendar_is_named(play: Play, small_example: SmallExample, tmp_path: Path) -> None:
    small_example.edit("office.yaml", "calendar: cn", "calendar: cn/mars")
    year = play(tmp_path / "out")
    assert year.status == 2
    assert year.refused == "there is no calendar `cn/mars`; loaded: cn\n"
