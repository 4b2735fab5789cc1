"""What the pages and the workbook of reports and figures are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web import words
from shuniu.kernel.web.exports import Sheet
from shuniu.kernel.web.tables import Column, Table, sort_of
from shuniu.public.hotline import pictures
from shuniu.public.hotline.forms.figures import BehindForm, ReportForm
from shuniu.public.hotline.queries.behind import Cut
from shuniu.public.hotline.queries.figures import Dimension, Figures, Row, names_of
from shuniu.public.hotline.queries.measures import MEASURES, RATES
from shuniu.public.hotline.queries.periods import Period
from shuniu.public.hotline.queries.reports import Report, in_tree_order, overdue_list, percent
from shuniu.public.hotline.queries.statistics import Statistics
from shuniu.public.hotline.queries.subjects import subjects
from shuniu.public.hotline.views import figure_columns


def definitions() -> list[tuple[str, str]]:
    """怎么算的: every rate and every count in words."""
    rates = [(str(rate.label), str(rate.words)) for rate in RATES.values()]
    return rates + [(str(count.label), str(count.words)) for count in MEASURES.values()]


def _compared(made: Report) -> list[dict[str, Any]]:
    """The rates of the report with those of the period before and of last year."""
    return [
        {
            "told": one,
            "before": percent(*made.before.parts[one.name]),
            "last_year": percent(*made.last_year.parts[one.name]),
        }
        for one in made.rates
    ]


def _unit_table(rows: list[Row], cut: Cut, asked: Mapping[str, str]) -> Table:
    """Units in the order of the tree, or by a count when that is asked for."""
    columns = figure_columns.screen(Dimension.UNIT, _("单位"), cut)
    order = sort_of(asked, columns, "")
    shown = figure_columns.sorted_rows(rows, order)
    return Table(_("各单位办理情况"), columns, shown, sort=order, empty=_("这段时间没有诉求。"))


def report(made: Report, form: ReportForm, asked: Mapping[str, str]) -> dict[str, Any]:
    cut, total = made.cut, made.total
    period = cut.period
    keep = {name: value for name in ("unit", "issue") if (value := form.cleaned_data[name])}
    table = _unit_table(made.units, cut, asked)
    drawn = [pictures.by(one, made.rows(one), cut) for one in (Dimension.SUBJECT, Dimension.TYPE, Dimension.CHANNEL)]
    if made.days:
        drawn.insert(0, pictures.days(made.days, cut))
    return {
        "report": made, "url": cut.url(), "rates": _compared(made), "table": table, "charts": drawn,
        "places": pictures.places(made.places, cut, total.received), "definitions": definitions(), "average": _days(total),
        "before_url": _address(period.before, keep), "after_url": _address(period.after, keep) if _past(made) else "",
        "file_query": urlencode({"span": period.span.value, "day": period.first.isoformat(), **keep}),
    }  # fmt: skip


def _past(made: Report) -> bool:
    """Whether a later period has begun."""
    return made.cut.period.until <= made.now


def _address(period: Period, keep: Mapping[str, Any]) -> str:
    asked = {"span": period.span.value, "day": period.first.isoformat(), **keep}
    return f"{reverse('hotline:reports')}?{urlencode(asked)}"


def _days(total: Figures) -> str:
    return "" if total.average_days is None else words.number(round(total.average_days, 1))


def statistics(made: Statistics, asked: Mapping[str, str]) -> dict[str, Any]:
    cut = made.cut
    table = _unit_table(in_tree_order(made.cube.by(Dimension.UNIT)), cut, asked)
    shares = [
        pictures.by(one, made.cube.by(one), cut) for one in (Dimension.SUBJECT, Dimension.TYPE, Dimension.CHANNEL)
    ]
    trend = pictures.trend(pictures.of_hours(made.hours), pictures.of_days(made.last_year), cut)
    return {
        "figures": made, "total": made.cube.total, "url": cut.url(), "table": table, "trend": trend,
        "accuracy": pictures.accuracy(made.hours, cut), "heat": pictures.heat(made.hours, cut), "charts": shares,
        "units": pictures.by(Dimension.UNIT, made.cube.by(Dimension.UNIT), cut),
        "places": pictures.places(made.places, cut, made.cube.total.received), "definitions": definitions(), "average": _days(made.cube.total),
    }  # fmt: skip


# --- The workbook --------------------------------------------------------------------------------------------------

_SUMMARY = (
    Column("label", _l("指标")),
    Column("now", _l("本期"), kind="number"),
    Column("before", _l("上期"), kind="number"),
    Column("last_year", _l("去年同期"), kind="number"),
    Column("words", _l("怎么算的"), wide=True),
)
_OVERDUE = (
    Column("number", _l("编号"), value="matter.number"),
    Column("title", _l("标题"), value="matter.title", wide=True),
    Column("type", _l("类型"), value=lambda row: row.get_type_display()),
    Column("subject", _l("事项分类"), value="subject.name"),
    Column("unit", _l("主办单位"), value=lambda row: tree().name(row.matter.unit_id)),
    Column("received", _l("登记时间"), value="matter.received_at", kind="moment"),
    Column("promised", _l("承诺答复"), value="promised_at", kind="moment"),
    Column("answered", _l("答复时间"), value="answered_at", kind="moment"),
)


def sheets(made: Report, actor: Actor) -> Iterable[Sheet]:
    """总表, 按单位, 按类型, 按类别, 超期清单."""
    yield Sheet(_("总表"), _SUMMARY, list(_summary(made)))
    yield Sheet(_("按单位"), figure_columns.sheet(_("单位")), made.units)
    yield Sheet(_("按类型"), figure_columns.sheet(_("类型")), made.rows(Dimension.TYPE))
    yield Sheet(_("按类别"), figure_columns.sheet(_("事项分类")), made.rows(Dimension.SUBJECT))
    yield Sheet(_("超期清单"), _OVERDUE, overdue_list(actor, made.cut, now=made.now))


def _summary(made: Report) -> Iterable[dict[str, Any]]:
    columns = {"now": made.total, "before": made.before, "last_year": made.last_year}
    for name, one in MEASURES.items():
        yield {"label": one.label, "words": one.words, **{key: getattr(f, name) for key, f in columns.items()}}
    for name, rate in RATES.items():
        values = {key: f.rate(name) for key, f in columns.items()}
        told = {key: None if value is None else round(100 * value, 1) for key, value in values.items()}
        yield {"label": _("%(rate)s（%%）") % {"rate": rate.label}, "words": rate.words, **told}


def attachment(name: str) -> str:
    """The header that names a file in Chinese."""
    return f"attachment; filename=\"report.pdf\"; filename*=UTF-8''{quote(name)}"


# --- The list behind a figure --------------------------------------------------------------------------------------


def narrowed(form: BehindForm) -> list[tuple[str, str]]:
    """What a figure's list was narrowed by, in words."""
    given = form.cleaned_data
    names = {one.pk: one.name for one in subjects()}
    nobody = _("未定")
    found = [
        (_("单位（含下级）"), tree().name(given["unit"])),
        (_("主办单位"), "" if given["lead"] is None else tree().name(given["lead"]) or nobody),
        (_("类型"), names_of(Dimension.TYPE, []).get(given["type"], "")),
        (_("事项分类"), "" if given["subject"] is None else names.get(given["subject"], nobody)),
        (_("渠道"), names_of(Dimension.CHANNEL, []).get(given["channel"], "")),
        (_("地点"), given["place"]),
        (_("星期"), str(pictures.WEEKDAYS[given["weekday"] - 1]) if given["weekday"] else ""),
        (_("钟点"), _("%(hour)s时") % {"hour": given["hour"] or 0} if given["weekday"] else ""),
    ]
    return [(label, value) for label, value in found if value]
