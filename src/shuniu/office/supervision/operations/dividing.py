"""分解: one assignment split into several, each with its own unit; a container follows its parts and closes last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import load_locked, repeated, take
from shuniu.kernel.organisation.actor import SYSTEM, Actor
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.supervision.cadences import days_until
from shuniu.office.supervision.models import Assignment
from shuniu.office.supervision.operations.assigning import assignment_of
from shuniu.office.supervision.operations.registering import Facts, register
from shuniu.office.supervision.procedures.assignment import Supervised

DEEPEST = 4
MOST = 120


def divide(parent: Matter, parts: Sequence[Facts], *, actor: Actor, at: datetime, key: str) -> list[Matter]:
    """Register the parts below their parent, all or none. A second click answers what the first one made.

    Parts of an approved parent are approved with it and go to their units at once; those of one that waits for approval
    wait with it.
    """
    _refuse_too_much(parent, parts)
    with transaction.atomic():
        case = load_locked(parent.pk)
        if repeated(Supervised.divide, parent.pk, key):
            return list(Matter.objects.filter(key__startswith=f"{key}:"[:60]).order_by("pk"))
        above = case.detail
        made = [
            register(_inherited(part, above), actor=actor, at=at, key=f"{key}:{at_}"[:64], parent=parent)
            for at_, part in enumerate(parts)
        ]
        numbers = [one.number for one in made]
        take(Supervised.divide, parent, actor=actor, at=at, data={"numbers": numbers}, key=key)
        if case.state == "approved":
            parent_approved(parent, at=at)
        elif case.state != "registered":
            for one in made:
                begin(one, at=at)
    return made


def _refuse_too_much(parent: Matter, parts: Sequence[Facts]) -> None:
    path = Assignment.objects.values_list("path", flat=True).get(pk=parent.pk)
    if path.count("/") >= DEEPEST:
        raise StepRefused(_("事项最多分解%(levels)s层。") % {"levels": DEEPEST})
    if not parts:
        raise StepRefused(_("请至少勾选一项。"))
    if len(parts) > MOST:
        raise StepRefused(_("一次最多分解%(most)s项，请分几次办理。") % {"most": MOST})


def _inherited(part: Facts, above: Assignment) -> Facts:
    """A part has the source, the decision and the leader of what it was split from."""
    return replace(
        part,
        origin=above.origin,
        origin_words=above.origin_words,
        shape=above.shape,
        decided_by=above.decided_by,
        leader=part.leader or above.leader_id,
        important=part.important or above.important,
        cadence=part.cadence or str((above.cadence or {}).get("code", "")),
        deadline=part.deadline or above.deadline,
    )


def begin(part: Matter, *, at: datetime) -> None:
    """A part whose parent is approved: approved with it, and sent to the unit that was named for it."""
    approved = take(Supervised.approve_with_parent, part, actor=SYSTEM, at=at)
    detail = Assignment.objects.get(pk=approved.pk)
    if detail.proposed_unit:
        take(Supervised.assign, approved, actor=SYSTEM, at=at, data=assignment_of(detail, at))


def parent_approved(parent: Matter, *, at: datetime) -> None:
    """What follows when a parent that was divided beforehand is approved: its parts begin."""
    detail = Assignment.objects.get(pk=parent.pk)
    if not detail.children:
        return
    for part in Matter.objects.filter(number__in=list(detail.children), state="registered").order_by("pk"):
        begin(part, at=at)
    take(Supervised.follow_parts, parent, actor=SYSTEM, at=at, data=term_of(detail, at))


def term_of(detail: Assignment, at: datetime) -> dict[str, int]:
    """How long a container has: until the day that the decision names, where that is still to come."""
    days = days_until(detail.deadline, local_day(at)) if detail.deadline else 0
    return {"finish_days": days} if days > 0 else {}


def tell_parent(part: Matter, *, closed: bool, at: datetime) -> None:
    """The parent keeps count of its parts. One that is closed itself is told nothing any more."""
    number = Assignment.objects.values_list("parent", flat=True).get(pk=part.pk)
    parent = Matter.objects.filter(number=number, closed_at=None).first() if number else None
    if parent is None or parent.state == "objected":
        return
    step = Supervised.child_closed if closed else Supervised.child_reopened
    take(step, parent, actor=SYSTEM, at=at, data={"number": part.number, "title": part.title})
