"""The demo city's meetings: made by the product's own verbs, so that rebuild and the ledger find nothing to say."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shuniu.demo.meetings import make
from shuniu.demo.seeding import seed_city
from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.office.meetings.models import Meeting, PlanLine, Slot


@pytest.mark.django_db
@pytest.mark.parametrize("now", [datetime(2026, 11, 25, 14, tzinfo=SHANGHAI)])
def test_two_years_of_meetings_and_a_full_week(now: datetime) -> None:
    seed_city(now)
    make(now)
    assert Meeting.objects.count() >= 55
    monday = now.date() - timedelta(days=now.weekday())
    week = Meeting.objects.filter(day__gte=monday, day__lte=monday + timedelta(days=6))
    assert week.count() >= 5
    states = set(Meeting.objects.values_list("matter__state", flat=True))
    assert {"requested", "endorsed", "planning", "noticed", "held", "reviewing", "following", "concluded"} <= states
    assert PlanLine.objects.filter(status="approved").exists()
    assert Slot.objects.exists()
    assert list(differences()) == []
    assert verify().ok
