"""The lists of petitions: what waits for me, and all that I may see."""

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
from shuniu.public.petitions.forms.filters import PetitionFilter
from shuniu.public.petitions.operations.looking import record_export
from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.queries import lists
from shuniu.public.petitions.roles import REGISTRAR
from shuniu.public.petitions.views import columns
from shuniu.public.petitions.views.matters import WORKERS


@roles(*WORKERS)
@require_safe
def todo(request: Request) -> HttpResponse:
    """信访待办: soonest first, by light and by kind of task."""
    found = queues.shown(request, "petitions:todo", PetitionProcedure.kind)
    table = Table(_("信访待办"), columns.QUEUE, lists.task_rows(found.slice.rows, request.now),
                  empty=_("没有等您办理的信访事项。"), advice=_("登记、转来或者交办的信访事项会出现在这里。"))  # fmt: skip
    return page(
        request, "petitions/todo.html", {**found.context, "table": table, "registers": request.actor.holds(REGISTRAR)}
    )


def _asked(request: Request) -> tuple[PetitionFilter, Listing]:
    form = PetitionFilter(request.GET)
    return form, queues.asked(request, form, PetitionProcedure, lists.NARROWINGS)


@roles(*WORKERS)
@require_safe
def everything(request: Request) -> HttpResponse:
    """All petitions that this person may see: filters, two orders, pages by key."""
    form, found = _asked(request)
    shown = page_of(found.rows, request.GET, order=found.order)
    table = Table(_("全部信访"), columns.LIST, lists.rows_of(shown.rows, request.now),
                  empty=_("没有符合条件的信访事项。"), advice=_("请放宽筛选条件，或清除后重新查询。"))  # fmt: skip
    sheet = request.GET.get("sheet") == "print"
    context = {"form": form, "slice": shown, "table": table, **queues.order_context(request.GET, found), "keep": request.GET.urlencode(),
               "registers": request.actor.holds(REGISTRAR)}  # fmt: skip
    template = "petitions/list_print.html" if sheet else "petitions/list.html"
    return page(request, template, context, status=422 if form.errors else 200)


@roles(*WORKERS)
@require_safe
def export(request: Request, format: str) -> FileResponse:
    """The list as it is filtered, as XLSX or CSV: no person in it. What left is in the ledger."""
    _form, found = _asked(request)
    rows = lists.exported(found.rows.order_by(*found.order)[: exports.CAP + 1], request.now)
    write = exports.csv if format == "csv" else exports.xlsx

    def record(done: exports.Export) -> None:
        record_export(done.name, done.rows, actor=request.actor, at=request.now, filters=request.GET.urlencode())

    return write(columns.EXPORT, rows, name=_("信访事项登记簿"), on_export=record)
