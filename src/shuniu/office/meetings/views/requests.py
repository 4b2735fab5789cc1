"""申请会议."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.meetings.forms.requests import RequestForm
from shuniu.office.meetings.operations import requesting
from shuniu.office.meetings.queries.caps import left_of
from shuniu.office.meetings.roles import CLERK, LIAISON
from shuniu.office.meetings.views.sending import sent, status_of

SCOPE = "meetings.request"


@roles(CLERK, LIAISON)
@require_http_methods(["GET", "HEAD", "POST"])
def request(request: Request) -> HttpResponse:
    """What is over a limit is refused here, with what is left; nothing that was typed is lost."""
    begun = {"unit": request.GET.get("unit", ""), "plan_line": request.GET.get("line", "")}
    form = RequestForm(request.POST or None, actor=request.actor, on=request.today, initial=begun)
    made: list[Matter] = []
    if sent(request, form, SCOPE, lambda key: made.append(_asked(request, form, key))):
        messages.success(request, _("会议申请已报送：%(number)s。") % {"number": made[0].number})
        return go(request, reverse("meetings:matter", args=[made[0].number]))
    left = _left(request, form)
    context = {"form": form, "left": left, "scope": SCOPE}
    return page(request, "meetings/request.html", context, status=status_of(form))


def _asked(request: Request, form: RequestForm, key: str) -> Matter:
    return requesting.request(
        form.wanted(), unit=form.cleaned_data["unit"], actor=request.actor, at=request.now, key=key
    )


def _left(request: Request, form: RequestForm) -> list[tuple[str, object]]:
    """What is left of the year for the unit and class that are chosen."""
    if not form.is_bound or not getattr(form, "cleaned_data", None):
        return []
    unit, klass, starts = (form.cleaned_data.get(name) for name in ("unit", "klass", "starts"))
    return [(one.what, one) for one in left_of(unit, klass, starts.date())] if unit and klass and starts else []
