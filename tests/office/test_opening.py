"""Opening a database: what is refused, and how the connection is set."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from compliance.law.faults import Refused
from compliance.law.text import Language
from compliance.office.opening import open_database
from compliance.office.reading_state import OpenYear, the_office


@pytest.fixture(autouse=True)
def close_afterwards() -> Iterator[None]:
    yield
    connections.close_all()


def refusal(path: Path, create: bool = False) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        open_database(path, create)
    return refused.value.in_language(Language.CHINESE), refused.value.in_language(Language.ENGLISH)


def test_where_there_is_no_database_init_is_named_and_no_file_appears(tmp_path: Path) -> None:
    path = tmp_path / "compliance.sqlite3"
    zh, en = refusal(path)
    assert zh == f"找不到数据库{path}；请先运行 compliance init"
    assert en == f"there is no database at {path}; run `compliance init` first"
    assert not path.exists()


def test_a_file_of_another_kind_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "compliance.sqlite3"
    path.write_text("铁东区2017年政务公开工作台账\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    zh, en = refusal(path)
    assert "不能使用" in zh
    assert en == f"the database {path} cannot be used: file is not a database"
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_gets_no_tables(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite3"
    other = sqlite3.connect(path)
    other.execute("create table photo (name text)")
    other.commit()
    other.close()
    for create in (False, True):
        zh, en = refusal(path, create)
        assert "不是 compliance 的数据库" in zh
        assert "is not a database of compliance" in en
    connections.close_all()
    other = sqlite3.connect(path)
    assert other.execute("select name from sqlite_master").fetchall() == [("photo",)]
    other.close()


def test_an_empty_file_becomes_a_database_without_an_office(tmp_path: Path) -> None:
    # what an editor or a broken copy leaves behind
    path = tmp_path / "compliance.sqlite3"
    path.touch()
    open_database(path)
    with pytest.raises(Refused, match="holds no office"):
        the_office()


def test_a_database_of_a_newer_version_is_named_and_not_touched(database: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into django_migrations (app, name, applied) values ('office', '9999_future', '2030-01-01')"
        )
    zh, en = refusal(database)
    assert zh == f"数据库{database}由更新的版本写成（9999_future）；请升级 compliance"
    assert en == f"the database {database} was written by a newer version (9999_future); upgrade compliance"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "office").write_text("a file where a folder should be", encoding="utf-8")
    path = tmp_path / "office" / "compliance.sqlite3"
    assert "there is no database" in refusal(path)[1]
    assert "unable to open database file" in refusal(path, create=True)[1]


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "there is no database" in refusal(tmp_path)[1]
    assert "unable to open database file" in refusal(tmp_path, create=True)[1]


@contextmanager
def nobody() -> Iterator[None]:
    """Root may write everything; then, for a moment, this process is somebody else."""
    if os.getuid() != 0:
        yield
        return
    load = MigrationLoader.load_disk

    def load_as_root(loader: MigrationLoader) -> None:
        """Django loads the migrations again from the checkout, which may lie in a folder that is closed to others."""
        os.setresuid(0, 0, 0)
        try:
            load(loader)
        finally:
            os.setresuid(65534, 65534, 0)

    os.setresuid(65534, 65534, 0)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(MigrationLoader, "load_disk", load_as_root)
            yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.mark.parametrize(("of_the_file", "of_the_folder"), [(0o444, 0o777), (0o666, 0o555)])
def test_a_database_that_may_only_be_read_is_refused(
    database_of_2017: Path, of_the_file: int, of_the_folder: int
) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder = Path(name) / "office"
        folder.mkdir()
        path = folder / "compliance.sqlite3"
        shutil.copy(database_of_2017, path)
        Path(name).chmod(0o755)
        path.chmod(of_the_file)
        folder.chmod(of_the_folder)
        with nobody():
            zh, en = refusal(path)
            connections.close_all()
        folder.chmod(0o755)
    assert zh.startswith(f"数据库{path}不能使用：")
    assert en.startswith(f"the database {path} cannot be used: ")


def test_what_was_confirmed_is_on_disk_and_nobody_fails_for_having_to_wait(year: OpenYear) -> None:
    def pragma(name: str) -> object:
        with connection.cursor() as cursor:
            return cursor.execute(f"pragma {name}").fetchone()[0]

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2  # FULL
    assert pragma("busy_timeout") >= 20_000  # type: ignore[operator]
    assert pragma("foreign_keys") == 1
    assert connection.transaction_mode == "IMMEDIATE"


def test_a_transaction_holds_the_right_to_write_from_its_first_moment(database: Path) -> None:
    from django.db import transaction

    other = sqlite3.connect(database, timeout=0)
    try:
        with transaction.atomic(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("begin immediate")
    finally:
        other.close()


def test_opening_again_or_another_one_changes_the_file_that_is_asked(database: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    open_database(other, create=True)
    with pytest.raises(Refused):
        the_office()
    open_database(database)
    assert the_office().identifier == "tiedong"


def test_the_migrations_describe_the_models(database: Path) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_making_django_ready_twice_does_nothing_and_the_models_need_it_first() -> None:
    code = (
        "from compliance.office.opening import prepare\n"
        "prepare()\nprepare()\n"
        "from compliance.office.models import TaskRecord\n"
        "print(TaskRecord._meta.db_table)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "task\n"
