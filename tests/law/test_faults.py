"""How a mistake is told: place, sentence, suggestion, in order and in both languages."""

import pytest

from compliance.law.faults import BadInput, Fault, Place, Refused, did_you_mean
from compliance.law.text import Language, Text, listed, same


def test_faults_are_told_one_a_line_in_the_order_of_their_places() -> None:
    late = Fault(Place("b.yaml", 2, 10), "x", Text("丙", "third"))
    early = Fault(Place("b.yaml", 2, 9), "x", Text("乙", "second"), suggestion=Text("；？", "; or?"))
    other = Fault(Place("a.yaml", 30), "x", Text("甲", "first"))
    bad = BadInput([late, early, other])
    assert str(bad) == "a.yaml:30:1: first\nb.yaml:2:9: second; or?\nb.yaml:2:10: third"
    assert bad.in_language(Language.CHINESE) == "a.yaml:30:1: 甲\nb.yaml:2:9: 乙；？\nb.yaml:2:10: 丙"


def test_a_refusal_gives_its_reason_in_both_languages() -> None:
    refused = Refused(Text("不行", "no"))
    assert (str(refused), refused.in_language(Language.CHINESE)) == ("no", "不行")


@pytest.mark.parametrize(
    ("written", "suggested"), [("sevrity", "severity"), ("deadlines", "deadline"), ("x", None), ("", None)]
)
def test_only_a_word_that_is_near_is_suggested(written: str, suggested: str | None) -> None:
    meant = did_you_mean(written, ["deadline", "severity"])
    assert meant == (
        None if suggested is None else Text(f"；是否想写“{suggested}”？", f"; did you mean `{suggested}`?")
    )


def test_lists_inside_a_sentence() -> None:
    assert listed([Text("链接", "link"), same("PDF")]) == Text("链接、PDF", "link, PDF")
    assert Text("少：", "less: ") + listed([same("A")]) == Text("少：A", "less: A")
