"""Roles: who may what, granting and ending."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shuniu.kernel.organisation import operations
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.forms.roles import GrantForm, HoldingFilterForm
from shuniu.kernel.organisation.queries import people
from shuniu.kernel.organisation.queries import roles as queries
from shuniu.kernel.organisation.roles import ADMINISTRATORS, SECURITY_ADMIN, all_roles
from shuniu.kernel.organisation.views.tables import holdings_table
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request


@roles(*ADMINISTRATORS)
@require_GET
def holdings(request: Request) -> HttpResponse:
    """谁有什么角色, and below it what each role is for."""
    found = page_of(queries.holdings(request.actor, request.GET, on=request.today), request.GET, order=["-pk"])
    may = request.actor.holds(SECURITY_ADMIN.key)
    table = holdings_table(found.rows, request.today, "organisation/_end_role.html" if may else "")
    form = HoldingFilterForm(request.GET or None)
    context = {"list": found, "table": table, "form": form, "may": may, "roles": all_roles()}
    return page(request, "organisation/roles.html", context)


@roles(SECURITY_ADMIN.key)
def grant(request: Request) -> HttpResponse:
    within = request.actor.units_of(SECURITY_ADMIN.key)
    initial = {"on": request.today, "person_id": request.GET.get("person")}
    form = GrantForm(request.POST or None, within=within, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.grant_role(**form.cleaned_data, actor=request.actor, at=request.now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("角色已授予，立即生效。"))
            return go(request, reverse("organisation:roles"))
    context = {
        "form": form,
        "people": people.suggestions,
        "title": _("授予一个角色"),
        "back": reverse("organisation:roles"),
    }
    context |= {"section": _("角色"), "section_url": "organisation:roles"}
    return page(request, "organisation/form.html", context, status=422 if form.errors else 200)


@roles(SECURITY_ADMIN.key)
@require_POST
def end(request: Request, holding_id: int) -> HttpResponse:
    if queries.holding_unit(holding_id) not in request.actor.units_of(SECURITY_ADMIN.key):
        raise Http404
    try:
        operations.end_role(holding_id=holding_id, actor=request.actor, on=request.today, at=request.now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("角色已收回，立即生效。"))
    return go(request, reverse("organisation:roles"))
