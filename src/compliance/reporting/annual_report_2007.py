"""The annual report in the form of the 2007 Regulation (art. 32), made from rules, tasks and figures alone.

No sentence is stored: what was owed, done, counted and found makes the text. What article 32 asks for and nobody
gave is said loudly in its place; figures that contradict each other are marked where they stand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from compliance.law.basis import Basis, parse_article
from compliance.law.obligations import Area, LifeCycle, Part
from compliance.law.text import Text, listed, same
from compliance.oversight.findings import FindingKind
from compliance.oversight.problems import ProblemState
from compliance.oversight.rectification import rectification
from compliance.reporting.account import Account
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
from compliance.reporting.duties import duty_paragraphs, tally_in_words
from compliance.reporting.figure_sentences import RELATIONS, FigureWords, side_in_words
from compliance.reporting.plurals import plural
from compliance.reporting.sources import citation, cited
from compliance.reporting.tallies import tally
from compliance.work.requests import OPEN, AnswerKind, Request
from compliance.work.tasks import Task

_REGULATION = Text("中华人民共和国政府信息公开条例", "Regulation on Disclosure of Government Information (2007)")


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A part of the report: its heading, the parts of the work it tells, the item of art. 32 that asks for it."""

    title: Text
    part: Part
    item: int | None = None


CHAPTERS = (
    _Chapter(Text("主动公开政府信息情况", "Proactive disclosure"), Part.PROACTIVE, 1),
    _Chapter(Text("重点领域信息公开情况", "Key areas"), Part.KEY_AREAS),
    _Chapter(
        Text("“互联网+政务服务”工作情况", "Internet and government services"),
        Part.INTERNET_SERVICES,
    ),
    _Chapter(Text("建议提案办理结果公开情况", "Results of proposals"), Part.PROPOSALS),
    _Chapter(Text("政策解读情况", "Interpretation of policy"), Part.INTERPRETATION),
    _Chapter(Text("政务舆情回应情况", "Response to public opinion"), Part.OPINION_RESPONSE),
    _Chapter(Text("依申请公开情况", "Disclosure on request"), Part.ON_REQUEST, 2),
    _Chapter(Text("收费及减免情况", "Fees charged and waived"), Part.FEES, 3),
    _Chapter(Text("举报、复议、诉讼情况", "Reports, reconsideration and litigation"), Part.REMEDIES, 4),
    _Chapter(Text("制度机制建设情况", "Institutions and rules"), Part.INSTITUTIONS),
    _Chapter(Text("存在的主要问题及整改情况", "Main problems and their rectification"), Part.PROBLEMS, 5),
    _Chapter(Text("其他需要报告的事项", "Other matters"), Part.ANNUAL_REPORT, 6),
)
"""The chapters after the overview; the items are those of article 32 of the 2007 Regulation."""


def annual_report(account: Account) -> Document:
    """The report on the account's year as it can be written on its day; for the coordinator to check and publish."""
    writer = Writer(account)
    office, year = account.year.office, account.year.year
    coordinator = office.by_id[office.coordinator]
    return Document(
        name=f"annual-report-{year}",
        title=Text(
            f"{office.name.zh}{year}年政府信息公开工作年度报告",
            f"{office.name.en}: annual report on the disclosure of government information in {year}",
        ),
        subtitle=Text(
            f"（{year}年1月1日至{year}年12月31日）",
            f"1 January {year} to 31 December {year}",
        ),
        meta=(
            (Text("编制单位", "Compiled by"), coordinator.name),
            (Text("数据截至", "Facts as of"), day_in_words(account.as_of)),
            (Text("公开网址", "Published at"), same(office.website or "—")),
        ),
        opening=writer.opening(),
        sections=(writer.overview(), *(writer.chapter(chapter) for chapter in CHAPTERS)),
        signature=Signature(coordinator.name, account.as_of),
        annexes=annexes(account),
    )


class Writer:
    """Writes the parts of the report; what does not depend on the form serves other forms too."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.year = account.then
        self.figures = FigureWords(self.year.figure_table)
        areas = self.year.rule_book.areas.values()
        self.areas = {part: tuple(area for area in areas if area.part is part) for part in Part}

    def opening(self) -> tuple[Block, ...]:
        office, year = self.year.office, self.year.year
        basis = Basis(_REGULATION, Text("第三十一条、第三十二条", "arts. 31 and 32")).in_words()
        blocks: list[Block] = [
            Paragraph(
                Text(
                    f"本报告依据{basis.zh}编制，数据统计期限为{year}年1月1日至12月31日，履行情况统计至"
                    f"{day_in_words(self.account.as_of).zh}。",
                    f"This report is made under the {basis.en}. The figures cover 1 January to 31 December {year}; "
                    f"what was done is counted up to {day_in_words(self.account.as_of).en}.",
                )
            )
        ]
        if office.website:
            blocks.append(
                Paragraph(
                    Text(
                        f"报告电子版登载于本机关网站（{office.website}），可供下载。",
                        f"It is published on the office's website ({office.website}) and can be downloaded there.",
                    )
                )
            )
        if self.account.illustrative is not None:
            words = self.account.illustrative
            blocks.append(Notice(Tone.INFO, Text(f"示例数据：{words.zh}", f"Example data: {words.en}")))
        return tuple(blocks)

    def overview(self) -> Section:
        office, book = self.year.office, self.year.rule_book
        counts = tally(self.year.tasks, self.year, self.account.as_of)
        duties = {task.obligation.key for task in self.year.tasks}
        streets = sum(department.kind == "street" for department in office.departments)
        others = len(office.departments) - streets
        sources = [citation(pack) for pack in book.packs]
        blocks: list[Block] = [
            Paragraph(
                Text(
                    f"{self.year.year}年，{office.short_name.zh}适用的公开规定共{len(sources)}件，由{others}个部门、"
                    f"{streets}个街道共{len(office.departments)}个责任单位执行。各单位全年承担公开义务{len(duties)}项，"
                    f"分解任务{counts.total}项：{tally_in_words(counts).zh}；到期任务按时率{counts.timeliness().zh}。",
                    f"In {self.year.year} {len(sources)} sets of rules bound {office.short_name.en}, with "
                    f"{plural(others, 'department')} and {plural(streets, 'street office')}. They owed "
                    f"{plural(len(duties), 'duty')} as {plural(counts.total, 'task')}: {tally_in_words(counts).en}. Of what was due, {counts.timeliness().en} was in time.",
                )
            ),
            Paragraph(Text("年度工作依据下列规定：", "The year's work was done under these rules:")),
            BulletList(tuple(sources)),
            self._parts_table(),
        ]
        return Section(Text("总体情况", "Overview"), tuple(blocks))

    def chapter(self, chapter: _Chapter) -> Section:
        areas = self.areas[chapter.part]
        before = self._statutory(chapter, areas)
        own: dict[Part, tuple[Block, ...]] = {
            Part.ON_REQUEST: self._requests(),
            Part.REMEDIES: self._court_orders(),
            Part.PROBLEMS: self._problems(),
            Part.INSTITUTIONS: self._posts(),
        }
        after = own.get(chapter.part, ())
        if len(areas) > 1 or chapter.part is Part.KEY_AREAS:
            sections = tuple(Section(area.title, self._area(area)) for area in areas)
            return Section(chapter.title, (*before, *after), sections)
        blocks = (*before, *(block for area in areas for block in self._area(area)), *after)
        if not blocks:
            nothing = Text("本年度没有规则或者数据属于本部分。", "No rule and no figure of the year belongs here.")
            blocks = (Notice(Tone.INFO, nothing),)
        return Section(chapter.title, blocks)

    def _area(self, area: Area) -> tuple[Block, ...]:
        blocks: list[Block] = []
        sentences = self.figures.sentences(area.id)
        if sentences:
            blocks.append(Paragraph(Text("".join(item.zh for item in sentences), " ".join(i.en for i in sentences))))
        blocks.extend(self._doubts(area))
        missing = self.figures.not_given(area.id)
        if missing and not self._asked_for_by_the_form(area):
            names = listed([Text(f"“{figure.title.zh}”", f"“{figure.title.en}”") for figure in missing])
            blocks.append(Notice(Tone.LOUD, Text(f"应填报而未填报：{names.zh}。", f"Not given: {names.en}.")))
        blocks.extend(duty_paragraphs(self.account, area.id))
        if not blocks:
            nothing = Text("本年度没有应办任务和统计数据。", "There were no tasks and no figures this year.")
            blocks.append(Notice(Tone.INFO, nothing))
        return tuple(blocks)

    def _asked_for_by_the_form(self, area: Area) -> bool:
        """Whether the chapter itself tells what is missing there."""
        return area.part in _ASKED_FOR

    def _statutory(self, chapter: _Chapter, areas: tuple[Area, ...]) -> tuple[Block, ...]:
        """What art. 32 asks for in this chapter and nobody gave."""
        if chapter.item is None or chapter.part not in _ASKED_FOR:
            return ()
        article = Basis(_REGULATION, parse_article(f"art. 32({chapter.item})")).in_words()
        given = [figure for area in areas for figure in self.figures.of_area(area.id) if self.figures.given(figure)]
        missing = [figure for area in areas for figure in self.figures.not_given(area.id)]
        if not given:
            names = listed([figure.title for figure in missing])
            which = Text(f"（{names.zh}）", f" ({names.en})") if missing else same("")
            words = Text(
                f"本项依{article.zh}应当报告，但本机关未填报{which.zh}。没有发生的，应当明确填报为0。",
                f"The {article.en} asks for this, and the office has given nothing{which.en}. "
                "Where nothing happened, 0 has to be stated.",
            )
            return (Notice(Tone.LOUD, words),)
        if missing:
            names = listed([Text(f"“{figure.title.zh}”", f"“{figure.title.en}”") for figure in missing])
            words = Text(
                f"依{article.zh}应当报告而未填报：{names.zh}。",
                f"The {article.en} asks for these, not given: {names.en}.",
            )
            return (Notice(Tone.LOUD, words),)
        return ()

    def _doubts(self, area: Area) -> list[Block]:
        identities = {identity.key: identity for identity in self.year.rule_book.identities}
        outcomes = {outcome.identity.key: outcome for outcome in self.year.figure_table.outcomes()}
        blocks: list[Block] = []
        for finding in self.account.findings:
            if finding.kind is not FindingKind.IDENTITY_BROKEN or finding.area != area.id:
                continue
            identity, outcome = identities.get(finding.subject), outcomes.get(finding.subject)
            why = self.figures.shortfall(identity) if identity is not None else None
            if why is None and outcome is not None and identity is not None:
                left, right = side_in_words(outcome.left), side_in_words(outcome.right)
                relation = RELATIONS[identity.holds.relation]
                why = Text(
                    f"填报数据前者为{left.zh}，后者为{right.zh}，前者应当{relation.zh}后者",
                    f"{left.en} and {right.en} were given, the first should be {relation.en} the second",
                )
            title = identity.title if identity is not None else finding.words
            why = why or finding.words
            blocks.append(
                Notice(
                    Tone.DOUBT,
                    Text(
                        f"应当“{title.zh}”，{why.zh}；见附件1。",
                        f"“{title.en}” does not hold; {why.en}. See annex 1.",
                    ),
                )
            )
        return blocks

    def _parts_table(self) -> Table:
        rows = []
        area_part = {area.id: part for part, areas in self.areas.items() for area in areas}
        by_part: dict[Part, list[int]] = {}
        for number, task in enumerate(self.year.tasks):
            by_part.setdefault(area_part[task.obligation.area], []).append(number)
        for chapter in CHAPTERS:
            numbers = by_part.get(chapter.part)
            if numbers:
                rows.append(self._tally_row(chapter.title, [self.year.tasks[number] for number in numbers]))
        rows.append(self._tally_row(Text("合计", "Total"), list(self.year.tasks)))
        titles = (
            Text("义务", "Duties"),
            Text("任务", "Tasks"),
            Text("按时办结", "In time"),
            Text("逾期办结", "Late"),
            Text("逾期未办", "Overdue"),
            Text("未到期", "Not due"),
            Text("免除", "Exempt"),
            Text("按时率", "Timeliness"),
        )
        return Table(
            caption=Text("各部分公开任务完成情况", "Tasks by part of the work"),
            columns=(Column(Text("部分", "Part")), *(Column(title, numeric=True) for title in titles)),
            rows=tuple(rows),
            total=True,
        )

    def _tally_row(self, title: Text, tasks: list[Task]) -> tuple[Text, ...]:
        counts = tally(tasks, self.year, self.account.as_of)
        duties = len({task.obligation.key for task in tasks})
        numbers = (duties, counts.total, counts.in_time, counts.late, counts.overdue, counts.pending, counts.exempted)
        return (title, *(same(str(number)) for number in numbers), counts.timeliness())

    def _requests(self) -> tuple[Block, ...]:
        requests = self.year.requests
        if not requests:
            duty = any(item.life_cycle is LifeCycle.REQUEST for item in self.year.rule_book.obligations)
            nothing = Text("本年度申请台账没有登记申请。", "No request was registered in the year's ledger.")
            return (Paragraph(nothing),) if duty else ()
        answered = [request for request in requests if request.answer is not None]
        late = sum(self.year.answered_late(request) for request in answered)
        still_open = sum(request.state in OPEN for request in requests)
        open_late = sum(self.year.request_overdue(request, self.account.as_of) for request in requests)
        closed = len(requests) - len(answered) - still_open
        without = Text("", "")
        if closed:
            without = Text(f"撤回或者视为放弃{closed}件；", f"{closed} withdrawn or deemed abandoned; ")
        blocks: list[Block] = [
            Paragraph(
                Text(
                    f"申请台账登记{len(requests)}件，已答复{len(answered)}件，其中法定期限内答复{len(answered) - late}件、"
                    f"逾期答复{late}件；{without.zh}尚在办理{still_open}件，其中逾期{open_late}件。",
                    f"The ledger holds {plural(len(requests), 'request')}; {len(answered)} answered, "
                    f"{len(answered) - late} of them within the statutory time and {late} late; "
                    f"{without.en}{still_open} open, {open_late} of them overdue.",
                )
            )
        ]
        if answered:
            blocks.append(self._answers(answered))
        return tuple(blocks)

    def _answers(self, answered: list[Request]) -> Table:
        grounds = self.year.rule_book.grounds
        counts = Counter((request.answer.kind, request.answer.ground) for request in answered if request.answer)
        order = list(AnswerKind)
        rows = []
        for (kind, ground_id), number in sorted(counts.items(), key=lambda item: (order.index(item[0][0]), item[0][1])):
            ground = grounds.get(ground_id)
            title = ground.title if ground is not None else same(ground_id or "—")
            basis = cited(ground.basis) if ground is not None else same("—")
            rows.append((kind.in_words(), title, basis, same(str(number))))
        return Table(
            caption=Text("答复结果及理由", "Answers and their grounds"),
            columns=(
                Column(Text("答复结果", "Answer")),
                Column(Text("理由", "Ground")),
                Column(Text("依据", "Basis")),
                Column(Text("件数", "Requests"), numeric=True),
            ),
            rows=tuple(rows),
        )

    def _court_orders(self) -> tuple[Block, ...]:
        orders = self.year.court_orders
        if not orders:
            return ()
        done = sum(order.fulfilled_on is not None for order in orders)
        blocks: list[Block] = [
            Paragraph(
                Text(
                    f"登记判决应予公开的事项{len(orders)}件，已履行{done}件，待履行{len(orders) - done}件。",
                    f"{plural(len(orders), 'judgment')} ordering disclosure on record; {done} carried out, "
                    f"{len(orders) - done} to be carried out.",
                )
            )
        ]
        undated = sum(order.due is None and order.fulfilled_on is None for order in orders)
        if undated:
            words = Text(
                f"{undated}件判决没有登记法院确定的履行期限，应当核实后补登。",
                f"For {undated} of them the court's date is not recorded; it has to be looked up.",
            )
            blocks.append(Notice(Tone.LOUD, words))
        return tuple(blocks)

    def _problems(self) -> tuple[Block, ...]:
        ledger = rectification(self.account.problems, self.account.measures, self.account.findings, self.account.as_of)
        if not ledger.rows:
            return ()
        open_ones = [row for row in ledger.rows if row.problem.state is not ProblemState.VERIFIED]
        blocks: list[Block] = [
            Paragraph(
                Text(
                    f"问题台账登记问题{len(ledger.rows)}个，已整改{ledger.verified}个，未完成整改{len(open_ones)}个；"
                    f"落实措施{len(self.account.measures)}项，其中已完成"
                    f"{sum(measure.done_on is not None for measure in self.account.measures)}项。",
                    f"The ledger holds {plural(len(ledger.rows), 'problem')}; {ledger.verified} put right, "
                    f"{len(open_ones)} not yet. It names {plural(len(self.account.measures), 'measure')}, "
                    f"{sum(measure.done_on is not None for measure in self.account.measures)} of them done.",
                )
            )
        ]
        items = []
        for row in open_ones:
            owner = self.account.department_name(row.problem.owner)
            state = row.problem.state.in_words()
            if row.measures:
                measures = Text(
                    "；".join(f"{item.text.zh}（{item.due}前）" for item in row.measures),
                    "; ".join(f"{item.text.en} (by {item.due})" for item in row.measures),
                )
            else:
                measures = Text("尚未确定措施", "no measure agreed yet")
            title = row.problem.title
            items.append(
                Text(
                    f"{title.zh}（{owner.zh}，{state.zh}）：{measures.zh}",
                    f"{title.en} ({owner.en}, {state.en}): {measures.en}",
                )
            )
        if items:
            blocks.append(BulletList(tuple(items)))
        return tuple(blocks)

    def _posts(self) -> tuple[Block, ...]:
        office = self.year.office
        coordinator = office.by_id[office.coordinator]
        return (
            Paragraph(
                Text(
                    f"{coordinator.name.zh}负责组织协调本机关的政务公开工作，{len(office.departments)}个责任单位共设公开工作岗位"
                    f"{len(office.posts)}个。",
                    f"The {coordinator.name.en} runs the work. {plural(len(office.departments), 'department')} with "
                    f"{plural(len(office.posts), 'post')} take part in it.",
                )
            ),
        )


_ASKED_FOR = frozenset(
    chapter.part for chapter in CHAPTERS if chapter.item is not None and chapter.part is not Part.ANNUAL_REPORT
)
"""The parts that items 1 to 5 of article 32 ask for; item 6 is what else there may be."""
