"""One incoming paper: its page, its form in place for each step, its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.pages import Opened, timeline_of
from shuniu.kernel.casework.taking import StaleMatter
from shuniu.kernel.files.serving import serve, serve_preview
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.documents.forms.incoming_base import StepForm
from shuniu.office.documents.forms.incoming_steps import form_for
from shuniu.office.documents.operations import incoming_stepping as stepping
from shuniu.office.documents.operations.incoming_sheet import sheet as typeset
from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.office.documents.queries import incoming, incoming_lists
from shuniu.office.documents.queries.incoming_wording import said_in
from shuniu.office.documents.roles import STAFF

BACK = {"todo": "documents:incoming_todo", "leader": "documents:incoming_leader"}


@roles(*STAFF)
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """The page of a paper; after a step it offers the next one that waits. Its first opening by whom it was sent to is kept."""
    shown = incoming.page_of_paper(request.actor, number, now=request.now)
    if incoming.is_sent_to(shown.case, request.actor):
        stepping.opened(shown.case.matter, actor=request.actor, at=request.now)
    done = request.GET.get("done", "")
    following = incoming_lists.next_task(request.actor, but=shown.case.matter.pk) if done else None
    context = {"page": shown, "head": shown.head, "done": done, "following": following}
    return page(request, "documents/incoming/paper.html", context)


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step: its form in place (HTMX) or as a page; sent, it goes through the procedure's own door."""
    found = incoming.opened(request.actor, number)
    refusal = _refusal(request, found, step)
    if refusal:
        return page(request, "documents/incoming/step_refused.html", {"number": number, "refusal": refusal},
                    part="documents/incoming/_step_refused.html", status=422 if request.htmx else 409)  # fmt: skip
    initial = incoming.initial_for(found, step)
    form = form_for(step, request.POST or None, case=found.case, actor=request.actor, on=request.today, initial=initial)
    since: list[Passage] = []
    if request.method == "POST" and form.is_valid():
        since = _taken(request, found, step, form)
        if not form.errors:
            return _done(request, number, step)
    context = _context(request, found, step, form, since)
    status = 422 if form.errors else 200
    return page(request, "documents/incoming/step.html", context, part="documents/incoming/_step.html", status=status)


def _refusal(request: Request, found: Opened, step: str) -> str:
    """Why the form is not even shown. What was typed is never thrown away: a POST is judged with the form in hand."""
    try:
        refusal = incoming.why_not(found.case, step, request.actor)
    except NotAllowed as not_allowed:
        raise PermissionDenied(str(not_allowed)) from None
    return refusal if request.method != "POST" else ""


def _taken(request: Request, found: Opened, step: str, form: StepForm) -> list[Passage]:
    """Take the step. A refusal lands on the form; the answer is what others did since the form was drawn."""
    try:
        stepping.perform(
            step,
            found.case.matter,
            actor=request.actor,
            at=request.now,
            data=form.data_for_step(),
            note=form.note_for_step,
            expected=_whole(request.POST.get("expected", "")),
            key=idempotency.key_of(request.POST.get("once", ""), f"documents.{step}"),
        )
    except idempotency.BadToken:
        form.add_error(None, _("页面已过期，内容仍在，请再提交一次。"))
    except StaleMatter as stale:
        form.add_error(None, str(stale))
        return stale.since
    except StepRefused as refused:
        form.add_error(None, str(refused))
    return []


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _context(request: Request, found: Opened, step: str, form: StepForm, since: list[Passage]) -> dict[str, Any]:
    """``seq`` is what the person has seen by now: after a stale form, the second press goes through."""
    case = found.case
    number = case.matter.number or ""
    back = request.POST.get("back", request.GET.get("back", ""))
    return {
        "form": form,
        "step": IncomingPaper.steps[step],
        "action": incoming.url_of_step(number, step),
        "number": number,
        "title": case.matter.title,
        "paper": case.detail,
        "scope": f"documents.{step}",
        "draft": f"documents.{step}.{number}" if form.keeps_draft else "",
        "seq": since[-1].seq if since else case.matter.seq,
        "since": timeline_of(case, since, said_in),
        "back": back,
        "preview": incoming.preview_of(case.matter) if step == "instruct" else "",
        "cancel": reverse(BACK[back]) if back in BACK else incoming.url_of(number),
    }


def _done(request: Request, number: str, step: str) -> HttpResponse:
    label = _(IncomingPaper.steps[step].label)
    messages.success(request, _("%(number)s：已%(step)s。") % {"number": number, "step": label.removeprefix("已")})
    back = BACK.get(request.POST.get("back", ""))
    if back:
        return go(request, reverse(back))
    return go(request, f"{incoming.url_of(number)}?done={step}")


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
