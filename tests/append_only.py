"""For tests alone: opens the append-only tables for as long as a test must change them or clean up after itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

from shuniu.kernel.audit.append_only import protected_tables


@contextmanager
def writable() -> Iterator[None]:
    """Take the triggers away and put the same ones back."""
    take_away, put_back = _statements()
    _run(take_away)
    try:
        yield
    finally:
        _run(put_back)


def let_flush_through() -> None:
    """The flush that ends a transactional test empties every table: open the append-only ones for it. Call once."""
    seam: Any = TransactionTestCase  # Django offers no other place between a test and its flush.
    flush = seam._fixture_teardown
    if getattr(flush, "opens_tables", False):
        return

    def flush_with_open_tables(self: Any) -> None:
        with writable():
            flush(self)

    flush_with_open_tables.opens_tables = True  # type: ignore[attr-defined]  # a mark on a function
    seam._fixture_teardown = flush_with_open_tables


def _statements() -> tuple[list[str], list[str]]:
    tables = sorted(protected_tables())
    if connection.vendor == "postgresql":
        return (
            # Deferred foreign key checks still waiting would forbid the ALTER.
            ["SET CONSTRAINTS ALL IMMEDIATE"]
            + [f'ALTER TABLE "{table}" DISABLE TRIGGER append_only' for table in tables],
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
