"""办理节奏: how fast assignments move, as the city has ordered; changed from now on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.supervision.forms.others import CadenceForm
from shuniu.office.supervision.operations.cadences import save_cadence
from shuniu.office.supervision.queries.cadences import Shown, cadence_named, in_force
from shuniu.office.supervision.roles import DIRECTOR, LEADER, SUPERVISOR


@roles(SUPERVISOR, DIRECTOR, LEADER)
@require_safe
def every(request: Request) -> HttpResponse:
    """All cadences in force, each with its source and how far it is confirmed."""
    context = {"cadences": in_force(), "may_change": request.actor.holds(DIRECTOR)}
    return page(request, "supervision/cadences.html", context)


@roles(DIRECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, code: str) -> HttpResponse:
    """A new version from now on; assignments that run keep their own."""
    known = cadence_named(code)
    if known is None:
        raise Http404
    form = CadenceForm(request.POST or None, initial=_begun(known))
    if request.method == "POST" and form.is_valid():
        try:
            return _saved(request, code, form)
        except StepRefused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "cadence": known}
    return page(request, "supervision/cadence.html", context, status=422 if form.errors else 200)


def _begun(known: Shown) -> dict[str, Any]:
    begun: dict[str, Any] = {"name": known.name, "source": known.source, "confirmed": known.confirmed}
    for stage, (length, unit) in known.steps.items():
        begun |= {stage: length, f"{stage}_unit": unit}
    return begun


def _saved(request: Request, code: str, form: CadenceForm) -> HttpResponse:
    given = form.cleaned_data
    save_cadence(
        code, given["name"], given["source"], given["confirmed"], form.steps(), actor=request.actor, at=request.now
    )
    messages.success(request, _("办理节奏已保存，从现在起登记的事项适用；正在办理的不变。"))
    return go(request, reverse("supervision:cadences"))
