"""PostgreSQL: a ``tsvector`` of index words without positions, in a GIN index."""

from __future__ import annotations

# ruff: noqa: S608 - statements are put together from constants and %s alone; values always travel beside them
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction

from shuniu.kernel.search.engine import Bounds, Candidate, Frequencies, Place, Question, Row, Value
from shuniu.kernel.search.expression import as_tsquery

STATISTICS_SECONDS = 600.0
COPIED = 5000
COMMON_WORDS = 300
"""PostgreSQL remembers ten times as many of the commonest words, with their frequency."""

CREATE = f"""
ALTER TABLE search_entry ALTER COLUMN words SET STATISTICS {COMMON_WORDS};
CREATE INDEX IF NOT EXISTS search_entry_words ON search_entry USING gin (words)
  WITH (fastupdate = on, gin_pending_list_limit = 512);
"""
UPSERT = """
INSERT INTO search_entry (kind, key, at, size, words)
VALUES (%s, %s, %s, %s, array_to_tsvector(%s::text[]))
ON CONFLICT (kind, key) DO UPDATE SET at = excluded.at, size = excluded.size, words = excluded.words
WHERE search_entry.words <> excluded.words OR search_entry.at <> excluded.at
"""
# A scan of the whole table is never right here; compiling or starting helpers costs more than the whole search.
PLAN = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0"
PLAN_AGAIN = (
    "SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL jit TO DEFAULT; "
    "SET LOCAL max_parallel_workers_per_gather TO DEFAULT"
)
COMMON = """
SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats
WHERE tablename = 'search_entry' AND attname = 'words' AND schemaname = current_schema()
"""
SIZE = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'search_entry'::regclass"


class PostgresEngine:
    rank_most = 3000

    def __init__(self) -> None:
        self._known: tuple[float, int, dict[str, int], int] | None = None

    def create(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(CREATE)

    def drop(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX IF EXISTS search_entry_words")

    def upsert(self, rows: Sequence[Row]) -> None:
        values = [(row.kind, row.key, row.at, row.size, sorted(row.words)) for row in rows]
        with connection.cursor() as cursor:
            cursor.executemany(UPSERT, values)

    def load(self, rows: Iterable[Row]) -> int:
        count, waiting = 0, iter(rows)
        # A batch is drawn before its COPY begins: the rows come from queries on this very connection, and a query
        # asked while the connection is copying waits for ever for the copy to end.
        while batch := list(islice(waiting, COPIED)):
            with (
                connection.cursor() as cursor,
                cursor.copy("COPY search_entry (kind, key, at, size, words) FROM STDIN") as copy,
            ):
                for row in batch:
                    # Index words hold neither quotes nor backslashes nor blanks: `words.RUN`, `expression.facet`.
                    copy.write_row((row.kind, row.key, row.at, row.size, "'" + "' '".join(row.words) + "'"))
            count += len(batch)
        return count

    def settle(self) -> None:
        self._known = None
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry")

    def _statistics(self) -> tuple[int, dict[str, int], int]:
        """Entries in all, the commonest words with their counts, and the most that any other word can have."""
        now = time.monotonic()
        if self._known is None or now - self._known[0] > STATISTICS_SECONDS:
            with connection.cursor() as cursor:
                cursor.execute(SIZE)
                total = int(cursor.fetchone()[0])
                cursor.execute(COMMON)
                words, shares = cursor.fetchone() or ([], [])
            known = {word: round(share * total) for word, share in zip(words or [], shares or [], strict=False)}
            self._known = (now, total, known, min(known.values(), default=0))
        return self._known[1:]

    def frequencies(self, tokens: Collection[str]) -> Frequencies:
        total, known, least = self._statistics()
        return Frequencies(total, {token: known.get(token, least) for token in tokens}, least)

    @contextmanager
    def reading(self) -> Iterator[None]:
        ours = not connection.in_atomic_block
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PLAN)
            yield
            if not ours:
                cursor.execute(PLAN_AGAIN)

    def candidates(self, question: Question, *, scored: Sequence[str], bounds: Bounds, most: int) -> list[Candidate]:
        condition, values = _condition(question, bounds)
        bits = (f"((words @@ %s::tsquery)::int::bigint << {at})" for at in range(len(scored)))
        # Joined to nothing, the words of a long text are unpacked once and not once for each token.
        sql = (
            f"SELECT id, size, {' | '.join(bits) or '0'} FROM (SELECT id, size, words || ''::tsvector AS words "
            f"FROM search_entry WHERE {condition} LIMIT %s OFFSET 0) hit"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*(f"'{token}'" for token in scored), *values, most])
            return [Candidate(*row) for row in cursor.fetchall()]

    def latest(self, question: Question, *, bounds: Bounds, most: int) -> list[Place]:
        condition, values = _condition(question, bounds)
        sql = f"SELECT id, kind, key, at FROM search_entry WHERE {condition}"
        if question.asked is not None:
            # The order is hidden from the planner: walking down the dates to find a rare word would take for ever.
            sql = f"WITH hit AS MATERIALIZED ({sql}) SELECT * FROM hit"
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ORDER BY at DESC, id DESC LIMIT %s", [*values, most])
            return [Place(*row) for row in cursor.fetchall()]


def _condition(question: Question, bounds: Bounds) -> tuple[str, list[Value]]:
    where, values = bounds.where()
    parts = ["words @@ %s::tsquery"] if question.asked is not None else ["true"]
    # The planner would hand a plain condition to the index as well.
    parts += ["coalesce(words @@ %s::tsquery, false)"] * len(question.besides)
    asked = [question.asked] if question.asked is not None else []
    return " AND ".join(parts) + where, [*(as_tsquery(node) for node in (*asked, *question.besides)), *values]
