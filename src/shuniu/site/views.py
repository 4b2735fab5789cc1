"""Health for the load balancer, and the desk."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from shuniu.kernel.web.answers import page
from shuniu.kernel.web.desk import cards
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.request import Request


@public
@require_safe
def health(request: Request) -> HttpResponse:
    """200 when this process serves and reaches its database, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False}, status=503)
    return JsonResponse({"ok": True, "database": True})


@require_safe
def desk(request: Request) -> HttpResponse:
    """我的桌面: what every module has for this person, the most pressing first."""
    return page(request, "site/desk.html", {"cards": cards(request.actor, request.now)})
