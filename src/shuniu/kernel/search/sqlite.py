"""SQLite: an FTS5 index whose content is our own table, kept in step by triggers.

Not contentless: SQLite before 3.43 cannot delete from such an index. ``detail=none`` because bigrams need no positions.
The ``ascii`` tokenizer takes every character beyond ASCII as part of a word, as our index words want it.
"""

from __future__ import annotations

# ruff: noqa: S608 - statements are put together from constants and %s alone; values always travel beside them
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from shuniu.kernel.search.engine import Bounds, Candidate, Frequencies, Place, Question, Row, Value, moment, utc
from shuniu.kernel.search.expression import all_of, as_fts5

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
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")

    def frequencies(self, tokens: Collection[str]) -> Frequencies:
        marks = ", ".join(["%s"] * len(tokens))
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id) - min(id) + 1, 0) FROM search_entry")
            total = int(cursor.fetchone()[0])
            cursor.execute(f"SELECT term, doc FROM search_vocabulary WHERE term IN ({marks})", list(tokens))
            known: dict[str, int] = dict(cursor.fetchall())
        return Frequencies(total, {token: known.get(token, 0) for token in tokens})

    @contextmanager
    def reading(self) -> Iterator[None]:
        yield

    def candidates(self, question: Question, *, scored: Sequence[str], bounds: Bounds, most: int) -> list[Candidate]:
        condition, values = _condition(question, bounds)
        bits = (f"((instr(words, %s) > 0) << {at})" for at in range(len(scored)))
        sql = f"SELECT id, size, {' | '.join(bits) or '0'} FROM search_entry WHERE {condition} LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(sql, [*(f" {token} " for token in scored), *values, most])
            return [Candidate(*row) for row in cursor.fetchall()]

    def latest(self, question: Question, *, bounds: Bounds, most: int) -> list[Place]:
        condition, values = _condition(question, bounds)
        sql = f"SELECT id, kind, key, at FROM search_entry WHERE {condition} ORDER BY at DESC, id DESC LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, most])
            return [Place(row[0], row[1], row[2], utc(row[3])) for row in cursor.fetchall()]


def _condition(question: Question, bounds: Bounds) -> tuple[str, list[Value]]:
    where, values = bounds.where()
    nodes = [*([question.asked] if question.asked is not None else []), *question.besides]
    if not nodes:
        return f"1 = 1{where}", values
    found = "id IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)"
    return found + where, [as_fts5(all_of(nodes)), *values]
