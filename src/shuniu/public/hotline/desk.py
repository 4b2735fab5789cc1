"""What the hotline puts on the desk: my unit's lights, today's figures, what is rising."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import lights_of, own_units, sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.desk import Card, register_card
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.hotline import pictures
from shuniu.public.hotline.models import Topic
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.behind import Cut
from shuniu.public.hotline.queries.figures import Dimension, by_day, compared, figures, open_now, received_by
from shuniu.public.hotline.queries.periods import Span, period_of, stretch
from shuniu.public.hotline.queries.reports import told
from shuniu.public.hotline.roles import LEADER, MANAGER, READERS, SUPERVISOR

SHOWN_RATES = ("on_time", "resolution", "satisfaction", "first_dispatch")
SHOWN = 8
TREND_DAYS = 30


def register() -> None:
    register_card(20, today)
    register_card(30, rising)
    register_card(40, unit_lights)
    register_card(50, trend)


def today(actor: Actor, now: datetime) -> Card | None:
    """今日: what came, what was answered, how this week stands against the last."""
    if not sees_all(HotlineRequest, actor):
        return None
    day, week = period_of(Span.DAY, local_day(now)), period_of(Span.WEEK, local_day(now))
    of_day, of_week = figures(day, now=now), compared(week, week.before, now=now)
    context = {
        "day": of_day,
        "week": of_week[0],
        "last": of_week[1],
        "rates": [one for one in told(of_week[0], Cut(week)) if one.name in SHOWN_RATES],
        "lights": lights_of(open_now(), now),
        "day_url": Cut(day).url(),
        "answered_url": Cut(day).url("answered"),
        "week_url": Cut(week).url(),
        "red_url": f"{reverse('hotline:all')}?light=red",
        "reads": actor.holds_any(READERS),
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
    running = lights_of(open_now(units).filter(due_at__isnull=False), now)
    context = {"lights": running, "urls": {light: _open_of(units, light) for light in ("red", "amber", "green")}}
    return Card(_("本单位在办"), "hotline/desk/lights.html", context)


def trend(actor: Actor, now: datetime) -> Card | None:
    """近三十天: a line by day and a bar by subject, each leading to its requests."""
    everything = sees_all(HotlineRequest, actor)
    units = None if everything else own_units(HotlineRequest, actor)
    if units is not None and not units:
        return None
    last = local_day(now)
    period = stretch(last - timedelta(days=TREND_DAYS - 1), last)
    days, subjects = by_day(period, units=units), received_by(Dimension.SUBJECT, period, units=units)
    cut = Cut(period)
    context = {"days": pictures.days(days, cut), "subjects": pictures.by(Dimension.SUBJECT, subjects, cut, most=SHOWN)}
    return Card(_("近三十天"), "hotline/desk/trend.html", context, wide=True)


def _open_of(units: frozenset[int], light: str) -> str:
    """The list behind a light: of my unit as lead and all below it, as the light counts them."""
    kept = tree()
    tops = [unit for unit in units if kept[unit].parent_id not in units]
    of_unit = {"unit": tops[0]} if len(tops) == 1 else {}
    return f"{reverse('hotline:all')}?{urlencode({**of_unit, 'light': light})}"
