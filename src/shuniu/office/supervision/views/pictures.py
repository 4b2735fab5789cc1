"""The board's charts, and the time axis as SVG drawn by the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shuniu.kernel.web import charts, words
from shuniu.office.supervision.queries.boards import Bar, Board, Group, Read

LEFT, WIDTH, LINE, TOP = 240, 900, 30, 34
TONES = {"red": "bad", "amber": "warn", "green": "good", "none": "plain"}
NAME = 15
"""Characters that stand before a bar; the whole title is in its label and in the table."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The board's figures and its charts."""

    board: Board
    charts: list[charts.Chart]


def drawn(found: Read) -> Drawn:
    board = found.board()
    return Drawn(board, charts_of(board))


def charts_of(board: Board) -> list[charts.Chart]:
    """By unit, by leader, by source; each part leads to its list."""
    groups = (
        (_("按牵头单位"), board.by_unit, "unit"),
        (_("按牵头领导"), board.by_leader, "leader"),
        (_("按来源"), board.by_origin, "origin"),
    )
    return [_stacked(title, found, key) for title, found, key in groups if found]


def _stacked(title: str, found: Sequence[Group], key: str) -> charts.Chart:
    lights = ((_("已超期"), 2, "red", "bad"), (_("将到期"), 3, "amber", "warn"), (_("正常"), 4, "green", "good"))
    series = [
        charts.Series(name, [one[at] for one in found], [f"{one[1]}&light={light}" for one in found], tone)  # type: ignore[misc]  # the figures of a group are numbers
        for name, at, light, tone in lights
    ]
    return charts.stacked(title, [one[0] for one in found], *series, unit=_("件"), key=f"board-{key}")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that the axis shows."""

    first: date
    last: date

    def x(self, day: date) -> float:
        whole = max(1, (self.last - self.first).days)
        at = min(max(day, self.first), self.last)
        return LEFT + (WIDTH - LEFT - 12) * (at - self.first).days / whole


def axis(bars: Sequence[Bar], today: date) -> SafeString:
    """One line for each assignment from its registration to its end, with its milestones and today."""
    if not bars:
        return SafeString("")
    last = max([today, *(one.end for one in bars)])
    span = Span(
        max(min(today, *(one.begin for one in bars)), today - timedelta(days=120)),
        min(last, today + timedelta(days=240)),
    )
    height = TOP + LINE * len(bars) + 10
    body = _months(span, height) + SafeString("".join(_bar(one, at, span) for at, one in enumerate(bars)))
    now = format_html(
        '<line class="axis-today" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/><text class="axis-now" x="{0}" y="12" text-anchor="middle">{3}</text>',
        _n(span.x(today)), 18, height - 6, _("今天"),
    )  # fmt: skip
    return format_html(
        '<svg class="axis" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>',
        WIDTH,
        height,
        _("时间轴"),
        body,
        now,
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _months(span: Span, height: int) -> SafeString:
    """A line at the first of each month; no more names than have room."""
    firsts = []
    day = span.first.replace(day=1)
    while day <= span.last:
        if day >= span.first:
            firsts.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    every = max(1, len(firsts) // 9 + 1)
    return format_html_join(
        "",
        '<line class="grid-line" x1="{0}" x2="{0}" y1="20" y2="{1}"/><text x="{2}" y="28">{3}</text>',
        (
            (_n(span.x(one)), height - 6, _n(span.x(one) + 3), f"{one.month}月" if at % every == 0 else "")
            for at, one in enumerate(firsts)
        ),
    )


def _bar(one: Bar, at: int, span: Span) -> SafeString:
    y = TOP + LINE * at
    begin, end = span.x(one.begin), span.x(one.end)
    said = _("%(number)s %(title)s，%(unit)s，%(day)s到期") % {
        "number": one.number, "title": one.title, "unit": one.unit or _("未交办"), "day": words.day(one.end),
    }  # fmt: skip
    short = one.title if len(one.title) <= NAME else f"{one.title[: NAME - 1]}…"
    said = said if short == one.title else f"{short} {said}"  # What is seen is part of what is heard.
    marks = format_html_join("", "{}", ((_mark(span.x(day), y, done, title),) for day, done, title in one.milestones))
    return format_html(
        '<a href="{}" aria-label="{}"><title>{}</title><text x="0" y="{}">{}</text>'
        '<rect class="axis-{}" x="{}" y="{}" width="{}" height="12" rx="2"/>{}</a>',
        one.url, said, said, y + 14, short, TONES[one.light], _n(begin), y + 4, _n(max(3, end - begin)), marks,
    )  # fmt: skip


def _mark(x: float, y: int, done: bool, title: str) -> SafeString:
    shape = f"M{_n(x)} {y + 2}l6 8-6 8-6-8z"
    return format_html(
        '<path class="axis-mark{}" d="{}"><title>{}</title></path>', " is-done" if done else "", shape, title
    )
