"""Units that an assignment can go to, leaders who answer for one, and the people whom a chase is sent to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from shuniu.kernel.casework.case import Case
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.office.supervision.models import Colour
from shuniu.office.supervision.roles import HANDLER, HEAD, HOME, LEADER, LIAISON, UNITS


def in_force(on: date) -> Q:
    return (Q(since__isnull=True) | Q(since__lte=on)) & (Q(until__isnull=True) | Q(until__gte=on))


def _holders(roles: Iterable[str], on: date) -> list[RoleHolding]:
    held = RoleHolding.objects.filter(in_force(on), role__in=list(roles), person__is_active=True)
    return list(held.select_related("person").order_by("id"))


def served_units(on: date) -> list[Node]:
    """Open units with somebody who receives assignments on that day."""
    kept = tree()
    held = RoleHolding.objects.filter(in_force(on), role__in=(LIAISON, HEAD), person__is_active=True)
    direct = set(held.values_list("unit_id", flat=True).distinct())
    home = kept.by_code.get(HOME)
    return [node for node, _depth in kept.walk() if not node.closed and node.id != home and node.id in direct]


def leaders(on: date) -> list[tuple[int, str]]:
    """The city's leaders, one of whom answers for an assignment."""
    found = {held.person_id: held.person.name for held in _holders((LEADER,), on)}
    return list(found.items())


def colleagues(unit_id: int, on: date) -> list[tuple[int, str]]:
    """Active people who may handle an assignment of that unit."""
    kept = tree()
    near = {node.id for node in kept.nodes.values() if unit_id in kept.subtree(node.id)} | kept.subtree(unit_id)
    people = {one.person_id: one.person.name for one in _holders(UNITS, on) if one.unit_id in near}
    return sorted(people.items(), key=lambda one: one[1])


def told_of(case: Case, colour: str, on: date) -> list[dict[str, Any]]:
    """Who is sent a slip of that colour: blue to those who work on it, orange to the heads too, red to the leader as well."""
    units = {case.matter.unit_id, *case.owing} - {None}
    roles = (LIAISON, HANDLER) if colour == Colour.BLUE else (LIAISON, HANDLER, HEAD)
    kept = tree()
    found: dict[int, dict[str, Any]] = {}
    for held in _holders(roles, on):
        reached = kept.subtree(held.unit_id) & units
        if reached:
            found[held.person_id] = _told(held, next(iter(reached)))
    if colour == Colour.RED and case.detail.leader_id:
        for held in _holders((LEADER,), on):
            if held.person_id == case.detail.leader_id:
                found[held.person_id] = _told(held, held.unit_id)
    return list(found.values())


def _told(held: RoleHolding, unit: int) -> dict[str, Any]:
    return {"person": held.person_id, "name": held.person.name, "unit": tree().name(unit)}
