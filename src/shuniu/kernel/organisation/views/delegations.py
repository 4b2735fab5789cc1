"""Lending one's roles, and taking them back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.kernel.organisation import operations
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.forms.delegations import DelegateForm
from shuniu.kernel.organisation.forms.roles import DelegationFilterForm
from shuniu.kernel.organisation.queries import people
from shuniu.kernel.organisation.queries import roles as queries
from shuniu.kernel.organisation.roles import SECURITY_ADMIN
from shuniu.kernel.organisation.views.tables import delegations_table
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request


def delegate(request: Request) -> HttpResponse:
    """授权代理: one's own roles, to a colleague, for a period."""
    form = DelegateForm(request.POST or None, actor=request.actor, initial={"since": request.today})
    if request.method == "POST" and form.is_valid():
        taker = form.cleaned_data.pop("taker")
        try:
            operations.delegate(taker_id=taker, actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("授权已登记，对方和您都能在“我的账号”中看到。"))
            return go(request, reverse("organisation:account"))
    context = {"form": form, "people": people.suggestions}
    return page(request, "organisation/delegate.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: Request, delegation_id: int) -> HttpResponse:
    if not queries.may_see_delegation(request.actor, delegation_id):
        raise Http404
    try:
        operations.revoke(delegation_id=delegation_id, actor=request.actor, at=request.now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("授权已撤回，立即生效。"))
    overseer = request.GET.get("back") == "all" and request.actor.holds(SECURITY_ADMIN.key)
    return go(request, reverse("organisation:delegations" if overseer else "organisation:account"))


@roles(SECURITY_ADMIN.key)
def delegations(request: Request) -> HttpResponse:
    """All delegations, for the security administrator."""
    found = page_of(queries.delegations(request.actor, request.GET, on=request.today), request.GET, order=["-pk"])
    table = delegations_table(found.rows, request.today)
    form = DelegationFilterForm(request.GET or None)
    return page(request, "organisation/delegations.html", {"list": found, "table": table, "form": form})
