"""Reports of a year from its rows, as text in a format and a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from compliance.documents.html import render_html
from compliance.documents.markdown import render_markdown
from compliance.documents.overview_page import render_overview
from compliance.law.faults import Refused
from compliance.law.text import Language, Text
from compliance.office.reading_state import OpenYear, problems_and_measures, work_year
from compliance.oversight.check import check
from compliance.reporting.account import Account
from compliance.reporting.annual_report_2007 import annual_report
from compliance.reporting.annual_report_plain import plain_annual_report
from compliance.reporting.bulletin import bulletin
from compliance.reporting.document import Document
from compliance.reporting.overview import overview
from compliance.reporting.rectification_summary import rectification_summary
from compliance.work.organisation import ReportForm


class Report(StrEnum):
    """The reports that an office can write."""

    ANNUAL = "annual"
    RECTIFICATION = "rectification"
    BULLETIN = "bulletin"
    OVERVIEW = "overview"

    def in_words(self) -> Text:
        """The report's name in a list of links."""
        return {
            Report.ANNUAL: Text("年度报告", "Annual report"),
            Report.RECTIFICATION: Text("问题及整改情况", "Problems and rectification"),
            Report.BULLETIN: Text("通报", "Bulletin"),
            Report.OVERVIEW: Text("全年一览", "The year at a glance"),
        }[self]


class Format(StrEnum):
    """The formats that a report can be written in."""

    HTML = "html"
    MARKDOWN = "md"


_ANNUAL_REPORTS: Mapping[ReportForm, Callable[[Account], Document]] = {
    ReportForm.OF_2007: annual_report,
    ReportForm.PLAIN: plain_annual_report,
}


def account_of(year: OpenYear, as_of: date) -> Account:
    """The year as it stood at the end of `as_of`, with the check of that day."""
    state = work_year(year)
    problems, measures = problems_and_measures(year.record, as_of)
    findings = check(state, as_of, problems, measures)
    words = Text(year.record.illustrative_zh, year.record.illustrative_en)
    return Account(state, as_of, findings, problems, measures, words if words.zh else None)


def render(
    report: Report,
    account: Account,
    written_as: Format,
    language: Language,
    links: Mapping[Text, str] | None = None,
) -> str:
    """The report as text. Raises Refused for the overview as anything but HTML: it is a page to look at."""
    if report is Report.OVERVIEW:
        if written_as is not Format.HTML:
            raise Refused(Text("全年一览只有 html 格式", "the overview is written as html only"))
        return render_overview(overview(account), language, links or {})
    document = {
        Report.ANNUAL: _ANNUAL_REPORTS[account.year.office.annual_report],
        Report.RECTIFICATION: rectification_summary,
        Report.BULLETIN: bulletin,
    }[report](account)
    return render_html(document, language) if written_as is Format.HTML else render_markdown(document, language)
