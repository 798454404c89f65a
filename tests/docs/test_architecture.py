"""docs/architecture.md draws the house as it stands: its table of rooms is import-linter's, and the folders'."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CONTRACT = next(
    contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    if contract["id"] == "rooms"
)


def layers() -> list[set[str]]:
    """The rooms from the law up to the people; those of one layer do not import one another."""
    return [set(re.findall(r"[a-z]+", layer)) for layer in reversed(CONTRACT["layers"])]


def rows() -> list[tuple[str, str]]:
    """Each room of the page's table and what it may import."""
    return re.findall(r"^\| `([a-z]+)/` \|.*\| ([^|]+) \|$", PAGE, flags=re.MULTILINE)


def test_the_table_has_the_rooms_in_the_order_of_the_contract() -> None:
    rooms = [room for room, _ in rows()]
    told = [set(rooms[len(set().union(*layers()[:number])) :][: len(layer)]) for number, layer in enumerate(layers())]
    assert told == layers()


def test_the_table_has_every_folder_and_no_other() -> None:
    folders = {path.parent.name for path in (ROOT / "src" / "compliance").glob("*/__init__.py")}
    assert {room for room, _ in rows()} == folders


def test_the_table_says_which_neighbours_are_not_imported() -> None:
    for layer in layers():
        for room in layer:
            may_import = dict(rows())[room]
            assert all(f"not `{other}/`" in may_import for other in layer - {room}), room


def test_every_contract_is_told() -> None:
    assert PAGE.count("`import-linter`") >= 2
    for room in ("law", "work", "oversight", "reporting", "auditor"):
        assert f"`{room}`" in PAGE
    assert "`compliance.law.reading.strict_yaml`" in PAGE
