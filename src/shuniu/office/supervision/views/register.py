"""督查立项, and the splitting of an assignment: a text is read, a person ticks and edits, one press registers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.supervision.forms.register import PartsForm, RegisterForm, TextForm
from shuniu.office.supervision.operations.dividing import divide as split
from shuniu.office.supervision.operations.registering import register as open_assignment
from shuniu.office.supervision.queries import matters
from shuniu.office.supervision.queries.origins import begun_from
from shuniu.office.supervision.queries.proposing import Offer
from shuniu.office.supervision.roles import DIRECTOR, SUPERVISOR

SCOPE, DIVIDE = "supervision.register", "supervision.divide"
EMPTY = 3
"""Empty lines offered when nothing was proposed, and beside what was."""


@roles(SUPERVISOR, DIRECTOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request) -> HttpResponse:
    """By hand, or from another matter (``?from=NUMBER``), which is then linked."""
    begun = begun_from(request.actor, request.GET.get("from", ""))
    form = RegisterForm(request.POST or None, on=request.today, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            return _registered(request, form)
        except idempotency.BadToken:
            form.add_error(None, _("页面打开太久了，您填写的内容仍在，请再提交一次。"))
        except StepRefused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "follows": begun.get("follows", ""), "divides": request.actor.holds(SUPERVISOR)}
    return page(request, "supervision/register.html", context, status=422 if form.errors else 200)


def _registered(request: Request, form: RegisterForm) -> HttpResponse:
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), SCOPE)
    follows = form.cleaned_data["follows"]
    made = open_assignment(form.facts(), actor=request.actor, at=request.now, key=key, follows=follows)
    messages.success(request, _("已登记：%(number)s %(title)s") % {"number": made.number, "title": made.title})
    following = "divide" if request.POST.get("then") == "divide" else "matter"
    return go(request, f"{reverse(f'supervision:{following}', args=[made.number])}?done=register")


@roles(SUPERVISOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def divide(request: Request, number: str) -> HttpResponse:
    """分解: ``read`` proposes parts out of a text; ``split`` registers those that are ticked."""
    found = matters.opened(request.actor, number)
    reading = request.POST.get("do") == "read"
    text = TextForm(request.POST if reading else None, request.FILES if reading else None)
    parts, wrong = _parts(request, text, reading)
    splitting = request.method == "POST" and not reading
    if splitting and parts.is_valid():
        done, wrong = _split(request, found.case.matter, parts)
        if done is not None:
            return done
    bad = bool(wrong or text.errors or splitting)
    context = {
        "matter": found.case.matter,
        "row": found.case.detail,
        "text": text,
        "parts": parts,
        "wrong": wrong,
        "bad": bad,
    }
    return page(request, "supervision/divide.html", context, status=422 if bad else 200)


def _parts(request: Request, text: TextForm, reading: bool) -> tuple[PartsForm, str]:
    """The lines to be shown: as sent, as read from the text, or some empty ones."""
    if request.method == "POST" and not reading:
        return PartsForm(on=request.today, data=request.POST), ""
    offered: list[Offer] = []
    wrong = ""
    if reading and text.is_valid():
        offered = text.offers(request.today)
        wrong = "" if offered else _("没有读出可以立项的条目，请逐条填写，或者给各条编号后再读。")
    return PartsForm(on=request.today, proposed=[*offered, *[Offer("", "")] * EMPTY]), wrong


def _split(request: Request, matter: Any, parts: PartsForm) -> tuple[HttpResponse | None, str]:
    """On to the tree, or why not, in words."""
    try:
        key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), DIVIDE)
        made = split(matter, parts.facts(), actor=request.actor, at=request.now, key=key)
    except StepRefused as refused:
        return None, str(refused)
    except idempotency.BadToken:
        return None, _("页面打开太久了，您填写的内容仍在，请再提交一次。")
    messages.success(request, _("已分解为%(count)s件。") % {"count": len(made)})
    return go(request, f"{reverse('supervision:tree')}?root={matter.number}&done=divide"), ""
