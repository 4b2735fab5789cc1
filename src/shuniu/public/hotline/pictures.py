"""The charts of the reports and the figures page: every bar, dot and cell opens its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.web import charts, words
from shuniu.public.hotline.queries.behind import Cut
from shuniu.public.hotline.queries.figures import Dimension, Hour, Row
from shuniu.public.hotline.queries.measures import FEW
from shuniu.public.hotline.queries.periods import Period, stretch

LABELS = {
    Dimension.TYPE: _l("按类型"),
    Dimension.SUBJECT: _l("按事项分类"),
    Dimension.UNIT: _l("按承办单位"),
    Dimension.CHANNEL: _l("按渠道"),
}
MOST = 12
"""Bars of one chart; the table of units and the list hold the rest."""
BY_DAY = 62
"""Days that a line still shows one by one; longer stretches go by week."""
WEEKDAYS = (_l("周一"), _l("周二"), _l("周三"), _l("周四"), _l("周五"), _l("周六"), _l("周日"))


def by(dimension: Dimension, rows: Sequence[Row], cut: Cut, *, most: int = MOST) -> charts.Chart:
    """What came, by one dimension."""
    shown = list(rows)[:most]
    values = [row.figures.received for row in shown]
    series = charts.Series(_("受理"), values, [cut.by(dimension, row.key).url() for row in shown])
    note = _("只画出最多的 %(count)s 项。") % {"count": most} if len(rows) > most else ""
    labels = [row.label for row in shown]
    return charts.share(
        LABELS[dimension], labels, series, unit=_("件"), note=note, key=f"by-{dimension}", whole=_received(rows)
    )


def _received(rows: Sequence[Row]) -> int:
    return sum(row.figures.received for row in rows)


def places(found: Sequence[tuple[str, int]], cut: Cut, whole: int) -> charts.Chart:
    """The places named most often, as shares of everything that came."""
    series = charts.Series(
        _("受理"), [count for _place, count in found], [cut.narrow(place=one).url() for one, _n in found]
    )
    return charts.share(
        _("反映较多的地点"), [place for place, _count in found], series, unit=_("件"), key="places", whole=whole
    )


def pieces(period: Period, *, longest: int = BY_DAY) -> list[Period]:
    """A period in days, or in weeks when it is longer than so many days."""
    if period.length <= longest:
        return [stretch(day, day) for day in period.days]
    firsts = (period.first + timedelta(days=number) for number in range(0, period.length, 7))
    return [stretch(day, min(day + timedelta(days=6), period.last)) for day in firsts]


def days(counted: Sequence[tuple[date, int]], cut: Cut) -> charts.Chart:
    """What came on each day."""
    series = charts.Series(
        _("受理"), [count for _day, count in counted], [Cut(stretch(day, day), cut.unit).url() for day, _n in counted]
    )
    return charts.line(_("每日受理"), [_short(day) for day, _n in counted], series, unit=_("件"), key="days")


def _short(day: date) -> str:
    return f"{day.month}-{day.day}"


def trend(this_year: Counter[date], last_year: Counter[date], cut: Cut, *, live: bool = True) -> charts.Chart:
    """What came, day by day or week by week, against last year."""
    now, then = pieces(cut.period), pieces(cut.period.last_year)
    labels = [_short(one.first) for one in now]
    return charts.line(
        _("受理趋势"), labels,
        charts.Series(_("本期"), [_sum(this_year, one) for one in now], [Cut(one, cut.unit).url() for one in now]),
        charts.Series(
            _("去年同期"), [_sum(last_year, one) for one in then][: len(now)], [Cut(one, cut.unit).url() for one in then]
        ),
        unit=_("件"), live=live, key="trend",
    )  # fmt: skip


def _sum(days: Counter[date], piece: Period) -> int:
    return sum(days[day] for day in piece.days)


def accuracy(hours: Iterable[Hour], cut: Cut) -> charts.Chart:
    """How dispatch went over time: the share that the first unit kept, and the share that was returned."""
    kept = list(hours)
    parts = pieces(cut.period, longest=7)

    def share(count: Callable[[Hour], int]) -> list[float | None]:
        found = []
        for part in parts:
            inside = [one for one in kept if part.first <= one.day <= part.last]
            whole = sum(one.dispatched for one in inside)
            found.append(round(100 * sum(map(count, inside)) / whole, 1) if whole >= FEW else None)
        return found

    def urls(measure: str) -> list[str]:
        return [Cut(part, cut.unit).url(measure) for part in parts]

    return charts.line(
        _("派单质量"), [_short(one.first) for one in parts],
        charts.Series(_("一次派准率"), share(lambda one: one.dispatched - one.misdirected), urls("misdirected")),
        charts.Series(_("退单率"), share(lambda one: one.returned), urls("returned")),
        unit="%", live=True, key="accuracy", note=_("以派单件数为分母，超过七天的按周计算；派单不足五件的不画点。"),
    )  # fmt: skip


def heat(hours: Iterable[Hour], cut: Cut) -> charts.Chart:
    """When people ask: weekday down, hour across."""
    counted: Counter[tuple[int, int]] = Counter()
    for one in hours:
        counted[one.day.isoweekday(), one.hour] += one.received
    series = [
        charts.Series(
            words.number(hour),
            [counted[weekday, hour] for weekday in range(1, 8)],
            [cut.narrow(weekday=weekday, hour=hour).url() for weekday in range(1, 8)],
        )
        for hour in range(24)
    ]
    return charts.heat(
        _("什么时候来得多（横向为钟点）"), [str(day) for day in WEEKDAYS], *series, unit=_("件"), key="hours"
    )


def of_days(counted: Iterable[tuple[date, int]]) -> Counter[date]:
    return Counter(dict(counted))


def of_hours(hours: Iterable[Any]) -> Counter[date]:
    found: Counter[date] = Counter()
    for one in hours:
        found[one.day] += one.received
    return found
