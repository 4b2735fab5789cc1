"""The letters of a petition as PDF, and an opinion as it would be issued now."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.pages import Opened
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.typesetting.paper import BadPaper
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.public.petitions.operations import letters
from shuniu.public.petitions.queries import petitions
from shuniu.public.petitions.queries.letters import letter_named
from shuniu.public.petitions.views.matters import WORKERS

TYPED = ("request", "facts", "opinion", "basis", "result")


@roles(*WORKERS)
@never_cache
@require_safe
def letter(request: Request, number: str, seq: int) -> HttpResponse:
    """One letter. With the petitioner's name only for whoever may know it."""
    found = petitions.opened(request.actor, number)
    named = letter_named(found.case, found.passages, seq)
    if named is None:
        raise Http404
    try:
        made = letters.typeset_for(named, found.case, found.passages, actor=request.actor, at=request.now)
    except (NoChineseFont, BadPaper) as error:
        return page(request, "petitions/not_set.html", {"error": str(error), "number": number}, status=503)
    return as_pdf(made, f"{number}-{seq}.pdf")


@roles(*WORKERS)
@never_cache
@require_safe
def draft(request: Request, number: str) -> HttpResponse:
    """The drafted opinion as PDF, before it is issued."""
    found = _drafted(petitions.opened(request.actor, number))
    try:
        made = letters.draft_of(found.case, found.passages, request.actor, request.now)
    except (NoChineseFont, BadPaper, StepRefused) as error:
        return page(request, "petitions/not_set.html", {"error": str(error), "number": number}, status=503)
    return as_pdf(made.file, f"{number}-draft.pdf")


def _drafted(found: Opened) -> Opened:
    if not found.case.times("draft_opinion"):
        raise Http404
    return found


@roles(*WORKERS)
@never_cache
@require_POST
def preview(request: Request, number: str) -> HttpResponse:
    """The pages of the opinion as it is being typed; without typed words, of the last draft."""
    found = petitions.opened(request.actor, number)
    typed = {name: request.POST.get(name, "")[:6000] for name in TYPED} if "facts" in request.POST else None
    shown = letters.preview(found.case, found.passages, request.actor, request.now, typed)
    return page(request, "petitions/preview.html", {"preview": shown, "number": number}, part="petitions/_preview.html")


def as_pdf(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
