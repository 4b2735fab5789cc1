"""One description of a list for the screen and for its export."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from shuniu.kernel.remembering import MadeOf, Memory
from shuniu.kernel.web import marks, words

Text = str | Promise


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column.

    ``value`` gives what is shown and exported, from a path of attributes (``unit.short_name``) or a function of the
    row; by default the attribute named ``key``. ``kind`` is text, code (kept on one line), number, day, moment,
    light or badge (a text, or a pair of text and tone). ``link`` gives
    the cell's address. ``cell`` draws a cell that is more than a value: a template (it receives ``row``, ``value``), or
    in long lists a function of the row and the moment, which costs a fiftieth.
    ``sort`` offers ordering by ``?sort=key`` and ``?sort=-key``.
    """

    key: str
    label: Text
    value: str | Callable[[Any], Any] = ""
    kind: str = "text"
    link: Callable[[Any], str] | None = None
    cell: str | Callable[[Any, datetime], SafeString] = ""
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
    key: Callable[[Any, datetime], Hashable] | None = None
    """All of a row that its cells depend on, and whatever of the moment their words say. With it, a row is drawn once."""
    around: Hashable = None
    """What the cells depend on besides the row, the columns, the language and the day: say, the names of the units."""

    def kept_key(self, context: Context) -> Hashable:
        """All that the table shows on the page of this context; TypeError where its rows do not say what they show."""
        words = (str(self.caption), str(self.empty), str(self.advice))
        sorting = (self.sort, context["request"].get_full_path()) if any(one.sort for one in self.columns) else ()
        return self.columns, words, sorting, self.around, context["today"], self._values(context["now"])

    def _values(self, now: datetime) -> Hashable:
        if isinstance(self.rows, MadeOf):
            return self.rows.values
        if self.key is None:
            raise TypeError("a table without a key is drawn each time")
        return tuple([self.key(row, now) for row in self.rows])

    def head(self, query: QueryDict, path: str) -> list[Head]:
        kept = query_without(query, "after", "before", "sort") if any(one.sort for one in self.columns) else ""
        return [self._head(column, kept, path) for column in self.columns]

    def _head(self, column: Column, kept: str, path: str) -> Head:
        if not column.sort:
            return Head(column, "", "")
        wanted = urlencode({"sort": f"-{column.key}" if self.sort == column.key else column.key})
        state = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "")
        return Head(column, f"{path}?{kept}{'&' if kept else ''}{wanted}", state)

    def headings(self, query: QueryDict, path: str) -> SafeString:
        """The row of headings, drawn once where nothing can be sorted."""
        if any(one.sort for one in self.columns):
            return SafeString("".join(map(_heading, self.head(query, path))))
        key = (self.columns, get_language())
        return _headings.of(key, lambda: SafeString("".join([_heading(Head(one, "", "")) for one in self.columns])))

    def body(self, today: date, now: datetime) -> SafeString:
        """All rows. Put together here rather than in the template: fifty rows in a millisecond or two, not in ten."""
        openings = _openings.of((self.columns, get_language()), lambda: list(map(_opening, self.columns)))
        cells = [(opening, _drawer(one, today, now)) for opening, one in zip(openings, self.columns, strict=True)]

        def draw(row: Any) -> str:
            return f"<tr>{''.join([f'{opening}{cell(row)}</td>' for opening, cell in cells])}</tr>\n"

        key = self.key
        if key is None:
            return SafeString("".join(map(draw, self.rows)))
        same = (self.columns, self.around, get_language(), today)
        return SafeString("".join([_rows.of((same, key(row, now)), partial(draw, row)) for row in self.rows]))


_rows: Memory[str] = Memory(2500)
_openings: Memory[list[SafeString]] = Memory(200)
_headings: Memory[SafeString] = Memory(300)


def query_without(query: QueryDict, *names: str) -> str:
    """The rest of an address: its pairs without these names, ready to be gone on with."""
    return urlencode([(name, value) for name, values in query.lists() if name not in names for value in values])


def sort_of(query: Mapping[str, str], columns: Iterable[Column], default: str) -> str:
    """The ordering that the address asks for, if a column offers it."""
    asked = query.get("sort", "")
    return asked if any(column.sort and column.key == asked.lstrip("-") for column in columns) else default


Draw = Callable[[Any], str]
DASH = SafeString("—")


def _heading(one: Head) -> str:
    label = conditional_escape(str(one.column.label))
    state = f' aria-sort="{one.sorted}"' if one.sorted else ""
    if one.url:
        arrow = f'<span class="sort sort--{one.sorted or "none"}" aria-hidden="true"></span>'
        label = SafeString(f'<a href="{conditional_escape(one.url)}">{label}{arrow}</a>')
    return f'<th scope="col" class="is-{one.column.kind}"{state}>{label}</th>'


def _opening(column: Column) -> SafeString:
    wide = " is-wide" if column.wide else ""
    return format_html('<td class="is-{}{}" data-label="{}">', column.kind, wide, column.label)


def _drawer(column: Column, today: date, now: datetime) -> Draw:
    """A function that draws this column's cell of a row, escaped."""
    name = column.cell
    if callable(name):
        function = name
        return lambda row: function(row, now)
    if name:
        return lambda row: render_to_string(name, {"row": row, "value": column.of(row), "today": today, "now": now})
    draw = _value_drawer(column.kind, today)
    link = column.link
    if link is None:
        return lambda row: draw(column.of(row))
    return lambda row: f'<a href="{conditional_escape(link(row))}">{draw(column.of(row))}</a>'


def _value_drawer(kind: str, today: date) -> Draw:
    """Draws a value of this kind. A list repeats its dates, lights and states: each is drawn once."""
    drawers: dict[str, Draw] = {
        "light": lambda value: marks.light(str(value)),
        "badge": lambda value: marks.badge(*value) if isinstance(value, tuple) else marks.badge(value),
        "number": words.number,
        "moment": words.moment,
        "day": lambda value: _day(value, today),
    }
    one = drawers.get(kind)
    if one is None:
        return lambda value: DASH if value is None or value == "" else conditional_escape(value)
    drawn: dict[Any, str] = {}

    def remembered(value: Any) -> str:
        if value not in drawn:
            drawn[value] = DASH if value is None or value == "" else conditional_escape(one(value))
        return drawn[value]

    return remembered


def _day(value: date, today: date) -> SafeString:
    full, short = words.day(value), words.short_day(value, today)
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), full, short)
