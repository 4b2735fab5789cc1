"""Reports and figures: as pages, as PDF, as a workbook; and the matters behind each figure."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.public.hotline.forms.figures import BehindForm, FiguresForm, ReportForm
from shuniu.public.hotline.operations import looking, reports
from shuniu.public.hotline.queries import lines
from shuniu.public.hotline.queries.behind import matters_behind
from shuniu.public.hotline.queries.measures import LISTED
from shuniu.public.hotline.queries.reports import Report
from shuniu.public.hotline.queries.reports import report as report_of
from shuniu.public.hotline.queries.statistics import statistics
from shuniu.public.hotline.roles import READERS
from shuniu.public.hotline.views import columns, figure_pages
from shuniu.public.hotline.views.requests import STAFF


def _report_form(request: Request) -> ReportForm:
    asked = {**ReportForm.usual(request.today), **request.GET.dict()}
    return ReportForm(asked, actor=request.actor)


def _asked_report(request: Request) -> tuple[ReportForm, Report]:
    """The report of a file's address; one that makes no sense is 404."""
    form = _report_form(request)
    if not form.is_valid():
        raise Http404
    unit = form.cleaned_data["unit"]
    return form, report_of(request.actor, form.period, now=request.now, unit=unit)


@roles(*READERS)
@require_safe
def report(request: Request) -> HttpResponse:
    """日报, 周报, 月报 on one page."""
    form = _report_form(request)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        made = report_of(request.actor, form.period, now=request.now, unit=form.cleaned_data["unit"])
        context |= figure_pages.report(made, form, request.GET)
    return page(request, "hotline/report.html", context, status=200 if form.is_valid() else 422)


@roles(*READERS)
@require_safe
def report_pdf(request: Request) -> HttpResponse:
    form, made = _asked_report(request)
    try:
        file = reports.typeset(made, issue=form.cleaned_data["issue"], actor=request.actor, at=request.now)
    except NoChineseFont as error:
        return page(request, "hotline/no_font.html", {"error": str(error)}, status=503)
    answer = HttpResponse(file, content_type="application/pdf")
    answer["Content-Disposition"] = figure_pages.attachment(f"{reports.name_of(made)}.pdf")
    return answer


@roles(*READERS)
@require_safe
def report_xlsx(request: Request) -> FileResponse:
    _form, made = _asked_report(request)

    def record(done: exports.Export) -> None:
        looking.record_export(done.name, done.rows, actor=request.actor, at=request.now, filters="xlsx")

    sheets = figure_pages.sheets(made, request.actor)
    return exports.workbook(sheets, name=reports.name_of(made), on_export=record)


@roles(*READERS)
@require_safe
def figures(request: Request) -> HttpResponse:
    """统计: pictures first, figures beside, matters one click behind."""
    form = FiguresForm({**FiguresForm.usual(request.today), **request.GET.dict()}, actor=request.actor)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        made = statistics(request.actor, form.cut, now=request.now)
        context |= figure_pages.statistics(made, request.GET)
    return page(request, "hotline/figures.html", context, status=200 if form.is_valid() else 422)


def _behind(request: Request) -> tuple[BehindForm, Any]:
    form = BehindForm(request.GET, actor=request.actor)
    if not form.is_valid():
        raise Http404
    return form, matters_behind(request.actor, form.cut, form.measure_asked, now=request.now)


@roles(*STAFF)
@require_safe
def behind(request: Request) -> HttpResponse:
    """The matters that a figure counted."""
    form, matters = _behind(request)
    shown = page_of(matters, request.GET, order=("-received_at", "-pk"))
    table = Table(_("这个数字所含的诉求"), columns.LIST, lines.rows_of(shown.rows, request.now),
                  empty=_("没有这样的诉求。"))  # fmt: skip
    context = {"slice": shown, "table": table, "measure": LISTED[form.measure_asked], "period": form.cut.period,
               "narrowed": figure_pages.narrowed(form), "keep": request.GET.urlencode()}  # fmt: skip
    return page(request, "hotline/behind.html", context)


@roles(*STAFF)
@require_safe
def export(request: Request) -> FileResponse:
    """The list behind a figure as XLSX. What left is in the ledger."""
    _form, matters = _behind(request)
    name = _("市长公开电话诉求")

    def record(done: exports.Export) -> None:
        looking.record_export(name, done.rows, actor=request.actor, at=request.now, filters=request.GET.urlencode())

    rows = matters.order_by("-received_at", "-pk")[: exports.CAP + 1]
    return exports.xlsx(
        columns.EXPORT, lines.exported(rows.iterator(chunk_size=lines.CHUNK), request.now), name=name, on_export=record
    )
