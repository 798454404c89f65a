"""Opening an office's database: connect, refuse a newer one, bring an older one up to date."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import django
from django.apps import apps
from django.db import connections

from compliance.law.faults import Refused
from compliance.law.text import Text

DATABASE_NAME = "compliance.sqlite3"


def prepare() -> None:
    """Make Django ready for this process; models can be imported afterwards. Calling it again does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.office.settings")
    if not apps.ready:
        django.setup()


def open_database(path: Path, create: bool = False) -> None:
    """Make `path` the office's database for this process.

    Raises Refused where there is no database (unless `create`), where it is no database or another program's, where
    it was written by a newer version, or where it cannot be written; OSError where the disk is full or fails.
    """
    if not create and not path.is_file():
        raise Refused(
            Text(
                f"找不到数据库{path}；请先运行 compliance init",
                f"there is no database at {path}; run `compliance init` first",
            )
        )
    prepare()
    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        _bring_up_to_date(path)
        if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            raise django.db.utils.OperationalError(os.strerror(errno.EACCES))
    except (sqlite3.DatabaseError, django.db.utils.DatabaseError) as error:
        for words, number in (("full", errno.ENOSPC), ("I/O", errno.EIO)):
            if words in str(error):
                raise OSError(number, str(error), str(path)) from error
        raise Refused(Text(f"数据库{path}不能使用：{error}", f"the database {path} cannot be used: {error}")) from error


def _bring_up_to_date(path: Path) -> None:
    from django.core.management import call_command
    from django.db.migrations.executor import MigrationExecutor

    connection = connections["default"]
    executor = MigrationExecutor(connection)
    applied = {name for app, name in executor.loader.applied_migrations if app == "office"}
    known = {name for app, name in executor.loader.disk_migrations if app == "office"}
    if applied - known:
        newer = ", ".join(sorted(applied - known))
        raise Refused(
            Text(
                f"数据库{path}由更新的版本写成（{newer}）；请升级 compliance",
                f"the database {path} was written by a newer version ({newer}); upgrade compliance",
            )
        )
    if not applied and connection.introspection.table_names():
        raise Refused(
            Text(f"{path}是别的程序的数据库，不是 compliance 的数据库", f"{path} is not a database of compliance")
        )
    if known - applied:
        call_command("migrate", verbosity=0, interactive=False)
