"""Selectors against an office, and names that nobody bears."""

import pytest

from compliance.law.faults import Refused
from compliance.law.selectors import AllOf, AnyDepartment, AnyOf, Except, Named, OfKind, Selector, Tagged
from compliance.law.text import Text
from compliance.work.organisation import Office, Role

# government-office: drafts-policy · finance: budget-user, drafts-policy · education: budget-user · heping-street: –
SELECTED = [
    (AnyDepartment(), ["government-office", "finance", "education", "heping-street"]),
    (OfKind("street"), ["heping-street"]),
    (OfKind("department"), ["government-office", "finance", "education"]),
    (OfKind("bureau"), []),
    (Tagged("budget-user"), ["finance", "education"]),
    (Tagged("mines"), []),
    (Named(("finance",)), ["finance"]),
    (Named(("财政局", "铁东区教育局", "heping-street")), ["finance", "education", "heping-street"]),
    (Named(("Finance Bureau",)), ["finance"]),
    (AllOf((Tagged("budget-user"), Tagged("drafts-policy"))), ["finance"]),
    (AllOf((Tagged("budget-user"), OfKind("street"))), []),
    (AnyOf((Tagged("drafts-policy"), OfKind("street"))), ["government-office", "finance", "heping-street"]),
    (Except(AnyDepartment(), Named(("财政局",))), ["government-office", "education", "heping-street"]),
    (Except(AnyDepartment(), AnyDepartment()), []),
    (Except(Tagged("budget-user"), OfKind("street")), ["finance", "education"]),
    (
        AllOf((AnyOf((Tagged("budget-user"), Tagged("drafts-policy"))), Except(AnyDepartment(), Named(("finance",))))),
        ["government-office", "education"],
    ),
]


@pytest.mark.parametrize(("selector", "expected"), SELECTED, ids=[str(selector) for selector, _ in SELECTED])
def test_a_selector_names_exactly_these_departments(office: Office, selector: Selector, expected: list[str]) -> None:
    assert [department.id for department in office.selected(selector)] == expected


def test_departments_come_in_the_order_of_the_office_whatever_the_order_of_the_names(office: Office) -> None:
    for names in (("教育局", "财政局"), ("财政局", "教育局"), ("财政局", "教育局", "财政局")):
        assert [item.id for item in office.selected(Named(names))] == ["finance", "education"]


def test_a_misspelt_department_is_refused_with_the_nearest_name(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        office.selected(Named(("finanse",)))
    assert caught.value.reason == Text(
        "没有责任单位“finanse”；是否想写“finance”？", "there is no department `finanse`; did you mean `finance`?"
    )


def test_a_name_that_resembles_none_is_refused_without_a_suggestion(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        office.department("气象局")
    assert caught.value.reason == Text("没有责任单位“气象局”", "there is no department `气象局`")


@pytest.mark.parametrize("name", ["finance", "财政局", "铁东区财政局", "Finance Bureau"])
def test_a_department_is_found_by_identifier_short_name_and_full_name(office: Office, name: str) -> None:
    assert office.department(name).id == "finance"


def test_a_post_is_called_after_its_department_and_role(office: Office) -> None:
    post = office.post("finance.confidentiality-reviewer")
    assert post.role is Role.CONFIDENTIALITY_REVIEWER
    assert post.title == Text("财政局保密审查员", "Finance confidentiality reviewer")


def test_a_misspelt_post_is_refused_with_the_nearest_one(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        office.post("finance.clark")
    assert caught.value.reason == Text(
        "没有岗位“finance.clark”；是否想写“finance.clerk”？",
        "there is no post `finance.clark`; did you mean `finance.clerk`?",
    )


def test_only_the_coordinating_department_has_a_coordinator(office: Office) -> None:
    with_one = [item.id for item in office.departments if item.post(Role.COORDINATOR) is not None]
    assert with_one == [office.coordinator] == ["government-office"]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_word_in_both_languages(role: Role) -> None:
    assert role.in_words().zh
    assert role.in_words().en
