"""Keeping the registers: leaders with their secretaries, places with the ways between them. Each change is an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.law import labels
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Person
from shuniu.office.engagements.models import Leader, Place, Serving, Travel
from shuniu.office.engagements.operations.settings import record_change
from shuniu.office.engagements.queries import leaders as people


@dataclass(frozen=True, slots=True)
class LeaderFacts:
    title: str
    level: str
    position: int = 0
    until: date | None = None
    secretaries: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    name: str
    position: int = 0
    closed_on: date | None = None
    ways: Mapping[int, int | None] = field(default_factory=dict)
    """Minutes to another place by its id; None for the rule's own number."""


def _may(actor: Actor) -> None:
    if not people.directs(actor):
        raise NotAllowed(_("领导、地点和路程由统筹负责人维护。"))


def add_leader(person: int, facts: LeaderFacts, *, actor: Actor, at: datetime) -> Leader:
    _may(actor)
    with transaction.atomic():
        row, fresh = Leader.objects.get_or_create(person_id=person, defaults=_of_leader(facts))
        if not fresh:
            raise StepRefused(_("%(name)s已经在名单里，请在名单里修改。") % {"name": row.person.name})
        return _kept(row, facts, actor, at)


def change_leader(row: Leader, facts: LeaderFacts, *, actor: Actor, at: datetime) -> Leader:
    """Also how somebody leaves: the row stays, with the last day on it, and can be opened again."""
    _may(actor)
    with transaction.atomic():
        for name, value in _of_leader(facts).items():
            setattr(row, name, value)
        row.save()
        return _kept(row, facts, actor, at)


def _of_leader(facts: LeaderFacts) -> dict[str, object]:
    return {"title": facts.title, "level": facts.level, "position": facts.position, "until": facts.until}


def _kept(row: Leader, facts: LeaderFacts, actor: Actor, at: datetime) -> Leader:
    Serving.objects.filter(leader=row).exclude(person_id__in=facts.secretaries).delete()
    wanted = [Serving(leader=row, person_id=one) for one in facts.secretaries]
    Serving.objects.bulk_create(wanted, ignore_conflicts=True)
    names = "、".join(Person.objects.filter(pk__in=facts.secretaries).order_by("pk").values_list("name", flat=True))
    said = [facts.title, str(Leader.Level(facts.level).label)]
    said += [_("秘书%(names)s") % {"names": names}] if names else []
    said += [_("%(day)s离任") % {"day": labels.day(facts.until)}] if facts.until else []
    record_change(_("领导名单中的%(name)s") % {"name": row.person.name}, "，".join(said), actor, at)
    return row


def save_place(row: Place | None, facts: PlaceFacts, *, actor: Actor, at: datetime) -> Place:
    """A new place or a changed one, with the ways from it. Closing it is a day from which it is no longer offered."""
    _may(actor)
    place = row or Place()
    place.name, place.position, place.closed_on = facts.name, facts.position, facts.closed_on
    try:
        with transaction.atomic():
            place.save()
            changed = _ways(place, facts.ways)
            said = [place.name, *changed]
            said += [_("%(day)s停用") % {"day": labels.day(facts.closed_on)}] if facts.closed_on else []
            record_change(_("地点和路程"), "，".join(said), actor, at)
    except IntegrityError:
        raise StepRefused(_("已经有这个地点，请换一个名称，或者修改原来的。")) from None
    return place


def _ways(place: Place, ways: Mapping[int, int | None]) -> list[str]:
    """Each way is kept once, from the lower id to the higher. Answers in words what is otherwise now."""
    names = dict(Place.objects.filter(pk__in=ways).values_list("pk", "name"))
    kept = {
        (one.a_id, one.b_id): one for one in Travel.objects.filter(a__in=[place.pk, *ways], b__in=[place.pk, *ways])
    }
    said = []
    for other, minutes in ways.items():
        pair = (min(place.pk, other), max(place.pk, other))
        before = kept[pair].minutes if pair in kept else None
        if other not in names or minutes == before:
            continue
        if minutes is None:
            Travel.objects.filter(a_id=pair[0], b_id=pair[1]).delete()
            said.append(_("到%(place)s不另定路程") % {"place": names[other]})
        else:
            Travel.objects.update_or_create(a_id=pair[0], b_id=pair[1], defaults={"minutes": minutes})
            said.append(_("到%(place)s%(minutes)s分钟") % {"place": names[other], "minutes": minutes})
    return said
