"""Lists of engagements: those of my unit, all of them, and what waits for the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import Light, light_of, visible
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.engagements.models import Engagement, Kind
from shuniu.office.engagements.procedures.engagement import LeaderEngagement
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries.wording import hours

ORDER = ("-earliest", "-pk")


@dataclass(frozen=True, slots=True)
class Line:
    number: str
    title: str
    kind: str
    unit: str
    leader: str
    time: str
    state: str
    tone: str
    light: Light
    earliest: datetime


TONES = {
    "arranged": "good",
    "held": "plain",
    "proposed": "info",
    "offered": "warn",
    "declined": "bad",
    "cancelled": "bad",
}


def listed(
    actor: Actor, *, state: str = "", leader: int | None = None, kind: str = "", words: str = ""
) -> QuerySet[Any]:
    """What the actor may see, narrowed; private entries are there for their leader and secretary alone."""
    rows = Engagement.objects.filter(matter__in=visible(LeaderEngagement, actor))
    private = people.reads_private(actor)
    rows = rows.filter(Q(private=False) | Q(leader_id__in=private) | Q(wanted_id__in=private))
    if state:
        rows = rows.filter(matter__state=state)
    if leader:
        rows = rows.filter(Q(leader_id=leader) | Q(leader_id=None, wanted_id=leader))
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(Q(about__icontains=words) | Q(matter__number__icontains=words))
    return rows.select_related("matter", "leader__person", "wanted__person")


def lines(rows: Iterable[Engagement], now: datetime) -> list[Line]:
    kept = tree()
    return [_line(row, str(kept.get(row.unit_id) or ""), now) for row in rows]


def _line(row: Engagement, unit: str, now: datetime) -> Line:
    matter, owner = row.matter, row.leader or row.wanted
    state = LeaderEngagement.states[matter.state]
    time = hours(row.starts_at, row.ends_at) if row.starts_at and row.ends_at else ""
    return Line(
        matter.number or "", row.about, str(Kind(row.kind).label), unit, owner.person.name if owner else row.get_rank_display(), time,
        _(state.label), TONES.get(matter.state, "plain"), light_of(matter.due_at, now), row.earliest,
    )  # fmt: skip


def states() -> list[tuple[str, str]]:
    return [(name, _(state.label)) for name, state in LeaderEngagement.states.items()]
