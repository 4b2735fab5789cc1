"""What meetings tell people: a task of their role, an invitation, and every change of a meeting to all who were invited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.jobs import follow
from shuniu.kernel.casework.models import Matter, Passage, Task
from shuniu.kernel.notifications.kinds import Kind, register_kind
from shuniu.kernel.notifications.operations import notify
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web import words
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.meetings.models import Call, Facility, Invitation, Meeting
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.roles import DIRECTOR, LIAISON, UNITS

TASK, INVITATION, REMINDED = "meetings.task", "meetings.invitation", "meetings.reminded"
CHANGED, POSTPONED, CANCELLED = "meetings.changed", "meetings.postponed", "meetings.cancelled"
ITEMS, SENT = "meetings.items_wanted", "meetings.minutes_sent"
TOLD_BY_ROLE = (*UNITS, DIRECTOR)
"""The clerks are not told one by one: they live in their list."""


def register() -> None:
    register_kind(
        Kind(TASK, _("会议待办"), _("会议 %(number)s：%(task)s。%(title)s")),
        Kind(INVITATION, _("会议通知"), _("请参加会议“%(title)s”，%(time)s，%(place)s。请回复。")),
        Kind(REMINDED, _("催复参会"), _("会议“%(title)s”（%(time)s）还没有收到您的回复。")),
        Kind(CHANGED, _("会议变更"), _("会议“%(title)s”有变更：%(time)s，%(place)s。%(note)s")),
        Kind(POSTPONED, _("会议延期"), _("会议“%(title)s”延期召开，时间另行通知。%(note)s")),
        Kind(CANCELLED, _("会议取消"), _("会议“%(title)s”（%(time)s）取消。%(note)s")),
        Kind(ITEMS, _("征集议题"), _("会议“%(title)s”征集议题，请于%(until)s前报送。")),
        Kind(SENT, _("纪要印发"), _("会议“%(title)s”的纪要已印发。")),
    )
    follow(tell)


def about(matter: Matter, when: Meeting | Invitation) -> dict[str, Any]:
    """The words of every sentence about a meeting."""
    meeting = when if isinstance(when, Meeting) else Meeting.objects.get(pk=matter.pk)
    return {
        "number": matter.number, "title": matter.title, "place": place_of(meeting) or "—",
        "time": words.moment(meeting.starts_at) if meeting.starts_at else "—",
    }  # fmt: skip


def place_of(meeting: Meeting) -> str:
    """The room's name, or the place that was written down."""
    if meeting.place or not meeting.facilities:
        return meeting.place
    rooms = Facility.objects.filter(pk__in=meeting.facilities, kind=Facility.Kind.ROOM)
    return "、".join(rooms.values_list("name", flat=True))


def tell(passage: Passage) -> None:
    if passage.matter.kind != MeetingCourse.kind:
        return
    _tell_tasks(passage)
    telling = {"notify": INVITATION, "change": CHANGED, "postpone": POSTPONED, "cancel": CANCELLED,
               "remind": REMINDED, "send_minutes": SENT}.get(passage.step)  # fmt: skip
    if telling is not None:
        _tell_invited(passage, telling)
    elif passage.step == "collect":
        _tell_called(passage)


def _tell_invited(passage: Passage, kind: str) -> None:
    matter = passage.matter
    rows = Invitation.objects.filter(matter_id=matter.pk, withdrawn_at=None)
    if kind == REMINDED:
        rows = rows.filter(reply="")
    if kind == CANCELLED and not Meeting.objects.filter(pk=matter.pk, noticed_at__isnull=False).exists():
        return  # Nobody had been told of it.
    context = {**about(matter, Meeting.objects.get(pk=matter.pk)), "note": passage.data.get("reason", "")}
    notify(told(rows, passage.at), kind, context, _url(matter), passage.at, urgent=kind in (CHANGED, CANCELLED))


def told(rows: Iterable[Invitation], at: datetime) -> set[int]:
    """Whoever sits on a seat, and the liaisons of the units that name somebody."""
    rows = list(rows)
    people = {pk for row in rows for pk in (row.person_id, row.attendee_person_id) if pk}
    units = {row.unit_id for row in rows if row.person_id is None}
    return people | set(_holders(LIAISON, units, at)) if units else people


def _tell_called(passage: Passage) -> None:
    units = set(Call.objects.filter(matter_id=passage.matter_id).values_list("unit_id", flat=True))
    until = datetime.fromisoformat(passage.data["until"])
    context = {"number": passage.matter.number, "title": passage.matter.title, "until": words.moment(until)}
    notify(_holders(LIAISON, units, passage.at), ITEMS, context, _url(passage.matter), passage.at)


def _tell_tasks(passage: Passage) -> None:
    matter = passage.matter
    for task in Task.objects.filter(matter_id=matter.pk, opened_at=passage.at, role__in=TOLD_BY_ROLE):
        people = set(_holders(task.role, {task.unit_id}, passage.at)) - {passage.person_id or 0}
        notify(
            people, TASK, {"number": matter.number, "task": task.label, "title": matter.title}, _url(matter), passage.at
        )


def _url(matter: Matter) -> str:
    return reverse("meetings:matter", args=[matter.number])


def _holders(role: str, units: Iterable[int], at: datetime) -> list[int]:
    day, kept, wanted = local_day(at), tree(), set(units)
    held_now = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
    above = [node.id for node in kept.nodes.values() if wanted & kept.subtree(node.id)]
    held = RoleHolding.objects.filter(held_now, role=role, unit_id__in=above, person__is_active=True)
    return list(held.values_list("person_id", flat=True))
