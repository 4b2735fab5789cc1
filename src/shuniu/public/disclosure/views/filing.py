"""登记申请: an application that came to the counter, by mail, by fax or by electronic mail."""

from __future__ import annotations

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
from shuniu.public.disclosure.forms.filing import CounterForm, LookupForm
from shuniu.public.disclosure.operations.filing import open_request, reissue_code
from shuniu.public.disclosure.operations.looking import record_search
from shuniu.public.disclosure.queries import requests
from shuniu.public.disclosure.queries.applicants import earlier_by_identity
from shuniu.public.disclosure.queries.letters import receipt_url
from shuniu.public.disclosure.roles import CLERK

SCOPE = "disclosure.register"
RECEIPT, RECEIPT_SECONDS = "filed", 600


@roles(CLERK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request) -> HttpResponse:
    """One application; what the same person has asked before is shown before it is saved."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CounterForm(*sent, on=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            return _filed(request, form)
        except idempotency.BadToken:
            form.add_error(None, _("页面打开太久了，您填写的内容仍在，请再提交一次。"))
        except StepRefused as refused:
            form.add_error(None, str(refused))
    return page(request, "disclosure/register.html", {"form": form}, status=422 if form.errors else 200)


def _filed(request: Request, form: CounterForm) -> HttpResponse:
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), SCOPE)
    papers = form.cleaned_data["papers"]
    made = open_request(form.application(), actor=request.actor, at=request.now, key=key, files=papers)
    return _told(request, made.matter.number, made.code)


def _told(request: Request, number: str | None, code: str, asked: str = "") -> HttpResponse:
    """The code is shown once: it travels in a signed cookie for ten minutes, never in an address."""
    response = go(request, reverse("disclosure:registered") + asked)
    response.set_signed_cookie(
        RECEIPT, f"{number}:{code}", max_age=RECEIPT_SECONDS, httponly=True, samesite="Strict",
        secure=request.is_secure(), path=reverse("disclosure:register"),
    )  # fmt: skip
    return response


@roles(CLERK)
@require_POST
def reissue(request: Request, number: str) -> HttpResponse:
    """重新发放查询码, for an applicant whose identity the clerk has checked."""
    matter = requests.opened(request.actor, number).case.matter
    return _told(request, number, reissue_code(matter, actor=request.actor, at=request.now), "?again=1")


@roles(CLERK)
@never_cache
@require_safe
def registered(request: Request) -> HttpResponse:
    """登记成功: number and query code, to be told to the applicant."""
    try:
        number, code = (request.get_signed_cookie(RECEIPT, max_age=RECEIPT_SECONDS) or "").split(":")
    except (KeyError, BadSignature, ValueError):
        return go(request, reverse("disclosure:register"))
    context = {"number": number, "code": code, "again": "again" in request.GET, "receipt_url": receipt_url(number)}
    return page(request, "disclosure/registered.html", context)


@roles(CLERK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: Request) -> HttpResponse:
    """按证件号码查找申请. The number goes by POST, so that it stays out of logs; the search is recorded first."""
    form = LookupForm(request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST" and form.is_valid():
        record_search(actor=request.actor, at=request.now)
        found = earlier_by_identity(form.cleaned_data["identity"], "", on=request.today)
    context = {"form": form, "found": found}
    return page(request, "disclosure/lookup.html", context, status=422 if form.errors else 200)
