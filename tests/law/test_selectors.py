"""Who owes a duty, as a phrase."""

import pytest

from compliance.law.selectors import AllOf, AnyDepartment, AnyOf, Except, Named, OfKind, Selector, Tagged, in_words
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
