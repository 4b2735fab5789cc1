"""The lists of incoming papers: what waits for me, for my word, in my unit, and all."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.queues import Listing
from shuniu.kernel.casework.views import queues
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.office.documents.forms.incoming_filters import IncomingFilter, PhrasesForm
from shuniu.office.documents.operations.incoming_looking import record_export
from shuniu.office.documents.operations.incoming_phrases import keep_phrases
from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.office.documents.queries import incoming_lists as lists
from shuniu.office.documents.queries.incoming_phrases import phrases_of
from shuniu.office.documents.roles import DIRECTOR, LEADER, REGISTRAR, REVIEWER, SECRETARY, STAFF, UNITS
from shuniu.office.documents.views import incoming_columns as columns


@roles(*STAFF)
@require_safe
def todo(request: Request) -> HttpResponse:
    """收文待办: soonest first, by light and by kind of task."""
    found = queues.shown(request, "documents:incoming_todo", IncomingPaper.kind)
    table = Table(_("收文待办"), columns.QUEUE, lists.task_rows(found.slice.rows, request.now),
                  empty=_("没有等您办理的收文。"), advice=_("分给您或者本单位的来文会出现在这里。"))  # fmt: skip
    return page(request, "documents/incoming/todo.html", {**found.context, "table": table})


def _asked(request: Request) -> tuple[IncomingFilter, Listing]:
    form = IncomingFilter(request.GET)
    return form, queues.asked(request, form, IncomingPaper, lists.NARROWINGS)


@roles(*STAFF)
@require_safe
def everything(request: Request) -> HttpResponse:
    """All papers that this person may see: filters, two orders, pages by key."""
    form, found = _asked(request)
    shown = page_of(found.rows, request.GET, order=found.order)
    table = Table(_("全部收文"), columns.LIST, lists.rows_of(shown.rows, request.now),
                  empty=_("没有符合条件的收文。"), advice=_("请放宽筛选条件，或清除后重新查询。"))  # fmt: skip
    context = {"form": form, "slice": shown, "table": table, **queues.order_context(request.GET, found), "keep": request.GET.urlencode(),
               "registers": request.actor.holds(REGISTRAR)}  # fmt: skip
    return page(request, "documents/incoming/list.html", context, status=422 if form.errors else 200)


@roles(*STAFF)
@require_safe
def export(request: Request, format: str) -> FileResponse:
    """The list as it is filtered, as XLSX or CSV. What left is in the ledger."""
    _form, found = _asked(request)
    name = _("收文登记簿")
    rows = lists.exported(found.rows.order_by(*found.order)[: exports.CAP + 1], request.now)
    write = exports.csv if format == "csv" else exports.xlsx

    def record(done: exports.Export) -> None:
        record_export(done.name, done.rows, actor=request.actor, at=request.now, filters=request.GET.urlencode())

    return write(columns.EXPORT, rows, name=name, on_export=record)


@roles(*UNITS)
@require_safe
def own(request: Request) -> HttpResponse:
    """本单位承办: what my unit leads or helps with and has not finished, soonest first."""
    shown = page_of(lists.of_my_units(request.actor), request.GET, order=("due_at", "pk"))
    table = Table(_("本单位承办"), columns.OWN, lists.own_rows(shown.rows, request.actor, request.now),
                  empty=_("本单位没有在办的收文。"), advice=_("分给本单位主办或者协办的来文会出现在这里。"))  # fmt: skip
    return page(request, "documents/incoming/own.html", {"slice": shown, "table": table})


@roles(REGISTRAR, REVIEWER, DIRECTOR)
@require_safe
def circulation(request: Request) -> HttpResponse:
    """传阅情况: which papers are with their readers, how many have read, and whom they wait for."""
    shown = page_of(lists.in_circulation(request.actor), request.GET, order=("due_at", "pk"))
    table = Table(_("传阅情况"), columns.CIRCULATION, lists.circulating_rows(shown.rows, request.now),
                  empty=_("没有正在传阅的来文。"), advice=_("送传阅后，在这里看谁还没有阅。"))  # fmt: skip
    return page(request, "documents/incoming/circulation.html", {"slice": shown, "table": table})


@roles(LEADER, SECRETARY)
@require_safe
def leader(request: Request) -> HttpResponse:
    """呈我批示: on a phone, one paper a card."""
    rows = lists.for_instruction(request.actor, request.now)
    return page(request, "documents/incoming/leader.html", {"rows": rows})


@roles(LEADER, SECRETARY)
@require_http_methods(["GET", "HEAD", "POST"])
def phrases(request: Request) -> HttpResponse:
    """常用批示: a person's own ready words."""
    kept = "\n".join(phrases_of(request.actor.person_id or 0))
    form = PhrasesForm(request.POST or None, initial={"phrases": kept})
    if request.method == "POST" and form.is_valid():
        try:
            keep_phrases(form.cleaned_data["phrases"], actor=request.actor)
        except StepRefused as refused:
            form.add_error("phrases", str(refused))
        else:
            messages.success(request, _("常用批示已保存。"))
            return go(request, reverse("documents:incoming_leader"))
    status = 422 if form.errors else 200
    return page(request, "documents/incoming/phrases.html", {"form": form}, status=status)
