"""Units that can be given a request, and people who can be given one within a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from shuniu.kernel.organisation.models import Person, Post, RoleHolding, Unit
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.public.hotline.roles import HOME, LIAISON, UNITS

UNSERVED_KINDS = frozenset({Unit.Kind.SECTION.value, Unit.Kind.WINDOW.value})


@dataclass(frozen=True, slots=True)
class Colleague:
    id: int
    label: str


def _in_force(on: date) -> Q:
    return (Q(since__isnull=True) | Q(since__lte=on)) & (Q(until__isnull=True) | Q(until__gte=on))


def served_units(on: date) -> list[Node]:
    """The open units with a liaison on that day, in the order of the tree: where a request is sure to be received."""
    kept = tree()
    held = RoleHolding.objects.filter(_in_force(on), role=LIAISON, person__is_active=True)
    direct = set(held.values_list("unit_id", flat=True).distinct())
    below = frozenset[int]().union(*(kept.subtree(unit) for unit in direct))
    home = kept.by_code.get(HOME)
    return [
        node
        for node, _depth in kept.walk()
        if not node.closed
        and node.id != home
        and (node.id in direct or (node.id in below and node.kind not in UNSERVED_KINDS))
    ]


def colleagues_for(unit_id: int, on: date) -> list[Colleague]:
    """Active people who may handle for that unit: by a role held above it, in it or in one of its sections."""
    kept = tree()
    near = [node.id for node in kept.nodes.values() if unit_id in kept.subtree(node.id)]
    near.extend(kept.subtree(unit_id))
    held = (
        RoleHolding.objects.filter(_in_force(on), role__in=UNITS, unit_id__in=near, person__is_active=True)
        .select_related("person")
        .prefetch_related("person__posts")
    )
    people = {one.person_id: one.person for one in held}
    return [
        Colleague(pk, f"{person.name}（{post.title}）" if (post := _post(person)) else person.name)
        for pk, person in sorted(people.items(), key=lambda pair: pair[1].pinyin or pair[1].name)
    ]


def _post(person: Person) -> Post | None:
    return next((post for post in person.posts.all() if post.until is None), None)
