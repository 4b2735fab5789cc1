"""Lists of engagements: those of my unit, all of them, and what waits for the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import Light, amber_until, any_of, light_of, newest, sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed
from shuniu.kernel.remembering import MadeOf
from shuniu.office.engagements.models import Engagement, Kind, Rank
from shuniu.office.engagements.procedures.engagement import LeaderEngagement
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries.wording import hours

ORDER = ("-earliest", "-pk")


class Line(NamedTuple):
    """One line of the list."""

    pk: int
    number: str
    title: str
    kind_key: str
    unit_id: int | None
    rank: str
    leader_name: str | None
    wanted_name: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    state_key: str
    due_at: datetime | None
    earliest: datetime
    light: Light = Light.NONE

    @property
    def kind(self) -> str:
        return str(Kind(self.kind_key).label)

    @property
    def unit(self) -> str:
        return str(tree().get(self.unit_id) or "")

    @property
    def leader(self) -> str:
        return self.leader_name or self.wanted_name or str(Rank(self.rank).label)

    @property
    def time(self) -> str:
        return hours(self.starts_at, self.ends_at) if self.starts_at and self.ends_at else ""

    @property
    def state(self) -> tuple[str, str]:
        return _(LeaderEngagement.states[self.state_key].label), TONES.get(self.state_key, "plain")


FIELDS = ("pk", "matter__number", "about", "kind", "unit_id", "rank", "leader__person__name", "wanted__person__name",
          "starts_at", "ends_at", "matter__state", "matter__due_at", "earliest")  # fmt: skip


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
) -> Composed[Line]:
    """What the actor may see, narrowed; private entries are there for their leader and secretary alone."""
    private = people.reads_private(actor)

    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        rows = Engagement.objects.all()
        if not sees_all(LeaderEngagement, actor):
            rows = rows.filter(matter__in=any_of([one.values("pk") for one in newest(LeaderEngagement, actor)]))
        rows = rows.filter(Q(private=False) | Q(leader_id__in=private) | Q(wanted_id__in=private))
        if state:
            rows = rows.filter(matter__state=state)
        if leader:
            rows = rows.filter(Q(leader_id=leader) | Q(leader_id=None, wanted_id=leader))
        if kind:
            rows = rows.filter(kind=kind)
        if words:
            rows = rows.filter(Q(about__icontains=words) | Q(matter__number__icontains=words))
        return rows

    shape = None if words else ("engagements.listed", actor.scope, private, state, leader, kind)
    return Composed(shape, build, Line, FIELDS)


def lit(lines: Iterable[Line], now: datetime) -> list[Line]:
    amber = amber_until(now)
    return [one._replace(light=light_of(one.due_at, now, amber)) for one in lines]


def lit_page(lines: Sequence[Line], now: datetime) -> MadeOf[Line]:
    """The same, made when somebody looks."""
    amber = amber_until(now)
    lights = tuple([light_of(one.due_at, now, amber) for one in lines])
    return MadeOf((tuple(lines), lights), len(lines), lambda: lit(lines, now))


def states() -> list[tuple[str, str]]:
    return [(name, _(state.label)) for name, state in LeaderEngagement.states.items()]
