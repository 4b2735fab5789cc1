"""Error pages that say what to do next, and never throw away what somebody has typed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

log = logging.getLogger("shuniu.web")
SECRET_WORDS = ("password", "passwd", "token", "secret", "code", "otp", "pin")
KEPT_CHARACTERS = 200_000


HIDDEN = {"once", "expected", "back"}
"""What a form carries for the machine: sent again, never shown."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One posted value shown again on the page that asks for a second try."""

    name: str
    value: str

    @property
    def shown(self) -> bool:
        """Whether somebody wrote it: the codes of choices and hidden fields mean nothing to a reader."""
        if self.name in HIDDEN:
            return False
        return not self.value.isascii() or " " in self.value or self.value.isdigit()


def _kept(request: HttpRequest) -> list[Kept]:
    """What was typed: no secrets, no files, not the CSRF token, and not more than a page can carry."""
    try:
        posted = request.POST
    except (UnreadablePostError, RequestDataTooBig):
        return []
    kept, room = [], KEPT_CHARACTERS
    for name, values in posted.lists():
        if name == "csrfmiddlewaretoken" or any(word in name.lower() for word in SECRET_WORDS):
            continue
        for value in values:
            room -= len(value)
            if room >= 0:
                kept.append(Kept(name, value))
    return kept


def _ours(request: HttpRequest) -> bool:
    """Whether the form was ours. A foreign site's form must not be offered for sending with one click."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.get_host()


def _answer(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    response = render(request, f"web/errors/{template}.html", context, status=status)
    if request.headers.get("HX-Request") == "true":  # Take the whole page, not the small part that HTMX aimed at.
        response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML show:top"
    return response


def _try_again(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    ours = request.method == "POST" and _ours(request)
    files = ours and (request.content_type or "").startswith("multipart/") and bool(request.FILES)
    return _answer(
        request, template, status, kept=_kept(request) if ours else [], had_files=files, action=request.path, **context
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page's token is stale: show what was typed with a fresh one and a button 重新提交."""
    log.info("csrf: %s", reason)
    return _try_again(request, "again", 403)


def expired(request: HttpRequest) -> HttpResponse:
    """The session ended while somebody was writing: sign in again in another window, then send the same words."""
    back = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = reverse("desk")
    login = f"{reverse('account_login')}?{urlencode({'next': urlsplit(back).path})}"
    return _try_again(request, "expired", 401, login=login)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when what was sent is larger than the limits allow."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return _answer(request, "413", 413)
    return _answer(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403; words of our own refusals (``PermissionDenied("…")``) are shown."""
    return _answer(request, "403", 403, why=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "404", 404)


def too_large(request: HttpRequest, why: str = "", status: int = 413) -> HttpResponse:
    """413 (or 507: the disk is full), for whoever refuses an upload; what was typed is kept."""
    return _try_again(request, "413", status, why=why)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Drawn without the database: the fault may well be there."""
    return _answer(request, "500", 500)
