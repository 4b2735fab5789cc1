"""议题: brought, judged, put in order."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.meetings.forms.fields import whole_units
from shuniu.office.meetings.forms.people import ItemForm, JudgeForm, OrderForm
from shuniu.office.meetings.operations import agenda
from shuniu.office.meetings.queries.seeing import opened
from shuniu.office.meetings.roles import CLERK, HEAD, LIAISON
from shuniu.office.meetings.views.sending import sent, status_of


def _agenda(number: str) -> str:
    return f"{reverse('meetings:matter', args=[number])}#agenda"


@roles(LIAISON)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, number: str) -> HttpResponse:
    """报送议题, with its papers."""
    found = opened(request.actor, number)
    sent_form = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ItemForm(*sent_form, units=whole_units(request.actor, LIAISON))

    def act(key: str) -> None:
        said = form.cleaned_data
        brought = agenda.Brought(
            said["unit"], said["title"], said["summary"], said["length"], said["reporter"], tuple(said["units"])
        )
        agenda.propose(found.case.matter, brought, actor=request.actor, at=request.now, key=key, files=said["papers"])

    if sent(request, form, "meetings.item", act):
        messages.success(request, _("议题已报送，等待本单位负责人审签。"))
        return go(request, _agenda(number))
    context = {"form": form, "matter": found.case.matter, "meeting": found.case.detail}
    return page(request, "meetings/item.html", context, status=status_of(form))


@roles(CLERK, HEAD)
@require_POST
def judge(request: Request, number: str, pk: int) -> HttpResponse:
    """审签, 列入, 不列入."""
    found, form = opened(request.actor, number), JudgeForm(request.POST)
    status = request.POST.get("status", "")
    if status not in ("endorsed", "accepted", "refused"):
        raise Http404
    reason = request.POST.get("reason", "")

    def act(key: str) -> object:
        return agenda.judge(found.case.matter, pk, status, actor=request.actor, at=request.now, reason=reason)

    if sent(request, form, "meetings.judge", act):
        messages.success(request, _("议题已审核。"))
    for words in form.non_field_errors():
        messages.error(request, str(words))
    return go(request, _agenda(number))


@roles(CLERK)
@require_POST
def order(request: Request, number: str) -> HttpResponse:
    """The agenda in its new order."""
    found, form = opened(request.actor, number), OrderForm(request.POST)

    def act(key: str) -> None:
        agenda.order(found.case.matter, form.ids, actor=request.actor, at=request.now)

    if sent(request, form, "meetings.order", act):
        messages.success(request, _("议题次序已调整。"))
    return go(request, _agenda(number))
