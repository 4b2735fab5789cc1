"""Two at once on one petition, with real threads: a double click, two deliveries, a withdrawal against a referral."""

from __future__ import annotations

from typing import Any

import pytest

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.public.petitions.operations.filing import Filing, open_petition
from shuniu.public.petitions.operations.lapsing import lapse_unasked
from shuniu.public.petitions.operations.steps import citizen_step, perform
from tests import petition_matters as made
from tests.test_casework_races import at_once
from tests.world import build, moment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
NOW = moment("2026-11-24 10:00")


def test_a_double_click_registers_once_and_shows_one_code() -> None:
    actor, filing = build().xindeng, Filing(way="phone", text=made.TEXT, name="钱多多")
    results, refusals = at_once(lambda _n: open_petition(filing, actor=actor, at=NOW, source="phone", key="same"))
    assert refusals == []
    assert len({(one.matter.pk, one.code) for one in results}) == 1


def test_two_deliveries_at_once_begin_one_term() -> None:
    world = build()
    matter, actor = made.answered(world), world.xindeng
    data = {"delivered_on": "2026-11-24", "how": "hand"}
    results, _refusals = at_once(
        lambda number: perform("deliver_opinion", matter, actor=actor, at=NOW, data=data, key=f"k{number}")
    )
    assert results
    assert matter.passages.filter(step="start_review_term").count() == 1


def test_a_request_and_the_nightly_closing_at_once_leave_one_truth() -> None:
    """The petitioner asks in the last minute while the timetable already closes."""
    world = build()
    matter = made.delivered(world)

    def either(number: int) -> Any:
        if number % 2:
            return lapse_unasked(at=moment("2026-12-24 00:30"))
        return citizen_step("request_review", matter, at=moment("2026-12-23 23:59"), data={"reason": "不服"})

    at_once(either)
    assert Matter.objects.get(pk=matter.pk).state in {"closed", "reviewing"}
    steps = list(matter.passages.filter(step__in=("lapse", "request_review")).values_list("step", flat=True))
    assert len(steps) == 1
    assert verify().ok
    assert list(differences()) == []
