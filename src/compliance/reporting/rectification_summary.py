"""The problems-and-rectification summary (问题及整改情况) as a document."""

from __future__ import annotations

from collections import Counter

from compliance.law.text import Text, same
from compliance.oversight.problems import Measure, ProblemState
from compliance.oversight.rectification import Rectification, RectificationRow, rectification
from compliance.reporting.account import Account
from compliance.reporting.document import (
    Block,
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
from compliance.reporting.plurals import plural
from compliance.reporting.tallies import share

_NONE = same("—")


def rectification_summary(account: Account) -> Document:
    """Every problem with its owner, cause, measures, dates and state; what has no measure, or answers no problem."""
    ledger = rectification(account.problems, account.measures, account.findings, account.as_of)
    office, year = account.year.office, account.year.year
    coordinator = office.by_id[office.coordinator]
    sections = [
        Section(Text("总体情况", "Overview"), _overview(account, ledger)),
        Section(Text("问题、措施和进展", "Problems, measures and progress"), _problems(account, ledger)),
    ]
    if ledger.stray_measures:
        sections.append(
            Section(
                Text("没有对应问题的措施", "Measures that answer no problem"), _stray(account, ledger.stray_measures)
            )
        )
    sections.append(Section(Text("待履行的法院判决", "Court orders to be carried out"), _orders(account)))
    return Document(
        name=f"rectification-{year}",
        title=Text(
            f"{office.short_name.zh}{year}年{office.work.zh}问题及整改情况",
            f"{office.short_name.en}: problems and rectification in {year}",
        ),
        subtitle=Text(f"（截至{day_in_words(account.as_of).zh}）", f"As of {day_in_words(account.as_of).en}"),
        meta=((Text("编制单位", "Compiled by"), coordinator.name),),
        opening=(),
        sections=tuple(sections),
        signature=Signature(coordinator.name, account.as_of),
    )


def _overview(account: Account, ledger: Rectification) -> tuple[Block, ...]:
    if not ledger.rows:
        return (Paragraph(Text("问题台账没有登记问题。", "The ledger holds no problem.")),)
    total = len(ledger.rows)
    late = sum(_late(measure, account) for measure in account.measures)
    states = [
        (state, count) for state in ProblemState if (count := sum(row.problem.state is state for row in ledger.rows))
    ]
    by_state = Text(
        "、".join(f"{state.in_words().zh}{count}个" for state, count in states),
        ", ".join(f"{count} {state.in_words().en}" for state, count in states),
    )
    rate = share(ledger.verified, total)
    blocks: list[Block] = [
        Paragraph(
            Text(
                f"问题台账登记问题{total}个：{by_state.zh}。整改完成率{rate.zh}。",
                f"The ledger holds {plural(total, 'problem')}: {by_state.en}. {rate.en} are put right.",
            )
        )
    ]
    if ledger.without_measure:
        unanswered = sum(not row.measures and row.problem.state is not ProblemState.VERIFIED for row in ledger.rows)
        if unanswered:
            words = Text(
                f"{unanswered}个问题尚未确定整改措施。", f"{plural(unanswered, 'problem')} without an agreed measure."
            )
            blocks.append(Notice(Tone.LOUD, words))
    if late:
        words = Text(f"{late}项措施超过期限仍未完成。", f"{plural(late, 'measure')} past the date and not done.")
        blocks.append(Notice(Tone.LOUD, words))
    return tuple(blocks)


def _late(measure: Measure, account: Account) -> bool:
    return measure.done_on is None and measure.due < account.as_of


def _problems(account: Account, ledger: Rectification) -> tuple[Block, ...]:
    if not ledger.rows:
        return (Paragraph(Text("无。", "None.")),)
    return (
        Table(
            caption=Text("问题台账", "Ledger of problems"),
            columns=(
                Column(Text("序号", "No."), numeric=True),
                Column(Text("问题", "Problem")),
                Column(Text("领域", "Area")),
                Column(Text("责任单位", "Owner"), narrow=True),
                Column(Text("原因", "Cause"), wide=True),
                Column(Text("整改措施", "Measures")),
                Column(Text("完成期限", "By"), narrow=True),
                Column(Text("状态", "State")),
                Column(Text("仍有发现", "Still found"), numeric=True),
            ),
            rows=tuple(_row(account, number, row) for number, row in enumerate(ledger.rows, 1)),
        ),
    )


def _row(account: Account, number: int, row: RectificationRow) -> tuple[Text, ...]:
    problem = row.problem
    measures = _each_once(tuple(item.text for item in row.measures)) if row.measures else Text("未确定", "none agreed")
    dates = same(", ".join(str(item.due) for item in row.measures)) if row.measures else _NONE
    state = problem.state.in_words()
    if problem.verified_on is not None:
        state = Text(f"{state.zh}（{problem.verified_on}）", f"{state.en} ({problem.verified_on})")
    return (
        same(str(number)),
        problem.title,
        account.area_title(problem.area),
        account.department_name(problem.owner),
        problem.cause if problem.cause.zh else _NONE,
        measures,
        dates,
        state,
        same(str(row.still_found)),
    )


def _each_once(texts: tuple[Text, ...]) -> Text:
    """The texts, each said once; one that was agreed again says how often."""
    counts = Counter(texts)
    return Text(
        "；".join(text.zh + (f"（共{count}次）" if count > 1 else "") for text, count in counts.items()),
        "; ".join(text.en + (f" ({count} times)" if count > 1 else "") for text, count in counts.items()),
    )


def _stray(account: Account, measures: tuple[Measure, ...]) -> tuple[Block, ...]:
    return (
        Notice(
            Tone.LOUD,
            Text(
                "下列措施没有对应台账中的问题，应当补登问题或者撤销措施。",
                "These measures answer no problem in the ledger: record the problem or drop the measure.",
            ),
        ),
        Table(
            caption=Text("没有对应问题的措施", "Measures that answer no problem"),
            columns=(
                Column(Text("措施", "Measure")),
                Column(Text("责任单位", "Owner"), narrow=True),
                Column(Text("完成期限", "By"), narrow=True),
                Column(Text("完成日期", "Done"), narrow=True),
            ),
            rows=tuple(
                (
                    measure.text,
                    account.department_name(measure.owner),
                    same(str(measure.due)),
                    same(str(measure.done_on)) if measure.done_on else _NONE,
                )
                for measure in measures
            ),
        ),
    )


def _orders(account: Account) -> tuple[Block, ...]:
    orders = [order for order in account.then.court_orders if order.fulfilled_on is None]
    if not orders:
        return (Paragraph(Text("没有待履行的法院判决。", "No court order is open.")),)
    rows = []
    for order in orders:
        if order.due is None:
            state = Text("未登记法院确定的期限", "the court's date is not recorded")
        elif order.due < account.as_of:
            state = Text("已逾期", "overdue")
        else:
            state = Text("履行中", "within its date")
        rows.append(
            (
                # the subject is entered in the office's own language only
                Text(f"{order.id} {order.subject}", order.id),
                account.department_name(order.department),
                same(str(order.ordered_on)) if order.ordered_on else _NONE,
                same(str(order.due)) if order.due else _NONE,
                state,
            )
        )
    return (
        Table(
            caption=Text("待履行的法院判决", "Court orders to be carried out"),
            columns=(
                Column(Text("判决事项", "Order")),
                Column(Text("责任单位", "Owner"), narrow=True),
                Column(Text("判决日期", "Ordered"), narrow=True),
                Column(Text("法院确定期限", "Court's date"), narrow=True),
                Column(Text("状态", "State")),
            ),
            rows=tuple(rows),
        ),
    )
