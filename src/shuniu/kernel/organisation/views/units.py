"""Units: the tree, one unit, and what the system administrator does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shuniu.kernel.organisation import operations
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.forms import units as unit_forms
from shuniu.kernel.organisation.queries import units as queries
from shuniu.kernel.organisation.roles import ADMINISTRATORS, SYSTEM_ADMIN
from shuniu.kernel.organisation.views.tables import units_table
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request


@roles(*ADMINISTRATORS)
@require_GET
def units(request: Request) -> HttpResponse:
    found = queries.rows(request.actor, request.GET)
    form = unit_forms.UnitFilterForm(request.GET or None)
    context = {"list": found, "table": units_table(found.rows), "form": form, "may": may(request)}
    return page(request, "organisation/units.html", context)


@roles(*ADMINISTRATORS)
@require_GET
def unit(request: Request, unit_id: int) -> HttpResponse:
    return page(request, "organisation/unit.html", {"page": load(request, unit_id), "may": may(request, unit_id)})


@roles(SYSTEM_ADMIN.key)
def add(request: Request) -> HttpResponse:
    within = request.actor.units_of(SYSTEM_ADMIN.key)
    initial = {"on": request.today, "parent_id": request.GET.get("parent")}
    form = unit_forms.AddUnitForm(request.POST or None, within=within, initial=initial)

    def work(**data: Any) -> int:
        return operations.add_unit(**data, actor=request.actor, at=request.now).pk

    return answer(request, form, work, _("新设机构"), reverse("organisation:units"))


@roles(SYSTEM_ADMIN.key)
def rename(request: Request, unit_id: int) -> HttpResponse:
    found = load(request, unit_id).unit
    initial = {"name": found.name, "short_name": found.short_name, "on": request.today}
    form = unit_forms.RenameUnitForm(request.POST or None, initial=initial)

    def work(**data: Any) -> int:
        return operations.rename_unit(**data, unit_id=unit_id, actor=request.actor, at=request.now).pk

    return answer(request, form, work, _("更名：%(unit)s") % {"unit": found.name}, _url(unit_id))


@roles(SYSTEM_ADMIN.key)
def change(request: Request, unit_id: int) -> HttpResponse:
    found = load(request, unit_id).unit
    initial = {"kind": found.kind, "remit": found.remit, "position": found.position}
    form = unit_forms.ChangeUnitForm(request.POST or None, initial=initial)

    def work(**data: Any) -> int:
        return operations.change_unit(**data, unit_id=unit_id, actor=request.actor, at=request.now).pk

    return answer(request, form, work, _("类别与职责：%(unit)s") % {"unit": found.name}, _url(unit_id))


@roles(SYSTEM_ADMIN.key)
def merge(request: Request, unit_id: int) -> HttpResponse:
    found = load(request, unit_id).unit
    within = request.actor.units_of(SYSTEM_ADMIN.key) - {unit_id}
    form = unit_forms.EndUnitForm(request.POST or None, within=within, needed=True, initial={"on": request.today})

    def work(successor_id: int, **data: Any) -> int:
        operations.merge_unit(unit_id=unit_id, into_id=successor_id, **data, actor=request.actor, at=request.now)
        return successor_id

    return answer(request, form, work, _("合并：%(unit)s") % {"unit": found.name}, _url(unit_id))


@roles(SYSTEM_ADMIN.key)
def close(request: Request, unit_id: int) -> HttpResponse:
    found = load(request, unit_id).unit
    within = request.actor.units_of(SYSTEM_ADMIN.key) - {unit_id}
    form = unit_forms.EndUnitForm(request.POST or None, within=within, needed=False, initial={"on": request.today})

    def work(**data: Any) -> int:
        return operations.close_unit(unit_id=unit_id, **data, actor=request.actor, at=request.now).pk

    return answer(request, form, work, _("撤销：%(unit)s") % {"unit": found.name}, _url(unit_id))


def load(request: Request, unit_id: int) -> queries.Page:
    found = queries.page(request.actor, unit_id)
    if found is None:
        raise Http404
    return found


def may(request: Request, unit_id: int | None = None) -> bool:
    return request.actor.holds(SYSTEM_ADMIN.key, unit_id)


def answer(request: Request, form: forms.Form, work: Callable[..., int], title: str, back: str) -> HttpResponse:
    """Draw the form; when it was sent and is right, do the work and go to the unit, or say why it was refused."""
    if request.method == "POST" and form.is_valid():
        try:
            unit_id = work(**form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记。"))
            return go(request, _url(unit_id))
    context = {"form": form, "title": title, "back": back, "section": _("机构"), "section_url": "organisation:units"}
    return page(request, "organisation/form.html", context, status=422 if form.errors else 200)


def _url(unit_id: int) -> str:
    return reverse("organisation:unit", args=[unit_id])
