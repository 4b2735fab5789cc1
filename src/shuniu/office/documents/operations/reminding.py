"""自动提醒: units that have not received in time are reminded by the clock."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import take
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.office.documents.procedures.delivery import Sending

MOST = 500


def remind_late(*, at: datetime) -> int:
    """One reminder for each delivery whose limit has passed and that nobody has received; answers how many.

    Each delivery is reminded once for each time the timetable finds it late, three times at most, once a day.
    """
    late = Matter.objects.filter(kind=Sending.kind, state="sent", due_at__lt=at).order_by("due_at", "pk")[:MOST]
    return sum(_remind(matter, at) for matter in late)


def _remind(matter: Matter, at: datetime) -> int:
    key = f"remind:{matter.pk}:{at.date().isoformat()}"
    try:
        before = matter.seq
        return int(take(Sending.remind, matter, actor=SYSTEM, at=at, key=key).seq > before)
    except StepRefused:
        return 0  # Received in this moment, or reminded three times already.


@task(atomic=False)
def remind_receivers() -> None:
    remind_late(at=timezone.now())
