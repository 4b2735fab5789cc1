"""A paper that was sent to a unit: read, received in one click, returned; and what the registrar does with a return."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.pages import timeline_of
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.files.serving import serve
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.documents.forms.base import StepForm
from shuniu.office.documents.forms.steps import delivery_form
from shuniu.office.documents.operations import sheets
from shuniu.office.documents.operations.dispatching import act_on_delivery
from shuniu.office.documents.procedures.delivery import Sending
from shuniu.office.documents.queries import deliveries, papers
from shuniu.office.documents.queries.wording import said_in
from shuniu.office.documents.roles import STAFF
from shuniu.office.documents.views.stepping import BACK, asked_of, refused, taken


@roles(*STAFF)
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """The page on which a unit receives a paper."""
    shown = deliveries.delivery_page(request.actor, number, now=request.now)
    done = request.GET.get("done", "")
    following = deliveries.next_waiting(request.actor, shown.case.matter.pk) if done else None
    context = {"page": shown, "head": shown.head, "done": done, "following": following}
    return page(request, "documents/delivery/page.html", context)


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    found, wanted = deliveries.opened(request.actor, number), _step_of(step)
    url = reverse("documents:delivery", args=[number])
    answer = refused(request, lambda: papers.why_not(found.case, step, request.actor), url)
    if answer is not None:
        return answer
    form = delivery_form(wanted, request.POST or None, case=found.case, actor=request.actor, on=request.today)
    since: list[Passage] = []
    if request.method == "POST" and form.is_valid():
        since = taken(form, lambda: _act(request, found.case, wanted, form))
        if not form.errors:
            return _done(request, number, wanted)
    context = _context(request, found.case, wanted, form, since)
    status = 422 if form.errors else 200
    return page(request, "documents/step.html", context, part="documents/_step.html", status=status)


def _step_of(name: str) -> Step:
    found = Sending.steps.get(name)
    if found is None or found.opens:
        raise Http404
    return found


def _act(request: Request, case: Case, wanted: Step, form: StepForm) -> None:
    asked = asked_of(request, f"documents.delivery.{wanted.name}")
    act_on_delivery(
        wanted.name, case.matter, actor=request.actor, at=request.now, data=form.data_for_step(), note=form.note_for_step,
        expected=asked.expected, key=asked.key,
    )  # fmt: skip


def _context(request: Request, case: Case, wanted: Step, form: StepForm, since: list[Passage]) -> dict[str, Any]:
    number = case.matter.number or ""
    return {
        "form": form,
        "step": wanted,
        "number": number,
        "title": case.matter.title,
        "url": reverse("documents:delivery", args=[number]),
        "action": reverse("documents:delivery_step", args=[number, wanted.name]),
        "scope": f"documents.delivery.{wanted.name}",
        "draft": "",
        "seq": since[-1].seq if since else case.matter.seq,
        "since": timeline_of(case, since, said_in),
        "back": request.POST.get("back", request.GET.get("back", "")),
    }


def _done(request: Request, number: str, wanted: Step) -> HttpResponse:
    messages.success(request, _("%(number)s：已%(step)s。") % {"number": number, "step": _(wanted.label)})
    back = BACK.get(request.POST.get("back", ""))
    url = reverse(back) if back else f"{reverse('documents:delivery', args=[number])}?done={wanted.name}"
    return go(request, url)


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
