"""The registers behind the sheet: leaders with their secretaries, places with the ways between them, and who may stand in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from shuniu.kernel.organisation.models import Person, Post, RoleHolding
from shuniu.office.engagements.models import Engagement, Leader, Place, Travel
from shuniu.office.engagements.queries.screening import STANDING, midnight
from shuniu.office.engagements.roles import LEADER, SECRETARY

SHOWN = 5
"""So many of what is left behind are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class LeaderRow:
    leader: Leader
    secretaries: str
    gone: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    place: Place
    ways: int
    closed: bool


def leaders(on: date) -> list[LeaderRow]:
    """All there ever were, those in office first. Two queries."""
    rows = Leader.objects.select_related("person").prefetch_related("served_by__person")
    found = [
        LeaderRow(
            one, "、".join(serving.person.name for serving in one.served_by.all()), bool(one.until and one.until < on)
        )
        for one in rows
    ]
    return sorted(found, key=lambda row: row.gone)


def places(on: date) -> list[PlaceRow]:
    """All there ever were, those in use first. Two queries."""
    ways: dict[int, int] = {}
    for field in ("a", "b"):
        for pk, count in Travel.objects.values_list(field).annotate(Count("pk")).order_by():
            ways[pk] = ways.get(pk, 0) + count
    found = [
        PlaceRow(one, ways.get(one.pk, 0), bool(one.closed_on and one.closed_on <= on)) for one in Place.objects.all()
    ]
    return sorted(found, key=lambda row: row.closed)


def leader_of(pk: int) -> Leader | None:
    return Leader.objects.select_related("person").filter(pk=pk).first()


def place_of(pk: int) -> Place | None:
    return Place.objects.filter(pk=pk).first()


# --- Who may stand in them -----------------------------------------------------------------------------------------


def _holders(role: str, on: date, besides: Collection[int] = ()) -> list[Person]:
    held = (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gte=on))
    ids = RoleHolding.objects.filter(held, role=role).values("person")
    return list(Person.objects.filter(Q(pk__in=ids, is_active=True) | Q(pk__in=besides)).order_by("pk"))


def to_be_leaders(on: date) -> list[tuple[int, str]]:
    """Whoever holds the leader's role and has no row yet, each with the post."""
    known = set(Leader.objects.values_list("person_id", flat=True))
    people = [one for one in _holders(LEADER, on) if one.pk not in known]
    posts = dict(Post.objects.filter(person__in=people, until=None).order_by("main").values_list("person_id", "title"))
    return [(one.pk, f"{one.name}（{posts[one.pk]}）" if posts.get(one.pk) else one.name) for one in people]


def secretaries(on: date, besides: Collection[int] = ()) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in _holders(SECRETARY, on, besides)]


def serving(leader: Leader) -> list[int]:
    return list(leader.served_by.values_list("person_id", flat=True))


def ways_from(place: Place | None) -> dict[int, int]:
    """Minutes to each other place, by its id."""
    if place is None:
        return {}
    rows = Travel.objects.filter(Q(a=place) | Q(b=place)).values_list("a_id", "b_id", "minutes")
    return {b if a == place.pk else a: minutes for a, b, minutes in rows}


def others(place: Place | None, on: date) -> list[Place]:
    """Every other place in use."""
    open_ = Place.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on))
    return list(open_.exclude(pk=place.pk) if place is not None else open_)


# --- What is left behind -------------------------------------------------------------------------------------------


def after_leaving(leader: Leader) -> list[str]:
    """Numbers of what stands in the diary of somebody after their last day."""
    if leader.until is None:
        return []
    return _numbers(Q(leader=leader, starts_at__gte=midnight(leader.until + timedelta(days=1))))


def after_closing(place: Place) -> list[str]:
    if place.closed_on is None:
        return []
    return _numbers(Q(place=place, starts_at__gte=midnight(place.closed_on)))


def _numbers(wanted: Q) -> list[str]:
    rows = Engagement.objects.filter(wanted, matter__state__in=STANDING).exclude(matter__state="held")
    return [str(number) for number in rows.order_by("starts_at").values_list("matter__number", flat=True)]
