"""How a view answers: the part to HTMX, the whole page to a browser, and one way to go on after a POST."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from shuniu.kernel.web import holes
from shuniu.kernel.web.request import Request


def page(
    request: Request, template: str, context: dict[str, Any] | None = None, *, part: str = "", status: int = 200
) -> HttpResponse:
    """Render ``template``; when HTMX asked for a fragment and the page has a ``part``, render that instead.

    Give ``status=422`` for a form with errors: HTMX is configured to swap it in.
    """
    fragment = bool(part) and _wants_a_part(request)
    drawn = holes.whole(lambda: render_to_string(part if fragment else template, context or {}, request))
    response = HttpResponse(drawn, status=status, charset="utf-8")  # Named: else it is looked for in the header.
    if part:
        patch_vary_headers(response, ["HX-Request"])
    return response


def _wants_a_part(request: Request) -> bool:
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request


def go(request: Request, url: str) -> HttpResponse:
    """After a POST that succeeded: the browser goes to ``url`` with GET, whether or not HTMX sent it."""
    if request.htmx:
        return HttpResponseClientRedirect(url)
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
