"""One shelf: its packing list and its transfer package; and whether a package is whole."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.files.serving import serve
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.documents.forms.archive import LineForm, NewLineForm, PackageFileForm
from shuniu.office.documents.menu_archive import READERS
from shuniu.office.documents.models.archive import ArchiveItem
from shuniu.office.documents.operations import archive as filing
from shuniu.office.documents.operations.archive_checking import check_stored, check_upload
from shuniu.office.documents.operations.archive_lists import packing_list
from shuniu.office.documents.operations.archive_package import make
from shuniu.office.documents.operations.incoming_looking import record_export
from shuniu.office.documents.queries import archive as kept
from shuniu.office.documents.queries.archive_retention import line_of, table
from shuniu.office.documents.roles import ARCHIVIST
from shuniu.office.documents.views import archive_columns as columns


def _shelf(year: int, retention: str) -> list[ArchiveItem]:
    found = kept.shelf_items(year, retention)
    if not found:
        raise Http404
    return found


@roles(*READERS)
@require_safe
def list_pdf(request: Request, year: int, retention: str) -> HttpResponse:
    """归档文件目录 as a paper."""
    items = _shelf(year, retention)
    try:
        made = packing_list(year, retention, items, at=request.now)
    except NoChineseFont as error:
        return page(request, "documents/incoming/no_font.html", {"error": str(error)}, status=503)
    record_export(
        _("归档文件目录（PDF）"), len(items), actor=request.actor, at=request.now, filters=f"{year} {retention}"
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{year}-{retention}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@roles(*READERS)
@require_safe
def list_xlsx(request: Request, year: int, retention: str) -> FileResponse:
    """归档文件目录 as a sheet."""
    items = _shelf(year, retention)

    def record(done: exports.Export) -> None:
        record_export(done.name, done.rows, actor=request.actor, at=request.now, filters=f"{year} {retention}")

    return exports.xlsx(columns.EXPORT, items, name=_("归档文件目录"), on_export=record)


@roles(ARCHIVIST)
@require_POST
def pack(request: Request, year: int, retention: str) -> HttpResponse:
    """制作移交包 of what was not handed over yet."""
    _shelf(year, retention)
    try:
        made = make(year, retention, actor=request.actor, at=request.now)
    except (StepRefused, NoChineseFont) as refused:
        messages.error(request, str(refused))
        return go(request, reverse("documents:archive_items"))
    return go(request, reverse("documents:archive_package", args=[made.pk]))


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def package(request: Request, pk: int) -> HttpResponse:
    """A package with its checksums; POST reads it whole and compares."""
    found, file = kept.package(pk)
    checked = check_stored(found, file) if request.method == "POST" else None
    return page(request, "documents/archive/package.html", {"package": found, "file": file, "checked": checked})


@roles(ARCHIVIST)
@require_safe
def download(request: Request, pk: int) -> FileResponse:
    """The package itself. That it left is in the ledger."""
    found, file = kept.package(pk)
    record_export(_("移交包 %(name)s") % {"name": file.name}, found.items, actor=request.actor, at=request.now)
    return serve(request, file)


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request) -> HttpResponse:
    """移交包核验: of a file from anywhere. It is read and not kept."""
    form = PackageFileForm(request.POST or None, request.FILES or None)
    checked = check_upload(form.cleaned_data["package"]) if request.method == "POST" and form.is_valid() else None
    context = {"form": form, "checked": checked}
    return page(request, "documents/archive/check.html", context, status=422 if form.errors else 200)


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: Request) -> HttpResponse:
    """保管期限表; the archivist adds lines of the organ's own."""
    keeps = request.actor.holds(ARCHIVIST)
    if request.method == "POST" and not keeps:
        raise PermissionDenied(_("保管期限表由档案员维护。"))
    form = NewLineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        filing.change_line(**form.cleaned_data, actor=request.actor, at=request.now)
        messages.success(request, _("已保存。"))
        return go(request, reverse("documents:archive_retention"))
    context = {"lines": table(), "form": form, "keeps": keeps}
    return page(request, "documents/archive/retention.html", context, status=422 if form.errors else 200)


@roles(ARCHIVIST)
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: Request, code: str) -> HttpResponse:
    """One line of the table, changed with its source."""
    found = line_of(code, table())
    if found is None:
        raise Http404
    form = LineForm(request.POST or None, initial={"name": found.name, "retention": found.retention})
    if request.method == "POST" and form.is_valid():
        filing.change_line(code, **form.cleaned_data, actor=request.actor, at=request.now)
        messages.success(request, _("已保存。以前归档的文件，保管期限不变。"))
        return go(request, reverse("documents:archive_retention"))
    return page(
        request, "documents/archive/line.html", {"form": form, "line": found}, status=422 if form.errors else 200
    )
