"""What `compliance demo` makes of the real figures of 2017: every contradiction is found, every sound sum is silent."""

import json
import re
import sys
from html import unescape

import pytest

from ..conftest import Played

CONTRADICTIONS = {
    "ratings": ("identity-broken", "1958", "75 + 1491 + 155 + 14"),
    "education by outlet": ("identity-broken", "1886", "92 + 28 + 8 + 1602 + 18"),
    "tax cuts": ("identity-broken", "376/1182 = 31.81%", "100%"),
    "feedback rate": ("identity-broken", "1977/2055 = 96.20%", "97.19%"),
    "excellent exceeds satisfied": ("identity-broken", "89.53%", "88.74%"),
    "education's posts exceed the district's": ("identity-broken", "60000+", "2550"),
    "flats allotted as of September": ("figure-out-of-period", "已分配房源", "2017-09-30"),
    "flats left as of September": ("figure-out-of-period", "剩余未分配房源", "2017-09-30"),
    "fees charged": ("missing-figure", "收取费用", ""),
    "fees waived": ("missing-figure", "减免费用", ""),
    "first judgment": ("court-order-open", "第2案", ""),
    "second judgment": ("court-order-open", "第3案", ""),
    "a measure too many": ("measure-without-problem", "组织信息管理人员培训", ""),
}
"""The rows of the seed that concern figures, fees, the period, judgments and measures: kind, and words of each."""

OF_FIGURES = {"identity-broken", "figure-out-of-period", "missing-figure"}
OF_THE_SEED = OF_FIGURES | {"court-order-open", "measure-without-problem"}


def page_text(page: str) -> str:
    """The words of a page, without marks."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", page)))


@pytest.mark.parametrize("row", CONTRADICTIONS)
def test_every_contradiction_is_found_and_printed_for_the_coordinator(played: Played, row: str) -> None:
    kind, *words = CONTRADICTIONS[row]
    found = [item for item in played.findings if item["kind"] == kind and all(word in item["zh"] for word in words)]
    assert len(found) == 1, row
    assert found[0]["zh"] in page_text(played.text("annual.html"))
    assert found[0]["en"] in page_text(played.text("annual.en.html"))


def test_nothing_else_is_said_of_figures_judgments_and_measures(played: Played) -> None:
    """Sound, and so silent: 9392, 2083 (twice), 67, 42, 2055, 96 % of 17365, 3 = 1 + 2."""
    assert len([item for item in played.findings if item["kind"] in OF_THE_SEED]) == len(CONTRADICTIONS)


def test_findings_are_told_apart(played: Played) -> None:
    identities = [item["id"] for item in played.findings]
    assert len(identities) == len(set(identities)) > len(CONTRADICTIONS)


def test_the_report_gives_what_the_office_entered_and_says_that_the_rest_is_an_example(played: Played) -> None:
    for name, label in (("annual.html", "示例"), ("annual.en.html", "example"), ("index.html", "示例")):
        assert label in page_text(played.text(name))
    text = page_text(played.text("annual.html"))
    for number in ("9392", "4192", "2550", "17365", "16672", "2083", "1886", "246"):
        assert number in text.replace(",", "").replace("，", "")


def test_the_screen_walks_through_the_year_and_ends_with_what_to_open(played: Played) -> None:
    lines = played.screen.splitlines()
    days = [line[:10] for line in lines if re.match(r"\d{4}-\d\d-\d\d ", line)]
    assert days == sorted(days)
    assert (days[0], days[-1]) == ("2017-01-12", "2018-03-09")
    for line in (
        "2017-04-17 Finance published its budget, day 12 of 20",
        "2017-05-04 Culture published its budget, 6 working days late",
        "2017-04-10 Secrecy is exempted from publishing its budget: the details are secret",
        "2018-03-09 Government Office published the annual report for 2017, 22 days early",
    ):
        assert line in lines
    assert any(" reminder to " in line for line in lines)
    assert any(" escalated to " in line for line in lines)
    assert any("the dates of single acts, the posts and what went wrong are examples" in line for line in lines)
    index = played.folder.name + "/index.en.html"
    assert f"  {index}" in lines
    assert any(line.startswith("  ") and line.endswith("check --as-of 2018-03-09") for line in lines)


def test_english_on_the_screen_is_english(played: Played) -> None:
    for line in played.screen.splitlines():
        words = line.replace(played.folder.name, "").replace(sys.executable, "")
        assert not re.search(r"[\u4e00-\u9fff]", words), line


def test_every_page_is_whole_and_every_link_leads_somewhere(played: Played) -> None:
    pages = sorted(played.folder.glob("*.html"))
    assert len(pages) == 8
    for page in pages:
        text = page.read_text("utf-8")
        assert text.rstrip().endswith("</html>")
        assert not re.search(r"""(src|href)=["']?https?://""", re.sub(r'href="http://www\.tiedong[^"]*"', "", text))
        for target in re.findall(r'href="([^"#:]+)"', text):
            assert (played.folder / target).is_file(), (page.name, target)


def test_messages_lie_in_the_folder_one_for_each_recipient_and_day(played: Played) -> None:
    messages = list((played.folder / "messages").glob("*.txt"))
    assert len(messages) > 500
    assert not list((played.folder / "messages").glob("*.unfinished"))
    first = min(messages).read_text("utf-8")
    assert first.startswith("【催办】")
    assert "依据：" in first


def test_nothing_half_written_lies_beside_it(played: Played) -> None:
    assert {path.name for path in played.folder.parent.iterdir()} == {played.folder.name, "screen.txt"}
    assert not list(played.folder.glob(".*.*"))
    assert json.loads(played.text("findings.json"))
