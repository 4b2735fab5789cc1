"""One request: its page, its form in place for each step, and the reporter's data on demand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.case import NotAllowed, StepRefused, why_not
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.pages import Opened, timeline_of
from shuniu.kernel.casework.taking import StaleMatter
from shuniu.kernel.files.serving import serve, serve_preview
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.public.hotline.forms.base import StepForm
from shuniu.public.hotline.forms.steps import form_for
from shuniu.public.hotline.operations import looking
from shuniu.public.hotline.operations.stepping import perform
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries import matters, similar
from shuniu.public.hotline.queries.quality import checks
from shuniu.public.hotline.queries.wording import said_in
from shuniu.public.hotline.roles import CENTRE, LEADER, UNITS

STAFF = (*CENTRE, *UNITS, LEADER, "secretary")
BACK = {"todo": "hotline:todo", "calls": "hotline:calls", "leader": "hotline:leader", "sample": "hotline:sample"}


@roles(*STAFF)
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """The page of a request; after a step it offers the next one that waits."""
    shown = matters.request_page(request.actor, number, now=request.now)
    done = request.GET.get("done", "")
    following = matters.next_task(request.actor, but=shown.case.matter.pk) if done else None
    return page(
        request, "hotline/matter.html", {"page": shown, "head": shown.head, "done": done, "following": following}
    )


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step: its form in place (HTMX) or as a page; sent, it goes through the procedure's own door."""
    found = matters.opened(request.actor, number)
    refusal = _refusal(request, found, step)
    if refusal:
        return page(request, "hotline/step_refused.html", {"number": number, "refusal": refusal, "step": step},
                    part="hotline/_step_refused.html", status=422 if request.htmx else 409)  # fmt: skip
    form = _form(request, found, step)
    since: list[Passage] = []
    if request.method == "POST" and form.is_valid():
        since = _taken(request, found, step, form)
        if not form.errors:
            return _done(request, number, step)
    context = _context(request, found, step, form, since)
    return page(request, "hotline/step.html", context, part="hotline/_step.html", status=422 if form.errors else 200)


def _form(request: Request, found: Opened, step: str) -> StepForm:
    initial = matters.initial_for(found, step, request.GET)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return form_for(step, *sent, case=found.case, actor=request.actor, on=request.today, initial=initial)


def _refusal(request: Request, found: Opened, step: str) -> str:
    """Why the form is not even shown. What was typed is never thrown away: a POST is judged with the form in hand."""
    try:
        refusal = why_not(found.case, HotlineRequest.steps[step], request.actor)
    except NotAllowed as not_allowed:
        raise PermissionDenied(str(not_allowed)) from None
    return refusal if request.method != "POST" else ""


def _taken(request: Request, found: Opened, step: str, form: StepForm) -> list[Passage]:
    """Take the step. A refusal lands on the form; the answer is what others did since the form was drawn."""
    try:
        perform(
            step, found.case.matter, actor=request.actor, at=request.now, data=form.data_for_step(),
            note=form.note_for_step, files=form.files_for_step,
            expected=_whole(request.POST.get("expected", "")),
            key=idempotency.key_of(request.POST.get("once", ""), f"hotline.{step}"),
        )  # fmt: skip
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
    return {
        "form": form,
        "step": HotlineRequest.steps[step],
        "action": matters.url_of_step(case.matter.number or "", step),
        "number": case.matter.number,
        "title": case.matter.title,
        "scope": f"hotline.{step}",
        "draft": f"hotline.{step}.{case.matter.number}" if form.keeps_draft else "",
        "seq": since[-1].seq if since else case.matter.seq,
        "since": timeline_of(case, since, said_in),
        "back": request.POST.get("back", request.GET.get("back", "")),
        "question": case.detail.text,
        "reply": matters.last_reply(found.passages),
        "checks": checks(case.detail.text, matters.last_reply(found.passages)),
        "similar": similar.candidates(case.matter, request.actor, now=request.now) if step == "join" else [],
    }


def _done(request: Request, number: str, step: str) -> HttpResponse:
    label = _(HotlineRequest.steps[step].label)
    messages.success(request, _("%(number)s：已%(step)s。") % {"number": number, "step": label})
    back = BACK.get(request.POST.get("back", ""))
    if back:
        return go(request, reverse(back))
    return go(request, f"{reverse('hotline:matter', args=[number])}?done={step}")


@roles(*STAFF)
@require_POST
def check_reply(request: Request, number: str) -> HttpResponse:
    """The four checks of a reply while it is being written."""
    found = matters.opened(request.actor, number)
    shown = checks(found.case.detail.text, request.POST.get("text", "")[:5000])
    return page(request, "hotline/_checks.html", {"checks": shown})


@roles(*STAFF)
@require_POST
def reveal(request: Request, number: str) -> HttpResponse:
    """The reporter's name and telephone in full, for those who must speak with them. The view is recorded first."""
    found = matters.opened(request.actor, number)
    if not matters.may_reveal(found.case, request.actor):
        raise PermissionDenied(_("您办理本件不需要反映人的完整信息；身份保密的，须先登记查看理由。"))
    looking.record_identity(found.case.matter, actor=request.actor, at=request.now)
    person = matters.person_of(found.case.matter)
    context = {"person": person, "number": number}
    return page(request, "hotline/person.html", context, part="hotline/_person.html")


@roles(*STAFF)
@require_safe
def file(request: Request, number: str, pk: int) -> FileResponse:
    """One file of a request, shown in the browser where that is safe."""
    return serve(request, matters.file_of(request.actor, number, pk), inline=True)


@roles(*STAFF)
@require_safe
def preview(request: Request, number: str, pk: int) -> FileResponse:
    """The small picture of a file."""
    return serve_preview(request, matters.file_of(request.actor, number, pk))
