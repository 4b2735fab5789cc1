"""Following one petition with its number and query code, and the petitioner's own steps in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.following import followed
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.files.serving import serve
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.typesetting.paper import BadPaper
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.ratelimit import hit
from shuniu.kernel.web.request import Request, address_of
from shuniu.public.petitions.forms.citizens import STEP_FORMS
from shuniu.public.petitions.operations import letters
from shuniu.public.petitions.operations.online import ROLE
from shuniu.public.petitions.operations.steps import citizen_step
from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.queries.citizens import followed_petition, own_letter, own_name

STEPS_PER_HOUR = 30


def _matter(request: Request, number: str) -> Matter | None:
    return followed(request.COOKIES, number, request.get_signed_cookie, kind=PetitionProcedure.kind)


@public
@never_cache
@require_GET
def request_page(request: Request, number: str) -> HttpResponse:
    """一件信访事项: where it is, what happened, until when, and what its petitioner can do."""
    matter = _matter(request, number)
    if matter is None:
        return HttpResponseRedirect(f"{reverse('citizens:follow')}?number={number}")
    return page(request, "petitions/citizens/request.html", _context(matter, request))


def _context(matter: Matter, request: Request) -> dict[str, Any]:
    shown = followed_petition(matter, now=request.now)
    asked = {name: make(auto_id=f"id_{name}_%s") for name, make in STEP_FORMS.items()}
    return {"shown": shown, "view": shown.view, "files": [] if shown.sealed else _files(matter), "forms": asked}


def _files(matter: Matter) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "size": one.size, "added": one.uploaded_at,
         "url": reverse("petition:file", args=[matter.number, one.pk])}
        for one in attachments_of(matter.pk, roles=[ROLE])
    ]  # fmt: skip


@public
@require_GET
def file(request: Request, number: str, pk: int) -> FileResponse:
    """One of the petitioner's own papers; of a sealed matter none is handed out here."""
    matter = _matter(request, number)
    own = attachments_of(matter.pk, roles=[ROLE]) if matter is not None and not matter.sealed else []
    found = next((one for one in own if one.pk == pk), None)
    if found is None:
        raise Http404
    return serve(request, found, inline=True)


@public
@never_cache
@require_GET
def letter(request: Request, number: str, seq: int) -> HttpResponse:
    """One of the letters to the petitioner, as PDF, with their own name."""
    matter = _matter(request, number)
    found = own_letter(matter, seq, now=request.now) if matter is not None else None
    if matter is None or found is None:
        raise Http404
    one, shown = found
    try:
        made = letters.typeset(one, shown.case, shown.passages, name=own_name(matter), at=request.now)
    except (NoChineseFont, BadPaper):
        return page(request, "petitions/citizens/no_letter.html", {"number": number}, status=503)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}-{seq}.pdf"'
    return response


@public
@require_POST
def act(request: Request, number: str, step: str) -> HttpResponse:
    """补充陈述, 请求复查, 请求复核, 评价, 撤回."""
    matter = _matter(request, number)
    if matter is None or step not in STEP_FORMS:
        raise Http404
    form = STEP_FORMS[step](request.POST, request.FILES, auto_id=f"id_{step}_%s")
    if form.is_valid():
        try:
            _taken(request, matter, step, form)
        except (StepRefused, idempotency.BadToken) as refusal:
            form.add_error(None, _refusal(refusal))
        else:
            messages.success(request, _("已收到，谢谢您。"))
            return HttpResponseRedirect(reverse("petition:request", args=[number]), status=303)
    context = _context(matter, request)
    context |= {"step": step, "form": form, "label": PetitionProcedure.steps[step].label}
    return page(request, "petitions/citizens/act.html", context, status=422)


def _taken(request: Request, matter: Matter, step: str, form: forms.Form) -> None:
    """By the matter, not by the address: many people share one, but nobody adds a statement thirty times an hour."""
    if not hit("petition.act", str(matter.pk), limit=STEPS_PER_HOUR, seconds=3600, at=request.now).allowed:
        raise StepRefused(_("提交太频繁，请过一会儿再试。您写的内容仍在。"))
    data = {name: value for name, value in form.cleaned_data.items() if name != "papers" and value not in ("", None)}
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), f"petition.{step}")
    files = form.cleaned_data.get("papers") or []
    citizen_step(step, matter, at=request.now, data=data, files=files, key=key, address=address_of(request))


def _refusal(refusal: Exception) -> str:
    if isinstance(refusal, idempotency.BadToken):
        return _("这个页面打开太久了。您写的内容还在，请再按一次。")
    return str(refusal)
