"""The lists of requests: what waits for me, and all that I may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.casework.queries import Light, amber_until, light_of, my_tasks, visible
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.disclosure.models import InformationRequest
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.replies import REPLIES

CHUNK = 500
NEWEST, SOONEST = ("-received_at", "-pk"), ("due_at", "pk")
PHASE_TONES = {"waiting": "warn", "working": "info", "suspended": "plain", "closed": "good"}
KIND = InformationRequestProcedure.kind


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    matter: Matter
    request: InformationRequest
    light: Light
    task: str = ""

    @property
    def url(self) -> str:
        return reverse("disclosure:matter", args=[self.matter.number])

    @property
    def state(self) -> tuple[str, str]:
        state = InformationRequestProcedure.states[self.matter.state]
        return _(state.label), PHASE_TONES.get(self.matter.phase, "plain")

    @property
    def unit(self) -> str:
        return tree().name(self.matter.unit_id)

    @property
    def way(self) -> str:
        return self.request.get_way_display()

    @property
    def kind(self) -> str:
        return self.request.get_applicant_kind_display()

    @property
    def reply(self) -> str:
        """How it was answered, once the answer is signed."""
        reply = REPLIES.get(self.request.reply_kind) if self.request.answered_on else None
        return _(reply.label) if reply else ""

    @property
    def marks(self) -> list[tuple[str, str]]:
        """What stands out, in words with a tone."""
        return [(_("重新答复"), "warn")] if self.request.reopened else []


def rows_of(matters: Iterable[Matter], now: datetime) -> list[Row]:
    """The lines for matters in hand: one query for the requests' own rows."""
    kept = list(matters)
    details, amber = _details([one.pk for one in kept]), amber_until(now)
    return [Row(one, details[one.pk], light_of(one.due_at, now, amber)) for one in kept]


def task_rows(tasks: Iterable[Task], now: datetime) -> list[Row]:
    kept = list(tasks)
    details, amber = _details([one.matter_id for one in kept]), amber_until(now)
    return [Row(one.matter, details[one.matter_id], light_of(one.due_at, now, amber), _(one.label)) for one in kept]


def _details(ids: list[int]) -> dict[int, InformationRequest]:
    return InformationRequest.objects.defer("text", "reply", "correction").in_bulk(ids) if ids else {}


# --- What waits for me ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Queue:
    """One person's tasks on requests, with counts by light and by kind of task."""

    tasks: QuerySet[Task]
    counts: Mapping[str, int]
    labels: list[tuple[str, int]]


def queue(actor: Actor, now: datetime) -> Queue:
    mine = my_tasks(actor).filter(matter__kind=KIND)
    near = Q(due_at__gte=now, due_at__lte=amber_until(now))
    by_label = mine.values("label").annotate(
        total=Count("pk"),
        red=Count("pk", filter=Q(due_at__lt=now)),
        amber=Count("pk", filter=near),
        none=Count("pk", filter=Q(due_at=None)),
    )
    found = list(by_label.order_by("label"))
    counts = {name: sum(one[name] for one in found) for name in ("total", "red", "amber", "none")}
    counts[""] = counts.pop("total")
    counts["green"] = counts[""] - counts["red"] - counts["amber"] - counts["none"]
    return Queue(mine, counts, [(one["label"], one["total"]) for one in found])


def queue_tasks(tasks: QuerySet[Task], *, light: str, label: str, now: datetime) -> QuerySet[Task]:
    label = label[:60] if label.isprintable() else ""
    found = tasks.filter(label=label) if label else tasks
    return found.filter(_lit(light, now)).select_related("matter")


def _lit(light: str, now: datetime) -> Q:
    amber = amber_until(now)
    lights = {
        Light.RED: Q(due_at__lt=now),
        Light.AMBER: Q(due_at__gte=now, due_at__lte=amber),
        Light.GREEN: Q(due_at__gt=amber),
        Light.NONE: Q(due_at=None),
    }
    return lights.get(Light(light), Q()) if light in set(Light) else Q()


# --- All that I may see --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listing:
    rows: QuerySet[Matter]
    order: tuple[str, ...]


def listing(actor: Actor, wanted: Mapping[str, Any], now: datetime, *, by_due: bool) -> Listing:
    """All requests that this person may see, narrowed by the filters."""
    found = visible(InformationRequestProcedure, actor)
    for name, narrow in _NARROWINGS.items():
        if wanted.get(name):
            found = found.filter(narrow(wanted[name]))
    if wanted.get("light"):
        found = found.filter(_lit(wanted["light"], now), closed_at=None)
    if by_due:
        return Listing(found.filter(closed_at=None, due_at__isnull=False), SOONEST)
    return Listing(found, NEWEST)


def _of_request(**conditions: Any) -> Q:
    return Q(pk__in=InformationRequest.objects.filter(**conditions).values("pk"))


_NARROWINGS: dict[str, Any] = {
    "q": lambda text: Q(number=text.strip().upper()) | Q(title__icontains=text.strip()),
    "state": lambda name: Q(state=name),
    "way": lambda way: _of_request(way=way),
    "kind": lambda kind: _of_request(applicant_kind=kind),
    "reply": lambda reply: _of_request(reply_kind=reply, answered_on__isnull=False),
    "ground": lambda ground: _of_request(ground=ground, answered_on__isnull=False),
    "reopened": lambda asked: _of_request(reopened__gt=0),
    "since": lambda day: Q(received_at__gte=datetime.combine(day, time(), SHANGHAI)),
    "until": lambda day: Q(received_at__lt=datetime.combine(day + timedelta(days=1), time(), SHANGHAI)),
}


def numbered(actor: Actor, ids: Iterable[int]) -> QuerySet[Matter]:
    """The requests behind a figure, among those that this person may see."""
    return visible(InformationRequestProcedure, actor).filter(pk__in=list(ids))


def exported(found: QuerySet[Matter], now: datetime) -> Iterator[Row]:
    """Every line of a list, in chunks: memory stays flat."""
    rows = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from rows_of(chunk, now)
