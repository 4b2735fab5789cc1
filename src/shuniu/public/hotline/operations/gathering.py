"""A topic's requests joined into one: what a crowd reports is handled once, and everybody has the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import load_case
from shuniu.kernel.organisation.actor import Actor, actor_of
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.hotline.models import Request, Topic
from shuniu.public.hotline.models.request import JOINED
from shuniu.public.hotline.operations.joining import TAKES_IN, refuse_main
from shuniu.public.hotline.operations.portions import first_portion
from shuniu.public.hotline.operations.stepping import Outcome, gather, wanted
from shuniu.public.hotline.procedures import HotlineRequest

AT_ONCE = 100
"""So many are joined before the page answers: less than a second, each a transaction of its own."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of the first portion, and how many a job goes on with."""

    outcomes: list[Outcome]
    left: int

    @property
    def done(self) -> int:
        return sum(one.done for one in self.outcomes)

    @property
    def refused(self) -> list[Outcome]:
        return [one for one in self.outcomes if not one.done]


def joinable(topic: Topic) -> QuerySet[Matter]:
    """Its requests that may be joined to another: not answered, not joined yet, and nobody's identity is under seal."""
    states = [move.source.name for move in HotlineRequest.join.moves]
    return Matter.objects.filter(pk__in=topic.requests, sealed=False, state__in=states)


def main_of(topic: Topic) -> Matter | None:
    """The request that the others had best be joined to: which has some already, else which has a unit, else the first."""
    members = topic.requests
    joined = Request.objects.filter(JOINED, pk__in=members).values_list("joined_to").annotate(count=Count("pk"))
    mains = Matter.objects.filter(state__in=TAKES_IN, sealed=False)
    most = joined.order_by("-count", "joined_to").first()
    found = mains.filter(number=most[0]).first() if most else None
    return found or mains.filter(pk__in=members).order_by(F("unit").asc(nulls_last=True), "pk").first()


def gather_topic(topic: Topic, number: str, *, actor: Actor, at: datetime, key: str) -> Gathered:
    """Join all of a topic's requests that may be joined into the one with this number. ``key`` is of the form.

    Raises ``StepRefused`` when the number is of another matter (two digits changed places, and a crowd would be answered
    with a stranger's answer), or of a request that takes none in.
    """
    main = wanted(actor, number)
    refuse_main(load_case(main))
    if not (_belong(topic).filter(pk=main.pk).exists() or _belong(topic).filter(joined_to=number).exists()):
        raise StepRefused(_("诉求 %(number)s 不在本话题里，不能作主件。") % {"number": number})
    return _portion(topic, main, actor, at, key, after=0, said_at=at)


def _belong(topic: Topic) -> QuerySet[Request]:
    return Request.objects.filter(pk__in=topic.requests)


def _portion(
    topic: Topic, main: Matter, actor: Actor, at: datetime, key: str, *, after: int, said_at: datetime
) -> Gathered:
    portion, left = first_portion(joinable(topic).exclude(pk=main.pk).filter(pk__gt=after), AT_ONCE)
    outcomes = gather(main, [str(one.number) for one in portion], actor=actor, at=at, key=key)
    if left:
        said: dict[str, Any] = {"topic": topic.pk, "main": main.pk, "person": actor.person_id, "key": key}
        gather_on.enqueue(**said, after=portion[-1].pk, said_at=said_at.isoformat())
    return Gathered(outcomes, left)


@task(atomic=False)
def gather_on(topic: int, main: int, person: int, key: str, after: int, said_at: str) -> None:
    """Go on with it in the name of whoever wanted it and with what they might do on that day. Run twice it joins once.

    What is refused (somebody else has it open) is still among those that may be joined, and the page says so.
    """
    said = datetime.fromisoformat(said_at)
    actor = actor_of(Person.objects.get(pk=person), on=local_day(said))
    found = Topic.objects.get(pk=topic), Matter.objects.get(pk=main)
    _portion(*found, actor, timezone.now(), key, after=after, said_at=said)
