"""The citizen's pages of 依申请公开: which path fits, asking, following. No account, no session, no script needed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.following import followed
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.files.serving import serve
from shuniu.kernel.organisation.actor import citizen
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.ratelimit import hit
from shuniu.kernel.web.request import Request, address_of
from shuniu.public.disclosure.forms.citizens import ApplyForm, SupplementForm, WantForm, WordsForm
from shuniu.public.disclosure.operations import letters as setting
from shuniu.public.disclosure.operations.files import CITIZENS
from shuniu.public.disclosure.operations.filing import Filed, open_request, title_of
from shuniu.public.disclosure.operations.steps import CITIZENS_STEPS, citizen_step
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.queries import citizens as queries
from shuniu.public.disclosure.queries.open import best_for
from shuniu.public.disclosure.views.letters import sent

APPLY = "information.apply"
RECEIPT = "information_receipt"
RECEIPT_SECONDS = 600
STEPS_PER_HOUR = 30
SEARCHES_PER_MINUTE = 60


@public
@require_safe
def start(request: Request) -> HttpResponse:
    """Which path fits: told, with what is published already, before anything else is asked."""
    form = WantForm(request.GET or None)
    wanted = form.wanted() if request.GET else ""
    allowed = hit(
        "information.start", address_of(request), limit=SEARCHES_PER_MINUTE, seconds=60, at=request.now
    ).allowed
    doors = queries.doors(wanted)
    context = {
        "form": form, "wanted": wanted, "hits": best_for(wanted) if wanted and allowed else [],
        "likely": doors[0] if wanted and doors[0].path.key != "apply" else None, "doors": doors,
    }  # fmt: skip
    return page(request, "disclosure/citizens/start.html", context, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: Request) -> HttpResponse:
    """The application: filled in, shown once more to be confirmed, and sent."""
    form = ApplyForm(request.POST or None, initial={"text": request.GET.get("text", "")[:200]})
    earlier, template = None, "disclosure/citizens/apply.html"
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        earlier, template = _same_today(request, form), "disclosure/citizens/confirm.html"
        if "sure" in request.POST and (earlier is None or "again" in request.POST):
            try:
                return _sent(request, form)
            except (StepRefused, idempotency.BadToken) as refused:
                form.add_error(None, _refusal(refused))
    context = {"form": form, "earlier": earlier, "again": "again" in request.POST}
    if "back" in request.POST:
        context["form"] = ApplyForm(initial=request.POST.dict())
    return page(request, template, context, status=422 if form.errors and "back" not in request.POST else 200)


def _same_today(request: Request, form: ApplyForm) -> Matter | None:
    """What the same person asked in the same words within a day; the very form that is sent twice is no other one."""
    asked = form.application()
    found = queries.same_today(asked.identity, title_of(asked), asked.text, request.now)
    try:
        key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), APPLY)
    except idempotency.BadToken:
        return found
    return None if found is not None and found.key == key else found


def _sent(request: Request, form: ApplyForm) -> HttpResponse:
    address = address_of(request)
    if not hit(APPLY, address, limit=settings.REPORTS_PER_HOUR, seconds=3600, at=request.now).allowed:
        raise StepRefused(_("提交太频繁，请过一会儿再试，或者到现场、邮寄申请。"))
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), APPLY)
    filed: Filed = open_request(form.application(), actor=citizen(address=address), at=request.now, key=key)
    response = HttpResponseRedirect(reverse("information:receipt"), status=303)
    # The code is shown this once: it travels in a signed cookie for ten minutes, never in an address.
    response.set_signed_cookie(
        RECEIPT, f"{filed.matter.number}:{filed.code}", max_age=RECEIPT_SECONDS, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    return response


def _refusal(refused: Exception) -> str:
    if isinstance(refused, idempotency.BadToken):
        return _("这个页面打开太久了。您写的内容还在，请再按一次“提交”。")
    return str(refused)


@public
@never_cache
@require_GET
def receipt(request: Request) -> HttpResponse:
    """Number and query code, to be written down or photographed."""
    try:
        kept = request.get_signed_cookie(RECEIPT, max_age=RECEIPT_SECONDS) or ""
        number, code = kept.split(":")
    except (KeyError, BadSignature, ValueError):
        return HttpResponseRedirect(reverse("citizens:follow"))
    return page(request, "disclosure/citizens/receipt.html", {"number": number, "code": code})


def _followed(request: Request, number: str) -> Matter | None:
    return followed(request.COOKIES, number, request.get_signed_cookie, kind=InformationRequestProcedure.kind)


@public
@never_cache
@require_GET
def show(request: Request, number: str) -> HttpResponse:
    """One request, for whoever has shown its number and code."""
    matter = _followed(request, number)
    if matter is None:
        return HttpResponseRedirect(f"{reverse('citizens:follow')}?number={number}")
    context = {**_shown(request, matter), "forms": {"supplement": SupplementForm(), "explain": WordsForm()}}
    return page(request, "disclosure/citizens/request.html", context)


def _shown(request: Request, matter: Matter) -> dict[str, Any]:
    files = [
        {"name": one.name, "size": one.size, "added": one.uploaded_at,
         "url": reverse("information:file", args=[matter.number, one.pk])}
        for one in attachments_of(matter.pk, roles=CITIZENS)
    ]  # fmt: skip
    found = queries.follow(matter, now=request.now)
    return {"page": found, "matter": matter, "files": files, "letters": queries.letters(found)}


@public
@require_POST
def act(request: Request, number: str, step: str) -> HttpResponse:
    """One of the applicant's steps: 补正, 说明理由, 撤回."""
    matter = _followed(request, number)
    if matter is None or step not in CITIZENS_STEPS:
        raise Http404
    form = SupplementForm(request.POST, request.FILES) if step == "supplement" else WordsForm(request.POST)
    if step == "withdraw" or form.is_valid():
        try:
            _take(request, matter, step, {} if step == "withdraw" else form.cleaned_data)
        except (StepRefused, idempotency.BadToken) as refused:
            form.add_error(None, _refusal(refused))
        else:
            messages.success(request, _("已收到，谢谢您。"))
            return HttpResponseRedirect(reverse("information:request", args=[number]), status=303)
    context = {**_shown(request, matter), "form": form, "step": step, "forms": {step: form}}
    return page(request, "disclosure/citizens/act.html", context, status=422)


def _take(request: Request, matter: Matter, step: str, said: dict[str, Any]) -> None:
    if not hit("information.act", str(matter.pk), limit=STEPS_PER_HOUR, seconds=3600, at=request.now).allowed:
        raise StepRefused(_("提交太频繁，请过一会儿再试。"))
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), f"information.{step}")
    data = {"text": said["text"]} if said else {}
    files = said.get("files", [])
    citizen_step(step, matter, at=request.now, data=data, files=files, key=key, address=address_of(request))


@public
@require_safe
def file(request: Request, number: str, pk: int) -> FileResponse:
    """A file of the applicant's own, or of the answer that was given to them."""
    matter = _followed(request, number)
    own = attachments_of(matter.pk, roles=CITIZENS) if matter is not None else []
    found = next((one for one in own if one.pk == pk), None)
    if found is None:
        raise Http404
    return serve(request, found, inline=True)


@public
@never_cache
@require_safe
def letter(request: Request, number: str, seq: int) -> HttpResponse:
    """A letter that was written to the applicant, as PDF."""
    matter = _followed(request, number)
    if matter is None:
        raise Http404
    found, story = queries.letter(matter, seq)
    return sent(
        request, lambda: setting.pdf(found, story, at=request.now), "application/pdf", f"{number}-{seq:02d}.pdf"
    )
