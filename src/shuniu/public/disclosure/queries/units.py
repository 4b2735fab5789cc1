"""Units that can be asked to search: those with a liaison, where a request is sure to be received."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.tree import tree
from shuniu.public.disclosure.roles import LIAISON


def searching_units(on: date) -> list[tuple[int, str]]:
    """Id and name of each, in the order of the tree."""
    in_force = (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gte=on))
    held = RoleHolding.objects.filter(in_force, role=LIAISON, person__is_active=True)
    direct = set(held.values_list("unit_id", flat=True).distinct())
    return [(node.id, node.name) for node, _depth in tree().walk() if node.id in direct and not node.closed]
