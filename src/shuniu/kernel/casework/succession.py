"""When a unit is merged or closed: what it has open is shown beforehand, and passes to its successor step by step."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet

from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.casework.procedure import HAND_OVER
from shuniu.kernel.casework.queries import url_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.casework.taking import take
from shuniu.kernel.organisation import work
from shuniu.kernel.organisation.actor import SYSTEM, Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day


class CaseworkKeeper:
    """Tells the organisation which matters are open, and hands them over when it asks."""

    def of_person(self, person_id: int, *, limit: int) -> list[work.OpenWork]:
        own = Q(owner_id=person_id) | Q(pk__in=Task.objects.filter(person_id=person_id).values("matter"))
        return _told(Matter.objects.filter(own, closed_at=None), limit)

    def of_unit(self, unit_id: int, *, limit: int) -> list[work.OpenWork]:
        return _told(_open_in(unit_id), limit)

    def move_unit(self, *, from_id: int, to_id: int, actor: Actor, at: datetime) -> int:
        names = {"from_name": tree().name(from_id), "to_name": tree().name(to_id), "ordered_by": actor.label}
        moved = list(_open_in(from_id).order_by("pk"))
        for matter in moved:
            step = procedure_of(matter.kind, matter.procedure_version).steps[HAND_OVER]
            take(step, matter, actor=SYSTEM, at=at, data={"from": from_id, "to": to_id, **names})
        return len(moved)


def _open_in(unit_id: int) -> QuerySet[Matter]:
    part = Q(unit_id=unit_id) | Q(pk__in=Task.objects.filter(unit_id=unit_id).values("matter"))
    return Matter.objects.filter(part, closed_at=None)


def _told(matters: QuerySet[Matter], limit: int) -> list[work.OpenWork]:
    soonest = matters.order_by(F("due_at").asc(nulls_last=True), "pk")[:limit]
    return [
        work.OpenWork(str(matter), url_of(matter), local_day(matter.due_at) if matter.due_at else None)
        for matter in soonest
    ]


def register() -> None:
    work.register(CaseworkKeeper())
