"""批示 on a topic: a leader's words go to every open request in it, and become a supervised assignment where the leader wants it.

The assignment is a matter of another module and opened by the name of its kind; without that module none is offered.
"""

from __future__ import annotations

import contextlib
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from shuniu.kernel.casework.case import StepRefused, WrongState
from shuniu.kernel.casework.elsewhere import kind_in_force, open_elsewhere
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.actor import Actor, actor_of
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.hotline.models import Topic, TopicInstruction
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.operations.intake import refuse_secrets
from shuniu.public.hotline.operations.portions import first_portion
from shuniu.public.hotline.roles import LEADER

SUPERVISION = "supervision.assignment"
AT_ONCE = 200
"""So many have a leader's words before the page answers: half a second, in which nobody else writes on SQLite."""


def may_follow(on: date) -> bool:
    """Whether an instruction can become a supervised assignment in this installation."""
    return kind_in_force(SUPERVISION, on) is not None


def instruct(
    topic: Topic, *, actor: Actor, at: datetime, text: str, key: str, follow: bool = False
) -> tuple[TopicInstruction, int, int]:
    """Keep the words, pass them on, open the assignment.

    Answers what was kept, how many requests have it now, and how many will have it from a job.
    """
    refuse_secrets(text)
    lent = actor.acting_for(LEADER)
    by = _("%(actor)s 代 %(giver)s") % {"actor": actor.label, "giver": lent.for_name} if lent else actor.label
    kept = {
        "topic": topic,
        "person_id": (lent.for_id if lent else None) or actor.person_id,
        "by": by,
        "text": text,
        "at": at,
    }
    with transaction.atomic():
        row, fresh = TopicInstruction.objects.get_or_create(key=key, defaults=kept)
        if not fresh:
            return row, 0, 0
        done, left = _pass_on(row, actor, at)
        if follow:
            row.matter = _assignment(topic, row, actor, at)
            row.save(update_fields=["matter"])
    return row, done, left


def _pass_on(row: TopicInstruction, actor: Actor, at: datetime, *, after: int = 0) -> tuple[int, int]:
    """The words to the next open requests of the topic; to the others, for a district writes by the thousand, by a job.

    A portion and the word to go on after it are one transaction: each request has the words once.
    """
    waiting = Matter.objects.filter(pk__in=row.topic.requests, closed_at=None, pk__gt=after)
    portion, left = first_portion(waiting, AT_ONCE)
    for matter in portion:
        with contextlib.suppress(WrongState):  # Withdrawn while we waited for its lock.
            act("instruct", matter, actor=actor, at=at, data={"text": row.text, "topic": row.topic_id})
    if left:
        assert actor.person_id is not None, "only a leader, or somebody in a leader's place, instructs"
        pass_on.enqueue(row.pk, actor.person_id, portion[-1].pk)
    return len(portion), left


@task()
def pass_on(instruction: int, person: int, after: int) -> None:
    """Go on with an instruction, in the name of whoever gave it and with what they might do on that day."""
    row = TopicInstruction.objects.select_related("topic").get(pk=instruction)
    actor = actor_of(Person.objects.get(pk=person), on=local_day(row.at))
    _pass_on(row, actor, timezone.now(), after=after)


def _assignment(topic: Topic, row: TopicInstruction, actor: Actor, at: datetime) -> Matter:
    procedure = kind_in_force(SUPERVISION, local_day(at))
    if procedure is None:
        raise StepRefused(_("本系统没有启用督查模块，不能转为督查事项。"))
    unit = _mostly_of(topic)
    source = _("%(people)s人反映“%(title)s”") % {"people": topic.people, "title": topic.title}
    said: dict[str, Any] = {
        "text": row.text, "origin": "hotline", "origin_words": source[:200], "decided_by": row.by,
        "leader": row.person_id, "unit": unit, "unit_name": tree().name(unit),
    }  # fmt: skip
    return open_elsewhere(
        procedure, said, actor=actor, at=at, title=topic.title, source="hotline", key=f"topic:{row.pk}"
    )


def _mostly_of(topic: Topic) -> int | None:
    """The unit that has most of the requests, proposed as the one to lead; the supervisors decide."""
    units = Matter.objects.filter(pk__in=topic.requests, unit__isnull=False).values_list("unit_id")
    counted = units.annotate(count=Count("pk")).order_by("-count", "unit_id")
    open_units = [one for one, _count in counted if (node := tree().get(one)) and not node.closed]
    return open_units[0] if open_units else None
