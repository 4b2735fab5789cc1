"""The lists of outgoing papers and deliveries: what waits for me, what I drafted, all that I may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter, Passage, Task
from shuniu.kernel.casework.queries import Light, Lights, amber_until, light_of, my_tasks, url_of, visible
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.documents.models import Delivery, DocumentType, Outgoing, Series, Standing
from shuniu.office.documents.procedures.delivery import Sending
from shuniu.office.documents.procedures.outgoing import OutgoingPaper

CHUNK = 500
PREFIX = "documents."
"""Every kind of matter of this module begins with it: incoming papers join the lists of tasks by being so named."""
NEWEST, SOONEST = ("-received_at", "-pk"), ("due_at", "pk")
TONES = {"waiting": "warn", "working": "info", "suspended": "plain", "closed": "good"}


# --- What waits for me ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One open task of any kind of paper."""

    task: Task
    light: Light

    @property
    def number(self) -> str:
        return self.task.matter.number or ""

    @property
    def title(self) -> str:
        return self.task.matter.title

    @property
    def url(self) -> str:
        return url_of(self.task.matter)

    @property
    def kind(self) -> str:
        return _(procedure_of(self.task.matter.kind, self.task.matter.procedure_version).label)

    @property
    def label(self) -> str:
        return _(self.task.label)

    @property
    def unit(self) -> str:
        return tree().name(self.task.matter.unit_id)

    @property
    def due_at(self) -> datetime | None:
        return self.task.due_at

    @property
    def urgency(self) -> str:
        matter = self.task.matter
        return matter.get_urgency_display() if matter.urgency != Matter.Urgency.ORDINARY else ""


@dataclass(frozen=True, slots=True)
class Queue:
    """One person's tasks, with counts by light and by kind of task."""

    tasks: QuerySet[Task]
    lights: Lights
    undated: int
    labels: list[tuple[str, int]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.lights.total + self.undated


def queue(actor: Actor, now: datetime) -> Queue:
    """Rows of ``Task`` exist only while something is to be done, so counting one person's reads only those."""
    mine = my_tasks(actor).filter(matter__kind__startswith=PREFIX)
    amber = amber_until(now)
    found = list(
        mine.values("label")
        .annotate(
            total=Count("pk"),
            red=Count("pk", filter=Q(due_at__lt=now)),
            amber=Count("pk", filter=Q(due_at__gte=now, due_at__lte=amber)),
            undated=Count("pk", filter=Q(due_at=None)),
        )
        .order_by("label")
    )
    red, near = sum(one["red"] for one in found), sum(one["amber"] for one in found)
    undated, total = sum(one["undated"] for one in found), sum(one["total"] for one in found)
    return Queue(
        mine, Lights(red, near, total - red - near - undated), undated, [(one["label"], one["total"]) for one in found]
    )


def queue_tasks(tasks: QuerySet[Task], *, light: str, label: str, now: datetime) -> QuerySet[Task]:
    if label and label.isprintable():
        tasks = tasks.filter(label=label)
    return by_light(tasks, light, now).select_related("matter")


def by_light(rows: QuerySet[Any], light: str, now: datetime) -> QuerySet[Any]:
    """Rows with ``due_at`` in one light; all of them when no light is asked for."""
    ranges: dict[str, dict[str, Any]] = {
        Light.RED: {"due_at__lt": now},
        Light.AMBER: {"due_at__gte": now, "due_at__lte": amber_until(now)},
        Light.GREEN: {"due_at__gt": amber_until(now)},
        Light.NONE: {"due_at": None},
    }
    return rows.filter(**ranges.get(light, {}))


def task_rows(tasks: Iterable[Task], now: datetime) -> list[TaskRow]:
    amber = amber_until(now)
    return [TaskRow(task, light_of(task.due_at, now, amber)) for task in tasks]


# --- Outgoing papers -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One outgoing paper of a list."""

    matter: Matter
    paper: Outgoing
    light: Light
    words: Mapping[int, str]
    """Words of the series by id."""

    @property
    def url(self) -> str:
        return url_of(self.matter)

    @property
    def number(self) -> str:
        return self.paper.number

    @property
    def title(self) -> str:
        return self.matter.title

    @property
    def kind(self) -> str:
        return str(DocumentType(self.paper.kind_of_document).label)

    @property
    def series(self) -> str:
        return self.words.get(self.paper.series_id or 0, "")

    @property
    def unit(self) -> str:
        return tree().name(self.matter.unit_id)

    @property
    def state(self) -> tuple[str, str]:
        if self.paper.standing in (Standing.ANNULLED, Standing.REPEALED):
            return str(Standing(self.paper.standing).label), "bad"
        return _(OutgoingPaper.states[self.matter.state].label), TONES.get(self.matter.phase, "plain")

    @property
    def due_at(self) -> datetime | None:
        return self.matter.due_at

    @property
    def urgency(self) -> str:
        return self.matter.get_urgency_display() if self.matter.urgency != Matter.Urgency.ORDINARY else ""


def rows_of(found: Iterable[Matter], now: datetime) -> list[Row]:
    """The lines for matters in hand: one query for their own rows, one for the words of the series."""
    kept = list(found)
    papers = Outgoing.objects.in_bulk([matter.pk for matter in kept])
    words = dict(Series.objects.values_list("pk", "word"))
    amber = amber_until(now)
    return [Row(matter, papers[matter.pk], light_of(matter.due_at, now, amber), words) for matter in kept]


def exported(found: QuerySet[Matter], now: datetime) -> Iterator[Row]:
    """Every line of a list in chunks: memory stays flat."""
    rows = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from rows_of(chunk, now)


def listing(actor: Actor, wanted: Mapping[str, Any], now: datetime) -> QuerySet[Matter]:
    """All outgoing papers that the actor may see, narrowed by what the filter form understood."""
    light = wanted.get("light", "")
    rows = visible(OutgoingPaper, actor, whole=not light, open_only=bool(light)).filter(**_of_matter(wanted))
    details = _of_paper(wanted)
    if details:
        rows = rows.filter(Exists(Outgoing.objects.filter(pk=OuterRef("pk"), **details)))
    words = wanted.get("q", "")
    if words:
        numbered = Outgoing.objects.filter(pk=OuterRef("pk"), number__contains=words)
        rows = rows.filter(Q(title__contains=words) | Q(number=words) | Exists(numbered))
    return by_light(rows, light, now) if light else rows


def _of_paper(wanted: Mapping[str, Any]) -> dict[str, Any]:
    names = {"type": "kind_of_document", "series": "series_id", "year": "number_year", "standing": "standing"}
    return {column: wanted[name] for name, column in names.items() if wanted.get(name)}


def _of_matter(wanted: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"state": wanted["state"]} if wanted.get("state") else {}
    if wanted.get("unit"):
        found["unit_id__in"] = tree().subtree(wanted["unit"])
    return found


def drafted_by(actor: Actor) -> QuerySet[Matter]:
    """我拟的: what is mine to draft, open and done."""
    return Matter.objects.filter(kind=OutgoingPaper.kind, owner_id=actor.person_id)


def handled_by(actor: Actor) -> QuerySet[Matter]:
    """我办过的: papers in whose course I have taken a step."""
    mine = Passage.objects.filter(person_id=actor.person_id or 0).values("matter")
    return Matter.objects.filter(kind=OutgoingPaper.kind, pk__in=mine)


# --- Deliveries ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery of a list: to whom, whether it was received, how it stands."""

    matter: Matter
    delivery: Delivery
    light: Light

    @property
    def url(self) -> str:
        return url_of(self.matter)

    @property
    def number(self) -> str:
        return self.delivery.number

    @property
    def title(self) -> str:
        return self.matter.title

    @property
    def unit(self) -> str:
        return tree().name(self.matter.unit_id)

    @property
    def role(self) -> str:
        return self.delivery.get_role_display()

    @property
    def state(self) -> tuple[str, str]:
        if self.delivery.standing in (Standing.ANNULLED, Standing.REPEALED):
            return str(Standing(self.delivery.standing).label), "bad"
        tones = {"sent": "warn", "received": "good", "returned": "bad", "withdrawn": "bad"}
        return _(Sending.states[self.matter.state].label), tones.get(self.matter.state, "plain")

    @property
    def due_at(self) -> datetime | None:
        return self.matter.due_at

    @property
    def received_at(self) -> datetime | None:
        return self.delivery.received_at

    @property
    def received_by(self) -> str:
        return self.delivery.received_by

    @property
    def waits(self) -> bool:
        return self.matter.state == "sent"


def delivery_rows(found: Iterable[Matter], now: datetime) -> list[DeliveryRow]:
    kept = list(found)
    details = Delivery.objects.in_bulk([matter.pk for matter in kept])
    amber = amber_until(now)
    return [DeliveryRow(matter, details[matter.pk], light_of(matter.due_at, now, amber)) for matter in kept]


def received_papers(actor: Actor, *, state: str = "", words: str = "") -> QuerySet[Matter]:
    """发给我单位的文件: the deliveries to the units that this person works for, never those of others."""
    units = actor.units_of(*Sending.sees_own) if actor.is_staff else frozenset[int]()
    rows = Matter.objects.filter(kind=Sending.kind, unit_id__in=units)
    if state in Sending.states:
        rows = rows.filter(state=state)
    if words:
        numbered = Delivery.objects.filter(pk=OuterRef("pk"), number__contains=words)
        rows = rows.filter(Q(title__contains=words) | Exists(numbered))
    return rows
