"""Inserting rows on the hot path: the statement is written once for each model and kept.

Django's ORM composes an INSERT anew for every row, which is half the cost of taking a request in (measured by
``bench/web.py``). Fields prepare their values exactly as they do for ``save``; signals, of which the house has none,
are not sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    if type(field) is models.DateTimeField and not (field.auto_now or field.auto_now_add):
        return datetime
    return next((plain for kind, plain in PLAIN if made_by_django and isinstance(field, kind)), None)


@lru_cache(maxsize=200)
def _statement(model: type[models.Model], with_key: bool, vendor: str) -> tuple[str, str, list[Any]]:
    """The statement up to its values, the name of the key, and how each value is prepared."""
    meta = model._meta
    fields = [field for field in meta.concrete_fields if with_key or not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    assert meta.pk is not None
    head = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES "  # noqa: S608 - names of our own tables only
    return head, quote(str(meta.pk.column)), [(field, field.attname, _plain(field)) for field in fields]


def insert(*rows: models.Model) -> None:
    """Insert new rows of one model in one statement; each gets its key. No row is no statement."""
    if rows:
        _insert(type(rows[0]), rows)


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    with_key = rows[0].pk is not None
    head, key, fields = _statement(model, with_key, connection.vendor)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    values = [_value(row, *one) for row in rows for one in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"{head}{places} RETURNING {key}", values)
        keys = cursor.fetchall()
    for row, (given,) in zip(rows, keys, strict=True):
        if not with_key:
            row.pk = given
        _stored(row)


def _stored(row: models.Model) -> None:
    row._state.adding = False
    row._state.db = connection.alias


def _value(row: models.Model, field: models.Field[Any, Any], name: str, plain: type | None) -> Any:
    if plain is not None:
        value = getattr(row, name)
        if value is None or (type(value) is plain and plain is not datetime):
            return value
        if isinstance(value, datetime) and plain is datetime and value.tzinfo is not None:
            return connection.ops.adapt_datetimefield_value(value)
    return field.get_db_prep_save(field.pre_save(row, True), connection=connection)


# --- Several tables at once ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeyOf:
    """In place of a value: the key that the row called ``name`` is about to get, perhaps with text around it."""

    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    head: str
    rows: list[list[Any]]
    tail: str
    key: str


class Chain:
    """Rows of several tables that refer to one another, prepared before the transaction and written at once.

    PostgreSQL gets one statement (a row of common table expressions), hence one round trip; SQLite, which knows no such
    statement and has no way to go, gets one after the other. In both, everything that can be worked out is worked out
    before the transaction begins: on SQLite all others wait from its first statement to its last.
    """

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._models: dict[str, models.Model] = {}

    def add(self, *rows: models.Model, name: str = "", **links: KeyOf) -> None:
        """Rows of one model; ``links`` are the columns that hold keys to come (``matter_id=KeyOf("matter")``).

        The key of a single row with a ``name`` is answered by ``run`` and put into the row.
        """
        if not rows:
            return
        with_key = rows[0].pk is not None or str(rows[0]._meta.pk.attname) in links
        head, key, fields = _statement(type(rows[0]), with_key, connection.vendor)
        values = [
            [
                links[attname] if attname in links else _value(row, field, attname, plain)
                for field, attname, plain in fields
            ]
            for row in rows
        ]
        self._parts.append(_Part(name, head, values, "", key if name else ""))
        if name:
            self._models[name] = rows[0]

    def say(self, head: str, values: Sequence[Any], tail: str = "") -> None:
        """Another statement: ``head``, the values in brackets, ``tail``."""
        self._parts.append(_Part("", head, [list(values)], tail, ""))

    def run(self, **known: Any) -> dict[str, Any]:
        """Write everything; the keys of the named rows. ``known`` are values that only the transaction could give, by name."""
        keys = self._at_once(known) if connection.vendor == "postgresql" else self._one_by_one(known)
        for name, row in self._models.items():
            row.pk = keys[name]
            _stored(row)
        return keys

    def _one_by_one(self, known: Mapping[str, Any]) -> dict[str, Any]:
        keys = dict(known)
        with connection.cursor() as cursor, connection.wrap_database_errors:
            # All others wait: unless somebody listens, the statements go to the engine's own cursor.
            listened = connection.queries_logged or connection.execute_wrappers
            execute = cursor.execute if listened else cursor.cursor.execute
            for part in self._parts:
                sql = _whole(part.head, len(part.rows), len(part.rows[0]), part.tail, part.key)
                execute(sql, [_resolved(value, keys) for row in part.rows for value in row])
                if part.key:
                    keys[part.name] = cursor.fetchone()[0]
        return keys

    def _at_once(self, known: Mapping[str, Any]) -> dict[str, int]:
        assert not known, "a statement made of all rows has no place for what is only known by then"
        parts, values = [], []
        for place, part in enumerate(self._parts):
            rows = ", ".join([f"({', '.join([_place(value) for value in row])})" for row in part.rows])
            returning = f" RETURNING {part.key} AS key" if part.key else ""
            parts.append(f"{part.name or f'part{place}'} AS ({part.head}{rows}{part.tail}{returning})")
            values += [value for row in part.rows for value in row if not isinstance(value, KeyOf)]
        named = list(self._models)
        keys = ", ".join([f"{name}.key" for name in named])
        answer = f"SELECT {keys} FROM {', '.join(named)}" if named else "SELECT 1"  # noqa: S608 - names of our callers
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(parts)} {answer}", values)
            found = cursor.fetchone()
        return dict(zip(named, found, strict=False)) if named else {}


@lru_cache(maxsize=200)
def _whole(head: str, rows: int, columns: int, tail: str, key: str) -> str:
    places = ", ".join([f"({', '.join(['%s'] * columns)})"] * rows)
    return f"{head}{places}{tail}{f' RETURNING {key}' if key else ''}"


def _resolved(value: Any, keys: Mapping[str, int]) -> Any:
    if not isinstance(value, KeyOf):
        return value
    key = keys[value.name]
    return f"{value.before}{key}{value.after}" if value.before or value.after else key


def _place(value: Any) -> str:
    if not isinstance(value, KeyOf):
        return "%s"
    key = f"(SELECT key FROM {value.name})"  # noqa: S608 - a name of this module's callers
    return f"'{value.before}' || {key} || '{value.after}'" if value.before or value.after else key
