"""The list of routes, its export, and a new route."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.routes import operations
from shuniu.kernel.routes.forms.defining import FilterForm, NewForm
from shuniu.kernel.routes.models import RouteDefinition
from shuniu.kernel.routes.queries import definitions as queries
from shuniu.kernel.routes.run import MANAGER
from shuniu.kernel.routes.subjects import subject_of
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Column, Table, sort_of

TONES = {"draft": "warn", "active": "good", "retired": "plain"}


def _kind(row: RouteDefinition) -> str:
    subject = subject_of(row.kind)
    return str(subject.label) if subject is not None else row.kind


COLUMNS = (
    Column("label", _l("流程名称"), link=lambda row: reverse("routes:route", args=[row.pk]), sort=True, wide=True),
    Column("kind", _l("事项类别"), _kind, sort=True),
    Column("unit", _l("适用机构"), lambda row: row.unit.name if row.unit else _("全部机构")),
    Column("version", _l("版本"), kind="number"),
    Column("stages", _l("环节数"), lambda row: len(row.stages), kind="number"),
    Column("status", _l("状态"), lambda row: (row.get_status_display(), TONES[row.status]), kind="badge"),
    Column("edited_at", _l("修改时间"), kind="moment", sort=True),
    Column("edited_by", _l("修改人"), lambda row: row.edited_by.name if row.edited_by else ""),
)


@roles(MANAGER)
@require_safe
def listing(request: Request) -> HttpResponse:
    rows, sort = queries.listed(request.actor, request.GET), sort_of(request.GET, COLUMNS, "kind")
    found = page_of(rows, request.GET, order=(sort, "pk"))
    table = Table(
        _("审批流程"), COLUMNS, found.rows, empty=_("没有符合条件的审批流程。"),
        advice=_("放宽筛选条件，或新建一个流程。"), sort=sort,
    )  # fmt: skip
    context = {"list": found, "table": table, "form": FilterForm(request.GET or None), "keep": request.GET.urlencode()}
    return page(request, "routes/list.html", context)


@roles(MANAGER)
@require_safe
def export(request: Request, format: str) -> FileResponse:
    """The list as it is filtered. What left is in the ledger."""
    rows = queries.listed(request.actor, request.GET).order_by("kind", "key", "-version")
    write = exports.csv if format == "csv" else exports.xlsx

    def record(done: exports.Export) -> None:
        operations.record_export(_("审批流程"), done.rows, actor=request.actor, at=request.now)

    return write(COLUMNS, rows.iterator(), name=_("审批流程"), on_export=record)


@roles(MANAGER)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    form = NewForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            row = operations.create(**form.cleaned_data, actor=request.actor, at=request.now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已建立草稿，请设计环节。"))
            return go(request, reverse("routes:edit", args=[row.pk]))
    return page(request, "routes/new.html", {"form": form}, status=422 if form.errors else 200)
