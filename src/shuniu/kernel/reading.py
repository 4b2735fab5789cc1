"""Reading the rows that belong to one matter: the statement is written once for each model and kept.

Django's ORM composes a SELECT anew each time, which costs several times the reading itself; a matter's page and every
step of a procedure read five tables by the matter's id. Values are converted exactly as the ORM does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)
Convert = Callable[[Any, Any, Any], Any]
Conversion = tuple[int, Any, list[Convert]]
"""A column's place, its expression and what its values go through."""


@lru_cache(maxsize=100)
def _statement(model: type[models.Model], column: str, order: str, vendor: str) -> tuple[str, list[Conversion]]:
    meta, quote = model._meta, connection.ops.quote_name
    fields = meta.concrete_fields
    columns = ", ".join([quote(str(field.column)) for field in fields])
    by = f" ORDER BY {quote(order)}" if order else ""
    sql = f"SELECT {columns} FROM {quote(meta.db_table)} WHERE {quote(column)} = %s{by}"  # noqa: S608 - names of our own tables only
    conversions: list[Conversion] = []
    for place, field in enumerate(fields):
        expression = field.get_col(meta.db_table)
        converters = [*connection.ops.get_db_converters(expression), *expression.get_db_converters(connection)]
        if converters:
            conversions.append((place, expression, converters))
    return sql, conversions


def rows_where(model: type[Row], column: str, value: int, *, order: str = "") -> list[Row]:
    """The rows of ``model`` whose ``column`` (a name of the database: ``matter_id``) has this value."""
    sql, conversions = _statement(model, column, order, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        found = cursor.fetchall()
    names = [str(field.attname) for field in model._meta.concrete_fields]
    return [model.from_db(connection.alias, names, _converted(values, conversions)) for values in found]


def _converted(values: Any, conversions: list[Conversion]) -> list[Any]:
    row = list(values)
    for place, expression, converters in conversions:
        for convert in converters:
            row[place] = convert(row[place], expression, connection)
    return row
