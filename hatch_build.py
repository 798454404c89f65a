"""Put the rule packs, the pages about them and the example offices into the wheel, as `compliance/shipped`.

An editable installation gets none: it would be a copy that no edit in the checkout reaches, and a second
folder called `compliance` beside the one in `src/`, over which type checkers stumble.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedFiles(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build_data["force_include"]["rules"] = "compliance/shipped/rules"
            build_data["force_include"]["docs/rules"] = "compliance/shipped/docs/rules"
            build_data["force_include"]["examples"] = "compliance/shipped/examples"
