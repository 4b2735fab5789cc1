"""The same step on several rows, and several requests joined into one: a result for each row."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.public.hotline.forms.dispatching import GatherForm
from shuniu.public.hotline.operations import stepping
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries import matters, similar
from shuniu.public.hotline.roles import DISPATCHER, OPERATOR
from shuniu.public.hotline.views.requests import STAFF

MOST = 100


@roles(*STAFF)
@require_POST
def together(request: Request, step: str) -> HttpResponse:
    """签收所选, 催办所选: each row in its own transaction, and the result of each."""
    if step not in stepping.TOGETHER:
        raise Http404
    numbers = [number for number in request.POST.getlist("number") if number.isalnum()][:MOST]
    try:
        key = idempotency.key_of(request.POST.get("once", ""), "hotline.together")
    except idempotency.BadToken:
        messages.error(request, _("页面已过期，请重新勾选后再提交。"))
        return go(request, reverse("hotline:todo"))
    if not numbers:
        messages.warning(request, _("请先勾选要办理的诉求。"))
        return go(request, reverse("hotline:todo"))
    outcomes = stepping.together(step, numbers, actor=request.actor, at=request.now, key=key)
    label = _(HotlineRequest.steps[step].label)
    return page(request, "hotline/together.html", {"outcomes": outcomes, "label": label})


@roles(DISPATCHER, OPERATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def gather(request: Request, number: str) -> HttpResponse:
    """把其他诉求并入本件: from the hints or by number, several at once."""
    main = matters.opened(request.actor, number).case.matter
    hints = similar.candidates(main, request.actor, now=request.now)
    form = GatherForm(request.POST or None, offered=[(one.number, one.title) for one in hints])
    outcomes: list[stepping.Outcome] = []
    if request.method == "POST" and form.is_valid():
        try:
            key = idempotency.key_of(request.POST.get("once", ""), "hotline.gather")
        except idempotency.BadToken:
            raise PermissionDenied(_("页面已过期，请返回后重新提交。")) from None
        wanted = form.cleaned_data["wanted"]
        outcomes = stepping.gather(main, wanted, actor=request.actor, at=request.now, key=key)
    context = {"form": form, "main": main, "hints": hints, "outcomes": outcomes, "label": _("并入")}
    status = 422 if form.errors else 200
    return page(request, "hotline/gather.html", context, status=status)
