"""Many matters for timing: ``python -m bench.fill 2000000`` copies the closed lives of the demo city, in SQL.

For the speed of lists and pages only. Matters, requests, contacts and parties are copied in full; passages and clocks
for the first ``HISTORIES`` matters, because a page reads those of one matter; ledger events and the search index are
not copied (``bench.search`` and ``shuniu ledger verify`` measure those on their own). Open matters stay as many as the
demo has: a city twenty years old has no more open than one of two years.
"""

from __future__ import annotations

import argparse
import os
import time

import django
from django.db import connection

HISTORIES = 100_000
AT_ONCE = 100
TABLES = {
    "casework_matter": "id",
    "hotline_request": "matter_id",
    "hotline_contact": "matter_id",
    "casework_party": "matter_id",
    "casework_passage": "matter_id",
    "casework_clock": "matter_id",
}
SURROGATES = {"casework_party", "casework_passage", "casework_clock"}
DEEP = {"casework_passage", "casework_clock"}
SHIFTED = {
    "received_at",
    "due_at",
    "closed_at",
    "dispatched_at",
    "contacted_at",
    "replied_at",
    "answered_at",
    "rated_at",
}


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def statement(table: str, offset: int, first: int, last: int, spread: int) -> str:
    """INSERT … SELECT of the copies ``first`` to ``last``: keys moved on by whole offsets, numbers made new, moments
    moved into the past, each copy by a day more, and after ``spread`` days anew."""
    chosen, values = [], []
    for name in columns(table):
        if name == "id" and table in SURROGATES:
            continue
        chosen.append(name)
        if name == TABLES[table]:
            values.append(f"{name} + {offset} * copy")
        elif name == "number":
            values.append("number || (100000 + copy)")  # Digits, as the addresses want them.
        elif name == "key":
            values.append("NULL")
        elif name in SHIFTED and connection.vendor == "postgresql":
            values.append(f"{name} - interval '1 day' * (copy % {spread})")
        elif name in SHIFTED:
            values.append(f"strftime('%Y-%m-%d %H:%M:%f', {name}, '-' || (copy % {spread}) || ' days')")
        else:
            values.append(name)
    return (
        f"WITH RECURSIVE copies(copy) AS (SELECT {first} UNION ALL SELECT copy + 1 FROM copies WHERE copy < {last}) "
        f"INSERT INTO {table} ({', '.join(chosen)}) SELECT {', '.join(values)} FROM copies CROSS JOIN source_{table}"
    )


def keep_sources(offset: int) -> None:
    """The closed lives apart, so that copying does not look for them in a table that grows."""
    closed = f"SELECT id FROM casework_matter WHERE closed_at IS NOT NULL AND id <= {offset}"
    with connection.cursor() as cursor:
        for table, key in TABLES.items():
            cursor.execute(f"CREATE TEMPORARY TABLE source_{table} AS SELECT * FROM {table} WHERE {key} IN ({closed})")


def fill(wanted: int, spread: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id), count(*), count(closed_at) FROM casework_matter")
        offset, count, closed = cursor.fetchone()
        keep_sources(offset)
        begun, copy = time.perf_counter(), 0
        while count < wanted:
            first, copy = copy + 1, min(copy + AT_ONCE, copy - (count - wanted) // closed)
            for table in TABLES:
                if table not in DEEP or copy * closed <= HISTORIES:
                    cursor.execute(statement(table, offset, first, copy, spread))
            count += closed * (copy - first + 1)
            print(f"  {count:,} of {wanted:,} matters, {time.perf_counter() - begun:.0f} s", flush=True)
        if connection.vendor == "postgresql":  # The next matter must not meet the keys given out here.
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('casework_matter', 'id'), max(id)) FROM casework_matter"
            )
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print(f"{count:,} matters in {time.perf_counter() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("matters", type=int)
    parser.add_argument("--spread", type=int, default=3600, help="days: with 7 the last month is as busy as any other")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.site.settings")
    django.setup()
    fill(arguments.matters, arguments.spread)
