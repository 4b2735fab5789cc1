"""What a leader's settings page shows: days away and the weights in force."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.reading import Composed
from shuniu.office.engagements.models import Absence, Priority
from shuniu.office.engagements.queries import leaders as people


def may_set(actor: Actor, leader: people.Head) -> bool:
    return leader.person_id in people.acts_for(actor) or people.may_arrange(actor, leader.pk)


class Weight(NamedTuple):
    """What a leader wants of a kind of activity, from a day on."""

    kind: str
    weight: int
    since: date


def weights(leader_id: int, on: date) -> dict[str, int]:
    rows = Composed(
        ("engagements.weights", leader_id), lambda moments: Priority.objects.filter(leader=leader_id).order_by("since"),
        Weight, Weight._fields,
    )  # fmt: skip
    return {one.kind: one.weight for one in rows.read() if one.since <= on}


class Days(NamedTuple):
    """Days on which a leader is not there, as their own page lists them."""

    pk: int
    since: date
    until: date
    reason: str


def away(leader_id: int) -> tuple[Days, ...]:
    rows = Composed(
        ("engagements.absences", leader_id),
        lambda moments: Absence.objects.filter(leader=leader_id),
        Days,
        Days._fields,
    )
    return tuple(rows.read("last", lambda found: found[:20]))


def absence_of(leader_id: int, pk: str) -> Absence | None:
    rows = Absence.objects.filter(leader=leader_id)
    return rows.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 10 else None
