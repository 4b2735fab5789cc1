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
    """An entry that answers, to be ranked. Bit *i* of ``mask``: the *i*-th scored token is among its words."""

    id: int
    size: int
    mask: int


@dataclass(frozen=True, slots=True)
class Place:
    """Which entry it is, and when it was."""

    id: int
    kind: str
    key: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What an entry must carry: ``asked`` is put to the index, ``besides`` is checked on what the index brings.

    A word that half of all entries carry costs the index more than it saves. ``asked`` may be None: then ``besides`` is
    carried by so many that walking down the dates finds a page at once.
    """

    asked: Node | None
    besides: tuple[Node, ...] = ()


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


def utc(at: datetime | str) -> datetime:
    """A time as it comes out of plain SQL: SQLite keeps UTC without saying so, and of a subquery it keeps the text."""
    time = datetime.fromisoformat(at) if isinstance(at, str) else at
    return time if time.tzinfo else time.replace(tzinfo=UTC)


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

    def candidates(self, question: Question, *, scored: Sequence[str], bounds: Bounds, most: int) -> list[Candidate]:
        """Any ``most`` entries that answer the question."""

    def latest(self, question: Question, *, bounds: Bounds, most: int) -> list[Place]:
        """The newest ``most`` entries that answer the question, newest first."""


def span(bounds: Bounds) -> tuple[datetime, datetime] | None:
    """When the oldest entry of all and the newest within the bounds were."""
    where, values = bounds.where()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT at FROM search_entry ORDER BY at, id LIMIT 1), "
            f"(SELECT at FROM search_entry WHERE 1 = 1{where} ORDER BY at DESC, id DESC LIMIT 1)",
            values,
        )
        first, last = cursor.fetchone()
    return (utc(first), utc(last)) if first and last else None


def places(ids: Sequence[int]) -> dict[int, Place]:
    """Which entries these are."""
    if not ids:
        return {}
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, kind, key, at FROM search_entry WHERE id IN ({marks})", list(ids))
        return {row[0]: Place(row[0], row[1], row[2], utc(row[3])) for row in cursor.fetchall()}


def is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM search_entry LIMIT 1")
        return cursor.fetchone() is None


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
