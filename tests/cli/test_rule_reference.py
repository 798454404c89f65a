"""`rules schema`, `rules explain`, and what `rules check` says of lints."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from compliance.cli.main import run
from compliance.law.lints.registry import LINTS
from compliance.law.reading.pack_schema import rule_pack_schema
from compliance.office import shipped

ROOT = Path(__file__).resolve().parents[2]

LOOSE = """\
pack: cn/liaoning/anshan/tiedong/loose
title: {zh: 办法, en: Measures}
source: {number: 一号, issuer: 区政府, published: 2017-01-01}
layer: district
in-force: {from: 2017-01-01, until: 2017-12-31}
obligations:
  - id: slower
    refines: cn/regulation-2007#proactive-disclosure
    basis: art. 1
    starts: information-made
    deadline: 30 working days after information-made
    cases:
      - {information-made: 2017-06-01, due: 2017-07-13}
"""

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Say:
    """Runs a command line in an empty folder: its exit status and what it wrote."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMPLIANCE_OFFICE", raising=False)

    def said(*arguments: object) -> tuple[int, str, str]:
        status = run([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return status, written.out, written.err

    return said


def test_the_schema_is_printed_as_json(say: Say) -> None:
    status, out, _ = say("rules", "schema")
    assert (status, json.loads(out)) == (0, rule_pack_schema())


def test_a_lint_is_explained_by_its_code_or_its_name(say: Say) -> None:
    page = (ROOT / "docs" / "rules" / "lints" / "L001-loosens.md").read_text(encoding="utf-8")
    for name in ("L001", "l001", "loosens"):
        assert say("--lang", "en", "rules", "explain", name) == (0, page, "")
    _, chinese, _ = say("--lang", "zh", "rules", "explain", "L001")
    assert chinese.startswith("L001 loosens（错误）\n查什么：下位规则放宽上位规则")
    assert chinese.endswith(page)


def test_without_the_pages_the_short_help_is_left(say: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shipped, "_CHECKOUT", tmp_path)
    _, out, _ = say("--lang", "en", "rules", "explain", "L008")
    assert out == (f"L008 same-duty-twice (error)\nFinds: {LINTS['L008'].what.en}\nRemedy: {LINTS['L008'].remedy.en}\n")


def test_an_unknown_code_is_told_with_the_nearest(say: Say) -> None:
    status, _, err = say("--lang", "en", "rules", "explain", "losens")
    assert (status, err) == (2, "there is no lint `losens`; did you mean `loosens`?\n")


def test_all_lints_are_listed_for_people_and_for_programs(say: Say) -> None:
    _, out, _ = say("--lang", "zh", "rules", "explain")
    assert all(code in out for code in LINTS)
    _, listed, _ = say("rules", "explain", "--json")
    assert [lint["code"] for lint in json.loads(listed)] == list(LINTS)
    _, one, _ = say("rules", "explain", "L002", "--json")
    assert json.loads(one)["page"].startswith("# L002 case-fails\n")


def test_a_find_of_a_lint_carries_its_code(say: Say, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    district = rules / "cn" / "liaoning" / "anshan" / "tiedong"
    (district / "key-points-2017.yaml").unlink()
    (district / "loose.yaml").write_text(LOOSE, encoding="utf-8")
    status, _, err = say("--lang", "en", "rules", "check", rules)
    assert status == 1
    (line,) = err.splitlines()
    assert "loose.yaml:7:5: `cn/liaoning/anshan/tiedong/loose#slower` loosens" in line
    assert "art. 18)" in line
    assert line.endswith(" [L001]")
    _, out, _ = say("rules", "check", rules, "--json")
    (fault,) = json.loads(out)
    assert (fault["code"], fault["line"], fault["column"], fault["field"]) == ("L001", 7, 5, "slower")


def test_in_the_folder_of_an_office_the_rules_are_looked_at_for_it(say: Say, tmp_path: Path) -> None:
    office = (ROOT / "examples" / "tiedong-2017" / "office.yaml").read_text(encoding="utf-8")
    assert say("--lang", "en", "rules", "check")[0] == 0
    (tmp_path / "office.yaml").write_text(office, encoding="utf-8")
    assert say("--lang", "en", "rules", "check")[0] == 0
    (tmp_path / "office.yaml").write_text(office.replace("statistics", "numbers"), encoding="utf-8")
    status, _, err = say("--lang", "en", "rules", "check")
    assert status == 1
    assert "no department of the office matches: departments tagged `statistics` [L014]" in err
