"""文件数量 and 各环节用时: pictures with their figures, and the papers behind each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.office.documents.archiving import Counted, all_counted, counted_of
from shuniu.office.documents.forms.load import ExplainForm, LoadFilter, TimesFilter
from shuniu.office.documents.menu_archive import LOAD
from shuniu.office.documents.operations.load import explain
from shuniu.office.documents.queries import load, load_times
from shuniu.office.documents.views import load_pictures as pictures


@roles(*LOAD)
@require_safe
def show(request: Request) -> HttpResponse:
    """本年与上年同期: by type, by unit, by month."""
    form = LoadFilter(request.GET or {"kind": "", "year": ""}, today=request.today)
    kind, year = form.chosen
    shown = load.load_of(counted_of(kind), year, request.today, units=load.units_seen(request.actor))
    context = {
        "form": form, "load": shown, "charts": pictures.load_charts(shown),
        "units": pictures.unit_rows(shown, request.actor), "types": pictures.type_rows(shown),
    }  # fmt: skip
    return page(request, "documents/load/load.html", context)


def _counted(request: Request) -> Counted:
    kind = request.GET.get("kind", "")
    if kind not in {one.kind for one in all_counted()}:
        raise Http404
    return counted_of(kind)


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _span(request: Request) -> tuple[date, date]:
    """From the first day of a year, or of a month of it, to the day after its last."""
    year, month = _whole(request.GET.get("year", "")), _whole(request.GET.get("month", ""))
    if year is None or not 2000 <= year <= 2100 or (month is not None and not 1 <= month <= 12):
        raise Http404
    if month is None:
        return date(year, 1, 1), date(year + 1, 1, 1)
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


@roles(*LOAD)
@require_safe
def papers(request: Request) -> HttpResponse:
    """The papers behind a figure."""
    counted, (first, after) = _counted(request), _span(request)
    type, unit = request.GET.get("type", "")[:40], _whole(request.GET.get("unit", ""))
    rows = load.papers_behind(counted, request.actor, first=first, after=after, type=type, unit=unit)
    shown = page_of(rows, request.GET, order=("-counted_at", "-pk"))
    heading = pictures.heading_of(counted, first, after, type, unit)
    table = Table(heading, pictures.columns_of(counted), shown.rows, empty=_("没有符合条件的文件。"))
    context = {"slice": shown, "table": table, "heading": heading}
    return page(request, "documents/load/papers.html", context)


@roles(*LOAD)
@require_safe
def times(request: Request) -> HttpResponse:
    """各环节用时: median and the slowest tenth."""
    form = TimesFilter(request.GET or {"kind": ""}, today=request.today)
    kind, since, until = form.chosen
    found = load_times.times_of(kind, since, until, load.units_seen(request.actor))
    link = pictures.TimesLink(kind, since, until)
    context = {
        "form": form, "times": found, "since": since, "until": until, "chart": pictures.times_chart(found, link),
        "states": pictures.time_rows(found.states, link), "units": pictures.time_rows(found.units, link),
    }  # fmt: skip
    return page(request, "documents/load/times.html", context, status=422 if form.errors else 200)


@roles(*LOAD)
@require_safe
def slowest(request: Request) -> HttpResponse:
    """The papers behind a time, the slowest first."""
    form = TimesFilter(request.GET, today=request.today)
    kind, since, until = form.chosen
    state, unit = request.GET.get("state", "")[:40], _whole(request.GET.get("unit", ""))
    rows = load_times.papers_of(kind, since, until, state, unit, load.units_seen(request.actor))
    table = Table(_("用时最长的文件"), pictures.slow_columns(), rows, empty=_("没有符合条件的文件。"))
    context = {"table": table, "heading": _("用时最长的文件"), "slice": None}
    return page(request, "documents/load/papers.html", context)


@roles(*LOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def explanation(request: Request, year: int, unit: int) -> HttpResponse:
    """超过上年度的说明, by the unit's head."""
    counted = _counted(request)
    if tree().get(unit) is None or not load.may_explain(request.actor, unit):
        raise Http404
    form = ExplainForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _explained(request, form, counted, year, unit):
        messages.success(request, _("说明已记入台账。"))
        return go(request, f"{reverse('documents:load')}?kind={counted.kind}&year={year}")
    figure = load.figure_of(counted, year, request.today, unit)
    context = {"form": form, "figure": figure, "year": year, "counted": counted}
    return page(request, "documents/load/explain.html", context, status=422 if form.errors else 200)


def _explained(request: Request, form: Any, counted: Counted, year: int, unit: int) -> bool:
    text = form.cleaned_data["text"]
    try:
        explain(counted, year, unit, text, actor=request.actor, at=request.now, on=request.today)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except StepRefused as refused:
        form.add_error(None, str(refused))
    return not form.errors
