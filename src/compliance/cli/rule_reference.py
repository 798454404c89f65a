"""`compliance rules schema`: what the authors of rules look up."""

from __future__ import annotations

import json

import click

from compliance.cli.commands import BilingualCommand, BilingualGroup
from compliance.cli.language import Say


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
    def schema_() -> None:
        from compliance.law.reading.pack_schema import rule_pack_schema

        click.echo(json.dumps(rule_pack_schema(), ensure_ascii=False, indent=2))
