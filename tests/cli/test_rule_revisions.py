"""`rules diff` between revisions in git: an office that keeps its rules in a repository, a checkout, and what goes wrong."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from compliance.cli.main import run
from compliance.law.faults import BadInput, Refused
from compliance.office import git_revisions
from compliance.office.git_revisions import Repository, UnknownRevision

from ..conftest import ROOT

Git = Callable[..., str]
Say = Callable[..., str]

PACK = """\
pack: cn/liaoning/anshan/tiedong/faster
title: {zh: 提速要求（示例）, en: Faster disclosure (example)}
source: {number: 示例1号, issuer: 铁东区人民政府办公室, published: 2017-01-03}
layer: district
in-force: {from: 2017-01-03, until: 2017-12-31}
illustrative: true
obligations:
  - id: faster-disclosure
    refines: cn/regulation-2007#proactive-disclosure
    basis: {zh: 第一项, en: item 1}
    starts: information-made
    deadline: 10 working days after information-made
    cases:
      - {information-made: 2017-01-20, due: 2017-02-08}
"""
FASTER = PACK.replace("10 working days", "8 working days").replace("due: 2017-02-08", "due: 2017-02-06")
PLACE = "rules/cn/liaoning/anshan/tiedong/faster.yaml"


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name in ("COMPLIANCE_OFFICE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office in a repository: at first without rules of its own, then with ten days, then with eight."""
    folder = tmp_path / "我的 office"
    folder.mkdir()
    shutil.copy(ROOT / "examples" / "tiedong-2017" / "office.yaml", folder)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Register the office")
    (folder / PLACE).parent.mkdir(parents=True)
    (folder / PLACE).write_text(PACK, encoding="utf-8")
    commit(folder, "Ask for ten days")
    git(folder, "tag", "v1.0")
    (folder / PLACE).write_text(FASTER, encoding="utf-8")
    commit(folder, "Ask for eight days")
    return folder


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    done = subprocess.run(["git", "-C", folder, *who, *words], capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Say:
    def told(*arguments: object, status: int = 0) -> str:
        assert run(["--lang", "en", *map(str, arguments)]) == status
        output = capsys.readouterr()
        return output.err if status else output.out

    return told


def kinds(page: str) -> list[tuple[str, str]]:
    return [(item["kind"], item["after"].partition("#")[2]) for item in json.loads(page)["differences"]]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("v1.0", "HEAD", [("stricter", "faster-disclosure")]),
        ("HEAD~1", "main", [("stricter", "faster-disclosure")]),
        ("HEAD", "v1.0", [("looser", "faster-disclosure")]),
        ("HEAD", "HEAD", []),
    ],
)
def test_two_revisions_of_an_office_s_own_rules(
    said: Say, office: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, found: list[tuple[str, str]]
) -> None:
    monkeypatch.chdir(office)
    assert kinds(said("rules", "diff", before, after, "--year", 2017, "--json")) == found


def test_a_revision_against_what_lies_there_now(said: Say, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (office / PLACE).write_text(FASTER.replace("8 working days", "5 working days").replace("02-06", "01-26"), "utf-8")
    monkeypatch.chdir(office)
    page = said("rules", "diff", "HEAD", ".", "--year", 2017)
    assert "10 working days" not in page
    assert "8 working days" in page
    assert "5 working days" in page
    # from elsewhere with --office, and the folder of rules by its name
    monkeypatch.chdir(office.parent)
    for now in (office, office / "rules"):
        found = kinds(said("--office", office, "rules", "diff", "v1.0", now, "--year", 2017, "--json"))
        assert found == [("stricter", "faster-disclosure")]


def test_one_pack_at_a_revision_against_the_file(said: Say, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office)
    page = said("rules", "diff", f"v1.0:{PLACE}", PLACE)
    assert page.startswith(f"Rules v1.0:{PLACE} → {PLACE}")
    assert "within 8 working days" in page
    monkeypatch.chdir(office / "rules")
    below = PLACE.removeprefix("rules/")
    assert kinds(said("--office", office, "rules", "diff", f"v1.0:./{below}", f"HEAD:{PLACE}", "--json")) == [
        ("stricter", "faster-disclosure")
    ]


def test_a_folder_at_a_revision_and_a_chosen_folder_of_rules(
    said: Say, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office)
    expected = [("stricter", "faster-disclosure")]
    assert kinds(said("rules", "diff", "v1.0:rules", "rules", "--year", 2017, "--json")) == expected
    git(office, "mv", "rules", "our-rules")
    commit(office, "Move the rules")
    assert kinds(said("rules", "diff", "v1.0:rules", "HEAD:our-rules/", "--year", 2017, "--json")) == expected
    assert kinds(said("rules", "diff", "HEAD", ".", "--rules", "our-rules", "--year", 2017, "--json")) == []
    assert (
        said("rules", "diff", "v1.0", "HEAD", "--rules", "our-rules", "--year", 2017, status=2)
        == "there is no folder our-rules in `v1.0`; name the folder of rules with --rules\n"
    )


def test_a_checkout_s_shipped_rules_are_those_of_its_revision(
    said: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever works on the product's own packs compares them without an office."""
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT / "rules", checkout / "rules")
    git(checkout.parent, "init", "--quiet", "checkout")
    commit(checkout, "All rules")
    proposals = checkout / "rules" / "cn" / "regulation-2007.yaml"
    text = proposals.read_text("utf-8")
    proposals.write_text(text.replace("title: {zh: 主动公开政府信息,", "title: {zh: 主动公开各类政府信息,"), "utf-8")
    assert proposals.read_text("utf-8") != text
    monkeypatch.chdir(checkout)
    monkeypatch.setattr("compliance.cli.rules.context.shipped_rules", lambda: checkout / "rules")
    found = json.loads(said("rules", "diff", "HEAD", ".", "--region", "cn", "--year", 2017, "--json"))["differences"]
    assert "reworded" in {item["kind"] for item in found}
    assert {item["before"].partition("#")[0] for item in found if "#" in item["before"]} == {"cn/regulation-2007"}
    assert "nothing changes" in said("rules", "diff", "HEAD", "HEAD", "--region", "cn", "--year", 2017)


def test_nothing_of_the_work_tree_is_touched(said: Say, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (office / PLACE).write_text("not: yet committed\n", "utf-8")
    (office / ".git" / "hooks").mkdir(exist_ok=True)
    hook = office / ".git" / "hooks" / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {office.parent / 'ran'}\n")
    hook.chmod(0o755)
    git(office, "config", "core.fsmonitor", f"touch '{office.parent / 'ran'}'; false")

    def state() -> dict[str, tuple[int, bytes]]:
        files = [path for path in office.rglob("*") if path.is_file()]
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = state()
    monkeypatch.chdir(office)
    said("rules", "diff", "v1.0:rules", "HEAD:rules", "--year", 2017, "--region", "cn/liaoning/anshan/tiedong")
    assert state() == before
    assert not (office.parent / "ran").exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("HEAD~9", "there is no HEAD~9: it is no year, no folder of rules and no pack file, and the git repository {office} has no `HEAD~9`"),
        ("v9.9", "there is no v9.9: it is no year, no folder of rules and no pack file, and the git repository {office} has no `v9.9`"),
        ("v1.0:rules/cn/nowhere.yaml", "there is no v1.0:rules/cn/nowhere.yaml: it is no year, no folder of rules and no pack file, and the git repository {office} has no `v1.0:rules/cn/nowhere.yaml`"),
        ("HEAD~2", "there is no folder rules in `HEAD~2`; name the folder of rules with --rules"),
        ("v1.0..HEAD", "there is no v1.0..HEAD: it is no year, no folder of rules and no pack file, and the git repository {office} has no `v1.0..HEAD`"),
        (f"v1.0:{PLACE}", "a single pack can only be compared with another single pack"),
        ("v1.0\nHEAD", "`v1.0\nHEAD` cannot be the name of a version"),
    ],
)  # fmt: skip
def test_what_git_does_not_have_is_said_in_a_sentence(
    said: Say, office: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
) -> None:
    monkeypatch.chdir(office)
    assert said("rules", "diff", name, "HEAD", status=2) == sentence.format(office=office) + "\n"


@pytest.mark.parametrize("name", ["--output=stolen", "-h", "--upload-pack=touch stolen"])
def test_a_name_that_git_could_take_for_an_option_is_refused(
    said: Say, office: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(office)
    assert said("rules", "diff", "--", name, "HEAD", status=2) == f"`{name}` cannot be the name of a version\n"
    with pytest.raises(Refused, match="cannot be the name of a revision"):
        Repository.around(office).commit(name)
    with pytest.raises((Refused, UnknownRevision)):
        Repository.around(office).commit("x;touch stolen")
    assert not (office / "stolen").exists()


def test_outside_of_any_repository(said: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    shutil.copy(ROOT / "examples" / "tiedong-2017" / "office.yaml", tmp_path)
    shutil.copytree(ROOT / "rules" / "uk", tmp_path / "rules" / "uk")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("compliance.cli.rules.context.shipped_rules", lambda: tmp_path / "rules")
    assert said("rules", "diff", "HEAD", ".", "--region", "uk", status=2) == (
        f"there is no HEAD: it is no year, no folder of rules and no pack file, and {tmp_path / 'rules'} lies in no git repository\n"
    )


def test_without_git(said: Say, office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(office)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert said("rules", "diff", "HEAD~1", "HEAD", status=2) == (
        "there is no HEAD~1: it is no year, no folder of rules and no pack file, and the program git is not installed or "
        "not on the path; revisions are read through it\n"
    )
    # what needs no git works without it
    assert "nothing changes" in said("rules", "diff", "2017", "2017")


def test_a_repository_that_a_hook_names_does_not_mislead(
    said: Say, office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.chdir(office)
    assert kinds(said("rules", "diff", "v1.0", "HEAD", "--year", 2017, "--json")) == [("stricter", "faster-disclosure")]


def test_faults_of_a_revision_are_placed_in_it(said: Say, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (office / PLACE).write_text(PACK.replace("layer: district", "layer: distrikt"), encoding="utf-8")
    commit(office, "A slip")
    git(office, "tag", "slip")
    (office / PLACE).write_bytes("pack: 提速\n".encode("gb18030"))
    commit(office, "Another")
    (office / PLACE).write_text(PACK, encoding="utf-8")
    monkeypatch.chdir(office)
    assert said("rules", "diff", "slip", "v1.0", status=2).startswith(f"slip:{PLACE}:4:8: `layer` cannot be `distrikt`")
    told = said("rules", "diff", f"HEAD:{PLACE}", f"v1.0:{PLACE}", status=2)
    assert told.startswith(f"HEAD:{PLACE}:1:7: the file is not UTF-8")


def test_links_and_what_is_no_yaml_are_left_out_and_the_size_is_bounded(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office / "rules" / "link.yaml").symlink_to("/etc/passwd")
    (office / "rules" / "notes.txt").write_text("x")
    commit(office, "A link")
    repository = Repository.around(office / "rules" / "nowhere")
    assert repository.prefix(office / "rules" / "nowhere" / "deeper") == "rules/nowhere/deeper"
    texts = repository.texts(repository.commit("HEAD"), "rules")
    assert texts == {PLACE.removeprefix("rules/"): FASTER}
    assert repository.texts(repository.commit("HEAD"), "nowhere") is None
    monkeypatch.setattr(git_revisions, "MOST_FILES", 0)
    with pytest.raises(Refused, match="holds too many rules: 1 files"):
        repository.at("HEAD", "rules")
    monkeypatch.setattr(git_revisions, "LARGEST_IN_BYTES", 10)
    for path in ("rules", PLACE):
        with pytest.raises(BadInput, match="the file is too large"):
            repository.at("HEAD", path)
