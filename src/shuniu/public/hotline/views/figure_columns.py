"""The columns of the tables of figures, on the screen and in the workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.web import words
from shuniu.kernel.web.tables import Column
from shuniu.public.hotline.queries.behind import Cut
from shuniu.public.hotline.queries.figures import Dimension, Row
from shuniu.public.hotline.queries.measures import LISTED, RATES
from shuniu.public.hotline.queries.reports import percent

COUNTS = ("received", "answered", "overdue", "late", "returned", "redone")
SHARES = ("on_time", "first_dispatch", "response", "resolution", "satisfaction")
SORTABLE = (*COUNTS, "average_days")
"""By what a table may be ordered. Not by satisfaction: nobody is ranked by it."""


def screen(dimension: Dimension, label: Any, cut: Cut) -> tuple[Column, ...]:
    """Counts that open their lists, rates with their parts."""
    return (
        Column("label", label, kind="code"),
        *(Column(name, LISTED[name].label, _count(name, dimension, cut), "figure", sort=True) for name in COUNTS),
        *(Column(name, RATES[name].label, _share(name, dimension, cut), "figure") for name in SHARES),
        Column("average_days", _l("平均天数"), _days, "figure", sort=True),
    )


def _count(name: str, dimension: Dimension, cut: Cut) -> Callable[[Row], Any]:
    def draw(row: Row) -> Any:
        value = getattr(row.figures, name)
        if not value:
            return words.number(0)
        return format_html('<a href="{}">{}</a>', cut.by(dimension, row.key).url(name), words.number(value))

    return draw


def _share(name: str, dimension: Dimension, cut: Cut) -> Callable[[Row], Any]:
    def draw(row: Row) -> Any:
        part, whole = row.figures.parts[name]
        if not whole:
            return None
        url = cut.by(dimension, row.key).url(RATES[name].whole)
        return format_html(
            '<span>{}<br><a class="muted nowrap" href="{}">{}/{}</a></span>', percent(part, whole), url, part, whole
        )

    return draw


def _days(row: Row) -> str | None:
    return None if row.figures.average_days is None else words.number(round(row.figures.average_days, 1))


def sheet(label: Any) -> tuple[Column, ...]:
    """The same as plain numbers, every count beside its rate."""
    from_figures = [*COUNTS, "rated", "reached", "judged", "dispatched", "misdirected", "excluded", "false_closings"]
    return (
        Column("label", label),
        *(Column(name, LISTED[name].label, f"figures.{name}", "number") for name in from_figures),
        *(Column(name, RATES[name].label, _percent_of(name), "number") for name in RATES),
        Column("average_days", _l("平均用时（天）"), lambda row: _rounded(row.figures.average_days), "number"),
    )


def _percent_of(name: str) -> Callable[[Row], float | None]:
    def value(row: Row) -> float | None:
        rate = row.figures.rate(name)
        return None if rate is None else round(100 * rate, 1)

    return value


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def sorted_rows(rows: list[Row], order: str) -> list[Row]:
    """In the order asked for, else as they come (units in the order of the tree)."""
    key, down = order.lstrip("-"), order.startswith("-")
    if key not in SORTABLE:
        return rows
    return sorted(rows, key=lambda row: getattr(row.figures, key) or 0, reverse=down)
