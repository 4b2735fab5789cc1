"""我的待办: everything that waits for a person, of every kind, in one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.casework.queries import Light, Lights, amber_until, by_light, kinds, light_of, my_tasks, url_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person's open tasks, with how many stand in each light; those without a running clock are counted apart."""

    tasks: QuerySet[Task]
    lights: Lights
    undated: int

    @property
    def total(self) -> int:
        return self.lights.total + self.undated


@dataclass(frozen=True, slots=True)
class Line:
    """One task as the list shows it."""

    matter: Matter
    light: Light
    kind: str
    task: str
    unit: str
    due_at: datetime | None
    opened_at: datetime

    @property
    def url(self) -> str:
        return url_of(self.matter)


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
    return Waiting(mine, Lights(counted["red"], counted["amber"], green), counted["undated"])


def in_light(tasks: QuerySet[Task], light: str, now: datetime) -> QuerySet[Task]:
    """The tasks of one light with their matters; all of them when none is asked for."""
    return (by_light(tasks, light, now) if light else tasks).select_related("matter")


def lines(tasks: Iterable[Task], now: datetime) -> list[Line]:
    amber, kept = amber_until(now), tree()
    return [
        Line(
            task.matter,
            light_of(task.due_at, now, amber),
            _(procedure_of(task.matter.kind, task.matter.procedure_version).label),
            _(task.label),
            kept.name(task.unit_id),
            task.due_at,
            task.opened_at,
        )
        for task in tasks
    ]


def kinds_for(actor: Actor) -> list[tuple[str, str]]:
    """Kind and name of every kind that can ask something of this person: one of its states waits for a role of theirs."""
    held = {grant.role for grant in actor.grants}
    return [
        (procedure.kind, _(procedure.label))
        for procedure in kinds()
        if held & {who.role for state in procedure.states.values() for who in state.waits}
        or held & {*procedure.sees_own}
    ]
