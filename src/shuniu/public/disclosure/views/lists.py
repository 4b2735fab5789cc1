"""The lists: what waits for me, all requests, and the register of reconsiderations and lawsuits."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shuniu.kernel.casework.queues import Listing
from shuniu.kernel.casework.views import queues
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.public.disclosure.forms.filters import RemedyFilter, RequestFilter
from shuniu.public.disclosure.operations.looking import record_export
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.queries import lists, remedies
from shuniu.public.disclosure.roles import CLERK, HEAD
from shuniu.public.disclosure.views import columns
from shuniu.public.disclosure.views.requests import STAFF


@roles(*STAFF)
@require_safe
def todo(request: Request) -> HttpResponse:
    """公开申请待办: soonest first, by light and by kind of task."""
    found = queues.shown(request, "disclosure:todo", InformationRequestProcedure.kind)
    table = Table(_("公开申请待办"), columns.QUEUE, lists.task_rows(found.slice.rows, request.now),
                  empty=_("没有等您办理的申请。"), advice=_("新的申请、查找结果和待审签的答复会出现在这里。"))  # fmt: skip
    return page(
        request, "disclosure/todo.html", {**found.context, "table": table, "registers": request.actor.holds(CLERK)}
    )


def _asked(request: Request) -> tuple[RequestFilter, Listing]:
    form = RequestFilter(request.GET)
    return form, queues.asked(request, form, InformationRequestProcedure, lists.NARROWINGS)


@roles(*STAFF)
@require_safe
def everything(request: Request) -> HttpResponse:
    """All requests that this person may see: filters, two orders, pages by key."""
    form, found = _asked(request)
    shown = page_of(found.rows, request.GET, order=found.order)
    table = Table(_("全部公开申请"), columns.LIST, lists.rows_of(shown.rows, request.now),
                  empty=_("没有符合条件的申请。"), advice=_("请放宽筛选条件，或清除后重新查询。"))  # fmt: skip
    context = {"form": form, "slice": shown, "table": table, **queues.order_context(request.GET, found), "keep": request.GET.urlencode(),
               "registers": request.actor.holds(CLERK)}  # fmt: skip
    return page(request, "disclosure/list.html", context, status=422 if form.errors else 200)


@roles(*STAFF)
@require_safe
def export(request: Request, format: str) -> FileResponse:
    """The list as it is filtered, as XLSX or CSV. What left is in the ledger."""
    _form, found = _asked(request)
    name = _("政府信息公开申请")
    rows = lists.exported(found.rows.order_by(*found.order)[: exports.CAP + 1], request.now)
    write = exports.csv if format == "csv" else exports.xlsx

    def record(done: exports.Export) -> None:
        record_export(done.name, done.rows, actor=request.actor, at=request.now, filters=request.GET.urlencode())

    return write(columns.EXPORT, rows, name=name, on_export=record)


@roles(CLERK, HEAD)
@require_safe
def register(request: Request) -> HttpResponse:
    """复议诉讼登记簿."""
    form = RemedyFilter(request.GET)
    found = remedies.register(request.actor, form.cleaned_data if form.is_valid() else {})
    shown = page_of(found.none() if form.errors else found, request.GET, order=remedies.ORDER)
    table = Table(_("复议诉讼登记簿"), columns.REMEDIES, remedies.rows_of(shown.rows),
                  empty=_("没有登记的复议和诉讼。"), advice=_("收到复议机关或者法院的通知后，在该件申请的页面上登记。"))  # fmt: skip
    context = {"form": form, "slice": shown, "table": table, "keep": request.GET.urlencode()}
    return page(request, "disclosure/remedies.html", context, status=422 if form.errors else 200)


@roles(CLERK, HEAD)
@require_safe
def export_register(request: Request) -> FileResponse:
    """The register as it is filtered, as XLSX."""
    form = RemedyFilter(request.GET)
    found = remedies.register(request.actor, form.cleaned_data if form.is_valid() else {})

    def record(done: exports.Export) -> None:
        record_export(done.name, done.rows, actor=request.actor, at=request.now, filters=request.GET.urlencode())

    rows = remedies.rows_of(found.order_by(*remedies.ORDER)[: exports.CAP])
    return exports.xlsx(columns.REMEDIES, rows, name=_("复议诉讼登记簿"), on_export=record)
