"""What the pages of papers and of deliveries do alike with a step's form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.taking import StaleMatter
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.request import Request
from shuniu.office.documents.operations.stepping import Asked

BACK = {"todo": "documents:todo", "received": "documents:received"}


def refused(request: Request, why_not: Callable[[], str], back: str) -> HttpResponse | None:
    """Why the form is not even shown. What was typed is never thrown away: a POST is judged with the form in hand."""
    try:
        words = why_not()
    except NotAllowed as not_allowed:
        raise PermissionDenied(str(not_allowed)) from None
    if not words or request.method == "POST":
        return None
    context = {"refusal": words, "back": back}
    status = 422 if request.htmx else 409
    return page(request, "documents/step_refused.html", context, part="documents/_step_refused.html", status=status)


def asked_of(request: Request, scope: str) -> Asked:
    """Who asks, when, for which state of the matter, and with which one-time token. Raises BadToken."""
    typed = request.POST.get("expected", "")
    expected = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    key = idempotency.key_of(request.POST.get("once", ""), scope)
    return Asked(request.actor, request.now, expected, key)


def taken(form: Any, act: Callable[[], object]) -> list[Passage]:
    """Take the step. A refusal lands on the form; the answer is what others did since the form was drawn."""
    try:
        act()
    except idempotency.BadToken:
        form.add_error(None, _("页面已过期，内容仍在，请再提交一次。"))
    except StaleMatter as stale:
        form.add_error(None, str(stale))
        return stale.since
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
    return []
