"""信访登记: every channel on one form. What is asked while typing goes by POST: names and numbers stay out of logs."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.public.petitions.forms.register import RegisterForm, Told
from shuniu.public.petitions.operations.looking import record_person_search
from shuniu.public.petitions.operations.registering import register
from shuniu.public.petitions.queries import repeats
from shuniu.public.petitions.roles import REGISTRAR

SCOPE = "petitions.register"
RECEIPT, RECEIPT_SECONDS = "petition_registered", 600


@roles(REGISTRAR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: Request) -> HttpResponse:
    """One petition, checked against what was petitioned before, and registered in one press."""
    if "look" in request.POST or "use" in request.POST:
        form = RegisterForm(initial=_filled(request))
        form.hints = _hints(request)
        return _shown(request, form)
    form = RegisterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and not form.unread(_hints(request), request.POST.get("seen", "")):
        try:
            return _registered(request, form)
        except idempotency.BadToken:
            form.add_error(None, _("页面打开太久了，您填写的内容仍在，请再提交一次。"))
        except StepRefused as refused:
            form.add_error(None, str(refused))
    return _shown(request, form)


def _registered(request: Request, form: RegisterForm) -> HttpResponse:
    """The code is shown this once: it travels in a signed cookie for ten minutes, never in an address."""
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), SCOPE)
    files = form.cleaned_data["papers"] or ()
    made = register(form.filing(), files, actor=request.actor, at=request.now, key=key)
    response = go(request, reverse("petitions:registered"))
    response.set_signed_cookie(
        RECEIPT, f"{made.matter.number}:{made.code}", max_age=RECEIPT_SECONDS, httponly=True, samesite="Strict",
        secure=request.is_secure(), path=reverse("petitions:register"),
    )  # fmt: skip
    return response


def _filled(request: Request) -> dict[str, Any]:
    """What was typed, and what a hint's button adds to it: ``STANDING:NUMBER``."""
    typed: dict[str, Any] = dict(request.POST.items())
    standing, _colon, number = request.POST.get("use", "").partition(":")
    return {**typed, "standing": standing, "earlier": number} if number else typed


def _shown(request: Request, form: RegisterForm) -> HttpResponse:
    if request.method == "POST" and not form.hints.asked and not form.hints.told:
        form.hints = _hints(request)
    return page(request, "petitions/register.html", {"form": form, "hints": form.hints},
                status=422 if form.errors else 200)  # fmt: skip


def _hints(request: Request) -> repeats.Hints:
    """Earlier petitions. Looking for a person is recorded first."""
    told = Told(request.POST)
    if told.tail:
        record_person_search(told.whole, told.tail, actor=request.actor, at=request.now)
    return repeats.hints(told.text, told.phone, told.identity, request.actor, now=request.now)


@roles(REGISTRAR)
@never_cache
@require_POST
def hints(request: Request) -> HttpResponse:
    """The same person's and like-worded petitions, for what is typed so far."""
    return page(request, "petitions/_hints.html", {"hints": _hints(request)})


@roles(REGISTRAR)
@never_cache
@require_safe
def registered(request: Request) -> HttpResponse:
    """The number and the query code, to be told to the petitioner. Later the page says that they were shown."""
    try:
        said = request.get_signed_cookie(RECEIPT, max_age=RECEIPT_SECONDS) or ""
    except (KeyError, BadSignature):
        return go(request, reverse("petitions:register"))
    number, _colon, code = said.partition(":")
    return page(request, "petitions/registered.html", {"number": number, "code": code})
