"""Whom the documents tell: who must act now, whose draft came back, and who holds a copy of what is no longer valid."""

from __future__ import annotations

from datetime import timedelta

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
from shuniu.office.documents.operations.reminding import remind_receivers
from shuniu.office.documents.procedures.delivery import Sending
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.roles import HOME, LIAISON

TASK = "documents.task"
BACK = "documents.back"
CHASED = "documents.chased"
WITHDRAWN = "documents.withdrawn"
REMIND_EVERY = timedelta(minutes=30)


def register() -> None:
    register_kind(Kind(TASK, _("公文待办"), _("%(title)s：%(task)s")))
    register_kind(Kind(BACK, _("文稿退回"), _("“%(title)s”退回拟稿：%(reason)s")))
    register_kind(Kind(CHASED, _("催办签收"), _("请尽快签收：%(title)s")))
    register_kind(Kind(WITHDRAWN, _("文件效力变动"), _("“%(title)s”%(standing)s：%(reason)s")))
    follow(tell)
    register_periodic(remind_receivers, every=REMIND_EVERY)


def tell(passage: Passage) -> None:
    """Once a passage is committed. The document section's own desks are not told one by one: they live in their queue."""
    if passage.matter.kind == OutgoingPaper.kind:
        _of_paper(passage)
    elif passage.matter.kind == Sending.kind:
        _of_delivery(passage)


def _of_paper(passage: Passage) -> None:
    matter = passage.matter
    if passage.step == "send_back" and matter.owner_id:
        context = {"number": matter.number, "title": matter.title, "reason": str(passage.data.get("reason", ""))[:200]}
        notify([matter.owner_id], BACK, context, url_of(matter), passage.at)
        return
    home = tree().by_code.get(HOME)
    # Only what this passage has brought: a colleague beside whom somebody signed is not told again.
    for task in Task.objects.filter(matter=matter, opened_at=passage.at):
        if task.seat or task.unit_id != home:
            _tell_task(passage, task)


def _of_delivery(passage: Passage) -> None:
    matter, reason = passage.matter, str(passage.data.get("reason", ""))[:200]
    if passage.step in ("withdraw", "inform"):
        words = {"recalled": _("已撤回"), "annulled": _("已撤销"), "repealed": _("已废止")}
        standing = str(words.get(passage.data["standing"], ""))
        context = {"number": matter.number, "title": matter.title, "standing": standing, "reason": reason}
        notify(holders(LIAISON, matter.unit_id, passage), WITHDRAWN, context, url_of(matter), passage.at)
    elif passage.step in ("chase", "remind"):
        context = {"number": matter.number, "title": matter.title}
        notify(holders(LIAISON, matter.unit_id, passage), CHASED, context, url_of(matter), passage.at)
    elif passage.step in ("send", "send_again"):
        for task in Task.objects.filter(matter=matter):
            _tell_task(passage, task)


def _tell_task(passage: Passage, task: Task) -> None:
    people = [task.person_id] if task.person_id else holders(task.role, task.unit_id, passage)
    told = [person for person in people if person != passage.person_id]
    context = {"number": passage.matter.number, "title": passage.matter.title, "task": task.label}
    notify(told, TASK, context, url_of(passage.matter), passage.at, urgent=passage.matter.urgency == "emergency")


def holders(role: str, unit_id: int | None, passage: Passage) -> list[int]:
    """Active people who hold the role in that very unit on the day."""
    day = local_day(passage.at)
    in_force = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
    if unit_id is None:
        return []
    held = RoleHolding.objects.filter(in_force, role=role, unit_id=unit_id, person__is_active=True)
    return list(held.values_list("person_id", flat=True).distinct())
