"""The lists: what waits for me, what I drafted or handled, all outgoing papers, and what was sent to my unit."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table, sort_of
from shuniu.office.documents.forms.filters import ListFilter, ReceivedFilter
from shuniu.office.documents.operations.recording import record_export
from shuniu.office.documents.queries import lists
from shuniu.office.documents.roles import DRAFTER, STAFF, UNITS
from shuniu.office.documents.views import columns


@roles(*STAFF)
@require_safe
def todo(request: Request) -> HttpResponse:
    """公文待办: of every kind of paper, soonest first."""
    queue = lists.queue(request.actor, request.now)
    light, label = request.GET.get("light", ""), request.GET.get("task", "")
    tasks = lists.queue_tasks(queue.tasks, light=light, label=label, now=request.now)
    shown = page_of(tasks, request.GET, order=("due_at", "pk"))
    table = Table(
        _("公文待办"), columns.TASKS, lists.task_rows(shown.rows, request.now), empty=_("没有等您办理的公文。"),
        advice=_("新的公文送来时会出现在这里。"),
    )  # fmt: skip
    context = {"queue": queue, "slice": shown, "table": table, "tabs": columns.queue_tabs(queue),
               "kinds": columns.kind_tabs(queue), "here": columns.here(light, label),
               "drafts": request.actor.holds(DRAFTER)}  # fmt: skip
    return page(request, "documents/todo.html", context)


@roles(*STAFF)
@require_safe
def mine(request: Request) -> HttpResponse:
    """我的发文: what I drafted, or what I have handled."""
    handled = request.GET.get("view") == "handled"
    found = lists.handled_by(request.actor) if handled else lists.drafted_by(request.actor)
    shown = page_of(found, request.GET, order=lists.NEWEST)
    heading = _("我办过的发文") if handled else _("我拟的发文")
    table = Table(heading, columns.PAPERS, lists.rows_of(shown.rows, request.now), empty=_("还没有文件。"),
                  advice=_("起草一份文件后，会出现在这里。"))  # fmt: skip
    context = {"slice": shown, "table": table, "heading": _("我的发文"), "tabs": columns.mine_tabs(),
               "here": "?view=handled" if handled else "?", "drafts": request.actor.holds(DRAFTER)}  # fmt: skip
    return page(request, "documents/list.html", context)


@roles(*STAFF)
@require_safe
def outgoing(request: Request) -> HttpResponse:
    """全部发文: filters, orders, pages by key."""
    form = ListFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = lists.listing(request.actor, wanted, request.now)
    if form.errors:
        found = found.none()
    sort = sort_of(request.GET, columns.PAPERS, "-received")
    shown = page_of(found, request.GET, order=columns.ORDERS[sort])
    table = Table(_("全部发文"), columns.PAPERS, lists.rows_of(shown.rows, request.now), sort=sort,
                  empty=_("没有符合条件的发文。"), advice=_("请放宽筛选条件，或清除后重新查询。"))  # fmt: skip
    context = {"form": form, "slice": shown, "table": table, "heading": _("全部发文"), "keep": request.GET.urlencode(),
               "export": "documents:outgoing_export", "drafts": request.actor.holds(DRAFTER)}  # fmt: skip
    return page(request, "documents/list.html", context, status=422 if form.errors else 200)


@roles(*STAFF)
@require_safe
def export(request: Request, format: str) -> FileResponse:
    """The list as it is filtered, as XLSX or CSV. What left is in the ledger."""
    form = ListFilter(request.GET)
    found = lists.listing(request.actor, form.cleaned_data if form.is_valid() else {}, request.now)
    rows = lists.exported(found.order_by(*lists.NEWEST)[: exports.CAP + 1], request.now)
    write = exports.csv if format == "csv" else exports.xlsx

    def record(done: exports.Export) -> None:
        record_export(_("发文列表"), done.rows, actor=request.actor, at=request.now, filters=request.GET.urlencode())

    return write(columns.EXPORT, rows, name=_("发文"), on_export=record)


@roles(*UNITS)
@require_safe
def received(request: Request) -> HttpResponse:
    """发给我单位的文件."""
    form = ReceivedFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = lists.received_papers(request.actor, state=wanted.get("state", ""), words=wanted.get("q", ""))
    shown = page_of(found, request.GET, order=lists.NEWEST)
    table = Table(_("发给我单位的文件"), columns.RECEIVED, lists.delivery_rows(shown.rows, request.now),
                  empty=_("没有符合条件的文件。"), advice=_("发给您单位的文件会出现在这里，并通知您签收。"))  # fmt: skip
    return page(request, "documents/list.html",
                {"form": form, "slice": shown, "table": table, "heading": _("发给我单位的文件")})  # fmt: skip
