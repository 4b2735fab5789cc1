"""Puts the actor, the moment and the display wishes on every request, and keeps the doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from shuniu.kernel.organisation.actor import Actor, actor_of, citizen
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.web import clock, errors
from shuniu.kernel.web.doors import door_of
from shuniu.kernel.web.request import DISPLAY_COOKIE, Display, Request, address_of


def _signed_in(request: Request) -> Actor:
    """The person of the session, or a citizen when it has ended. From now on ``user`` is the person and no proxy."""
    user, address = request.user, address_of(request)
    if isinstance(user, SimpleLazyObject):  # Not after a log-out in this very request: then nobody is signed in.
        request.user = user = get_user(request)
    if isinstance(user, Person):
        return actor_of(user, on=request.today, address=address)
    return citizen(address=address)


def _actor(request: Request) -> Actor:
    """Without a session cookie the session is not even touched; with one it is read on first use."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return citizen(address=address_of(request))
    return cast(Actor, SimpleLazyObject(lambda: _signed_in(request)))


class PolicyMiddleware(CSPMiddleware):
    """The Content-Security-Policy, put together once; anew only for an answer that changes it or holds a nonce."""

    policy: str | None = None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        changed = getattr(request, "_csp_nonce", None) or any(name.startswith("_csp_") for name in vars(response))
        if self.policy is not None and not changed and response.status_code not in (404, 500):
            response.headers.setdefault(HEADER, self.policy)
            return response
        answer = super().process_response(request, response)
        if not changed and response.status_code not in (404, 500):
            self.policy = response.headers.get(HEADER)
        return answer


class LanguageMiddleware(LocaleMiddleware):
    """Django's, without looking for a language in the address: no address of ours begins with one."""

    def process_request(self, request: HttpRequest) -> None:
        translation.activate(translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class ActorMiddleware:
    """Sets ``request.actor``, ``now``, ``today`` and ``display``; refuses whoever may not open a view's door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponseBase:
        request = cast(Request, plain)
        request.now = clock.now()
        request.today = request.now.date()
        request.display = Display.read(request.COOKIES.get(DISPLAY_COOKIE, ""))
        request.actor = _actor(request)
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            # PostgreSQL stores and compares no NUL: nothing of ours has one in its address.
            return errors.bad_request(request, BadRequest("NUL"))
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        door = door_of(view)
        if door is None or door.public:
            return None
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.actor = _signed_in(request)  # Known to be needed: a proxy would cost more than it saves.
        if not request.actor.is_staff:
            if request.method in {"GET", "HEAD"} and not request.htmx:
                return redirect_to_login(request.get_full_path())
            return errors.expired(request)
        if door.roles and not request.actor.holds_any(door.roles):
            raise Http404
        return None
