"""One outgoing paper: its page, its sheets as pictures, its files, and its form in place for each step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.pages import Opened, timeline_of
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.files.serving import serve
from shuniu.kernel.routes import picture
from shuniu.kernel.routes.operations import mark_read
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.documents import sealing
from shuniu.office.documents.forms.steps import outgoing_form
from shuniu.office.documents.operations import sheets
from shuniu.office.documents.operations.dispatching import chase_all
from shuniu.office.documents.operations.stepping import perform
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries import papers
from shuniu.office.documents.queries.wording import said_in
from shuniu.office.documents.roles import STAFF
from shuniu.office.documents.views.stepping import BACK, asked_of, refused, taken


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


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step: its form in place (HTMX) or as a page; sent, it goes through the procedure's own door."""
    found, wanted = papers.opened(request.actor, number), _step_of(step)
    url = reverse("documents:outgoing", args=[number])
    answer = refused(request, lambda: papers.why_not(found.case, step, request.actor), url)
    if answer is not None:
        return answer
    initial = papers.initial_for(found, step, request.today)
    form = outgoing_form(
        wanted, request.POST or None, case=found.case, actor=request.actor, on=request.today, initial=initial
    )
    since: list[Passage] = []
    if request.method == "POST" and form.is_valid():
        since = _take(request, found, wanted, form)
        if not form.errors:
            return _done(request, number, wanted)
    context = _context(request, found, wanted, form, since)
    status = 422 if form.errors else 200
    return page(request, "documents/step.html", context, part="documents/_step.html", status=status)


def _step_of(name: str) -> Step:
    found = OutgoingPaper.steps.get(name)
    if found is None or found.opens or found.name in papers.AT_THE_DESK:
        raise Http404
    return found


def _take(request: Request, found: Opened, wanted: Step, form: Any) -> list[Passage]:
    step = form.step_of(wanted.name) if hasattr(form, "step_of") else wanted
    scope = f"documents.{wanted.name}"
    data, note = form.data_for_step(), form.note_for_step
    return taken(form, lambda: perform(step.name, found.case.matter, asked_of(request, scope), data, note))


def _context(request: Request, found: Opened, wanted: Step, form: Any, since: list[Passage]) -> dict[str, Any]:
    """``seq`` is what the person has seen by now: after a stale form, the second press goes through."""
    case, number = found.case, found.case.matter.number or ""
    return {
        "form": form,
        "step": wanted,
        "case": case,
        "number": number,
        "title": case.matter.title,
        "action": papers.url_of_step(number, wanted.name),
        "scope": f"documents.{wanted.name}",
        "draft": f"documents.{wanted.name}.{number}" if form.keeps_draft else "",
        "seq": since[-1].seq if since else case.matter.seq,
        "since": timeline_of(case, since, said_in),
        "url": reverse("documents:outgoing", args=[number]),
        "back": request.POST.get("back", request.GET.get("back", "")),
        "service": sealing.service(),
    }


def _done(request: Request, number: str, wanted: Step) -> HttpResponse:
    messages.success(request, _("%(number)s：已%(step)s。") % {"number": number, "step": _(wanted.label)})
    back = BACK.get(request.POST.get("back", ""))
    url = reverse(back) if back else f"{reverse('documents:outgoing', args=[number])}?done={wanted.name}"
    return go(request, url)


@roles(*STAFF)
@require_POST
def chase(request: Request, number: str) -> HttpResponse:
    """催办 every unit that has not received."""
    detail = papers.seen_by_desk(request.actor, number)
    asked = asked_of(request, "documents.chase")
    count = chase_all(detail.matter, actor=request.actor, at=request.now, key=asked.key or "")
    messages.success(request, _("已催办%(count)s个单位。") % {"count": count})
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
