"""领导时间去向: where it went, against the wish; what was declined; what would free hours."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from shuniu.kernel.casework.addresses import address
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Column, Table
from shuniu.office.engagements import pictures
from shuniu.office.engagements.forms.settings import AnalysisFilter
from shuniu.office.engagements.queries import analysis as questions
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.roles import ARRANGER, LEADER, SECRETARY
from shuniu.office.engagements.views.lists import hook

READERS = (ARRANGER, SECRETARY, LEADER)
KINDS = (
    Column("label", _l("活动类别")),
    Column("count", _l("项数"), kind="number"),
    Column("hours", _l("小时"), kind="number"),
    Column("share", _l("实际占比%"), kind="number"),
    Column("wanted", _l("意愿占比%"), kind="number"),
    Column("beyond", _l("相差"), kind="number"),
)
UNITS = (
    Column("unit", _l("单位"), wide=True),
    Column("count", _l("项数"), kind="number"),
    Column("hours", _l("小时"), kind="number"),
    Column("declined", _l("未予安排"), kind="number"),
)
ROWS = (
    Column("number", _l("编号"), kind="code", link=lambda row: address("engagements:engagement", row.number)),
    Column("title", _l("活动"), wide=True),
    Column("leader", _l("领导")),
    Column("kind_label", _l("类别")),
    Column("unit", _l("申请单位")),
    Column("day", _l("日期"), kind="day"),
    Column("hours", _l("小时"), kind="number", value=lambda row: round(row.hours, 2)),
    Column("need_label", _l("必要程度")),
    Column("result", _l("活动结果"), wide=True),
)


def _asked(request: Request) -> tuple[AnalysisFilter, questions.Analysis | None]:
    """Leaders read their own analysis, a secretary those they serve, the desk all."""
    everybody = people.leaders(request.today)
    ids = people.reads_private(request.actor)
    allowed = everybody if people.arranges(request.actor) else [one for one in everybody if one.pk in ids]
    form = AnalysisFilter(request.GET, leaders=allowed, on=request.today)
    if not form.is_valid():
        return form, None
    data = form.cleaned_data
    leader = next((one for one in allowed if one.pk == data["leader"]), allowed[0] if len(allowed) == 1 else None)
    return form, questions.analysis(leader, [one.pk for one in allowed], data["since"], data["until"])


@roles(*READERS)
@require_safe
def show(request: Request) -> HttpResponse:
    form, shown = _asked(request)
    context: dict[str, Any] = {"form": form, "shown": shown, "keep": request.GET.urlencode()}
    if shown is not None:
        context |= {
            "charts": [pictures.kinds(shown), pictures.months(shown), pictures.units(shown), pictures.declined(shown)],
            "kinds": Table(_("时间去向"), KINDS, shown.kinds, empty=_("这段时间没有活动。")),
            "units": Table(_("各单位"), UNITS, shown.units, empty=_("这段时间没有活动。")),
        }
    return page(request, "engagements/analysis.html", context, status=200 if shown else 422)


@roles(*READERS)
@require_safe
def export(request: Request, format: str) -> FileResponse:
    """Workbook with every table, or the engagements as CSV."""
    _form, shown = _asked(request)
    if shown is None or format not in ("xlsx", "csv"):
        raise Http404
    name = _("领导时间去向 %(since)s—%(until)s") % {"since": shown.since, "until": shown.until}
    if format == "csv":
        return exports.csv(ROWS, shown.rows, name=name, on_export=hook(request))
    sheets = [
        exports.Sheet(_("时间去向"), KINDS, shown.kinds), exports.Sheet(_("各单位"), UNITS, shown.units),
        exports.Sheet(_("活动"), ROWS, shown.rows),
    ]  # fmt: skip
    return exports.workbook(sheets, name=name, on_export=hook(request))
