"""The annual report in no statute's form: the same account, without the law of one country."""

from dataclasses import replace

from compliance.reporting.annual_report_2007 import annual_report
from compliance.reporting.annual_report_plain import plain_annual_report
from compliance.reporting.document import Table

from .conftest import AccountMaker, all_leaves


def test_it_tells_every_area_the_requests_and_the_problems_and_cites_no_form(account: AccountMaker) -> None:
    told = account()
    document = plain_annual_report(told)
    titles = [section.title.en for section in document.sections]
    areas = [area.title.en for area in told.then.rule_book.areas.values()]
    assert titles[: len(areas) + 1] == ["Overview", *areas]
    assert "The register of requests" in titles
    words = list(all_leaves(document))
    assert not any("arts. 31 and 32" in leaf.en or "第三十一条" in leaf.zh for leaf in words)
    assert "disclosure in 2017" in document.title.en


def test_its_tasks_add_up_to_those_of_the_form_of_2007(account: AccountMaker) -> None:
    told = account()
    totals = []
    for document in (annual_report(told), plain_annual_report(told)):
        table = next(block for block in document.sections[0].blocks if isinstance(block, Table))
        totals.append(table.rows[-1][1:])
    assert totals[0] == totals[1]


def test_what_was_not_given_is_said_in_each_area(account: AccountMaker) -> None:
    told = account()
    without = replace(told, year=replace(told.year, figures=()))
    loud = [leaf.en for leaf in all_leaves(plain_annual_report(without)) if leaf.en.startswith("Not given:")]
    expected = {figure.area for figure in told.year.rule_book.figures.values() if figure.required}
    assert len(loud) == len(expected)
