"""The annual report in no statute's form: what was owed, done, counted and found, area by area.

For an office under a law that asks for no annual report, or for one in a form that is not made here yet.
"""

from __future__ import annotations

from compliance.law.obligations import Area, LifeCycle
from compliance.law.text import Text, same
from compliance.reporting.account import Account
from compliance.reporting.annual_report_2007 import Writer
from compliance.reporting.annual_report_annexes import annexes
from compliance.reporting.document import (
    Block,
    BulletList,
    Column,
    Document,
    Notice,
    Paragraph,
    Section,
    Signature,
    Table,
    Tone,
    day_in_words,
)
from compliance.reporting.duties import tally_in_words
from compliance.reporting.plurals import plural
from compliance.reporting.sources import citation
from compliance.reporting.tallies import tally


def plain_annual_report(account: Account) -> Document:
    """The report on the account's year as it can be written on its day; for the coordinator to check and publish."""
    writer = _PlainWriter(account)
    office, year = account.year.office, account.year.year
    coordinator = office.by_id[office.coordinator]
    return Document(
        name=f"annual-report-{year}",
        title=Text(
            f"{office.name.zh}{year}年{office.work.zh}工作年度报告",
            f"{office.name.en}: annual report on {office.work.en} in {year}",
        ),
        subtitle=Text(f"（{year}年1月1日至{year}年12月31日）", f"1 January {year} to 31 December {year}"),
        meta=(
            (Text("编制单位", "Compiled by"), coordinator.name),
            (Text("数据截至", "Facts as of"), day_in_words(account.as_of)),
            (Text("公开网址", "Published at"), same(office.website or "—")),
        ),
        opening=writer.opening(),
        sections=writer.sections(),
        signature=Signature(coordinator.name, account.as_of),
        annexes=annexes(account),
    )


class _PlainWriter(Writer):
    def opening(self) -> tuple[Block, ...]:
        year, day = self.year.year, day_in_words(self.account.as_of)
        blocks: list[Block] = [
            Paragraph(
                Text(
                    f"本报告由规则、任务和填报的数据生成，不采用法定格式。数据统计期限为{year}年1月1日至12月31日，"
                    f"履行情况统计至{day.zh}。",
                    "This report is made from the rules, the tasks and the figures that were entered, in no form that a "
                    f"statute sets. The figures cover 1 January to 31 December {year}; what was done is counted up to "
                    f"{day.en}.",
                )
            )
        ]
        if self.account.illustrative is not None:
            words = self.account.illustrative
            blocks.append(Notice(Tone.INFO, Text(f"示例数据：{words.zh}", f"Example data: {words.en}")))
        return tuple(blocks)

    def sections(self) -> tuple[Section, ...]:
        """The overview, each area of the work, requests, orders of courts, problems."""
        areas = [Section(area.title, self._area(area)) for area in self.year.rule_book.areas.values()]
        own = (
            (Text("申请台账", "The register of requests"), self._requests()),
            (Text("法院判决", "Orders of courts"), self._court_orders()),
            (Text("问题及整改", "Problems and rectification"), self._problems()),
        )
        return (self.overview(), *areas, *(Section(title, blocks) for title, blocks in own if blocks))

    def overview(self) -> Section:
        office, book = self.year.office, self.year.rule_book
        counts = tally(self.year.tasks, self.year, self.account.as_of)
        sources = [citation(pack) for pack in book.packs]
        owed = len({task.obligation.key for task in self.year.tasks})
        words = Text(
            f"{self.year.year}年，{office.short_name.zh}适用的规定共{len(sources)}件，由{len(office.departments)}个责任单位执行。"
            f"全年义务{owed}项，任务{counts.total}项：{tally_in_words(counts).zh}；到期任务按时率{counts.timeliness().zh}。",
            f"In {self.year.year} {plural(len(sources), 'set')} of rules bound {office.short_name.en}, with "
            f"{plural(len(office.departments), 'department')}. They owed {plural(owed, 'duty')} as "
            f"{plural(counts.total, 'task')}: {tally_in_words(counts).en}. Of what was due, {counts.timeliness().en} "
            "was in time.",
        )
        return Section(
            Text("总体情况", "Overview"),
            (
                Paragraph(words),
                Paragraph(Text("年度工作依据下列规定：", "The year's work was done under these rules:")),
                BulletList(tuple(sources)),
                self._areas_table(),
            ),
        )

    def _areas_table(self) -> Table:
        tasks = self.year.tasks
        rows = [
            self._tally_row(area.title, own)
            for area in self.year.rule_book.areas.values()
            if (own := [task for task in tasks if task.obligation.area == area.id])
        ]
        titles = (
            Text("义务", "Duties"), Text("任务", "Tasks"), Text("按时办结", "In time"), Text("逾期办结", "Late"),
            Text("逾期未办", "Overdue"), Text("未到期", "Not due"), Text("免除", "Exempt"), Text("按时率", "Timeliness"),
        )  # fmt: skip
        return Table(
            caption=Text("各领域任务完成情况", "Tasks by area"),
            columns=(Column(Text("领域", "Area")), *(Column(title, numeric=True) for title in titles)),
            rows=(*rows, self._tally_row(Text("合计", "Total"), list(tasks))),
            total=True,
        )

    def _area(self, area: Area) -> tuple[Block, ...]:
        answered = [
            duty
            for duty in self.year.rule_book.obligations
            if duty.area == area.id and duty.life_cycle is LifeCycle.REQUEST
        ]
        blocks = super()._area(area)
        if answered and all(isinstance(block, Notice) and block.tone is Tone.INFO for block in blocks):
            ledger = Text("见“信息申请”部分。", "See the part on requests for information.")
            return (Paragraph(ledger),)
        return blocks

    def _asked_for_by_the_form(self, area: Area) -> bool:
        return False
