"""Idle log-out, and what a person must settle before anything else: a new password, a second factor.

Stands after the actor's middleware: the actor is made on first use, so ending the session here still comes before it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from shuniu.kernel.organisation import passwords, sessions
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.queries.account import has_second_factor
from shuniu.kernel.organisation.record import record
from shuniu.kernel.organisation.request import ActedRequest
from shuniu.kernel.organisation.roles import needs_second_factor

Answer = Callable[[HttpRequest], HttpResponseBase]
PROVED = "second_factor_proved"


def background(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that pages call by themselves (a poll): it does not count as activity of the person."""
    view.background = True  # type: ignore[attr-defined]  # functions carry attributes; wraps() copies them
    return view


class SignedInMiddleware:
    """For requests that bring a session: end it when idle, send the person to what is due, note that they were here."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponseBase:
        request = cast(ActedRequest, plain)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if sessions.is_idle(request.session, at=request.now):
            self._end(request)
        response = self.get_response(request)
        match = request.resolver_match
        if sessions.SEEN in request.session and match and not getattr(match.func, "background", False):
            sessions.touch(request.session, at=request.now)
        return response

    def process_view(
        self, request: ActedRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Send the person to the page that comes before all others for them, if there is one."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or _always_open(view):
            return None
        person = request.user
        if not isinstance(person, Person):
            return None
        if passwords.must_change(person, at=request.now):
            return _send(request, "account_change_password", _("请先修改密码：初始密码或已到期的密码不能继续使用。"))
        if not settings.DEMO and self._second_factor_missing(request, person):
            return _send(request, "mfa_index", _("您的角色要求双因素认证：请先启用身份验证器或通行密钥。"))
        return None

    def _end(self, request: ActedRequest) -> None:
        person = request.user
        if isinstance(person, Person):
            actor = Actor(kind="staff", name=person.name, person_id=person.pk)
            record("account.expired", at=request.now, actor=actor, body={"person_id": person.pk})
            sessions.close(request.session, at=request.now)
        logout(request)
        words = _("您已超过 %(minutes)d 分钟没有操作，系统已自动退出，请重新登录。")
        messages.info(request, words % {"minutes": settings.IDLE_MINUTES})

    def _second_factor_missing(self, request: ActedRequest, person: Person) -> bool:
        if request.session.get(PROVED) or not needs_second_factor(grant.role for grant in request.actor.grants):
            return False
        if not has_second_factor(person):
            return True
        request.session[PROVED] = True
        return False


def _always_open(view: Callable[..., Any]) -> bool:
    """Account pages (allauth's), pages for citizens and polls never send anybody elsewhere."""
    public = getattr(getattr(view, "door", None), "public", False)
    return public or view.__module__.startswith("allauth.") or getattr(view, "background", False)


def _send(request: ActedRequest, url_name: str, words: str) -> HttpResponse:
    messages.warning(request, words)
    url = reverse(url_name)
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else HttpResponseRedirect(url)
