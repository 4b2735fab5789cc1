"""督查看板: how the open assignments stand, by light, by colour, by leader, by unit, by source; tree and time axis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import amber_until, light_of, visible
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
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


def board(actor: Actor, now: datetime) -> Board:
    """The whole board in eight queries, however many assignments there are."""
    seen = visible(Supervised, actor).filter(closed_at=None)
    rows = Assignment.objects.filter(pk__in=seen.values("pk"))
    amber = amber_until(now)
    lights = _lights("matter__", now, amber)
    counted = rows.aggregate(total=Count("pk"), **lights)
    slips = dict(rows.exclude(colour="").values_list("colour").annotate(Count("pk")))
    names = dict(leader_choices())
    urgent = rows_of(seen.filter(due_at__lte=amber).order_by("due_at", "pk")[:SHOWN], now)
    return Board(
        counts={one: counted[one] for one in ("total", "red", "amber", "green")},
        colours={one: slips.get(one, 0) for one in ("blue", "orange", "red")},
        by_unit=_grouped(rows, "matter__unit", lights, lambda key: str(tree().get(key) or _("未交办")), "unit"),
        by_leader=_grouped(
            rows.filter(leader__isnull=False), "leader", lights, lambda key: names.get(key, ""), "leader"
        ),
        by_origin=_grouped(rows, "origin", lights, lambda key: str(Source(key).label), "origin"),
        urgent=urgent,
    )


def _lights(prefix: str, now: datetime, amber: datetime) -> dict[str, Any]:
    due = f"{prefix}due_at"
    late = Q(**{f"{due}__lt": now})
    near = Q(**{f"{due}__gte": now, f"{due}__lte": amber})
    return {
        "red": Count("pk", filter=late),
        "amber": Count("pk", filter=near),
        "green": Count("pk", filter=Q(**{f"{due}__gt": amber}) | Q(**{due: None})),
    }


def _grouped(rows: QuerySet[Assignment], by: str, lights: dict[str, Any], name: Any, query: str) -> list[Group]:
    """The groups with most open assignments first."""
    found: Any = rows.values(key=F(by)).annotate(total=Count("pk"), **lights).order_by("-total", "key")[:SHOWN]
    every = reverse("supervision:all")
    return [
        (name(one["key"]), f"{every}?open=on&{query}={one['key'] or ''}", one["red"], one["amber"], one["green"])
        for one in found
    ]


# --- Tree ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree: how deep, how many parts below it are closed."""

    row: Row
    depth: int
    closed: int
    parts: int


def branches(actor: Actor, now: datetime, root: str = "") -> list[Branch]:
    """Whole trees, the newest root first, a query for each level; ``root`` narrows to one."""
    seen = visible(Supervised, actor)
    tops = Assignment.objects.filter(path="", parts__gte=1).values("pk")
    first = seen.filter(number=root) if root else seen.filter(pk__in=tops).order_by("-received_at", "-pk")[:SHOWN]
    level = list(first)
    found = list(level)
    for _depth in range(DEEPEST):
        if not level or len(found) > TREE:
            break
        below = Assignment.objects.filter(parent__in=[one.number for one in level]).values("pk")
        level = list(seen.filter(pk__in=below).order_by("pk")[:TREE])
        found += level
    return _ordered(rows_of(found[:TREE], now))


def _ordered(rows: list[Row]) -> list[Branch]:
    here = {row.number for row in rows}
    below: dict[str, list[Row]] = {}
    for row in rows:
        parent = row.row.parent if row.row.parent in here else ""
        below.setdefault(parent, []).append(row)
    found: list[Branch] = []
    waiting = [(row, 0) for row in reversed(below.get("", []))]
    while waiting:
        row, depth = waiting.pop()
        parts = row.row.children
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
    milestones: list[tuple[date, bool, str]]


def bars(actor: Actor, now: datetime) -> list[Bar]:
    """The open assignments that end soonest, with a day on which they end."""
    seen = visible(Supervised, actor).filter(closed_at=None, due_at__isnull=False)
    matters: list[Matter] = list(seen.order_by("due_at", "pk")[:AXIS])
    amber = amber_until(now)
    return [
        Bar(
            row.number, row.matter.title, row.unit, row.url, local_day(row.matter.received_at),
            row.row.deadline or local_day(row.matter.due_at or now), light_of(row.matter.due_at, now, amber),
            [(date.fromisoformat(one["due"]), bool(one.get("done")), one["title"]) for one in row.row.milestones],
        )
        for row in rows_of(matters, now)
    ]  # fmt: skip
