"""归档: what waits, filing and setting aside, the archive itself and what is taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.web import exports, idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.office.documents.forms.archive import AsideForm, ItemsFilter, PickForm, TakeBackForm, WaitingFilter
from shuniu.office.documents.menu_archive import READERS
from shuniu.office.documents.operations import archive as filing
from shuniu.office.documents.operations.incoming_looking import record_export
from shuniu.office.documents.queries import archive as kept
from shuniu.office.documents.queries.archive_retention import table as retention_table
from shuniu.office.documents.roles import ARCHIVIST
from shuniu.office.documents.views import archive_columns as columns

SCOPE = "documents.archive"


def _asked(request: Request) -> tuple[WaitingFilter, Any]:
    form = WaitingFilter(request.GET, years=kept.years())
    rows = kept.waiting()
    if form.is_valid():
        if form.cleaned_data["year"]:
            rows = kept.of_year(rows, form.cleaned_data["year"])
        if form.cleaned_data["kind"]:
            rows = rows.filter(kind=form.cleaned_data["kind"])
    return form, rows


@roles(ARCHIVIST)
@require_safe
def waiting(request: Request) -> HttpResponse:
    """待归档: closed papers with what the table suggests for each; ticked ones are filed or set aside."""
    form, rows = _asked(request)
    shown = page_of(rows, request.GET, order=("closed_at", "pk"))
    context = {
        "form": form, "slice": shown, "rows": kept.waiting_rows(shown.rows), "lines": retention_table(),
        "aside": AsideForm(), "keep": request.GET.urlencode(),
    }  # fmt: skip
    return page(request, "documents/archive/waiting.html", context)


def _picked(request: Request) -> PickForm:
    offered = list(kept.waiting().filter(pk__in=_numbers(request)).values_list("pk", flat=True))
    return PickForm(request.POST, offered=offered, lines=retention_table())


def _numbers(request: Request) -> list[int]:
    return [int(one) for one in request.POST.getlist("pick")[:50] if one.isdecimal() and len(one) < 19]


def _key(request: Request) -> str:
    try:
        return idempotency.key_of(request.POST.get(idempotency.FIELD, ""), SCOPE)
    except idempotency.BadToken:
        raise PermissionDenied(_("页面已过期，请返回后刷新，再重新勾选。")) from None


@roles(ARCHIVIST)
@require_POST
def file(request: Request) -> HttpResponse:
    """归档所选: a result for each."""
    key, form = _key(request), _picked(request)
    if not form.is_valid():
        messages.warning(request, _("请先勾选还没有归档的文件。"))
        return go(request, reverse("documents:archive"))
    done = filing.file_papers(form.wanted(), actor=request.actor, at=request.now, key=key)
    return page(request, "documents/archive/filed.html", {"outcomes": done})


@roles(ARCHIVIST)
@require_POST
def aside(request: Request) -> HttpResponse:
    """不归档所选, with one reason."""
    _key(request)
    form, reason = _picked(request), AsideForm(request.POST)
    if not form.is_valid() or not reason.is_valid():
        messages.warning(request, _("请先勾选文件，并选择不归档的理由。"))
        return go(request, reverse("documents:archive"))
    matters = list(kept.waiting().filter(pk__in=form.cleaned_data["pick"]))
    count = filing.set_aside(matters, reason.cleaned_data["reason"], actor=request.actor, at=request.now)
    messages.success(request, _("%(count)s 件列为不归档，已记入台账。") % {"count": count})
    return go(request, reverse("documents:archive"))


def _items(request: Request) -> tuple[ItemsFilter, Any]:
    form = ItemsFilter(request.GET, years=kept.years())
    asked = form.cleaned_data if form.is_valid() else {}
    found = kept.items(year=asked.get("year"), retention=asked.get("retention", ""), q=asked.get("q", ""))
    return form, found.none() if form.errors else found


@roles(*READERS)
@require_safe
def items(request: Request) -> HttpResponse:
    """档案: by 档号, title, number and organ; the shelves with their lists and packages."""
    form, rows = _items(request)
    shown = page_of(rows, request.GET, order=("-filed_at", "-pk"))
    table = Table(_("档案"), columns.items_for(request.actor), shown.rows, empty=_("没有符合条件的档案。"),
                  advice=_("办结的公文归档后会出现在这里。"))  # fmt: skip
    context = {"form": form, "slice": shown, "table": table, "shelves": kept.shelves(), "packages": kept.packages(),
               "keep": request.GET.urlencode(), "keeps": request.actor.holds(ARCHIVIST)}  # fmt: skip
    return page(request, "documents/archive/items.html", context, status=422 if form.errors else 200)


@roles(*READERS)
@require_safe
def export(request: Request) -> FileResponse:
    """归档文件目录 as it is filtered, as XLSX. What left is in the ledger."""
    _form, rows = _items(request)
    name = _("归档文件目录")

    def record(done: exports.Export) -> None:
        record_export(done.name, done.rows, actor=request.actor, at=request.now, filters=request.GET.urlencode())

    found = rows.order_by("shelf__year", "shelf__retention", "item")[: exports.CAP + 1]
    return exports.xlsx(columns.EXPORT, found.iterator(), name=name, on_export=record)


@roles(ARCHIVIST)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: Request, pk: int) -> HttpResponse:
    """撤销归档, with its reason."""
    item = kept.item_of(pk)
    if item is None:
        raise Http404
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), SCOPE)
            filing.take_back(item.matter, form.cleaned_data["reason"], actor=request.actor, at=request.now, key=key)
        except (StepRefused, idempotency.BadToken) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已撤销归档：%(number)s") % {"number": item.number})
            return go(request, reverse("documents:archive_items"))
    context = {"form": form, "item": item}
    return page(request, "documents/archive/take_back.html", context, status=422 if form.errors else 200)
