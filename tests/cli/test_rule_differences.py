"""`rules diff`, `rules export` and `rules show --department`, as a coordinator types them."""

import json
from pathlib import Path
from shutil import copytree

import pytest
from openpyxl import load_workbook

from compliance.cli.main import run

ROOT = Path(__file__).resolve().parents[2]
OFFICE = str(ROOT / "examples" / "tiedong-2017")
DISTRICT = ROOT / "rules" / "cn" / "liaoning" / "anshan" / "tiedong" / "key-points-2017.yaml"

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is no office's, and no language but the one that is asked for."""
    monkeypatch.chdir(tmp_path)
    for name in ("COMPLIANCE_OFFICE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def said(captured: Captured, *arguments: str, status: int = 0) -> str:
    """What the command prints; errors where it fails."""
    assert run([*arguments]) == status
    output = captured.readouterr()
    return output.err if status else output.out


@pytest.fixture
def stricter_pack(tmp_path: Path) -> Path:
    """The district's pack with five days less for the accounts, and education given to health."""
    text = DISTRICT.read_text("utf-8")
    text = text.replace("15 days after accounts-replied", "10 days after accounts-replied")
    text = text.replace("due: 2017-10-05", "due: 2017-09-30").replace("who: [教育局]", "who: [卫计局]")
    edited = tmp_path / "edited.yaml"
    edited.write_text(text, "utf-8")
    return edited


def test_two_years_with_an_office_are_told_department_by_department(capsys: Captured) -> None:
    page = said(capsys, "rules", "diff", "2016", "2017", "--office", OFFICE, "--lang", "zh")
    title, counts, *rest = page.splitlines()
    assert title == "鞍山市铁东区人民政府规则变化：2016 → 2017"
    assert counts.startswith("公开事项：新增 ")
    parts = "\n".join(rest).split("\n\n")
    headings = [part.strip().splitlines()[0] for part in parts]
    assert headings[0] == "【全部40个责任单位】"
    assert "【除国税局、地税局外的38个单位】" in headings
    assert headings.index("【铁东区教育局】") > headings.index("【铁东区财政局】")
    education = next(part for part in parts if part.strip().startswith("【铁东区教育局】"))
    assert "公开教育政策、部署和活动——新增：期限：每季度结束后15个工作日内" in education


def test_one_department_sees_only_what_concerns_it(capsys: Captured) -> None:
    page = said(capsys, "rules", "diff", "2016", "2017", "--office", OFFICE, "--department", "审计局", "--lang", "zh")
    assert page.startswith("铁东区审计局规则变化")
    assert "跟踪审计" in page
    assert "招聘" not in page


def test_a_department_without_an_office_says_what_to_do(capsys: Captured) -> None:
    message = said(capsys, "rules", "diff", "2016", "2017", "--department", "审计局", status=2)
    assert message == "--department needs the office: name its office.yaml with --office\n"


def test_json_has_a_stable_shape(capsys: Captured) -> None:
    found = json.loads(said(capsys, "rules", "diff", "2016", "2017", "--office", f"{OFFICE}/office.yaml", "--json"))
    assert (found["before"], found["after"], found["region"]) == ("2016", "2017", "cn/liaoning/anshan/tiedong")
    (item,) = (item for item in found["differences"] if item["kind"] == "stricter" and item["area"] == "proposals")
    assert set(item) == {
        "kind", "subject", "before", "after", "area", "title", "words", "departments", "gains", "loses", "years",
    }  # fmt: skip
    assert item["before"] == "cn/proposals#reply-published"
    assert item["after"] == "cn/liaoning/anshan/tiedong/key-points-2017#reply-published"
    assert "finance" in item["departments"]
    assert item["years"] == [2017]


def test_a_year_and_itself(capsys: Captured) -> None:
    assert said(capsys, "rules", "diff", "2017", "2017") == "Rules 2017 → 2017\nnothing changes\n"


def test_two_packs_tell_only_what_is_theirs(capsys: Captured, stricter_pack: Path) -> None:
    page = said(capsys, "rules", "diff", str(DISTRICT), str(stricter_pack), "--office", OFFICE, "--lang", "zh")
    assert "公开事项：收紧 1，单位调整 1\n" in page
    assert "期限由“15日内”改为“10日内”，例如从2017-01-01起算，原截止2017-01-16，现截止2017-01-11" in page
    assert page.count("增加责任单位：卫计局；不再负责：教育局") == 2  # told to both


def test_two_folders_are_compared_over_all_years(capsys: Captured, stricter_pack: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    copytree(ROOT / "rules", other)
    (other / DISTRICT.relative_to(ROOT / "rules")).write_text(stricter_pack.read_text("utf-8"), "utf-8")
    found = json.loads(said(capsys, "rules", "diff", str(ROOT / "rules"), str(other), "--json"))["differences"]
    assert [(item["kind"], item["years"]) for item in found] == [("stricter", [2017]), ("moved", [2017])]
    page = said(capsys, "rules", "diff", str(ROOT / "rules"), str(other), "--year", "2016")
    assert page.endswith("nothing changes\n")


def test_a_folder_of_own_packs_is_laid_over_the_shipped_rules(
    capsys: Captured, stricter_pack: Path, tmp_path: Path
) -> None:
    for name, text in (("one", DISTRICT.read_text("utf-8")), ("two", stricter_pack.read_text("utf-8"))):
        file = tmp_path / name / DISTRICT.relative_to(ROOT / "rules")
        file.parent.mkdir(parents=True)
        file.write_text(text, "utf-8")
    found = json.loads(said(capsys, "rules", "diff", "one", "two", "--json"))["differences"]
    assert [item["kind"] for item in found] == ["stricter", "moved"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["2017", "nowhere"], f"there is no nowhere: it is no year, no folder of rules and no pack file, and the git repository {ROOT} has no `nowhere`"),
        (["2017", str(DISTRICT)], "a single pack can only be compared with another single pack"),
        ([str(DISTRICT), str(ROOT / "rules/cn/proposals.yaml")], "the packs are of different regions: cn/liaoning/anshan/tiedong and cn"),
        (["notes.yaml", "notes.yaml"], "notes.yaml is no rule pack: it has no line `pack:`"),
        (["2016", "2017", "--office", "nowhere"], "nowhere is no office.yaml and holds none"),
        (["2016", "2017", "--office", OFFICE, "--department", "教育句"], "there is no department `教育句`; did you mean `教育局`?"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_with_a_sentence(
    capsys: Captured, tmp_path: Path, arguments: list[str], message: str
) -> None:
    (tmp_path / "notes.yaml").write_text("title: x\n", "utf-8")
    assert said(capsys, "rules", "diff", *arguments, status=2).strip() == message


def test_the_breakdown_of_the_year_as_a_spreadsheet(capsys: Captured, tmp_path: Path) -> None:
    told = said(
        capsys, "rules", "export", "--year", "2017", "--office", OFFICE, "--out", "table.xlsx", "--on", "2017-05-26"
    )
    sheet = load_workbook(tmp_path / "table.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    tasks = [row for row in rows if isinstance(row[0], int)]
    assert told == f"written to table.xlsx ({len(tasks)} tasks)\n"
    assert [row[0] for row in tasks] == list(range(1, len(tasks) + 1))
    assert sheet["A1"].value == "铁东区2017年政务公开工作任务分解表"  # in the office's language
    education = next(row for row in tasks if row[1] == "公开教育政策、部署和活动")
    assert education[2:5] == ("教育局", None, "每季度结束后15个工作日内")


def test_the_breakdown_as_a_page_and_as_markdown(capsys: Captured, tmp_path: Path) -> None:
    said(
        capsys,
        "rules",
        "export",
        "--year",
        "2017",
        "--office",
        OFFICE,
        "--out",
        "table.html",
        "--on",
        "2017-05-26",
        "--lang",
        "en",
    )
    assert '<tr class="band"><th scope="rowgroup" colspan="8">' in (tmp_path / "table.html").read_text("utf-8")
    page = said(capsys, "rules", "export", "--year", "2017", "--office", OFFICE, "--on", "2017-05-26")
    assert page.startswith("# 铁东区2017年政务公开工作任务分解表\n")
    assert "| **财政预决算公开** |" in page


def test_the_rows_as_json(capsys: Captured) -> None:
    found = json.loads(
        said(capsys, "rules", "export", "--year", "2017", "--office", OFFICE, "--on", "2017-05-26", "--json")
    )
    assert (found["year"], found["region"], found["on"]) == (2017, "cn/liaoning/anshan/tiedong", "2017-05-26")
    education = next(row for row in found["tasks"] if row["area"]["zh"] == "教育")
    assert education["lead"] == {"zh": "教育局", "en": "Education"}
    assert set(education) == {
        "area", "number", "task", "lead", "supporting", "time", "basis", "evidence", "remarks",
    }  # fmt: skip


def test_the_year_is_that_of_the_day(capsys: Captured) -> None:
    page = said(capsys, "rules", "export", "--on", "2016-05-26", "--region", "cn")
    assert page.startswith("# Task breakdown for disclosure work in 2016\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "xlsx"], "an xlsx is written to a file: add --out FILE"),
        (["--out", "table.docx"], "there is no format `docx`; name xlsx, md or html with --format"),
        (["--region", "cn/liaonin", "--year", "1990"], "no rule for `cn/liaonin` is in force in 1990"),
        (["--region", "us", "--year", "2017"], "there are no rules for `us`"),
    ],
)
def test_an_export_that_cannot_be_made_is_refused(capsys: Captured, arguments: list[str], message: str) -> None:
    assert said(capsys, "rules", "export", "--on", "2017-05-26", *arguments, status=2).strip() == message


def test_show_lists_what_one_department_owes_or_helps_with(capsys: Captured) -> None:
    arguments = ["rules", "show", "--on", "2017-09-01", "--office", OFFICE, "--json"]
    everything = json.loads(said(capsys, *arguments))
    taxes = json.loads(said(capsys, *arguments, "--department", "国税局"))
    assert 0 < len(taxes) < len(everything)
    keys = {item["key"].partition("#")[2] for item in taxes}
    assert "tax-cuts" in keys
    assert "department-budget" not in keys  # no budget user of the district


def test_what_differs_in_many_years_is_told_once(capsys: Captured, tmp_path: Path) -> None:
    rules = tmp_path / "edited"
    copytree(ROOT / "rules", rules)
    pack = rules / "cn" / "proposals.yaml"
    text = pack.read_text("utf-8").replace("by 31 December\n", "by 30 November\n")
    pack.write_text(text.replace("due: 2017-12-31", "due: 2017-11-30"), "utf-8")
    (found,) = json.loads(said(capsys, "rules", "diff", str(ROOT / "rules"), str(rules), "--json"))["differences"]
    assert found["years"] == list(range(2015, 2027))
    assert found["words"]["en"].count("for example") == 1


def test_with_an_office_its_own_packs_stand_on_one_side_only(tmp_path: Path, capsys: Captured) -> None:
    """The office's own rules lie over the shipped ones, but not on the side that is compared with them."""
    office = copytree(OFFICE, tmp_path / "office")
    own = office / "rules" / "cn" / "liaoning" / "anshan" / "tiedong"
    own.mkdir(parents=True)
    (own / "supplement-2017.yaml").write_text(SUPPLEMENT, "utf-8")
    words = ("rules", "diff", str(ROOT / "rules"), str(office / "rules"), "--year", "2017", "--lang", "zh")
    alone, with_office = said(capsys, *words), said(capsys, *words, "--office", str(office))
    for page in (alone, with_office):
        assert page.splitlines()[1] == "公开事项：收紧 1，依据变化 1"
        assert "期限由“20个工作日内”改为“15个工作日内”" in page


SUPPLEMENT = """\
pack: cn/liaoning/anshan/tiedong/supplement-2017
title: {zh: 补充要求, en: Supplementary requirements}
source: {number: 示例, issuer: 铁东区人民政府办公室, published: 2017-02-20}
layer: district
in-force: {from: 2017-02-20, until: 2017-12-31}
illustrative: true
obligations:
  - id: proactive-disclosure
    refines: cn/regulation-2007#proactive-disclosure
    basis: art. 1
    starts: information-made
    deadline: 15 working days after information-made
    cases:
      - {information-made: 2017-03-09, due: 2017-03-30, why: four weekends}
"""
