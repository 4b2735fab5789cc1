"""筛查规则, days away and priorities."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.engagements.forms.settings import AbsenceForm, PrioritiesForm, RuleForm
from shuniu.office.engagements.operations import settings as verbs
from shuniu.office.engagements.queries import diary
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries import rules as questions
from shuniu.office.engagements.roles import ARRANGER, DIRECTOR, LEADER, SECRETARY

DESK = (ARRANGER, SECRETARY, LEADER)


@roles(*DESK, DIRECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: Request) -> HttpResponse:
    """Every rule with the value in force and what says so; a new value has its paper and its day."""
    given = request.POST if request.method == "POST" else None
    form = RuleForm(given, initial={"effective_from": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.set_rule(form.change(), actor=request.actor, at=request.now, on=request.today)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已设定，将自施行日期起适用。"))
            return go(request, reverse("engagements:rules"))
    context = {"form": form, "values": questions.values(request.today).values(), "history": questions.history(),
               "ways": questions.named_ways(), "may": people.sets_rules(request.actor)}  # fmt: skip
    return page(request, "engagements/rules.html", context, status=422 if form.errors else 200)


@roles(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def leader(request: Request, pk: int) -> HttpResponse:
    """Days away and priorities of one leader."""
    head = people.head_of(pk)
    if head is None or not diary.may_set(request.actor, head):
        raise Http404
    if request.method != "POST":
        return _settings(request, head)
    what = request.POST.get("what")
    if what == "back":
        return _back(request, pk)
    form = AbsenceForm(request.POST) if what == "absence" else PrioritiesForm(request.POST)
    if form.is_valid() and _set(request, people.leader_of(pk), form):
        messages.success(request, _("已保存。"))
        return go(request, reverse("engagements:leader", args=[pk]))
    return _settings(request, head, form)


def _settings(request: Request, head: people.Head, typed: forms.Form | None = None) -> HttpResponse:
    """The page, with what was typed into one of its forms. Forms that nobody has typed into are made to be drawn only."""
    weights = diary.weights(head.pk, request.today)
    context = {
        "leader": head, "away": diary.away(head.pk), "on": request.today, "weights": tuple(weights.items()), "typed": typed,
        "absence": typed if isinstance(typed, AbsenceForm) else AbsenceForm,
        "wishes": typed if isinstance(typed, PrioritiesForm) else partial(PrioritiesForm, initial=weights),
    }  # fmt: skip
    return page(request, "engagements/leader.html", context, status=422 if typed else 200)


def _back(request: Request, pk: int) -> HttpResponse:
    row = diary.absence_of(pk, request.POST.get("absence", ""))
    if row is None:
        raise Http404
    try:
        verbs.end_absence(row, actor=request.actor, at=request.now, on=request.today)
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已保存。"))
    return go(request, reverse("engagements:leader", args=[pk]))


def _set(request: Request, found: Any, form: AbsenceForm | PrioritiesForm) -> bool:
    common: dict[str, Any] = {"actor": request.actor, "at": request.now}
    try:
        if isinstance(form, AbsenceForm):
            verbs.set_absence(found, **form.cleaned_data, **common)
        else:
            verbs.set_priorities(found, form.weights(), on=request.today, **common)
    except (StepRefused, NotAllowed) as refused:
        form.add_error(None, str(refused))
        return False
    return True
