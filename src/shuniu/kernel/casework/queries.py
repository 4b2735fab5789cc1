"""The questions about matters that every module asks: who may see one, what waits for me, how the lights stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Link, Matter, Party, Passage, Task
from shuniu.kernel.casework.procedure import Procedure
from shuniu.kernel.casework.registry import all_procedures, procedure_of
from shuniu.kernel.casework.taking import load_case
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI, local_day


class Light(StrEnum):
    """红黄绿灯: how a due date stands. Always shown by colour, word and shape together."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"


def amber_until(now: datetime) -> datetime:
    """Whatever is due before this moment is nearly due: the end of the next working day."""
    day = current_calendar().next_working(local_day(now) + timedelta(days=1))
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)


def light_of(due_at: datetime | None, now: datetime, amber: datetime | None = None) -> Light:
    if due_at is None:
        return Light.NONE
    if due_at < now:
        return Light.RED
    return Light.AMBER if due_at <= (amber or amber_until(now)) else Light.GREEN


MINUTE, DAY_OF_MINUTES = timedelta(minutes=1), 24 * 60


def standings(dues: Iterable[datetime | None], now: datetime, amber: datetime) -> tuple[int | None, ...]:
    """What lights and words make of some ends, for a key of what is remembered: far (-2), near (-1), or for how many
    minutes over; after a day it is said by the day."""
    now, amber = now.astimezone(UTC), amber.astimezone(UTC)  # As rows are read: two zones compare at half the speed.
    return tuple(
        [
            None
            if due is None
            else min((now - due) // MINUTE, DAY_OF_MINUTES)
            if due < now
            else -1
            if due <= amber
            else -2
            for due in dues
        ]
    )


# --- Seeing --------------------------------------------------------------------------------------------------------


Among = Callable[[Actor, Sequence[int]], set[int]]
_among: dict[str, Among] = {}


def register_seeing(kind: str, among: Among) -> None:
    """A module's own rule on who else sees matters of its kind, as whoever is invited sees a meeting: of some ids, which."""
    _among[kind] = among


def _else_seen(kind: str, actor: Actor, ids: Sequence[int]) -> set[int]:
    rule = _among.get(kind)
    return rule(actor, ids) if rule is not None and ids else set()


def sees_all(procedure: type[Procedure], actor: Actor) -> bool:
    home = tree().by_code.get(procedure.home)
    return actor.is_staff and any(actor.holds(role, home) for role in procedure.sees_all)


def own_units(procedure: type[Procedure], actor: Actor) -> frozenset[int]:
    return actor.units_of(*procedure.sees_own) if actor.is_staff else frozenset()


def may_see(matter: Matter, actor: Actor) -> bool:
    procedure = procedure_of(matter.kind, matter.procedure_version)
    if actor.kind == "system" or (actor.kind == "citizen" and actor.matter_id == matter.pk):
        return True
    if sees_all(procedure, actor):
        return True
    # What is known without a query is asked first: most readers work in the lead unit.
    units = own_units(procedure, actor)
    if matter.unit_id in units or (units and _was_party(matter, units)):
        return True
    took_part = procedure.seen_by_takers and _took_part(matter.pk, actor)
    return took_part or bool(_else_seen(matter.kind, actor, [matter.pk]))


def seen_among(actor: Actor, matters: Iterable[Matter]) -> set[int]:
    """Which of some matters the actor may see: a query or two for each kind that occurs."""
    by_kind: dict[tuple[str, int], list[int]] = {}
    for one in matters:
        by_kind.setdefault((one.kind, one.procedure_version), []).append(one.pk)
    found: set[int] = set()
    for (kind, version), ids in sorted(by_kind.items()):
        found |= set(visible(procedure_of(kind, version), actor).filter(pk__in=ids).values_list("pk", flat=True))
        found |= _else_seen(kind, actor, [one for one in ids if one not in found])
    return found


def _was_party(matter: Matter, units: frozenset[int]) -> bool:
    if matter.sealed:
        return Task.objects.filter(matter_id=matter.pk, assisting=True, unit_id__in=units).exists()
    return Party.objects.filter(matter_id=matter.pk, unit_id__in=units).exists()


def _took_part(matter_id: int, actor: Actor) -> bool:
    if actor.person_id is None:
        return False
    waits = Task.objects.filter(_by_name(actor), matter_id=matter_id).exists()
    return waits or Passage.objects.filter(matter_id=matter_id, person_id=actor.person_id).exists()


def _by_name(actor: Actor) -> Q:
    """Tasks given to this person by name, and the seats of whoever has lent them the seat's role."""
    wanted = Q(person_id=actor.person_id)
    for lent in (grant for grant in actor.grants if grant.for_id is not None):
        wanted |= Q(person_id=lent.for_id, role=lent.role) & ~Q(seat="")
    return wanted


def url_of(matter: Matter) -> str:
    """The address of a matter's page; empty where its kind has none."""
    return url_at(procedure_of(matter.kind, matter.procedure_version), matter.number)


def url_at(procedure: type[Procedure], number: str | None) -> str:
    """The same for whoever has the procedure and the number in hand."""
    return reverse(procedure.page, args=[number]) if procedure.page else ""


def matter_for(actor: Actor, number: str) -> Matter:
    """The matter of that number, for whoever may see it; a stranger gets the same 404 as for a number never given."""
    matter = Matter.objects.filter(number=number).first()
    if matter is None or not may_see(matter, actor):
        raise Http404
    return matter


def case_for(actor: Actor, number: str) -> Case:
    return load_case(matter_for(actor, number))


def visible(
    procedure: type[Procedure], actor: Actor, *, whole: bool = False, open_only: bool = False
) -> QuerySet[Matter]:
    """All matters of a kind that the actor may see, in no order.

    Each is probed for, which suits the few that are named. Whoever reads the ``whole`` of them has what is theirs brought
    together first: so much is the unit's, and not all the city's. Of those that are open an index knows the unit's.

    A unit sees what it is or was party to. Under seal (举报) it sees only what it handles or assists in now: the unit
    that a report was first sent to may be the one that it is about.
    """
    everything = Matter.objects.filter(kind=procedure.kind)
    if open_only:
        everything = everything.filter(closed_at=None)
    if sees_all(procedure, actor):
        return everything
    if whole:
        return everything.filter(pk__in=any_of([one.values("pk") for one in newest(procedure, actor)]))
    seen, units = Q(pk__in=[]), own_units(procedure, actor)
    for keys in _took_part_in(procedure, actor):
        seen |= Q(pk__in=keys)
    if units:
        if open_only:
            among = Party.objects.filter(open=True, kind=procedure.kind, unit_id__in=units).values("matter")
            was_party = Q(pk__in=among)
        else:
            was_party = Q(Exists(Party.objects.filter(matter=OuterRef("pk"), unit_id__in=units)))
        seen |= was_party & _not_sealed_from(units)
    return everything.filter(seen)


def any_of(keys: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """The keys that one of several queries gives. A database knows how few they are together, and not behind an "or"."""
    first, *others = [one.order_by() for one in keys]
    return first.union(*others) if others else first


def newest(procedure: type[Procedure], actor: Actor) -> list[QuerySet[Any]]:
    """``visible`` as queries together, each of which an index gives in the order of ``NEWEST``: one for each unit.

    Every unit has had thousands of matters among millions, and is asked for the first fifty: ``by`` and ``by_pk`` are the
    columns of that index, or the matter's own where there is none.
    """
    plain = Matter.objects.filter(kind=procedure.kind).annotate(by=F("received_at"), by_pk=F("pk"))
    if sees_all(procedure, actor):
        return [plain]
    units = own_units(procedure, actor)
    found: list[QuerySet[Any]] = [
        Matter.objects.filter(_not_sealed_from(units), parties__unit_id=unit, parties__kind=procedure.kind)
        .annotate(by=F("parties__received_at"), by_pk=F("parties__matter_id"))
        for unit in sorted(units)
    ]  # fmt: skip
    return [*found, *(plain.filter(pk__in=keys) for keys in _took_part_in(procedure, actor))] or [plain.none()]


def _not_sealed_from(units: frozenset[int]) -> Q:
    assists = Exists(Task.objects.filter(matter=OuterRef("pk"), unit_id__in=units, assisting=True))
    return Q(sealed=False) | Q(unit_id__in=units) | Q(assists)


def _took_part_in(procedure: type[Procedure], actor: Actor) -> list[QuerySet[Any, Any]]:
    """The keys of what they worked on, and of what waits for them by name, where that opens a matter."""
    if not procedure.seen_by_takers or actor.person_id is None:
        return []
    acted = Passage.objects.filter(person_id=actor.person_id).values("matter")
    return [acted, Task.objects.filter(_by_name(actor)).values("matter")]


# --- Worklist ------------------------------------------------------------------------------------------------------


def my_tasks(actor: Actor) -> QuerySet[Task]:
    """Every open task that waits for this person, of every kind: theirs by name, or by a role they hold in its unit.

    A task given to a colleague by name is the colleague's, and, where it is a seat, whoever's they have lent its role to.
    """
    wanted = _by_name(actor)
    for condition in _by_roles(actor):
        wanted |= condition
    return Task.objects.filter(wanted)


def _by_roles(actor: Actor) -> list[Q]:
    by_units: dict[frozenset[int], list[str]] = {}
    for role in sorted({grant.role for grant in actor.grants}):
        by_units.setdefault(actor.units_of(role), []).append(role)
    return [Q(role__in=names, unit_id__in=units, person=None) for units, names in by_units.items()]


DESKS_MOST = 12
"""So many desks are asked one by one; a statement of more parts costs more than it saves."""


def my_tasks_apart(actor: Actor, roles: Collection[str] = ()) -> list[QuerySet[Task]]:
    """``my_tasks``, of some roles or of all, as queries together, each of which an index gives in the order of their ends.

    Thousands wait at one desk when the water fails in a district, and its page shows fifty. Whoever has the roles of very
    many units reads all and sorts them.
    """
    held = sorted({grant.role for grant in actor.grants if not roles or grant.role in roles})
    desks = [Q(role=role, unit_id=unit, person=None) for role in held for unit in sorted(actor.units_of(role))]
    if len(desks) > DESKS_MOST:
        desks = _by_roles(actor)
    wanted = Q(role__in=roles) if roles else Q()
    return [Task.objects.filter(one, wanted) for one in (_by_name(actor), *desks)]


@dataclass(frozen=True, slots=True)
class Lights:
    """How many open things stand in each light."""

    red: int = 0
    amber: int = 0
    green: int = 0

    @property
    def total(self) -> int:
        return self.red + self.amber + self.green

    def counted(self, light: str, undated: int) -> int | None:
        """How many stand in one light, of which ``undated`` are those without a clock; None for what is no light."""
        counts: dict[str, int] = {
            Light.RED: self.red, Light.AMBER: self.amber, Light.GREEN: self.green, Light.NONE: undated
        }  # fmt: skip
        return counts.get(light)


def lights_of(rows: QuerySet[Any], now: datetime) -> Lights:
    """Counts by light of any query over rows with ``due_at``; rows without a running clock count as green."""
    amber = amber_until(now)
    counted = rows.aggregate(
        red=Count("pk", filter=Q(due_at__lt=now)),
        amber=Count("pk", filter=Q(due_at__gte=now, due_at__lte=amber)),
        total=Count("pk"),
    )
    return Lights(counted["red"], counted["amber"], counted["total"] - counted["red"] - counted["amber"])


def by_light(rows: QuerySet[Any], light: str, now: datetime, amber: datetime | None = None) -> QuerySet[Any]:
    """Rows with ``due_at`` in one light; all dated ones when no light is asked for."""
    if light == Light.NONE:
        return rows.filter(due_at=None)
    if light == Light.RED:
        return rows.filter(due_at__lt=now)
    if light == Light.AMBER:
        return rows.filter(due_at__gte=now, due_at__lte=(amber or amber_until(now)))
    if light == Light.GREEN:
        return rows.filter(due_at__gt=(amber or amber_until(now)))
    return rows.filter(due_at__isnull=False)


# --- One matter ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline for staff."""

    passage: Passage
    label: str
    state: str
    unit: str


def timeline(matter: Matter) -> list[Entry]:
    procedure = procedure_of(matter.kind, matter.procedure_version)
    kept = tree()
    return [
        Entry(
            passage,
            procedure.steps[passage.step].label,
            procedure.states[passage.to_state].label,
            kept.name(passage.unit_id),
        )
        for passage in Passage.objects.filter(matter_id=matter.pk).order_by("seq")
    ]


@dataclass(frozen=True, slots=True)
class Linked:
    """A matter at the other end of a link; ``forward`` when this one led there."""

    kind: str
    label: str
    forward: bool
    matter: Matter


def links_of(matter: Matter) -> list[Linked]:
    rows = Link.objects.filter(Q(source=matter) | Q(target=matter)).select_related("source", "target").order_by("id")
    return [
        Linked(
            row.kind,
            row.get_kind_display(),
            row.source_id == matter.pk,
            row.target if row.source_id == matter.pk else row.source,
        )
        for row in rows[:200]
    ]


def kinds() -> list[type[Procedure]]:
    """The current version of every registered kind."""
    newest: dict[str, type[Procedure]] = {}
    for procedure in all_procedures():
        newest[procedure.kind] = procedure
    return list(newest.values())
