"""`compliance demo --office uk-council-2025`: another country, from its rules to its reports, and nothing Chinese in it."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from compliance.law.reading.packs import read_pack

from ..conftest import ROOT, Played, RunProgram

PAGES = {
    f"{report}{language}.{kind}"
    for report in ("annual", "bulletin", "rectification")
    for language in ("", ".zh")
    for kind in ("html", "md")
} | {"index.html", "index.zh.html"}

LANGUAGE_OF_CHINESE_LAW = (
    "民法典", "Civil Code", "国务院", "State Council", "国办", "政府信息公开", "政务公开", "government information",
    "Shanghai", "Anshan", "Liaoning", "Tiedong", "鞍山", "铁东", "辽宁", "区政府", "街道", "art. ",
)  # fmt: skip


@pytest.fixture(scope="module")
def council(run_program: RunProgram, tmp_path_factory: pytest.TempPathFactory) -> Played:
    place = tmp_path_factory.mktemp("council")
    finished = run_program("--lang", "en", "demo", "--office", "uk-council-2025", "--out", "played", cwd=place)
    assert (finished.status, finished.err) == (0, "")
    return Played(place / "played", finished.out)


def texts(council: Played) -> dict[str, str]:
    """Everything that the engine wrote for people to read: pages, messages, findings, the screen."""
    files = [*(council.folder / name for name in PAGES), *(council.folder / "messages").iterdir()]
    read = {path.name: path.read_text(encoding="utf-8") for path in files}
    return {**read, "findings.json": council.text("findings.json"), "the screen": council.screen}


def chinese_sources() -> set[str]:
    """Titles and numbers of every Chinese pack and holiday notice."""
    names: set[str] = set()
    for path in sorted((ROOT / "rules" / "cn").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if path.parent.name == "calendar":
            names.update(notice["number"] for notice in yaml.safe_load(text)["notices"])
        else:
            pack = read_pack(text, path.relative_to(ROOT / "rules").as_posix())
            names.update((pack.title.zh, pack.title.en, pack.number, pack.key))
    return names


def test_reports_are_in_both_languages_the_office_s_own_first(council: Played) -> None:
    names = {path.name for path in council.folder.iterdir() if path.suffix in (".html", ".md")}
    assert names == PAGES
    assert '<html lang="en' in council.text("index.html")
    assert '<html lang="zh' in council.text("index.zh.html")
    assert "2025: the year in freedom of information" in council.text("index.html")
    assert council.text("annual.md").startswith(
        "# Ambleford District Council (made up): annual report on freedom of information in 2025\n"
    )
    assert council.text("bulletin.zh.md").startswith("# 关于安布尔福德2025年信息自由工作情况的通报\n")
    assert "played/index.html" in council.screen


def test_no_word_of_chinese_law_is_in_it(council: Played) -> None:
    for name, text in texts(council).items():
        for words in (*LANGUAGE_OF_CHINESE_LAW, *chinese_sources()):
            assert words not in text, (name, words)


def test_all_rules_are_british(council: Played) -> None:
    cited = set(re.findall(r"《([^》]+)》", council.text("annual.zh.md")))
    assert cited == {
        "英国2000年信息自由法", "英国2004年环境信息条例", "信息自由法行为守则（第四十五条）", "英格兰2015年地方政府透明度守则",
        "安布尔福德区议会信息申请办理程序（示例）",
    }  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "2025-04-01 request FOI-2025-03 answered on working day 20 (partly granted)",  # 17 March off in Northern Ireland
        "2025-07-30 request FOI-2025-06 answered on working day 20 (granted)",  # 14 July off in Northern Ireland
        "2026-01-13 request FOI-2025-09 answered on working day 20 (granted)",  # Christmas, 1 January, 2 in Scotland
        "2025-05-08 Planning made the ecology report available, working day 20 of 20",
        "2025-05-06 Planning made the flood assessments available, 2 working days late",
        "2025-07-25 Procurement sent its refusal notice, 4 working days late",
        "2025-05-08 escalated to Audit head of service: “Publish the work against fraud” is 5 working days overdue",
    ],
)
def test_time_is_counted_by_the_british_calendar(council: Played, line: str) -> None:
    assert line in council.screen.splitlines()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("request-answered-late", "FOI-2025-04"),
        ("request-answered-late", "FOI-2025-05"),
        ("overdue", "Publish the work against fraud"),
        ("missing-evidence", "grants to voluntary"),
        ("missing-figure", "Referred for internal review"),
        ("identity-broken", "708 + 20 + 55 should equal 457 + 163 + 101 + 65"),
        ("measure-without-problem", "exchange reviews"),
        ("problem-without-measure", "Audit"),
    ],
)
def test_what_went_wrong_is_found(council: Played, kind: str, words: str) -> None:
    assert len([item for item in council.findings if item["kind"] == kind and words in item["en"]]) == 1


def test_every_report_says_that_the_council_is_made_up(council: Played) -> None:
    for name in ("annual.html", "index.html"):
        assert "all made up" in council.text(name)
    assert "虚构" in council.text("annual.zh.md")


def test_the_office_goes_on_with_its_own_calendar_rules_and_zone(council: Played, run_program: RunProgram) -> None:
    office = ("--office", council.folder, "--lang", "en")
    checked = run_program(*office, "check", "--as-of", "2026-02-06", "--json")
    assert (checked.status, len(checked.json)) == (1, len(council.findings))
    told = run_program(*office, "deadline", "20 working days after 2025-12-10", "--explain")
    assert told.out.splitlines()[0].endswith(
        "(Freedom of Information Act 2000, s. 10(1): the twentieth working day following the date of receipt)"
    )
    assert "due: 2026-01-13 (Tuesday)" in told.out
    shown = run_program(*office, "rules", "show", "--json")
    assert {item["key"].partition("/")[0] for item in shown.json} == {"uk"}
    assert any(item["key"].endswith("information-requests-procedure#disclosure-log") for item in shown.json)
    table = run_program(*office, "rules", "export", "--year", "2025", "--on", "2025-01-03")
    assert table.out.startswith("# Ambleford: task breakdown for freedom of information work in 2025\n")
    assert "every department (12)" in table.out
    for words in LANGUAGE_OF_CHINESE_LAW:
        assert words not in table.out + told.out + shown.out, words


def test_an_office_can_be_made_from_it(tmp_path: Path, run_program: RunProgram) -> None:
    office = tmp_path / "mine"
    assert run_program("init", office, "--example", "uk-council-2025").status == 0
    assert (office / "rules" / "uk" / "england" / "ambleford" / "information-requests-procedure.yaml").is_file()
    opened = run_program("--office", office, "--lang", "en", "year", "open", "2025", "--on", date(2025, 1, 3))
    assert opened.out.startswith("2025 is open: 5 packs, 24 obligations")


def test_an_example_is_named_once_and_must_be_there(run_program: RunProgram, tmp_path: Path) -> None:
    twice = run_program(
        "--lang", "en", "demo", "--office", "uk-council-2025", "--example", "tiedong-2017", cwd=tmp_path
    )
    assert (twice.status, twice.err) == (2, "--office and --example name two examples; name one\n")
    nowhere = run_program("--lang", "en", "demo", "--office", "fr-commune-2025", cwd=tmp_path)
    assert nowhere.status == 2
    assert nowhere.err == (
        "there is no example `fr-commune-2025` and no such folder; known are tiedong-2017, uk-council-2025\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_variable_of_the_environment_does_not_choose_the_example(run_program: RunProgram, tmp_path: Path) -> None:
    """COMPLIANCE_OFFICE names the office one works in, which has no story to be played."""
    finished = run_program("--lang", "en", "demo", "--out", "x", "--rules", "nowhere", cwd=tmp_path, COMPLIANCE_OFFICE="elsewhere")  # fmt: skip
    assert finished.err == "there is no rules folder nowhere\n"


def test_findings_are_bilingual(council: Played) -> None:
    for item in json.loads(council.text("findings.json")):
        assert item["zh"] != item["en"]
