"""What incoming papers tell people: a task that is theirs, a reminder, and a paper that they follow by name and that is late."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.jobs import follow
from shuniu.kernel.casework.models import Passage, Task
from shuniu.kernel.jobs.timetable import register_periodic
from shuniu.kernel.notifications.kinds import Kind, register_kind
from shuniu.kernel.notifications.operations import notify
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents.models.incoming import Incoming
from shuniu.office.documents.operations.incoming_chasing import chase_urgent_papers
from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.office.documents.roles import DIRECTOR, SECTION, UNITS

TASK, CHASED = "documents.incoming_task", "documents.incoming_chased"
TOLD_BY_ROLE = (*UNITS, DIRECTOR)
"""The section's own desks are not told one by one: they live in their queue."""


def register() -> None:
    register_kind(
        Kind(TASK, _("收文待办"), _("收文 %(number)s：%(task)s。%(title)s")),
        Kind(CHASED, _("收文催办"), _("催办：收文 %(number)s %(title)s。%(note)s")),
    )
    follow(tell)
    register_periodic(chase_urgent_papers, every=timedelta(hours=1))


def tell(passage: Passage) -> None:
    if passage.matter.kind != IncomingPaper.kind:
        return
    if passage.step == "chase":
        _tell_chased(passage)
    else:
        _tell_tasks(passage)


def _tell_tasks(passage: Passage) -> None:
    """Whoever has just got something to do, by name or by a role in their unit."""
    matter = passage.matter
    url = reverse("documents:incoming", args=[matter.number])
    for task in Task.objects.filter(matter_id=matter.pk, opened_at=passage.at):
        told = [person for person in _people(task) if person != passage.person_id]
        notify(told, TASK, {"number": matter.number, "task": task.label, "title": matter.title}, url, passage.at)


def _tell_chased(passage: Passage) -> None:
    """Everybody who holds the paper up, and the person who follows it."""
    matter = passage.matter
    people = {person for task in Task.objects.filter(matter_id=matter.pk) for person in _people(task)}
    follower = Incoming.objects.filter(pk=matter.pk).values_list("follower", flat=True).first()
    people |= {follower} if follower else set()
    context = {"number": matter.number, "title": matter.title, "note": passage.note}
    url = reverse("documents:incoming", args=[matter.number])
    notify(people - {passage.person_id or 0}, CHASED, context, url, passage.at, urgent=matter.urgency == "emergency")


def _people(task: Task) -> list[int]:
    if task.person_id is not None:
        return [task.person_id]
    if task.role in SECTION or task.role not in TOLD_BY_ROLE:
        return []
    day = local_day(task.opened_at)
    held_now = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
    kept = tree()
    above = [node.id for node in kept.nodes.values() if task.unit_id in kept.subtree(node.id)]
    held = RoleHolding.objects.filter(held_now, role=task.role, unit_id__in=above)
    return list(held.values_list("person_id", flat=True))
