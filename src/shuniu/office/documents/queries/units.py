"""Units to which papers can be sent, and colleagues to whom a draft can be handed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from shuniu.kernel.organisation.models import RoleHolding, Unit
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.office.documents.models import Outgoing
from shuniu.office.documents.roles import DRAFTER, LIAISON


def in_force(on: date) -> Q:
    return (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gte=on))


@dataclass(frozen=True, slots=True)
class Group:
    """Units of one kind, for a form that names forty of them at once."""

    kind: str
    label: str
    units: tuple[Node, ...]


def receiving_units(on: date) -> list[Node]:
    """The open units with a clerk (单位文书) on that day, in the order of the tree."""
    kept = tree()
    held = RoleHolding.objects.filter(in_force(on), role=LIAISON, person__is_active=True)
    direct = set(held.values_list("unit_id", flat=True).distinct())
    return [node for node, _depth in kept.walk() if not node.closed and node.id in direct]


def grouped(units: list[Node]) -> list[Group]:
    """By kind, in the order in which the kinds are declared."""
    return [
        Group(kind.value, str(kind.label), tuple(one for one in units if one.kind == kind.value))
        for kind in Unit.Kind
        if any(one.kind == kind.value for one in units)
    ]


def drafters_for(unit_id: int, on: date) -> list[tuple[int, str]]:
    """Active people who may draft for a unit: by a role held in it or above it."""
    kept = tree()
    above = [node.id for node in kept.nodes.values() if unit_id in kept.subtree(node.id)]
    held = RoleHolding.objects.filter(in_force(on), role=DRAFTER, unit_id__in=above, person__is_active=True)
    return sorted(set(held.values_list("person_id", "person__name")), key=lambda pair: pair[1])


GROUPS = {
    "部门": "department",
    "县": "district",
    "区": "district",
    "街道": "township",
    "乡": "township",
    "镇": "township",
}
"""Words of 主送机关 that name all units of a kind, when 各 stands before them."""


def addressed(detail: Outgoing, content: Mapping[str, Any], on: date) -> dict[str, Any]:
    """To whom a paper goes by its own words: the units that it names, and the kinds of which it says 各."""
    units = receiving_units(on)
    return {
        "groups": sorted({kind for word, kind in GROUPS.items() if _every(word, str(content.get("recipients", "")))}),
        "to": detail.to_units or _named(str(content.get("recipients", "")), units),
        "copy": detail.copy_units or _named(str(content.get("copies", "")), units),
    }


def _every(word: str, text: str) -> bool:
    return any("各" in part and word in part for part in re.split("[，,；;]", text))


def _named(text: str, units: list[Node]) -> list[int]:
    parts = {part.strip() for part in re.split("[，,；;、。：:]", text)}
    return [one.id for one in units if parts & {one.name, one.short_name} - {""}]
