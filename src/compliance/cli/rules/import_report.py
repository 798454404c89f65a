"""What `rules import` tells: each line with its certainty, what is asked, what a second import did."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compliance.cli.commands import both, columns_of, write_table
from compliance.cli.language import Say
from compliance.law.text import Text

if TYPE_CHECKING:
    from compliance.documents.drafting.draft_file import Draft
    from compliance.law.drafting.breakdown_lines import Breakdown
    from compliance.work.drafting.duty_drafts import Circumstances, Remark


def tell(say: Say, draft: Draft, breakdown: Breakdown, draft_at: Path, again: bool) -> None:
    columns = say("、", ", ").join(
        f"{heading}→{say.text(column.in_words()) if column else '?'}" for heading, column in breakdown.columns
    )
    if columns:
        click.echo(say(f"表头：{columns}", f"Header: {columns}"))
    for note in breakdown.left_out:
        click.echo(say.text(note))
    write_table(
        (
            say("位置", "Place"),
            say("编号", "Id"),
            say("任务", "Task"),
            say("责任单位", "Who"),
            say("时限", "Deadline"),
            say("把握", "Certainty"),
        ),
        (_row(say, draft, line) for line in draft.lines),
    )
    for title, weight in (
        (say("待确认：", "Asked:"), 2),
        (say("按惯例理解，请核对：", "Understood, please check:"), 1),
    ):
        told = [
            *_remarks(say, say("文件", "paper"), [remark for remark in draft.head if remark.certainty.weight == weight])
        ]
        grouped: dict[str, list[str]] = {}
        for line in draft.lines:
            for remark in line.open:
                if remark.certainty.weight == weight:
                    grouped.setdefault(_words(say, remark), []).append(line.id)
        told += [f"  {_listed(say, ids)}  {words}" for words, ids in grouped.items()]
        if told:
            click.echo("\n" + title)
            click.echo("\n".join(told))
    if again:
        _tell_changes(say, draft)
    click.echo("\n" + say.text(_summary(draft)))
    click.echo(say(f"草稿：{draft_at}", f"Draft: {draft_at}"))
    click.echo(
        say(
            "下一步：打开草稿，处理 #? 各行，核对 #~ 各行，然后运行 compliance rules check",
            "Next: open the draft, settle the lines with #?, check those with #~, then run `compliance rules check`",
        )
    )


def _row(say: Say, draft: Draft, line: Any) -> tuple[str, ...]:
    values = next(item for item in draft.values["obligations"] if str(item.get("id")) == line.id)
    title = str(values.get("title", {}).get("zh", ""))
    settled = say("（手工已定）", " (settled by hand)") if line.settled else ""
    return (
        say.text(line.duty.place),
        line.id,
        _cut(title, 30),
        _cut(_selected(say, values.get("who")), 30),
        str(values.get("deadline") or "?"),
        say.text(line.certainty.in_words()) + settled,
    )


def _selected(say: Say, who: Any) -> str:
    if not who:
        return "?"
    if isinstance(who, list):
        return "、".join(str(name) if not isinstance(name, dict) else _selected(say, name) for name in who)
    if who == {"any": "department"}:
        return say("各部门、街道", "all")
    if who == {"kind": "department"}:
        return say("各部门", "all departments")
    if who == {"kind": "street"}:
        return say("各街道", "all streets")
    return "、".join(_selected(say, part) for part in who["any-of"]) if set(who) == {"any-of"} else str(who)


def _cut(words: str, most: int) -> str:
    if columns_of(words) <= most:
        return words
    while columns_of(words) > most - 1:
        words = words[:-1]
    return words + "…"


def _words(say: Say, remark: Remark) -> str:
    words = f"{remark.field}{say('：', ': ')}{say.text(remark.why)}"
    if remark.suggestions and remark.certainty.weight == 2:
        words += say("；可写 ", "; it might be ") + say(" 或 ", " or ").join(remark.suggestions)
    return words


def _remarks(say: Say, place: str, remarks: Sequence[Remark]) -> list[str]:
    return [f"  {place}  {_words(say, remark)}" for remark in remarks]


def _listed(say: Say, ids: Sequence[str], most: int = 8) -> str:
    rest = say(f"等{len(ids)}项", f" and {len(ids) - most} more") if len(ids) > most else ""
    return say("、", ", ").join(ids[:most]) + rest


def _tell_changes(say: Say, draft: Draft) -> None:
    click.echo("\n" + say("与上次导入相比：", "Compared with the last import:"))
    if not draft.changes:
        click.echo("  " + say("没有变化", "nothing changed"))
    for change in draft.changes:
        words = say.text(change.words)
        if change.kind == "updated":
            words = f"{change.field}{say('：', ': ')}{_shown(change.before)} → {_shown(change.after)}"
        elif change.kind == "conflict":
            words += say(
                f"（表 {_shown(change.after)}，草稿 {_shown(change.before)}）",
                f" (table {_shown(change.after)}, draft {_shown(change.before)})",
            )
        click.echo(f"  {say.text(change.kind.in_words())}  {change.id}  {words}")


def _shown(value: Any) -> str:
    from compliance.documents.drafting.yaml_text import rendered

    return "—" if value is None else _cut(value if isinstance(value, str) else rendered(value), 60)


def _summary(draft: Draft) -> Text:
    count: dict[str, int] = {}
    for line in draft.lines:
        count[line.certainty.value] = count.get(line.certainty.value, 0) + 1
    heads = sum(remark.certainty.weight == 2 for remark in draft.head)
    sure, understood, asked = (count.get(word, 0) for word in ("sure", "understood", "asked"))
    words = Text(
        f"共{len(draft.lines)}项任务：确定{sure}项，按惯例理解{understood}项，待确认{asked}项",
        f"{len(draft.lines)} tasks: {sure} sure, {understood} understood, {asked} asked",
    )
    if heads:
        words += Text(f"；文件信息待填{heads}项", f"; {heads} facts of the paper are missing")
    if neutral := _neutral(draft):
        words += Text(
            f"；{neutral}个英文标题是占位的，可自行译出", f"; {neutral} English titles only stand in for a translation"
        )
    return words


def _neutral(draft: Draft) -> int:
    """How many titles nobody has translated yet."""
    titles = [item.get("title") for item in draft.values.get("obligations") or () if isinstance(item, dict)]
    return sum(
        isinstance(title, dict) and str(title.get("en", "")).endswith("(text in Chinese only)") for title in titles
    )


def report_as_json(
    draft: Draft, breakdown: Breakdown, draft_at: Path, about: Circumstances, again: bool
) -> dict[str, object]:
    return {
        "file": str(draft_at),
        "pack": about.pack,
        "year": about.year,
        "updated": again,
        "columns": [{"heading": heading, "holds": column} for heading, column in breakdown.columns],
        "left_out": [both(note) for note in breakdown.left_out],
        "paper": [_remark_as_json(remark) for remark in draft.head],
        "lines": [
            {
                "place": both(line.duty.place),
                "number": line.duty.identity.number,
                "id": line.id,
                "certainty": line.certainty,
                "fields": [_remark_as_json(remark) for remark in line.open],
                "settled": list(line.settled),
            }
            for line in draft.lines
        ],
        "changes": [
            {
                "kind": change.kind,
                "id": change.id,
                "field": change.field or None,
                "before": change.before,
                "after": change.after,
                "words": both(change.words),
            }
            for change in draft.changes
        ],
    }


def _remark_as_json(remark: Remark) -> dict[str, object]:
    return {
        "field": remark.field,
        "certainty": remark.certainty,
        "why": both(remark.why),
        "written": remark.written,
        "suggestions": list(remark.suggestions),
    }
