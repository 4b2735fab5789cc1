"""For tests alone: opens the append-only tables for as long as a test must change them or clean up after itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

from shuniu.kernel.audit.append_only import protected_tables

STAYS = {"django_content_type", "auth_permission"}


@contextmanager
def writable() -> Iterator[None]:
    """Take the triggers away and put the same ones back."""
    take_away, put_back = _triggers(protected_tables())
    _run(_checked() + take_away)
    try:
        yield
    finally:
        _run(put_back)


def empty_at_the_end() -> None:
    """A transactional test leaves empty tables behind. Call once.

    Django's own flush writes to every table there is and then makes its content types and permissions anew. Here these
    stay, and only tables that hold something are emptied, the append-only ones too.
    """
    seam: Any = TransactionTestCase  # Django offers no other place for what comes after such a test.
    seam._fixture_teardown = lambda _self: _empty()


def _empty() -> None:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - STAYS
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM \"{one}\")" for one in tables))
        filled = {table for (table,) in cursor.fetchall()}
    take_away, put_back = _triggers(protected_tables() & filled)
    with transaction.atomic():
        _run([*take_away, *(f'DELETE FROM "{table}"' for table in filled), *_checked(), *put_back])


def _checked() -> list[str]:
    """On PostgreSQL deferred foreign key checks that still wait would forbid the ALTER."""
    return ["SET CONSTRAINTS ALL IMMEDIATE"] if connection.vendor == "postgresql" else []


def _triggers(tables: Collection[str]) -> tuple[list[str], list[str]]:
    if connection.vendor == "postgresql":
        return (
            [f'ALTER TABLE "{table}" DISABLE TRIGGER append_only' for table in tables],
            [f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER append_only' for table in tables],
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = [(name, sql) for table, name, sql in cursor.fetchall() if table in tables]
    return [f'DROP TRIGGER "{name}"' for name, _sql in triggers], [sql for _name, sql in triggers]


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
