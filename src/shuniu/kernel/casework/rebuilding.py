"""Rebuild every projection from the passages and compare it with what is stored.

``differences`` is the proof that nothing but ``take`` ever changed a matter; ``mend`` writes the rebuilt values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Model

from shuniu.kernel.audit.operations import append
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Clock, Matter, Party, Passage, Task
from shuniu.kernel.casework.projecting import apply, reckon
from shuniu.kernel.casework.record import MENDED, chain_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.casework.taking import CLOCK_PROJECTION, MATTER_PROJECTION
from shuniu.kernel.law.limits import current_calendar, former_calendars
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.kernel.workdays.calendar import Calendar

CHUNK = 1000
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError)
"""What replaying a row raises that was not written by ``take``: the matter is named, and the comparison goes on."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One stored value that is not what the passages say."""

    number: str
    where: str
    stored: str
    rebuilt: str


def replay(matter: Matter, passages: Iterable[Passage], calendar: Calendar, detail: Any) -> Case:
    """The case as its passages alone make it. ``detail`` is copied from the stored row, its folded fields afresh."""
    procedure = procedure_of(matter.kind, matter.procedure_version)
    fresh = Matter(
        pk=matter.pk,
        number=matter.number,
        kind=matter.kind,
        title=matter.title,
        source=matter.source,
        received_at=matter.received_at,
        urgency=matter.urgency,
        sealed=matter.sealed,
        procedure_version=matter.procedure_version,
        key=matter.key,
        state=procedure.initial().name,
    )
    model = procedure.detail
    kept = {
        field.attname: getattr(detail, field.attname)
        for field in model._meta.concrete_fields
        if field.name not in procedure.folded
    }
    case = Case(procedure, fresh, model(**kept))
    for passage in passages:
        apply(case, passage, calendar=calendar)
    return case


def differences(*, calendar: Calendar | None = None, kind: str = "") -> Iterator[Difference]:
    """Every difference between stored and rebuilt, matter by matter, in a bounded amount of memory."""
    calendar = calendar or current_calendar()
    formerly = _Formerly()
    last = 0
    while True:
        matters = Matter.objects.filter(pk__gt=last, **({"kind": kind} if kind else {})).order_by("pk")[:CHUNK]
        chunk = {matter.pk: matter for matter in matters}
        if not chunk:
            return
        last = max(chunk)
        yield from _compare(chunk, calendar, formerly)


class _Formerly:
    """A clock that has stopped keeps the dates of its day: a notice that came later does not rewrite history.

    The calendars of former days are made once, and only when a stopped clock differs from today's.
    """

    def __init__(self) -> None:
        self._calendars: list[Calendar] | None = None

    def explains(self, stored: Clock | None, rebuilt: Clock | None) -> bool:
        if stored is None or rebuilt is None or rebuilt.stopped_at is None:
            return False
        if self._calendars is None:
            self._calendars = list(former_calendars())
        for calendar in self._calendars:
            reckon(rebuilt, calendar)
            if _clock(stored) == _clock(rebuilt):
                return True
        return False


def _compare(chunk: dict[int, Matter], calendar: Calendar, formerly: _Formerly) -> Iterator[Difference]:
    ids = list(chunk)
    passages = Passage.objects.filter(matter_id__in=ids).order_by("matter_id", "seq")
    clocks = _by_matter(Clock.objects.filter(matter_id__in=ids))
    tasks = _by_matter(Task.objects.filter(matter_id__in=ids))
    parties = _by_matter(Party.objects.filter(matter_id__in=ids))
    details: dict[int, Any] = {}
    for model in {procedure_of(matter.kind, matter.procedure_version).detail for matter in chunk.values()}:
        details.update({row.pk: row for row in model.objects.filter(pk__in=ids)})
    for matter_id, group in groupby(passages, key=lambda passage: passage.matter_id):
        matter = chunk.pop(matter_id)
        try:
            case = replay(matter, group, calendar, details[matter_id])
        except UNREADABLE as error:
            yield Difference(str(matter.number), "passages", "", repr(error))
            continue
        stored = Case(
            case.procedure,
            matter,
            details[matter_id],
            {clock.name: clock for clock in clocks.get(matter_id, [])},
            tasks.get(matter_id, []),
            {party.unit_id: party.assisting for party in parties.get(matter_id, []) if party.is_of(matter)},
        )
        yield from _against(stored, case, formerly)
    for matter in chunk.values():
        yield Difference(str(matter.number), "passages", "", "none at all")


def _by_matter(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.matter_id, []).append(row)
    return found


def _against(stored: Case, rebuilt: Case, formerly: _Formerly) -> Iterator[Difference]:
    number = str(stored.matter.number)

    def differ(where: str, old: Any, new: Any) -> Iterator[Difference]:
        if old != new:
            yield Difference(number, where, str(old), str(new))

    for name, attname in _columns(Matter, MATTER_PROJECTION):
        yield from differ(name, getattr(stored.matter, attname), getattr(rebuilt.matter, attname))
    for name, attname in _columns(rebuilt.procedure.detail, rebuilt.procedure.folded):
        yield from differ(f"detail.{name}", getattr(stored.detail, attname), getattr(rebuilt.detail, attname))
    for name in sorted(stored.clocks.keys() | rebuilt.clocks.keys()):
        old, new = stored.clocks.get(name), rebuilt.clocks.get(name)
        if _clock(old) != _clock(new) and not formerly.explains(old, new):
            yield Difference(number, f"clock {name}", str(_clock(old)), str(_clock(new)))
    yield from differ("tasks", sorted(map(_task, stored.tasks)), sorted(map(_task, rebuilt.tasks)))
    yield from differ("parties", stored.parties, rebuilt.parties)


def _columns(model: type[Model], names: Iterable[str]) -> list[tuple[str, str]]:
    """Fields with the attribute that holds their stored value: ``unit`` stands in ``unit_id``."""
    return [(field.name, field.attname) for field in model._meta.concrete_fields if field.name in set(names)]


def _clock(clock: Clock | None) -> Any:
    return clock and [getattr(clock, name) for name in CLOCK_PROJECTION]


def _task(task: Task) -> tuple[Any, ...]:
    return (
        task.unit_id,
        task.role,
        task.label,
        task.person_id or 0,
        task.assisting,
        task.seat,
        (task.due_at and task.due_at.timestamp()) or 0,
    )


# --- Mending -------------------------------------------------------------------------------------------------------


def mend(number: str, *, at: datetime, calendar: Calendar | None = None) -> bool:
    """Write one matter's projection afresh from its passages, with a ledger event. False when they cannot be read."""
    calendar = calendar or current_calendar()
    with transaction.atomic():
        matter = Matter.objects.select_for_update().get(number=number)
        model = procedure_of(matter.kind, matter.procedure_version).detail
        try:
            passages = list(Passage.objects.filter(matter=matter).order_by("seq"))
            case = replay(matter, passages, calendar, model.objects.get(pk=matter.pk))
        except (*UNREADABLE, model.DoesNotExist):
            return False
        if not passages:
            return False
        _write(case)
        append(chain_of(matter.pk), MENDED, at=at, actor=SYSTEM, subject=matter.pk, body={"number": number})
    return True


def _write(case: Case) -> None:
    """The rows of a projection are few: all but the matter's and the detail's own are made anew."""
    case.matter.save(update_fields=MATTER_PROJECTION)
    if case.procedure.folded:
        case.detail.save(update_fields=case.procedure.folded)
    for model in (Clock, Task, Party):
        model._default_manager.filter(matter_id=case.matter.pk).delete()
    Clock.objects.bulk_create(case.clocks.values())
    Task.objects.bulk_create(case.tasks)
    Party.objects.bulk_create([Party.of(case.matter, *party) for party in case.parties.items()])
