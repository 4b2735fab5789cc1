"""督查看板: how the open assignments stand, by light, by colour, by leader, by unit, by source; tree and time axis."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Count as Aggregate
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.addresses import address
from shuniu.kernel.casework.faces import Face, face_fields
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import Light, light_of, sees_all, visible
from shuniu.kernel.casework.queues import NEWEST, SOONEST, moments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed, Values
from shuniu.kernel.remembering import MadeOf
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.supervision.models import Assignment, Source
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.queries.lists import Brief, Row, leader_choices, rows_of

SHOWN, AXIS, TREE, DEEPEST = 12, 40, 600, 4
Group = tuple[str, str, int, int, int]
"""Name, address of the list behind it, and how many are overdue, nearly due, on time."""


@dataclass(frozen=True, slots=True)
class Board:
    counts: dict[str, int]
    colours: dict[str, int]
    by_unit: list[Group]
    by_leader: list[Group]
    by_origin: list[Group]


class Count(NamedTuple):
    """How many open assignments of one unit, leader, source and colour stand in each light."""

    unit_id: int | None
    leader: int | None
    origin: str
    colour: str
    red: int
    amber: int
    total: int


class Read(NamedTuple):
    """What is read for the board, whose pictures are made of it only when nobody has seen the same before."""

    counted: tuple[Values, ...]
    urgent: tuple[Row, ...]
    leaders: tuple[tuple[int, str], ...]
    units: Hashable

    def board(self) -> Board:
        counted, names, every = [Count(*one) for one in self.counted], dict(self.leaders), reverse("supervision:all")
        whole, colours = _summed(counted, lambda one: ""), _summed(counted, lambda one: one.colour)
        red, near, green = whole.get("", (0, 0, 0))

        def groups(by: str, name: Callable[[Any], str], query: str) -> list[Group]:
            found = _summed([one for one in counted if getattr(one, by) or by == "unit_id"], attrgetter(by))
            ordered = sorted(found.items(), key=lambda one: (-sum(one[1]), str(one[0])))[:SHOWN]
            return [(name(key), f"{every}?open=on&{query}={key or ''}", *lights) for key, lights in ordered]

        return Board(
            counts={"total": red + near + green, "red": red, "amber": near, "green": green},
            colours={one: sum(colours.get(one, (0,))) for one in ("blue", "orange", "red")},
            by_unit=groups("unit_id", lambda key: str(tree().get(key) or _("未交办")), "unit"),
            by_leader=groups("leader", lambda key: names.get(key, ""), "leader"),
            by_origin=groups("origin", lambda key: str(Source(key).label), "origin"),
        )


def read(actor: Actor, now: datetime) -> Read:
    """What the board shows: what is open is counted once, by everything that the pictures ask."""
    seen = Composed(
        ("supervision.urgent", actor.scope), lambda moments: _open(actor).filter(due_at__lte=moments["amber"]), Face,
        face_fields(), moments_of(now),
    )  # fmt: skip
    urgent = rows_of(seen.read("soonest", lambda rows: rows.order_by(*SOONEST)[:SHOWN]), now)
    return Read(_counted(actor, now), tuple(urgent), tuple(leader_choices()), tree().stamp)


def _open(actor: Actor) -> QuerySet[Matter]:
    return visible(Supervised, actor).filter(closed_at=None)


def _counted(actor: Actor, now: datetime) -> tuple[Values, ...]:
    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        rows = Assignment.objects.filter(closed_at=None)
        if not sees_all(Supervised, actor):
            rows = rows.filter(pk__in=_open(actor).values("pk"))
        # Nothing but what the index of open assignments holds: its table is not looked at.
        near = Q(due_at__gte=moments["now"], due_at__lte=moments["amber"])
        return (
            rows.order_by()
            .values("unit_id", "leader", "origin", "colour")
            .annotate(
                red=Aggregate("origin", filter=Q(due_at__lt=moments["now"])),
                amber=Aggregate("origin", filter=near),
                total=Aggregate("origin"),
            )
        )

    return Composed(("supervision.counted", actor.scope), build, Count, Count._fields, moments_of(now)).values()


def _summed(counted: Iterable[Count], by: Callable[[Count], Any]) -> dict[Any, tuple[int, int, int]]:
    found: dict[Any, tuple[int, int, int]] = {}
    for one in counted:
        red, near, green = found.get(by(one), (0, 0, 0))
        found[by(one)] = (red + one.red, near + one.amber, green + one.total - one.red - one.amber)
    return found


# --- Tree ----------------------------------------------------------------------------------------------------------


class Branch(NamedTuple):
    """One line of the tree: how deep, how many parts below it are closed."""

    row: Row
    depth: int
    closed: int
    parts: int

    @property
    def key(self) -> Hashable:
        """All that its line shows."""
        return self, tree().stamp


class Part(NamedTuple):
    """An assignment as a tree shows it, its place in it, and the parts below it as text: by number, whether closed."""

    face: Face
    brief: Brief
    parent: str
    below: str


def _part(*values: Any) -> Part:
    return Part(Face._make(values[:OWN]), Brief._make(values[OWN:PLACE]), *values[PLACE:])


OWN = len(Face._fields)
PLACE = OWN + len(Brief._fields)
FIELDS = (*face_fields("matter__", pk="matter_id"), *Brief._fields, "parent", "below")
DUE, BELOW = FIELDS.index("matter__due_at"), FIELDS.index("below")


def branches(actor: Actor, now: datetime, root: str = "") -> MadeOf[Branch]:
    """Whole trees, the newest root first, a query for each level; ``root`` narrows to one."""
    level = _numbered(actor, (root,)) if root else _newest(actor)
    found: tuple[Values, ...] = ()
    for _depth in range(DEEPEST + 1):
        found += level
        below = [number for part in level for number in _below(part[BELOW])]
        if not below or len(found) > TREE:
            break
        level = _numbered(actor, tuple(below[:TREE]))
    found, amber = found[:TREE], moments_of(now)["amber"]
    lights = tuple([light_of(part[DUE], now, amber) for part in found])
    return MadeOf((found, lights, tree().stamp), len(found), lambda: _ordered(found, lights))


@lru_cache(maxsize=2_000)
def _below(text: str) -> Mapping[str, bool]:
    return dict(json.loads(text))


def _parts(shape: Hashable, build: Callable[[], QuerySet[Assignment]]) -> tuple[Values, ...]:
    """``shape`` is all that ``build`` depends on."""
    return Composed(
        shape, lambda moments: build().annotate(below=Cast("children", TextField())).order_by("pk"), _part, FIELDS
    ).values()


def _numbered(actor: Actor, numbers: tuple[str, ...]) -> tuple[Values, ...]:
    def build() -> QuerySet[Assignment]:
        return Assignment.objects.filter(pk__in=visible(Supervised, actor).filter(number__in=numbers).values("pk"))

    return _parts(("supervision.numbered", actor.scope, numbers), build)


def _newest(actor: Actor) -> tuple[Values, ...]:
    def build(moments: Mapping[str, datetime]) -> QuerySet[Matter]:
        return visible(Supervised, actor).filter(pk__in=Assignment.objects.filter(path="", parts__gte=1).values("pk"))

    roots = Composed(("supervision.roots", actor.scope), build, int, ("pk",))
    keys = tuple(roots.read("newest", lambda rows: rows.order_by(*NEWEST)[:SHOWN]))
    parts = _parts(("supervision.parts", keys), lambda: Assignment.objects.filter(pk__in=keys))
    by_key = {part[0]: part for part in parts}
    return tuple([by_key[key] for key in keys])


def _ordered(found: Iterable[Values], lights: Iterable[Light]) -> list[Branch]:
    parts = [_part(*values) for values in found]
    here = {part.face.number for part in parts}
    rows = [Row(part.face, part.brief, light) for part, light in zip(parts, lights, strict=True)]
    below: dict[str, list[tuple[Row, Part]]] = {}
    for row, part in zip(rows, parts, strict=True):
        below.setdefault(part.parent if part.parent in here else "", []).append((row, part))
    ordered: list[Branch] = []
    waiting = [(*one, 0) for one in reversed(below.get("", []))]
    while waiting:
        row, part, depth = waiting.pop()
        children = _below(part.below)
        ordered.append(Branch(row, depth, sum(children.values()), len(children)))
        under = sorted(below.get(row.number, []), key=lambda one: one[0].number, reverse=True)
        waiting += [(*one, depth + 1) for one in under]
    return ordered


# --- Time axis -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """One assignment on the axis: from when to when, what was reached, how it stands."""

    number: str
    title: str
    unit: str
    url: str
    begin: date
    end: date
    light: str
    milestones: tuple[tuple[date, bool, str], ...]


def bars(actor: Actor, now: datetime) -> MadeOf[Bar]:
    """The open assignments that end soonest, with a day on which they end."""
    seen = Composed(
        ("supervision.axis", actor.scope),
        lambda moments: _open(actor).filter(due_at__isnull=False),
        Face,
        face_fields(),
    )
    found = seen.values("soonest", lambda rows: rows.order_by(*SOONEST)[:AXIS])
    keys, amber = tuple([one[0] for one in found]), moments_of(now)["amber"]
    plans = Composed(("supervision.plans", keys), lambda moments: _planned(keys), Plan, Plan._fields).values()
    lights = tuple([light_of(one[DUE], now, amber) for one in found])
    return MadeOf((found, plans, lights, tree().stamp), len(found), lambda: _made(found, plans, lights))


class Plan(NamedTuple):
    """Until when an assignment runs, and its milestones as text."""

    matter_id: int
    deadline: date | None
    reached: str


def _planned(keys: tuple[int, ...]) -> QuerySet[Assignment]:
    return Assignment.objects.filter(pk__in=keys).annotate(reached=Cast("milestones", TextField())).order_by("pk")


def _made(found: Iterable[Values], plans: Iterable[Values], lights: Iterable[Light]) -> list[Bar]:
    by_key = {one[0]: Plan(*one) for one in plans}
    faces = [Face._make(one) for one in found]
    return [_bar(one, by_key[one.pk], light) for one, light in zip(faces, lights, strict=True)]


def _bar(one: Face, plan: Plan, light: Light) -> Bar:
    number = one.number or ""
    assert one.due_at
    return Bar(
        number, one.title, tree().name(one.unit_id), address("supervision:matter", number), local_day(one.received_at),
        plan.deadline or local_day(one.due_at), light,
        tuple([(date.fromisoformat(each["due"]), bool(each.get("done")), each["title"]) for each in json.loads(plan.reached)]),
    )  # fmt: skip
