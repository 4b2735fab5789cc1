"""Spreadsheets in and out."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.forms.exchange import ImportForm
from shuniu.kernel.organisation.record import record
from shuniu.kernel.organisation.roles import ADMINISTRATORS, SECURITY_ADMIN, SYSTEM_ADMIN
from shuniu.kernel.organisation.spreadsheets import exchange as sheets
from shuniu.kernel.organisation.spreadsheets.rows import SHEETS
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Column


@roles(*ADMINISTRATORS)
def exchange(request: Request) -> HttpResponse:
    """Take a sheet out, or send one in to be tried."""
    kinds = sheets.kinds_for(request.actor)
    form = ImportForm(request.POST or None, request.FILES or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        try:
            draft = sheets.draft(**form.cleaned_data, actor=request.actor, on=request.today, at=request.now)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return go(request, reverse("organisation:import_draft", args=[draft.pk]))
    context = {"form": form, "kinds": kinds, "sheets": [(kind, sheet.label) for kind, sheet in SHEETS.items()]}
    return page(request, "organisation/exchange.html", context, status=422 if form.errors else 200)


@roles(SYSTEM_ADMIN.key, SECURITY_ADMIN.key)
@require_GET
def draft(request: Request, draft_id: int) -> HttpResponse:
    found = sheets.draft_of(request.actor, draft_id)
    if found is None:
        raise Http404
    context = {"draft": found, "rows": len(found.rows), "errors": found.errors[:200]}
    return page(request, "organisation/import_draft.html", context)


@roles(SYSTEM_ADMIN.key, SECURITY_ADMIN.key)
@require_POST
def apply(request: Request, draft_id: int) -> HttpResponse:
    if sheets.draft_of(request.actor, draft_id) is None:
        raise Http404
    try:
        changes = sheets.apply(draft_id=draft_id, actor=request.actor, on=request.today, at=request.now)
    except Refused as refusal:
        messages.error(request, _("没有导入任何内容。%(why)s") % {"why": refusal})
    else:
        words = ngettext("导入完成，%(count)d 行有变动。", "导入完成，%(count)d 行有变动。", changes)
        messages.success(request, words % {"count": changes})
    return go(request, reverse("organisation:import_draft", args=[draft_id]))


@roles(*ADMINISTRATORS)
@require_GET
def export(request: Request, kind: str, format: str) -> FileResponse:
    sheet = SHEETS.get(kind)
    if sheet is None or format not in {"xlsx", "csv"}:
        raise Http404
    columns = [Column(key, label) for label, key in sheet.headings().items()]

    def taken(done: exports.Export) -> None:
        body = {"what": str(sheet.label), "rows": done.rows, "format": done.format, "cut": done.cut}
        record("export", at=request.now, actor=request.actor, body=body)

    write = exports.xlsx if format == "xlsx" else exports.csv
    return write(columns, sheets.exported(kind, on=request.today), name=str(sheet.label), on_export=taken)
