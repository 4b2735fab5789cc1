"""One description of a list for the screen and for its export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shuniu.kernel.web import marks, words

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``value`` gives what is shown and exported, from a path of attributes (``unit.short_name``) or a function of the
    row; by default the attribute named ``key``. ``kind`` is text, number, day, moment, light or badge (a text, or a
    pair of text and tone). ``link`` gives
    the cell's address. ``cell`` is a template for a cell that is more than a value (it receives ``row``, ``value``).
    ``sort`` offers ordering by ``?sort=key`` and ``?sort=-key``.
    """

    key: str
    label: Text
    value: str | Callable[[Any], Any] = ""
    kind: str = "text"
    link: Callable[[Any], str] | None = None
    cell: str = ""
    sort: bool = False
    wide: bool = False
    export: bool = True

    def of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        value = row
        for part in (self.value or self.key).split("."):
            value = value.get(part) if isinstance(value, Mapping) else getattr(value, part, None)
        return value() if callable(value) else value


@dataclass(frozen=True, slots=True)
class Head:
    """A heading as drawn: ``url`` sorts by it, ``sorted`` is ascending, descending or empty."""

    column: Column
    url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows with a caption, and what to say and do when there are none."""

    caption: Text
    columns: tuple[Column, ...]
    rows: Iterable[Any]
    empty: Text = ""
    advice: Text = ""
    sort: str = ""
    """The key in force, with ``-`` for descending: what :func:`sort_of` returned."""

    def head(self, query: QueryDict, path: str) -> list[Head]:
        return [self._head(column, query, path) for column in self.columns]

    def _head(self, column: Column, query: QueryDict, path: str) -> Head:
        if not column.sort:
            return Head(column, "", "")
        wanted = query.copy()
        for name in ("after", "before"):
            wanted.pop(name, None)
        wanted["sort"] = f"-{column.key}" if self.sort == column.key else column.key
        state = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "")
        return Head(column, f"{path}?{wanted.urlencode()}", state)

    def body(self, today: date, now: datetime) -> Iterator[list[tuple[Column, SafeString]]]:
        for row in self.rows:
            yield [(column, _cell(column, row, today, now)) for column in self.columns]


def sort_of(query: Mapping[str, str], columns: Iterable[Column], default: str) -> str:
    """The ordering that the address asks for, if a column offers it."""
    asked = query.get("sort", "")
    return asked if any(column.sort and column.key == asked.lstrip("-") for column in columns) else default


def _plain(kind: str, value: Any, today: date) -> object:
    if value is None or value == "":
        return "—"
    if kind == "day":
        return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), words.day(value),
                           words.short_day(value, today))  # fmt: skip
    if kind == "moment":
        return words.moment(value)
    return words.number(value) if kind == "number" else value


def _cell(column: Column, row: Any, today: date, now: datetime) -> SafeString:
    value = column.of(row)
    if column.cell:
        given = {"row": row, "value": value, "today": today, "now": now}
        return SafeString(render_to_string(column.cell, given))
    if column.kind == "light":
        return marks.light(str(value))
    if column.kind == "badge" and value:
        return marks.badge(*value) if isinstance(value, tuple) else marks.badge(value)
    shown = _plain(column.kind, value, today)
    if column.link is not None:
        return format_html('<a href="{}">{}</a>', column.link(row), shown)
    return format_html("{}", shown)
