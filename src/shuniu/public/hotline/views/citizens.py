"""The citizen's pages: report, follow, rate. No account, no session, no script needed."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.following import FOLLOW, FOLLOW_SECONDS, citizen_url, followed, matter_by_code
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.files.serving import serve, serve_preview
from shuniu.kernel.organisation.actor import citizen
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.ratelimit import hit
from shuniu.kernel.web.request import Request, address_of
from shuniu.public.hotline.forms.citizens import FollowForm, RateForm, ReportForm, WordsForm
from shuniu.public.hotline.operations.citizens import citizen_act
from shuniu.public.hotline.operations.evidence import CITIZENS
from shuniu.public.hotline.operations.follow import receipt_of, receipt_text
from shuniu.public.hotline.operations.reporting import FilesRefused, report_from_citizen
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.citizens import public_view
from shuniu.public.hotline.queries.progress import awaits_rating, overdue, stages, what_next

REPORT = "hotline.report"
RECEIPT = "receipt"
FOLLOWS = 100
"""In ten minutes from one address, behind which a whole quarter may stand; a code has 31⁸ possible values."""
STEPS_PER_HOUR = 30


@public
@require_http_methods(["GET", "POST"])
def report(request: Request) -> HttpResponse:
    """我要反映."""
    form = ReportForm(request.POST or None, request.FILES or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            return _submitted(request, form)
        except FilesRefused as refusal:
            form.add_error("photos", str(refusal))
        except (StepRefused, idempotency.BadToken) as refusal:
            form.add_error(None, _refusal(refusal))
    return page(request, "hotline/citizens/report.html", {"form": form}, status=422 if form.errors else 200)


def _refusal(refusal: Exception) -> str:
    if isinstance(refusal, idempotency.BadToken):
        return _("这个页面打开太久了。您写的内容还在，请再按一次“提交”。")
    return str(refusal)


def _submitted(request: Request, form: ReportForm) -> HttpResponse:
    address = address_of(request)
    if not hit("hotline.report", address, limit=settings.REPORTS_PER_HOUR, seconds=3600, at=request.now).allowed:
        raise StepRefused(_("提交太频繁，请过一会儿再试；情况紧急请拨打12345。"))
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), REPORT)
    made = report_from_citizen(
        form.report(), form.cleaned_data["photos"], actor=citizen(address=address), at=request.now, key=key
    )
    response = HttpResponseRedirect(reverse("citizens:receipt"), status=303)
    # The code is shown this once: it travels in a signed cookie for ten minutes, never in an address.
    response.set_signed_cookie(
        RECEIPT, receipt_text(made), max_age=600, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


@public
@never_cache
@require_GET
def receipt(request: Request) -> HttpResponse:
    """登记成功: number and query code, to be written down or photographed."""
    try:
        number, code = receipt_of(request.get_signed_cookie(RECEIPT, max_age=600) or "")
    except (KeyError, BadSignature, ValueError):
        return HttpResponseRedirect(reverse("citizens:follow"))
    return page(request, "hotline/citizens/receipt.html", {"number": number, "code": code})


@public
@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: Request) -> HttpResponse:
    """查进度: the door of a request."""
    form = FollowForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        verdict = hit("hotline.follow", address_of(request), limit=FOLLOWS, seconds=600, at=request.now)
        matter = matter_by_code(number, code) if verdict.allowed else None
        if matter is not None:
            response = HttpResponseRedirect(citizen_url(matter), status=303)
            response.set_signed_cookie(
                FOLLOW, str(matter.pk), max_age=FOLLOW_SECONDS, httponly=True, samesite="Lax",
                secure=request.is_secure(),
            )  # fmt: skip
            return response
        form.add_error(None, _wrong_code() if verdict.allowed else _("试的次数太多了，请十分钟后再试。"))
    return page(request, "hotline/citizens/follow.html", {"form": form}, status=422 if form.errors else 200)


def _followed(request: Request, number: str) -> Matter | None:
    return followed(request.COOKIES, number, request.get_signed_cookie, kind=HotlineRequest.kind)


def _wrong_code() -> str:
    return _("编号和查询码对不上，请核对后再试。查询码忘了，可以拨打12345重新发放。")


@public
@never_cache
@require_GET
def request_page(request: Request, number: str) -> HttpResponse:
    """一件诉求: where it is, what happened, until when, and what the citizen can do."""
    matter = _followed(request, number)
    if matter is None:
        return HttpResponseRedirect(f"{reverse('citizens:follow')}?number={number}")
    view = public_view(matter, now=request.now)
    context = {
        "view": view, "stages": stages(view), "next": what_next(view), "late": overdue(view, request.now),
        "awaits_rating": awaits_rating(view), "only_rate": ["rate"],
        "files": [
            {"name": one.name, "size": one.size, "added": one.uploaded_at,
             "url": reverse("citizens:file", args=[number, one.pk]),
             "preview_url": reverse("citizens:preview", args=[number, one.pk]) if one.has_preview else ""}
            for one in attachments_of(matter.pk, roles=CITIZENS)
        ],
        "words": WordsForm(auto_id="id_words_%s"),
        "rate": RateForm(auto_id="id_rate_%s"),
    }  # fmt: skip
    return page(request, "hotline/citizens/request.html", context)


@public
@require_POST
def act(request: Request, number: str, step: str) -> HttpResponse:
    """One of the citizen's steps: 补充材料, 催问, 评价, 申请复核, 撤回."""
    matter = _followed(request, number)
    if matter is None:
        raise Http404
    form = RateForm(request.POST) if step == "rate" else WordsForm(request.POST)
    if step in ("urge", "withdraw") or form.is_valid():
        data = form.cleaned_data if form.is_bound and form.is_valid() else {}
        data = {"reason": data["text"]} if step == "appeal" else data
        try:
            _refuse_too_many(matter.pk, request)
            key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), f"citizens.{step}")
            citizen_act(step, matter, at=request.now, data=data, key=key, address=address_of(request))
        except (StepRefused, idempotency.BadToken) as refusal:
            form.add_error(None, _refusal(refusal))
        else:
            messages.success(request, _("已收到，谢谢您。"))
            return HttpResponseRedirect(reverse("citizens:request", args=[number]), status=303)
    context = {"view": public_view(matter, now=request.now), "form": form, "step": step}
    return page(request, "hotline/citizens/act.html", context, status=422)


def _refuse_too_many(matter_id: int, request: Request) -> None:
    """By the request, not by the address: many people share one, but nobody adds material thirty times an hour."""
    if not hit("hotline.act", str(matter_id), limit=STEPS_PER_HOUR, seconds=3600, at=request.now).allowed:
        raise StepRefused(_("提交太频繁，请过一会儿再试；情况紧急请拨打12345。"))


@public
@require_GET
def file(request: Request, number: str, pk: int) -> FileResponse:
    return serve(request, _own_file(request, number, pk), inline=True)


@public
@require_GET
def preview(request: Request, number: str, pk: int) -> FileResponse:
    return serve_preview(request, _own_file(request, number, pk))


def _own_file(request: Request, number: str, pk: int) -> Attachment:
    matter = _followed(request, number)
    own = attachments_of(matter.pk, roles=CITIZENS) if matter is not None else []
    found = next((one for one in own if one.pk == pk), None)
    if found is None:
        raise Http404
    return found
