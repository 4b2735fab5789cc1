"""What the form of a request offers to whoever fills it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.engagements.models import Leader, Place
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries.rules import places
from shuniu.office.engagements.roles import LEADER, LIAISON, SECRETARY

ASKING = ("department", "district", "general_office", "section", "township", "enterprise")


@dataclass(frozen=True, slots=True)
class Choices:
    leaders: list[Leader]
    places: list[Place]
    units: list[int]
    may_hide: bool
    may_skip_unit: bool


def choices(actor: Actor, on: date) -> Choices:
    """A liaison asks for the units they speak for; the desk for any; leaders and secretaries for themselves too."""
    kept = tree()
    own = actor.units_of(LIAISON)
    desk = people.arranges(actor) or actor.holds(SECRETARY) or actor.holds(LEADER)
    units = [
        node.id
        for node, _depth in kept.walk()
        if not node.closed and (node.id in own or (desk and node.kind in ASKING))
    ]
    return Choices(people.leaders(on), places(on), units, bool(people.reads_private(actor)), desk)
