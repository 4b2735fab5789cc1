"""What supervision tells people: a task that is theirs, a slip of the three colours, a conclusion, a circular."""

from __future__ import annotations

from datetime import time

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.jobs import follow
from shuniu.kernel.casework.models import Passage, Task
from shuniu.kernel.casework.queries import url_of
from shuniu.kernel.jobs.timetable import register_periodic
from shuniu.kernel.notifications.kinds import Kind, register_kind
from shuniu.kernel.notifications.operations import notify
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.supervision.models import Circular, Colour
from shuniu.office.supervision.operations.chasing import chase_assignments
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.procedures.circular import Notified
from shuniu.office.supervision.roles import DIRECTOR, HEAD, LEADER, LIAISON, UNITS

TASK, CHASED, CONCLUDED, ISSUED = (
    "supervision.task", "supervision.chased", "supervision.concluded", "supervision.issued",
)  # fmt: skip
TOLD_BY_ROLE = (*UNITS, DIRECTOR, LEADER)
"""The supervisors' own desks are not told one by one: they live in their queue."""


def register() -> None:
    register_kind(
        Kind(TASK, _("督查待办"), _("%(number)s：%(task)s。%(title)s")),
        Kind(CHASED, _("督查单"), _("%(colour)s：%(number)s %(title)s。%(note)s")),
        Kind(CONCLUDED, _("督查结论"), _("督查结论已作出，请签收：%(number)s %(title)s。")),
        Kind(ISSUED, _("督查通报"), _("督查通报已印发：%(number)s %(title)s。")),
    )
    follow(tell)
    register_periodic(chase_assignments, at=time(8, 40))


def tell(passage: Passage) -> None:
    if passage.matter.kind not in (Supervised.kind, Notified.kind):
        return
    context = {"number": passage.matter.number, "title": passage.matter.title, "note": passage.note}
    if passage.step == "chase":
        told = [one["person"] for one in passage.data.get("told") or ()]
        colour = str(Colour(passage.data["colour"]).label)
        urgent = passage.data["colour"] == Colour.RED
        notify(told, CHASED, {**context, "colour": colour}, url_of(passage.matter), passage.at, urgent=urgent)
    elif passage.step in ("close", "change_conclusion") and passage.matter.unit_id:
        notify(
            _holders((LIAISON, HEAD), [passage.matter.unit_id], passage),
            CONCLUDED,
            context,
            url_of(passage.matter),
            passage.at,
        )
    elif passage.step == "issue":
        units = Circular.objects.values_list("units", flat=True).get(pk=passage.matter_id)
        notify(_holders((LIAISON, HEAD), units, passage), ISSUED, context, url_of(passage.matter), passage.at)
    else:
        _tell_tasks(passage)


def _tell_tasks(passage: Passage) -> None:
    """Whoever has just got something to do, by name or by a role in their unit."""
    matter = passage.matter
    for task in Task.objects.filter(matter_id=matter.pk, opened_at=passage.at):
        told = (
            [task.person_id]
            if task.person_id is not None
            else _holders((task.role,), [task.unit_id], passage)
            if task.role in TOLD_BY_ROLE
            else []
        )
        context = {"number": matter.number, "task": task.label, "title": matter.title}
        notify([one for one in told if one != passage.person_id], TASK, context, url_of(matter), passage.at)


def _holders(roles: tuple[str, ...], units: list[int], passage: Passage) -> list[int]:
    """Who holds one of the roles over one of the units on that day."""
    day = local_day(passage.at)
    held_now = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
    kept = tree()
    above = [node.id for node in kept.nodes.values() if kept.subtree(node.id) & set(units)]
    held = RoleHolding.objects.filter(held_now, role__in=roles, unit_id__in=above)
    return list(held.values_list("person_id", flat=True).distinct())
