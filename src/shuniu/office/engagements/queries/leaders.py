"""Leaders: who has a row on the sheet, who serves whom, who may arrange for whom, who is away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Delegation
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed
from shuniu.office.engagements.models import Absence, Leader, Serving
from shuniu.office.engagements.roles import ARRANGER, DIRECTOR, HOME, LEADER, SECRETARY


def leaders(on: date) -> list[Leader]:
    """Those in office on a day, in the order of the sheet."""
    in_office = Q(until=None) | Q(until__gte=on)
    return list(Leader.objects.filter(in_office).select_related("person"))


class Head(NamedTuple):
    """A leader at the head of a row of the sheet."""

    pk: int
    person_id: int
    name: str
    title: str
    until: date | None

    def __str__(self) -> str:
        return f"{self.name}（{self.title}）"


HEADS: Composed[Head] = Composed(
    "engagements.heads", lambda moments: Leader.objects.order_by("position", "pk"), Head,
    ("pk", "person_id", "person__name", "title", "until"),
)  # fmt: skip
"""All who ever had a row."""


def heads(on: date, among: Sequence[Head] | None = None) -> list[Head]:
    """``leaders`` as plain values, where these were not read before."""
    return [one for one in (HEADS.read() if among is None else among) if one.until is None or one.until >= on]


def head_of(leader_id: int) -> Head | None:
    """One of them, in office or not."""
    return next((one for one in HEADS.read() if one.pk == leader_id), None)


def diaries_of(actor: Actor) -> tuple[Head, ...]:
    """Whose diaries are this person's: their own, one lent to them, or those they keep as a secretary."""
    kept, acting = served(actor), acts_for(actor)
    return tuple([one for one in HEADS.read() if one.person_id in acting or one.pk in kept])


def leader_of(leader_id: int | None) -> Leader | None:
    return Leader.objects.select_related("person").filter(pk=leader_id).first() if leader_id else None


def own(actor: Actor) -> Leader | None:
    """The row of whoever is a leader themselves."""
    if actor.person_id is None:
        return None
    return Leader.objects.select_related("person").filter(person_id=actor.person_id).first()


def served(actor: Actor) -> frozenset[int]:
    """Ids of the leaders whose secretary the actor is."""
    person = actor.person_id
    if person is None or not actor.holds(SECRETARY):
        return frozenset()
    shape = ("engagements.served", person)
    return frozenset(
        Composed(shape, lambda moments: Serving.objects.filter(person_id=person), int, ("leader_id",)).read()
    )


def acts_for(actor: Actor) -> frozenset[int]:
    """Ids of the people whose leader's role the actor holds: their own, or one lent."""
    lent = {one.for_id for one in actor.grants if one.role == LEADER and one.for_id is not None}
    return frozenset({*lent, *([actor.person_id] if actor.person_id is not None and actor.holds(LEADER) else [])})


def arranges(actor: Actor) -> bool:
    """统筹员, for whoever's diary."""
    return actor.holds(ARRANGER, tree().by_code.get(HOME))


def directs(actor: Actor) -> bool:
    """统筹负责人: keeps the registers of leaders and places, and the rules."""
    return actor.holds(DIRECTOR, tree().by_code.get(HOME))


def sets_rules(actor: Actor) -> bool:
    return arranges(actor) or directs(actor)


def may_arrange(actor: Actor, leader_id: int | None) -> bool:
    """统筹员 for everybody; a secretary for the leaders they serve, and for what has no leader yet."""
    return arranges(actor) or (actor.holds(SECRETARY) and (leader_id is None or leader_id in served(actor)))


def reads_private(actor: Actor, among: Sequence[Head] | None = None) -> frozenset[int]:
    """Ids of the leaders of whose private entries the actor may read the words: their own and those they serve."""
    acting = acts_for(actor)
    if not acting:
        return served(actor)
    return served(actor) | {one.pk for one in (HEADS.read() if among is None else among) if one.person_id in acting}


def away(leader: Leader, on: date) -> str:
    """Why nothing is arranged for a leader on a day, with whoever acts for them; empty when they are there."""
    if leader.until is not None and on > leader.until:
        return _("%(leader)s已于%(day)s离任，请改请其他领导。") % {"leader": leader.person.name, "day": leader.until}
    found = Absence.objects.filter(leader=leader, since__lte=on, until__gte=on).first()
    if found is None:
        return ""
    acting = acting_for(leader.person_id, on)
    words = {"leader": leader.person.name, "reason": found.reason, "until": found.until, "acting": "、".join(acting)}
    if acting:
        return _("%(leader)s因%(reason)s到%(until)s不在岗，已授权%(acting)s代理。") % words
    return _("%(leader)s因%(reason)s到%(until)s不在岗，请改期或者改请其他领导。") % words


def acting_for(person_id: int, on: date) -> list[str]:
    """Names of those to whom a leader has lent the role on a day."""
    lent = Delegation.objects.filter(giver_id=person_id, revoked_at=None, since__lte=on, until__gte=on)
    return [one.taker.name for one in lent.select_related("taker") if LEADER in one.roles]


class Away(NamedTuple):
    """Days on which a leader is not there."""

    leader_id: int
    since: date
    until: date
    reason: str


def absences(first: date, last: date) -> Composed[Away]:
    return Composed(
        ("engagements.away", first, last), lambda moments: Absence.objects.filter(since__lte=last, until__gte=first),
        Away, Away._fields,
    )  # fmt: skip


def secretaries(leader_id: int) -> list[int]:
    """Ids of the people who keep a leader's diary."""
    return list(Serving.objects.filter(leader_id=leader_id).values_list("person_id", flat=True))
