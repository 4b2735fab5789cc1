"""The lists of assignments: what waits for me, my unit's, and all."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shuniu.kernel.casework.faces import Face
from shuniu.kernel.casework.queues import LATEST, SOONEST, faces
from shuniu.kernel.casework.views import queues
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.filters import Filter, asked
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.office.supervision.forms.others import ListFilter
from shuniu.office.supervision.operations.looking import record_export
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.queries import lists
from shuniu.office.supervision.roles import SECTION, STAFF, UNITS
from shuniu.office.supervision.views import columns


@roles(*STAFF)
@require_safe
def todo(request: Request) -> HttpResponse:
    """督查待办: soonest first, by light."""
    found = queues.shown(request, "supervision:todo", Supervised.kind)
    table = Table(_("督查待办"), columns.QUEUE, lists.task_rows(found.slice.rows, request.now),
                  empty=_("没有等您办理的督查事项。"), advice=_("交办给您或者本单位的督查事项会出现在这里。"))  # fmt: skip
    return page(request, "supervision/todo.html", {**found.context, "table": table})


@roles(*UNITS)
@require_safe
def own(request: Request) -> HttpResponse:
    """本单位督查事项: what my unit leads or helps with and has not finished, soonest first."""
    shown = page_of(lists.own(request.actor), request.GET, order=SOONEST)
    table = Table(_("本单位督查事项"), columns.OWN, lists.own_rows(shown.rows, request.actor, request.now),
                  empty=_("本单位没有在办的督查事项。"), advice=_("交给本单位牵头或者协办的事项会出现在这里。"),
                  key=columns.key, around=tree().stamp)  # fmt: skip
    return page(request, "supervision/own.html", {"slice": shown, "table": table})


Leaders = tuple[tuple[int, str], ...]


def _asked(request: Request, leaders: Leaders) -> tuple[Filter, Composed[Face], tuple[str, ...]]:
    """The filter form, the list that it leaves, and its order."""
    form = asked(ListFilter, request, tree().stamp, leaders=leaders)
    by_due = request.GET.get("order") == "due"
    found = faces(request.actor, Supervised, lists.NARROWINGS, form.wanted, request.now, by_due=by_due)
    return form, found.nothing if form.wrong else found, SOONEST if by_due else LATEST


@roles(*STAFF)
@require_safe
def everything(request: Request) -> HttpResponse:
    """All assignments that this person may see: filters, two orders, pages by key."""
    leaders = tuple(lists.leader_choices())
    form, found, order = _asked(request, leaders)
    shown = page_of(found, request.GET, order=order)
    table = Table(_("全部督查事项"), columns.LIST, lists.rows_of(shown.rows, request.now, leaders),
                  empty=_("没有符合条件的督查事项。"), advice=_("请放宽筛选条件，或清除后重新查询。"), key=columns.key, around=tree().stamp)  # fmt: skip
    context = {"form": form, "slice": shown, "table": table, "orders": queues.order_tabs(request.GET),
               "order_url": queues.order_url(request.GET, "due" if order == SOONEST else "new"),
               "keep": request.GET.urlencode(), "registers": request.actor.holds_any(SECTION)}  # fmt: skip
    return page(request, "supervision/list.html", context, status=422 if form.wrong else 200)


@roles(*STAFF)
@require_safe
def export(request: Request, format: str) -> FileResponse:
    """The list as it is filtered, as XLSX or CSV. What left is in the ledger."""
    _form, found, order = _asked(request, tuple(lists.leader_choices()))
    rows = lists.exported(found.first(order, exports.CAP + 1), request.now)
    write = exports.csv if format == "csv" else exports.xlsx

    def record(done: exports.Export) -> None:
        record_export(done.name, done.rows, actor=request.actor, at=request.now, filters=request.GET.urlencode())

    return write(columns.EXPORT, rows, name=_("督查事项台账"), on_export=record)
