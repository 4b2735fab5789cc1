"""The lists of assignments: what waits for me, what my unit carries out, and all that I may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.casework.queries import Light, amber_until, light_of
from shuniu.kernel.casework.queues import PHASE_TONES
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.tree import tree
from shuniu.office.supervision.models import Assignment
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.roles import LEADER, UNITS

CHUNK = 500
COLOUR_TONES = {"blue": "info", "orange": "warn", "red": "bad"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    matter: Matter
    row: Assignment
    light: Light
    task: str = ""
    part: str = ""

    @property
    def url(self) -> str:
        return reverse("supervision:matter", args=[self.matter.number])

    @property
    def number(self) -> str:
        return self.matter.number or ""

    @property
    def state(self) -> tuple[str, str]:
        return _(Supervised.states[self.matter.state].label), PHASE_TONES.get(self.matter.phase, "plain")

    @property
    def unit(self) -> str:
        return tree().name(self.matter.unit_id)

    @property
    def leader(self) -> str:
        return self.row.leader.name if self.row.leader else ""

    @property
    def origin(self) -> str:
        return self.row.get_origin_display()

    @property
    def colour(self) -> tuple[str, str]:
        return (self.row.get_colour_display(), COLOUR_TONES[self.row.colour]) if self.row.colour else ("", "plain")

    @property
    def grade(self) -> str:
        return self.row.get_grade_display() if self.row.grade else ""


def rows_of(matters: Iterable[Matter], now: datetime) -> list[Row]:
    """The lines for matters in hand: one query for the assignments' own rows."""
    kept = list(matters)
    found = _assignments([matter.pk for matter in kept])
    amber = amber_until(now)
    return [Row(matter, found[matter.pk], light_of(matter.due_at, now, amber)) for matter in kept]


def task_rows(tasks: Iterable[Task], now: datetime) -> list[Row]:
    kept = list(tasks)
    found = _assignments([task.matter_id for task in kept])
    amber = amber_until(now)
    return [Row(task.matter, found[task.matter_id], light_of(task.due_at, now, amber), _(task.label)) for task in kept]


def _assignments(ids: list[int]) -> dict[int, Assignment]:
    return Assignment.objects.select_related("leader").in_bulk(ids) if ids else {}


# --- All that I may see --------------------------------------------------------------------------------------------


def _of(**conditions: Any) -> Q:
    return Q(pk__in=Assignment.objects.filter(**conditions).values("pk"))


NARROWINGS: dict[str, Any] = {
    "q": lambda text: Q(number=text.strip().upper()) | Q(title__icontains=text.strip()),
    "open": lambda _yes: Q(closed_at=None),
    "state": lambda name: Q(state=name),
    "unit": lambda unit: Q(unit_id__in=tree().subtree(unit)),
    "leader": lambda person: _of(leader=person),
    "origin": lambda name: _of(origin=name),
    "colour": lambda name: _of(colour=name),
}


def exported(found: QuerySet[Matter], now: datetime) -> Iterator[Row]:
    """Every line of a list, in chunks: memory stays flat."""
    rows = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from rows_of(chunk, now)


# --- My unit's -----------------------------------------------------------------------------------------------------


def of_my_units(actor: Actor) -> QuerySet[Matter]:
    """Open assignments that my units lead, or in which they still owe their part."""
    units = actor.units_of(*UNITS)
    helps = Task.objects.filter(unit_id__in=units, assisting=True, matter__kind=Supervised.kind).values("matter")
    return Matter.objects.filter(Q(unit_id__in=units) | Q(pk__in=helps), kind=Supervised.kind, closed_at=None)


def own_rows(matters: Iterable[Matter], actor: Actor, now: datetime) -> list[Row]:
    units = actor.units_of(*UNITS)
    return [
        Row(one.matter, one.row, one.light, part=_("牵头") if one.matter.unit_id in units else _("协办"))
        for one in rows_of(matters, now)
    ]


# --- What the filters offer ----------------------------------------------------------------------------------------


def leader_choices() -> list[tuple[int, str]]:
    """The city's leaders, also those who no longer are."""
    rows = RoleHolding.objects.filter(role=LEADER).values_list("person_id", "person__name").distinct()
    return sorted(rows, key=lambda one: one[1])
