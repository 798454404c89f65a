"""Every lint has its page; what the page shows as wrong is found, and what it shows as mended is silent."""

import re
from pathlib import Path

import pytest

from compliance.cli.rules.reference import lint_index
from compliance.law.calendars import WorkingCalendar
from compliance.law.faults import Fault
from compliance.law.lints.registry import LINTS
from compliance.law.reading.packs import read_pack
from compliance.office.rule_files import Rules
from compliance.office.rule_lints import faults_of_rules
from compliance.work.office_file import read_office

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "rules" / "lints"
HEADINGS = ["What it does", "Why it is bad", "Known problems", "Example", "How to fix"]
LAYERS = ("nation", "province", "city", "district")
AREA = "areas:\n  - {id: proactive, title: {zh: 主动公开, en: Proactive disclosure}, part: proactive}\n"

every_lint = pytest.mark.parametrize("code", LINTS)


def page(code: str) -> str:
    return (FOLDER / f"{code}-{LINTS[code].name}.md").read_text(encoding="utf-8")


def section(code: str, heading: str) -> str:
    return page(code).split(f"\n## {heading}\n", 1)[1].partition("\n## ")[0]


def blocks(words: str) -> dict[str, str]:
    """The YAML blocks by the path of their pack; `office.yaml` for an office."""
    found = re.findall(r"```yaml\n(.*?)```", words, re.DOTALL)
    return {f"{name[1]}.yaml" if (name := re.match(r"pack: (\S+)", block)) else "office.yaml": block for block in found}


def with_head(path: str, block: str) -> str:
    """The pack with what the pages leave out."""
    region = path.removesuffix(".yaml").rpartition("/")[0]
    usual = {
        "title": "{zh: 办法, en: Measures}",
        "source": "{number: 一号, issuer: 国务院, published: 2007-04-05}",
        "layer": LAYERS[region.count("/")],
        "in-force": "{from: 2008-05-01}",
    }
    if "\nevents:" not in block:
        started = dict.fromkeys(re.findall(r"^ +starts: (\S+)$", block, re.MULTILINE))
        title = "{zh: 事项发生, en: the event happens}"
        usual["events"] = "[" + ", ".join(f"{{id: {event}, title: {title}}}" for event in started) + "]"
    head = "".join(f"{key}: {value}\n" for key, value in usual.items() if f"\n{key}:" not in block)
    return block + head + (AREA if region == "cn" and "\nareas:" not in block else "")


def told(files: dict[str, str], calendar: WorkingCalendar) -> list[Fault]:
    packs = [read_pack(with_head(path, text), path) for path, text in files.items() if path != "office.yaml"]
    office = read_office(files["office.yaml"], "office.yaml") if "office.yaml" in files else None
    return faults_of_rules(Rules(tuple(packs), {"cn": calendar}), office)


@every_lint
def test_a_page_has_its_headings_and_the_words_of_its_lint(code: str) -> None:
    lint, text = LINTS[code], page(code)
    assert text.startswith(f"# {code} {lint.name}\n\n> {lint.weight.in_words().zh}。{lint.what.zh}{lint.remedy.zh}\n")
    assert f"\nWeight: {lint.weight}.\n" in text
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == HEADINGS
    assert section(code, "What it does").strip() == lint.what.en
    assert section(code, "How to fix").strip().startswith(lint.remedy.en)
    assert all(len(section(code, heading).split()) >= 10 for heading in HEADINGS)


@every_lint
def test_the_example_is_found_and_nothing_else(code: str, calendar: WorkingCalendar) -> None:
    faults = told(blocks(section(code, "Example")), calendar)
    assert {fault.code for fault in faults} == {code}
    for fault in faults:
        assert fault.field
        assert re.search("[\u4e00-\u9fff]", fault.message.zh)


@every_lint
def test_the_example_as_it_is_mended_is_silent(code: str, calendar: WorkingCalendar) -> None:
    mended = blocks(section(code, "Example")) | blocks(section(code, "How to fix"))
    assert mended != blocks(section(code, "Example"))
    assert [fault.message.en for fault in told(mended, calendar)] == []


def silenced(code: str, calendar: WorkingCalendar) -> dict[str, str]:
    """The example of a page, with a reason for each thing that is found in it."""
    files = blocks(section(code, "Example"))
    for fault in told(files, calendar):
        entry = f"  - {{lint: {code}, at: {fault.field}, because: {{zh: 已核实, en: it was looked into}}}}\n"
        text = files[fault.place.file]
        files[fault.place.file] = text + entry if "\nsilence:\n" in text else f"{text}silence:\n{entry}"
    return files


@pytest.mark.parametrize("code", [code for code, lint in LINTS.items() if code != "L015" and not lint.binding])
def test_a_reason_in_the_pack_silences_the_example(code: str, calendar: WorkingCalendar) -> None:
    assert told(silenced(code, calendar), calendar) == []


@pytest.mark.parametrize("code", [code for code, lint in LINTS.items() if lint.binding])
def test_what_is_binding_is_told_in_spite_of_a_reason_and_so_is_the_silence(
    code: str, calendar: WorkingCalendar
) -> None:
    faults = told(silenced(code, calendar), calendar)
    assert {fault.code for fault in faults} == {code, "L015"}
    assert any("cannot be silenced" in fault.message.en for fault in faults)


def test_what_opening_a_year_refuses_is_binding() -> None:
    assert {code for code, lint in LINTS.items() if lint.binding} == {"L001", "L002"}


def test_there_is_no_page_without_a_lint() -> None:
    pages = {path.name for path in FOLDER.glob("*.md")} - {"README.md"}
    assert pages == {f"{lint.code}-{lint.name}.md" for lint in LINTS.values()}


def test_codes_are_numbered_and_names_are_different() -> None:
    assert list(LINTS) == [f"L{number:03}" for number in range(1, len(LINTS) + 1)]
    assert len({lint.name for lint in LINTS.values()}) == len(LINTS)


def test_the_index_is_fresh() -> None:
    """Remade by `compliance rules explain --markdown > docs/rules/lints/README.md`."""
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == lint_index()
