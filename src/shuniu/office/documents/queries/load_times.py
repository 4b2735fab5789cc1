"""各环节用时: how long papers stay in each state, from their passages: median and the slowest tenth, by state and unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from math import ceil

from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.registry import current
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI

MOST = 200_000
"""Passages that one page reads at most; a longer period is asked for in parts."""
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Stay:
    """One paper in one state: who led it on, and after how many hours."""

    matter_id: int
    state: str
    unit: int | None
    hours: float


@dataclass(frozen=True, slots=True)
class Line:
    """A state, or a unit in it: how many stays, their median and the bound of the slowest tenth, in hours."""

    state: str
    label: str
    unit: int | None
    unit_name: str
    count: int
    median: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Times:
    states: list[Line]
    units: list[Line]
    cut: bool


Step = tuple[int, str, str, "int | None", datetime]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def stays(kind: str, first: date, last: date, units: Collection[int] | None = None) -> tuple[list[Stay], bool]:
    """Every stay that ended within the period; and whether there were more passages than are read."""
    begin, end = _moment(first), _moment(last + timedelta(days=1))
    closed = {name for name, state in current(kind, last).states.items() if state.final}
    ended = Passage.objects.filter(matter__kind=kind, at__gte=begin, at__lt=end).values("matter")
    rows = Passage.objects.filter(matter_id__in=ended).order_by("matter_id", "seq")
    found = list(rows.values_list("matter_id", "from_state", "to_state", "unit_id", "at")[: MOST + 1])
    kept = [
        stay
        for _matter, steps in groupby(found[:MOST], key=lambda one: one[0])
        for stay, at in _stays(steps, closed)
        if begin <= at < end and (units is None or stay.unit in units)
    ]
    return kept, len(found) > MOST


def _stays(steps: Iterable[Step], closed: Collection[str]) -> Iterator[tuple[Stay, datetime]]:
    """The stays of one paper while it was open. A step that the system takes is the unit's that acted before it."""
    since: datetime | None = None
    unit_before: int | None = None
    for matter_id, before, after, unit, at in steps:
        unit_before = unit if unit is not None else unit_before
        if before != after:
            if before and before not in closed and since is not None:
                yield Stay(matter_id, before, unit_before, (at - since).total_seconds() / 3600), at
            since = at


def percentile(hours: list[float], share: float) -> float:
    """By the nearest rank: a stay that really was."""
    ordered = sorted(hours)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def times_of(kind: str, first: date, last: date, units: Collection[int] | None = None) -> Times:
    found, cut = stays(kind, first, last, units)
    by_state: dict[str, list[float]] = {}
    by_unit: dict[tuple[str, int | None], list[float]] = {}
    for one in found:
        by_state.setdefault(one.state, []).append(one.hours)
        by_unit.setdefault((one.state, one.unit), []).append(one.hours)
    order = {name: place for place, name in enumerate(current(kind, last).states)}
    states = sorted(
        (_line(kind, last, state, None, hours) for state, hours in by_state.items()),
        key=lambda one: order.get(one.state, 99),
    )
    lines = [_line(kind, last, state, unit, hours) for (state, unit), hours in by_unit.items()]
    lines.sort(key=lambda one: (order.get(one.state, 99), -one.median))
    return Times(states, lines, cut)


def _line(kind: str, on: date, state: str, unit: int | None, hours: list[float]) -> Line:
    known = current(kind, on).states.get(state)
    label = _(known.label) if known else state
    return Line(state, label, unit, tree().name(unit), len(hours), percentile(hours, 0.5), percentile(hours, 0.9))


@dataclass(frozen=True, slots=True)
class Behind:
    """A paper behind a figure of time."""

    matter: Matter
    unit_name: str
    hours: float


def papers_of(
    kind: str, first: date, last: date, state: str, unit: int | None, seen: Collection[int] | None = None
) -> list[Behind]:
    """The slowest first, a hundred at most."""
    found, _cut = stays(kind, first, last, seen)
    fitting = [one for one in found if one.state == state and (unit is None or one.unit == unit)]
    fitting.sort(key=lambda one: -one.hours)
    matters = Matter.objects.in_bulk([one.matter_id for one in fitting[:SHOWN]])
    return [Behind(matters[one.matter_id], tree().name(one.unit), one.hours) for one in fitting[:SHOWN]]


def spoken(hours: float) -> str:
    """1.5 小时, 3.2 天."""
    if hours < 48:
        return _("%(count)s 小时") % {"count": f"{hours:.1f}"}
    return _("%(count)s 天") % {"count": f"{hours / 24:.1f}"}
