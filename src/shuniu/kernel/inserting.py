"""Inserting rows on the hot path: the statement is written once for each model and kept.

Django's ORM composes an INSERT anew for every row, which is half the cost of taking a request in (measured by
``bench/web.py``). Fields prepare their values exactly as they do for ``save``; signals, of which the house has none,
are not sent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain
from operator import attrgetter
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
NOTHING: frozenset[type] = frozenset()


def _plain(field: models.Field[Any, Any]) -> frozenset[type]:
    made_by_django = type(field).__module__.startswith("django.db.models.fields")
    plain = next((plain for kind, plain in PLAIN if made_by_django and isinstance(field, kind)), None)
    if plain is None:
        return NOTHING if not _is_given_moment(field) else frozenset({type(None)})
    return frozenset({plain, type(None)})


def _is_given_moment(field: models.Field[Any, Any]) -> bool:
    return type(field) is models.DateTimeField and not (field.auto_now or field.auto_now_add)


@dataclass(frozen=True, slots=True)
class _Table:
    """How rows of a model are written: the statement up to its values, the key's name, and each column's preparation."""

    head: str
    key: str
    places: Mapping[str, int]
    read: Callable[[models.Model], Sequence[Any]]
    columns: Sequence[tuple[models.Field[Any, Any], frozenset[type]]]

    def values(self, row: models.Model, to_come: Collection[int] = ()) -> list[Any]:
        """What goes into the columns, in their order; as it is in the places of what is ``to_come``."""
        return [
            value if type(value) in plain or place in to_come else _prepared(row, field, value)
            for place, (value, (field, plain)) in enumerate(zip(self.read(row), self.columns, strict=True))
        ]


@lru_cache(maxsize=200)
def _table(model: type[models.Model], with_key: bool, vendor: str) -> _Table:
    meta = model._meta
    fields = [field for field in meta.concrete_fields if with_key or field is not meta.auto_field]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    names = [field.attname for field in fields]
    assert meta.pk is not None
    return _Table(
        head=f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ",  # noqa: S608 - names of our own tables only
        key=quote(str(meta.pk.column)),
        places={name: place for place, name in enumerate(names)},
        read=attrgetter(*names) if len(names) > 1 else lambda row: (getattr(row, names[0]),),
        columns=[(field, _plain(field)) for field in fields],
    )


def _prepared(row: models.Model, field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is not None and _is_given_moment(field):
        return _moment(value) if connection.vendor == "sqlite" else value
    return field.get_db_prep_save(field.pre_save(row, True), connection=connection)


@lru_cache(maxsize=500)
def _moment(value: datetime) -> Any:
    """A moment as SQLite keeps it. The rows of a matter hold the same few moments a dozen times."""
    return connection.ops.adapt_datetimefield_value(value)


def insert(*rows: models.Model) -> None:
    """Insert new rows of one model in one statement; each gets its key. No row is no statement."""
    if rows:
        _insert(type(rows[0]), rows)


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    with_key = rows[0].pk is not None
    table = _table(model, with_key, connection.vendor)
    values = [value for row in rows for value in table.values(row)]
    with connection.cursor() as cursor:
        cursor.execute(
            _whole(table.head, _places(len(table.columns), ()), len(rows), f" RETURNING {table.key}"), values
        )
        keys = cursor.fetchall()
    for row, (given,) in zip(rows, keys, strict=True):
        if not with_key:
            row.pk = given
        _stored(row)


@lru_cache(maxsize=200)
def _whole(head: str, places: str, rows: int, tail: str) -> str:
    return f"{head}{', '.join([places] * rows)}{tail}"


@lru_cache(maxsize=200)
def _places(columns: int, keys: tuple[tuple[int, KeyOf], ...]) -> str:
    """A row of the statement: a mark for each value, and in place of a key to come what finds it."""
    found = {place: key.found() for place, key in keys}
    return f"({', '.join([found.get(place, '%s') for place in range(columns)])})"


def _stored(row: models.Model) -> None:
    row._state.adding = False
    row._state.db = connection.alias


# --- Several tables at once ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeyOf:
    """In place of a value: the key that the row called ``name`` is about to get, perhaps with text around it."""

    name: str
    before: str = ""
    after: str = ""

    def among(self, keys: Mapping[str, Any]) -> Any:
        """The value, now that the keys are there."""
        key = keys[self.name]
        return f"{self.before}{key}{self.after}" if self.before or self.after else key

    def found(self) -> str:
        """The value in words of SQL, inside the statement that makes the key."""
        key = f"(SELECT key FROM {self.name})"  # noqa: S608 - a name of this module's callers
        return f"'{self.before}' || {key} || '{self.after}'" if self.before or self.after else key


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    head: str
    rows: list[list[Any]]
    tail: str
    key: str
    keys: tuple[tuple[int, KeyOf], ...]


class Chain:
    """Rows of several tables that refer to one another, prepared before the transaction and written at once.

    PostgreSQL gets one statement (a row of common table expressions), hence one round trip; SQLite, which knows no such
    statement and has no way to go, gets one after the other. In both, everything that can be worked out is worked out
    before the transaction begins: on SQLite all others wait from its first statement to its last.
    """

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._models: dict[str, models.Model] = {}
        self._vendor = connection.vendor

    def add(self, *rows: models.Model, name: str = "", **links: KeyOf) -> None:
        """Rows of one model; ``links`` are the columns that hold keys to come (``matter_id=KeyOf("matter")``).

        The key of a single row with a ``name`` is answered by ``run`` and put into the row.
        """
        if not rows:
            return
        with_key = rows[0].pk is not None or str(rows[0]._meta.pk.attname) in links
        table = _table(type(rows[0]), with_key, self._vendor)
        keys = {table.places[attname]: key for attname, key in links.items()}
        values = [table.values(row, keys) for row in rows]
        self._parts.append(_Part(name, table.head, values, "", table.key if name else "", tuple(keys.items())))
        if name:
            self._models[name] = rows[0]

    def say(self, head: str, values: Sequence[Any], tail: str = "") -> None:
        """Another statement: ``head``, the values in brackets, ``tail``."""
        keys = tuple([(place, value) for place, value in enumerate(values) if isinstance(value, KeyOf)])
        self._parts.append(_Part("", head, [list(values)], tail, "", keys))

    def run(self, **known: Any) -> dict[str, Any]:
        """Write everything; the keys of the named rows. ``known`` are values that only the transaction could give, by name."""
        keys = self._at_once(known) if self._vendor == "postgresql" else self._one_by_one(known)
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
                for place, key in part.keys:
                    for row in part.rows:
                        row[place] = key.among(keys)
                tail = f"{part.tail} RETURNING {part.key}" if part.key else part.tail
                sql = _whole(part.head, _places(len(part.rows[0]), ()), len(part.rows), tail)
                execute(sql, part.rows[0] if len(part.rows) == 1 else list(chain.from_iterable(part.rows)))
                if part.key:
                    keys[part.name] = cursor.fetchone()[0]
        return keys

    def _at_once(self, known: Mapping[str, Any]) -> dict[str, int]:
        assert not known, "a statement made of all rows has no place for what is only known by then"
        parts, values = [], []
        for place, part in enumerate(self._parts):
            tail = f"{part.tail} RETURNING {part.key} AS key" if part.key else part.tail
            sql = _whole(part.head, _places(len(part.rows[0]), part.keys), len(part.rows), tail)
            parts.append(f"{part.name or f'part{place}'} AS ({sql})")
            to_come = {place for place, _key in part.keys}
            values += [value for row in part.rows for place, value in enumerate(row) if place not in to_come]
        named = list(self._models)
        keys = ", ".join([f"{name}.key" for name in named])
        answer = f"SELECT {keys} FROM {', '.join(named)}" if named else "SELECT 1"  # noqa: S608 - names of our callers
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(parts)} {answer}", values)
            found = cursor.fetchone()
        return dict(zip(named, found, strict=False)) if named else {}
