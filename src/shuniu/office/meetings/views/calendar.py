"""会议日历: by week and by month."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.meetings.queries import calendar
from shuniu.office.meetings.roles import CLERK, LIAISON, STAFF

FIRST, LAST = date(2000, 1, 3), date(2098, 12, 20)


def _day(request: Request) -> date:
    """The day that the address asks for; today when it asks for none that there is."""
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return request.today
    return min(max(asked, FIRST), LAST)


def _tabs(day: date) -> list[tuple[str, str, None]]:
    return [
        (_("周"), f"{reverse('meetings:week')}?day={day}", None),
        (_("月"), f"{reverse('meetings:month')}?day={day}", None),
    ]


def _shown(request: Request, template: str, span: calendar.Span, day: date, step: timedelta) -> HttpResponse:
    """``step``: how far it is to the one before and the one after."""
    context = {
        "span": span, "day": day, "before": day - step, "after": day + step, "tabs": partial(_tabs, day),
        "asks": request.actor.holds_any((CLERK, LIAISON)), "units": tree().stamp,
    }  # fmt: skip
    return page(request, template, context)


@roles(*STAFF)
@require_safe
def week(request: Request) -> HttpResponse:
    day = _day(request)
    span = calendar.week_of(request.actor, day, request.today)
    return _shown(request, "meetings/week.html", span, day, timedelta(days=7))


@roles(*STAFF)
@require_safe
def month(request: Request) -> HttpResponse:
    day = _day(request).replace(day=15)
    span = calendar.month_of(request.actor, day, request.today)
    return _shown(request, "meetings/month.html", span, day, timedelta(days=30))
