"""收文登记: files dropped or none, the form beside the first page, and what may be the same paper beside both."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.serving import serve
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.documents.forms.incoming_register import DropForm, RegisterForm
from shuniu.office.documents.operations.incoming_intake import drop, put_aside, register
from shuniu.office.documents.queries import incoming_arrivals as arrivals
from shuniu.office.documents.queries.incoming_repeats import Earlier, earlier, matter_numbered
from shuniu.office.documents.roles import REGISTRAR

SCOPE, DROP_SCOPE = "documents.register", "documents.drop"


@roles(REGISTRAR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: Request) -> HttpResponse:
    """One paper: confirmed and registered; then the next one that waits."""
    known = arrivals.registered_with(_key(request))
    if known is not None:
        return _receipt(request, known)  # A double click: the first one has registered it.
    form = _form(request, arrivals.chosen(request.POST.get("arrival") or request.GET.get("arrival", "")))
    if request.method == "POST" and form.is_valid():
        try:
            return _registered(request, form)
        except idempotency.BadToken:
            form.add_error(None, _("页面打开太久了，您填写的内容仍在，请再提交一次。"))
        except StepRefused as refused:
            form.add_error(None, str(refused))
    return _shown(request, form, DropForm())


def _key(request: Request) -> str:
    """The submission's key; empty for a page that is only looked at, or whose token does not hold."""
    try:
        return idempotency.key_of(request.POST.get(idempotency.FIELD, ""), SCOPE)
    except idempotency.BadToken:
        return ""


def _form(request: Request, chosen: Any) -> RegisterForm:
    """With what was read before; a paper that may have come before is asked about on the same page."""
    begun = RegisterForm.filled(chosen, now=request.now, by=request.actor.name)
    typed: Any = request.POST if request.method == "POST" else begun
    found = _earlier(request, typed, chosen)
    others = [one for one in arrivals.waiting() if chosen is not None and one.pk != chosen.pk]
    data = request.POST if request.method == "POST" else None
    return RegisterForm(data, initial=begun, now=request.now, arrival=chosen, others=others, earlier=found)


def _earlier(request: Request, typed: Any, chosen: Any) -> list[Earlier]:
    title, organ, number = (str(typed.get(name) or "")[:300] for name in ("title", "organ", "original_number"))
    text = chosen.text if chosen else str(typed.get("text") or "")[:5000]
    signed_on = _day(str(typed.get("signed_on") or ""))
    return earlier(title, organ, number, text, signed_on=signed_on, now=request.now)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _registered(request: Request, form: RegisterForm) -> HttpResponse:
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), SCOPE)
    chosen = form.arrival
    if request.POST.get("arrival") and chosen is None:
        raise StepRefused(_("这份文件已由同事登记或者移出，请从待登记中另选。"))
    matter = register(
        form.facts(), actor=request.actor, at=request.now, key=key, paper=chosen.pk if chosen else None,
        source=arrivals.source_of(chosen), annexes=form.cleaned_data.get("annexes") or (),
        repeats=matter_numbered(form.repeats) if form.repeats else None,
    )  # fmt: skip
    return _receipt(request, matter)


def _receipt(request: Request, matter: Matter) -> HttpResponse:
    """On to the next paper that waits, or to the one just registered."""
    messages.success(request, _("已登记：%(number)s %(title)s") % {"number": matter.number, "title": matter.title})
    following = arrivals.first()
    if following is not None:
        return go(request, f"{reverse('documents:incoming_register')}?arrival={following.pk}&done={matter.number}")
    return go(request, f"{reverse('documents:incoming', args=[matter.number])}?done=register")


def _shown(request: Request, form: RegisterForm, dropping: DropForm, refused: Any = ()) -> HttpResponse:
    chosen = form.arrival
    waiting = arrivals.waiting()
    context = {
        "form": form, "dropping": dropping, "chosen": chosen, "waiting": waiting, "refused": refused,
        "by_hand": "hand" in request.GET, "done": matter_numbered(request.GET.get("done", "")[:20]), "organs": arrivals.organs(),
        "picture": arrivals.picture_url(chosen), "readable": chosen.text[:3000] if chosen else "",
    }  # fmt: skip
    wrong = form.errors or dropping.errors or refused
    return page(request, "documents/incoming/register.html", context, status=422 if wrong else 200)


@roles(REGISTRAR)
@require_POST
def take_in(request: Request) -> HttpResponse:
    """The drop: what was accepted waits for confirmation, what was refused is said by name."""
    dropping = DropForm(request.POST, request.FILES)
    if not dropping.is_valid():
        return _shown(request, _form_of(request, arrivals.first()), dropping)
    done = drop(dropping.cleaned_data["papers"], actor=request.actor, at=request.now)
    refused = [one for one in done if one.refused]
    kept = [one.arrival for one in done if one.arrival is not None]
    if refused:
        return _shown(request, _form_of(request, kept[0] if kept else arrivals.first()), DropForm(), refused)
    return go(request, f"{reverse('documents:incoming_register')}?arrival={kept[0].pk}")


def _form_of(request: Request, chosen: Any) -> RegisterForm:
    """The form as it is first shown, after a drop that was refused in part."""
    begun = RegisterForm.filled(chosen, now=request.now, by=request.actor.name)
    others = [one for one in arrivals.waiting() if chosen is not None and one.pk != chosen.pk]
    found = _earlier(request, begun, chosen)
    return RegisterForm(None, initial=begun, now=request.now, arrival=chosen, others=others, earlier=found)


@roles(REGISTRAR)
@require_POST
def aside(request: Request, pk: int) -> HttpResponse:
    """移出待登记: not a paper, or dropped by mistake."""
    found = arrivals.chosen(str(pk))
    if found is None:
        raise Http404
    try:
        put_aside(found, at=request.now)
        messages.success(request, _("已移出：%(name)s") % {"name": found.name})
    except StepRefused as refused:
        messages.warning(request, str(refused))
    return go(request, reverse("documents:incoming_register"))


@roles(REGISTRAR)
@never_cache
@require_POST
def hints(request: Request) -> HttpResponse:
    """可能重复: while number, organ and title are being typed."""
    chosen = arrivals.chosen(request.POST.get("arrival", ""))
    found = _earlier(request, request.POST, chosen)
    form = RegisterForm(request.POST, now=request.now, arrival=chosen, earlier=found)
    return page(request, "documents/incoming/_earlier.html", {"form": form, "unasked": True})


@roles(REGISTRAR)
@require_safe
def file(request: Request, pk: int) -> FileResponse:
    """The file of an arrival, in the browser where that is safe."""
    return serve(request, arrivals.file_of(pk), inline=True)


@roles(REGISTRAR)
@require_safe
def picture(request: Request, pk: int) -> HttpResponse:
    """The first page of an arrival, large enough to be read."""
    return _picture(arrivals.first_page(arrivals.file_of(pk)))


def _picture(drawn: bytes | None) -> HttpResponse:
    if drawn is None:
        raise Http404
    response = HttpResponse(drawn, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=600"
    response["X-Content-Type-Options"] = "nosniff"
    return response
