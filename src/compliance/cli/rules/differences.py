"""`compliance rules diff`: what changes from one year, folder or pack to another, and for which department."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

import click

from compliance.cli.commands import Argument, BilingualCommand, Session, as_json_option, both, write_json
from compliance.cli.language import Say
from compliance.cli.rules.context import (
    department_option,
    holders_of,
    office_at,
    office_needed,
    region_of,
    rules_of,
    versioned_folders,
)
from compliance.law.comparison.differences import Difference, Kind, Subject
from compliance.law.text import Text, listed
from compliance.office.rule_files import rule_texts
from compliance.office.rule_versions import compare
from compliance.office.shipped import shipped_rules
from compliance.work.organisation import Department, Office

TOLD_APART = 3
"""What concerns up to so many departments is told under each of them; what concerns more, once for all of them."""

LABELLED = (Kind.NEW, Kind.GONE, Kind.STRICTER, Kind.LOOSER)
"""The kinds that the statements do not say themselves."""


def command(say: Say) -> click.Command:
    """The command, with its help in the language of `say`."""

    @click.command(
        "diff",
        cls=BilingualCommand,
        say=say,
        short_help=say(
            "比较两年、两个目录、规则包或 git 版本", "what changes between two years, folders, packs or git revisions"
        ),
        help=say(
            "比较两个年份（2017 2018）、两个规则目录、两个规则包文件或两个 git 版本（HEAD~3 .、v1.0:rules/cn/proposals.yaml），"
            "说明哪些义务新增、取消、收紧、放宽、换了单位。有单位（--office）时按责任单位列出。",
            "Compare two years (2017 2018), two folders of rules, two pack files or two revisions in git (HEAD~3 . or "
            "v1.0:rules/cn/proposals.yaml): which duties are new, gone, stricter, looser, or moved to another department. "
            "With an office (--office) department by department.",
        ),
    )
    @click.argument(
        "before",
        cls=Argument,
        metavar="A",
        help=say(
            "从前的：年份、规则目录、规则包文件、git 版本，或“版本:路径”",
            "What was: a year, a folder of rules, a pack file, a git revision, or REVISION:PATH",
        ),
    )
    @click.argument(
        "after",
        cls=Argument,
        metavar="B",
        help=say("后来的，写法相同", "What came after it, named in the same way"),
    )
    @click.option("--region", help=say("地区，默认单位所在地区", "Region; the office's by default"))
    @click.option(
        "--year", type=int, help=say("比较目录或 git 版本时只看这一年", "With folders and revisions: only this year")
    )
    @click.option(
        "--rules",
        "rules_folder",
        type=click.Path(path_type=Path),
        help=say(
            "git 版本指的是哪个规则目录，默认本单位的 rules/ 和随产品附带的规则",
            "The folder of rules that a revision is of; the office's own rules/ and the shipped ones by default",
        ),
    )
    @department_option(say)
    @as_json_option(say)
    @click.pass_obj
    def diff_(
        session: Session,
        before: str,
        after: str,
        region: str | None,
        year: int | None,
        rules_folder: Path | None,
        department: str | None,
        as_json: bool,
    ) -> None:
        office = office_at(session)
        chosen = office_needed(session).department(department) if department else None
        where = region_of(office, region)
        holders = None if office is None else holders_of(office)
        folders = versioned_folders(session) if rules_folder is None else [rules_folder]
        rules = rules_of(session)
        own_set = rules_folder is not None
        under = rule_texts([shipped_rules()])
        compared = compare(before, after, where, rules, holders, year, folders, own_set, under)
        found = {
            difference: years
            for difference, years in compared.differences.items()
            if chosen is None or chosen.id in difference.departments
        }
        if as_json:
            write_json(
                {
                    "before": before,
                    "after": after,
                    "region": where,
                    "differences": [_as_json(difference, years) for difference, years in found.items()],
                }
            )
            return
        for line in told(before, after, found, office, chosen, say):
            click.echo(line)

    return diff_


def _as_json(difference: Difference, years: tuple[int, ...]) -> dict[str, object]:
    return {
        "kind": difference.kind.value,
        "subject": difference.subject.value,
        "before": difference.before,
        "after": difference.after,
        "area": difference.area,
        "title": both(difference.title),
        "words": both(difference.words),
        "departments": list(difference.departments),
        "gains": list(difference.gains),
        "loses": list(difference.loses),
        "years": list(years),
    }


def told(
    before: str,
    after: str,
    found: Mapping[Difference, tuple[int, ...]],
    office: Office | None,
    chosen: Department | None,
    say: Say,
) -> Iterable[str]:
    """The page as lines: the counts, then what changes for everybody, for groups of departments, for each one."""
    whose = chosen.name if chosen is not None else office.name if office is not None else Text("", "")
    yield say(
        f"{whose.zh}规则变化：{before} → {after}", f"Rules {before} → {after}" + (f": {whose.en}" * bool(whose.en))
    )
    if not found:
        yield say("没有变化", "nothing changes")
        return
    yield _counts(list(found), say)
    groups = _by_departments(list(found), office, say) if office and not chosen else [("", list(found))]
    for heading, differences in groups:
        yield ""
        if heading:
            yield heading
        yield from _lines(differences, say)


def _counts(found: list[Difference], say: Say) -> str:
    """How many duties are new, gone and so on; a duty that is stricter in two ways counts once."""
    parts = []
    for subject in Subject:
        numbers = [
            (kind, len({(item.before, item.after) for item in found if (item.subject, item.kind) == (subject, kind)}))
            for kind in Kind
        ]
        given = [f"{say.text(kind.in_words())} {number}" for kind, number in numbers if number]
        if given:
            parts.append(say.text(subject.in_words()) + say("：", ": ") + say("，", ", ").join(given))
    return say("；", "; ").join(parts)


def _by_departments(found: list[Difference], office: Office, say: Say) -> list[tuple[str, list[Difference]]]:
    """The differences with the heading they stand under."""
    order = [department.id for department in office.departments]
    everybody: list[Difference] = []
    sets: dict[tuple[str, ...], list[Difference]] = {}
    single: dict[str, list[Difference]] = {name: [] for name in order}
    nobody: list[Difference] = []
    for difference in found:
        concerned = tuple(name for name in order if name in difference.departments)
        if not concerned:
            nobody.append(difference)
        elif len(concerned) == len(order):
            everybody.append(difference)
        elif len(concerned) > TOLD_APART:
            sets.setdefault(concerned, []).append(difference)
        else:
            for name in concerned:
                single[name].append(difference)
    groups = [(say(f"【全部{len(order)}个责任单位】", f"[all {len(order)} departments]"), everybody)]
    for names, differences in sorted(sets.items(), key=lambda item: -len(item[0])):
        groups.append((_set_in_words(names, order, office, say), differences))
    for name, differences in single.items():
        groups.append((say(f"【{office.by_id[name].name.zh}】", f"[{office.by_id[name].name.en}]"), differences))
    groups.append((say("【不涉及具体责任单位】", "[no department]"), nobody))
    return [group for group in groups if group[1]]


def _set_in_words(names: tuple[str, ...], order: list[str], office: Office, say: Say) -> str:
    """A group of departments by their names; where few are missing, by the names of these."""
    missing = [name for name in order if name not in names]
    told = missing if len(missing) <= TOLD_APART else names
    words = say.text(listed([office.by_id[name].short_name for name in told]))
    if told is missing:
        return say(f"【除{words}外的{len(names)}个单位】", f"[{len(names)} departments, all but {words}]")
    return say(f"【{len(names)}个单位：{words}】", f"[{len(names)} departments: {words}]")


def _lines(found: list[Difference], say: Say) -> Iterable[str]:
    """A line for each duty with all that changes in it; figures and the like, which are many, only by their names."""
    duties = [item for item in found if item.subject is Subject.OBLIGATION]
    kinds = list(Kind)
    by_duty = {
        key: sorted(items, key=lambda item: kinds.index(item.kind))
        for key, items in groupby(duties, key=lambda item: (item.before, item.after))
    }
    for items in sorted(by_duty.values(), key=lambda items: kinds.index(items[0].kind)):
        statements = []
        for kind, same_kind in groupby(items, key=lambda item: item.kind):
            label = say.text(kind.in_words()) + say("：", ": ") if kind in LABELLED else ""
            statements.append(label + say("；", "; ").join(say.text(item.words) for item in same_kind))
        yield f"  · {say.text(items[0].title)}{say('——', ' — ')}{say('。', '. ').join(statements)}"
    for subject in (Subject.FIGURE, Subject.IDENTITY, Subject.GROUND):
        for kind in Kind:
            items = [item for item in found if (item.subject, item.kind) == (subject, kind)]
            if not items:
                continue
            label = say.text(kind.in_words()) + say("", " ") + say.text(subject.in_words())
            if kind is Kind.CHANGED:
                names = [
                    f"{say.text(item.title)}{say('（', ' (')}{say.text(item.words)}{say('）', ')')}" for item in items
                ]
            else:
                names = [say.text(item.title) for item in items]
            yield f"  · {label}{say('（', ' (')}{len(items)}{say('）：', '): ')}{say('、', ', ').join(names)}"
