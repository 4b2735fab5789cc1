"""领导和地点: the registers behind the sheet. The director changes them; who arranges may look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.engagements.forms.registers import LeaderForm, PlaceForm
from shuniu.office.engagements.operations import registers as verbs
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries import registers as questions
from shuniu.office.engagements.queries.rules import values
from shuniu.office.engagements.roles import DIRECTOR, KEEPERS


@roles(*KEEPERS)
@require_safe
def listing(request: Request) -> HttpResponse:
    """Leaders and places, those of the past last."""
    context = {
        "leaders": questions.leaders(request.today), "places": questions.places(request.today),
        "may": people.directs(request.actor), "otherwise": values(request.today)["travel"],
    }  # fmt: skip
    return page(request, "engagements/registers.html", context)


@roles(DIRECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def leader(request: Request, pk: int | None = None) -> HttpResponse:
    """One row of the sheet: new, changed, or with its last day."""
    found = _found(questions.leader_of(pk)) if pk is not None else None
    form = LeaderForm(request.POST or None, row=found, on=request.today)
    if request.method == "POST" and form.is_valid():
        saved = _saved(form, lambda: _keep_leader(request, found, form))
        if saved is not None:
            _left(
                request,
                questions.after_leaving(saved),
                _("离任以后还有%(count)s项活动：%(numbers)s。请改期或者转请其他领导。"),
            )
            return go(request, reverse("engagements:registers"))
    heading = str(found) if found else _("增加领导")
    return page(request, "engagements/register.html", {"form": form, "heading": heading, "fields": list(form)},
                status=422 if form.errors else 200)  # fmt: skip


def _keep_leader(request: Request, found: Any, form: LeaderForm) -> Any:
    common: dict[str, Any] = {"actor": request.actor, "at": request.now}
    if found is None:
        return verbs.add_leader(form.cleaned_data["person"], form.facts(), **common)
    return verbs.change_leader(found, form.facts(), **common)


@roles(DIRECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: Request, pk: int | None = None) -> HttpResponse:
    """One place with the ways from it: new, changed, or no longer used."""
    found = _found(questions.place_of(pk)) if pk is not None else None
    form = PlaceForm(request.POST or None, row=found, on=request.today)
    if request.method == "POST" and form.is_valid():
        saved = _saved(form, lambda: verbs.save_place(found, form.facts(), actor=request.actor, at=request.now))
        if saved is not None:
            _left(
                request,
                questions.after_closing(saved),
                _("停用以后还有%(count)s项活动安排在这里：%(numbers)s。请改地点。"),
            )
            return go(request, f"{reverse('engagements:registers')}#places")
    context = {"form": form, "heading": found.name if found else _("增加地点"), "fields": form.facts_fields,
               "ways": form.way_fields, "otherwise": values(request.today)["travel"]}  # fmt: skip
    return page(request, "engagements/register.html", context, status=422 if form.errors else 200)


def _found(row: Any) -> Any:
    if row is None:
        raise Http404
    return row


def _saved(form: LeaderForm | PlaceForm, act: Any) -> Any:
    """What was saved; nothing where it was refused, with the words on the form."""
    try:
        return act()
    except (StepRefused, NotAllowed) as refused:
        form.add_error(None, str(refused))
        return None


def _left(request: Request, numbers: Sequence[str], words: str) -> None:
    messages.success(request, _("已保存。"))
    if numbers:
        shown = "、".join(numbers[: questions.SHOWN])
        more = _("等") if len(numbers) > questions.SHOWN else ""
        messages.warning(request, words % {"count": len(numbers), "numbers": f"{shown}{more}"})
