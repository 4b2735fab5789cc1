"""What an engine must be able to do; everything else about search is the same on both."""

from __future__ import annotations

# ruff: noqa: S608 - statements are put together from constants and %s alone; values always travel beside them
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from django.db import connection

from shuniu.kernel.search.expression import Node

Value = str | int | datetime
"""What is handed to a statement."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is stored of one entry."""

    kind: str
    key: int
    at: datetime
    size: int
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that answers. Bit *i* of ``mask`` is set when the *i*-th scored token is among its words."""

    id: int
    kind: str
    key: int
    at: datetime
    size: int
    mask: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of time: ``since`` ≤ at < ``until``, and older than the last one shown (``before``: at and id)."""

    since: datetime | None = None
    until: datetime | None = None
    before: tuple[datetime, int] | None = None

    def where(self) -> tuple[str, list[Value]]:
        """An SQL condition, beginning with AND, and its parameters."""
        sql, values = "", list[Value]()
        if self.since is not None:
            sql, values = sql + " AND at >= %s", [*values, moment(self.since)]
        if self.until is not None:
            sql, values = sql + " AND at < %s", [*values, moment(self.until)]
        if self.before is not None:
            sql, values = sql + " AND (at, id) < (%s, %s)", [*values, moment(self.before[0]), self.before[1]]
        return sql, values


def moment(at: datetime) -> datetime | str:
    """A time as the database driver wants it in plain SQL."""
    return connection.ops.adapt_datetimefield_value(at) or at


def aware(at: datetime) -> datetime:
    """A time as it comes out of plain SQL: SQLite keeps UTC without saying so."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many entries there are, and at most how many carry a word; ``floor``: words too rare to be known."""

    total: int
    counts: Mapping[str, int]
    floor: int = 0


class Engine(Protocol):
    rank_most: int
    """So many hits are ranked at most; more are ordered by date."""

    def create(self) -> None:
        """Make the index over the table, after the entries are there."""

    def drop(self) -> None:
        """Take the index away before a first load."""

    def upsert(self, rows: Sequence[Row]) -> None: ...

    def load(self, rows: Iterable[Row]) -> int:
        """Write rows into the empty table as fast as the engine can; returns how many."""

    def settle(self) -> None:
        """Renew the statistics after a load."""

    def frequencies(self, tokens: Collection[str]) -> Frequencies: ...

    def reading(self) -> AbstractContextManager[None]:
        """Wraps the statements of one search."""

    def candidates(
        self, question: Node, *, scored: Sequence[str], bounds: Bounds, most: int, newest: bool
    ) -> list[Candidate]:
        """Entries that answer the question: any ``most`` of them, or the newest."""


def newest(bounds: Bounds) -> datetime | None:
    """When the newest entry within the bounds was."""
    where, values = bounds.where()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT at FROM search_entry WHERE 1 = 1{where} ORDER BY at DESC, id DESC LIMIT 1", values)
        row = cursor.fetchone()
    return aware(row[0]) if row else None


def oldest() -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT at FROM search_entry ORDER BY at, id LIMIT 1")
        row = cursor.fetchone()
    return aware(row[0]) if row else None


def delete(kind: str, keys: Sequence[int]) -> int:
    """Take entries of a kind out; returns how many there were."""
    if not keys:
        return 0
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM search_entry WHERE kind = %s AND key IN ({marks})", [kind, *keys])
        return int(cursor.rowcount)


def keys_of(kind: str, *, above: int, most: int) -> list[int]:
    """The next keys of a kind that are in the index, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM search_entry WHERE kind = %s AND key > %s ORDER BY key LIMIT %s", [kind, above, most]
        )
        return [row[0] for row in cursor.fetchall()]


def count(kind: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_entry WHERE kind = %s", [kind])
        return int(cursor.fetchone()[0])
