"""What the screening looks at, read from the database: the leader's day by an index, the unit's neighbours, the week."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.office.engagements.models import Engagement, Kind, Leader
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries.rules import values as rule_values
from shuniu.office.engagements.queries.rules import ways
from shuniu.office.engagements.screening import Around, Ask, Busy, Finding, screen

STANDING = ("proposed", "offered", "arranged", "held")
"""States in which an engagement has a place on the sheet."""
FIELDS = (
    "matter__number", "about", "starts_at", "ends_at", "fixed", "place_id", "place__name", "kind", "unit_id", "private",
)  # fmt: skip


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def in_diary(leader_id: int, since: datetime, until: datetime, *, but: int | None = None) -> list[Busy]:
    """What stands in a leader's diary between two moments; nothing in it is longer than a day. One indexed query."""
    rows = Engagement.objects.filter(
        leader_id=leader_id, starts_at__gte=since - timedelta(days=1), starts_at__lt=until, ends_at__gt=since,
        matter__state__in=STANDING,
    ).exclude(pk=but or 0)  # fmt: skip
    return _busy(rows.order_by("starts_at"))


def _busy(rows: QuerySet[Engagement]) -> list[Busy]:
    return [_one(*values) for values in rows.values_list(*FIELDS)]


def _one(number: str, about: str, begins: datetime, ends: datetime, fixed: bool, place_id: int | None, place: str | None,
         kind: str, unit_id: int | None, private: bool) -> Busy:  # fmt: skip
    title = _("已有安排") if private else about
    return Busy(number, title, begins, ends, fixed, place_id, "" if private else place or "", kind, unit_id)


def around(
    leader: Leader | None, ask: Ask, *, asked_on: date, but: int | None = None, year_of: date | None = None
) -> Around:
    """All that the rules look at, in eight queries at most."""
    on = local_day(ask.begins) if ask.begins else asked_on
    values = rule_values(asked_on)
    if leader is None:
        return Around(current_calendar(), values, asked_on)
    day = midnight(on)
    monday = midnight(on - timedelta(days=on.weekday()))
    week = in_diary(leader.pk, monday, monday + timedelta(days=7), but=but)
    frequency = timedelta(days=values["frequency"].value)
    return Around(
        current_calendar(), values, asked_on, level=leader.level, leader=leader.person.name,
        day=[one for one in week if day <= one.begins < day + timedelta(days=1)] if ask.begins else (),
        near=_of_unit(leader, ask, day - frequency, day + frequency, but), week=week,
        ceremonies=_ceremonies(leader, on) if ask.kind == Kind.CEREMONY else 0,
        ways=ways(), away=people.away(leader, on),
    )  # fmt: skip


def _of_unit(leader: Leader, ask: Ask, since: datetime, until: datetime, but: int | None) -> list[Busy]:
    if ask.unit_id is None:
        return []
    rows = Engagement.objects.filter(
        unit_id=ask.unit_id, leader=leader, starts_at__gte=since, starts_at__lt=until, matter__state__in=STANDING
    ).exclude(pk=but or 0)
    return _busy(rows.order_by("-starts_at")[:3])


def _ceremonies(leader: Leader, on: date) -> int:
    first = midnight(date(on.year, 1, 1))
    return Engagement.objects.filter(
        leader=leader, kind=Kind.CEREMONY, starts_at__gte=first, starts_at__lt=midnight(on), matter__state__in=STANDING
    ).count()


def ask_of(detail: Engagement, begins: datetime | None = None, ends: datetime | None = None, **more: Any) -> Ask:
    """A stored request as the rules read it; at another time or place when one is given."""
    place_id = more.get("place_id", detail.place_id)
    begins, ends = begins or detail.starts_at, ends or detail.ends_at
    return Ask(
        detail.kind, detail.necessity, detail.unit_id, detail.headcount, begins, ends, place_id, private=detail.private
    )


def findings(
    detail: Engagement, leader: Leader | None, *, asked_on: date, begins: datetime | None = None,
    ends: datetime | None = None, place_id: int | None = None,
) -> list[Finding]:  # fmt: skip
    """What the rules say of a stored request now, for a leader, at a time."""
    more = {"place_id": place_id} if place_id is not None else {}
    ask = ask_of(detail, begins, ends, **more)
    return screen(ask, around(leader, ask, asked_on=asked_on, but=detail.pk))
