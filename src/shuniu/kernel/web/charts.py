"""Small charts drawn by the server as SVG, each with its table; dashboards may let ECharts redraw them.

A chart is a picture first and a table beside it; every figure may carry the address of the matters behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import ceil, floor, log10
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from shuniu.kernel.web import words

Text = str | Promise
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 420, 210, 44, 26, 10
SHARE_W = 160
"""The longest bar of a chart of shares; its figure and percentage stand behind it."""
INNER_W, INNER_H = WIDTH - LEFT - 6, HEIGHT - TOP - BOTTOM


@dataclass(frozen=True, slots=True)
class Series:
    """One line or colour of a chart. ``urls`` (as long as ``values``) leads from each figure to its matters."""

    name: Text
    values: Sequence[float | None]
    urls: Sequence[str] = ()
    tone: str = ""
    """good, warn or bad, where the series is a light; otherwise the chart's colours follow in order."""

    def url(self, at: int) -> str:
        return self.urls[at] if at < len(self.urls) else ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of one ``kind``: bar, line, stacked, share (parts of a whole) or heat (series by label)."""

    kind: str
    title: Text
    labels: Sequence[Text]
    series: tuple[Series, ...]
    unit: Text = ""
    note: Text = ""
    live: bool = False
    whole: float = 0
    """What shares are shares of, when not all parts are drawn."""
    key: str = field(default="")

    @property
    def id(self) -> str:
        return self.key or f"chart-{sha256(f'{self.kind}{self.title}'.encode()).hexdigest()[:8]}"

    def mark(self, nth: int) -> str:
        """The class that colours the nth series."""
        return f"c-{self.series[nth].tone}" if self.series[nth].tone else f"c{nth % 5 + 1}"

    @property
    def legend(self) -> list[tuple[str, Text]]:
        return [(self.mark(nth), one.name) for nth, one in enumerate(self.series)] if len(self.series) > 1 else []

    @property
    def svg(self) -> SafeString:
        """The picture. A heat map has none: its table is coloured instead."""
        drawing = {"bar": _bars, "stacked": _bars, "line": _lines, "share": _shares}.get(self.kind)
        return drawing(self) if drawing and self.labels and self.series else SafeString("")

    @property
    def rows(self) -> list[tuple[Text, list[tuple[str, str, int]]]]:
        """The table: label, then (figure, address, heat 0–5) per series."""
        top = max(_figures(self), default=0) or 1
        return [(label, [self._figure(one, at, top) for one in self.series]) for at, label in enumerate(self.labels)]

    def _figure(self, one: Series, at: int, top: float) -> tuple[str, str, int]:
        value = one.values[at]
        heat = round(5 * value / top) if self.kind == "heat" and value else 0
        return ("—" if value is None else words.number(value), one.url(at), heat)

    @property
    def data(self) -> dict[str, Any]:
        """What ``<shuniu-chart>`` reads."""
        return {
            "kind": self.kind,
            "title": str(self.title),
            "unit": str(self.unit),
            "labels": [str(label) for label in self.labels],
            "series": [
                {"name": str(one.name), "values": list(one.values), "urls": list(one.urls), "tone": one.tone}
                for one in self.series
            ],
        }


def bar(title: Text, labels: Sequence[Text], *series: Series, **options: Any) -> Chart:
    """Bars side by side. Options of all charts: ``unit``, ``note``, ``live`` (ECharts takes over), ``key`` (id)."""
    return Chart("bar", title, labels, series, **options)


def stacked(title: Text, labels: Sequence[Text], *series: Series, **options: Any) -> Chart:
    return Chart("stacked", title, labels, series, **options)


def line(title: Text, labels: Sequence[Text], *series: Series, **options: Any) -> Chart:
    return Chart("line", title, labels, series, **options)


def share(title: Text, labels: Sequence[Text], series: Series, **options: Any) -> Chart:
    """Parts of a whole: horizontal bars with percentages (a ring when ``live``)."""
    return Chart("share", title, labels, (series,), **options)


def heat(title: Text, labels: Sequence[Text], *series: Series, **options: Any) -> Chart:
    """Labels down, series across, colour by size: when, or where, something crowds."""
    return Chart("heat", title, labels, series, **options)


def spark(values: Sequence[float | None], label: Text) -> SafeString:
    """A trend the size of a word. ``label`` says it in words for those who do not see it."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return SafeString("")
    low, high = min(known), max(known)
    step, span = 96 / (len(known) - 1), (high - low) or 1
    points = " ".join(f"{2 + at * step:.1f},{22 - 20 * (value - low) / span:.1f}" for at, value in enumerate(known))
    return format_html(
        '<svg class="spark" viewBox="0 0 100 24" role="img" aria-label="{}"><polyline points="{}"/></svg>',
        label,
        points,
    )


def _figures(chart: Chart) -> list[float]:
    return [value for one in chart.series for value in one.values if value is not None]


def axis_steps(value: float) -> tuple[float, int]:
    """The step of an axis (1, 2 or 5 times a power of ten) and how many of them reach over ``value``: at most five."""
    if value <= 0:
        return 1, 1
    power = 10.0 ** floor(log10(value) - 1)
    step = next(power * one for one in (1, 2, 5, 10, 20) if value <= 5 * power * one)
    if step >= 1:
        step = round(step)
    return step, max(1, ceil(value / step))


def _linked(url: str, words_: str, shape: SafeString) -> SafeString:
    titled = format_html("<g>{}<title>{}</title></g>", shape, words_)
    return format_html('<a href="{}" aria-label="{}">{}</a>', url, words_, titled) if url else titled


def _said(chart: Chart, one: Series, at: int) -> str:
    value = one.values[at]
    figure = "—" if value is None else words.number(value)
    name = f"{one.name} " if len(chart.series) > 1 else ""
    return f"{chart.labels[at]} {name}{figure}{chart.unit}"


def _frame(chart: Chart, body: SafeString, height: int = HEIGHT) -> SafeString:
    """The picture has a name; with links inside it is a group, because an image has no parts one could reach."""
    role = "group" if any(one.urls for one in chart.series) else "img"
    return format_html(
        '<svg viewBox="0 0 {} {}" role="{}" aria-labelledby="{}-t">{}</svg>', WIDTH, height, role, chart.id, body
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _axes(chart: Chart, step: float, count: int) -> SafeString:
    grid = [(TOP + INNER_H * (1 - part / count), step * part) for part in range(count + 1)]
    lines = format_html_join(
        "",
        '<line class="grid-line" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        ((LEFT, WIDTH - 6, _n(y), _n(y), LEFT - 6, _n(y + 4), words.number(value)) for y, value in grid),
    )
    fitting = INNER_W // (14 * max(3, *(len(str(one)) for one in chart.labels)))
    every, width = ceil(len(chart.labels) / max(1, fitting)), INNER_W / len(chart.labels)
    names = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (_n(LEFT + width * (at + 0.5)), HEIGHT - 8, label)
            for at, label in enumerate(chart.labels)
            if at % every == 0
        ),
    )
    return lines + names


def _bars(chart: Chart) -> SafeString:
    stacks = chart.kind == "stacked"
    columns = [[one.values[at] or 0 for one in chart.series] for at in range(len(chart.labels))]
    step, count = axis_steps(max((sum(column) if stacks else max(column)) for column in columns))
    top = step * count
    slot = INNER_W / len(columns)
    room = slot * 0.72
    wide = min(room if stacks else room / len(chart.series), 38)
    shapes = []
    for at, column in enumerate(columns):
        begin, base = LEFT + slot * (at + 0.5) - wide * (1 if stacks else len(column)) / 2, 0.0
        for nth, value in enumerate(column):
            tall = INNER_H * value / top
            x, y = begin + (0 if stacks else wide * nth), TOP + INNER_H - base - tall
            rect = format_html(
                '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
                chart.mark(nth), _n(x), _n(y), _n(max(wide - 1, 1)), _n(tall),
            )  # fmt: skip
            shapes.append(_linked(chart.series[nth].url(at), _said(chart, chart.series[nth], at), rect))
            base += tall if stacks else 0
    return _frame(chart, _axes(chart, step, count) + SafeString("".join(shapes)))


def _lines(chart: Chart) -> SafeString:
    step, count = axis_steps(max(_figures(chart), default=0))
    top = step * count
    slot = INNER_W / len(chart.labels)
    shapes = []
    for nth, one in enumerate(chart.series):
        spots = [
            (at, LEFT + slot * (at + 0.5), TOP + INNER_H * (1 - value / top))
            for at, value in enumerate(one.values)
            if value is not None
        ]
        points = " ".join(f"{x:.1f},{y:.1f}" for _at, x, y in spots)
        shapes.append(format_html('<polyline class="l{}" points="{}"/>', nth % 5 + 1, points))
        for at, x, y in spots if len(spots) <= 62 else []:
            dot = format_html('<circle class="{}" cx="{}" cy="{}" r="3"/>', chart.mark(nth), _n(x), _n(y))
            shapes.append(_linked(one.url(at), _said(chart, one, at), dot))
    return _frame(chart, _axes(chart, step, count) + SafeString("".join(shapes)))


def _short(label: str) -> str:
    """Nine full-width characters fit before the bars; the table has the whole."""
    return label if len(label) <= 9 else f"{label[:8]}…"


def _shares(chart: Chart) -> SafeString:
    one = chart.series[0]
    whole = chart.whole or sum(value or 0 for value in one.values) or 1
    most = max((value or 0 for value in one.values), default=0) or 1
    shapes = []
    for at, label in enumerate(chart.labels):
        value = one.values[at] or 0
        y = 6 + at * 30
        drawn = format_html(
            '<text x="0" y="{}">{}</text><rect class="c1" x="130" y="{}" width="{}" height="18"/>'
            '<text x="{}" y="{}">{}</text>',
            y + 14, _short(str(label)), y, _n(SHARE_W * value / most), _n(136 + SHARE_W * value / most), y + 14,
            f"{words.number(value)}{chart.unit} {100 * value / whole:.1f}%",
        )  # fmt: skip
        shapes.append(format_html('<a href="{}">{}</a>', one.url(at), drawn) if one.url(at) else drawn)
    return _frame(chart, SafeString("".join(shapes)), height=12 + 30 * len(chart.labels))
