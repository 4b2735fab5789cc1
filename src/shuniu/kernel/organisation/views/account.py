"""One's own account: who am I here, where am I signed in, what have I lent; and the demo city's one-click sign-in."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shuniu.kernel.organisation import operations, sessions
from shuniu.kernel.organisation.queries import account as queries
from shuniu.kernel.web.answers import go
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.request import Request


@public
@require_POST
def demo_sign_in(request: Request) -> HttpResponse:
    """Sign in as one of the demo city's people without a password. Does not exist outside the demo."""
    person = queries.demo_person(request.POST.get("username", "")) if settings.DEMO else None
    if person is None:
        raise Http404
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response: HttpResponse = perform_login(request, Login(user=person, redirect_url=wanted if safe else None))
    return response


@require_GET
def account(request: Request) -> HttpResponse:
    found = queries.account_of(request.actor, at=request.now)
    return render(request, "organisation/account.html", {"account": found, "here": request.session.get(sessions.ROW)})


@require_POST
def end_sign_in(request: Request, sign_in_id: int) -> HttpResponse:
    """End one of one's own sessions on another device."""
    person = queries.account_of(request.actor, at=request.now).person
    if not sessions.end_one(person, sign_in_id, at=request.now):
        raise Http404
    messages.success(request, _("该设备上的登录已结束。"))
    return go(request, reverse("organisation:account"))


@require_POST
def sign_out_everywhere(request: Request) -> HttpResponse:
    operations.sign_out_everywhere(person_id=request.actor.person_id or 0, actor=request.actor, at=request.now)
    return go(request, reverse("account_login"))
