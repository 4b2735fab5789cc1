"""督查看板: how the open assignments stand, by light, by colour, by leader, by unit, by source; tree and time axis."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Count as Aggregate
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.addresses import address
from shuniu.kernel.casework.faces import Face, face_fields
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import light_of, sees_all, visible
from shuniu.kernel.casework.queues import NEWEST, SOONEST, moments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed, values_among
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.supervision.models import Assignment, Source
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.queries.lists import Row, leader_choices, rows_of

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
    urgent: list[Row]


class Count(NamedTuple):
    """How many open assignments of one unit, leader, source and colour stand in each light."""

    unit_id: int | None
    leader: int | None
    origin: str
    colour: str
    red: int
    amber: int
    total: int


def board(actor: Actor, now: datetime) -> Board:
    """The whole board in four queries: what is open is counted once, by everything that the pictures ask."""
    seen = Composed(
        ("supervision.urgent", actor.scope), lambda moments: _open(actor).filter(due_at__lte=moments["amber"]), Face,
        face_fields(), moments_of(now),
    )  # fmt: skip
    counted = _counted(actor, now)
    names, every = dict(leader_choices()), reverse("supervision:all")
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
        urgent=rows_of(seen.read("soonest", lambda rows: rows.order_by(*SOONEST)[:SHOWN]), now),
    )


def _open(actor: Actor) -> QuerySet[Matter]:
    return visible(Supervised, actor).filter(closed_at=None)


def _counted(actor: Actor, now: datetime) -> list[Count]:
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

    return Composed(("supervision.counted", actor.scope), build, Count, Count._fields, moments_of(now)).read()


def _summed(counted: Iterable[Count], by: Callable[[Count], Any]) -> dict[Any, tuple[int, int, int]]:
    found: dict[Any, tuple[int, int, int]] = {}
    for one in counted:
        red, near, green = found.get(by(one), (0, 0, 0))
        found[by(one)] = (red + one.red, near + one.amber, green + one.total - one.red - one.amber)
    return found


# --- Tree ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree: how deep, how many parts below it are closed."""

    row: Row
    depth: int
    closed: int
    parts: int

    @property
    def key(self) -> Hashable:
        """All that its line shows, besides the names of units."""
        return self.row.matter, self.row.row.colour, self.row.light, self.depth, self.closed, self.parts, tree().stamp


class _Place(NamedTuple):
    """Where an assignment stands in its tree."""

    matter_id: int
    parent: str
    children: dict[str, bool]


def branches(actor: Actor, now: datetime, root: str = "") -> list[Branch]:
    """Whole trees, the newest root first, two queries for each level; ``root`` narrows to one."""
    level, found, places = _roots(actor, root), list[Face](), dict[int, _Place]()
    for _depth in range(DEEPEST + 1):
        found += level
        keys = [one.pk for one in level]
        places |= {key: _Place(*one) for key, one in values_among(Assignment, _Place._fields, keys).items()}
        below = [number for one in level for number in places[one.pk].children]
        if not below or len(found) > TREE:
            break
        level = _faces(visible(Supervised, actor).filter(number__in=below[:TREE]))
    return _ordered(rows_of(found[:TREE], now), places)


def _faces(rows: QuerySet[Matter]) -> list[Face]:
    return [Face._make(values) for values in rows.order_by("pk").values_list(*face_fields())]


def _roots(actor: Actor, number: str) -> list[Face]:
    if number:
        return _faces(visible(Supervised, actor).filter(number=number))
    tops = Assignment.objects.filter(path="", parts__gte=1).values("pk")
    found = Composed(
        ("supervision.roots", actor.scope), lambda moments: visible(Supervised, actor).filter(pk__in=tops), Face,
        face_fields(),
    )  # fmt: skip
    return found.read("newest", lambda rows: rows.order_by(*NEWEST)[:SHOWN])


def _ordered(rows: list[Row], places: Mapping[int, _Place]) -> list[Branch]:
    here = {row.number for row in rows}
    below: dict[str, list[Row]] = {}
    for row in rows:
        parent = places[row.matter.pk].parent
        below.setdefault(parent if parent in here else "", []).append(row)
    found: list[Branch] = []
    waiting = [(row, 0) for row in reversed(below.get("", []))]
    while waiting:
        row, depth = waiting.pop()
        parts = places[row.matter.pk].children
        found.append(Branch(row, depth, sum(parts.values()), len(parts)))
        waiting += [
            (child, depth + 1) for child in sorted(below.get(row.number, []), key=lambda one: one.number, reverse=True)
        ]
    return found


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


def bars(actor: Actor, now: datetime) -> list[Bar]:
    """The open assignments that end soonest, with a day on which they end."""
    seen = Composed(
        ("supervision.axis", actor.scope),
        lambda moments: _open(actor).filter(due_at__isnull=False),
        Face,
        face_fields(),
    )
    found = seen.read("soonest", lambda rows: rows.order_by(*SOONEST)[:AXIS])
    plans = values_among(Assignment, ("matter_id", "deadline", "milestones"), [one.pk for one in found])
    moments = moments_of(now)
    return [_bar(one, *plans[one.pk][1:], now=now, amber=moments["amber"]) for one in found]


def _bar(one: Face, deadline: date | None, milestones: list[dict[str, str]], *, now: datetime, amber: datetime) -> Bar:
    number = one.number or ""
    return Bar(
        number, one.title, tree().name(one.unit_id), address("supervision:matter", number), local_day(one.received_at),
        deadline or local_day(one.due_at or now), light_of(one.due_at, now, amber),
        tuple([(date.fromisoformat(each["due"]), bool(each.get("done")), each["title"]) for each in milestones]),
    )  # fmt: skip
