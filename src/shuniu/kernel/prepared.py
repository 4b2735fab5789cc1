"""PostgreSQL: statements that it parses and plans once for each connection, and texts of moments that are read once.

Planning is a third to two thirds of what a short statement costs. Read only where PostgreSQL is the engine; elsewhere its
driver is not even loaded.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from datetime import datetime
from typing import Any, cast

from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper, ServerBindingCursor
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from django.db.backends.utils import CursorWrapper

from shuniu.kernel.remembering import Memory


def cursor() -> CursorWrapper:
    """One whose statements are prepared from the sixth time on (``prepare_threshold``).

    Django's own writes the values into a statement and has it planned every time.
    """
    postgres = cast(Any, connection)  # The stubs know neither what it makes a cursor of nor the cursor.
    postgres.ensure_connection()
    made: CursorWrapper = postgres._prepare_cursor(cast(Any, ServerBindingCursor)(postgres.connection))
    return made


def fetched_each(asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Any]]:
    """The rows of several statements that are told all at once: half of a short one is its way there and back.

    A statement without words asks for nothing and has no rows.
    """
    cursors = [cursor() if sql else None for sql, _params in asked]
    postgres = cast(DatabaseWrapper, connection)
    with postgres.wrap_database_errors, postgres.connection.pipeline():
        for one, (sql, params) in zip(cursors, asked, strict=True):
            if one is not None:
                one.execute(sql, params)
        return [list(one.fetchall()) if one is not None else [] for one in cursors]


def said_whole(sql: str, params: Sequence[Any], holes: Container[int]) -> str:
    """The statement with all its values written into it, but for the moments in the ``holes``.

    A prepared statement is planned once for whatever may stand in its marks. With the values PostgreSQL chooses the partial
    index of what is open, and the order that suits a rare value.
    """
    places = iter(range(len(params)))

    def said(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return "%%"
        place = next(places)
        if place in holes:
            return "%s::timestamptz"
        return str(cast(Any, connection).ops.compose_sql("%s", [params[place]])).replace("%", "%%")

    return re.sub("%[s%]", said, sql)


_texts: Memory[datetime] = Memory(25_000)
_read_text = BaseTzLoader.load


def _read_once(loader: Any, data: Any) -> datetime:
    """PostgreSQL sends moments as text, with their zone, and its driver reads each by a pattern."""
    text = bytes(data)
    return _texts.of((text, loader.timezone), lambda: _read_text(loader, text))


BaseTzLoader.load = _read_once
