"""SQLite: an FTS5 index whose content is our own table, kept in step by triggers.

Not contentless: SQLite before 3.43 cannot delete from such an index. ``detail=none`` because bigrams need no positions.
The ``ascii`` tokenizer takes every character beyond ASCII as part of a word, as our index words want it.
"""

from __future__ import annotations

# ruff: noqa: S608 - statements are put together from constants and %s alone; values always travel beside them
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from shuniu.kernel.search.engine import Bounds, Candidate, Frequencies, Place, Question, Row, Value, moment, utc
from shuniu.kernel.search.expression import All, Node, Word, as_fts5

STATISTICS_SECONDS = 600.0
REMEMBERED_FROM = 2000
CREATE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5(
         words, content='search_entry', content_rowid='id', detail=none, columnsize=0, tokenize='ascii')""",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_vocabulary USING fts5vocab(search_words, 'row')",
    """CREATE TRIGGER IF NOT EXISTS search_entry_added AFTER INSERT ON search_entry BEGIN
         INSERT INTO search_words (rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER IF NOT EXISTS search_entry_removed AFTER DELETE ON search_entry BEGIN
         INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER IF NOT EXISTS search_entry_changed AFTER UPDATE ON search_entry BEGIN
         INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', old.id, old.words);
         INSERT INTO search_words (rowid, words) VALUES (new.id, new.words); END""",
)
DROP = (
    "DROP TRIGGER IF EXISTS search_entry_added",
    "DROP TRIGGER IF EXISTS search_entry_removed",
    "DROP TRIGGER IF EXISTS search_entry_changed",
    "DROP TABLE IF EXISTS search_vocabulary",
    "DROP TABLE IF EXISTS search_words",
)
INSERT = "INSERT INTO search_entry (kind, key, at, size, words) VALUES (%s, %s, %s, %s, %s)"
UPSERT = f"""{INSERT}
ON CONFLICT (kind, key) DO UPDATE SET at = excluded.at, size = excluded.size, words = excluded.words
WHERE search_entry.words <> excluded.words OR search_entry.at <> excluded.at
"""


def _values(row: Row) -> list[Value]:
    return [row.kind, row.key, moment(row.at), row.size, f" {' '.join(sorted(row.words))} "]


class SqliteEngine:
    rank_most = 3000

    def __init__(self) -> None:
        self._since = 0.0
        self._common: dict[str, int] = {}

    def create(self) -> None:
        with connection.cursor() as cursor:
            for statement in CREATE:
                cursor.execute(statement)
            cursor.execute("INSERT INTO search_words (search_words) VALUES ('rebuild')")

    def drop(self) -> None:
        with connection.cursor() as cursor:
            for statement in DROP:
                cursor.execute(statement)

    def upsert(self, rows: Sequence[Row]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(UPSERT, [_values(row) for row in rows])

    def load(self, rows: Iterable[Row]) -> int:
        count = 0
        with transaction.atomic(), connection.cursor() as cursor:
            for row in rows:
                cursor.execute(INSERT, _values(row))
                count += 1
        return count

    def settle(self) -> None:
        self._common = {}
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")

    def frequencies(self, tokens: Collection[str]) -> Frequencies:
        if time.monotonic() - self._since > STATISTICS_SECONDS:
            self._since, self._common = time.monotonic(), {}
        unknown = [token for token in tokens if token not in self._common]
        counts = self._count(unknown)
        # Counting a word walks through all its entries: what many carry is counted once in ten minutes.
        self._common.update({token: count for token, count in counts.items() if count >= REMEMBERED_FROM})
        with connection.cursor() as cursor:
            # One subquery each: only a lone max or min is read off the end of the table.
            cursor.execute(
                "SELECT coalesce((SELECT max(id) FROM search_entry) - (SELECT min(id) FROM search_entry) + 1, 0)"
            )
            total = int(cursor.fetchone()[0])
        return Frequencies(total, {token: self._common.get(token) or counts.get(token, 0) for token in tokens})

    @staticmethod
    def _count(tokens: Sequence[str]) -> dict[str, int]:
        marks = ", ".join(["%s"] * len(tokens))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT term, doc FROM search_vocabulary WHERE term IN ({marks})", list(tokens))
            return dict(cursor.fetchall())

    @contextmanager
    def reading(self) -> Iterator[None]:
        yield

    def candidates(self, question: Question, *, scored: Sequence[str], bounds: Bounds, most: int) -> list[Candidate]:
        source, values = _source(question, bounds)
        bits = (f"((instr(entry.words, %s) > 0) << {at})" for at in range(len(scored)))
        sql = f"SELECT entry.id, entry.size, {' | '.join(bits) or '0'} FROM {source} LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(sql, [*(f" {token} " for token in scored), *values, most])
            return [Candidate(*row) for row in cursor.fetchall()]

    def latest(self, question: Question, *, bounds: Bounds, most: int) -> list[Place]:
        source, values = _source(question, bounds)
        sql = f"SELECT entry.id, entry.kind, entry.key, entry.at FROM {source} ORDER BY at DESC, id DESC LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, most])
            return [Place(row[0], row[1], row[2], utc(row[3])) for row in cursor.fetchall()]


def _source(question: Question, bounds: Bounds) -> tuple[str, list[Value]]:
    """What to read from, the index first (CROSS JOIN keeps that order), and the conditions."""
    where, at = bounds.where()
    checks, values = "", list[Value]()
    for node in question.besides:
        condition, tokens = checked(node)
        checks += f" AND {condition}"
        values += [f" {token} " for token in tokens]
    if question.asked is None:
        return f"search_entry entry WHERE 1 = 1{checks}{where}", [*values, *at]
    indexed = "search_words CROSS JOIN search_entry entry ON entry.id = search_words.rowid WHERE search_words MATCH %s"
    return indexed + checks + where, [as_fts5(question.asked), *values, *at]


def checked(node: Node) -> tuple[str, list[str]]:
    """An SQL condition on a row's own words, and the tokens that it looks for."""
    if isinstance(node, Word):
        return "instr(entry.words, %s) > 0", [node.token]
    parts = [checked(part) for part in node.parts]
    sign = " AND " if isinstance(node, All) else " OR "
    return f"({sign.join(part for part, _ in parts)})", [token for _, tokens in parts for token in tokens]
