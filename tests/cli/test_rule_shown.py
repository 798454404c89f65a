"""`rules show KEY` prints one obligation whole; `rules show --year` lists those of a year."""

import pytest

from ..conftest import ROOT
from .conftest import Run

OFFICE = str(ROOT / "examples" / "tiedong-2017")
REPLY = "cn/proposals#reply-published"
REFINED = "cn/liaoning/anshan/tiedong/key-points-2017#reply-published"


def test_a_refined_duty_tells_who_made_it_and_what_each_pack_changed(run_here: Run) -> None:
    found = run_here("--office", OFFICE, "rules", "show", REPLY, "--on", "2017-09-05", "--json").json
    assert found["key"] == REFINED
    assert found["deadline"] == "15 working days after proposal-answered"
    assert [stage["key"] for stage in found["history"]] == [REPLY, REFINED]
    assert [stage["layer"] for stage in found["history"]] == ["nation", "district"]
    first, second = found["history"]
    assert first["changes"] == []
    assert [change["kind"] for change in second["changes"]] == ["stricter", "renumbered"]
    assert "15个工作日内" in second["changes"][0]["words"]["zh"]
    assert "finance" in found["departments"]
    assert (found["verified"], found["illustrative"]) == (False, True)


def test_before_the_refinement_the_upper_rule_stands_and_names_what_refines_it(run_here: Run) -> None:
    found = run_here("rules", "show", REPLY, "--on", "2017-05-05", "--json").json
    assert (found["key"], found["refined_by"], found["departments"]) == (REPLY, [REFINED], None)
    page = run_here("rules", "show", REPLY, "--on", "2017-05-05").out
    assert f"  refined from 2017-05-26 by: {REFINED}\n" in page


def test_the_examples_are_explained_day_by_day_in_both_languages(run_here: Run) -> None:
    words = ("--office", OFFICE, "rules", "show", REFINED)
    page = run_here(*words).out
    assert "2017-09-22 → 2017-10-19 (National Day and Mid-Autumn are off; 30 September is worked)" in page
    assert (
        "    2017-10-01 … 2017-10-08: Mid-Autumn Festival and National Day (国办发明电〔2016〕17号), not counted"
        in page
    )
    assert "owed by: departments tagged `proposals`: Government Office, Development and Reform, Finance" in page
    chinese = run_here(*words, "--lang", "zh").out
    assert "  期限：自建议提案答复之日起15个工作日内\n" in chinese
    assert "    收紧：期限由“20个工作日内”改为“15个工作日内”" in chinese


def test_the_identifier_alone_will_do_where_one_obligation_bears_it(run_here: Run) -> None:
    found = run_here("rules", "show", "answer-request", "--region", "uk/england", "--json").json
    assert (found["key"], found["basis"]["en"]) == (
        "uk/foia-2000#answer-request",
        "Freedom of Information Act 2000, s. 10(1)",
    )
    assert found["cases"][0]["explanation"][0]["en"].endswith("following the date of receipt)")


@pytest.mark.parametrize(
    "key", [REPLY, "cn/regulation-2019#proactive-disclosure", "cn/regulation-2007#proactive-disclosure"]
)
def test_without_a_day_it_is_shown_as_in_its_last_year(run_here: Run, key: str) -> None:
    assert run_here("rules", "show", key, "--region", "cn", "--json").json["key"] == key


def test_a_year_lists_what_is_in_force_on_any_of_its_days(run_here: Run) -> None:
    year = {item["key"] for item in run_here("rules", "show", "--year", "2019", "--region", "cn", "--json").json}
    may = {item["key"] for item in run_here("rules", "show", "--on", "2019-05-14", "--region", "cn", "--json").json}
    assert may < year
    assert {"cn/regulation-2007#proactive-disclosure", "cn/regulation-2019#proactive-disclosure"} <= year


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["cn/proposals#reply-publisht"], "there is no obligation `cn/proposals#reply-publisht` for `cn/liaoning/anshan/tiedong`; did you mean `cn/proposals#reply-published`?"),
        (["answer-reqest", "--region", "uk"], "there is no obligation `answer-reqest` for `uk`; did you mean `answer-request`?"),
        ([REPLY, "--on", "2010-01-01"], f"there is no obligation `{REPLY}` for `cn/liaoning/anshan/tiedong` from 2010-01-01 to 2010-01-01"),
        (["proactive-disclosure"], "`proactive-disclosure` names 2 obligations; write one of cn/regulation-2007#proactive-disclosure, cn/regulation-2019#proactive-disclosure"),
        ([REPLY, "answer-request"], "name one obligation at a time"),
        ([REPLY, "--area", "proposals"], "--area and --department do not go together with one obligation"),
        (["--on", "2017-01-01", "--year", "2017"], "write either --on or --year"),
        (["--year", "99999"], "years go from 1949 to 2999"),
        (["no/such/folder"], "there is no rules folder no/such/folder"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_with_a_sentence(run_here: Run, words: list[str], sentence: str) -> None:
    outcome = run_here("rules", "show", *words)
    assert (outcome.status, outcome.out) == (2, "")
    assert sentence in outcome.err
