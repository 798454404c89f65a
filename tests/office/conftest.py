"""Django is made ready before any test module imports the models; and a look at everything a database holds."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compliance.office.opening import prepare

prepare()

Contents = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def contents(database: Path) -> Callable[[], Contents]:
    """Every row of every table as another process would see it."""

    def look() -> Contents:
        connection = sqlite3.connect(database)
        try:
            tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
            return {table: connection.execute(f'select * from "{table}"').fetchall() for table in sorted(tables)}
        finally:
            connection.close()

    return look
