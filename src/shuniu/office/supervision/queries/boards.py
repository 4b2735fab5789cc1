"""督查看板: how the open assignments stand, by light, by colour, by leader, by unit, by source; tree and time axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import amber_until, light_of, sees_all, visible
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
    """The whole board in three queries: what is open is counted once, by everything that the pictures ask."""
    seen = visible(Supervised, actor).filter(closed_at=None)
    amber = amber_until(now)
    counted = _counted(actor, now, amber)
    names, every = dict(leader_choices()), reverse("supervision:all")
    whole, colours = _summed(counted, lambda one: ""), _summed(counted, lambda one: one["colour"])
    red, near, green = whole.get("", (0, 0, 0))

    def groups(by: str, name: Callable[[Any], str], query: str) -> list[Group]:
        found = _summed([one for one in counted if one[by] or by == "unit"], lambda one: one[by])
        ordered = sorted(found.items(), key=lambda one: (-sum(one[1]), str(one[0])))[:SHOWN]
        return [(name(key), f"{every}?open=on&{query}={key or ''}", *lights) for key, lights in ordered]

    return Board(
        counts={"total": red + near + green, "red": red, "amber": near, "green": green},
        colours={one: sum(colours.get(one, (0,))) for one in ("blue", "orange", "red")},
        by_unit=groups("unit", lambda key: str(tree().get(key) or _("未交办")), "unit"),
        by_leader=groups("leader", lambda key: names.get(key, ""), "leader"),
        by_origin=groups("origin", lambda key: str(Source(key).label), "origin"),
        urgent=rows_of(seen.filter(due_at__lte=amber).order_by("due_at", "pk")[:SHOWN], now),
    )


def _counted(actor: Actor, now: datetime, amber: datetime) -> list[dict[str, Any]]:
    """How many open assignments stand in each light, for each unit, leader, source and colour that occur together."""
    if sees_all(Supervised, actor):
        rows = Assignment.objects.filter(matter__kind=Supervised.kind, matter__closed_at=None)
    else:
        rows = Assignment.objects.filter(pk__in=visible(Supervised, actor).filter(closed_at=None).values("pk"))
    found: Any = (
        rows.order_by()
        .values("leader", "origin", "colour", unit=F("matter__unit"))
        .annotate(
            red=Count("pk", filter=Q(matter__due_at__lt=now)),
            amber=Count("pk", filter=Q(matter__due_at__gte=now, matter__due_at__lte=amber)),
            total=Count("pk"),
        )
    )
    return list(found)


def _summed(counted: Iterable[dict[str, Any]], by: Callable[[dict[str, Any]], Any]) -> dict[Any, tuple[int, int, int]]:
    found: dict[Any, tuple[int, int, int]] = {}
    for one in counted:
        red, near, green = found.get(by(one), (0, 0, 0))
        found[by(one)] = (red + one["red"], near + one["amber"], green + one["total"] - one["red"] - one["amber"])
    return found


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
