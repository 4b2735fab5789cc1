"""批示 on a topic: a leader's words go to every open request in it, and become a supervised assignment where the leader wants it.

The assignment is a matter of another module and opened by the name of its kind; without that module none is offered.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.elsewhere import kind_in_force, open_elsewhere
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.hotline.models import Topic, TopicInstruction
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.operations.intake import refuse_secrets
from shuniu.public.hotline.roles import LEADER

SUPERVISION = "supervision.assignment"


def may_follow(on: date) -> bool:
    """Whether an instruction can become a supervised assignment in this installation."""
    return kind_in_force(SUPERVISION, on) is not None


def instruct(
    topic: Topic, *, actor: Actor, at: datetime, text: str, key: str, follow: bool = False
) -> tuple[TopicInstruction, int]:
    """Keep the words, pass them on, open the assignment. Answers what was kept and how many requests have it now."""
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
            return row, 0
        count = _passed_on(topic, actor, at, text)
        if follow:
            row.matter = _assignment(topic, row, actor, at)
            row.save(update_fields=["matter"])
    return row, count


def _passed_on(topic: Topic, actor: Actor, at: datetime, text: str) -> int:
    matters = Matter.objects.filter(pk__in=topic.members.values("matter_id"), closed_at=None)
    for matter in matters:
        act("instruct", matter, actor=actor, at=at, data={"text": text, "topic": topic.pk})
    return len(matters)


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
    units = Matter.objects.filter(pk__in=topic.members.values("matter_id"), unit__isnull=False)
    counted = Counter(units.values_list("unit_id", flat=True))
    open_units = [one for one, _count in counted.most_common() if (node := tree().get(one)) and not node.closed]
    return open_units[0] if open_units else None
