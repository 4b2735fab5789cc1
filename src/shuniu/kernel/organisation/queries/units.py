"""Units: the tree as a list, one unit's page, and what a unit was called on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from shuniu.kernel.organisation import work
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Person, Post, Unit, UnitName
from shuniu.kernel.organisation.roles import ADMINISTRATORS
from shuniu.kernel.organisation.tree import Node, tree

SHOWN = 200


def scope(actor: Actor) -> frozenset[int]:
    """The units that an administrator of any of the three kinds looks after."""
    return actor.units_of(*ADMINISTRATORS)


@dataclass(frozen=True, slots=True)
class Row:
    """A unit in the list: where it stands in the tree and how many people have a running post there."""

    unit: Node
    depth: int
    people: int

    @property
    def indent(self) -> str:
        return "　" * self.depth

    @property
    def kind(self) -> str:
        return str(Unit.Kind(self.unit.kind).label)


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of the tree; ``pages`` counts from 1."""

    rows: list[Row]
    page: int
    pages: int
    total: int


def rows(actor: Actor, asked: Mapping[str, str]) -> Rows:
    """The units of the scope in the order of the tree, filtered; one query for the people beside the tree in memory."""
    shown = [(unit, depth) for unit, depth in tree().walk() if unit.id in scope(actor) and _fits(unit, asked)]
    pages = max(-(-len(shown) // SHOWN), 1)
    page = min(max(int(asked["page"]), 1), pages) if asked.get("page", "").isdecimal() else 1
    part = shown[(page - 1) * SHOWN : page * SHOWN]
    running = Post.objects.filter(until__isnull=True, person__is_active=True, unit_id__in=[unit.id for unit, _ in part])
    people = dict(running.values_list("unit_id").annotate(Count("person_id", distinct=True)))
    return Rows([Row(unit, depth, people.get(unit.id, 0)) for unit, depth in part], page, pages, len(shown))


def _fits(unit: Node, asked: Mapping[str, str]) -> bool:
    words = asked.get("q", "").strip().lower()
    if words and words not in f"{unit.name} {unit.short_name} {unit.code} {unit.remit}".lower():
        return False
    if asked.get("kind") and unit.kind != asked["kind"]:
        return False
    state = asked.get("state", "")
    return state == "all" or unit.closed == (state == "closed")


@dataclass(frozen=True, slots=True)
class Page:
    """One unit's page."""

    unit: Unit
    names: list[UnitName]
    below: list[Node]
    people: list[Person]
    work: list[work.OpenWork]


def page(actor: Actor, unit_id: int) -> Page | None:
    """None for whoever does not look after the unit: three queries and what the keepers of work need."""
    if unit_id not in scope(actor):
        return None
    posted = Q(posts__unit_id=unit_id, posts__until__isnull=True, is_active=True)
    return Page(
        unit=Unit.objects.select_related("parent", "successor").get(pk=unit_id),
        names=list(UnitName.objects.filter(unit_id=unit_id)),
        below=[node for node in tree().nodes.values() if node.parent_id == unit_id],
        people=list(Person.objects.filter(posted).distinct()[:SHOWN]),
        work=work.of_unit(unit_id),
    )


def name_on(unit_id: int, day: date) -> str:
    """What the unit was called on a day, so that an old matter shows the name of its day."""
    former = UnitName.objects.filter(unit_id=unit_id, until__gt=day).order_by("until").first()
    return former.name if former else tree().name(unit_id)
