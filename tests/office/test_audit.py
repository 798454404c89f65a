"""The audit log: a chain in which a row that was changed, removed, inserted or moved is found by its number."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from compliance.office.audit import Actor, first_broken_entry, record
from compliance.office.models import AuditEntry, OfficeRecord
from compliance.office.reading_state import OpenYear
from compliance.office.services.figures import enter_figure

By = Callable[[str, date], Actor]


@pytest.fixture
def office_row(year: OpenYear, by: By) -> OfficeRecord:
    """The office after six entries: registered, opened, an event, three figures."""
    for amount in ("120", "131", "130"):
        enter_figure(year, "proactive.total", "finance", "2017-Q1", amount, by("finance.clerk", date(2017, 4, 10)))
    return year.record.office


GUARDS = ("audit_entry_is_never_changed", "audit_entry_is_never_removed")


def change(*statements: str) -> None:
    """What somebody does who holds the file: the guards of the database go first."""
    with connection.cursor() as cursor:
        for guard in GUARDS:
            cursor.execute(f"drop trigger if exists {guard}")
        for statement in statements:
            cursor.execute(statement)


def test_an_untouched_log_holds(office_row: OfficeRecord) -> None:
    entries = AuditEntry.objects.order_by("number")
    assert [(entry.number, entry.act) for entry in entries] == [
        (1, "register-office"), (2, "open-year"), (3, "record-event"),
        (4, "enter-figure"), (5, "enter-figure"), (6, "enter-figure"),
    ]  # fmt: skip
    assert first_broken_entry(office_row) is None


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("update audit_entry set act = 'x' where number = 3", "never changed"),
        ("update audit_entry set digest = digest", "never changed"),
        ("delete from audit_entry where number = 6", "never removed"),
        ("delete from audit_entry", "never removed"),
        ("insert or replace into audit_entry select * from audit_entry where number = 2", "never removed"),
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(
    office_row: OfficeRecord, statement: str, refused: str
) -> None:
    before = list(AuditEntry.objects.values())
    with connection.cursor() as cursor, transaction.atomic(), pytest.raises(IntegrityError, match=refused):
        cursor.execute(statement)
    assert list(AuditEntry.objects.values()) == before


def test_the_guards_of_the_log_outlast_every_migration(database: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select name from sqlite_master where type = 'trigger' and tbl_name = 'audit_entry'")
        assert sorted(name for (name,) in cursor.fetchall()) == sorted(GUARDS)


@pytest.mark.parametrize("number", range(1, 7))
@pytest.mark.parametrize("column", ["at", "on", "by", "act", "subject", "before", "after", "previous", "digest"])
def test_a_change_to_any_entry_is_found(office_row: OfficeRecord, number: int, column: str) -> None:
    value = "'2001-02-03'" if column in ("at", "on") else "'\"x\"'"
    change(f'update audit_entry set "{column}" = {value} where number = {number}')
    assert first_broken_entry(office_row) == number


@pytest.mark.parametrize("number", range(1, 7))
def test_a_removed_entry_is_found_the_last_one_too(office_row: OfficeRecord, number: int) -> None:
    change(f"delete from audit_entry where number = {number}")
    assert first_broken_entry(office_row) == number


def test_a_log_cut_short_or_emptied_is_found(office_row: OfficeRecord) -> None:
    change("delete from audit_entry where number > 3")
    assert first_broken_entry(office_row) == 4
    change("delete from audit_entry")
    assert first_broken_entry(office_row) == 1


@pytest.mark.parametrize("number", range(1, 7))
def test_a_removed_entry_is_found_when_the_others_close_the_gap(office_row: OfficeRecord, number: int) -> None:
    change(
        f"delete from audit_entry where number = {number}",
        f"update audit_entry set number = number - 1 where number > {number}",
    )
    assert first_broken_entry(office_row) == number


@pytest.mark.parametrize("number", range(1, 7))
def test_an_inserted_entry_is_found(office_row: OfficeRecord, number: int) -> None:
    change(
        f"update audit_entry set number = number + 1000 where number >= {number}",
        'insert into audit_entry (office_id, number, at, "on", by, act, subject, previous, digest) '
        f"select office_id, {number}, at, \"on\", by, act, 'forged', previous, digest "
        f"from audit_entry where number = {number + 1000}",
        "update audit_entry set number = number - 999 where number > 1000",
    )
    assert AuditEntry.objects.count() == 7
    assert first_broken_entry(office_row) == number


@pytest.mark.parametrize("number", range(1, 6))
def test_two_entries_that_changed_places_are_found(office_row: OfficeRecord, number: int) -> None:
    change(
        f"update audit_entry set number = 0 where number = {number}",
        f"update audit_entry set number = {number} where number = {number + 1}",
        f"update audit_entry set number = {number + 1} where number = 0",
    )
    assert first_broken_entry(office_row) == number


def test_an_entry_that_was_forged_with_its_digest_is_found(office_row: OfficeRecord, by: By) -> None:
    # someone who knows how digests are made adds an entry at the end, or rewrites the last one
    with transaction.atomic():
        record(office_row, by("finance.clerk", date(2017, 4, 11)), "enter-figure", "forged")
        forged = AuditEntry.objects.values().get(number=7)
        transaction.set_rollback(True)
    AuditEntry.objects.create(**forged)
    assert first_broken_entry(office_row) == 7
    change("delete from audit_entry where number >= 6")
    with transaction.atomic():
        before = OfficeRecord.objects.values("last_entry", "last_digest").get()
        fifth = AuditEntry.objects.get(number=5)
        OfficeRecord.objects.update(last_entry=5, last_digest=fifth.digest)
        record(office_row, by("finance.clerk", date(2017, 4, 11)), "enter-figure", "forged")
        OfficeRecord.objects.update(**before)
    assert first_broken_entry(office_row) == 6


def test_a_number_is_given_once(office_row: OfficeRecord) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        change(
            'insert into audit_entry (office_id, number, at, "on", by, act, subject, previous, digest) '
            'select office_id, number, at, "on", by, act, subject, previous, digest from audit_entry where number = 3'
        )


def test_an_entry_names_the_legal_day_and_the_moment_in_any_zone(office_row: OfficeRecord) -> None:
    # half past seven on 12 April in China is still 11 April in Greenwich
    china = timezone(timedelta(hours=8))
    moment = datetime(2017, 4, 12, 7, 30, 0, 123456, tzinfo=china)
    with transaction.atomic():
        record(
            office_row,
            Actor("finance.clerk", date(2017, 4, 12), moment),
            "note",
            "汉字与🏛",
            {"a": None},
            [1, 2.5, "二"],
        )
    entry = AuditEntry.objects.get(number=7)
    assert (entry.on, entry.at) == (date(2017, 4, 12), datetime(2017, 4, 11, 23, 30, 0, 123456, tzinfo=UTC))
    assert first_broken_entry(office_row) is None


def test_a_copy_of_the_file_holds_too(office_row: OfficeRecord, database: Path, tmp_path: Path) -> None:
    from compliance.office.opening import open_database
    from compliance.office.reading_state import the_office

    copy = tmp_path / "备份" / "compliance.sqlite3"
    copy.parent.mkdir()
    with connection.cursor() as cursor:
        cursor.execute(f"vacuum into '{copy}'")
    open_database(copy)
    assert first_broken_entry(the_office()) is None
