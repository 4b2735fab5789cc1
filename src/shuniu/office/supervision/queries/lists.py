"""The lists of assignments: what waits for me, what my unit carries out, and all that I may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.kernel.casework.addresses import address
from shuniu.kernel.casework.faces import Face, face_fields
from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.casework.queries import Light, amber_until, light_of, standings
from shuniu.kernel.casework.queues import PHASE_TONES
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Person, RoleHolding
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed, Values, as_read, values_among
from shuniu.kernel.remembering import MadeOf
from shuniu.office.supervision.models import Assignment, Colour, Grade, Source
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.roles import LEADER, UNITS

CHUNK = 500
COLOUR_TONES = {"blue": "info", "orange": "warn", "red": "bad"}


class Brief(NamedTuple):
    """What lists show of an assignment's own row."""

    matter_id: int
    origin: str
    leader_id: int | None
    important: bool
    returns: int
    colour: str


class Wording(NamedTuple):
    """What an export shows besides."""

    matter_id: int
    text: str
    origin_words: str
    percent: int
    grade: str


class Row(NamedTuple):
    """One line of a list."""

    matter: Matter | Face
    row: Brief
    light: Light
    leader: str = ""
    task: str = ""
    part: str = ""
    wording: Wording | None = None

    @property
    def url(self) -> str:
        return address("supervision:matter", self.number)

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
    def origin(self) -> str:
        return str(Source(self.row.origin).label)

    @property
    def colour(self) -> tuple[str, str]:
        colour = self.row.colour
        return (str(Colour(colour).label), COLOUR_TONES[colour]) if colour else ("", "plain")

    @property
    def grade(self) -> str:
        return str(Grade(self.wording.grade).label) if self.wording and self.wording.grade else ""


def rows_of(
    matters: Iterable[Face],
    now: datetime,
    leaders: Iterable[tuple[int, str]] = (),
    *,
    units: frozenset[int] | None = None,
) -> MadeOf[Row]:
    """The lines for matters in hand: one query for the assignments' own rows, one for leaders whose names are not in hand.

    With ``units`` each says whether one of these leads or assists.
    """
    kept = tuple(matters)
    briefs, names = _briefs([matter.pk for matter in kept], dict(leaders))
    own = [briefs[matter.pk] for matter in kept]
    led = tuple([names.get(brief.leader_id or 0, "") for brief in own])
    amber = amber_until(now)

    def make() -> list[Row]:
        parts = {None: "", True: _("牵头"), False: _("协办")}
        return [
            Row(matter, brief, light_of(matter.due_at, now, amber), leader, "",
                parts[None if units is None else matter.unit_id in units])
            for matter, brief, leader in zip(kept, own, led, strict=True)
        ]  # fmt: skip

    return MadeOf((kept, tuple(own), led, units, standings([one.due_at for one in kept], now, amber)), len(kept), make)


def task_rows(tasks: Iterable[Task], now: datetime) -> list[Row]:
    kept = list(tasks)
    briefs, _names = _briefs([task.matter_id for task in kept], {})
    amber = amber_until(now)
    return [
        Row(task.matter, briefs[task.matter_id], light_of(task.due_at, now, amber), task=_(task.label)) for task in kept
    ]


def _briefs(ids: list[int], known: dict[int, str]) -> tuple[dict[int, Brief], dict[int, str]]:
    briefs = {key: Brief(*values) for key, values in values_among(Assignment, Brief._fields, ids).items()}
    others = sorted({one.leader_id for one in briefs.values() if one.leader_id} - known.keys())
    return briefs, known | {key: name for key, (_key, name) in values_among(Person, ("id", "name"), others).items()}


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


def exported(rows: Iterator[Face], now: datetime) -> Iterator[Row]:
    """Every line of a list with its wording, in chunks: memory stays flat."""
    while chunk := list(islice(rows, CHUNK)):
        words = values_among(Assignment, Wording._fields, [one.pk for one in chunk])
        for row in rows_of(chunk, now):
            yield row._replace(wording=Wording(*words[row.matter.pk]))


# --- My unit's -----------------------------------------------------------------------------------------------------


def of_my_units(actor: Actor) -> list[QuerySet[Matter]]:
    """Open assignments that one of my units leads, for each of them, and those in which they still owe their part."""
    units = actor.units_of(*UNITS)
    still_open = Matter.objects.filter(kind=Supervised.kind, closed_at=None)
    helps = Task.objects.filter(unit_id__in=units, assisting=True, matter__kind=Supervised.kind).values("matter")
    return [*(still_open.filter(unit_id=unit) for unit in sorted(units)), still_open.filter(pk__in=helps)]


def own(actor: Actor) -> Composed[Face]:
    return Composed(("supervision.own", actor.scope), lambda moments: of_my_units(actor), Face, face_fields())


def own_rows(matters: Iterable[Face], actor: Actor, now: datetime) -> MadeOf[Row]:
    return rows_of(matters, now, units=actor.units_of(*UNITS))


# --- What the filters offer ----------------------------------------------------------------------------------------


def leader_choices() -> list[tuple[int, str]]:
    """The city's leaders, also those who no longer are."""
    return by_name(LEADERS.values())


def by_name(rows: Iterable[Values]) -> list[tuple[int, str]]:
    return sorted([(person, name) for person, name in rows], key=lambda one: one[1])


LEADERS: Composed[Values] = Composed(
    "supervision.leaders", lambda moments: RoleHolding.objects.filter(role=LEADER).order_by().distinct(),
    as_read, ("person_id", "person__name"),
)  # fmt: skip
