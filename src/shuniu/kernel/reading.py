"""Reading on the hot path: a statement is composed once and kept.

Django's ORM composes a SELECT anew each time, which costs several times the reading itself; a matter's page and every
step of a procedure read five tables by the matter's id, a list the same few queries all day. Values are converted
exactly as the ORM does.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import starmap
from time import monotonic
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.backends.sqlite3 import base
from django.db.models import QuerySet
from django.db.models.base import ModelState
from django.db.models.expressions import Col
from django.utils.dateparse import parse_datetime

from shuniu.kernel.remembering import Memory

if connection.vendor == "postgresql":
    from shuniu.kernel import prepared

Row = TypeVar("Row", bound=models.Model)
Other = TypeVar("Other", bound=models.Model)
Third = TypeVar("Third", bound=models.Model)
Shown = TypeVar("Shown")
Convert = Callable[[Any, Any, Any], Any]
Conversion = tuple[int, Any, list[Convert]]
"""A column's place, its expression and what its values go through."""
Values = Sequence[Any]


# --- Rows of one model by one column -------------------------------------------------------------------------------


@lru_cache(maxsize=100)
def _statement(
    model: type[models.Model], names: tuple[str, ...], column: str, order: str, vendor: str
) -> tuple[str, list[Conversion], list[str]]:
    meta, quote = model._meta, connection.ops.quote_name
    every = {str(one.name): one for one in meta.concrete_fields} | {
        str(one.attname): one for one in meta.concrete_fields
    }
    fields = [every[name] for name in names] or list(meta.concrete_fields)
    columns = ", ".join([quote(str(one.column)) for one in fields])
    by = f" ORDER BY {quote(order)}" if order else ""
    sql = f"SELECT {columns} FROM {quote(meta.db_table)} WHERE {quote(column)} IN (%s){by}"  # noqa: S608 - names of our own tables only
    return sql, _conversions([one.get_col(meta.db_table) for one in fields]), [str(one.attname) for one in fields]


def rows_where(model: type[Row], column: str, value: int | str, *, order: str = "") -> list[Row]:
    """The rows of ``model`` whose ``column`` (a name of the database: ``matter_id``) has this value."""
    sql, conversions, names = _statement(model, (), column, order, connection.vendor)
    found = fetched(sql, [value])
    return [_instance(model, names, _converted(values, conversions)) for values in found]


Wanted = tuple[type[models.Model], str, str]
"""A model, a column of the database and an order."""


def rows_of_each(value: int, wanted: Sequence[Wanted], *further: tuple[str, Sequence[Any]]) -> list[list[Any]]:
    """The rows of each model whose column has this value, and the plain rows of ``further`` statements, in one go."""
    made = [_statement(model, (), column, order, connection.vendor) for model, column, order in wanted]
    found = _fetched_each([*((sql, [value]) for sql, _conversions, _names in made), *further])
    rows = [
        [_instance(model, names, one) for one in _all_converted(values, conversions)]
        for (model, *_rest), (_sql, conversions, names), values in zip(wanted, made, found, strict=False)
    ]
    return [*rows, *found[len(rows) :]]


def with_others(
    first: type[Row], second: type[Other], third: type[Third], link: str, column: str, value: int | str
) -> tuple[Row, Other, list[Third]] | None:
    """The row of ``first`` with this value in a unique ``column``, and those whose ``link`` is its key: the one row of
    ``second`` and all rows of ``third``, of which there are few."""
    sql, conversions, names = _joined((first, second, third), link, column, connection.vendor)
    found = [_converted(values, conversions) for values in fetched(sql, [value])]
    if not found:
        return None
    one, two = len(names[0]), len(names[0]) + len(names[1])
    row, other = _instance(first, names[0], found[0][:one]), _instance(second, names[1], found[0][one:two])
    key = names[2].index(str(third._meta.pk.attname)) if third._meta.pk else 0
    return row, other, [_instance(third, names[2], one[two:]) for one in found if one[two + key] is not None]


def _instance(model: type[Row], names: Sequence[str], values: Values) -> Row:
    """As ``Model.from_db`` for a row that was read whole. It asks every field and sends two signals, and nobody listens."""
    row = model.__new__(model)
    row.__dict__.update(zip(names, values, strict=True))
    row._state = ModelState()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


@lru_cache(maxsize=100)
def _joined(
    tables: tuple[type[models.Model], ...], link: str, column: str, vendor: str
) -> tuple[str, list[Conversion], list[list[str]]]:
    quote, key = connection.ops.quote_name, tables[0]._meta.pk
    assert key is not None
    one, other, third = (quote(each._meta.db_table) for each in tables)
    fields = [(each, field) for each in tables for field in each._meta.concrete_fields]
    columns = [f"{quote(each._meta.db_table)}.{quote(str(field.column))}" for each, field in fields]
    sql = (
        f"SELECT {', '.join(columns)} FROM {one} JOIN {other} ON {other}.{quote(link)} = {one}.{quote(str(key.column))} "  # noqa: S608 - names of our own tables only
        f"LEFT JOIN {third} ON {third}.{quote(link)} = {one}.{quote(str(key.column))} WHERE {one}.{quote(column)} = %s"
    )
    names = [[str(field.attname) for field in each._meta.concrete_fields] for each in tables]
    return sql, _conversions([field.get_col(each._meta.db_table) for each, field in fields]), names


def values_among(model: type[models.Model], names: Sequence[str], keys: Sequence[int]) -> dict[int, Values]:
    """The named fields of the rows with these primary keys, by key. ``names`` begins with the key."""
    if not keys:
        return {}
    assert model._meta.pk is not None
    sql, conversions, _names = _statement(model, tuple(names), str(model._meta.pk.column), "", connection.vendor)
    if connection.vendor == "postgresql":  # One statement, however many they are.
        found = fetched(sql.replace("IN (%s)", "= ANY(%s)"), [list(keys)])
    else:
        found = fetched(sql.replace("%s", ", ".join(["%s"] * len(keys))), keys)
    return {values[0]: values for values in _all_converted(found, conversions)}


# --- Queries composed by the ORM, once -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kept:
    sql: str
    params: tuple[Any, ...]
    holes: tuple[tuple[int, str], ...]
    conversions: list[Conversion]


Query = QuerySet[Any, Any]
Narrow = Callable[[Query], Query]


@dataclass(frozen=True)
class Composed(Generic[Shown]):
    """A query of which the ORM composes the statement once for each ``shape``; its rows are plain ``row`` tuples.

    ``build`` makes the query set and ``fields`` are the values it is asked for, one for each field of ``row``. ``shape``
    is all that ``build`` depends on besides the ``moments``, which it receives by name and may compare with but not
    calculate with: they are the only values that differ from one run to the next. Without a shape (None) it is composed
    each time and remembered nowhere: so it is with what somebody typed to look for a person.

    ``build`` may make several query sets: then the rows are those of all of them, each once. Every one of them is narrowed,
    ordered and cut by itself, so that an index gives the few rows that are wanted of it.
    """

    shape: Hashable
    build: Callable[[Mapping[str, datetime]], Query | list[Query]]
    row: Callable[..., Shown]
    fields: tuple[str, ...]
    moments: Mapping[str, datetime] = field(default_factory=dict)

    def query(self) -> Query:
        """One of its query sets, for whoever asks what its fields are."""
        return _together(self.build(self.moments))[0]

    @property
    def nothing(self) -> Composed[Shown]:
        """The same without a row, under a filter that was not understood."""
        return replace(self, shape="nothing", build=lambda moments: self.query().none())

    def first(self, order: Sequence[str], most: int) -> Iterator[Shown]:
        """Its first rows in an order, one after the other, for an export."""
        queries = _together(self.build(self.moments))
        if len(queries) > 1:
            return iter(self.read_once(lambda rows: rows.order_by(*order)[:most]))
        rows = queries[0].order_by(*order).values_list(*self.fields)[:most]
        return (self.row(*values) for values in rows.iterator(chunk_size=500))

    def read(self, use: Hashable = "", narrow: Narrow = lambda rows: rows) -> list[Shown]:
        """The rows of ``narrow`` of the query. ``use`` names what ``narrow`` does."""
        found = self.values(use, narrow)
        return list(found if self.row is as_read else starmap(self.row, found))  # type: ignore[arg-type]  # its rows are values

    def values(self, use: Hashable = "", narrow: Narrow = lambda rows: rows) -> tuple[Values, ...]:
        """The same without ``row``: a key under which to remember what is made of all of them together."""
        kept = self._kept(use, lambda rows: narrow(rows).values_list(*self.fields))
        return tuple(_all_converted(self._fetched(kept.sql, kept), kept.conversions))

    def read_once(self, narrow: Narrow) -> list[Shown]:
        """The same for what will hardly be asked again: the statement is not kept."""
        return replace(self, shape=None).read("", narrow)

    def count_up_to(self, ceiling: int) -> int:
        """How many rows, reading no more than ``ceiling`` of them.

        That there are so many is not asked again within the minute: whoever pages through a long list, and whoever looks
        at it after them, does not wait for a thousand rows to be counted that will still be there.
        """
        minute = ("long", self.row, self.shape, ceiling, int(monotonic() // STILL_LONG))
        if self.shape is not None and _long.knows(minute):
            return ceiling
        kept = self._kept(("count", ceiling), lambda rows: rows.order_by().values_list(self.fields[0])[:ceiling])
        counted = f"SELECT COUNT(*) FROM ({kept.sql}) few" if kept.sql else ""  # noqa: S608 - the ORM's own statement
        found = self._fetched(counted, kept)
        counted_to = min(int(found[0][0]), ceiling) if found else 0
        if counted_to == ceiling and self.shape is not None:
            _long.of(minute, lambda: True)
        return counted_to

    def _kept(self, use: Hashable, narrow: Narrow) -> _Kept:
        names = tuple(self.moments)

        def compose() -> _Kept:
            return _compose([narrow(one) for one in _together(self.build(_marks(names)))], names)

        if self.shape is None:
            return compose()
        return _composed.of((connection.vendor, self.row, self.fields, self.shape, names, use), compose)

    def _fetched(self, sql: str, kept: _Kept) -> list[Any]:
        return fetched(sql, self._filled(kept), again=self.shape is not None)

    def _filled(self, kept: _Kept) -> Sequence[Any]:
        if not kept.holes:
            return kept.params
        params = list(kept.params)
        for place, name in kept.holes:
            params[place] = connection.ops.adapt_datetimefield_value(self.moments[name])
        return params


def values_together(*wanted: Composed[Any]) -> list[tuple[Values, ...]]:
    """The values of several queries of which none waits for another's, asked for in one go."""
    kept = [one._kept("", lambda rows, fields=one.fields: rows.values_list(*fields)) for one in wanted]  # type: ignore[misc]  # its default
    found = _fetched_each([(each.sql, one._filled(each)) for one, each in zip(wanted, kept, strict=True)])
    return [tuple(_all_converted(rows, each.conversions)) for rows, each in zip(found, kept, strict=True)]


def as_read(*values: Any) -> Values:
    """A row of plain values, for whoever makes more of it only when it must be drawn."""
    return values


_composed: Memory[_Kept] = Memory(500)
_long: Memory[bool] = Memory(500)
STILL_LONG = 60.0
"""Seconds for which a list is believed to be longer than anybody counts."""
FIRST_MARK = datetime(1, 1, 1, tzinfo=UTC)


def _marks(names: Iterable[str]) -> dict[str, datetime]:
    """A moment of the year 1 stands for each moment while the statement is composed."""
    return {name: FIRST_MARK + timedelta(days=number) for number, name in enumerate(names)}


def _together(queries: Query | list[Query]) -> list[Query]:
    return queries if isinstance(queries, list) else [queries]


def _compose(queries: list[Query], names: tuple[str, ...]) -> _Kept:
    parts: list[str] = []
    params: list[Any] = []
    selected: list[Any] = []
    for query in queries:
        compiler = query.query.get_compiler(connection=connection)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            continue
        parts.append(sql)
        params += values
        selected = [one[0] for one in compiler.select]
    marks = {connection.ops.adapt_datetimefield_value(mark): name for name, mark in _marks(names).items()}
    holes = tuple([(place, marks[value]) for place, value in enumerate(params) if _is_mark(value, marks)])
    sql = _united(parts, any(one.query.order_by for one in queries))
    if connection.vendor == "postgresql":
        sql = prepared.said_whole(sql, params, {place for place, _name in holes})
        params = [params[place] for place, _name in holes]
        holes = tuple([(at, name) for at, (_place, name) in enumerate(holes)])
    return _Kept(sql, tuple(params), holes, _conversions(selected))


_ORDER = re.compile(r"( ORDER BY \d+ \w+( NULLS \w+)?(, \d+ \w+( NULLS \w+)?)*)?( LIMIT \d+)?$")


def _united(parts: list[str], ordered: bool) -> str:
    """One statement: the rows of all parts, ordered and cut once more as each of them is (by the places of its columns)."""
    if len(parts) < 2:
        return "".join(parts)
    tail = _ORDER.search(parts[0])
    assert tail is not None
    assert tail[1] or not ordered, "several queries are ordered by what is not among their fields"
    every = " UNION ".join([f"SELECT * FROM ({one}) p{at}" for at, one in enumerate(parts)])  # noqa: S608 - the ORM's own statements
    return every + tail[0]


def _is_mark(value: Any, marks: Mapping[Any, str]) -> bool:
    found = isinstance(value, str | datetime) and value in marks
    early = value.year < 3 if isinstance(value, datetime) else isinstance(value, str) and value.startswith("0001-")
    assert found or not early, "a moment was calculated with while the statement was composed"
    return found


# --- Running and converting ----------------------------------------------------------------------------------------


def fetched(sql: str, params: Sequence[Any], *, again: bool = True) -> list[Any]:
    """The plain rows of a statement that will be asked ``again`` in the same words."""
    if not sql:
        return []
    with prepared.cursor() if again and connection.vendor == "postgresql" else connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _fetched_each(asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Any]]:
    if connection.vendor != "postgresql":
        return [fetched(sql, params) for sql, params in asked]
    return prepared.fetched_each(asked)


@lru_cache(maxsize=50_000)
def _moment(raw: bytes) -> datetime | None:
    """SQLite keeps moments as text, in UTC. The same ones come again with the same rows: each text is read once."""
    found = parse_datetime(raw.decode())
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


@lru_cache(maxsize=10_000)
def _date(raw: bytes) -> date:
    return date.fromisoformat(raw.decode())


# In place of Django's own, which say the same without the memory and without the zone that PostgreSQL's driver gives.
# Django registers its own when its module is read: here, so that ours come after.
assert base.DatabaseWrapper.vendor == "sqlite"
sqlite3.register_converter("datetime", _moment)
sqlite3.register_converter("date", _date)
sqlite3.register_converter("bool", b"1".__eq__)
DONE = frozenset({"convert_datetimefield_value", "convert_datefield_value", "convert_booleanfield_value"})
"""Conversions of which nothing is left to do for a column that SQLite has read by one of these three."""


LONG = 8000
_marked: Memory[str] = Memory(500)
_translated = base.SQLiteCursorWrapper.convert_query


def _question_marks(cursor: base.SQLiteCursorWrapper, query: str, *, param_names: Any = None) -> str:
    """Django's own translation of ``%s`` to ``?``, once for each statement; of a long one (many rows) each time."""
    if param_names is not None or len(query) > LONG:
        return _translated(cursor, query, param_names=param_names)
    return _marked.of(query, lambda: _translated(cursor, query))


base.SQLiteCursorWrapper.convert_query = _question_marks  # type: ignore[assignment]  # its method, called as one


def _conversions(expressions: Iterable[Any]) -> list[Conversion]:
    found: list[Conversion] = []
    for place, expression in enumerate(expressions):
        converters = [*connection.ops.get_db_converters(expression), *expression.get_db_converters(connection)]
        done = isinstance(expression, Col) and {getattr(one, "__name__", "") for one in converters} <= DONE
        if converters and not done:
            found.append((place, expression, converters))
    return found


def _all_converted(rows: list[Any], conversions: list[Conversion]) -> list[Values]:
    return [_converted(values, conversions) for values in rows] if conversions else rows


def _converted(values: Any, conversions: list[Conversion]) -> Values:
    if not conversions:
        return values  # type: ignore[no-any-return]  # the driver's own row
    row = list(values)
    for place, expression, converters in conversions:
        for convert in converters:
            row[place] = convert(row[place], expression, connection)
    return tuple(row)
