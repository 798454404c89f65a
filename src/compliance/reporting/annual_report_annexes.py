"""The annexes of the annual report: findings to settle before publication, all figures, where the data come from."""

from __future__ import annotations

from compliance.law.obligations import Severity
from compliance.law.text import Text, listed, same
from compliance.oversight.findings import Finding, FindingKind
from compliance.reporting.account import Account
from compliance.reporting.document import Block, BulletList, Column, Notice, Paragraph, Section, Table, Tone
from compliance.reporting.duties import duties_annex, waiting_duties
from compliance.reporting.figure_sentences import value_in_words
from compliance.reporting.plurals import plural
from compliance.reporting.sources import citation, cited, uncertain_rules


def annexes(account: Account) -> tuple[Section, ...]:
    """Findings for the coordinator, the figures, the duties, the duties not called for, the notes."""
    parts = (_findings(account), _figures(account), duties_annex(account), waiting_duties(account), _notes(account))
    return tuple(part for part in parts if part is not None)


def _findings(account: Account) -> Section:
    title = Text(
        "检查发现（发布前须处理，供协调员使用）", "Findings to settle before publication (for the coordinator)"
    )
    if not account.findings:
        nothing = Text("检查没有发现问题。", "The check found nothing.")
        return Section(title, (Paragraph(nothing),))
    day = account.as_of
    summary = Text(
        f"{day}检查共有发现{len(account.findings)}项。发布前应当逐项处理或者说明；本附件不对外公开。",
        f"The check of {day} found {plural(len(account.findings), 'matter')}. Each has to be settled or explained before "
        "publication; this annex is not published.",
    )
    sections = []
    for severity in Severity:
        found = [finding for finding in account.findings if finding.severity is severity]
        if found:
            words = severity.in_words()
            heading = Text(f"{words.zh}（{len(found)}项）", f"{words.en.capitalize()} ({len(found)})")
            sections.append(Section(heading, (_finding_table(account, found, heading),)))
    return Section(title, (Notice(Tone.INFO, summary),), tuple(sections))


def _finding_table(account: Account, findings: list[Finding], caption: Text) -> Table:
    return Table(
        caption=caption,
        columns=(
            Column(Text("序号", "No."), numeric=True),
            Column(Text("类别", "Kind"), narrow=True),
            Column(Text("单位", "Department"), narrow=True),
            Column(Text("发现", "Finding"), wide=True),
            Column(Text("依据", "Basis")),
        ),
        rows=tuple(
            (
                same(str(number)),
                finding.kind.in_words(),
                account.department_name(finding.department),
                finding.words,
                basis_in_words(finding),
            )
            for number, finding in enumerate(findings, 1)
        ),
    )


def basis_in_words(finding: Finding) -> Text:
    """The finding's basis; a dash where no article stands behind it, a mark where the rule is unverified."""
    words = cited(finding.basis)
    return words if finding.verified else words + same("※")


def _figures(account: Account) -> Section:
    year = account.then
    table = year.figure_table
    doubtful = {
        name
        for finding in account.findings
        if finding.kind is FindingKind.IDENTITY_BROKEN
        for identity in year.rule_book.identities
        if identity.key == finding.subject
        for name in identity.holds.figures_of_the_year()
    }
    rows = []
    for area in year.rule_book.areas.values():
        for figure in year.rule_book.figures.values():
            if figure.area != area.id:
                continue
            amount = table.total(figure.id)
            missing = (
                Text("未填报", "not entered") if figure.required else Text("未填报（可不填）", "not entered (optional)")
            )
            dates = sorted(
                {
                    entry.as_of
                    for entry in table.entries.values()
                    if entry.figure == figure.id and entry.as_of and entry.as_of != entry.period.last
                }
            )
            remarks = [Text(f"截至{dates[-1]}", f"as of {dates[-1]}")] if dates else []
            if figure.id in doubtful:
                remarks.append(Text("存疑，见附件1", "in doubt, see annex 1"))
            rows.append(
                (
                    area.title,
                    figure.title,
                    value_in_words(figure, amount) if amount is not None else missing,
                    listed(remarks),
                )
            )
    return Section(
        Text("统计指标一览表", "All figures"),
        (
            Table(
                caption=Text(f"{year.year}年{year.office.work.zh}统计指标", f"Figures of {year.year}"),
                columns=(
                    Column(Text("类别", "Area")),
                    Column(Text("指标", "Figure")),
                    Column(Text("数值", "Value"), numeric=True),
                    Column(Text("备注", "Remark")),
                ),
                rows=tuple(rows),
            ),
        ),
    )


def _notes(account: Account) -> Section:
    blocks: list[Block] = []
    if account.illustrative is not None:
        words = account.illustrative
        blocks.append(Notice(Tone.INFO, Text(f"示例数据：{words.zh}", f"Example data: {words.en}")))
    guessed = [department.short_name for department in account.year.office.departments if department.illustrative]
    if guessed:
        names = listed(guessed)
        blocks.append(
            Paragraph(
                Text(
                    f"下列{len(guessed)}个责任单位的名称没有来源，为示例：{names.zh}。",
                    f"Departments whose names have no source and are examples ({len(guessed)}): {names.en}.",
                )
            )
        )
    rules = uncertain_rules(account.then)
    if rules:
        blocks.append(
            Paragraph(
                Text(
                    "本年度使用了下列未经核实或者属于示例的规则（文中以※标出）；发布前应当对照原文核实：",
                    "These rules were used this year and are unverified or examples (marked ※); they have to be "
                    "compared with their sources before publication:",
                )
            )
        )
    items = []
    for uncertain in rules:
        kind = Text("示例规则包", "an example") if uncertain.pack.illustrative else Text("未经核实", "unverified")
        parts = []
        for titles, zh, en in (
            (uncertain.duties, "义务", "duty"),
            (uncertain.figures, "指标", "figure"),
            (uncertain.identities, "勾稽关系", "identity"),
        ):
            if titles:
                names = listed(titles)
                parts.append(Text(f"{zh}{len(titles)}项（{names.zh}）", f"{plural(len(titles), en)} ({names.en})"))
        title = citation(uncertain.pack)
        items.append(
            Text(
                f"{title.zh}，{kind.zh}：{'；'.join(part.zh for part in parts)}",
                f"{title.en}, {kind.en}: {'; '.join(part.en for part in parts)}",
            )
        )
    if items:
        blocks.append(BulletList(tuple(items)))
    if not blocks:
        blocks.append(
            Paragraph(Text("所用规则均经核实，没有示例数据。", "All rules in use are verified; no data are examples."))
        )
    return Section(
        Text("编制说明：示例数据和未经核实的规则", "Notes: example data and unverified rules"), tuple(blocks)
    )
