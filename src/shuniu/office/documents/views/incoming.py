"""One incoming paper: its page, its form in place for each step, its files."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.queues import next_task
from shuniu.kernel.casework.views import stepping
from shuniu.kernel.files.serving import serve, serve_preview
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.documents.forms.incoming_steps import FORMS
from shuniu.office.documents.operations.incoming_sheet import sheet as typeset
from shuniu.office.documents.operations.incoming_stepping import mark_opened, perform
from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.office.documents.queries import incoming
from shuniu.office.documents.queries.incoming_wording import said_in
from shuniu.office.documents.roles import STAFF

DESK = stepping.Desk(
    IncomingPaper,
    perform,
    said_in,
    forms=FORMS,
    initial=incoming.initial_for,
    back={"todo": "documents:incoming_todo", "leader": "documents:incoming_leader"},
    head="documents/incoming/_assets.html",
)


@roles(*STAFF)
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """The page of a paper; after a step it offers the next one that waits. Its first opening by whom it was sent to is kept."""
    shown = incoming.page_of_paper(request.actor, number, now=request.now)
    if incoming.is_sent_to(shown.case, request.actor):
        mark_opened(shown.case.matter, actor=request.actor, at=request.now)
    done = request.GET.get("done", "")
    following = next_task(request.actor, IncomingPaper.kind, but=shown.case.matter.pk) if done else None
    context = {"page": shown, "head": shown.head, "done": done, "following": following}
    return page(request, "documents/incoming/paper.html", context)


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step: its form in place (HTMX) or as a page; sent, it goes through the procedure's own door."""
    return stepping.answer(request, incoming.opened(request.actor, number), step, DESK)


@roles(*STAFF)
@require_safe
def file(request: Request, number: str, pk: int) -> FileResponse:
    """One file of a paper, shown in the browser where that is safe."""
    return serve(request, incoming.file_of(request.actor, number, pk), inline=True)


@roles(*STAFF)
@require_safe
def preview(request: Request, number: str, pk: int) -> FileResponse:
    """The small picture of a file."""
    return serve_preview(request, incoming.file_of(request.actor, number, pk))


@roles(*STAFF)
@require_safe
def sheet(request: Request, number: str) -> HttpResponse:
    """文件处理单, to be printed."""
    found = incoming.opened(request.actor, number)
    try:
        made = typeset(found.case, found.passages, at=request.now)
    except NoChineseFont as error:
        return page(request, "documents/incoming/no_font.html", {"error": str(error)}, status=503)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
