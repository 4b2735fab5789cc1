"""三色督查 by the timetable: on working days, whoever is nearly or already late is sent the next slip."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import amber_until
from shuniu.kernel.law.limits import current_calendar, limit
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.supervision.models import Assignment, Colour
from shuniu.office.supervision.operations.stepping import LATE_STATES, is_late, perform
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.procedures.guards import LADDER

MOST = 500
STEP = "supervision.chase"
"""Local limit: working days between two slips."""


@task()
def chase_assignments() -> None:
    """Every working morning."""
    chase_late(at=timezone.now())


def chase_late(*, at: datetime) -> int:
    """Send what is due on a working day; nothing on a day off. Returns how many assignments now have their slip."""
    calendar, today = current_calendar(), local_day(at)
    if not calendar.is_working(today):
        return 0
    due = Matter.objects.filter(kind=Supervised.kind, closed_at=None, state__in=LATE_STATES)
    near = Q(due_at__lte=amber_until(at))
    missed = Q(pk__in=Assignment.objects.filter(milestone_on__lt=today).values("pk"))
    ids = list(due.filter(near | missed).order_by("due_at").values_list("pk", flat=True)[:MOST])
    rows = Assignment.objects.select_related("matter").in_bulk(ids)
    return sum(_chased(rows[pk], at) for pk in ids)


def _chased(detail: Assignment, at: datetime) -> bool:
    colour = next_colour(detail, at)
    if colour is None:
        return False
    late = is_late(detail.matter, detail, at)
    note = _("事项已超期，请立即办理并说明原因。") if late else _("事项将到期，请抓紧办理。")
    try:
        # The key makes two workers of one morning one slip.
        perform(
            "chase", detail.matter, actor=SYSTEM, at=at, data={"colour": colour}, note=note,
            key=f"chase:{detail.pk}:{len(detail.chases)}",
        )  # fmt: skip
    except StepRefused:
        return False
    return True


def next_colour(detail: Assignment, at: datetime) -> str | None:
    """Blue first; then a step up when it is still late, without a reason, so many working days after the last slip."""
    today = local_day(at)
    if detail.excused_until is not None and detail.excused_until >= today:
        return None
    if not detail.colour:
        return Colour.BLUE.value
    if detail.colour == Colour.RED or not is_late(detail.matter, detail, at) or detail.chased_at is None:
        return None
    gone = current_calendar().working_days_between(local_day(detail.chased_at), today)
    if gone < limit(STEP, today).value.length:
        return None
    return LADDER[LADDER.index(detail.colour) + 1]
