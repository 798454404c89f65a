"""Django settings of an office. The database is chosen by `compliance.office.opening`, before anything is asked of it."""

import os

SECRET_KEY = os.environ.get("COMPLIANCE_SECRET_KEY", "no-sessions-are-signed-without-the-web-application")
INSTALLED_APPS = ["compliance.office.apps.OfficeConfig"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {
            # a deferred transaction that reads and then writes fails at once when another one wrote in between
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was confirmed to a user is on disk; NORMAL may lose the last commits in a power cut
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
        },
    }
}
