"""催办 by the timetable: urgent papers that are late or nearly due are chased again and again, at a measured pace."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import amber_until
from shuniu.kernel.casework.taking import take
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.office.documents.limits_incoming import CHASED
from shuniu.office.documents.models.incoming import Incoming
from shuniu.office.documents.procedures.incoming import IncomingPaper

STATES = tuple(move.source.name for move in IncomingPaper.chase.moves)
MOST = 200


@task()
def chase_urgent_papers() -> None:
    """Every hour."""
    chase_urgent(at=timezone.now())


def chase_urgent(*, at: datetime) -> int:
    """Chase every urgent paper that is due soon or late and was not chased lately; returns how many."""
    due = Matter.objects.filter(
        kind=IncomingPaper.kind, closed_at=None, state__in=STATES, urgency__in=[one.value for one in CHASED],
        due_at__lte=amber_until(at),
    )  # fmt: skip
    papers = Incoming.objects.filter(matter__in=due).filter(_not_lately(at)).select_related("matter").defer("text")
    return sum(_chased(paper, at) for paper in papers.order_by("matter__due_at")[:MOST])


def _not_lately(at: datetime) -> Q:
    lately = Q(chased_at=None)
    for urgency, hours in CHASED.items():
        lately |= Q(urgency=urgency.value, chased_at__lte=at - timedelta(hours=hours))
    return lately


def _chased(paper: Incoming, at: datetime) -> bool:
    matter = paper.matter
    late = matter.due_at is not None and matter.due_at < at
    note = _("紧急公文已超期，请立即办理。") if late else _("紧急公文将到期，请抓紧办理。")
    # The key makes two workers of one hour one reminder.
    key = f"chase:{matter.pk}:{paper.chases}"
    try:
        take(IncomingPaper.chase, matter, actor=SYSTEM, at=at, note=note, key=key)
    except StepRefused:
        return False
    return True
