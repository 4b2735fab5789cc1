"""One outgoing paper: its page, its sheets as pictures, its files, and its form in place for each step."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.views import stepping
from shuniu.kernel.files.serving import serve
from shuniu.kernel.routes import picture
from shuniu.kernel.routes.operations import mark_read
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.documents.forms.steps import OUTGOING, of_the_route
from shuniu.office.documents.operations import sheets
from shuniu.office.documents.operations.dispatching import chase_all
from shuniu.office.documents.operations.stepping import perform
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries import papers
from shuniu.office.documents.queries.wording import said_in
from shuniu.office.documents.roles import STAFF


@roles(*STAFF)
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """The page of a paper. Whoever sits in the present stage has now read it."""
    shown = papers.paper_page(request.actor, number, now=request.now)
    mark_read(shown.case, request.actor, at=request.now)
    context = {"page": shown, "head": shown.head, "done": request.GET.get("done", "")}
    return page(request, "documents/outgoing/paper.html", context)


@roles(*STAFF)
@require_safe
def route(request: Request, number: str) -> HttpResponse:
    """The route as a picture, with everybody's opinion."""
    found = papers.opened(request.actor, number)
    drawn = picture.drawn(found.case, found.passages, now=request.now)
    return page(request, "documents/outgoing/route.html", {"route": drawn, "number": number, "title": found.case.matter.title},
                part="documents/outgoing/_route.html")  # fmt: skip


DESK = stepping.Desk(
    OutgoingPaper,
    perform,
    said_in,
    {**OUTGOING, **of_the_route()},
    initial=papers.initial_for,
    back={"todo": "documents:todo"},
    head="documents/_assets.html",
)


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step: its form in place or as a page. What has a desk of its own (drafting, the archive) is not taken here."""
    if step in papers.AT_THE_DESK:
        raise Http404
    if step == OutgoingPaper.archive.name:
        return go(request, reverse("documents:archive"))  # One way onto a shelf: with its number, year and category.
    return stepping.answer(request, papers.opened(request.actor, number), step, DESK)


@roles(*STAFF)
@require_POST
def chase(request: Request, number: str) -> HttpResponse:
    """催办 every unit that has not received."""
    detail = papers.seen_by_desk(request.actor, number)
    try:
        key = idempotency.key_of(request.POST.get("once", ""), "documents.chase")
        count = chase_all(detail.matter, actor=request.actor, at=request.now, key=key)
        messages.success(request, _("已催办%(count)s个单位。") % {"count": count})
    except idempotency.BadToken:
        messages.error(request, _("页面已过期，请再按一次。"))
    return go(request, f"{reverse('documents:outgoing', args=[number])}#receipts")


# --- Sheets and files ----------------------------------------------------------------------------------------------


@roles(*STAFF)
@require_safe
def sheets_of(request: Request, number: str) -> HttpResponse:
    """The sheets of the paper as it stands: pictures, and the words for whoever does not see them."""
    detail = papers.seen(request.actor, number)
    shown = sheets.sheets_of(detail, at=request.now)
    return page(request, "documents/outgoing/sheets.html", {"sheets": shown, "paper": detail, "number": number},
                part="documents/outgoing/_sheets.html")  # fmt: skip


@roles(*STAFF)
@require_safe
def sheet(request: Request, number: str, no: int) -> HttpResponse:
    """One sheet as a picture."""
    detail = papers.seen(request.actor, number)
    answer = HttpResponse(sheets.sheet_of(detail, no, at=request.now), content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    return answer


@roles(*STAFF)
@require_safe
def file(request: Request, number: str, kind: str) -> FileResponse:
    """One of the files of a sealed paper."""
    detail = papers.seen(request.actor, number)
    return serve(request, papers.file_of(detail.pk, kind), inline=kind == "pdf")


@roles(*STAFF)
@require_POST
def verify(request: Request, number: str) -> HttpResponse:
    """Whether the kept file is still the one that was sealed."""
    detail = papers.seen(request.actor, number)
    verdict = sheets.verdict_on(detail)
    return page(request, "documents/outgoing/verdict.html", {"verdict": verdict, "number": number},
                part="documents/outgoing/_verdict.html")  # fmt: skip
