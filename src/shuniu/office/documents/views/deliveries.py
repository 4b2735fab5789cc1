"""A paper that was sent to a unit: read, received in one click, returned; and what the registrar does with a return."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.views import stepping
from shuniu.kernel.files.serving import serve
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.documents.forms.steps import DELIVERY
from shuniu.office.documents.operations import sheets
from shuniu.office.documents.operations.dispatching import act_on_delivery
from shuniu.office.documents.procedures.delivery import Sending
from shuniu.office.documents.queries import deliveries, papers
from shuniu.office.documents.queries.wording import said_in
from shuniu.office.documents.roles import STAFF


@roles(*STAFF)
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """The page on which a unit receives a paper."""
    shown = deliveries.delivery_page(request.actor, number, now=request.now)
    done = request.GET.get("done", "")
    following = deliveries.next_waiting(request.actor, shown.case.matter.pk) if done else None
    context = {"page": shown, "head": shown.head, "done": done, "following": following}
    return page(request, "documents/delivery/page.html", context)


DESK = stepping.Desk(Sending, act_on_delivery, said_in, DELIVERY, back={"received": "documents:received"},
                     head="documents/_assets.html")  # fmt: skip


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """签收, 退回, 催办, and what the registrar does with a return."""
    return stepping.answer(request, deliveries.opened(request.actor, number), step, DESK)


@roles(*STAFF)
@require_safe
def sheets_of(request: Request, number: str) -> HttpResponse:
    """The sheets of the paper, for whom it was sent to."""
    delivery = deliveries.seen(request.actor, number)
    paper = papers.paper_of(delivery.paper_id)
    context = {
        "sheets": sheets.sheets_of(paper, at=request.now),
        "paper": paper,
        "number": number,
        "delivery": delivery,
    }
    return page(request, "documents/outgoing/sheets.html", context, part="documents/outgoing/_sheets.html")


@roles(*STAFF)
@require_safe
def sheet(request: Request, number: str, no: int) -> HttpResponse:
    """One sheet as a picture."""
    paper = papers.paper_of(deliveries.seen(request.actor, number).paper_id)
    answer = HttpResponse(sheets.sheet_of(paper, no, at=request.now), content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    return answer


@roles(*STAFF)
@require_safe
def file(request: Request, number: str, kind: str) -> FileResponse:
    """The sealed paper as PDF or OFD."""
    return serve(request, deliveries.file_of(request.actor, number, kind), inline=kind == "pdf")
