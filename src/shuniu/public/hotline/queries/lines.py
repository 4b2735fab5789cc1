"""The lines of the hotline's lists: a matter and what its request's own row says, made when they must be drawn."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from django.utils.translation import gettext as _

from shuniu.kernel.casework.addresses import address
from shuniu.kernel.casework.faces import Face, Waiting, face_fields, face_of, waiting
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import Light, amber_until, light_of, standings
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Values, values_among
from shuniu.kernel.remembering import MadeOf
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.models.request import Channel, Type
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.subjects import subject_name

CHUNK = 500
STATES = {name: state.label for name, state in HotlineRequest.states.items()}
FACE, DUE = len(Face._fields), Face._fields.index("due_at")
PHASE_TONES = {"waiting": "warn", "working": "info", "suspended": "plain", "closed": "good"}


class Brief(NamedTuple):
    """What lists show of a request's own row. Plain values: fifty of them cost a third of fifty instances."""

    matter_id: int
    type: str
    subject_id: int | None
    suggested_unit_id: int | None
    suggested_confidence: float | None
    returns: int
    redos: int
    chases: int
    overseen: bool
    instructed: bool


Own = TypeVar("Own", Brief, Request)
"""A request's own row: what a line shows, or the whole of it."""


class Row(NamedTuple, Generic[Own]):
    """One line of a list."""

    matter: Matter | Face
    request: Own
    light: Light
    task: str = ""
    opened_at: datetime | None = None

    @property
    def url(self) -> str:
        return address("hotline:matter", self.matter.number or "")

    @property
    def state(self) -> tuple[str, str]:
        return _(STATES.get(self.matter.state, self.matter.state)), PHASE_TONES.get(self.matter.phase, "plain")

    @property
    def unit(self) -> str:
        return tree().name(self.matter.unit_id)

    @property
    def type(self) -> str:
        return str(Type(self.request.type).label)

    @property
    def subject(self) -> str:
        return subject_name(self.request.subject_id)

    @property
    def channel(self) -> str:
        return str(dict(Channel.choices).get(self.matter.source, self.matter.source))

    @property
    def suggested(self) -> str:
        return tree().name(self.request.suggested_unit_id)

    @property
    def confidence(self) -> int:
        """Percent."""
        return round((self.request.suggested_confidence or 0) * 100)

    @property
    def marks(self) -> list[tuple[str, str]]:
        """What stands out, in words with a tone. Most requests have none, and then nothing is looked up."""
        matter, request = self.matter, self.request
        found = [(matter.get_urgency_display(), "bad")] if matter.urgency != "ordinary" else []
        if request.overseen:
            found.append((_("督办"), "bad"))
        if request.instructed:
            found.append((_("批示"), "bad"))
        if request.redos:
            found.append((_("重办%(times)s次") % {"times": request.redos}, "warn"))
        if request.returns:
            found.append((_("退单%(times)s次") % {"times": request.returns}, "warn"))
        if request.chases:
            found.append((_("催办%(times)s次") % {"times": request.chases}, "plain"))
        if matter.sealed:
            found.append((_("身份保密"), "plain"))
        return found


def _briefs(matter_ids: list[int]) -> list[Values]:
    """The values of ``Brief`` for each of these."""
    found = values_among(Request, Brief._fields, matter_ids)
    return [tuple(found[one]) for one in matter_ids]


def rows_of(found: Iterable[Matter | Face | Request], now: datetime) -> Sequence[Row[Brief]]:
    """The lines for matters, or requests with their matters, in hand: one query for the requests' rows."""
    kept = [one if isinstance(one, Face) else _face(one) for one in found]
    briefs = _briefs([face.pk for face in kept])
    return _lines(
        (tuple(kept), tuple(briefs)), [one.due_at for one in kept], lambda: zip(kept, briefs, strict=True), now
    )


Read = Callable[[], Iterable[tuple[Face, Values]]]


def _lines(values: Hashable, dues: list[datetime | None], read: Read, now: datetime) -> Sequence[Row[Brief]]:
    """The lines of what ``read`` gives, made of these values and of nothing else."""
    amber = amber_until(now)

    def make() -> list[Row[Brief]]:
        return [Row(face, Brief(*own), light_of(face.due_at, now, amber)) for face, own in read()]

    return MadeOf((values, standings(dues, now, amber)), len(dues), make)


def _face(one: Matter | Request) -> Face:
    return face_of(one.matter if isinstance(one, Request) else one)


def whole_rows(found: Iterable[Matter | Face | Request], now: datetime) -> list[Row[Request]]:
    """The same with all that was said, for the pages that show more of a request than a line."""
    kept = [one.matter if isinstance(one, Request) else one for one in found]
    requests, amber = Request.objects.in_bulk([matter.pk for matter in kept]), amber_until(now)
    return [Row(matter, requests[matter.pk], light_of(matter.due_at, now, amber)) for matter in kept]


TASKS_MATTER, TASKS_DUE = Waiting._fields.index("matter_id"), Waiting._fields.index("due_at")
MATTERS_DUE = len(Waiting._fields) - 1 + DUE


def task_rows(found: Sequence[Values], now: datetime) -> Sequence[Row[Brief]]:
    """The lines of open tasks, from the values of ``WAITING_FIELDS``."""
    briefs = _briefs([one[TASKS_MATTER] for one in found])
    amber = amber_until(now)

    def make() -> list[Row[Brief]]:
        tasks = [waiting(*one) for one in found]
        labels = {label: _(label) for label in {task.label for task in tasks}}
        return [
            Row(task.matter, Brief(*own), light_of(task.due_at, now, amber), labels[task.label], task.opened_at)
            for task, own in zip(tasks, briefs, strict=True)
        ]

    standing = [standings([one[place] for one in found], now, amber) for place in (TASKS_DUE, MATTERS_DUE)]
    return MadeOf((tuple(found), tuple(briefs), tuple(standing)), len(found), make)


def exported(found: Iterator[Matter | Face | Request], now: datetime) -> Iterator[Row[Request]]:
    """Every line of a list in chunks: memory stays flat."""
    while chunk := list(islice(found, CHUNK)):
        yield from whole_rows(chunk, now)


# --- Lists that are read from the requests -------------------------------------------------------------------------


TOGETHER = (*face_fields("matter__", pk="pk"), *Brief._fields[1:])
"""A face and a brief in one row of values."""


def face_in(values: Values) -> Face:
    return Face._make(values[:FACE])


def rows_together(found: Sequence[Values], now: datetime) -> Sequence[Row[Brief]]:
    """The lines of such rows: there is nothing left to be asked for."""

    def read() -> list[tuple[Face, Values]]:
        return [(face_in(one), (one[0], *one[FACE:])) for one in found]

    return _lines(tuple(found), [one[DUE] for one in found], read, now)
