"""Whom publications tell: the reviewer of what is proposed, the head of what is reviewed, the liaison of what came back."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.jobs import follow
from shuniu.kernel.casework.models import Passage, Task
from shuniu.kernel.notifications.kinds import Kind, register_kind
from shuniu.kernel.notifications.operations import notify
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.disclosure.procedures import PublicationProcedure

TASK = "disclosure.publication_task"


def register() -> None:
    register_kind(Kind(TASK, _("主动公开待办"), _("拟公开信息 %(number)s：%(task)s。%(title)s")))
    follow(tell)


def tell(passage: Passage) -> None:
    """Once a passage is committed: whoever must act now, but for the one who has just acted."""
    matter = passage.matter
    if matter.kind != PublicationProcedure.kind or passage.from_state == passage.to_state:
        return
    url = reverse("disclosure:publication", args=[matter.number])
    for task in Task.objects.filter(matter_id=matter.pk):
        told = [person for person in _holders(task) if person != passage.person_id]
        notify(told, TASK, {"number": matter.number, "task": task.label, "title": matter.title}, url, passage.at)


def _holders(task: Task) -> list[int]:
    """Active people who hold the role in that very unit on the day."""
    day = local_day(task.opened_at)
    in_force = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
    held = RoleHolding.objects.filter(in_force, role=task.role, unit_id=task.unit_id, person__is_active=True)
    return list(held.values_list("person_id", flat=True).distinct())
