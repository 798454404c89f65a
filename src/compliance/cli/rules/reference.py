"""`compliance rules schema` and `explain`: what the authors of rules look up."""

from __future__ import annotations

import json

import click

from compliance.cli.commands import (
    Argument,
    BilingualCommand,
    BilingualGroup,
    Session,
    as_json_option,
    both,
    write_json,
    write_table,
)
from compliance.cli.language import Say
from compliance.law.faults import Refused, did_you_mean
from compliance.law.lints.linted import Lint
from compliance.law.lints.registry import LINTS
from compliance.law.reading.pack_schema import rule_pack_schema
from compliance.law.text import Language, Text
from compliance.office.shipped import shipped_pages


def add_reference(group: BilingualGroup, say: Say) -> None:
    """Add the commands to the group `rules`."""

    @group.command(
        "schema",
        cls=BilingualCommand,
        say=say,
        help=say(
            "打印规则包的 JSON Schema（2020-12），供编辑器补全和检查。",
            "Print the JSON Schema (2020-12) of rule packs, by which editors complete and check.",
        ),
    )
    @as_json_option(say)
    def schema_(as_json: bool) -> None:
        click.echo(json.dumps(rule_pack_schema(), ensure_ascii=False, indent=2))

    @group.command(
        "explain",
        cls=BilingualCommand,
        say=say,
        help=say(
            "说明一个检查项（如 L001）：查什么、为何不对、实例和改法；不写代码则列出全部。",
            "Explain a lint such as L001: what it finds, why that is bad, an example, the remedy; all of them if none is named.",
        ),
    )
    @click.argument(
        "code", cls=Argument, metavar="[CODE]", required=False, help=say("代码或名称", "The lint's code or name")
    )
    @click.option("--markdown", is_flag=True, help=say("以 Markdown 列出全部", "List all of them as Markdown"))
    @as_json_option(say)
    @click.pass_obj
    def explain_(session: Session, code: str | None, markdown: bool, as_json: bool) -> None:
        if code is not None:
            lint = _named(code)
            if as_json:
                write_json({**_as_json(lint), "page": _page(lint)})
            else:
                click.echo(_told(lint, session.say), nl=False)
        elif as_json:
            write_json([_as_json(lint) for lint in LINTS.values()])
        elif markdown:
            click.echo(lint_index(), nl=False)
        else:
            rows = [
                (lint.code, lint.name, say.text(lint.weight.in_words()), say.text(lint.what)) for lint in LINTS.values()
            ]
            write_table((say("代码", "Code"), say("名称", "Name"), say("轻重", "Weight"), say("查什么", "Finds")), rows)


def lint_index() -> str:
    """The list of all lints as it stands in docs/rules/lints/README.md."""
    rows = [
        f"| [{lint.code}]({lint.code}-{lint.name}.md) | {lint.name} | {lint.weight} | {lint.what.en} | {lint.what.zh} |"
        for lint in LINTS.values()
    ]
    return "\n".join([_INDEX_HEAD, *rows, ""])


_INDEX_HEAD = """\
# Lints

What is lawful YAML and still wrong, or likely to be. `compliance rules check` runs all of them; `compliance rules explain L001`
prints a page. A code never changes its meaning. Where a lint is wrong about one thing, the pack says so and why, and it is silent:

```yaml
silence:
  - lint: L004
    at: annual-report          # the identifier of the obligation, figure, identity, area or ground; `pack` for the whole
    because: {zh: 两部法之间确有空档, en: the law left a gap}
```

The examples on the pages leave out the head of a pack (title, source, layer, days in force) and the area `proactive`.
Everything on the pages is run by `tests/law/lints/test_pages.py`. This list is made by `compliance rules explain --markdown`.

| code | name | weight | finds | 查什么 |
|---|---|---|---|---|"""


def _named(code: str) -> Lint:
    known = {name: lint for lint in LINTS.values() for name in (lint.code, lint.name)}
    lint = known.get(code) or known.get(code.upper())
    if lint is None:
        message = Text(f"没有检查项“{code}”", f"there is no lint `{code}`")
        raise Refused(message + (did_you_mean(code, list(known)) or Text("", "")))
    return lint


def _page(lint: Lint) -> str | None:
    """The page of the documentation, or None where it was not installed."""
    file = shipped_pages() / "lints" / f"{lint.code}-{lint.name}.md"
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _told(lint: Lint, say: Say) -> str:
    """The page, for a reader of Chinese after a few words of it; those words alone where there is no page."""
    weight = say.text(lint.weight.in_words())
    short = "\n".join(
        [
            say(f"{lint.code} {lint.name}（{weight}）", f"{lint.code} {lint.name} ({weight})"),
            say(f"查什么：{lint.what.zh}", f"Finds: {lint.what.en}"),
            say(f"怎么改：{lint.remedy.zh}", f"Remedy: {lint.remedy.en}"),
            "",
        ]
    )
    page = _page(lint)
    if page is None:
        return short
    return page if say.language is Language.ENGLISH else f"{short}\n{page}"


def _as_json(lint: Lint) -> dict[str, object]:
    return {
        "code": lint.code,
        "name": lint.name,
        "severity": lint.weight.value,
        "what": both(lint.what),
        "remedy": both(lint.remedy),
    }
