"""What the hotline tells people: a task that is theirs, a topic that rises, a brief that was sent up."""

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
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.hotline.operations.topics import BRIEFED, RISEN, watch_topics
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.roles import UNITS

TASK = "hotline.task"
WATCH_EVERY = timedelta(minutes=10)


def register() -> None:
    register_kind(Kind(TASK, _("诉求待办"), _("诉求 %(number)s：%(task)s")))
    register_kind(Kind(RISEN, _("话题预警"), _("%(people)s人反映同一件事：%(title)s")))
    register_kind(Kind(BRIEFED, _("话题呈报"), _("请阅：%(title)s")))
    follow(tell_the_unit)
    register_periodic(watch_topics, every=WATCH_EVERY)


def tell_the_unit(passage: Passage) -> None:
    """A request that has just become a unit's task is told to those who act for the unit, or to its owner by name.

    The centre's desks are not told one by one: they live in their queue, and three hundred bells a day are no bell.
    """
    if passage.matter.kind != HotlineRequest.kind or passage.from_state == passage.to_state:
        return
    tasks = Task.objects.filter(matter_id=passage.matter_id, role__in=UNITS)
    url = reverse("hotline:matter", args=[passage.matter.number])
    for task in tasks:
        people = [task.person_id] if task.person_id else _holders(task)
        told = [person for person in people if person != passage.person_id]
        notify(told, TASK, {"number": passage.matter.number, "task": task.label}, url, passage.at)


def _holders(task: Task) -> list[int]:
    day = local_day(task.opened_at)
    now_held = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
    held = RoleHolding.objects.filter(now_held, role=task.role, unit_id=task.unit_id)
    return list(held.values_list("person_id", flat=True))
