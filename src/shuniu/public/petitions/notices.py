"""What petitions tell people: a task that is theirs, and a supervision. The petition office's desks live in their queue."""

from __future__ import annotations

from datetime import time

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
from shuniu.public.petitions.operations.lapsing import close_what_nobody_contests
from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.queries.units import in_force
from shuniu.public.petitions.roles import UNITS

TASK, SUPERVISED = "petitions.task", "petitions.supervised"
NIGHTLY = time(0, 30)


def register() -> None:
    """Under seal a notice says the number and no more: it may be read on a telephone over somebody's shoulder."""
    register_kind(
        Kind(TASK, _("信访待办"), _("信访事项 %(number)s：%(task)s")),
        Kind(SUPERVISED, _("信访督促"), _("督促：信访事项 %(number)s，%(text)s")),
    )
    follow(tell)
    register_periodic(close_what_nobody_contests, at=NIGHTLY)


def tell(passage: Passage) -> None:
    if passage.matter.kind != PetitionProcedure.kind:
        return
    tasks = list(Task.objects.filter(matter_id=passage.matter_id, role__in=UNITS))
    if passage.step == "supervise":
        _tell(passage, tasks, SUPERVISED, str(passage.data.get("text", "")))
    elif passage.step == "appoint":
        _tell(passage, [task for task in tasks if task.person_id], TASK, "")
    else:
        _tell(passage, [task for task in tasks if task.opened_at == passage.at], TASK, "")


def _tell(passage: Passage, tasks: list[Task], kind: str, text: str) -> None:
    """Each of them once, and not whoever did it themselves."""
    matter = passage.matter
    url = reverse("petitions:matter", args=[matter.number])
    told: set[int] = {passage.person_id or 0}
    for task in tasks:
        people = [person for person in _people(task) if person not in told]
        told.update(people)
        notify(people, kind, {"number": matter.number, "task": task.label, "text": text}, url, passage.at)


def _people(task: Task) -> list[int]:
    """Whoever the task is given to by name, else all who hold its role over its unit on the day."""
    if task.person_id is not None:
        return [task.person_id]
    kept = tree()
    above = [node.id for node in kept.nodes.values() if task.unit_id in kept.subtree(node.id)]
    held = RoleHolding.objects.filter(in_force(local_day(task.opened_at)), role=task.role, unit_id__in=above)
    return list(held.values_list("person_id", flat=True))
