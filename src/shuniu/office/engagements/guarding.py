"""The database's own guard: a leader is not in two fixed engagements at once, whoever writes and however many at once.

Leader and minute are one number (``slot``), so that PostgreSQL's exclusion constraint needs no extension and one index
answers. SQLite has one writer at a time, so a trigger that looks before it lets a row in is as good there.
"""

from __future__ import annotations

from datetime import datetime

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

TABLE = "engagements_engagement"
NAME = "a_leader_is_in_one_place"
LEADERS_APART = 1 << 32
"""Minutes since 1970 are far below this."""


def slot(leader_id: int, at: datetime) -> int:
    """Leader and minute as one number; the numbers of two leaders never meet."""
    return leader_id * LEADERS_APART + int(at.timestamp()) // 60


def operations() -> list[Operation]:
    return [migrations.RunPython(_protect, _unprotect, elidable=False)]


def lifted(*changes: Operation) -> list[Operation]:
    """``changes`` of the table with the guard lifted before and put back after: SQLite makes the table anew, without it."""
    return [
        migrations.RunPython(_unprotect, _protect, elidable=False),
        *changes,
        migrations.RunPython(_protect, _unprotect, elidable=False),
    ]


def _protect(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        for statement in _POSTGRESQL if editor.connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def _unprotect(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    drops = (
        [f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS {NAME}"]
        if editor.connection.vendor == "postgresql"
        else [
            *(f"DROP TRIGGER IF EXISTS {NAME}_{verb}" for verb in ("insert", "update")),
            f"DROP INDEX IF EXISTS {NAME}",
        ]
    )
    with editor.connection.cursor() as cursor:
        for statement in drops:
            cursor.execute(statement)


_POSTGRESQL = [
    f"ALTER TABLE {TABLE} ADD CONSTRAINT {NAME} "
    "EXCLUDE USING gist (int8range(occupied_from, occupied_until) WITH &&) WHERE (occupied_from IS NOT NULL)"
]
_TAKEN = (
    f"EXISTS (SELECT 1 FROM {TABLE} WHERE matter_id <> NEW.matter_id AND occupied_from < NEW.occupied_until "  # noqa: S608 - our own names
    "AND occupied_from > NEW.occupied_from - 1500 AND occupied_until > NEW.occupied_from)"
)
"""Nothing is longer than a day, so what began more than 1500 minutes before has ended."""
_SQLITE = [
    f"CREATE INDEX {NAME} ON {TABLE} (occupied_from) WHERE occupied_from IS NOT NULL",
    *(
        f"CREATE TRIGGER {NAME}_{verb.split()[0].lower()} BEFORE {verb} ON {TABLE} "
        f"WHEN NEW.occupied_from IS NOT NULL AND {_TAKEN} BEGIN SELECT RAISE(ABORT, '{NAME}'); END"
        for verb in ("INSERT", "UPDATE")
    ),
]
