"""会议日历: by week and by month."""

from __future__ import annotations

from datetime import date, timedelta

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


@roles(*STAFF)
@require_safe
def week(request: Request) -> HttpResponse:
    day = _day(request)
    days = calendar.week_of(request.actor, day, request.today)
    context = {
        "days": days, "tabs": _tabs(day), "here": _tabs(day)[0][1], "before": day - timedelta(days=7), "after": day + timedelta(days=7),
        "first": days[0].day, "last": days[-1].day, "asks": request.actor.holds_any((CLERK, LIAISON)),
        "any": any(one.entries for one in days), "units": tree().stamp,
    }  # fmt: skip
    return page(request, "meetings/week.html", context)


@roles(*STAFF)
@require_safe
def month(request: Request) -> HttpResponse:
    day = _day(request).replace(day=15)
    weeks = calendar.month_of(request.actor, day, request.today)
    context = {
        "weeks": weeks, "tabs": _tabs(day), "here": _tabs(day)[1][1], "before": day - timedelta(days=30), "after": day + timedelta(days=30),
        "day": day, "asks": request.actor.holds_any((CLERK, LIAISON)), "any": any(one.entries for row in weeks for one in row),
    }  # fmt: skip
    return page(request, "meetings/month.html", context)
