"""来龙去脉: from any matter, what led to it and what came of it, across all kinds, with dates and lights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.queries import amber_until, light_of, matter_for, seen_among, url_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree

FURTHEST, MOST = 6, 150


@dataclass(frozen=True, slots=True)
class Knot:
    """One matter of the chain. Of one that this person may not see only the number and the kind are known."""

    number: str
    kind: str
    title: str
    unit: str
    state: str
    light: str
    received_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    url: str
    how: str
    joined_at: datetime | None
    depth: int


@dataclass(frozen=True, slots=True)
class Chain:
    """``before`` leads here, the farthest first; ``after`` came of it, each below what it came from."""

    here: Knot
    before: list[Knot]
    after: list[Knot]
    cut: bool


def chain_of(actor: Actor, number: str, now: datetime) -> Chain:
    """The chain of a matter that the actor may see; else 404. A few queries for each step away, whatever the number."""
    start = matter_for(actor, number)
    walk = _Walk(actor, now, start)
    before, after = walk.run(back=True), walk.run(back=False)
    here = walk.knot(start, "", None, 0, True)
    return Chain(here, list(reversed(before)), after, walk.cut)


class _Walk:
    """A breadth-first walk over links. It does not go on through what may not be seen."""

    def __init__(self, actor: Actor, now: datetime, start: Matter) -> None:
        self.actor, self.now, self.amber, self.start = actor, now, amber_until(now), start
        self.cut = False

    def run(self, *, back: bool) -> list[Knot]:
        met, front = {self.start.pk}, [self.start.pk]
        order: dict[int, list[Knot]] = {}
        ids: dict[int, int] = {}
        for depth in range(1, FURTHEST + 1):
            links = self._links(front, back)
            fresh = [link for link in links if self._end(link, back).pk not in met]
            if not fresh:
                break
            matters = {self._end(link, back).pk: self._end(link, back) for link in fresh}
            seen = seen_among(self.actor, matters.values())
            front = []
            for link in fresh:
                matter = self._end(link, back)
                if matter.pk in met or (matter.sealed and matter.pk not in seen):
                    continue  # Of a report under seal a stranger does not even learn that there is one.
                met.add(matter.pk)
                near = link.target_id if back else link.source_id
                knot = self.knot(matter, link.get_kind_display(), link.at, depth, matter.pk in seen)
                order.setdefault(near, []).append(knot)
                ids[id(knot)] = matter.pk
                if matter.pk in seen:
                    front.append(matter.pk)
        return _below(self.start.pk, order, ids)

    def _links(self, front: list[int], back: bool) -> list[Link]:
        wanted = Q(target_id__in=front) if back else Q(source_id__in=front)
        found = list(Link.objects.filter(wanted).select_related("source", "target").order_by("at", "id")[: MOST + 1])
        self.cut = self.cut or len(found) > MOST
        return found[:MOST]

    def _end(self, link: Link, back: bool) -> Matter:
        return link.source if back else link.target

    def knot(self, matter: Matter, how: str, at: datetime | None, depth: int, seen: bool) -> Knot:
        procedure = procedure_of(matter.kind, matter.procedure_version)
        if not seen:
            light = "none"
            return Knot(
                matter.number or "", _(procedure.label), "", "", "", light, None, None, None, "", str(how), at, depth
            )
        return Knot(
            matter.number or "", _(procedure.label), matter.title, tree().name(matter.unit_id),
            _(procedure.states[matter.state].label), light_of(matter.due_at, self.now, self.amber), matter.received_at,
            matter.due_at, matter.closed_at, url_of(matter), str(how), at, depth,
        )  # fmt: skip


def _below(start: int, order: dict[int, list[Knot]], ids: dict[int, int]) -> list[Knot]:
    """Each matter followed by what hangs on it."""
    found: list[Knot] = []
    waiting = list(reversed(order.get(start, [])))
    while waiting:
        knot = waiting.pop()
        found.append(knot)
        waiting += reversed(order.get(ids[id(knot)], []))
    return found
