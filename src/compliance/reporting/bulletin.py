"""The bulletin (通报): departments and streets ranked together by one stated formula, every point traceable."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from compliance.law.text import Text, listed, same
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
from compliance.reporting.sources import cited
from compliance.reporting.tallies import Standing, Tally, standing, tally
from compliance.work.organisation import Department
from compliance.work.tasks import Task

LATE_COUNTS = Decimal("0.5")
"""A task done late counts half."""

THIN_COSTS = Decimal("0.2")
"""A task published without the evidence asked for loses a fifth."""

RETURN_COSTS = Decimal("0.1")
"""Each time a task is sent back costs a tenth of a task."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A department's place, points and the counts they come from. Equal points share a place."""

    department: Department
    place: int
    tied: bool
    points: Decimal
    counts: Tally


def points(counts: Tally) -> Decimal:
    """100 × (in time + 0.5 × late − 0.2 × thin − 0.1 × returned) ÷ due, never below 0, one decimal.

    `counts` must hold at least one task that was due; tasks not yet due and exempted ones do not count.
    """
    earned = counts.in_time + LATE_COUNTS * counts.late - THIN_COSTS * counts.thin - RETURN_COSTS * counts.returned
    exact = max(Decimal(0), 100 * earned / counts.judged)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def ranking(account: Account) -> tuple[tuple[Ranked, ...], tuple[Department, ...]]:
    """Departments with due tasks, best first, equal points on one place in the office's order; and those without."""
    by_department: dict[str, list[Task]] = {item.id: [] for item in account.year.office.departments}
    for task in account.then.tasks:
        by_department[task.department].append(task)
    judged: list[tuple[Decimal, Department, Tally]] = []
    without: list[Department] = []
    for department in account.year.office.departments:
        counts = tally(by_department[department.id], account.then, account.as_of)
        if counts.judged:
            judged.append((points(counts), department, counts))
        else:
            without.append(department)
    judged.sort(key=lambda item: -item[0])
    ranked = []
    for score, department, counts in judged:
        place = 1 + sum(other > score for other, _, _ in judged)
        tied = sum(other == score for other, _, _ in judged) > 1
        ranked.append(Ranked(department, place, tied, score, counts))
    return tuple(ranked), tuple(without)


def bulletin(account: Account) -> Document:
    """The ranking with its formula, what is overdue by department, and who had nothing due."""
    ranked, without = ranking(account)
    office, year = account.year.office, account.year.year
    coordinator = office.by_id[office.coordinator]
    return Document(
        name=f"bulletin-{year}",
        title=Text(
            f"关于{office.short_name.zh}{year}年{office.work.zh}工作情况的通报",
            f"{office.short_name.en}: bulletin on {office.work.en} work in {year}",
        ),
        subtitle=Text(f"（截至{day_in_words(account.as_of).zh}）", f"As of {day_in_words(account.as_of).en}"),
        meta=((Text("编制单位", "Compiled by"), coordinator.name),),
        opening=(),
        sections=(
            Section(Text("总体情况", "Overview"), _overview(account, ranked)),
            Section(Text("排名", "Ranking"), _ranking(ranked, without)),
            Section(Text("逾期未办结事项", "Overdue tasks"), _overdue(account)),
            Section(Text("计分办法", "How points are counted"), _formula(office.has_streets)),
        ),
        signature=Signature(coordinator.name, account.as_of),
    )


def _overview(account: Account, ranked: tuple[Ranked, ...]) -> tuple[Block, ...]:
    counts = tally(account.then.tasks, account.then, account.as_of)
    if not ranked:
        return (Paragraph(Text("截至通报之日没有到期任务。", "Nothing was due by the day of this bulletin.")),)
    full = [item.department.short_name for item in ranked if item.points == 100]
    behind = [item.department.short_name for item in ranked if item.counts.overdue]
    blocks: list[Block] = [
        Paragraph(
            Text(
                f"截至{day_in_words(account.as_of).zh}，{len(ranked)}个单位有到期任务{counts.judged}项，按时办结"
                f"{counts.in_time}项，逾期办结{counts.late}项，逾期未办结{counts.overdue}项，按时率"
                f"{counts.timeliness().zh}。",
                f"By {day_in_words(account.as_of).en} {plural(counts.judged, 'task')} fell due in {plural(len(ranked), 'department')}: "
                f"{counts.in_time} done in time, {counts.late} late, {counts.overdue} overdue; "
                f"timeliness {counts.timeliness().en}.",
            )
        )
    ]
    if full:
        names = listed(full)
        blocks.append(
            Paragraph(
                Text(
                    f"得满分的{len(full)}个单位：{names.zh}。",
                    f"{plural(len(full), 'department')} with full points: {names.en}.",
                )
            )
        )
    if behind:
        names = listed(behind)
        words = Text(
            f"下列{len(behind)}个单位有逾期未办结事项，予以通报，应当立即办理：{names.zh}。",
            f"{plural(len(behind), 'department')} with overdue tasks, to be dealt with at once: {names.en}.",
        )
        blocks.append(Notice(Tone.LOUD, words))
    return tuple(blocks)


def _ranking(ranked: tuple[Ranked, ...], without: tuple[Department, ...]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if ranked:
        titles = (
            Text("到期", "Due"),
            Text("按时办结", "In time"),
            Text("逾期办结", "Late"),
            Text("逾期未办", "Overdue"),
            Text("佐证不全", "Thin"),
            Text("退回次数", "Returned"),
            Text("按时率", "Timeliness"),
            Text("得分", "Points"),
        )
        blocks.append(
            Table(
                caption=Text("各单位得分和名次", "Points and places"),
                columns=(
                    Column(Text("名次", "Place"), narrow=True),
                    Column(Text("单位", "Department"), narrow=True),
                    *(Column(title, numeric=True) for title in titles),
                ),
                rows=tuple(_row(item) for item in ranked),
            )
        )
    if without:
        names = listed([department.short_name for department in without])
        words = Text(f"没有到期任务、不参加排名：{names.zh}。", f"Nothing was due, not ranked: {names.en}.")
        blocks.append(Paragraph(words))
    return tuple(blocks)


def _row(item: Ranked) -> tuple[Text, ...]:
    counts = item.counts
    place = Text(f"{item.place}（并列）", f"{item.place} =") if item.tied else same(str(item.place))
    numbers = (counts.judged, counts.in_time, counts.late, counts.overdue, counts.thin, counts.returned)
    return (
        place,
        item.department.short_name,
        *(same(str(number)) for number in numbers),
        counts.timeliness(),
        same(str(item.points)),
    )


def _overdue(account: Account) -> tuple[Block, ...]:
    year, as_of = account.then, account.as_of
    overdue = [task for task in year.tasks if standing(task, year, as_of) is Standing.OVERDUE]
    if not overdue:
        return (Paragraph(Text("没有逾期未办结事项。", "Nothing is overdue.")),)
    rows = sorted(((year.due(task).day, task) for task in overdue), key=lambda item: (item[0], item[1].id))
    return (
        Table(
            caption=Text("逾期未办结事项", "Overdue tasks"),
            columns=(
                Column(Text("单位", "Department"), narrow=True),
                Column(Text("事项", "Task")),
                Column(Text("应办结日期", "Due"), narrow=True),
                Column(Text("逾期工作日", "Working days late"), numeric=True),
                Column(Text("依据", "Basis")),
            ),
            rows=tuple(
                (
                    account.department_name(task.department),
                    task.title,
                    same(str(due)),
                    same(str(year.calendar.working_days_between(due, as_of))),
                    cited(task.obligation.basis),
                )
                for due, task in rows
            ),
        ),
    )


def _formula(streets: bool) -> tuple[Block, ...]:
    ranked = Text("各部门一并排名", "Departments are ranked together")
    if streets:
        ranked = Text("部门和街道合并排名", "Departments and streets are ranked together")
    return (
        Paragraph(
            Text(
                f"得分 = 100 ×（按时办结 + {LATE_COUNTS} × 逾期办结 − {THIN_COSTS} × 佐证不全 − {RETURN_COSTS} × 退回次数）"
                "÷ 到期任务数，最低0分，保留一位小数。",
                f"Points = 100 × (in time + {LATE_COUNTS} × late − {THIN_COSTS} × thin − {RETURN_COSTS} × returned) "
                "÷ due, never below 0, to one decimal.",
            )
        ),
        Paragraph(
            Text(
                "到期任务包括按时办结、逾期办结和逾期未办结三类，逾期未办结不得分；未到期和依法免除的任务不计入。"
                f"佐证不全指已公开而缺少规定佐证的任务数。{ranked.zh}，得分相同的名次并列。",
                "Due are the tasks done in time, late and overdue; an overdue one earns nothing. Tasks not yet due or "
                f"exempted do not count. Thin means published without all the evidence asked for. {ranked.en}; "
                "equal points share a place.",
            )
        ),
    )
