"""The task breakdown table (任务分解表) that an office circulates at the beginning of the year: what, who, by when, why.

Real tables have these columns in this order; each duty stands once, as it is at the end of the year, under its area.
"""

from __future__ import annotations

from datetime import date

from compliance.law.deadlines import event_of
from compliance.law.faults import Refused
from compliance.law.obligations import Obligation, Step
from compliance.law.rule_book import RuleBook
from compliance.law.selectors import Selector, in_words
from compliance.law.text import Text, listed, same
from compliance.reporting.document import (
    Band,
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
from compliance.reporting.sources import citation, cited
from compliance.work.organisation import USUAL_WORK, Office

COLUMNS = (
    Column(Text("序号", "No."), numeric=True),
    Column(Text("工作任务", "Task"), wide=True),
    Column(Text("责任单位", "Lead")),
    Column(Text("配合单位", "Supporting")),
    Column(Text("完成时限", "Time limit")),
    Column(Text("依据", "Basis"), wide=True),
    Column(Text("佐证材料", "Evidence")),
    Column(Text("备注", "Remarks")),
)

FEW = 3
"""Where no more departments than these are left out, those are named instead of all others."""

NOBODY = Text("（无符合条件的单位）", "(no department fits)")
"""Stands where a selector names no department of the office: to be settled before the table goes out."""


def task_breakdown(book: RuleBook, year: int, day: date, office: Office | None = None) -> Document:
    """The table of the year, dated `day`, with the departments of `office` by name; without one as the rules say."""
    bands: list[Band] = []
    rows: list[tuple[Text, ...]] = []
    for area in book.areas.values():
        duties = [duty for duty in book.duties if duty.area == area.id]
        if duties:
            bands.append(Band(area.title, len(duties)))
        for duty in duties:
            rows.append(_row(len(rows) + 1, duty, book, office))
    whose = office.short_name if office is not None else Text("", "")
    work = office.work if office is not None else USUAL_WORK
    table = Table(
        Text(f"{year}年{work.zh}工作任务分解表", f"{work.en[:1].upper()}{work.en[1:]} work in {year}, task by task"),
        COLUMNS,
        tuple(rows),
        bands=tuple(bands),
    )
    name = office.by_id[office.coordinator].name if office is not None else Text("（未指明单位）", "(no office named)")
    return Document(
        name=f"task-breakdown-{year}",
        title=Text(
            f"{whose.zh}{year}年{work.zh}工作任务分解表",
            f"{whose.en}: task breakdown for {work.en} work in {year}"
            if office is not None
            else f"Task breakdown for {work.en} work in {year}",
        ),
        subtitle=Text(
            f"共{len(rows)}项任务、{len(bands)}个领域",
            f"{plural(len(rows), 'task')} in {plural(len(bands), 'area')}",
        ),
        meta=(
            (Text("编制单位", "Compiled by"), name),
            (Text("编制日期", "Date"), day_in_words(day)),
        ),
        opening=(),
        sections=(
            Section(Text("任务分解表", "Tasks"), (table, *_notices(book, office))),
            Section(Text("依据文件", "Sources"), (_sources(book),)),
        ),
        signature=Signature(name, day),
    )


def _row(number: int, duty: Obligation, book: RuleBook, office: Office | None) -> tuple[Text, ...]:
    return (
        same(str(number)),
        duty.title,
        _departments(duty.who, office),
        _departments(duty.supporting, office) if duty.supporting is not None else same(""),
        _time_limit(duty),
        cited(duty.basis),
        listed([kind.in_words() for kind in duty.evidence]),
        _remarks(duty, book),
    )


def _departments(selector: Selector, office: Office | None) -> Text:
    """The departments by name, so that everybody finds his own; nearly all of them by the few that are left out."""
    if office is None:
        return in_words(selector)
    try:
        chosen = office.selected(selector)
    except Refused:  # a name that the office does not have
        return in_words(selector) + NOBODY
    missing = [department for department in office.departments if department not in chosen]
    if len(chosen) > FEW and len(missing) <= FEW:
        but = listed([department.short_name for department in missing])
        number, streets = len(chosen), office.has_streets
        if not missing:
            return Text(
                f"各部门{'、街道' * streets}（{number}个）", f"every department{' and street' * streets} ({number})"
            )
        return Text(
            f"除{but.zh}外的各部门{'、街道' * streets}（{number}个）",
            f"all departments{' and streets' * streets} but {but.en} ({number})",
        )
    return listed([department.short_name for department in chosen]) if chosen else NOBODY


def _time_limit(duty: Obligation) -> Text:
    """The deadline as written in words; what is counted from an event says so."""
    words = duty.deadline.in_words()
    if event_of(duty.deadline) is None:
        return words
    return (
        Text(f"事项发生之日起{words.zh}", f"{words.en} of the event")
        if words.zh != "当日"
        else Text("事项发生当日", "the same day")
    )


def _remarks(duty: Obligation, book: RuleBook) -> Text:
    parts: list[Text] = []
    event = event_of(duty.deadline)
    if event is not None:
        declared = book.events.get(event)
        parts.append(
            Text(f"起算事项：{event}", f"counted from: {event}")
            if declared is None
            else Text(f"起算事项：{declared.title.zh}", f"counted from when {declared.title.en}")
        )
    if Step.CONFIDENTIALITY_REVIEW in duty.before_publishing:
        parts.append(Text("公开前须经保密审查", "confidentiality review before publishing"))
    if not duty.set_by_law:
        parts.append(Text("时限为本机关自定", "the time is the office's own"))
    ends = book.ends(duty)
    if ends < book.last:
        parts.append(Text(f"{ends}止", f"until {ends}"))
    if duty.illustrative:
        parts.append(Text("示例", "example"))
    if not duty.verified:
        parts.append(Text("依据未核实", "basis not verified"))
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _notices(book: RuleBook, office: Office | None) -> tuple[Block, ...]:
    """What the reader has to know before the table is sent out."""
    unverified = [duty for duty in book.duties if not duty.verified]
    examples = [duty for duty in book.duties if duty.illustrative]
    homeless = [duty for duty in book.duties if office is not None and NOBODY.zh in _departments(duty.who, office).zh]
    blocks: list[Block] = []
    if homeless:
        words = listed([duty.title for duty in homeless])
        blocks.append(
            Notice(Tone.LOUD, Text(f"下列任务没有责任单位：{words.zh}。", f"Nobody owes these tasks: {words.en}."))
        )
    if unverified:
        words = Text(
            f"备注为“依据未核实”的{len(unverified)}项，规则所载依据尚未与原文核对，印发前应当核对。",
            f"{plural(len(unverified), 'task')} marked “basis not verified”: the text was not read at its source; "
            "read it before this table goes out.",
        )
        blocks.append(Notice(Tone.DOUBT, words))
    if examples:
        words = Text(
            f"备注为“示例”的{len(examples)}项来自示例规则，不是任何机关的规定。",
            f"{plural(len(examples), 'task')} marked “example” come from example rules, which no authority made.",
        )
        blocks.append(Notice(Tone.INFO, words))
    if not book.duties:
        blocks.append(Paragraph(Text("本年度没有适用的规则。", "No rule is in force this year.")))
    return tuple(blocks)


def _sources(book: RuleBook) -> Table:
    """The papers that the tasks come from."""
    used = {duty.key.partition("#")[0] for duty in book.duties}
    return Table(
        Text("任务所依据的文件", "The papers that the tasks come from"),
        (
            Column(Text("文件", "Paper"), wide=True),
            Column(Text("发文机关", "Issued by")),
            Column(Text("公布日期", "Published"), narrow=True),
            Column(Text("有效期", "In force")),
            Column(Text("任务数", "Tasks"), numeric=True),
        ),
        tuple(
            (
                citation(pack),
                same(pack.issuer),
                same(str(pack.published)),
                Text(f"{pack.in_force.first}起", f"from {pack.in_force.first}")
                if pack.in_force.last is None
                else Text(
                    f"{pack.in_force.first}至{pack.in_force.last}", f"{pack.in_force.first} to {pack.in_force.last}"
                ),
                same(str(sum(duty.key.startswith(f"{pack.key}#") for duty in book.duties))),
            )
            for pack in book.packs
            if pack.key in used
        ),
    )
