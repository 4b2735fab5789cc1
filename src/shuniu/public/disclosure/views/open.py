"""What is published, for everybody: the list, one publication in any of its versions, its files."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from shuniu import __version__
from shuniu.kernel.files.serving import serve
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import DISPLAY_COOKIE, Request
from shuniu.public.disclosure.forms.open import OpenFilter
from shuniu.public.disclosure.queries import open as published

SIZE = 20
View = Callable[..., Any]


def etag_of(request: HttpRequest, *_arguments: Any, **_parts: Any) -> str | None:
    """The page is the same until anything public changes: one short query. A search has none: its index is later."""
    if request.GET.get("q"):
        return None
    said = (published.stamp(), get_language(), request.COOKIES.get(DISPLAY_COOKIE, ""), __version__,
            request.get_full_path(), request.get_host())  # fmt: skip
    return f'"{sha256(repr(said).encode()).hexdigest()[:32]}"'


def fresh(view: View) -> View:
    """The browser keeps the page and asks whether it is still right; nobody in between keeps another reader's type size."""

    @wraps(view)
    def kept(request: HttpRequest, *arguments: Any, **parts: Any) -> Any:
        response = view(request, *arguments, **parts)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        return response

    return cast(View, condition(etag_func=etag_of)(kept))


@public
@require_safe
@fresh
def listing(request: Request) -> HttpResponse:
    """政府信息公开目录: by category, year and words."""
    form = OpenFilter(request.GET, years=published.years(request.today))
    wanted = form.wanted()
    shown = page_of(published.listed(**wanted), request.GET, order=published.NEWEST, size=SIZE)
    context = {"form": form, "wanted": wanted, "slice": shown, "rows": published.rows_of(shown.rows)}
    return page(request, "disclosure/open/list.html", context)


@public
@require_safe
@fresh
def show(request: Request, number: str) -> HttpResponse:
    """The reading view of what is in force now."""
    return _read(request, number, 0)


@public
@require_safe
@fresh
def version(request: Request, number: str, version: int) -> HttpResponse:
    """One of its earlier public versions."""
    return _read(request, number, version)


def _read(request: Request, number: str, version: int) -> HttpResponse:
    found = published.reading(number, version)
    if found is None:
        raise Http404
    return page(request, "disclosure/open/reading.html", {"reading": found, "row": found.row})


@public
@require_safe
@fresh
def changes(request: Request, number: str, version: int) -> HttpResponse:
    """What a correction changed."""
    found = published.comparison(number, version)
    if found is None:
        raise Http404
    shown, before, lines = found
    context = {"reading": shown, "row": shown.row, "old": before, "new": shown.text, "lines": lines}
    return page(request, "disclosure/open/changes.html", context)


@public
@require_safe
def file(request: Request, number: str, pk: int) -> FileResponse:
    found = published.file_of(number, pk)
    if found is None:
        raise Http404
    return serve(request, found, inline=True)
