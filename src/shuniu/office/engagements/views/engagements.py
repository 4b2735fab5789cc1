"""One engagement: its page, each step's form in place, its papers; and the form by which one is asked for."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.views import stepping
from shuniu.kernel.files.serving import serve
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.engagements.forms.asking import AskForm
from shuniu.office.engagements.forms.steps import FORMS
from shuniu.office.engagements.operations.arranging import perform
from shuniu.office.engagements.operations.asking import ask as open_request
from shuniu.office.engagements.procedures.engagement import LeaderEngagement
from shuniu.office.engagements.queries import asking, matters
from shuniu.office.engagements.queries.wording import said_in
from shuniu.office.engagements.roles import ARRANGER, LEADER, LIAISON, SECRETARY, STAFF

SCOPE = "engagements.ask"
DESK = stepping.Desk(
    LeaderEngagement, perform, said_in, forms=FORMS, initial=matters.initial_for,
    back={"week": "engagements:week", "mine": "engagements:mine"}, head="engagements/_assets.html",
)  # fmt: skip


@roles(*STAFF)
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    shown = matters.page_of(request.actor, number, now=request.now)
    context = {"page": shown, "head": shown.head, "tones": matters.TONES, "done": request.GET.get("done", "")}
    return page(request, "engagements/engagement.html", context)


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step: its form in place (HTMX) or as a page; sent, it goes through the procedure's own door."""
    return stepping.answer(request, matters.opened(request.actor, number), step, DESK)


@roles(*STAFF)
@require_safe
def file(request: Request, number: str, pk: int) -> FileResponse:
    """One paper of an engagement, shown in the browser where that is safe."""
    return serve(request, matters.file_of(request.actor, number, pk), inline=True)


@roles(LIAISON, ARRANGER, SECRETARY, LEADER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """申请: what was typed stays whatever is refused; a second click finds what the first one made."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            return _asked(request, form)
        except idempotency.BadToken:
            form.add_error(None, _("页面打开太久了，您填写的内容仍在，请再提交一次。"))
        except StepRefused as refused:
            form.add_error(None, str(refused))
    return page(request, "engagements/ask.html", {"form": form}, status=422 if form.errors else 200)


def _form(request: Request) -> AskForm:
    given = asking.choices(request.actor, request.today)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    begun = AskForm.begun(request.now, request.GET.get("leader", ""), _day(request.GET.get("on", "")))
    return AskForm(
        *sent, initial=begun, now=request.now, leaders=given.leaders, places=given.places, units=given.units,
        may_hide=given.may_hide, may_skip_unit=given.may_skip_unit,
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _asked(request: Request, form: AskForm) -> HttpResponse:
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), SCOPE)
    files = form.cleaned_data.get("materials") or ()
    matter = open_request(form.request(), actor=request.actor, at=request.now, key=key, files=files)
    messages.success(request, _("已提交：%(number)s %(title)s。") % {"number": matter.number, "title": matter.title})
    return go(request, f"{reverse('engagements:engagement', args=[matter.number])}?done=ask")
