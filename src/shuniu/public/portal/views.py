"""The citizen's front door."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.request import Request


@public
@require_GET
def home(request: Request) -> HttpResponse:
    return page(request, "portal/home.html")


@public
@require_GET
def accessibility(request: Request) -> HttpResponse:
    """无障碍说明: what the site does for people who see, hear or move with difficulty, and whom to tell."""
    return page(request, "portal/accessibility.html")


CLOSED = ("/accounts/", "/desk/", "/follow/", "/information/", "/petition/", "/report/", "/search/", "/display/")
"""Where a search engine finds nothing for its readers: what is for one person alone, and forms."""


@public
@require_GET
def robots(request: Request) -> HttpResponse:
    """robots.txt: what is public may be found, and here is its map."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    said = f"User-agent: *\n{closed}\nSitemap: {request.build_absolute_uri(reverse('open:sitemap'))}\n"
    return HttpResponse(said, content_type="text/plain; charset=utf-8")
