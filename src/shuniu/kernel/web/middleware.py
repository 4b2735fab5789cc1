"""Puts the actor, the moment and the display wishes on every request, and keeps the doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from shuniu.kernel.organisation.actor import Actor, actor_of, citizen
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.web import clock, errors
from shuniu.kernel.web.doors import door_of
from shuniu.kernel.web.request import DISPLAY_COOKIE, Display, Request, address_of


def _signed_in(request: Request) -> Actor:
    """The person of the session, or a citizen when it has ended."""
    user, address = request.user, address_of(request)
    if isinstance(user, Person) and user.is_authenticated:
        return actor_of(user, on=request.today, address=address)
    return citizen(address=address)


def _actor(request: Request) -> Actor:
    """Without a session cookie the session is not even touched; with one it is read on first use."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return citizen(address=address_of(request))
    return cast(Actor, SimpleLazyObject(lambda: _signed_in(request)))


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
        if not request.actor.is_staff:
            if request.method in {"GET", "HEAD"} and not request.htmx:
                return redirect_to_login(request.get_full_path())
            return errors.expired(request)
        if door.roles and not request.actor.holds_any(door.roles):
            raise Http404
        return None
