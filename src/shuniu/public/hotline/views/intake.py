"""接电话登记: the operator's screen. What is asked while typing goes by POST: a caller's number and words stay out of logs."""

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
from shuniu.public.hotline.forms.calls import CallForm, ReissueForm
from shuniu.public.hotline.operations import looking
from shuniu.public.hotline.operations.calls import reissue, take_call
from shuniu.public.hotline.operations.follow import receipt_of, receipt_text
from shuniu.public.hotline.operations.intake import Submitted
from shuniu.public.hotline.queries import calls
from shuniu.public.hotline.roles import OPERATOR

SCOPE = "hotline.intake"
RECEIPT, RECEIPT_SECONDS = "call", 600
PHONE_MOST = 20


@roles(OPERATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: Request) -> HttpResponse:
    """One call: registered, and ended as the operator chose, in one press."""
    if "look" in request.POST or "use" in request.POST:
        return _shown(request, CallForm(initial=_filled(request), on=request.today))
    form = CallForm(request.POST or None, on=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            return _registered(request, form)
        except idempotency.BadToken:
            form.add_error(None, _("页面打开太久了，您填写的内容仍在，请再提交一次。"))
        except StepRefused as refused:
            form.add_error(None, str(refused))
    return _shown(request, form)


def _registered(request: Request, form: CallForm) -> HttpResponse:
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), SCOPE)
    source = form.cleaned_data["channel"]
    made = take_call(form.report(), form.end(), actor=request.actor, at=request.now, source=source, key=key)
    return _receipt(request, made, "")


def _receipt(request: Request, made: Submitted, asked: str) -> HttpResponse:
    """The code is shown this once: it travels in a signed cookie for ten minutes, never in an address."""
    response = go(request, reverse("hotline:intake_done") + asked)
    response.set_signed_cookie(
        RECEIPT, receipt_text(made), max_age=RECEIPT_SECONDS, httponly=True, samesite="Strict",
        secure=request.is_secure(), path=reverse("hotline:intake"),
    )  # fmt: skip
    return response


def _shown(request: Request, form: CallForm) -> HttpResponse:
    """The page; after a POST with what the parts would have shown, so that it works without a script too."""
    context: dict[str, Any] = {"form": form, "caller": None, "hints": None}
    if request.method == "POST":
        context |= {"caller": _caller(request), "hints": _hints(request)}
    return page(request, "hotline/intake.html", context, status=422 if form.errors else 200)


def _filled(request: Request) -> dict[str, Any]:
    """What was typed, and what a hint's button adds to it: ``article:CODE``, ``join:NUMBER`` or ``unit:ID``."""
    typed: dict[str, Any] = dict(request.POST.items())
    kind, _colon, value = request.POST.get("use", "").partition(":")
    if kind == "article" and (article := calls.answer_named(value)) is not None:
        return {**typed, "ending": "answer_at_once", "answer": article.answer, "article": article.code}
    if kind == "join":
        return {**typed, "ending": "join", "into": value}
    if kind == "unit" and value.isdecimal():
        return {**typed, "ending": "dispatch", "unit": int(value)}
    return typed


def _caller(request: Request) -> calls.Caller:
    """The caller's earlier requests. Looking is recorded first."""
    phone = request.POST.get("phone", "")[:PHONE_MOST]
    tail = calls.tail_of(phone)
    if tail:
        looking.record_phone_search(tail, actor=request.actor, at=request.now)
    return calls.caller_of(phone, request.actor, now=request.now)


def _hints(request: Request) -> calls.Hints:
    text, place = request.POST.get("text", ""), request.POST.get("place", "")
    return calls.hints(text, place[:200], request.actor, now=request.now)


@roles(OPERATOR)
@never_cache
@require_POST
def caller(request: Request) -> HttpResponse:
    """来电人以前的诉求."""
    return page(request, "hotline/_caller.html", {"caller": _caller(request)})


@roles(OPERATOR)
@never_cache
@require_POST
def hints(request: Request) -> HttpResponse:
    """Answers, likely repeats and a likely unit for the words typed so far."""
    return page(request, "hotline/_hints.html", {"hints": _hints(request)})


@roles(OPERATOR)
@never_cache
@require_safe
def done(request: Request) -> HttpResponse:
    """登记成功: number and query code, large, to be read out."""
    try:
        number, code = receipt_of(request.get_signed_cookie(RECEIPT, max_age=RECEIPT_SECONDS) or "")
    except (KeyError, BadSignature, ValueError):
        return go(request, reverse("hotline:intake"))
    shown = calls.registered(number, request.actor)
    context = {"number": number, "code": code, "shown": shown, "again": "again" in request.GET}
    return page(request, "hotline/intake_done.html", context)


@roles(OPERATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: Request) -> HttpResponse:
    """重新发放查询码, for a caller recognised by the telephone of the request."""
    form = ReissueForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            return _receipt(request, reissue(**form.cleaned_data, actor=request.actor, at=request.now), "?again=1")
        except StepRefused as refused:
            form.add_error(None, str(refused))
    return page(request, "hotline/intake_code.html", {"form": form}, status=422 if form.errors else 200)
