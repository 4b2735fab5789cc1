"""A step on a screen, for every business: its form in place or as a page, sent once, judged by the procedure.

A module describes its desk once and answers in one line::

    return stepping.answer(request, requests.opened(request.actor, number), step, DESK)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import NotAllowed, StepRefused, why_not
from shuniu.kernel.casework.forms import NoteForm, StepForm
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.pages import Opened, Words, timeline_of
from shuniu.kernel.casework.procedure import Procedure, Step
from shuniu.kernel.casework.queries import url_of
from shuniu.kernel.casework.taking import StaleMatter
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.request import Request

Initial = Callable[[Opened, str], Mapping[str, Any]]


def nothing_beforehand(found: Opened, step: str) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Desk:
    """How a business takes its steps: the procedure, the form of each step, the verb behind them, the words of its record.

    ``perform(step, matter, actor=, at=, data=, note=, files=, expected=, key=)`` raises ``StepRefused`` in words.
    ``back`` names the lists to which a person may return after a step (``?back=todo``).
    """

    procedure: type[Procedure]
    perform: Callable[..., Matter]
    words: Words
    forms: Mapping[str, type[StepForm]] = field(default_factory=dict)
    initial: Initial = nothing_beforehand
    back: Mapping[str, str] = field(default_factory=dict)
    head: str = ""
    """A template with the style sheets that the module's forms need."""

    @property
    def scope(self) -> str:
        return self.procedure.kind


def answer(request: Request, found: Opened, name: str, desk: Desk) -> HttpResponse:
    """The form of a step, or what became of it."""
    step = _step_of(desk, name)
    refused = _refused(request, found, step)
    if refused is not None:
        return refused
    form = _form(request, found, step, desk)
    since: list[Passage] = []
    if request.method == "POST" and form.is_valid():
        since = _taken(request, found, step, form, desk)
        if not form.errors:
            return _done(request, found.case.matter, step, desk)
    context = _context(request, found, step, form, since, desk)
    return page(request, "casework/step.html", context, part="casework/_step.html", status=422 if form.errors else 200)


def _step_of(desk: Desk, name: str) -> Step:
    step = desk.procedure.steps.get(name)
    if step is None or step.opens or not any(who.where.value not in ("citizen", "system") for who in step.by):
        raise Http404
    return step


def _refused(request: Request, found: Opened, step: Step) -> HttpResponse | None:
    """Why the form is not even shown. What was typed is never thrown away: a POST is judged with the form in hand."""
    try:
        words = why_not(found.case, step, request.actor)
    except NotAllowed as not_allowed:
        raise PermissionDenied(str(not_allowed)) from None
    if not words or request.method == "POST":
        return None
    context = {"refusal": words, "back": url_of(found.case.matter)}
    status = 422 if request.htmx else 409
    return page(request, "casework/step_refused.html", context, part="casework/_step_refused.html", status=status)


def _form(request: Request, found: Opened, step: Step, desk: Desk) -> StepForm:
    made = desk.forms.get(step.name, NoteForm)
    initial = dict(desk.initial(found, step.name))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return made(*sent, case=found.case, actor=request.actor, on=request.today, initial=initial)


def _taken(request: Request, found: Opened, step: Step, form: StepForm, desk: Desk) -> list[Passage]:
    """Take the step. A refusal lands on the form; the answer is what others did since the form was drawn."""
    try:
        desk.perform(step.name, found.case.matter, **_sent(request, form, f"{desk.scope}.{step.name}"))
    except idempotency.BadToken:
        form.add_error(None, _("页面已过期，内容仍在，请再提交一次。"))
    except StaleMatter as stale:
        form.add_error(None, str(stale))
        return stale.since
    except StepRefused as refused:
        form.add_error(None, str(refused))
    return []


def _sent(request: Request, form: StepForm, scope: str) -> dict[str, Any]:
    """What the verb is called with. Raises BadToken."""
    return {
        "actor": request.actor,
        "at": request.now,
        "data": form.data_for_step(),
        "note": form.note_for_step,
        "files": form.files_for_step,
        "expected": _whole(request.POST.get("expected", "")),
        "key": idempotency.key_of(request.POST.get("once", ""), scope),
    }


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _context(
    request: Request, found: Opened, step: Step, form: StepForm, since: list[Passage], desk: Desk
) -> dict[str, Any]:
    """``seq`` is what the person has seen by now: after a stale form, the second press goes through."""
    matter, scope = found.case.matter, f"{desk.scope}.{step.name}"
    of_form = {
        "form": form,
        "action": request.path,
        "scope": scope,
        "draft": f"{scope}.{matter.number}" if form.keeps_draft else "",
        "seq": since[-1].seq if since else matter.seq,
        "since": timeline_of(found.case, since, desk.words),
        "back": request.POST.get("back", request.GET.get("back", "")),
    }
    return {**of_form, "step": step, "case": found.case, "matter": matter, "url": url_of(matter), "desk": desk}


def _done(request: Request, matter: Matter, step: Step, desk: Desk) -> HttpResponse:
    messages.success(request, _("%(number)s：已%(step)s。") % {"number": matter.number, "step": _(step.label)})
    back = desk.back.get(request.POST.get("back", ""))
    return go(request, reverse(back) if back else f"{url_of(matter)}?done={step.name}")
