"""Petitioning: which path fits, the form, a last look, the receipt. No account, no session, no script needed."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.navigation import url_or_none
from shuniu.kernel.web.ratelimit import hit
from shuniu.kernel.web.request import Request, address_of
from shuniu.public.petitions.forms.citizens import Aim, PapersForm, PetitionForm
from shuniu.public.petitions.operations.online import PapersRefused, file_online
from shuniu.public.petitions.paths import PATHS
from shuniu.public.petitions.queries.citizens import (
    in_progress_beside,
    office_name,
    open_followed,
    petition_numbered,
    route_card,
)

FILE = "petition.file"
RECEIPT = "petition-receipt"
RECEIPT_SECONDS = 600


@public
@require_GET
def guide(request: Request) -> HttpResponse:
    """信访: the first screen, which finds the path before anything is typed."""
    found = {
        "information": url_or_none("information:start"),
        "office": office_name(),
    }
    return page(request, "petitions/citizens/guide.html", found)


@public
@require_GET
def paths(request: Request) -> HttpResponse:
    """法定途径: what courts, arbitrators, reviewing organs and others decide, and why not the petition office."""
    return page(request, "petitions/citizens/paths.html", {"paths": PATHS})


@public
@require_GET
def again(request: Request) -> HttpResponse:
    """不服处理意见: review and re-review are asked for in the petition itself."""
    return page(request, "petitions/citizens/again.html", {"office": office_name()})


@public
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: Request, aim: str) -> HttpResponse:
    """The form, then a last look at what was written, then the petition. Nothing is typed twice."""
    if aim not in Aim:
        raise Http404
    form = PetitionForm(request.POST or None, aim=Aim(aim))
    papers = PapersForm(request.POST or None, request.FILES or None)
    step = request.POST.get("go", "check")
    if request.method != "POST" or step == "edit" or not form.is_valid():
        return _form(request, form, plain=step == "edit")
    if step == "send" and papers.is_valid():
        try:
            return _filed(request, form, papers)
        except PapersRefused as refusal:
            papers.add_error("papers", str(refusal))
        except (StepRefused, idempotency.BadToken) as refusal:
            papers.add_error(None, _refusal(refusal))
    return _last_look(request, form, papers, wrong=step == "send")


def _form(request: Request, form: PetitionForm, *, plain: bool) -> HttpResponse:
    """The form. Who comes back to change something sees their words without a word about what is wrong."""
    if plain:
        form = PetitionForm(initial=request.POST.dict(), aim=form.aim)
    # What somebody accuses another of is not kept in a browser that others may use.
    draft = "" if form.aim is Aim.ACCUSATION else f"petition.{form.aim}"
    mine = open_followed(request.COOKIES, request.get_signed_cookie)
    context = {"form": form, "aim": form.aim, "draft": draft, "open": mine}
    return page(request, "petitions/citizens/new.html", context, status=422 if form.errors else 200)


def _last_look(request: Request, form: PetitionForm, papers: PapersForm, *, wrong: bool) -> HttpResponse:
    """确认: the same words in hidden fields, the papers, and the day by which an answer comes."""
    shown = [form[name] for name in form.fields if name != "website" and form.cleaned_data[name]]
    context = {
        "form": form, "aim": form.aim, "papers": papers if wrong else PapersForm(), "shown": shown, "office": office_name(),
        "hidden": [one.as_hidden() for one in form], "route": route_card(request.now), "wrong": wrong,
    }  # fmt: skip
    return page(request, "petitions/citizens/check.html", context, status=422 if wrong else 200)


def _filed(request: Request, form: PetitionForm, papers: PapersForm) -> HttpResponse:
    address = address_of(request)
    if not hit(FILE, address, limit=settings.REPORTS_PER_HOUR, seconds=3600, at=request.now).allowed:
        raise StepRefused(_("提交太频繁，请过一会儿再试。您写的内容仍在。"))
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), FILE)
    made = file_online(form.filing(), papers.cleaned_data["papers"], at=request.now, key=key, address=address)
    response = HttpResponseRedirect(reverse("petition:receipt"), status=303)
    # The code is shown this once: it travels in a signed cookie for ten minutes, never in an address.
    response.set_signed_cookie(
        RECEIPT, f"{made.matter.number}:{made.code}", max_age=RECEIPT_SECONDS, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    return response


def _refusal(refusal: Exception) -> str:
    if isinstance(refusal, idempotency.BadToken):
        return _("这个页面打开太久了。您写的内容还在，请再按一次“确认提交”。")
    return str(refusal)


@public
@never_cache
@require_GET
def receipt(request: Request) -> HttpResponse:
    """登记成功: number and query code, what comes next and when, and whether the same thing may be under way already."""
    try:
        number, code = (request.get_signed_cookie(RECEIPT, max_age=RECEIPT_SECONDS) or "").split(":")
    except (KeyError, BadSignature, ValueError):
        return HttpResponseRedirect(reverse("citizens:follow"))
    matter = petition_numbered(number)
    if matter is None:
        return HttpResponseRedirect(reverse("citizens:follow"))
    context = {"matter": matter, "number": number, "code": code, "route": route_card(matter.received_at),
               "beside": in_progress_beside(matter), "office": office_name()}  # fmt: skip
    return page(request, "petitions/citizens/receipt.html", context)
