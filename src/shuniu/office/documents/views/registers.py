"""发文字号: the series, the register of their numbers, reserving and voiding."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.office.documents.forms.registers import EndSeriesForm, ReserveForm, SeriesForm, VoidForm
from shuniu.office.documents.operations import numbers
from shuniu.office.documents.queries import series as questions
from shuniu.office.documents.roles import ARCHIVIST, DIRECTOR, REGISTRAR, REVIEWER
from shuniu.office.documents.views import register_columns as columns

KEEPERS = (REVIEWER, REGISTRAR, DIRECTOR)


def _year(request: Request) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2100 else request.today.year


@roles(*KEEPERS, ARCHIVIST)
@require_safe
def listing(request: Request) -> HttpResponse:
    """All series with this year's numbers."""
    year = _year(request)
    rows = questions.uses(year)
    table = Table(
        _("发文代字"), columns.series(request.today), rows, empty=_("还没有发文代字。"), advice=_("请先新增一个。")
    )
    context = {
        "table": table,
        "year": year,
        "before": year - 1,
        "after": year + 1,
        "keeps": request.actor.holds_any(KEEPERS),
    }
    return page(request, "documents/registers/series.html", context)


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A new series."""
    form = SeriesForm(request.POST or None, initial={"active_from": request.today})
    if (
        request.method == "POST"
        and form.is_valid()
        and once(request, form, "documents.series", lambda _key: _save(request, form))
    ):
        messages.success(request, _("发文代字“%(word)s”已保存。") % {"word": form.cleaned_data["word"]})
        return go(request, reverse("documents:series"))
    return page(request, "documents/registers/series_new.html", {"form": form}, status=422 if form.errors else 200)


def _save(request: Request, form: SeriesForm) -> None:
    numbers.save_series(form.series(), actor=request.actor, at=request.now)


@roles(*KEEPERS, ARCHIVIST)
@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """One series: its register of numbers."""
    return _page(request, pk, {})


def _page(request: Request, pk: int, given: dict[str, Any], status: int = 200) -> HttpResponse:
    found, year = questions.series_named(pk), _year(request)
    shown = page_of(questions.records(found, year), request.GET, order=("-value", "pk"))
    table = Table(
        _("文号登记"), columns.RECORDS, shown.rows, empty=_("这一年还没有文号。"), advice=_("编号后会登记在这里。")
    )
    context = {
        "series": found, "year": year, "table": table, "slice": shown, "keeps": request.actor.holds_any(KEEPERS),
        "before": year - 1, "after": year + 1, "reserved": questions.reserved_of(found, year),
        "reserve": ReserveForm(initial={"year": year}), "end": EndSeriesForm(), "void": VoidForm(), **given,
    }  # fmt: skip
    return page(request, "documents/registers/series_one.html", context, status=status)


@roles(*KEEPERS)
@require_POST
def reserve(request: Request, pk: int) -> HttpResponse:
    """预留, or noting what was used on paper."""
    form, found = ReserveForm(request.POST), questions.series_named(pk)
    if form.is_valid() and once(
        request, form, "documents.reserve", lambda key: _reserve(request, found, form.cleaned_data, key)
    ):
        messages.success(request, _("文号已登记。"))
        return go(request, f"{reverse('documents:series_one', args=[pk])}?year={form.cleaned_data['year']}")
    return _page(request, pk, {"reserve": form}, status=422)


def _reserve(request: Request, found: Any, said: dict[str, Any], key: str) -> None:
    numbers.reserve_numbers(
        found, on=date(said["year"], 12, 31), count=said["count"], why=said["why"], used=said["used"],
        actor=request.actor, at=request.now, key=key,
    )  # fmt: skip


@roles(*KEEPERS)
@require_POST
def void(request: Request, pk: int) -> HttpResponse:
    """A reserved number will not be used."""
    form = VoidForm(request.POST)
    found = questions.series_named(pk)
    if form.is_valid() and once(request, form, "documents.void", lambda _key: _void(request, found, form.cleaned_data)):
        messages.success(request, _("文号已作废，登记簿中保留。"))
        return go(request, reverse("documents:series_one", args=[pk]))
    return _page(request, pk, {"void": form}, status=422)


def _void(request: Request, found: Any, said: dict[str, Any]) -> None:
    record = questions.record_of(found, said["record"])
    numbers.void_reserved(record, why=said["why"], actor=request.actor, at=request.now)


@roles(*KEEPERS)
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """停用: the last day of a series."""
    form, found = EndSeriesForm(request.POST), questions.series_named(pk)
    if form.is_valid():
        found.active_to = form.cleaned_data["active_to"]
        if once(
            request, form, "documents.end", lambda _key: numbers.save_series(found, actor=request.actor, at=request.now)
        ):
            messages.success(request, _("已设定停用日期。"))
            return go(request, reverse("documents:series_one", args=[pk]))
    return _page(request, pk, {"end": form}, status=422)


def once(request: Request, form: forms.Form, scope: str, act: Callable[[str], object]) -> bool:
    """Do it, with the form's one-time key. A refusal lands on the form in words."""
    try:
        act(idempotency.key_of(request.POST.get("once", ""), scope))
    except idempotency.BadToken:
        form.add_error(None, _("页面已过期，内容仍在，请再提交一次。"))
    except ValidationError as error:
        for words in error.messages:
            form.add_error(None, words)
    except StepRefused as refused:
        form.add_error(None, str(refused))
    return not form.errors
