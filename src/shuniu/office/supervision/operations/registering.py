"""立项: an assignment registered by hand, or from what another matter has decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.queries import matter_for
from shuniu.kernel.casework.taking import link, open_matter
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.supervision.models import Assignment, Shape, Source
from shuniu.office.supervision.operations.evidence import refuse_secrets
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.procedures.folding import usual_cadence
from shuniu.office.supervision.queries.cadences import cadence_named


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person confirmed about an assignment."""

    title: str
    text: str
    origin: str = Source.RESOLUTION.value
    origin_words: str = ""
    shape: str = Shape.DAILY.value
    decided_by: str = ""
    leader: int | None = None
    important: bool = False
    complex: bool = False
    cadence: str = ""
    unit: int | None = None
    assisting: Sequence[int] = ()
    deadline: date | None = None
    milestones: Sequence[dict[str, str]] = field(default_factory=tuple)


def register(
    facts: Facts, *, actor: Actor, at: datetime, key: str | None = None, follows: str = "", parent: Matter | None = None
) -> Matter:
    """Register an assignment; ``follows`` is the number of the matter that led to it, ``parent`` the assignment above it.

    Raises ``StepRefused`` in words. A repeated ``key`` answers the same matter.
    """
    refuse_secrets(facts.title, facts.text, facts.origin_words, facts.decided_by)
    _refuse_past(facts, at)
    led = _wanted(actor, follows) if follows else None
    with transaction.atomic():
        return open_matter(
            Supervised.register, Assignment(), actor=actor, at=at, title=facts.title, source=facts.origin, key=key,
            data=_opening(facts, parent), then=lambda made: _joined(made, led, parent, at),
        )  # fmt: skip


def _joined(made: Matter, led: Matter | None, parent: Matter | None, at: datetime) -> None:
    if led is not None:
        link(led, made, Link.Kind.LED_TO, at=at)
    if parent is not None:
        link(parent, made, Link.Kind.SPLIT, at=at)


def _refuse_past(facts: Facts, at: datetime) -> None:
    if facts.deadline is not None and facts.deadline <= local_day(at):
        raise StepRefused(_("办结日期应当晚于今天。"))
    late = [one for one in facts.milestones if facts.deadline and one["due"] > facts.deadline.isoformat()]
    if late:
        raise StepRefused(_("节点“%(title)s”的日期晚于办结日期，请修改。") % {"title": late[0]["title"]})


def _wanted(actor: Actor, number: str) -> Matter:
    """The matter that led here; the same words whether it does not exist or is hidden."""
    try:
        return matter_for(actor, number.strip())
    except Http404:
        raise StepRefused(_("没有编号为 %(number)s 的事项，请核对来源事项的编号。") % {"number": number}) from None


def _opening(facts: Facts, parent: Matter | None) -> dict[str, Any]:
    cadence = cadence_named(facts.cadence or usual_cadence(facts.origin))
    above = Assignment.objects.values_list("path", flat=True).get(pk=parent.pk) if parent is not None else ""
    data = {
        "text": facts.text, "origin": facts.origin, "origin_words": facts.origin_words, "shape": facts.shape,
        "decided_by": facts.decided_by, "leader": facts.leader, "important": facts.important, "complex": facts.complex,
        "cadence": cadence.kept if cadence else {}, "unit": facts.unit, "assisting": list(facts.assisting),
        "unit_name": tree().name(facts.unit), "assisting_names": [tree().name(one) for one in facts.assisting],
        "deadline": facts.deadline.isoformat() if facts.deadline else "", "milestones": list(facts.milestones),
        **({"parent": parent.number, "path": f"{above}{parent.number}/"[:200]} if parent is not None else {}),
    }  # fmt: skip
    return {name: value for name, value in data.items() if value not in (None, "", [], {}, False)}
