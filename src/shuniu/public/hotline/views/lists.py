"""The lists: what waits for me, and all requests."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.filters import Filter, asked
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.public.hotline.forms.filters import ListFilter, offered
from shuniu.public.hotline.operations import looking
from shuniu.public.hotline.queries import lines, lists
from shuniu.public.hotline.roles import CENTRE
from shuniu.public.hotline.views import cells, columns
from shuniu.public.hotline.views.requests import STAFF


@roles(*STAFF)
@require_safe
def todo(request: Request) -> HttpResponse:
    """待我办理: soonest first, by light and by kind of task."""
    queue = lists.queue(request.actor, request.now)
    light, label = request.GET.get("light", ""), request.GET.get("task", "")
    tasks = lists.queue_tasks(request.actor, light=light, label=label, now=request.now)
    order = ("opened_at", "pk") if light == "none" else ("due_at", "pk")
    shown = page_of(tasks, request.GET, order=order, known=queue.count(light, label))
    rows = lines.task_rows(shown.rows, request.now)
    table = Table(
        _("待我办理"), columns.queue_columns(request.actor), rows, empty=_("没有等您办理的诉求。"),
        advice=_("新的诉求派来或退来时会出现在这里。"), key=cells.key, around=cells.around(),
    )  # fmt: skip
    context = {"queue": queue, "slice": shown, "table": table, "tabs": lambda: columns.queue_tabs(queue, label),
               "kinds": lambda: columns.kind_tabs(queue, light), "here": lambda: columns.here(light, label),
               "light": light, "label": label, "together": columns.receive_together(request.actor),
               "suggesting": lambda: any(row.suggested for row in rows)}  # fmt: skip
    return page(request, "hotline/todo.html", context)


@roles(*STAFF)
@require_safe
def owned(request: Request) -> HttpResponse:
    """我承办的: what was given to me by name."""
    shown = page_of(lists.owned(request.actor).filter(due_at__isnull=False), request.GET, order=("due_at", "pk"))
    rows = lines.rows_of(shown.rows, request.now)
    table = Table(_("我承办的"), columns.LIST, rows, empty=_("没有交给您承办的诉求。"),
                  advice=_("本单位联络员交办后会出现在这里。"), key=cells.key, around=cells.around())  # fmt: skip
    return page(request, "hotline/list.html", {"slice": shown, "table": table, "heading": _("我承办的")})


def _asked(request: Request) -> tuple[Filter, lists.Listing]:
    """The filter form and the list that it leaves. A search by telephone is recorded."""
    form = asked(ListFilter, request, offered(), by_phone=request.actor.holds_any(CENTRE))
    if form.wanted.get("phone"):
        looking.record_phone_search(form.wanted["tail"], actor=request.actor, at=request.now)
    found = lists.listing(request.actor, form.wanted, request.now, by_due=request.GET.get("order") == "due")
    return form, found.none() if form.wrong else found


@roles(*STAFF)
@require_safe
def everything(request: Request) -> HttpResponse:
    """All requests that this person may see: filters, two orders, pages by key."""
    form, found = _asked(request)
    shown = page_of(found.rows, request.GET, order=found.order)
    sheet = request.GET.get("sheet") == "print"
    shown_columns = columns.LIST if sheet else columns.list_columns(request.actor)
    table = Table(_("全部诉求"), shown_columns, found.lines(shown.rows, request.now),
                  empty=_("没有符合条件的诉求。"), advice=_("请放宽筛选条件，或清除后重新查询。"), key=cells.key, around=cells.around())  # fmt: skip
    order = "due" if found.order == lists.SOONEST else "new"
    context = {"form": form, "slice": shown, "table": table, "heading": table.caption, "order": order,
               "orders": lambda: columns.order_tabs(request.GET), "order_url": lambda: columns.order_url(request.GET, order),
               "keep": request.GET.urlencode, "together": columns.chase_together(request.actor)}  # fmt: skip
    status = 422 if form.wrong else 200
    return page(request, "hotline/list_print.html" if sheet else "hotline/list.html", context, status=status)


@roles(*STAFF)
@require_safe
def export(request: Request, format: str) -> FileResponse:
    """The list as it is filtered, as XLSX or CSV. What left is in the ledger."""
    _form, found = _asked(request)
    name = _("市长公开电话诉求")
    rows = lines.exported(found.all(exports.CAP + 1), request.now)
    write = exports.csv if format == "csv" else exports.xlsx

    def record(done: exports.Export) -> None:
        what = _("%(name)s列表（%(format)s）") % {"name": name, "format": done.format}
        looking.record_export(what, done.rows, actor=request.actor, at=request.now, filters=request.GET.urlencode())

    return write(columns.EXPORT, rows, name=name, on_export=record)
