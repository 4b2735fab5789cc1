"""主动公开 for staff: proposing, the page of one publication, its steps and versions, and the lists."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.views import stepping
from shuniu.kernel.files.serving import serve
from shuniu.kernel.web import exports, idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.public.disclosure.forms.publications import FORMS, ProposeForm, PublicationFilter
from shuniu.public.disclosure.operations.exports import record_export
from shuniu.public.disclosure.operations.publications import perform, propose
from shuniu.public.disclosure.procedures import PublicationProcedure
from shuniu.public.disclosure.queries import publications
from shuniu.public.disclosure.queries.publication_wording import said_in
from shuniu.public.disclosure.roles import CLERK, LIAISON, SECTION, UNITS
from shuniu.public.disclosure.views import publication_columns as columns

STAFF = (*SECTION, *UNITS)
NEW = "disclosure.propose"
DESK = stepping.Desk(
    PublicationProcedure,
    perform,
    said_in,
    forms=FORMS,
    initial=publications.initial_for,
    back={"todo": "disclosure:publications_todo"},
    head="disclosure/publications/_assets.html",
)


@roles(*STAFF)
@require_safe
def todo(request: Request) -> HttpResponse:
    """待办: what waits for me, soonest first."""
    tasks = publications.tasks_of(request.actor)
    shown = page_of(tasks, request.GET, order=("due_at", "pk"))
    table = Table(_("主动公开待办"), columns.QUEUE, publications.task_rows(shown.rows, request.now),
                  empty=_("没有等您办理的拟公开信息。"), advice=_("报送、退回或者待发布的信息会出现在这里。"))  # fmt: skip
    proposes = request.actor.holds_any((LIAISON, CLERK))
    context = {"slice": shown, "table": table, "proposes": proposes}
    return page(request, "disclosure/publications/todo.html", context)


def _asked(request: Request) -> tuple[PublicationFilter, Any]:
    form = PublicationFilter(request.GET)
    rows = publications.listing(request.actor, form.cleaned_data if form.is_valid() else {})
    return form, rows.none() if form.errors else rows


@roles(*STAFF)
@require_safe
def everything(request: Request) -> HttpResponse:
    """全部拟公开和已公开信息."""
    form, rows = _asked(request)
    shown = page_of(rows, request.GET, order=publications.NEWEST)
    table = Table(_("主动公开信息"), columns.LIST, publications.rows_of(shown.rows, request.now),
                  empty=_("没有符合条件的信息。"), advice=_("换一个条件，或者清除筛选。"))  # fmt: skip
    proposes = request.actor.holds_any((LIAISON, CLERK))
    context = {"form": form, "slice": shown, "table": table, "keep": request.GET.urlencode(), "proposes": proposes}
    return page(request, "disclosure/publications/list.html", context, status=422 if form.errors else 200)


@roles(*STAFF)
@require_safe
def export(request: Request, format: str) -> FileResponse:
    """The list as it is filtered. What left is in the ledger."""
    if format not in ("xlsx", "csv"):
        raise Http404
    _form, rows = _asked(request)
    found = rows.order_by(*publications.NEWEST)[: exports.CAP + 1]

    def record(done: exports.Export) -> None:
        record_export(done.name, done.rows, actor=request.actor, at=request.now, filters=request.GET.urlencode())

    lines = publications.exported(found, request.now)
    made = exports.xlsx if format == "xlsx" else exports.csv
    return made(columns.EXPORT, lines, name=_("主动公开信息"), on_export=record)


@roles(CLERK, LIAISON)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """报送拟公开信息."""
    units = publications.units_for(request.actor)
    if not units:
        raise PermissionDenied(_("您没有可以报送的单位，请联系安全管理员。"))
    form = ProposeForm(request.POST or None, request.FILES or None, units=units, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            matter = _proposed(request, form)
        except (StepRefused, idempotency.BadToken) as refused:
            form.add_error(None, _refusal(refused))
        else:
            messages.success(request, _("已报送，由本单位审查员逐件审查。"))
            return go(request, f"{reverse('disclosure:publication', args=[matter.number])}?done=new")
    context = {"form": form, "scope": NEW}
    return page(request, "disclosure/publications/new.html", context, status=422 if form.errors else 200)


def _proposed(request: Request, form: ProposeForm) -> Any:
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), NEW)
    unit, files = form.cleaned_data["unit"], form.cleaned_data["files"]
    return propose(form.proposal(), unit=unit, actor=request.actor, at=request.now, key=key, files=files)


def _refusal(refused: Exception) -> str:
    expired = isinstance(refused, idempotency.BadToken)
    return _("页面已过期，内容仍在，请再提交一次。") if expired else str(refused)


@roles(*STAFF)
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """The page of one publication."""
    shown = publications.page_of(request.actor, number, now=request.now)
    context = {"page": shown, "head": shown.head, "done": request.GET.get("done", "")}
    return page(request, "disclosure/publications/publication.html", context)


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step: its form in place (HTMX) or as a page; sent, it goes through the procedure's own door."""
    return stepping.answer(request, publications.opened(request.actor, number), step, DESK)


@roles(*STAFF)
@require_safe
def compare(request: Request, number: str, old: int, new: int) -> HttpResponse:
    """Two versions and what is different between them."""
    matter, before, after, lines = publications.comparison(request.actor, number, old, new)
    context = {"matter": matter, "old": before, "new": after, "lines": lines}
    return page(request, "disclosure/publications/compare.html", context)


@roles(*STAFF)
@require_safe
def file(request: Request, number: str, pk: int) -> FileResponse:
    return serve(request, publications.file_of(request.actor, number, pk), inline=True)
