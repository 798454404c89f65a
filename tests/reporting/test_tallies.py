"""Shares are rounded so that they never claim all or nothing wrongly."""

import pytest

from compliance.reporting.document import heading_number
from compliance.reporting.plurals import plural
from compliance.reporting.tallies import Standing, Tally, share


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, "—"),
        (0, 7, "0%"),
        (7, 7, "100%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 8, "12.5%"),
        (9999, 10000, "99.9%"),
        (1, 10000, "0.1%"),
    ],
)
def test_a_share_is_100_percent_only_when_all_is_done(part: int, whole: int, words: str) -> None:
    assert share(part, whole).zh == words


def test_the_gravest_standing_is_the_worst() -> None:
    assert Tally().worst is None
    assert Tally(in_time=9, exempted=1).worst is Standing.IN_TIME
    assert Tally(in_time=9, late=1, overdue=1).worst is Standing.OVERDUE


def test_headings_are_numbered_as_official_documents_number_them() -> None:
    assert [heading_number(path).zh for path in [(1,), (12,), (3, 11), (3, 2, 4)]] == [
        "一、",
        "十二、",
        "（十一）",
        "4. ",
    ]
    assert heading_number((3, 11)).en == "3.11 "
    assert heading_number((2,), annex=True).zh == "附件2："


def test_english_counts_its_nouns() -> None:
    assert [plural(1, "duty"), plural(2, "duty"), plural(0, "task"), plural(3, "child", "children")] == [
        "1 duty",
        "2 duties",
        "0 tasks",
        "3 children",
    ]
