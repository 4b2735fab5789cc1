"""Inserting rows on the hot path: the statement is written once for each model and kept.

Django's ORM composes an INSERT anew for every row, which is half the cost of taking a request in (measured by
``bench/web.py``). Fields prepare their values exactly as they do for ``save``; signals, of which the house has none,
are not sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

PLAIN: tuple[tuple[type[models.Field[Any, Any]], type], ...] = (
    (models.CharField, str),
    (models.TextField, str),
    (models.BooleanField, bool),
    (models.FloatField, float),
    (models.IntegerField, int),
    (models.ForeignKey, int),
)
"""Fields whose values of just this type (no subclass, nothing lazy) go to the database as they are."""


def _plain(field: models.Field[Any, Any]) -> type | None:
    made_by_django = type(field).__module__.startswith("django.db.models.fields")
    return next((plain for kind, plain in PLAIN if made_by_django and isinstance(field, kind)), None)


@lru_cache(maxsize=200)
def _statement(model: type[models.Model], rows: int, with_key: bool, vendor: str) -> tuple[str, list[Any]]:
    meta = model._meta
    fields = [field for field in meta.concrete_fields if with_key or not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * rows)
    assert meta.pk is not None
    key = quote(str(meta.pk.column))
    sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES {places} RETURNING {key}"  # noqa: S608 - names of our own tables only
    return sql, [(field, field.attname, _plain(field)) for field in fields]


def insert(*rows: models.Model) -> None:
    """Insert new rows of one model in one statement; each gets its key. No row is no statement."""
    if rows:
        _insert(type(rows[0]), rows)


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    with_key = rows[0].pk is not None
    sql, fields = _statement(model, len(rows), with_key, connection.vendor)
    values = [_value(row, *one) for row in rows for one in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        if not with_key:
            row.pk = key
        row._state.adding = False
        row._state.db = connection.alias


def _value(row: models.Model, field: models.Field[Any, Any], name: str, plain: type | None) -> Any:
    if plain is not None:
        value = getattr(row, name)
        if value is None or type(value) is plain:
            return value
    return field.get_db_prep_save(field.pre_save(row, True), connection=connection)
