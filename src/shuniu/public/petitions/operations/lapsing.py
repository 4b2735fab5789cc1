"""逾期未请求: when the term for asking has passed and nobody asked, the matter is closed. By the timetable, every night."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Clock, Matter
from shuniu.kernel.casework.taking import take
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.public.petitions.operations.steps import ASKING
from shuniu.public.petitions.procedures import PetitionProcedure

MOST = 500


@task()
def close_what_nobody_contests() -> None:
    """Every night."""
    lapse_unasked(at=timezone.now())


def lapse_unasked(*, at: datetime) -> int:
    """Close every opinion whose term for asking is over; returns how many. A second run finds nothing left to close."""
    over = Clock.objects.filter(
        matter__kind=PetitionProcedure.kind, name__in=ASKING.values(), stopped_at=None, legal_due__lt=at
    )
    states = [move.source.name for move in PetitionProcedure.lapse.moves]
    matters = Matter.objects.filter(pk__in=over.values("matter_id"), state__in=states).order_by("pk")
    return sum(_lapsed(matter, at) for matter in matters[:MOST])


def _lapsed(matter: Matter, at: datetime) -> bool:
    try:
        take(PetitionProcedure.lapse, matter, actor=SYSTEM, at=at, key=f"lapse:{matter.pk}:{matter.state}")
    except StepRefused:
        return False  # The petitioner, or a clerk for them, was quicker.
    return True
