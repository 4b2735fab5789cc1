"""设定办理时限: the hotline's manager or the system administrator, each change with its source."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shuniu.kernel.law.operations import LawError
from shuniu.kernel.organisation.roles import SYSTEM_ADMIN
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.public.hotline.forms.limits import LimitForm
from shuniu.public.hotline.operations.limits import change_limit
from shuniu.public.hotline.queries.limits import histories
from shuniu.public.hotline.roles import MANAGER


@roles(MANAGER, SYSTEM_ADMIN.key)
@require_http_methods(["GET", "POST"])
def change(request: Request) -> HttpResponse:
    form = LimitForm(request.POST or None, initial={"effective_from": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            change_limit(form.change(), actor=request.actor, at=request.now, on=request.today)
        except LawError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已设定，将自施行日期起适用。"))
            return go(request, reverse("hotline:limit_change"))
    context = {"form": form, "histories": histories(request.today)}
    return page(request, "hotline/limit_change.html", context, status=422 if form.errors else 200)
