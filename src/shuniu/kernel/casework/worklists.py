"""我的待办: everything that waits for a person, of every kind, in one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.kernel.casework.faces import Face, face_fields
from shuniu.kernel.casework.queries import (
    Light,
    Lights,
    amber_until,
    by_light,
    kinds,
    light_of,
    my_tasks,
    my_tasks_apart,
    url_at,
)
from shuniu.kernel.casework.queues import moments_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed, Values, as_read


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many open tasks of a person stand in each light; those without a running clock are counted apart."""

    lights: Lights
    undated: int

    @property
    def total(self) -> int:
        return self.lights.total + self.undated

    def counted(self, light: str) -> int:
        """How many stand in one light; in all of them when none is named."""
        found = self.lights.counted(light, self.undated)
        return self.total if found is None else found


@dataclass(frozen=True, slots=True)
class Line:
    """One task as the list shows it."""

    matter: Face
    url: str
    light: Light
    kind: str
    task: str
    unit: str
    due_at: datetime | None
    opened_at: datetime


def waiting(actor: Actor, now: datetime, *, kind: str = "") -> Waiting:
    """What waits for the actor, of one kind or of all. Without a kind the count reads open tasks only and joins nothing."""
    mine = my_tasks(actor)
    if kind:
        mine = mine.filter(matter__kind=kind)
    counted = mine.aggregate(
        red=Count("pk", filter=Q(due_at__lt=now)),
        amber=Count("pk", filter=Q(due_at__gte=now, due_at__lte=amber_until(now))),
        undated=Count("pk", filter=Q(due_at=None)),
        total=Count("pk"),
    )
    green = counted["total"] - counted["red"] - counted["amber"] - counted["undated"]
    return Waiting(Lights(counted["red"], counted["amber"], green), counted["undated"])


TASK = ("pk", "label", "unit_id", "opened_at", "due_at", "matter__procedure_version")
FIELDS = (*TASK, *face_fields("matter__"))


def tasks(actor: Actor, now: datetime, *, light: str = "", kind: str = "") -> Composed[Values]:
    """What waits for the actor, of one light and kind or all, to be paged soonest first: the values of ``FIELDS``."""

    def build(moments: Mapping[str, datetime]) -> list[QuerySet[Any]]:
        desks = my_tasks_apart(actor)
        found = [one.filter(matter__kind=kind) for one in desks] if kind else desks
        return [by_light(one, light, moments["now"], moments["amber"]) for one in found] if light else found

    return Composed(("casework.worklist", actor.scope, light, kind), build, as_read, FIELDS, moments_of(now))


def lines(found: Iterable[Values], now: datetime) -> list[Line]:
    """Tasks as the list shows them, from the values of ``FIELDS``."""
    amber = amber_until(now)
    return [_line(now, amber, *values) for values in found]


def _line(
    now: datetime, amber: datetime, pk: int, label: str, unit: int, opened_at: datetime, due_at: datetime | None,
    version: int, *of_matter: Any,
) -> Line:  # fmt: skip
    face = Face._make(of_matter)
    procedure = procedure_of(face.kind, version)
    return Line(
        face, url_at(procedure, face.number), light_of(due_at, now, amber), _(procedure.label), _(label),
        tree().name(unit), due_at, opened_at,
    )  # fmt: skip


def kinds_for(actor: Actor) -> list[tuple[str, str]]:
    """Kind and name of every kind that can ask something of this person: one of its states waits for a role of theirs."""
    held = {grant.role for grant in actor.grants}
    return [
        (procedure.kind, _(procedure.label))
        for procedure in kinds()
        if held & {who.role for state in procedure.states.values() for who in state.waits}
        or held & {*procedure.sees_own}
    ]
