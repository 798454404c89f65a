"""A breakdown table from the office's spreadsheet to open tasks: import, edit, import again, check, open the year."""

import re
from pathlib import Path
from shutil import copytree

from ..conftest import ROOT, Finished, RunProgram
from ..documents.reading.breakdown_tables.tables import BINARY

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
