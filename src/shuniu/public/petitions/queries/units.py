"""Organs that can be given a petition, and people who can be given one within an organ."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from shuniu.kernel.organisation.models import RoleHolding, Unit
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.public.petitions.roles import HANDLER, HEAD, HOME, LIAISON, REVIEWER

SMALL = frozenset({Unit.Kind.SECTION.value, Unit.Kind.WINDOW.value})


def in_force(on: date) -> Q:
    return (Q(since__isnull=True) | Q(since__lte=on)) & (Q(until__isnull=True) | Q(until__gte=on))


def served_units(on: date, role: str = LIAISON) -> list[Node]:
    """The open units where somebody holds the role on that day, in the order of the tree: a petition is sure to be received."""
    kept = tree()
    held = RoleHolding.objects.filter(in_force(on), role=role, person__is_active=True)
    direct = set(held.values_list("unit_id", flat=True).distinct())
    below = frozenset[int]().union(*(kept.subtree(unit) for unit in direct))
    home = kept.by_code.get(HOME)
    return [
        node
        for node, _depth in kept.walk()
        if not node.closed and node.id != home and (node.id in direct or (node.id in below and node.kind not in SMALL))
    ]


def reviewing_units(on: date) -> list[Node]:
    return served_units(on, REVIEWER)


def colleagues(unit_id: int, on: date) -> list[tuple[int, str]]:
    """Active people who may handle for that organ: by a role held above it, in it or in one of its sections."""
    kept = tree()
    near = {node.id for node in kept.nodes.values() if unit_id in kept.subtree(node.id)} | kept.subtree(unit_id)
    held = (
        RoleHolding.objects.filter(
            in_force(on), role__in=(HANDLER, LIAISON, HEAD), unit_id__in=near, person__is_active=True
        )
        .select_related("person")
        .prefetch_related("person__posts")
    )
    people = {one.person_id: one.person for one in held}
    ordered = sorted(people.items(), key=lambda pair: pair[1].pinyin or pair[1].name)
    return [(pk, _label(person)) for pk, person in ordered]


def _label(person: object) -> str:
    posts = [post for post in person.posts.all() if post.until is None]  # type: ignore[attr-defined]  # prefetched
    name = str(person)
    return f"{name}（{posts[0].title}）" if posts else name
