"""The engine is at work: what goes in decides what comes out, and nothing else changes."""

from collections import Counter
from difflib import ndiff
from pathlib import Path

import pytest

from ..conftest import SmallExample
from .conftest import Play, SmallYear

LATE = (
    "published-late",
    "Publish the department's budget: the budget for 2018: was due on 2017-11-30, published on 2017-12-04, "
    "2 working days late",
)
"""What the story tells of the education bureau."""


def changed(before: SmallYear, after: SmallYear, name: str) -> tuple[list[str], list[str]]:
    """The lines of a file that are gone, and those that are new."""
    lines = list(ndiff(before.text(name).splitlines(), after.text(name).splitlines()))
    return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]


def test_the_story_as_it_is(play: Play) -> None:
    year = play(None, "--fast")
    assert (year.status, year.refused) == (0, "")
    assert year.findings == Counter([LATE])
    for line in (
        "2017-11-10 the budget for 2018: “Publish the department's budget” is due by 2017-11-30",
        "2017-11-28 Finance published its budget, day 18 of 20",
        "2017-12-01 request 2017-001 answered on working day 9 (refused)",
        "2017-12-04 Education published its budget, 2 working days late",
        "2017-12-12 put right: Education: not published within the time limit",
        "2018-02-09 Office published the annual report, 50 days early",
        "  1 finding (1 breach), 1 problem (1 put right)",
    ):
        assert line in year.said.splitlines()
    assert {path.name for path in year.folder.iterdir()} == {
        ".compliance-demo", "annual.html", "annual.md", "bulletin.html", "bulletin.md", "compliance.sqlite3",
        "findings.json", "index.html", "messages", "office.yaml", "rectification.html", "rectification.md",
        "rules",
    }  # fmt: skip


def test_a_department_that_publishes_five_working_days_later(play: Play, small_example: SmallExample) -> None:
    before = play(None, "--fast")
    small_example.edit("year.yaml", "published-on: 2017-11-28", "published-on: 2017-12-05")
    after = play(None, "--fast")
    one_more = (LATE[0], LATE[1].replace("2017-12-04, 2 working", "2017-12-05, 3 working"))
    assert after.findings == Counter([LATE, one_more])
    assert "2017-12-05 Finance published its budget, 3 working days late" in after.said.splitlines()

    gone, new = changed(before, after, "annual.md")
    counts = {
        "| 主动公开政府信息情况 | 2 | 9 | 8 | 1 | 0 | 0 | 0 | 88.9% |",
        "| 合计 | 3 | 10 | 9 | 1 | 0 | 0 | 0 | 90.0% |",
    }
    assert counts <= set(gone)
    assert {
        "| 主动公开政府信息情况 | 2 | 9 | 7 | 2 | 0 | 0 | 0 | 77.8% |",
        "| 合计 | 3 | 10 | 8 | 2 | 0 | 0 | 0 | 80.0% |",
    } <= set(new)
    # a problem of its own appears; the figures, the request and the other duties are as they were
    assert any("问题台账登记问题2个" in line for line in new)
    for line in [*gone, *new]:
        assert not any(word in line for word in ("网站通知", "受理诉求", "公开通知※", "公布年度报告※", "个人隐私"))
    gone, new = changed(before, after, "bulletin.md")
    assert any(line.startswith("| 1（并列） | 财政局 | 4 | 4 | 0 |") for line in gone)
    assert any("财政局 | 4 | 3 | 1 |" in line for line in new)
    assert "教育局 | 4 | 3 | 1 |" in after.text("bulletin.md")


def test_a_figure_that_is_altered(play: Play, small_example: SmallExample) -> None:
    before = play(None, "--fast")
    small_example.edit("figures.yaml", 'department: finance, period: "2017", value: "40"', 'department: finance, period: "2017", value: "41"')  # fmt: skip
    after = play(None, "--fast")
    (broken,) = after.findings - before.findings
    assert before.findings <= after.findings
    assert broken[0] == "identity-broken"
    assert broken[1].startswith("Notices are the sum of the channels")
    assert "60" in broken[1]
    assert "41 + 20" in broken[1]
    gone, new = changed(before, after, "annual.md")
    assert "| 主动公开 | 网站通知 | 40条 |  |" in gone
    assert any(line.startswith("| 主动公开 | 网站通知 | 41条 |") for line in new)
    assert changed(before, after, "bulletin.md") == ([], [])
    # timeliness and the other figures stay
    for line in [*gone, *new]:
        assert "受理诉求" not in line
        assert "按时率" not in line


def test_a_part_that_exceeds_its_whole(play: Play, small_example: SmallExample) -> None:
    small_example.edit("figures.yaml", 'value: "70"', 'value: "76"')
    found = play(None, "--fast").findings - Counter([LATE])
    assert [(kind, "Closed is part of received" in words) for kind, words in found] == [("identity-broken", True)]


def test_a_rule_whose_time_is_shortened(play: Play, small_example: SmallExample) -> None:
    before = play(None, "--fast")
    rules = "rules/cn/sample/duties.yaml"
    small_example.edit(rules, "deadline: 20 days after budget-replied", "deadline: 15 days after budget-replied")
    small_example.edit(rules, "{budget-replied: 2017-11-10, due: 2017-11-30}", "{budget-replied: 2017-11-10, due: 2017-11-25}")  # fmt: skip
    after = play(None, "--fast")
    assert "2017-11-10 the budget for 2018: “Publish the department's budget” is due by 2017-11-25" in after.said
    budget = "Publish the department's budget: the budget for 2018: was due on 2017-11-25"
    # the Finance bureau keeps to its day and is late now; Education is two working days late as its story says
    assert after.findings == Counter({(LATE[0], f"{budget}, published on 2017-11-28, 2 working days late"): 2})
    gone, new = changed(before, after, "annual.md")
    for line in [*gone, *new]:
        assert not any(word in line for word in ("公开通知※", "公布年度报告※", "60条", "75件", "个人隐私"))


def test_a_figure_that_is_not_entered(play: Play, small_example: SmallExample) -> None:
    small_example.edit(
        "figures.yaml", '  - {figure: appeals.closed, department: office, period: "2017", value: "70"}\n', ""
    )
    found = play(None, "--fast").findings - Counter([LATE])
    assert list(found) == [("missing-figure", "`Appeals closed` not entered for 2017")]


def test_two_plays_give_the_same_files_to_the_byte(
    play: Play, small_example: SmallExample, run_program: object, tmp_path: Path
) -> None:
    first = play()
    assert callable(run_program)
    again = run_program(
        "demo", "--example", small_example.folder, "--rules", small_example.rules, "--out", tmp_path / "again",
        TZ="America/Los_Angeles", PYTHONHASHSEED="7", LC_ALL="zh_CN.UTF-8",
    )  # fmt: skip
    assert again.status == 0, again.err
    names = {path.relative_to(first.folder) for path in first.folder.rglob("*") if path.is_file()}
    other = tmp_path / "again"
    assert names == {path.relative_to(other) for path in other.rglob("*") if path.is_file()}
    for name in names - {Path("compliance.sqlite3")}:
        assert (first.folder / name).read_bytes() == (other / name).read_bytes(), name


def test_an_earlier_demonstration_is_replaced_and_anything_else_is_not(
    play: Play, small_example: SmallExample, tmp_path: Path
) -> None:
    out = tmp_path / "结果 here"
    out.mkdir()
    assert play(out, "--fast").status == 0  # an empty folder will do
    (out / "messages" / "stray.txt").write_text("from before")
    small_example.edit("figures.yaml", 'value: "70"', 'value: "69"')
    assert play(out, "--fast").status == 0
    assert not (out / "messages" / "stray.txt").exists()
    assert "69件" in (out / "annual.md").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small", "结果 here"]

    for other in (small_example.folder, small_example.folder / "year.yaml"):
        refused = play(other)
        assert (refused.status, refused.said) == (2, "")
        assert refused.refused == f"{other} holds something else and is not overwritten; choose another folder\n"
    assert (small_example.folder / "year.yaml").is_file()


def test_json_tells_the_counts_and_the_files_and_nothing_else(play: Play) -> None:
    import json

    year = play(None, "--fast", "--json")
    counts = json.loads(year.said)
    assert counts == {
        "as_of": "2018-02-09", "folder": str(year.folder),
        "files": ["index.html", "annual.html", "annual.md", "rectification.html", "rectification.md", "bulletin.html", "bulletin.md"],
        "tasks": 10, "in_time": 9, "late": 1, "overdue": 0, "pending": 0, "exempted": 0,
        "findings": 1, "breaches": 1, "problems": 1, "rectified": 1,
    }  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_english_says_nothing_in_chinese_and_chinese_nothing_in_english(play: Play, language: str) -> None:
    said = play(None, "--lang", language).said
    lines = [line for line in said.splitlines() if line[:1].isdigit() or line.startswith(("As of", "截至", "  1"))]
    assert lines
    for line in lines:
        chinese = any("\u4e00" <= character <= "\u9fff" for character in line)
        assert chinese is (language == "zh"), line
