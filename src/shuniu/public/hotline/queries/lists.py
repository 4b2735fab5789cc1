"""The lists: what waits for me, all requests that I may see, and the supervisor's views of them.

A list is read by key in the order of an index; what belongs to the request's own row is fetched for the rows of the
page only. Flags that are rare have a partial index and lead the way; common ones are probed row by row.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from shuniu.kernel.casework.faces import WAITING_FIELDS, Face, face_fields
from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.casework.queries import (
    Light,
    Lights,
    amber_until,
    by_light,
    my_tasks,
    my_tasks_apart,
    newest,
    sees_all,
    visible,
)
from shuniu.kernel.casework.queues import LATEST, LATEST_FIELDS
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed, Values, as_read
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.hotline.models import Contact, Request
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.lines import TOGETHER, Brief, Row, face_in, rows_of, rows_together
from shuniu.public.hotline.roles import CENTRE, UNITS

PHONE_DIGITS = range(7, 13)
ROLES = (*CENTRE, *UNITS)


# --- What waits for me ---------------------------------------------------------------------------------------------


class Count(NamedTuple):
    """How many tasks of one kind wait, and how many of them in which light."""

    label: str
    total: int
    red: int
    amber: int
    undated: int


@dataclass(frozen=True, slots=True)
class Queue:
    """One desk's tasks, with counts by kind of task and by light. Rows without a running clock are counted as such."""

    actor: Actor
    lights: Lights
    undated: int
    labels: list[tuple[str, int]] = field(default_factory=list)

    @property
    def seen(self) -> Hashable:
        """What the tabs show of it."""
        return self.lights, self.undated, tuple(self.labels)

    @property
    def tasks(self) -> QuerySet[Task]:
        return tasks_of(self.actor)

    def count(self, light: str, label: str) -> int | None:
        """How many tasks the view of this light has; None when only a query can tell."""
        if label:
            return None
        found = self.lights.counted(light, self.undated)
        return self.lights.total if found is None else found


def tasks_of(actor: Actor) -> QuerySet[Task]:
    """The hotline's tasks that wait for this person. Known by their roles, so that counting them joins no matter."""
    return my_tasks(actor).filter(role__in=ROLES)


def _moments(now: datetime) -> dict[str, datetime]:
    return {"now": now, "amber": amber_until(now)}


def queue(actor: Actor, now: datetime) -> Queue:
    """Counting one desk's open tasks reads only those: rows of ``Task`` exist while something is to be done."""

    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        near = Q(due_at__gte=moments["now"], due_at__lte=moments["amber"])
        return (
            tasks_of(actor)
            .values("label")
            .annotate(
                total=models.Count("pk"),
                red=models.Count("pk", filter=Q(due_at__lt=moments["now"])),
                amber=models.Count("pk", filter=near),
                undated=models.Count("pk", filter=Q(due_at=None)),
            )
            .order_by("label")
        )

    found = Composed(("hotline.queue", actor.scope), build, Count, Count._fields, _moments(now)).read()
    red, near = sum(one.red for one in found), sum(one.amber for one in found)
    undated, total = sum(one.undated for one in found), sum(one.total for one in found)
    lights = Lights(red, near, total - red - near - undated)
    return Queue(actor, lights, undated, [(one.label, one.total) for one in found])


def queue_tasks(actor: Actor, *, light: str = "", label: str = "", now: datetime) -> Composed[Values]:
    """The tasks of one light and kind, to be paged: the values of ``WAITING_FIELDS``."""
    label = label[:60] if label.isprintable() else ""

    def build(moments: Mapping[str, datetime]) -> list[QuerySet[Any]]:
        only = Q(label=label) if label else Q()
        return [
            by_light(tasks.filter(only), light, moments["now"], moments["amber"])
            for tasks in my_tasks_apart(actor, ROLES)
        ]

    shape = ("hotline.todo", actor.scope, light if light in LIGHTS else "", label)
    return Composed(shape, build, as_read, WAITING_FIELDS, _moments(now))


LIGHTS = frozenset(Light)


def owned(actor: Actor) -> QuerySet[Matter]:
    """What has been given to this person by name and is still open."""
    return Matter.objects.filter(kind=HotlineRequest.kind, owner_id=actor.person_id, closed_at=None)


# --- All that I may see --------------------------------------------------------------------------------------------


FLAGS: dict[str, dict[str, Any]] = {
    "overseen": {"overseen": True},
    "instructed": {"instructed": True},
    "returned": {"returns__gte": 1},
    "returned_twice": {"returns__gte": 2},
    "redone": {"redos__gte": 1},
    "false_closing": {"false_closing": True},
    "late": {"late": True},
}
"""Marks of the request's own row by which a list is filtered; each has a partial index (models.request)."""
NEWEST, SOONEST, LAST_FIRST = ("-received_at", "-pk"), ("due_at", "pk"), ("-pk",)
NARROWING = ("since", "until", "unit", "number", "phone")


@dataclass(frozen=True, slots=True)
class Listing:
    """The matters of a list, and the order in which an index holds them. ``together``: their own rows came with them."""

    rows: Composed[Any]
    order: tuple[str, ...]
    together: bool = False

    def none(self) -> Listing:
        return Listing(self.rows.nothing, self.order)

    def lines(self, page: list[Any], now: datetime) -> Sequence[Row[Brief]]:
        """The lines of one page of it."""
        return rows_together(page, now) if self.together else rows_of(page, now)

    def all(self, most: int) -> Iterator[Face]:
        """Its rows one after the other, for an export."""
        found = self.rows.first(self.order, most)
        return map(face_in, found) if self.together else found


def listing(actor: Actor, wanted: Mapping[str, Any], now: datetime, *, by_due: bool = False) -> Listing:
    """All requests that the actor may see, narrowed by what the filter form understood.

    What is open, of a unit or of some days is read from the matters, and the request's own row is probed for each. A
    kind or a mark alone is read from the requests, whose index leads to its rows however rare they are.
    """
    light = wanted.get("light", "")
    still_open = by_due or bool(light) or _open_state(wanted.get("state", ""))
    narrow = still_open or any(wanted.get(name) for name in NARROWING)
    said = tuple([(name, tuple(value) if isinstance(value, list) else value) for name, value in wanted.items()])
    shape = None if wanted.get("q") else ("hotline.listing", actor.scope, said, by_due)
    if _details(wanted) and not narrow and sees_all(HotlineRequest, actor):
        return Listing(Composed(shape, lambda moments: _of_requests(wanted), as_read, TOGETHER), LAST_FIRST, True)

    if not still_open:
        rows = Composed(shape, lambda moments: [_narrowed(one, wanted, "by") for one in newest(HotlineRequest, actor)],
                        Face, LATEST_FIELDS)  # fmt: skip
        return Listing(rows, LATEST)

    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        found = _narrowed(visible(HotlineRequest, actor, open_only=True), wanted)
        return by_light(found, light, moments["now"], moments["amber"]) if by_due or light else found

    order = SOONEST if by_due and light != Light.NONE else NEWEST
    return Listing(Composed(shape, build, Face, face_fields(), _moments(now)), order)


def _of_requests(wanted: Mapping[str, Any]) -> QuerySet[Request]:
    lookups = {f"matter__{name}": value for name, value in _lookups(wanted).items()}
    return Request.objects.filter(**_details(wanted), **lookups)


def _narrowed(matters: QuerySet[Any], wanted: Mapping[str, Any], received: str = "received_at") -> QuerySet[Any]:
    """``received`` is the column that the list is ordered by: of a unit's newest its party's, which begins where it is asked."""
    lookups = {name.replace("received_at", received): value for name, value in _lookups(wanted).items()}
    rows, details = matters.filter(**lookups), _details(wanted)
    return rows.filter(Exists(Request.objects.filter(pk=OuterRef("pk"), **details))) if details else rows


def _open_state(name: str) -> bool:
    return name in HotlineRequest.states and not HotlineRequest.states[name].final


def _details(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked of the request's own row."""
    found: dict[str, Any] = {}
    if wanted.get("type"):
        found["type"] = wanted["type"]
    if wanted.get("subject"):
        found["subject_id"] = wanted["subject"]
    for flag in wanted.get("flags") or ():
        found |= FLAGS[flag]
    return found


def _lookups(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked of the matter."""
    return {
        name: value
        for key, narrow in _NARROWINGS.items()
        if wanted.get(key)
        for name, value in narrow(wanted[key]).items()
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


_NARROWINGS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "state": lambda value: {"state": value},
    "unit": lambda value: {"unit_id__in": tree().subtree(value)},
    "channel": lambda value: {"source": value},
    "since": lambda day: {"received_at__gte": _midnight(day)},
    "until": lambda day: {"received_at__lt": _midnight(day + timedelta(days=1))},
    "number": lambda value: {"number__gte": value, "number__lt": f"{value}:"},
    "phone": lambda value: {"pk__in": Contact.objects.filter(phone_hash=value).values("pk")},
}
"""``number`` is a prefix: ":" follows "9", so the range reads the unique index on both engines."""


def phone_key(text: str) -> str:
    """The fingerprint of a telephone number that was typed, or nothing when it does not look like one."""
    digits = "".join(filter(str.isdigit, text))
    return fingerprint(digits) if len(digits) in PHONE_DIGITS else ""


# --- The sample ----------------------------------------------------------------------------------------------------


def sample_of_closed(*, since: date, until: date, size: int, seed: str) -> list[Matter]:
    """抽查: a random sample of closed requests registered between two days, the same for everybody who names the seed.

    Each number is ranked by SHA-256 of seed and number; the lowest ``size`` are drawn. Nobody can choose the sample,
    and anybody can draw it again.
    """
    closed = Matter.objects.filter(kind=HotlineRequest.kind, state="closed", outcome__in=("answered", "joint"))
    within = closed.filter(received_at__gte=_midnight(since), received_at__lt=_midnight(until + timedelta(days=1)))
    ids = within.values_list("number", flat=True)
    drawn = heapq.nsmallest(size, (number for number in ids.iterator() if number), key=lambda one: _rank(seed, one))
    found = {matter.number: matter for matter in Matter.objects.filter(number__in=drawn)}
    return [found[number] for number in drawn]


def _rank(seed: str, number: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{number}".encode()).digest()
