"""The database itself refuses to change or remove an entry of the audit log, whoever asks it to.

Who holds the file can take the triggers away; the chain of digests is there for him. A later migration that makes the table
anew must put them back: SQLite drops them with the old table (`tests/office/test_audit.py` looks).
"""

from django.db import migrations

FORBIDDEN = {"update": "changed", "delete": "removed"}


def guard(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        raise NotImplementedError(f"the audit log is not guarded on {schema_editor.connection.vendor} yet")
    for act, done in FORBIDDEN.items():
        schema_editor.execute(
            f"CREATE TRIGGER audit_entry_is_never_{done} BEFORE {act.upper()} ON audit_entry "
            f"BEGIN SELECT RAISE(ABORT, 'an entry of the audit log is never {done}'); END"
        )


def take_away(apps, schema_editor):
    for done in FORBIDDEN.values():
        schema_editor.execute(f"DROP TRIGGER audit_entry_is_never_{done}")


class Migration(migrations.Migration):
    dependencies = [("office", "0002_request_steps")]
    operations = [migrations.RunPython(guard, take_away)]
