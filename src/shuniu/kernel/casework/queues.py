"""待办 and lists of one kind, as every business shows them: counts by light and by kind of task, filters, an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from shuniu.kernel.casework.faces import Face, face_fields
from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.casework.procedure import Procedure
from shuniu.kernel.casework.queries import Light, amber_until, my_tasks, newest, visible
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.reading import Composed

NEWEST: Final = ("-received_at", "-pk")
LATEST: Final = ("-by", "-by_pk")
"""The same as ``NEWEST`` in the words of ``queries.newest``."""
LATEST_FIELDS: Final = face_fields(pk="by_pk", received_at="by")
SOONEST: Final = ("due_at", "pk")
PHASE_TONES: Final = {"waiting": "warn", "working": "info", "suspended": "plain", "closed": "good"}
LABEL_MOST: Final = 60
"""Characters of a task's label that an address may ask for."""


def lit(light: str, now: datetime, amber: datetime | None = None) -> Q:
    """Rows with ``due_at`` in one light; all of them when none, or no such light, is asked for."""
    amber = amber or amber_until(now)
    lights = {
        Light.RED: Q(due_at__lt=now),
        Light.AMBER: Q(due_at__gte=now, due_at__lte=amber),
        Light.GREEN: Q(due_at__gt=amber),
        Light.NONE: Q(due_at=None),
    }
    return lights[Light(light)] if light in set(Light) else Q()


@dataclass(frozen=True, slots=True)
class Queue:
    """One person's tasks of a kind, with counts by light (``""`` is all of them) and by kind of task."""

    tasks: QuerySet[Task]
    counts: Mapping[str, int]
    labels: list[tuple[str, int]]


def queue(actor: Actor, kind: str, now: datetime) -> Queue:
    """One query: rows of ``Task`` exist only while something is to be done."""
    mine = my_tasks(actor).filter(matter__kind=kind)
    by_label = mine.values("label").annotate(
        total=Count("pk"),
        red=Count("pk", filter=lit(Light.RED, now)),
        amber=Count("pk", filter=lit(Light.AMBER, now)),
        none=Count("pk", filter=lit(Light.NONE, now)),
    )
    found = list(by_label.order_by("label"))
    total, red, near, none = (sum(one[name] for one in found) for name in ("total", "red", "amber", "none"))
    counts = {"": total, "red": red, "amber": near, "green": total - red - near - none, "none": none}
    return Queue(mine, counts, [(one["label"], one["total"]) for one in found])


def queue_tasks(tasks: QuerySet[Task], *, light: str, label: str, now: datetime) -> QuerySet[Task]:
    """The tasks of one light and one label with their matters. A label that no task could have asks for none."""
    wanted = label[:LABEL_MOST] if label.isprintable() else ""
    found = tasks.filter(label=wanted) if wanted else tasks
    return found.filter(lit(light, now)).select_related("matter")


def next_task(actor: Actor, kind: str, *, but: int) -> Matter | None:
    """What waits next for this person, besides the matter just handled; what has no clock waits for somebody else."""
    mine = my_tasks(actor).filter(matter__kind=kind, due_at__isnull=False).exclude(matter_id=but)
    task = mine.select_related("matter").order_by(*SOONEST).first()
    return task.matter if task else None


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a list and the order in which it is paged."""

    rows: QuerySet[Matter]
    order: tuple[str, ...]

    @property
    def nothing(self) -> Listing:
        """The same list without a row, under a filter that was not understood."""
        return Listing(self.rows.none(), self.order)


def listing(
    actor: Actor, procedure: type[Procedure], narrowings: Mapping[str, Callable[[Any], Q]], wanted: Mapping[str, Any],
    now: datetime, *, by_due: bool = False, amber: datetime | None = None,
) -> Listing:  # fmt: skip
    """All that this person may see of a procedure, narrowed by the filters: each narrowing makes a condition of its value."""
    still_open = by_due or bool(wanted.get("light"))
    found = visible(procedure, actor, whole=not still_open, open_only=still_open)
    found = found.filter(_narrowed(narrowings, wanted, now, amber))
    if by_due:
        return Listing(found.filter(due_at__isnull=False), SOONEST)
    return Listing(found, NEWEST)


def _narrowed(
    narrowings: Mapping[str, Callable[[Any], Q]], wanted: Mapping[str, Any], now: datetime, amber: datetime | None
) -> Q:
    found = Q()
    for name, narrow in narrowings.items():
        if wanted.get(name):
            found &= narrow(wanted[name])
    if wanted.get("light"):
        found &= lit(wanted["light"], now, amber) & Q(closed_at=None)
    return found


def faces(
    actor: Actor, procedure: type[Procedure], narrowings: Mapping[str, Callable[[Any], Q]], wanted: Mapping[str, Any],
    now: datetime, *, by_due: bool = False,
) -> Composed[Face]:  # fmt: skip
    """The rows of ``listing`` as plain values, their statement composed once. The narrowings may not look at the moment.

    They stand in the order SOONEST when ``by_due``, else in LATEST.
    """
    shape = ("casework.faces", procedure.kind, actor.scope, tuple(wanted.items()), by_due)
    if by_due:
        return Composed(
            shape, lambda moments: listing(actor, procedure, narrowings, wanted, moments["now"], by_due=True,
                                           amber=moments["amber"]).rows,
            Face, face_fields(), moments_of(now),
        )  # fmt: skip

    def build(moments: Mapping[str, datetime]) -> list[QuerySet[Any]]:
        narrowed = _narrowed(narrowings, wanted, moments["now"], moments["amber"])
        return [one.filter(narrowed) for one in newest(procedure, actor)]

    return Composed(shape, build, Face, LATEST_FIELDS, moments_of(now))


def moments_of(now: datetime) -> dict[str, datetime]:
    """What lights depend on."""
    return {"now": now, "amber": amber_until(now)}
