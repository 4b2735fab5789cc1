"""督查看板: how the open assignments stand, by light, by colour, by leader, by unit, by source; tree and time axis."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
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
from shuniu.kernel.casework.queues import NEWEST, PHASE_TONES, SOONEST, moments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed, Values, values_together
from shuniu.kernel.remembering import MadeOf
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.supervision.models import Assignment, Colour, Source
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.queries.lists import COLOUR_TONES, LEADERS, Row, by_name, rows_of

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
    """What is read for the board's pictures, which are made of it only when nobody has seen the same before."""

    counted: tuple[Values, ...]
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


def read(actor: Actor, now: datetime) -> tuple[Read, MadeOf[Row]]:
    """What the board shows: what is open, counted once by everything that the pictures ask; and what presses most."""
    pressing = Composed(
        ("supervision.urgent", actor.scope),
        lambda moments: _open(actor).filter(due_at__lte=moments["amber"]).order_by(*SOONEST)[:SHOWN],
        Face, face_fields(), moments_of(now),
    )  # fmt: skip
    urgent, counted, known = values_together(pressing, _counted(actor, now), LEADERS)
    leaders = tuple(by_name(known))
    return Read(counted, leaders, tree().stamp), rows_of([Face(*one) for one in urgent], now, leaders)


def _open(actor: Actor) -> QuerySet[Matter]:
    return visible(Supervised, actor, open_only=True)


def _counted(actor: Actor, now: datetime) -> Composed[Count]:
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

    return Composed(("supervision.counted", actor.scope), build, Count, Count._fields, moments_of(now))


def _summed(counted: Iterable[Count], by: Callable[[Count], Any]) -> dict[Any, tuple[int, int, int]]:
    found: dict[Any, tuple[int, int, int]] = {}
    for one in counted:
        red, near, green = found.get(by(one), (0, 0, 0))
        found[by(one)] = (red + one.red, near + one.amber, green + one.total - one.red - one.amber)
    return found


# --- Tree ----------------------------------------------------------------------------------------------------------


class Part(NamedTuple):
    """An assignment as a tree shows it, its place in it, and the parts below it as text: by number, whether closed."""

    number: str
    title: str
    state_key: str
    phase: str
    unit_id: int | None
    due_at: datetime | None
    closed_at: datetime | None
    colour_key: str
    parent: str
    below: str

    @property
    def url(self) -> str:
        return address("supervision:matter", self.number)

    @property
    def state(self) -> tuple[str, str]:
        return _(Supervised.states[self.state_key].label), PHASE_TONES.get(self.phase, "plain")

    @property
    def unit(self) -> str:
        return tree().name(self.unit_id)

    @property
    def colour(self) -> tuple[str, str] | None:
        key = self.colour_key
        return (str(Colour(key).label), COLOUR_TONES[key]) if key else None


class Branch(NamedTuple):
    """One line of the tree: how it stands, how deep, how many parts below it are closed."""

    part: Part
    light: Light
    depth: int
    closed: int
    parts: int

    @property
    def key(self) -> Hashable:
        """All that its line shows."""
        return self, tree().stamp


FIELDS = ("matter__number", "matter__title", "matter__state", "matter__phase", "matter__unit_id", "matter__due_at",
          "matter__closed_at", "colour", "parent", "below")  # fmt: skip


def branches(actor: Actor, now: datetime, root: str = "") -> MadeOf[Branch]:
    """Whole trees, the newest root first, a query for each level; ``root`` narrows to one."""
    level = _numbered(actor, (root,)) if root else _newest(actor)
    found: list[Part] = []
    for _depth in range(DEEPEST + 1):
        found += level
        below = [number for part in level for number in _below(part.below)]
        if not below or len(found) > TREE:
            break
        level = _numbered(actor, tuple(below[:TREE]))
    parts = tuple(found[:TREE])
    lights = _lights([part.due_at for part in parts], now)
    return MadeOf((parts, lights, tree().stamp), len(parts), lambda: _ordered(parts, lights))


def _lights(dues: Iterable[datetime | None], now: datetime) -> tuple[Light, ...]:
    now, amber = (
        now.astimezone(UTC),
        moments_of(now)["amber"].astimezone(UTC),
    )  # As rows are read: two zones take longer.
    return tuple([light_of(due, now, amber) for due in dues])


@lru_cache(maxsize=2_000)
def _below(text: str) -> Mapping[str, bool]:
    return dict(json.loads(text))


def _numbered(actor: Actor, numbers: tuple[str, ...]) -> list[Part]:
    shape = ("supervision.numbered", actor.scope, numbers)
    return Composed(shape, lambda moments: _seen(actor, number__in=numbers).order_by("pk"), Part, FIELDS).read()


def _newest(actor: Actor) -> list[Part]:
    def build(moments: Mapping[str, datetime]) -> QuerySet[Assignment]:
        tops = Assignment.objects.filter(path="", parts__gte=1)
        return _seen(actor, pk__in=tops.values("pk")).order_by(*[f"-matter__{one[1:]}" for one in NEWEST])[:SHOWN]

    return Composed(("supervision.roots", actor.scope), build, Part, FIELDS).read()


def _seen(actor: Actor, **wanted: Any) -> QuerySet[Assignment]:
    """Assignments that the actor may see, of those whose matter is one of the wanted."""
    keys = visible(Supervised, actor).filter(**wanted).values("pk")
    return Assignment.objects.filter(pk__in=keys).annotate(below=Cast("children", TextField()))


def _ordered(parts: tuple[Part, ...], lights: tuple[Light, ...]) -> list[Branch]:
    here = {part.number for part in parts}
    below: dict[str, list[tuple[Part, Light]]] = {}
    for part, light in zip(parts, lights, strict=True):
        below.setdefault(part.parent if part.parent in here else "", []).append((part, light))
    ordered: list[Branch] = []
    waiting = [(*one, 0) for one in reversed(below.get("", []))]
    while waiting:
        part, light, depth = waiting.pop()
        children = _below(part.below)
        ordered.append(Branch(part, light, depth, sum(children.values()), len(children)))
        under = sorted(below.get(part.number, []), key=lambda one: one[0].number, reverse=True)
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


DUE = Face._fields.index("due_at")


def bars(actor: Actor, now: datetime) -> MadeOf[Bar]:
    """The open assignments that end soonest, with a day on which they end."""
    seen = Composed(
        ("supervision.axis", actor.scope),
        lambda moments: _open(actor).filter(due_at__isnull=False),
        Face,
        face_fields(),
    )
    found = seen.values("soonest", lambda rows: rows.order_by(*SOONEST)[:AXIS])
    keys = tuple([one[0] for one in found])
    plans = Composed(("supervision.plans", keys), lambda moments: _planned(keys), Plan, Plan._fields).values()
    lights = _lights([one[DUE] for one in found], now)
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
