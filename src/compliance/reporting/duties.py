"""What was owed in an area and how it was carried out: a sentence in its chapter, a row in the annex."""

from __future__ import annotations

from collections.abc import Iterable

from compliance.law.basis import Basis
from compliance.law.obligations import LifeCycle, Obligation
from compliance.law.text import Text, listed, same
from compliance.reporting.account import Account
from compliance.reporting.document import Column, Paragraph, Section, Table
from compliance.reporting.plurals import plural
from compliance.reporting.sources import cited
from compliance.reporting.tallies import Tally, tally
from compliance.work.tasks import Task

NAMED_DEPARTMENTS = 7
"""Up to so many departments are named; more are counted, the first ones named."""


MOST_CITED = 3
"""Up to so many sources are cited in a sentence; the annex cites all."""


def duty_paragraphs(account: Account, area: str) -> tuple[Paragraph, ...]:
    """What was owed in the area, on which basis, by whom, and how far it was done: one sentence."""
    duties = _duties_of(account, area)
    tasks = [task for task in account.then.tasks if task.obligation.area == area]
    if tasks:
        called_for = {task.obligation.key for task in tasks}
        return (Paragraph(_summary(account, [duty for duty in duties if duty.key in called_for], tasks)),)
    if not duties:
        return ()
    words = Text(
        f"规则载明公开义务{len(duties)}项，本年度没有登记应办情形。",
        f"The rules hold {plural(len(duties), 'duty')} here; nothing was recorded this year that calls for them.",
    )
    return (Paragraph(words),)


def duties_annex(account: Account) -> Section | None:
    """Every duty that brought tasks, area by area, with its basis, its departments and how its tasks stand."""
    by_duty: dict[str, list[Task]] = {}
    for task in account.then.tasks:
        by_duty.setdefault(task.obligation.key, []).append(task)
    rows: list[tuple[Text, ...]] = []
    for area in account.then.rule_book.areas.values():
        for duty in _duties_of(account, area.id):
            if duty.key in by_duty:
                rows.append(_row(account, duty, by_duty[duty.key]))
    if not rows:
        return None
    return Section(Text("公开义务履行情况表", "Duties and how they were carried out"), (_table(rows),))


def _duties_of(account: Account, area: str) -> list[Obligation]:
    return [
        duty for duty in account.then.rule_book.obligations if duty.area == area and duty.life_cycle is LifeCycle.TASK
    ]


def tally_in_words(counts: Tally) -> Text:
    """The counts as a clause; what is nought is left out, except the tasks done in time."""
    parts = [Text(f"按时办结{counts.in_time}项", f"{counts.in_time} done in time")]
    if counts.late:
        parts.append(Text(f"逾期办结{counts.late}项", f"{counts.late} done late"))
    if counts.overdue:
        parts.append(Text(f"逾期未办结{counts.overdue}项", f"{counts.overdue} overdue"))
    if counts.pending:
        parts.append(Text(f"尚未到期{counts.pending}项", f"{counts.pending} not yet due"))
    if counts.exempted:
        parts.append(Text(f"依法免除{counts.exempted}项", f"{counts.exempted} exempted by law"))
    return Text("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def departments_in_words(account: Account, identifiers: Iterable[str]) -> Text:
    """The departments by name; where they are many, the first ones and the number; all of them as such."""
    office = account.year.office
    wanted = set(identifiers)
    chosen = [department for department in office.departments if department.id in wanted]
    if len(chosen) > 2 and len(chosen) == len(office.departments):
        return Text(f"全部{len(chosen)}个责任单位", f"all {len(chosen)} departments")
    if len(chosen) <= NAMED_DEPARTMENTS:
        return listed([department.short_name for department in chosen])
    first = listed([department.short_name for department in chosen[:3]])
    return Text(f"{first.zh}等{len(chosen)}个单位", f"{len(chosen)} departments: {first.en} and others")


def _summary(account: Account, duties: list[Obligation], tasks: list[Task]) -> Text:
    counts = tally(tasks, account.then, account.as_of)
    holders = departments_in_words(account, [task.department for task in tasks])
    result, rate, bases = tally_in_words(counts), counts.timeliness(), _bases_in_words(duties)
    judged = Text(f"，按时率{rate.zh}", f"; {rate.en} of what was due was in time") if counts.judged else same("")
    return Text(
        f"依据{bases.zh}，{holders.zh}承担公开义务{len(duties)}项、任务{counts.total}项，{result.zh}{judged.zh}。",
        f"Under {bases.en}: {plural(len(duties), 'duty')}, {plural(counts.total, 'task')}, owed by {holders.en}: "
        f"{result.en}{judged.en}.",
    )


def _bases_in_words(duties: list[Obligation]) -> Text:
    """The sources with their articles, each source once, national ones first as the rule book has them."""
    articles: dict[Text, list[Text]] = {}
    for duty in duties:
        known = articles.setdefault(duty.basis.source, [])
        if duty.basis.article not in known:
            known.append(duty.basis.article)
    bases = [cited(Basis(source, listed(places))) for source, places in articles.items()]
    words = Text("、".join(basis.zh for basis in bases[:MOST_CITED]), "; ".join(b.en for b in bases[:MOST_CITED]))
    if len(bases) > MOST_CITED:
        return words + Text(f"等{len(bases)}件规定", f" and {len(bases) - MOST_CITED} more")
    return words


def _table(rows: list[tuple[Text, ...]]) -> Table:
    return Table(
        caption=Text("公开义务、依据、承办单位和任务数", "Duties, bases, departments and numbers of tasks"),
        columns=(
            Column(Text("领域", "Area")),
            Column(Text("公开事项", "Duty")),
            Column(Text("依据", "Basis")),
            Column(Text("承办单位", "Departments")),
            Column(Text("任务", "Tasks"), numeric=True),
            Column(Text("按时", "In time"), numeric=True),
            Column(Text("逾期办结", "Late"), numeric=True),
            Column(Text("逾期未办", "Overdue"), numeric=True),
            Column(Text("未到期", "Not due"), numeric=True),
            Column(Text("免除", "Exempt"), numeric=True),
        ),
        rows=tuple(rows),
    )


def _row(account: Account, duty: Obligation, tasks: list[Task]) -> tuple[Text, ...]:
    counts = tally(tasks, account.then, account.as_of)
    unverified = Text("※", "※") if not duty.verified or duty.illustrative else same("")
    return (
        account.area_title(duty.area),
        duty.title + unverified,
        cited(duty.basis),
        departments_in_words(account, [task.department for task in tasks]),
        *(
            same(str(number))
            for number in (
                counts.total,
                counts.in_time,
                counts.late,
                counts.overdue,
                counts.pending,
                counts.exempted,
            )
        ),
    )


def waiting_duties(account: Account) -> Section | None:
    """The duties that no task came of: their event was not recorded, or no period of theirs ended in the year."""
    called_for = {task.obligation.key for task in account.then.tasks}
    waiting = [
        duty
        for area in account.then.rule_book.areas
        for duty in account.then.rule_book.obligations
        if duty.area == area and duty.key not in called_for and duty.life_cycle is LifeCycle.TASK
    ]
    if not waiting:
        return None
    words = Text(
        f"下列{len(waiting)}项义务自特定情形发生时起算，或者本年度没有应办的时段。编制人员应当确认相关情形确未发生，"
        "而不是没有登记。",
        f"{plural(len(waiting), 'duty')}: the clock starts with an event, or no period ended this year. "
        "Whoever compiles the report makes sure that the event did not happen, rather than was not recorded.",
    )
    table = Table(
        caption=Text("没有应办任务的义务", "Duties without tasks"),
        columns=(
            Column(Text("领域", "Area")),
            Column(Text("公开事项", "Duty")),
            Column(Text("时限", "Time")),
            Column(Text("依据", "Basis")),
        ),
        rows=tuple(
            (account.area_title(duty.area), duty.title, duty.deadline.in_words(), cited(duty.basis)) for duty in waiting
        ),
    )
    return Section(
        Text("本年度没有登记应办情形的义务", "Duties that nothing recorded called for"), (Paragraph(words), table)
    )
