"""`compliance rules`: packs checked, tested and shown; faults with the path that can be opened."""

from pathlib import Path

import pytest

from ..conftest import SmallExample
from .conftest import Run

DUTIES = "rules/cn/sample/duties.yaml"


def line_of(file: Path, words: str) -> int:
    """The first line of the file that holds the words."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_shipped_rules_are_sound(run_here: Run) -> None:
    for command in ("check", "test"):
        outcome = run_here("rules", command)
        assert (outcome.status, outcome.err) == (0, "")
        assert "nothing wrong" in outcome.out
        assert run_here("rules", command, "--json").json == []


def test_a_fault_is_given_with_path_line_column_code_and_message(run_here: Run, small_example: SmallExample) -> None:
    small_example.edit(DUTIES, "deadline: 20 days after", "deadlien: 20 days after")
    file = small_example.folder / DUTIES
    outcome = run_here("rules", "check", small_example.rules, "--json")
    assert outcome.status == 1
    fault = next(fault for fault in outcome.json if fault["code"] == "unknown-key")
    assert set(fault) == {"file", "line", "column", "code", "field", "message", "message_zh", "message_en"}
    assert (fault["file"], fault["line"]) == (str(file), line_of(file, "deadlien"))
    assert fault["message"] == fault["message_en"] == "unknown key `deadlien`; did you mean `deadline`?"
    assert fault["message_zh"] == "不认识的键“deadlien”；是否想写“deadline”？"
    chinese = run_here("rules", "check", small_example.rules, "--json", "--lang", "zh").json
    assert chinese[0]["message"] == chinese[0]["message_zh"]
    printed = run_here("rules", "check", small_example.rules).err
    assert f"{file}:{fault['line']}:{fault['column']}: unknown key `deadlien`" in printed


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("in-force: {from: 2017-01-01}", "in-force: {from: 2017-11-31}", "no-such-day"),
        ("deadline: 20 days after budget-replied", "deadline: 20 dayz after budget-replied", "not-a-deadline"),
        ("areas:", "areas: [", "not-yaml"),
        ("due: 2017-11-30", "due: 2017-12-30", "L002"),
        ("holds: appeals.closed <=", "holds: appeals.close <=", "L003"),
    ],
)
def test_kinds_of_faults(run_here: Run, small_example: SmallExample, old: str, new: str, code: str) -> None:
    assert run_here("rules", "check", small_example.rules).status == 0
    small_example.edit(DUTIES, old, new)
    outcome = run_here("rules", "check", small_example.rules, "--json")
    assert outcome.status == 1
    assert code in {fault["code"] for fault in outcome.json}
    assert all(Path(fault["file"]).is_file() for fault in outcome.json)


def test_of_many_faults_of_a_file_a_hundred_are_printed_and_all_are_in_the_json(
    run_here: Run, small_example: SmallExample
) -> None:
    small_example.edit(DUTIES, "areas:", "".join(f"wrong-{number}: 1\n" for number in range(250)) + "areas:")
    everything = run_here("rules", "check", small_example.rules, "--json").json
    file = str(small_example.folder / DUTIES)
    in_file = sum(fault["file"] == file for fault in everything)
    assert in_file >= 250
    printed = run_here("rules", "check", small_example.rules, "--lang", "en").err.splitlines()
    assert sum(line.startswith(f"{file}:") and line.endswith("]") for line in printed) == 100
    assert [line for line in printed if "more are not shown" in line] == [
        f"{file}: {in_file - 100} more are not shown; --json lists all"
    ]
    chinese = run_here("rules", "check", small_example.rules, "--lang", "zh").err
    assert f"还有{in_file - 100}个问题没有列出，--json 列出全部" in chinese


LOCAL = """\
pack: cn/liaoning/local
title: {zh: 本地办法（示例）, en: Local measures (example)}
source: {number: 示例, issuer: 某机关, published: 2016-12-01}
layer: province
in-force: {from: 2017-01-01, until: 2017-12-31}
areas:
  - {id: local-matters, title: {zh: 本地事项, en: Local matters}, part: proactive}
obligations:
  - id: parking
    title: {zh: 公开停车场信息, en: Publish car parks}
    area: local-matters
    basis: art. 1
    who: {any: department}
    starts: information-made
    deadline: 10 days after information-made
    cases: [{information-made: 2017-03-01, due: 2017-03-11}]
"""


def test_a_folder_that_stands_alone_may_use_the_events_of_the_shipped_packs(run_here: Run, tmp_path: Path) -> None:
    file = tmp_path / "rules" / "cn" / "liaoning" / "local.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(LOCAL, encoding="utf-8")
    assert run_here("rules", "check", tmp_path / "rules").status == 0
    file.write_text(LOCAL.replace("information-made", "informaton-made"), encoding="utf-8")
    outcome = run_here("rules", "check", tmp_path / "rules")
    assert outcome.status == 1
    assert "the event `informaton-made` is nowhere declared; did you mean `information-made`? [L003]" in outcome.err


def test_show_lists_what_is_in_force(run_here: Run) -> None:
    found = run_here("rules", "show", "--on", "2017-06-30", "--area", "budget", "--json").json
    assert {"key", "title", "area", "basis", "who", "deadline", "from", "until", "verified", "refines", "packs"} == set(
        found[0]
    )
    assert "cn/budget-law#department-budget" in {item["key"] for item in found} | {
        origin for item in found for origin in item["refines"]
    }
    assert {item["area"] for item in found} == {"budget"}
    table = run_here("rules", "show", "--on", "2017-06-30", "--area", "budget").out
    assert len(table.splitlines()) == len(found) + 1
    assert all(line.rstrip().endswith(item["key"]) for line, item in zip(table.splitlines()[1:], found, strict=True))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["show", "--area", "budgets"], "there is no area `budgets`; did you mean `budget`?"),
        (["show", "--area", "财政预决算公开"], "there is no area `财政预决算公开`; known are proactive ("),
        (["check", "nowhere"], "there is no rules folder nowhere"),
        (["show", "--on", "2017-11-31"], "--on: there is no such day as 2017-11-31"),
    ],
)
def test_what_is_not_there_is_refused(run_here: Run, words: list[str], sentence: str) -> None:
    outcome = run_here("rules", *words)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(sentence)


def test_a_pack_in_another_encoding_is_refused_with_its_line(run_here: Run, small_example: SmallExample) -> None:
    file = small_example.folder / DUTIES
    file.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))
    outcome = run_here("rules", "check", small_example.rules)
    assert outcome.status == 1
    assert f"{file}:2:13: the file is not UTF-8; it looks like GB18030" in outcome.err


@pytest.mark.parametrize("command", ["check", "test"])
def test_without_a_folder_the_rules_of_the_office_are_looked_at_too(
    run_here: Run, tmp_path: Path, command: str
) -> None:
    run_here("init", tmp_path / "office", "--example", "tiedong-2017")
    pack = tmp_path / "office/rules/cn/liaoning/anshan/tiedong/own.yaml"
    pack.parent.mkdir(parents=True, exist_ok=True)
    pack.write_text(
        """pack: cn/liaoning/anshan/tiedong/own
title: {zh: 本区规定, en: The district's own}
source: {number: 测〔2017〕1号, issuer: 铁东区人民政府, published: 2017-01-01}
layer: district
in-force: {from: 2017-01-01}
obligations:
  - id: later
    refines: cn/regulation-2007#proactive-disclosure
    starts: information-made
    deadline: 30 working days after information-made
    cases:
      - {information-made: 2017-03-01, due: 2017-03-02}
""",
        encoding="utf-8",
    )
    outcome = run_here("--office", tmp_path / "office", "rules", command)
    assert outcome.status == 1
    assert f"{pack}:12:9: " in outcome.err
    assert ("loosens" in outcome.err) == (command == "check")


def test_a_misspelt_area_in_an_offices_pack_is_the_only_thing_told(run_here: Run, tmp_path: Path) -> None:
    """The pack is laid over the shipped ones all the same: what it names there is found."""
    folder = tmp_path / "own" / "cn" / "liaoning" / "anshan" / "tiedong"
    folder.mkdir(parents=True)
    (folder / "supplement.yaml").write_text(
        """\
pack: cn/liaoning/anshan/tiedong/supplement
title: {zh: 补充要求, en: Supplementary requirements}
source: {number: 示例, issuer: 铁东区人民政府办公室, published: 2017-02-20}
layer: district
in-force: {from: 2017-02-20, until: 2017-12-31}
illustrative: true
obligations:
  - id: proactive-disclosure
    refines: cn/regulation-2007#proactive-disclosure
    area: proactiv
    basis: art. 1
""",
        encoding="utf-8",
    )
    outcome = run_here("rules", "check", tmp_path / "own", "--json")
    assert [(fault["code"], fault["message"]) for fault in outcome.json] == [
        ("L003", "the area `proactiv` is nowhere declared; did you mean `proactive`?")
    ]
