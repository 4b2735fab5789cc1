"""Whom a paper can be sent to: leaders who instruct, people and units who read, colleagues who handle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from shuniu.kernel.organisation.models import Post, RoleHolding, Unit
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.office.documents.roles import DIRECTOR, HANDLER, HEAD, HOME, LEADER, LIAISON, SECTION, UNITS

READERS = (LEADER, DIRECTOR, HEAD, LIAISON, HANDLER, *SECTION)
"""Whoever works on papers may be sent one to read, in this order of their roles."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person, or a unit whose clerk reads for it, as a list names them. ``label`` is what is typed and shown."""

    key: str
    label: str
    person: int | None
    unit: int
    role: str

    def member(self) -> dict[str, Any]:
        """As a passage keeps them."""
        return {"key": self.key, "name": self.label, "person": self.person, "unit": self.unit, "role": self.role}


def in_force(on: date) -> Q:
    return (Q(since__isnull=True) | Q(since__lte=on)) & (Q(until__isnull=True) | Q(until__gte=on))


def _holders(roles: Iterable[str], on: date, units: Iterable[int] | None = None) -> list[RoleHolding]:
    held = RoleHolding.objects.filter(in_force(on), role__in=list(roles), person__is_active=True)
    if units is not None:
        held = held.filter(unit_id__in=list(units))
    return list(held.select_related("person").prefetch_related("person__posts").order_by("id"))


def _label(held: RoleHolding) -> str:
    posts: list[Post] = [one for one in held.person.posts.all() if one.until is None]
    title = posts[0].title if posts else ""
    place = tree().get(posts[0].unit_id if posts else held.unit_id)
    where = "" if place is None or title.startswith(str(place)) or held.role == LEADER else str(place)
    return f"{held.person.name}（{where}{title}）" if where or title else str(held.person.name)


def _someone(held: RoleHolding, kind: str) -> Someone:
    return Someone(f"{kind}:{held.person_id}", _label(held), held.person_id, held.unit_id, held.role)


def leaders(on: date) -> list[Someone]:
    """Those who instruct, in the order in which they hold the role."""
    found = {held.person_id: _someone(held, "instruct") for held in _holders((LEADER,), on)}
    return list(found.values())


def readers(on: date) -> list[Someone]:
    """People who work on papers, then every unit with a clerk."""
    rank = {role: place for place, role in enumerate(READERS)}
    people: dict[int, Someone] = {}
    for held in sorted(_holders(READERS, on), key=lambda one: rank[one.role]):
        people.setdefault(held.person_id, _someone(held, "read"))
    units = (Someone(f"read:u{node.id}", str(node.name), None, node.id, LIAISON) for node in served_units(on))
    return [*people.values(), *units]


def served_units(on: date) -> list[Node]:
    """Open units with a clerk on that day: where a paper is sure to be received."""
    kept = tree()
    held = RoleHolding.objects.filter(in_force(on), role__in=(LIAISON, HEAD), person__is_active=True)
    direct = set(held.values_list("unit_id", flat=True).distinct())
    below = frozenset[int]().union(*(kept.subtree(unit) for unit in direct))
    small = {Unit.Kind.SECTION.value, Unit.Kind.WINDOW.value}
    home = kept.by_code.get(HOME)
    return [
        node
        for node, _depth in kept.walk()
        if not node.closed and node.id != home and (node.id in direct or (node.id in below and node.kind not in small))
    ]


def colleagues(unit_id: int, on: date) -> list[tuple[int, str]]:
    """Active people who may handle a paper for that unit, by name."""
    kept = tree()
    near = {node.id for node in kept.nodes.values() if unit_id in kept.subtree(node.id)} | kept.subtree(unit_id)
    people = {held.person_id: held for held in _holders(UNITS, on, near)}
    ordered = sorted(people.values(), key=lambda one: one.person.pinyin or one.person.name)
    return [(held.person_id, _label(held)) for held in ordered]


def followers(on: date) -> list[tuple[int, str]]:
    """The people of the document section who may follow a paper by name."""
    home = tree().by_code.get(HOME)
    people = {held.person_id: held for held in _holders((*SECTION, DIRECTOR), on) if home is not None}
    return [(held.person_id, _label(held)) for held in people.values()]
