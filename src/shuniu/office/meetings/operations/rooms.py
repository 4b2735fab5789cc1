"""Booking: the quarters of an hour of a room and its equipment, taken and given back with the meeting's own step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.meetings.events import ROOM, record
from shuniu.office.meetings.models import Facility, Slot
from shuniu.office.meetings.queries.rooms import quarters, taken, usable
from shuniu.office.meetings.roles import HOME, SECTION


def book(matter_id: int, facilities: Sequence[int], starts: datetime, ends: datetime) -> None:
    """Take the facilities for a meeting, instead of what it had. Raises ``StepRefused`` and says who has them.

    The caller is in a transaction. That somebody else is quicker is the database's to say (``one_meeting_at_a_time``).
    """
    known = {one.pk: one for one in usable(local_day(starts))}
    if set(facilities) - set(known):
        raise StepRefused(_("所选的会议室或设备已经停用，请重新选择。"))
    busy = taken(facilities, starts, ends, but=matter_id)
    if busy:
        raise StepRefused(_clash(known, busy))
    Slot.objects.filter(matter_id=matter_id).delete()
    rows = [Slot(facility_id=one, quarter=quarter, matter_id=matter_id)
            for one in dict.fromkeys(facilities) for quarter in quarters(starts, ends)]  # fmt: skip
    try:
        with transaction.atomic():
            Slot.objects.bulk_create(rows, batch_size=500)
    except IntegrityError as error:
        raise StepRefused(_("会议室或设备刚刚被另一个会议占用，请重新选择。")) from error


def _clash(known: dict[int, Facility], busy: dict[int, int]) -> str:
    matters = Matter.objects.in_bulk(busy.values())
    names = "、".join(
        _("%(facility)s（%(number)s）") % {"facility": known[one].name, "number": matters[matter].number}
        for one, matter in busy.items()
    )
    return _("这个时间已被占用：%(names)s。请换会议室或时间。") % {"names": names}


def give_back(matter_id: int) -> None:
    Slot.objects.filter(matter_id=matter_id).delete()


def save_facility(row: Facility, *, actor: Actor, at: datetime) -> Facility:
    """Register a room or a piece of equipment, or change it. What is booked stays booked."""
    if not any(actor.holds(role, tree().by_code.get(HOME)) for role in SECTION):
        raise NotAllowed(_("只有会务机构可以登记会议室和设备。"))
    same = Facility.objects.filter(name=row.name).exclude(pk=row.pk)
    if same.exists():
        raise StepRefused(_("已经有名为“%(name)s”的会议室或设备，请换一个名称。") % {"name": row.name})
    with transaction.atomic():
        row.save()
        record(ROOM, {"name": row.name, "seats": row.seats, "place": row.place}, actor=actor, at=at, subject=row.pk)
    return row
