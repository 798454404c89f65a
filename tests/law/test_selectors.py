"""Who owes a duty, as a phrase, and whom one selector leaves out of another."""

import pytest

from compliance.law.selectors import (
    AllOf,
    AnyDepartment,
    AnyOf,
    Except,
    Named,
    OfKind,
    Selector,
    Tagged,
    in_words,
    left_out,
)
from compliance.law.text import Text


@pytest.mark.parametrize(
    ("selector", "zh", "en"),
    [
        (AnyDepartment(), "各责任单位", "every department"),
        (OfKind("street"), "“street”类单位", "departments of kind `street`"),
        (Tagged("budget-user"), "带“budget-user”标记的单位", "departments tagged `budget-user`"),
        (Named(("财政局", "教育局")), "财政局、教育局", "财政局, 教育局"),
        (Except(AnyDepartment(), Named(("财政局",))), "各责任单位（财政局除外）", "every department except 财政局"),
        (
            AnyOf((Named(("财政局",)), Tagged("prices"))),
            "财政局或带“prices”标记的单位",
            "财政局 or departments tagged `prices`",
        ),
        (
            AllOf((OfKind("street"), Tagged("prices"))),
            "“street”类单位且带“prices”标记的单位",
            "departments of kind `street` and departments tagged `prices`",
        ),
    ],
)
def test_selectors_in_words(selector: Selector, zh: str, en: str) -> None:
    assert in_words(selector) == Text(zh, en)


ANY, TAGGED, STREETS = AnyDepartment(), Tagged("finance"), OfKind("street")
TWO = Named(("财政局", "教育局"))


@pytest.mark.parametrize(
    ("upper", "lower", "told"),
    [
        (ANY, ANY, None),
        (ANY, Except(ANY, Named(("财政局",))), "without 财政局"),
        (ANY, TAGGED, "departments tagged `finance` instead of every department"),
        (ANY, AnyOf((ANY, STREETS)), None),
        (TWO, Named(("财政局",)), "without 教育局"),
        (TWO, Named(("教育局", "财政局", "民政局")), None),
        (AnyOf((TAGGED, STREETS)), AnyOf((STREETS,)), "departments tagged `finance` left out"),
        (AnyOf((TAGGED, STREETS)), STREETS, "departments of kind `street` alone"),
        (TAGGED, AllOf((TAGGED, STREETS)), "only departments tagged `finance` and departments of kind `street`"),
        # a tag against another tag, or against names, shows nothing without an office
        (TAGGED, Tagged("budget-user"), None),
        (TAGGED, TWO, None),
    ],
)
def test_whom_a_selector_leaves_out_shows_in_its_words(upper: Selector, lower: Selector, told: str | None) -> None:
    found = left_out(upper, lower)
    assert (found.en if found is not None else None) == told
