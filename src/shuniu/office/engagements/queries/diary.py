"""What a leader's settings page shows: days away and the weights in force."""

from __future__ import annotations

from datetime import date

from shuniu.kernel.organisation.actor import Actor
from shuniu.office.engagements.models import Absence, Leader, Priority
from shuniu.office.engagements.queries import leaders as people


def may_set(actor: Actor, leader: Leader) -> bool:
    return leader.person_id in people.acts_for(actor) or people.may_arrange(actor, leader.pk)


def weights(leader: Leader, on: date) -> dict[str, int]:
    rows = Priority.objects.filter(leader=leader, since__lte=on).order_by("since")
    return dict(rows.values_list("kind", "weight"))


def away(leader: Leader) -> list[Absence]:
    return list(leader.absences.all()[:20])


def absence_of(leader: Leader, pk: str) -> Absence | None:
    return leader.absences.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 10 else None
