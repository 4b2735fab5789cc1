"""What disclosure tells people: a search that is their unit's, a reply that waits for a signature, one that came back."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.jobs import follow
from shuniu.kernel.casework.models import Passage, Task
from shuniu.kernel.notifications.kinds import Kind, register_kind
from shuniu.kernel.notifications.operations import notify
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.roles import HEAD, LIAISON

TASK, CITIZEN = "disclosure.task", "disclosure.citizen"
TOLD = (LIAISON, HEAD)
"""The clerks live in their queue; they are told only of what an applicant sent on their own."""


def register() -> None:
    register_kind(
        Kind(TASK, _("公开申请待办"), _("公开申请 %(number)s：%(task)s。%(title)s")),
        Kind(CITIZEN, _("申请人来件"), _("公开申请 %(number)s：申请人已%(step)s")),
    )
    follow(tell)


def tell(passage: Passage) -> None:
    if passage.matter.kind != InformationRequestProcedure.kind:
        return
    if passage.step in ("supplement", "explain", "withdraw") and passage.person_id is None:
        _tell_last_clerk(passage)
    elif passage.from_state != passage.to_state:
        _tell_tasks(passage)


def _tell_tasks(passage: Passage) -> None:
    matter = passage.matter
    url = reverse("disclosure:matter", args=[matter.number])
    for task in Task.objects.filter(matter_id=matter.pk, role__in=TOLD):
        told = [person for person in _holders(task) if person != passage.person_id]
        notify(told, TASK, {"number": matter.number, "task": task.label, "title": matter.title}, url, passage.at)


def _tell_last_clerk(passage: Passage) -> None:
    """Whoever handled the request last is told what its applicant has sent."""
    matter = passage.matter
    before = matter.passages.filter(seq__lt=passage.seq, person__isnull=False).order_by("-seq").first()
    if before is not None and before.person_id is not None:
        label = str(InformationRequestProcedure.steps[passage.step].label)
        url = reverse("disclosure:matter", args=[matter.number])
        notify([before.person_id], CITIZEN, {"number": matter.number, "step": label}, url, passage.at)


def _holders(task: Task) -> list[int]:
    """Whoever holds the task's role for its unit, also from above."""
    day, kept = local_day(task.opened_at), tree()
    in_force = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
    above = [node.id for node in kept.nodes.values() if task.unit_id in kept.subtree(node.id)]
    held = RoleHolding.objects.filter(in_force, role=task.role, unit_id__in=above)
    return list(held.values_list("person_id", flat=True))
