"""The citizen's front door."""

from __future__ import annotations

from django.http import HttpResponse
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
