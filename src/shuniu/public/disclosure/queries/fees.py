"""What an applicant has already had in the natural month: the fee of the next page or request begins there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.public.disclosure.fees import Scale
from shuniu.public.disclosure.models import Applicant, InformationRequest


def before(matter_id: int, scale: str, at: datetime) -> int:
    """Requests that the same applicant's month had before this one, or pages that it was charged for."""
    applicant = Applicant.objects.filter(pk=matter_id).values_list("identity_hash", flat=True).first()
    if not applicant:
        return 0
    theirs = Applicant.objects.filter(identity_hash=applicant).exclude(pk=matter_id).values("pk")
    if scale == Scale.BY_ITEM:
        return _items(matter_id, theirs)
    first, end = _month(local_day(at))
    charged = Passage.objects.filter(step="charge", at__gte=first, at__lt=end, matter__in=theirs)
    return sum(int(data.get("count") or 0) for data in charged.values_list("data", flat=True)
               if data.get("scale") == Scale.BY_PAGE)  # fmt: skip


def _items(matter_id: int, theirs: QuerySet[Applicant, Any]) -> int:
    """Requests received in the same natural month before this one."""
    mine = InformationRequest.objects.filter(pk=matter_id).values_list("received_on", flat=True).first()
    if mine is None:
        return 0
    same_month = InformationRequest.objects.filter(pk__in=theirs, received_on__gte=mine.replace(day=1))
    earlier = same_month.filter(received_on__lt=mine).count()
    return earlier + same_month.filter(received_on=mine, pk__lt=matter_id).count()


def _month(day: date) -> tuple[datetime, datetime]:
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return datetime.combine(first, time(), SHANGHAI), datetime.combine(following, time(), SHANGHAI)
