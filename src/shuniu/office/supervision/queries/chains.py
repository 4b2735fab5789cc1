"""来龙去脉: from any matter, what led to it and what came of it, across all kinds, with dates and lights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.origins import Origin, Station, Told, origin_named, origins_behind
from shuniu.kernel.casework.queries import amber_until, light_of, matter_for, seen_among, url_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree

FURTHEST, MOST = 6, 150


@dataclass(frozen=True, slots=True)
class Knot:
    """One stop of the chain. Of one that this person may not see only the number and the kind are known."""

    kind: str
    how: str = ""
    depth: int = 0
    number: str = ""
    title: str = ""
    about: str = ""
    state: str = ""
    light: str = "none"
    received_at: datetime | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """``before`` leads here, the farthest first; ``after`` came of it, each below what it came from; ``told`` is its end."""

    here: Knot
    name: str
    before: list[Knot]
    after: list[Knot]
    told: list[Told]
    cut: bool


def chain_of(actor: Actor, name: str, now: datetime) -> Chain:
    """The chain of what the actor may see; else 404. A few queries for each step away, whatever the number.

    It begins at a matter, by its number, or at what is no matter and leads to some, by the name its module gives it.
    """
    origin = origin_named(actor, name, now)
    return _from_origin(actor, origin, now) if origin is not None else _from_matter(actor, name, now)


def _from_matter(actor: Actor, number: str, now: datetime) -> Chain:
    start = matter_for(actor, number)
    walk = _Walk(actor, now)
    back, after = walk.run({start.pk: 0}, back=True), walk.run({start.pk: 0}, back=False)
    origins = origins_behind(actor, [start.pk, *walk.seen_before], now)
    heads = [knot for one in origins for knot in (_station(one.head, 0), *(_station(said, 0) for said in one.said))]
    before = [*heads, *reversed(_below(start.pk, back))]
    told = [one.told for one in origins if one.told is not None]
    return Chain(walk.knot(start, "", 0, True), number, before, _below(start.pk, after), told, walk.cut)


def _from_origin(actor: Actor, origin: Origin, now: datetime) -> Chain:
    """Each of the words said on it with what came of them below."""
    walk = _Walk(actor, now)
    first = {one.pk: one for one in Matter.objects.filter(pk__in=origin.leads)}
    seen = seen_among(actor, first.values())
    found = walk.run({pk: 2 for pk in first if pk in seen}, back=False)
    after: list[Knot] = []
    for said in origin.said:
        after.append(_station(said, 1))
        for pk in said.leads:
            after += [walk.knot(first[pk], _("引出"), 2, pk in seen), *_below(pk, found)]
    told = [origin.told] if origin.told is not None else []
    return Chain(_station(origin.head, 0), origin.head.title, [], after, told, walk.cut)


def _station(one: Station, depth: int) -> Knot:
    return Knot(
        one.kind, depth=depth, title=one.title, about=one.about, state=one.state, received_at=one.at, url=one.url
    )


Order = dict[int, list[tuple[Knot, int]]]
"""What hangs on a matter: each knot with the id of its matter."""


class _Walk:
    """A breadth-first walk over links. It does not go on through what may not be seen."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor, self.now, self.amber = actor, now, amber_until(now)
        self.cut = False
        self.seen_before: set[int] = set()

    def run(self, start: dict[int, int], *, back: bool) -> Order:
        """From some matters, each with its depth, as far as it goes."""
        depths = dict(start)
        front, order = list(start), Order()
        for _step in range(FURTHEST):
            links = self._links(front, back)
            ends = [(link, link.source if back else link.target) for link in links]
            seen = seen_among(self.actor, {end.pk: end for _link, end in ends if end.pk not in depths}.values())
            front = []
            for link, end in ends:
                if end.pk in depths or (end.sealed and end.pk not in seen):
                    continue  # Of a report under seal a stranger does not even learn that there is one.
                near = link.target_id if back else link.source_id
                depths[end.pk] = depths[near] + 1
                knot = self.knot(end, str(link.get_kind_display()), depths[end.pk], end.pk in seen)
                order.setdefault(near, []).append((knot, end.pk))
                if end.pk in seen:
                    front.append(end.pk)
            if not front:
                break
            if back:
                self.seen_before |= set(front)
        return order

    def _links(self, front: list[int], back: bool) -> list[Link]:
        wanted = Q(target_id__in=front) if back else Q(source_id__in=front)
        found = list(Link.objects.filter(wanted).select_related("source", "target").order_by("at", "id")[: MOST + 1])
        self.cut = self.cut or len(found) > MOST
        return found[:MOST]

    def knot(self, matter: Matter, how: str, depth: int, seen: bool) -> Knot:
        procedure = procedure_of(matter.kind, matter.procedure_version)
        known = Knot(_(procedure.label), how, depth, matter.number or "")
        if not seen:
            return known
        return replace(
            known, title=matter.title, about=tree().name(matter.unit_id), state=_(procedure.states[matter.state].label),
            light=light_of(matter.due_at, self.now, self.amber), received_at=matter.received_at, due_at=matter.due_at,
            closed_at=matter.closed_at, url=url_of(matter),
        )  # fmt: skip


def _below(start: int, order: Order) -> list[Knot]:
    """Each matter followed by what hangs on it."""
    found: list[Knot] = []
    waiting = list(reversed(order.get(start, [])))
    while waiting:
        knot, pk = waiting.pop()
        found.append(knot)
        waiting += reversed(order.get(pk, []))
    return found
