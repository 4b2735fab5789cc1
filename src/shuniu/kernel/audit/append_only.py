"""Tables that only grow: triggers with which the database itself refuses UPDATE, DELETE and TRUNCATE.

A module puts ``*append_only.operations("casework_passage")`` at the end of the migration that makes its table. Two
things to know: a later migration that alters such a table on SQLite rebuilds it and so loses the triggers (put what it
alters into ``altered``; the doctor names a table that has lost them), and whoever owns the database can drop triggers; that is
what the seals are for.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.apps.registry import Apps
from django.db import connection, migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

FUNCTION = """
CREATE OR REPLACE FUNCTION shuniu_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

_declared: set[str] = set()

REFUSED_ON_SQLITE = ("update", "delete", "replace")


def operations(table: str, unique: Sequence[str] = ()) -> list[Operation]:
    """Migration operations that make a table append-only on both engines.

    ``unique`` names the columns of the table's unique constraint besides ``id``. SQLite's INSERT OR REPLACE deletes
    the row that stands in its way without firing the delete trigger, so there an insert is refused when its id, or
    its value of these columns, is taken.
    """

    _declared.add(table)

    def forwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        protect(editor.connection, table, unique)

    def backwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        unprotect(editor.connection, table)

    return [migrations.RunPython(forwards, backwards, elidable=False)]


def altered(table: str, unique: Sequence[str], *operations: Operation) -> list[Operation]:
    """Migration operations that alter a table which only grows, and leave it protected as before, forwards and back."""

    def lift(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        unprotect(editor.connection, table)

    def restore(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        protect(editor.connection, table, unique)

    return [
        migrations.RunPython(lift, restore, elidable=False),
        *operations,
        migrations.RunPython(restore, lift, elidable=False),
    ]


def declared() -> frozenset[str]:
    """The tables that migrations (as far as they have been imported) want to be append-only."""
    return frozenset(_declared)


def protect(db: BaseDatabaseWrapper, table: str, unique: Sequence[str] = ()) -> None:
    statements = _on_postgresql(table) if db.vendor == "postgresql" else _on_sqlite(table, unique)
    with db.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def unprotect(db: BaseDatabaseWrapper, table: str) -> None:
    with db.cursor() as cursor:
        if db.vendor == "postgresql":
            cursor.execute(f'DROP TRIGGER IF EXISTS append_only ON "{table}"')
            return
        for refused in REFUSED_ON_SQLITE:
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{refused}"')


def protected_tables(db: BaseDatabaseWrapper = connection) -> frozenset[str]:
    """The tables that are append-only in this database now, for the doctor's round."""
    with db.cursor() as cursor:
        if db.vendor == "postgresql":
            cursor.execute(
                "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE tgname = 'append_only' AND tgenabled = 'A' AND pg_table_is_visible(tgrelid)"
            )
            return frozenset(table for (table,) in cursor.fetchall())
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        triggers = {name for (name,) in cursor.fetchall()}
    suspects = {name.removesuffix("_no_update") for name in triggers if name.endswith("_no_update")}
    return frozenset(
        table for table in suspects if all(f"{table}_no_{refused}" in triggers for refused in REFUSED_ON_SQLITE)
    )


def _on_postgresql(table: str) -> list[str]:
    # ALWAYS: also where session_replication_role turns ordinary triggers off.
    return [
        FUNCTION,
        f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION shuniu_append_only()",
        f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER append_only',
    ]


def _on_sqlite(table: str, unique: Sequence[str]) -> list[str]:
    taken = f'EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id)'  # noqa: S608 - names from migrations, not from people
    if unique:
        same = " AND ".join(f'"{column}" = NEW."{column}"' for column in unique)
        taken += f' OR EXISTS (SELECT 1 FROM "{table}" WHERE {same})'  # noqa: S608 - as above
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {refuse}',
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}',
        f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" WHEN {taken} {refuse}',
    ]
