"""Rules re-run: what a new holiday notice moves, listed before it is put in force, then applied and told to people.

A local limit moves nothing: its length is resolved when a clock starts, and a running matter keeps it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit.operations import append, append_shared
from shuniu.kernel.casework.models import Clock, Matter, Task
from shuniu.kernel.casework.projecting import due_of, reckon
from shuniu.kernel.casework.record import CALENDAR, RECKONED, chain_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.law.limits import calendar_with, current_calendar
from shuniu.kernel.law.operations import MovedDay, load_year, moved_days
from shuniu.kernel.notifications.kinds import Kind, register_kind
from shuniu.kernel.notifications.operations import notify
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.workdays import Notice, parse_notice
from shuniu.kernel.workdays.calendar import Calendar
from shuniu.kernel.workdays.periods import local_day

CHUNK = 1000
TOLD = "casework.reckoned"


def register() -> None:
    """Called when the app is ready."""
    register_kind(Kind(TOLD, _("期限调整"), _("节假日安排有变，您有%(count)s件待办的期限已调整")))


@dataclass(frozen=True, slots=True)
class MovedDue:
    """An open clock that another calendar changes. ``old`` and ``new`` are the working days to aim for."""

    clock_id: int
    matter_id: int
    number: str
    title: str
    label: str
    old: datetime
    new: datetime

    @property
    def moved(self) -> bool:
        """False when the date stays and only ceases (or begins) to be provisional."""
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class Rerun:
    """A notice with all that it changes: days of the calendar and ends of open clocks."""

    notice: Notice
    days: tuple[MovedDay, ...]
    clocks: list[MovedDue]
    unchanged: bool = False
    """The very same notice was in force already."""

    @property
    def year(self) -> int:
        return self.notice.year


_told_too: list[Callable[[list[int], datetime], None]] = []


def on_moved(function: Callable[[list[int], datetime], None]) -> None:
    """Let a module tell its own people (citizens) which matters' days have moved. Called when its app is ready."""
    if function not in _told_too:
        _told_too.append(function)


def preview(content: bytes | str) -> Rerun:
    """What would move. Nothing is written. Raises ``NoticeError`` in words."""
    notice, before = parse_notice(content), current_calendar()
    unchanged = notice in before.notices
    return Rerun(notice, moved_days(before, notice), moved_dues(calendar_with(notice)), unchanged)


def put_in_force(content: bytes | str, *, actor: Actor, at: datetime) -> Rerun:
    """Load the notice, move every open clock that it changes, and tell those whose tasks moved.

    Run again after an accident it goes on where it stopped: what has moved already is not moved twice.
    """
    planned = preview(content)
    moved = [one for one in planned.clocks if one.moved]
    with transaction.atomic():
        loaded = load_year(content, by=actor.label, at=at)
        if not loaded.unchanged:
            body = {"year": planned.year, "title": planned.notice.title, "document": planned.notice.number,
                    "moved": len(moved)}  # fmt: skip
            append_shared("system", CALENDAR, at=at, actor=actor, body=body)
    calendar = current_calendar()
    # Looked up anew: a clock may have started under the old calendar while the notice was read.
    changed = [one for one in moved_dues(calendar) if _move(one, calendar, actor, at)]
    numbers = [one.matter_id for one in changed if one.moved]
    _tell(numbers, at)
    for function in _told_too:
        function(numbers, at)
    return replace(planned, clocks=changed, unchanged=loaded.unchanged)


def moved_dues(calendar: Calendar) -> list[MovedDue]:
    """Every open clock that would stand otherwise under ``calendar``, soonest first. Reads only."""
    return sorted(_changed(calendar), key=lambda one: (one.old, one.clock_id))


def _changed(calendar: Calendar) -> Iterator[MovedDue]:
    for clock in Clock.objects.filter(stopped_at=None).select_related("matter").iterator(chunk_size=CHUNK):
        before = (clock.legal_due, clock.safe_due, clock.provisional)
        reckon(clock, calendar)
        if (clock.legal_due, clock.safe_due, clock.provisional) != before:
            matter = clock.matter
            label = str(_(procedure_of(matter.kind, matter.procedure_version).clocks[clock.name].label))
            yield MovedDue(clock.pk, matter.pk, str(matter.number), matter.title, label, before[1], clock.safe_due)


def _move(one: MovedDue, calendar: Calendar, actor: Actor, at: datetime) -> bool:
    """One clock to its end under ``calendar``, with its ledger event. False when it has stopped meanwhile."""
    with transaction.atomic():
        matter = Matter.objects.select_for_update().get(pk=one.matter_id)
        clock = Clock.objects.filter(pk=one.clock_id, stopped_at=None).first()
        if clock is None:
            return False
        old = clock.safe_due
        reckon(clock, calendar)
        clock.save(update_fields=["legal_due", "safe_due", "provisional"])
        running = Clock.objects.filter(matter=matter, stopped_at=None)
        procedure = procedure_of(matter.kind, matter.procedure_version)
        matter.due_at = due_of(procedure, running)
        matter.save(update_fields=["due_at"])
        if "due_at" in procedure.repeats:
            procedure.detail.objects.filter(pk=matter.pk).update(due_at=matter.due_at)
        Task.objects.filter(matter=matter).update(due_at=matter.due_at)
        if clock.safe_due != old:
            body = {"clock": clock.name, "old": old.isoformat(), "new": clock.safe_due.isoformat()}
            append(chain_of(matter.pk), RECKONED, at=at, actor=actor, subject=matter.pk, body=body)
    return True


def _tell(matters: Sequence[int], at: datetime) -> None:
    """One notice to each person whose open tasks moved, with how many."""
    counted: Counter[int] = Counter()
    ids, day = sorted(set(matters)), local_day(at)
    for begin in range(0, len(ids), CHUNK):
        for task in Task.objects.filter(matter_id__in=ids[begin : begin + CHUNK]):
            counted.update([task.person_id] if task.person_id else _holders(task.role, task.unit_id, day))
    for count in sorted(set(counted.values())):
        people = [person for person, mine in counted.items() if mine == count]
        notify(people, TOLD, {"count": count}, "/desk/", at)


def _holders(role: str, unit_id: int, day: date) -> list[Any]:
    held = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
    return list(RoleHolding.objects.filter(held, role=role, unit_id=unit_id).values_list("person_id", flat=True))
