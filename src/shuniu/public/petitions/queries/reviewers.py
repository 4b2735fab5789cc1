"""Which organ reviews an opinion: the next higher one (arts. 35 and 36), and the unit in which its reviewers sit."""

from __future__ import annotations

from dataclasses import dataclass

from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.public.petitions.roles import REVIEWER


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The organ in whose name it is reviewed, and the unit that does the work: its own office, often."""

    organ: Node
    unit: Node


def organ_of(unit_id: int | None) -> Node | None:
    """The organ that answers for what a unit decides: for the office of a government, the government."""
    if unit_id is None or tree().get(unit_id) is None:
        return None
    organ = tree().department_of(unit_id)
    if organ.kind == "general_office" and organ.parent_id is not None:
        return tree()[organ.parent_id]
    return organ


def organ_above(unit_id: int | None) -> Node | None:
    """The organ next above the one that a unit belongs to; None when it lies outside this city."""
    organ = organ_of(unit_id)
    return tree().get(organ.parent_id) if organ is not None else None


def reviewing_of(unit_id: int | None) -> Reviewing | None:
    """Who reviews what this unit decided, or None where no higher organ with reviewers is in this city."""
    organ = organ_above(unit_id)
    if organ is None:
        return None
    sits = _seat_of(organ)
    return Reviewing(organ, sits) if sits is not None else None


def _seat_of(organ: Node) -> Node | None:
    """The organ itself where its reviewers hold the role; else the unit next below it where they do, its office first."""
    kept = tree()
    held = RoleHolding.objects.filter(role=REVIEWER).values_list("unit_id", flat=True)
    seats = [node for node in (kept.get(unit) for unit in set(held)) if node is not None and not node.closed]
    if any(node.id == organ.id for node in seats):
        return organ
    below = [node for node in seats if node.parent_id == organ.id and node.kind in ("general_office", "section")]
    below.sort(key=lambda node: (node.kind != "general_office", node.position, node.id))
    if below:
        return below[0]
    return organ if any(organ.id in kept.subtree(node.id) for node in seats) else None
