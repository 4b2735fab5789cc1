"""The letters of a request as files: for the section, and the applicant's own for whoever has shown number and code."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.public.disclosure.operations import letters as setting
from shuniu.public.disclosure.operations.looking import record_applicant
from shuniu.public.disclosure.queries import requests
from shuniu.public.disclosure.queries.letters import letter_at
from shuniu.public.disclosure.roles import CLERK, HEAD

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@roles(CLERK, HEAD)
@require_safe
def pdf(request: Request, number: str, seq: int) -> HttpResponse:
    """The letter as PDF. It names the applicant, so the view is recorded first."""
    letter, story = letter_at(requests.opened(request.actor, number), seq)
    record_applicant(story.case.matter, _("查看文书"), actor=request.actor, at=request.now)
    return sent(
        request, lambda: setting.pdf(letter, story, at=request.now), "application/pdf", f"{number}-{seq:02d}.pdf"
    )


@roles(CLERK, HEAD)
@require_safe
def docx(request: Request, number: str, seq: int) -> HttpResponse:
    """The letter as DOCX."""
    letter, story = letter_at(requests.opened(request.actor, number), seq)
    record_applicant(story.case.matter, _("下载文书"), actor=request.actor, at=request.now)
    return sent(request, lambda: setting.docx(letter, story), DOCX, f"{number}-{seq:02d}.docx")


@roles(CLERK, HEAD)
@require_safe
def picture(request: Request, number: str, seq: int) -> HttpResponse:
    """The first page, beside the button that signs it."""
    letter, story = letter_at(requests.opened(request.actor, number), seq)
    record_applicant(story.case.matter, _("审签答复"), actor=request.actor, at=request.now)
    return sent(request, lambda: setting.picture(letter, story, at=request.now), "image/png", f"{number}-{seq:02d}.png")


def sent(request: Request, make: Callable[[], bytes], content_type: str, name: str) -> HttpResponse:
    """The file, or in words that no font is there to set it."""
    try:
        made = make()
    except NoChineseFont as error:
        return page(request, "disclosure/no_font.html", {"error": str(error)}, status=503)
    response = HttpResponse(made, content_type=content_type)
    response["Content-Disposition"] = f'{"attachment" if content_type == DOCX else "inline"}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
