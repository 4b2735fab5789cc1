"""The lists of incoming papers: what waits for me, what waits for my word, and all that I may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.casework.queries import Light, amber_until, light_of, my_tasks, visible
from shuniu.kernel.casework.queues import PHASE_TONES
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.office.documents.models.incoming import Arrival, Incoming
from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.office.documents.procedures.incoming_folding import INSTRUCT, READ, reader_seats
from shuniu.office.documents.repeats import number_key
from shuniu.office.documents.roles import UNITS

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    matter: Matter
    paper: Incoming
    light: Light
    task: str = ""
    opened_at: datetime | None = None

    @property
    def url(self) -> str:
        return reverse("documents:incoming", args=[self.matter.number])

    @property
    def number(self) -> str:
        return self.matter.number or ""

    @property
    def state(self) -> tuple[str, str]:
        state = IncomingPaper.states[self.matter.state]
        return _(state.label), PHASE_TONES.get(self.matter.phase, "plain")

    @property
    def unit(self) -> str:
        return tree().name(self.matter.unit_id)

    @property
    def type(self) -> str:
        return self.paper.get_type_display()

    @property
    def urgency(self) -> str:
        return self.paper.get_urgency_display()

    @property
    def marks(self) -> list[tuple[str, str]]:
        """What stands out, in words with a tone."""
        paper = self.paper
        found = [(self.urgency, "bad")] if paper.urgency != "ordinary" else []
        if paper.chases:
            found.append((_("催办%(times)s次") % {"times": paper.chases}, "warn"))
        if paper.returns:
            found.append((_("退办%(times)s次") % {"times": paper.returns}, "warn"))
        return found


def rows_of(matters: Iterable[Matter], now: datetime) -> list[Row]:
    """The lines for matters in hand: one query for the papers' own rows."""
    kept = list(matters)
    papers = _papers([matter.pk for matter in kept])
    amber = amber_until(now)
    return [Row(matter, papers[matter.pk], light_of(matter.due_at, now, amber)) for matter in kept]


def task_rows(tasks: Iterable[Task], now: datetime) -> list[Row]:
    kept = list(tasks)
    papers = _papers([task.matter_id for task in kept])
    amber = amber_until(now)
    return [
        Row(task.matter, papers[task.matter_id], light_of(task.due_at, now, amber), _(task.label), task.opened_at)
        for task in kept
    ]


def _papers(ids: list[int]) -> dict[int, Incoming]:
    return Incoming.objects.defer("text").in_bulk(ids) if ids else {}


# --- What waits for me ---------------------------------------------------------------------------------------------


def for_instruction(actor: Actor, now: datetime) -> list[Row]:
    """呈我批示: what waits for this leader's word, or for that of whoever lends them the role; soonest first."""
    mine = my_tasks(actor).filter(matter__kind=IncomingPaper.kind, seat__startswith=f"{INSTRUCT}:")
    return task_rows(mine.select_related("matter").order_by("due_at", "id")[:60], now)


def waiting_arrivals() -> list[Arrival]:
    """待登记: files that were dropped and wait for a person, oldest first."""
    return list(
        Arrival.objects.filter(matter=None, dropped_at=None).select_related("by").defer("text").order_by("id")[:60]
    )


def arrival(pk: int) -> Arrival | None:
    return Arrival.objects.filter(pk=pk, matter=None, dropped_at=None).first()


# --- All that I may see --------------------------------------------------------------------------------------------


def _of_paper(**conditions: Any) -> Q:
    return Q(pk__in=Incoming.objects.filter(**conditions).values("pk"))


def _texted(text: str) -> Q:
    """By own or original number, by organ, or by words of the title."""
    key = number_key(text)
    numbered = Q(number=text.strip().upper()) | Q(title__icontains=text.strip())
    return numbered | _of_paper(number_key=key) | _of_paper(organ__icontains=text.strip()) if key else numbered


NARROWINGS: dict[str, Any] = {
    "q": _texted,
    "state": lambda name: Q(state=name),
    "type": lambda name: _of_paper(type=name),
    "urgency": lambda name: Q(urgency=name),
    "organ": lambda text: _of_paper(organ__icontains=text),
    "unit": lambda unit: Q(unit_id__in=tree().subtree(unit)),
    "since": lambda day: Q(received_at__gte=datetime.combine(day, time(), SHANGHAI)),
    "until": lambda day: Q(received_at__lt=datetime.combine(day + timedelta(days=1), time(), SHANGHAI)),
}


def exported(found: QuerySet[Matter], now: datetime) -> Iterator[Row]:
    """Every line of a list, in chunks: memory stays flat."""
    rows = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from rows_of(chunk, now)


# --- In circulation ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Circulating(Row):
    """A paper that somebody has still to read: how many have, and whose turn it is."""

    read: int = 0
    total: int = 0
    turn: str = ""

    @property
    def progress(self) -> str:
        return f"{self.read}/{self.total}"

    @property
    def order(self) -> str:
        return _("依次") if self.paper.readers_in_order else _("同时")


def in_circulation(actor: Actor) -> QuerySet[Matter]:
    reading = Task.objects.filter(matter__kind=IncomingPaper.kind, seat__startswith=f"{READ}:").values("matter")
    return visible(IncomingPaper, actor).filter(pk__in=reading)


def circulating_rows(matters: Iterable[Matter], now: datetime) -> list[Circulating]:
    return [_circulating(row) for row in rows_of(matters, now)]


def _circulating(row: Row) -> Circulating:
    """Nobody is named who has read: the list says whom the paper waits for."""
    paper = row.paper
    keys = {seat.key for seat in reader_seats(paper)}
    return Circulating(
        row.matter, row.paper, row.light,
        read=sum(1 for one in paper.readers if one.get("read_at")),
        total=len(paper.readers),
        turn="、".join(one["name"] for one in paper.readers if one["key"] in keys),
    )  # fmt: skip


# --- My unit's -----------------------------------------------------------------------------------------------------


def of_my_units(actor: Actor) -> QuerySet[Matter]:
    """Open papers that my units lead, or in which they still owe their part."""
    units = actor.units_of(*UNITS)
    helps = Task.objects.filter(unit_id__in=units, assisting=True, matter__kind=IncomingPaper.kind).values("matter")
    return Matter.objects.filter(Q(unit_id__in=units) | Q(pk__in=helps), kind=IncomingPaper.kind, closed_at=None)


@dataclass(frozen=True, slots=True)
class OwnRow(Row):
    """A line of my unit's list: whether it leads or helps, and who handles."""

    part: str = ""


def own_rows(matters: Iterable[Matter], actor: Actor, now: datetime) -> list[OwnRow]:
    units = actor.units_of(*UNITS)
    return [
        OwnRow(row.matter, row.paper, row.light, part=_("主办") if row.matter.unit_id in units else _("协办"))
        for row in rows_of(matters, now)
    ]
