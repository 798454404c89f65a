"""Who writes rows and who reads the clock: read from the source, so that nobody forgets."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import compliance

SOURCE = Path(compliance.__file__).parent
WRITES = {
    "create", "update", "save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "acreate", "aupdate", "asave", "adelete", "raw", "cursor",
}  # fmt: skip
MAY_WRITE = ("office/services/", "office/audit.py", "office/migrations/")


def files() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(SOURCE.rglob("*.py")):
        yield file.relative_to(SOURCE).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def calls(tree: ast.Module) -> Iterator[ast.Attribute]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func


def knows_rows(tree: ast.Module) -> bool:
    return any(name.startswith(("compliance.office.models", "django.db")) for name in imports(tree))


def test_only_services_and_the_audit_log_write_rows() -> None:
    writers = {
        f"{path}:{call.lineno} .{call.attr}("
        for path, tree in files()
        if not path.startswith(MAY_WRITE) and knows_rows(tree)
        for call in calls(tree)
        if call.attr in WRITES
    }
    assert writers == set()


def test_every_service_that_writes_leaves_an_entry_in_the_same_transaction() -> None:
    without = []
    for path, tree in files():
        if not path.startswith("office/services/"):
            continue
        for function in tree.body:
            if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
                continue
            attributes = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
            names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
            in_transaction = any(ast.unparse(item) == "transaction.atomic" for item in function.decorator_list)
            if attributes & (WRITES - {"update"}) and not ("record" in names and in_transaction):
                without.append(f"{path}: {function.name}")
    assert without == []


READS_THE_CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
                   ("timezone", "now"), ("time", "time"), ("time", "localtime")}  # fmt: skip


def test_only_the_clock_reads_the_clock() -> None:
    readers = {
        f"{path}:{call.lineno}"
        for path, tree in files()
        for call in calls(tree)
        if isinstance(call.value, ast.Name | ast.Attribute)
        and (ast.unparse(call.value).rpartition(".")[2], call.attr) in READS_THE_CLOCK
    }
    assert {reader.partition(":")[0] for reader in readers} == {"office/clock.py"}


@pytest.mark.parametrize("field", ["auto_now", "auto_now_add"])
def test_no_row_asks_the_clock_by_itself(field: str) -> None:
    found = [
        path for path, tree in files() for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == field
    ]
    assert found == []
