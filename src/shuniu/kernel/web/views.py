"""The kernel's own pages: display wishes and the style guide."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from shuniu.kernel.web import samples
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.request import DISPLAY_COOKIE, Display, Request

YEAR = 365 * 24 * 3600


@public
@require_GET
def display(request: Request) -> HttpResponse:
    """Keep 大字版, 高对比 or the language in a cookie and go back. A link: it needs neither script nor session."""
    wanted, old = request.GET, request.display
    new = Display(
        large=wanted.get("size", "large" if old.large else "") == "large",
        contrast=wanted.get("contrast", "high" if old.contrast else "") == "high",
    )
    target = wanted.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(target if safe and urlsplit(target).path != request.path else "/")
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(DISPLAY_COOKIE, new.write(), YEAR, secure=secure, httponly=True, samesite="Lax")
    language = wanted.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, YEAR, secure=secure, samesite="Lax")
    return response


@public
@require_GET
def styleguide(request: Request) -> HttpResponse:
    """Every component once, living: for those who write pages, in development and in the demo city only."""
    if not (settings.DEBUG or settings.DEMO or settings.TESTING):
        raise Http404
    shell = "web/public.html" if request.GET.get("shell") == "public" else "web/base.html"
    return render(request, "web/styleguide.html", {"shell": shell, **samples.context(request)})
