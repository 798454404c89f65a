"""`rules import`, as a coordinator types it."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from shutil import copy

import pytest

from compliance.cli.main import run

from ..conftest import ROOT, environment
from ..documents.reading.breakdown_tables.tables import BINARY

OFFICE = ROOT / "examples" / "tiedong-2017" / "office.yaml"
TABLES = ROOT / "tests" / "documents" / "reading" / "breakdown_tables"

Captured = pytest.CaptureFixture[str]

TABLE = """\
铁东区2017年政务公开任务分解表
铁东政办发〔2017〕21号
铁东区人民政府办公室
2017年5月26日
序号\t工作任务\t责任单位\t完成时限
1\t公布部门预算\t区财政局\t6月底前
2\t更新公开专栏\t各部门\t长期坚持
"""
OPEN = TABLE + "3\t公布数据目录\t区数据局\t每季度\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office's folder, with nothing but its office.yaml, as the current one."""
    copy(OFFICE, tmp_path / "office.yaml")
    monkeypatch.chdir(tmp_path)
    for name in ("COMPLIANCE_OFFICE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


DRAFT = Path("rules/cn/liaoning/anshan/tiedong/task-breakdown-2017.yaml")
MEMORY = DRAFT.with_name("task-breakdown-2017.import.json")


def write(text: str) -> None:
    """The table in the current folder."""
    Path("table.txt").write_text(text, encoding="utf-8")


def test_a_table_in_which_all_is_clear_becomes_a_draft_that_passes_the_check(folder: Path, capsys: Captured) -> None:
    write(TABLE)
    assert run(["rules", "import", "table.txt", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "共2项任务：确定1项，按惯例理解1项，待确认0项" in out
    assert "2个英文标题是占位的" in out
    assert DRAFT.exists()
    assert MEMORY.exists()
    assert run(["rules", "check", "rules"]) == 0, capsys.readouterr().err


def test_what_is_unclear_is_asked_and_told_by_the_status(folder: Path, capsys: Captured) -> None:
    write(OPEN)
    assert run(["rules", "import", "table.txt", "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "3 tasks: 1 sure, 1 understood, 1 asked" in out
    assert "item-3  who: “区数据局” is no department of the office" in out
    assert "each quarter within 10 working days of its end" in out
    assert run(["rules", "check", "rules", "--json"]) == 1
    faults = json.loads(capsys.readouterr().out)
    assert {fault["field"] for fault in faults} == {
        "obligations[3].who",
        "obligations[3].deadline",
        "obligations[3].cases",
    }


def test_json_tells_every_line_and_field(folder: Path, capsys: Captured) -> None:
    write(OPEN)
    assert run(["rules", "import", "table.txt", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["pack"] == "cn/liaoning/anshan/tiedong/task-breakdown-2017"
    assert told["updated"] is False
    assert [line["certainty"] for line in told["lines"]] == ["sure", "understood", "asked"]
    assert [(field["field"], field["written"]) for field in told["lines"][2]["fields"]] == [
        ("who", "区数据局"),
        ("deadline", "每季度"),
    ]
    assert told["paper"] == [told["paper"][0]]
    assert told["paper"][0]["field"] == "areas"


def test_importing_again_leaves_every_byte(folder: Path, capsys: Captured) -> None:
    write(OPEN)
    run(["rules", "import", "table.txt"])
    before = DRAFT.read_bytes(), MEMORY.read_bytes(), DRAFT.stat().st_mtime_ns
    assert run(["rules", "import", "table.txt"]) == 1
    assert (DRAFT.read_bytes(), MEMORY.read_bytes(), DRAFT.stat().st_mtime_ns) == before
    assert "nothing changed" in capsys.readouterr().out


def test_a_corrected_table_is_told_change_by_change(folder: Path, capsys: Captured) -> None:
    write(OPEN)
    run(["rules", "import", "table.txt"])
    capsys.readouterr()
    write(TABLE.replace("6月底前", "7月底前") + "3\t公布审计结果\t审计局\t年底前\n")
    assert run(["rules", "import", "table.txt", "--lang", "zh"]) == 1
    out = capsys.readouterr().out
    assert "按表更新  item-1  deadline：by 30 June → by 31 July" in out
    assert "新增  item-3-b" in out
    assert "表中已无  item-3" in out


def test_the_paper_may_be_described_on_the_command_line(folder: Path, capsys: Captured) -> None:
    write("序号\t工作任务\t公开载体\n1\t公布部门预算\t网站\n")
    words = [
        "--year",
        "2017",
        "--number",
        "示例1号",
        "--issuer",
        "区政府办",
        "--published",
        "2017-05-26",
        "--title",
        "任务表",
    ]
    assert (
        run(["rules", "import", "table.txt", *words, "--part", "proactive", "--who", "各部门", "--deadline", "9月底前"])
        == 0
    )
    text = DRAFT.read_text(encoding="utf-8")
    assert "source: {number: 示例1号" in text.replace('"', "")
    assert "part: proactive" in text
    assert "who: {kind: department}" in text
    assert "deadline: by 30 September\n    deadline-set-by: office" in text
    assert run(["rules", "check", "rules"]) == 0


def test_a_file_that_is_no_draft_is_not_touched(folder: Path, capsys: Captured) -> None:
    write(TABLE)
    DRAFT.parent.mkdir(parents=True)
    DRAFT.write_text("pack: mine\n", encoding="utf-8")
    assert run(["rules", "import", "table.txt", "--lang", "en"]) == 2
    assert "is no draft" in capsys.readouterr().err
    assert DRAFT.read_text(encoding="utf-8") == "pack: mine\n"
    assert not MEMORY.exists()


@pytest.mark.parametrize(
    ("content", "arguments", "words"),
    [
        (b"", [], "the file is empty"),
        ("没有表格的文字。".encode(), [], "there are no tasks: neither a table nor items"),
        ("序号\t工作任务\t责任单位\n1\t公布预算\t财政局\n".encode(), [], "--year"),
        (TABLE.encode(), ["--out", "draft.txt"], ".yaml"),
        (TABLE.encode(), ["--out", "Draft 1.yaml"], "lower-case"),
        (TABLE.encode(), ["--ask"], "--ask needs a terminal"),
        (b"%PDF-1.7", [], "PDF"),
    ],
)
def test_what_cannot_be_imported_is_one_sentence_and_writes_nothing(
    folder: Path, capsys: Captured, content: bytes, arguments: list[str], words: str
) -> None:
    Path("table.txt").write_bytes(content)
    assert run(["rules", "import", "table.txt", "--lang", "en", *arguments]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == ["office.yaml", "table.txt"]


def test_without_an_office_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMPLIANCE_OFFICE", raising=False)
    write(TABLE)
    assert run(["rules", "import", "table.txt", "--lang", "en"]) == 2
    assert "--office" in capsys.readouterr().err


@pytest.mark.parametrize("name", [*BINARY, "heading-rows.html", "prompt-list.txt", "tails.txt", "pasted.md"])
def test_a_table_after_a_real_layout_is_imported_and_stays_as_it_is(folder: Path, capsys: Captured, name: str) -> None:
    content = BINARY[name]() if name in BINARY else (TABLES / name).read_bytes()
    Path(name).write_bytes(content)
    assert run(["rules", "import", name, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    before = DRAFT.read_bytes()
    assert run(["rules", "import", name, "--json"]) == 1
    again = json.loads(capsys.readouterr().out)
    assert DRAFT.read_bytes() == before
    assert again == {**told, "updated": True}
    # what was not asked can be read: the check names nothing but what is asked
    asked = {
        field["field"].partition(".")[0]
        for line in [*told["lines"], {"fields": told["paper"]}]
        for field in line["fields"]
        if field["certainty"] == "asked"
    }
    run(["rules", "check", "rules", "--json"])
    for fault in json.loads(capsys.readouterr().out):
        field = fault["field"].rpartition(".")[2]
        assert field in asked | {"number", "issuer", "published"} or (field == "cases" and "deadline" in asked), fault


@pytest.mark.parametrize("written_as", ["xlsx", "html", "md"])
def test_the_table_that_the_program_exports_itself_is_read_task_by_task(
    folder: Path, capsys: Captured, written_as: str
) -> None:
    exported = f"table.{written_as}"
    assert run(["rules", "export", "--year", "2017", "--out", exported, "--lang", "zh", "--json"]) == 0
    tasks = json.loads(capsys.readouterr().out)["tasks"]
    assert run(["rules", "import", exported, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert len(told["lines"]) == len(tasks)
    draft = DRAFT.read_text(encoding="utf-8")
    assert [task["task"]["zh"] for task in tasks if task["task"]["zh"] not in draft] == []
    assert [task["area"]["zh"] for task in tasks if task["area"]["zh"] not in draft] == []
    unknown = {
        field["written"]
        for line in told["lines"]
        for field in line["fields"]
        if field["field"] == "who" and field["certainty"] == "asked"
    }
    assert unknown == set()


@pytest.mark.skipif(not hasattr(pty, "openpty"), reason="a terminal is needed")
def test_at_a_terminal_names_are_asked_one_by_one_and_the_answers_stay(folder: Path, capsys: Captured) -> None:
    write(OPEN.replace("每季度", "年底前") + "4\t公布水务信息\t区水务局\t年底前\n")
    ours, theirs = pty.openpty()
    os.write(ours, "审批\n审批局\n\n".encode())
    finished = subprocess.run(
        [sys.executable, "-m", "compliance", "rules", "import", "table.txt", "--ask", "--lang", "en"],
        cwd=folder, env=environment(), stdin=theirs, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert finished.returncode == 1, finished.stderr
    assert "there is no department `审批`" in finished.stdout
    text = DRAFT.read_text(encoding="utf-8")
    assert "who: [审批局]" in text
    assert text.count("#? who") == 1
    assert run(["rules", "import", "table.txt"]) == 1
    assert DRAFT.read_text(encoding="utf-8") == text


def of_columns(*rows: str) -> str:
    """The table of the tests with other columns."""
    return "\n".join([*TABLE.splitlines()[:4], *rows]) + "\n"


def test_a_column_of_lead_and_support_is_understood(folder: Path, capsys: Captured) -> None:
    write(of_columns("序号\t工作任务\t责任单位/配合单位\t完成时限", "1\t公布部门预算\t财政局、审计局\t6月底前"))
    assert run(["rules", "import", "table.txt", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "责任单位/配合单位→牵头和配合单位" in out
    assert "确定0项，按惯例理解1项" in out
    text = DRAFT.read_text(encoding="utf-8")
    assert "who: [财政局]" in text
    assert "supporting: [审计局]" in text
    assert "责任单位原文“财政局、审计局”" in text


def test_a_column_that_is_not_known_is_told_once_and_kept_in_the_notes(folder: Path, capsys: Captured) -> None:
    rows = [
        "1\t公布部门预算\t财政局\t重要\t6月底前",
        "2\t公布决算\t财政局\t一般\t9月底前",
        "3\t公布审计\t审计局\t\t9月底前",
    ]
    write(of_columns("序号\t工作任务\t责任单位\t重要程度\t完成时限", *rows))
    assert run(["rules", "import", "table.txt", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert out.count("第4列“重要程度”没有认出，其内容写入说明，请确认") == 1
    assert "确定1项，按惯例理解2项" in out
    assert "重要程度：一般" in DRAFT.read_text(encoding="utf-8")
    assert run(["rules", "check", "rules"]) == 0, capsys.readouterr().err


def test_a_column_of_any_heading_in_which_departments_stand_is_asked(folder: Path, capsys: Captured) -> None:
    write(of_columns("序号\t工作任务\t责任单位\t协管\t完成时限", "1\t公布部门预算\t财政局\t审计局\t6月底前"))
    assert run(["rules", "import", "table.txt", "--lang", "zh"]) == 1
    assert "第4列“协管”没有认出，其中可能有责任或配合单位" in capsys.readouterr().out


def test_an_unknown_column_that_may_name_departments_is_asked_until_the_note_is_settled(
    folder: Path, capsys: Captured
) -> None:
    write(of_columns("序号\t工作任务\t责任单位\t协管单位\t完成时限", "1\t公布部门预算\t财政局\t审计局\t6月底前"))
    assert run(["rules", "import", "table.txt", "--lang", "zh"]) == 1
    assert "第4列“协管单位”没有认出，其中可能有责任或配合单位" in capsys.readouterr().out
    text = DRAFT.read_text(encoding="utf-8")
    assert "协管单位：审计局" in text
    DRAFT.write_text(text.replace("协管单位：审计局。", "审计局只看结果。"), encoding="utf-8")
    assert run(["rules", "import", "table.txt", "--lang", "zh"]) == 0
    assert "审计局只看结果。" in DRAFT.read_text(encoding="utf-8")


def test_a_basis_is_written_as_the_paper_counts(folder: Path, capsys: Captured) -> None:
    rows = [
        "（一）公开财政\t\t\t",
        "1\t公布预算\t财政局\t6月底前",
        "（二）公开教育\t\t\t",
        "1\t公布招生\t教育局\t6月底前",
    ]
    write(of_columns("序号\t工作任务\t责任单位\t完成时限", *rows))
    assert run(["rules", "import", "table.txt"]) == 0
    text = DRAFT.read_text(encoding="utf-8")
    assert "zh: （一）1" in text.replace('"', "")
    assert "part (2), item 1" in text
    assert run(["rules", "check", "rules"]) == 0, capsys.readouterr().err


def test_a_year_that_is_not_the_tables_is_told(folder: Path, capsys: Captured) -> None:
    write(TABLE)
    run(["rules", "import", "table.txt", "--year", "2021", "--lang", "zh"])
    out = capsys.readouterr().out
    assert "标题写的是2017年，按给定的2021年起草" in out
    text = DRAFT.with_name("task-breakdown-2021.yaml").read_text(encoding="utf-8")
    assert "from: 2021-01-01" in text.replace('"', "")
    assert "#~ in-force：标题写的是2017年" in text


def test_the_day_of_issue_is_held_against_the_year_too(folder: Path, capsys: Captured) -> None:
    write(TABLE.replace("铁东区2017年", "铁东区"))
    run(["rules", "import", "table.txt", "--year", "2021", "--lang", "en"])
    assert "the day of issue is 2017-05-26, but the year given is 2021" in capsys.readouterr().out
    run(["rules", "import", "table.txt", "--year", "2018", "--lang", "en"])  # a table may be issued the year before
    assert "but the year given" not in capsys.readouterr().out
