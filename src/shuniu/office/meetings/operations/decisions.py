"""议定事项交办: a decision becomes a supervised assignment, a matter of another module that is opened by its name.

Where supervision is not installed nothing is opened and the screen says so: the decision stays with the meeting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.elsewhere import kind_in_force, open_elsewhere
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.procedure import Procedure
from shuniu.kernel.casework.taking import link
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.meetings.models import Resolution
from shuniu.office.meetings.queries.people import closed_unit

SUPERVISION = "supervision.assignment"


@dataclass(frozen=True, slots=True)
class Decided:
    """What supervision needs to know of a decision."""

    title: str
    text: str
    unit: int
    assisting: tuple[int, ...]
    due_on: date | None
    source: str
    """In words: which meeting, which minutes."""


def supervision(on: date) -> type[Procedure] | None:
    """The procedure of supervised assignments, None where no module brings it."""
    return kind_in_force(SUPERVISION, on)


def open_assignment(
    procedure: type[Procedure], decided: Decided, *, actor: Actor, at: datetime, key: str | None
) -> Matter:
    """Open the assignment with all that the minutes say of the decision."""
    said = {
        "title": decided.title, "text": decided.text, "origin": "resolution", "origin_words": decided.source[:200],
        "decided_by": decided.source[:120], "unit": decided.unit, "unit_name": tree().name(decided.unit),
        "assisting": list(decided.assisting), "assisting_names": [tree().name(one) for one in decided.assisting],
        "deadline": decided.due_on.isoformat() if decided.due_on else "",
    }  # fmt: skip
    return open_elsewhere(procedure, said, actor=actor, at=at, title=decided.title, source="resolution", key=key)


def resolution_of(matter: Matter, given: Mapping[str, Any]) -> Resolution:
    """The decision that is meant, not settled yet. The caller holds the matter's lock."""
    pk = str(given.get("resolution") or "")
    row = Resolution.objects.filter(matter_id=matter.pk, pk=pk).first() if pk.isdecimal() else None
    if row is None:
        raise StepRefused(_("没有这项议定事项，请刷新后查看。"))
    if row.assignment_id or row.aside:
        raise StepRefused(_("这项议定事项已经办理，请刷新后查看。"))
    return row


def before_assigning(matter: Matter, given: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Judged before the passage is written: what follows it must not fail."""
    row = resolution_of(matter, given)
    node = tree().get(row.unit_id)
    if node is None or node.closed:
        raise StepRefused(closed_unit(row.unit_id))
    if supervision(local_day(at)) is None:
        raise StepRefused(_("本系统没有启用督查模块，不能转为督查事项。请选择“不另交办”，并写明由谁怎样督办。"))
    return {"resolution": row.pk, "no": row.no}


def assign(matter: Matter, meeting_words: str, pk: int, *, actor: Actor, at: datetime, key: str | None) -> Matter:
    """Open the assignment, link it both ways and note it beside the decision."""
    row = Resolution.objects.get(pk=pk)
    procedure = supervision(local_day(at))
    if procedure is None:
        raise StepRefused(_("本系统没有启用督查模块。"))
    decided = Decided(row.text[:200], row.text, row.unit_id, tuple(row.assisting), row.due_on, meeting_words)
    made = open_assignment(procedure, decided, actor=actor, at=at, key=f"resolution:{row.pk}")
    link(matter, made, Link.Kind.LED_TO, at=at)
    Resolution.objects.filter(pk=row.pk).update(assignment=made, assigned_at=at)
    return made


def set_aside(pk: int, reason: str, at: datetime) -> None:
    Resolution.objects.filter(pk=pk).update(aside=reason[:300], assigned_at=at)
