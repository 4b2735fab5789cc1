"""The charts of the analysis."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.kernel.web import charts
from shuniu.office.engagements.queries.analysis import Analysis

MOST = 12


def kinds(shown: Analysis) -> charts.Chart:
    """Hours by kind; beside what was wanted, where the leader has said."""
    labels = [one.label for one in shown.kinds]
    spent = charts.Series(_("实际占比"), [one.share for one in shown.kinds])
    if all(one.wanted is None for one in shown.kinds):
        hours = charts.Series(_("时间"), [one.hours for one in shown.kinds])
        return charts.share(_("时间去向"), labels, hours, unit=_("小时"), key="kinds", whole=shown.hours)
    wanted = charts.Series(_("意愿占比"), [one.wanted or 0 for one in shown.kinds])
    return charts.bar(_("时间去向与意愿"), labels, spent, wanted, unit="%", key="kinds")


def months(shown: Analysis) -> charts.Chart:
    labels = [month for month, _meetings, _all in shown.months]
    share = [round(100 * meetings / whole, 1) if whole else None for _month, meetings, whole in shown.months]
    return charts.line(_("会议占比"), labels, charts.Series(_("会议占比"), share), unit="%", key="months")


def units(shown: Analysis) -> charts.Chart:
    rows = shown.units[:MOST]
    series = charts.Series(_("时间"), [one.hours for one in rows])
    note = _("只画出最多的 %(count)s 个单位。") % {"count": MOST} if len(shown.units) > MOST else ""
    return charts.share(
        _("各单位占用的时间"),
        [one.unit for one in rows],
        series,
        unit=_("小时"),
        key="units",
        whole=shown.hours,
        note=note,
    )


def declined(shown: Analysis) -> charts.Chart:
    series = charts.Series(_("未予安排"), [one.count for one in shown.declined])
    labels = [one.label for one in shown.declined]
    return charts.share(_("未予安排的原因"), labels, series, unit=_("件"), key="declined", whole=shown.refused)
