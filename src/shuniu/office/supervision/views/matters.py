"""One assignment: its page, its form in place for each step, its files."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.views import stepping
from shuniu.kernel.files.serving import serve, serve_preview
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.supervision.forms.steps import FORMS
from shuniu.office.supervision.operations.stepping import perform
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.queries import matters
from shuniu.office.supervision.queries.wording import said_in
from shuniu.office.supervision.roles import STAFF

DESK = stepping.Desk(
    Supervised,
    perform,
    said_in,
    forms=FORMS,
    initial=matters.initial_for,
    back={"todo": "supervision:todo", "board": "supervision:board"},
    head="supervision/_assets.html",
)


@roles(*STAFF)
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """The page of an assignment."""
    shown = matters.page_of_assignment(request.actor, number, now=request.now)
    context = {"page": shown, "head": shown.head, "row": shown.row, "done": request.GET.get("done", "")}
    return page(request, "supervision/matter.html", context)


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step: its form in place (HTMX) or as a page; sent, it goes through the procedure's own door."""
    return stepping.answer(request, matters.opened(request.actor, number), step, DESK)


@roles(*STAFF)
@require_safe
def file(request: Request, number: str, pk: int) -> FileResponse:
    """One file of an assignment, shown in the browser where that is safe."""
    return serve(request, matters.file_of(request.actor, number, pk), inline=True)


@roles(*STAFF)
@require_safe
def preview(request: Request, number: str, pk: int) -> FileResponse:
    """The small picture of a file."""
    return serve_preview(request, matters.file_of(request.actor, number, pk))
