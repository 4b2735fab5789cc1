"""What the hotline puts on the desk: my tasks by light, my unit's lights, today's figures, what is rising."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import lights_of, my_tasks, own_units, sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web import charts
from shuniu.kernel.web.desk import Card, register_card
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.hotline.models import Topic
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.figures import Dimension, Period, Span, by_day, figures, open_now, period_of, rows_by
from shuniu.public.hotline.queries.lists import task_rows
from shuniu.public.hotline.roles import CENTRE, LEADER, MANAGER, SUPERVISOR, UNITS

SHOWN = 8
TREND_DAYS = 30


def register() -> None:
    register_card(10, tasks)
    register_card(20, today)
    register_card(30, rising)
    register_card(40, unit_lights)
    register_card(50, trend)


def tasks(actor: Actor, now: datetime) -> Card | None:
    """我的待办: soonest first, with the lights of all of them."""
    if not actor.holds_any((*CENTRE, *UNITS)):
        return None
    waiting = my_tasks(actor).filter(matter__kind=HotlineRequest.kind)
    rows = task_rows(waiting.select_related("matter").order_by("due_at", "id")[:SHOWN], now)
    lights = lights_of(waiting, now)
    return Card(_("我的待办"), "hotline/desk/tasks.html", {"rows": rows, "lights": lights}, wide=True)


def today(actor: Actor, now: datetime) -> Card | None:
    """今日: what came, what was answered, how this week stands against the last."""
    if not sees_all(HotlineRequest, actor):
        return None
    day, week = period_of(Span.DAY, local_day(now)), period_of(Span.WEEK, local_day(now))
    context = {
        "day": figures(day, now=now),
        "week": figures(week, now=now),
        "last": figures(week.before, now=now),
        "lights": lights_of(open_now(), now),
        "list_url": reverse("hotline:all"),
        "day_query": _days(day),
        "week_query": _days(week),
    }
    return Card(_("今日热线"), "hotline/desk/today.html", context, wide=True)


def rising(actor: Actor, now: datetime) -> Card | None:
    """正在上升: topics that the early warning raised and nobody has decided yet."""
    if not (actor.holds_any((LEADER, "secretary", MANAGER, SUPERVISOR)) or sees_all(HotlineRequest, actor)):
        return None
    fresh = Topic.objects.filter(status__in=(Topic.Status.RISING, Topic.Status.WATCHED), raised_at__lte=now)
    return Card(_("正在上升的话题"), "hotline/desk/rising.html", {"topics": list(fresh[:5])})


def unit_lights(actor: Actor, now: datetime) -> Card | None:
    """本单位: how everything that the units I answer for have open stands."""
    units = own_units(HotlineRequest, actor)
    if not units:
        return None
    context = {"lights": lights_of(open_now(units), now), "list_url": reverse("hotline:all")}
    return Card(_("本单位在办"), "hotline/desk/lights.html", context)


def trend(actor: Actor, now: datetime) -> Card | None:
    """近三十天: a line by day and a bar by subject, each leading to its requests."""
    everything = sees_all(HotlineRequest, actor)
    units = None if everything else own_units(HotlineRequest, actor)
    if units is not None and not units:
        return None
    last = local_day(now)
    period = Period(Span.DAY, last - timedelta(days=TREND_DAYS - 1), last)
    days, subjects = by_day(period, units=units), rows_by(Dimension.SUBJECT, period, now=now, units=units)[:SHOWN]
    url = reverse("hotline:all")
    context = {
        "days": charts.line(
            _("每日受理"),
            [f"{day.month}-{day.day}" for day, _count in days],
            charts.Series(
                _("受理"), [count for _day, count in days],
                [f"{url}?{_days(period_of(Span.DAY, day))}" for day, _count in days],
            ),
            unit=_("件"),
        ),
        "subjects": charts.bar(
            _("诉求较多的类别"),
            [row.label for row in subjects],
            charts.Series(
                _("受理"), [row.figures.received for row in subjects],
                [f"{url}?{_days(period)}&{urlencode({'subject': row.key or ''})}" for row in subjects],
            ),
            unit=_("件"),
        ),
    }  # fmt: skip
    return Card(_("近三十天"), "hotline/desk/trend.html", context, wide=True)


def _days(period: Period) -> str:
    return urlencode({"since": period.first.isoformat(), "until": period.last.isoformat()})
