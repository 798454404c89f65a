"""A breakdown table from the office's spreadsheet to open tasks: import, edit, import again, check, open the year."""

import json
import re
from pathlib import Path
from shutil import copytree

import pytest

from ..conftest import ROOT, Finished, RunProgram
from ..documents.reading.breakdown_tables.tables import BINARY

TABLES = ROOT / "tests" / "documents" / "reading" / "breakdown_tables"
DRAFT = Path("rules/cn/liaoning/anshan/tiedong/task-breakdown-2017.yaml")

PAPER = [
    "--number", "铁东政办发〔2017〕21号", "--issuer", "铁东区人民政府办公室", "--published", "2017-05-26",
]  # fmt: skip


def test_a_table_goes_through_import_edit_check_and_plan(run_program: RunProgram, tmp_path: Path) -> None:
    office = tmp_path / "office"
    copytree(ROOT / "examples" / "tiedong-2017", office)

    def call(*arguments: str, status: int = 0) -> Finished:
        finished = run_program("--office", office, "--lang", "zh", *arguments, cwd=tmp_path)
        assert finished.status == status, finished.out + finished.err
        return finished

    call("init", str(office))
    table = tmp_path / "任务 清单.docx"
    table.write_bytes(BINARY["short.docx"]())
    draft = office / DRAFT

    # what the table leaves open is asked, and the check names the place
    out = call("rules", "import", str(table), *PAPER, status=1).out
    assert "待确认2项" in out
    faults = call("rules", "check", str(office / "rules"), status=1).err
    assert faults.count("缺少“who”") == 2

    # a person answers, translates and adds a remark
    text = draft.read_text(encoding="utf-8")
    text = re.sub(r"(    basis: \{zh: 第3项, en: item 3\}\n)", r"\1    who: [民政局, 地税局]   # 与两局商定\n", text)
    text = re.sub(r"(    basis: \{zh: 第4项, en: item 4\}\n)", r"\1    who: [市场监督管理局]\n", text)
    text = text.replace("en: Task 2 (text in Chinese only)", "en: Publish how schools admit pupils")
    draft.write_text(text, encoding="utf-8")

    # the table comes again, unchanged: what the person wrote stays, nothing is asked any more
    out = call("rules", "import", str(table), *PAPER).out
    assert "待确认0项" in out
    edited = draft.read_text(encoding="utf-8")
    assert "who: [民政局, 地税局]   # 与两局商定" in edited
    assert "en: Publish how schools admit pupils" in edited
    assert "#? " not in edited.partition("pack:")[2]

    # the check is silent, and the year has the tasks
    assert "没有问题" in call("rules", "check", str(office / "rules")).out
    call("year", "open", "2017", "--on", "2017-06-01")
    tasks = call("tasks", "list", "--as-of", "2017-06-01", "--json").out
    mine = re.findall(r'"obligation": "cn/liaoning/anshan/tiedong/task-breakdown-2017#([a-z0-9-]+)"', tasks)
    assert {name: mine.count(name) for name in set(mine)} == {"item-1": 1, "item-2": 1, "item-3": 2, "item-4": 1}


FILES = {
    "two-level.xlsx": (0, 5, {}),
    "parts.xlsx": (1, 5, {"item-1": ["who"], "item-2": ["who"], "item-3": ["who"], "item-4": ["who", "deadline"], "item-5": ["who", "deadline"]}),
    "merged-first-column.xls": (1, 4, {"item-4": ["who"]}),
    "short.docx": (1, 4, {"item-3": ["who"], "item-4": ["who"]}),
    "heading-rows.html": (1, 5, {**{f"item-{number}": ["deadline"] for number in range(1, 5)}, "item-5": ["who", "deadline"]}),
    "tails.txt": (1, 4, {"item-2": ["supporting"], "item-3": ["deadline"], "item-4": ["who", "deadline"]}),
}  # fmt: skip
"""A table of each format: the exit status of its import, how many tasks it has, what is asked of which."""

ANSWERS = {
    "who": "    who: [区政府办]\n",
    "deadline": "    deadline: by 30 November\n    cases:\n      - {year: 2017, due: 2017-11-30, why: agreed}\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_each_format_opens_the_year(run_program: RunProgram, tmp_path: Path, name: str) -> None:
    status, count, asked = FILES[name]
    office = tmp_path / "office"
    copytree(ROOT / "examples" / "tiedong-2017", office)
    table = tmp_path / name
    table.write_bytes(BINARY[name]() if name in BINARY else (TABLES / name).read_bytes())

    def call(*arguments: str, expected: int = 0) -> str:
        finished = run_program("--office", office, "--lang", "zh", *arguments, cwd=tmp_path)
        assert finished.status == expected, finished.out + finished.err
        return finished.out

    call("init", str(office))
    import_ = ("rules", "import", str(table), "--year", "2017", *PAPER)
    told = json.loads(call(*import_, "--json", expected=status))
    assert len(told["lines"]) == count
    open_ = {
        line["id"]: [field["field"] for field in line["fields"] if field["certainty"] == "asked"]
        for line in told["lines"]
        if line["certainty"] == "asked"
    }
    assert open_ == asked

    draft = office / DRAFT
    text = draft.read_text(encoding="utf-8")
    for identifier, fields in asked.items():
        answers = "".join(ANSWERS.get(field, "") for field in fields)
        found = re.search(rf"  - id: {identifier}\n(?:    .*\n)*?    basis: .*\n", text)
        assert found is not None
        text = text[: found.end()] + answers + text[found.end() :]
        if "supporting" in fields:
            text = text.replace("    supporting: []\n", "    supporting: [区政府办]\n")
    draft.write_text(text, encoding="utf-8")

    assert "待确认0项" in call(*import_)
    assert "没有问题" in call("rules", "check", str(office / "rules"))
    call("year", "open", "2017", "--on", "2017-06-01")
    tasks = json.loads(call("tasks", "list", "--as-of", "2017-06-01", "--json"))
    opened = {task["obligation"] for task in tasks}
    pack = "cn/liaoning/anshan/tiedong/task-breakdown-2017"
    assert {f"{pack}#{line['id']}" for line in told["lines"]} <= opened
