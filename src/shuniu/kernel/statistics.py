"""What SQLite knows of its tables: without it the planner takes every index for a narrow one.

A list of a unit's matters then reads all matters of the kind, which are most of the table, instead of the unit's own.
PostgreSQL gathers its statistics by itself. A connection that is open already may go on with what it has read.
"""

from __future__ import annotations

from django.db import connection


def gather() -> None:
    """Count rows and values, in full: of a sample of an index SQLite makes too much. Every 100,000 matters cost about a second."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):  # One by one: each holds up all who write.
                cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
