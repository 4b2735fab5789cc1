"""The charts, rows and columns of the pages on load: every bar and figure opens its papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.queries import url_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web import charts
from shuniu.kernel.web.tables import Column
from shuniu.office.documents.archiving import Counted
from shuniu.office.documents.queries.load import Load, Pair, may_explain
from shuniu.office.documents.queries.load_times import Line, Times, spoken

MOST = 12


def papers_url(load: Load, year: int, **cut: Any) -> str:
    asked = {"kind": load.counted.kind, "year": year, **{name: value for name, value in cut.items() if value}}
    return f"{reverse('documents:load_papers')}?{urlencode(asked)}"


def load_charts(load: Load) -> list[charts.Chart]:
    """This year beside last, by type and by month."""
    names = (_("%(year)s年") % {"year": load.year}, _("%(year)s年同期") % {"year": load.year - 1})
    types = load.types[:MOST]
    by_type = charts.bar(
        _("按文种"),
        [one.label for one in types],
        charts.Series(names[0], [one.now for one in types], [papers_url(load, load.year, type=one.key) for one in types]),
        charts.Series(names[1], [one.before for one in types], [papers_url(load, load.year - 1, type=one.key) for one in types]),
        unit=_("件"), key="load-types",
    )  # fmt: skip
    labels = [_("%(month)s月") % {"month": month} for month in range(1, 13)]
    shown = [now if month <= load.until.month else None for month, (now, _before) in enumerate(load.months, 1)]
    by_month = charts.line(
        _("按月"),
        labels,
        charts.Series(names[0], shown, [papers_url(load, load.year, month=month) for month in range(1, 13)]),
        charts.Series(
            _("%(year)s年") % {"year": load.year - 1}, [before for _now, before in load.months],
            [papers_url(load, load.year - 1, month=month) for month in range(1, 13)],
        ),
        unit=_("件"), key="load-months",
    )  # fmt: skip
    return [by_type, by_month]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of the comparison with where its figures lead."""

    pair: Pair
    now_url: str
    before_url: str
    explanations: list[Any]
    explain_url: str


def type_rows(load: Load) -> list[UnitRow]:
    return [
        UnitRow(one, papers_url(load, load.year, type=one.key), papers_url(load, load.year - 1, type=one.key), [], "")
        for one in load.types
    ]


def unit_rows(load: Load, actor: Actor) -> list[UnitRow]:
    return [_unit_row(load, one, actor) for one in load.units]


def _unit_row(load: Load, pair: Pair, actor: Actor) -> UnitRow:
    unit = int(pair.key) if pair.key else 0
    explain = ""
    if load.counted.issued and pair.ahead and unit and may_explain(actor, unit):
        explain = (
            f"{reverse('documents:load_explain', args=[load.year, unit])}?{urlencode({'kind': load.counted.kind})}"
        )
    return UnitRow(
        pair, papers_url(load, load.year, unit=pair.key), papers_url(load, load.year - 1, unit=pair.key),
        load.explained.get(unit, []) if load.explained else [], explain,
    )  # fmt: skip


def heading_of(counted: Counted, first: date, after: date, type: str, unit: int | None) -> str:
    month = (after - first).days < 32
    period = (
        _("%(year)s年%(month)s月") % {"year": first.year, "month": first.month}
        if month
        else _("%(year)s年") % {"year": first.year}
    )
    parts = [str(counted.label), period, str(counted.types.get(type, type)), tree().name(unit)]
    return " · ".join(part for part in parts if part)


def columns_of(counted: Counted) -> tuple[Column, ...]:
    return (
        Column(
            "number",
            _l("编号"),
            value="matter.number",
            kind="code",
            link=lambda row: url_of(row.matter),
        ),
        Column("title", _l("标题"), value="matter.title", wide=True),
        Column("type", _l("文种"), value=lambda row: str(counted.types.get(row.counted_type, row.counted_type))),
        Column("unit", _l("单位"), value=lambda row: row.matter.unit.name if row.matter.unit else ""),
        Column("at", _l("时间"), value="counted_at", kind="day"),
    )


# --- Times ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimesLink:
    """Where a figure of time leads."""

    kind: str
    since: date
    until: date

    def url(self, state: str, unit: int | None) -> str:
        asked = {"kind": self.kind, "since": self.since.isoformat(), "until": self.until.isoformat(), "state": state}
        return f"{reverse('documents:load_slowest')}?{urlencode({**asked, **({'unit': unit} if unit else {})})}"


@dataclass(frozen=True, slots=True)
class TimeRow:
    line: Line
    median: str
    slowest: str
    url: str


def time_rows(lines: Sequence[Line], link: TimesLink) -> list[TimeRow]:
    return [TimeRow(one, spoken(one.median), spoken(one.slowest), link.url(one.state, one.unit)) for one in lines]


def times_chart(times: Times, link: TimesLink) -> charts.Chart:
    urls = [link.url(one.state, None) for one in times.states]
    return charts.bar(
        _("各环节用时"),
        [one.label for one in times.states],
        charts.Series(_("一半不超过"), [round(one.median, 1) for one in times.states], urls),
        charts.Series(_("九成不超过"), [round(one.slowest, 1) for one in times.states], urls),
        unit=_("小时"), key="load-times",
    )  # fmt: skip


def slow_columns() -> tuple[Column, ...]:
    return (
        Column(
            "number",
            _l("编号"),
            value="matter.number",
            kind="code",
            link=lambda row: url_of(row.matter),
        ),
        Column("title", _l("标题"), value="matter.title", wide=True),
        Column("unit", _l("办理单位"), value="unit_name"),
        Column("hours", _l("用时"), value=lambda row: spoken(row.hours)),
    )
