"""表格导入: choose a file, read the report of the dry run, import, watch."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Column
from shuniu.public.hotline.operations.importing import HEADINGS, FileRefused, check_file, start
from shuniu.public.hotline.queries import imports
from shuniu.public.hotline.roles import DISPATCHER, MANAGER, OPERATOR

MEGABYTES = 20


class ImportForm(forms.Form):
    sheet = forms.FileField(
        label=_l("表格文件"), help_text=_l("XLSX或CSV，第一行是列名，最多5000行、20MB。先核对，不会马上导入。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _l("请选择一个表格文件。"), "empty": _l("文件是空的，请检查后重新选择。")},
    )  # fmt: skip

    def clean_sheet(self) -> object:
        sheet = self.cleaned_data["sheet"]
        if sheet.size > MEGABYTES * 1_000_000:
            raise forms.ValidationError(_("文件超过%(most)sMB，请分成几个文件。") % {"most": MEGABYTES})
        return sheet


@roles(OPERATOR, DISPATCHER, MANAGER)
@require_http_methods(["GET", "POST"])
def sheets(request: Request) -> HttpResponse:
    """Choose a file; the runs so far."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = check_file(form.cleaned_data["sheet"], person=imports.person(request.actor), at=request.now)
        except FileRefused as refusal:
            form.add_error("sheet", str(refusal))
        else:
            return go(request, reverse("hotline:import_run", args=[run.pk]))
    context = {"form": form, "runs": imports.runs()}
    return page(request, "hotline/import.html", context, status=422 if form.errors else 200)


@roles(OPERATOR, DISPATCHER, MANAGER)
@require_GET
def sheet(request: Request, pk: int) -> HttpResponse:
    """One file: what is right, what is wrong row by row, how far it is."""
    run = imports.run(pk)
    if run is None:
        raise Http404
    context = {"run": run, "again": imports.imported_before(run)}
    return page(request, "hotline/import_run.html", context, part="hotline/_import_progress.html")


@roles(OPERATOR, DISPATCHER, MANAGER)
@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    run = imports.run(pk)
    if run is None:
        raise Http404
    if start(run):
        messages.success(request, _("已开始导入，可以离开这个页面。"))
    return go(request, reverse("hotline:import_run", args=[pk]))


@roles(OPERATOR, DISPATCHER, MANAGER)
@require_GET
def template(request: Request) -> FileResponse:
    """An empty sheet with the right headings."""
    columns = tuple(Column(name, headings[0]) for name, headings in HEADINGS.items())
    return exports.xlsx(columns, iter(()), name=_("诉求导入模板"))
