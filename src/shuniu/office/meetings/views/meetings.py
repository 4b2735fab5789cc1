"""One meeting: its page, its form in place for each step, its papers and its minutes."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.views import stepping
from shuniu.kernel.files.serving import serve
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.request import Request
from shuniu.office.meetings.forms.people import InviteForm, ReplyForm
from shuniu.office.meetings.forms.steps import FORMS
from shuniu.office.meetings.operations.minutes import pdf
from shuniu.office.meetings.operations.stepping import perform
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.queries import meetings
from shuniu.office.meetings.queries.seeing import opened
from shuniu.office.meetings.queries.series import initial_for
from shuniu.office.meetings.queries.wording import said_in

DESK = stepping.Desk(
    MeetingCourse, perform, said_in, forms=FORMS, initial=initial_for, back={"all": "meetings:all"},
    head="meetings/_assets.html",
)  # fmt: skip


@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """The page of a meeting: what I can do, who comes, what is on the agenda, what was decided."""
    shown = meetings.page_of_meeting(request.actor, number, now=request.now)
    context = {
        "page": shown, "head": shown.head, "done": request.GET.get("done", ""), "invite": InviteForm(),
        "reply": ReplyForm(initial={"reply": "yes"}),
    }  # fmt: skip
    return page(request, "meetings/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step: its form in place or as a page; sent, it goes through the procedure's own door."""
    return stepping.answer(request, opened(request.actor, number), step.replace("-", "_"), DESK)


@require_safe
def file(request: Request, number: str, pk: int) -> FileResponse:
    """One paper of an item, for those of the item."""
    return serve(request, meetings.file_of(request.actor, number, pk), inline=True)


@require_safe
def minutes(request: Request, number: str) -> HttpResponse:
    """纪要 as GB/T 9704 sets it; a draft for the section alone."""
    shown = meetings.page_of_meeting(request.actor, number, now=request.now)
    if shown.minutes is None:
        raise Http404
    try:
        made = pdf(shown.meeting, shown.minutes, at=request.now)
    except NoChineseFont as error:
        return page(request, "meetings/no_font.html", {"error": str(error)}, status=503)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
