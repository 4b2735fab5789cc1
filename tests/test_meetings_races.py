"""Two at once, with real threads: one room, the last meeting of the year, one item sent twice. And the look for a clash uses its index."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from shuniu.kernel.casework.models import Matter
from shuniu.office.meetings.models import Meeting, Slot
from shuniu.office.meetings.operations.requesting import request
from shuniu.office.meetings.operations.stepping import perform
from shuniu.office.meetings.queries.rooms import quarters
from tests import meeting_days as made
from tests.test_casework_races import THREADS, at_once
from tests.world import World, build


@pytest.mark.django_db
def test_the_database_itself_refuses_a_room_twice(world: World) -> None:
    room, matter, other = made.room_of(world), made.requested(world), made.requested(world)
    quarter = quarters(made.STARTS, made.ENDS)[0]
    Slot.objects.create(facility=room, quarter=quarter, matter=matter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.create(facility=room, quarter=quarter, matter=other)


@pytest.mark.django_db
def test_the_look_for_a_clash_reads_the_index_alone(world: World) -> None:
    span = quarters(made.STARTS, made.ENDS)
    rows = Slot.objects.filter(facility_id__in=[1, 2], quarter__gte=span.start, quarter__lt=span.stop)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.explain()
    assert "index" in plan.lower()


def _schedule(matter: Matter, room: int, actor: Any, number: int) -> Matter:
    data = {"starts": made.STARTS.isoformat(), "ends": made.ENDS.isoformat(), "facilities": [room]}
    return perform("schedule", matter, actor=actor, at=made.MONDAY, data=data, key=f"k{number}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_of_eight_who_want_one_room_one_has_it() -> None:
    world = build()
    room, actor = made.room_of(world), world.huiwu
    matters = [made.planned(world) for _number in range(THREADS)]
    results, refusals = at_once(lambda number: _schedule(matters[number], room.pk, actor, number))
    assert (len(results), len(refusals)) == (1, THREADS - 1)
    assert Slot.objects.values("matter").distinct().count() == 1
    assert Meeting.objects.exclude(facilities=[]).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_the_last_meeting_of_the_year_goes_to_one() -> None:
    world = build()
    made.cap_of(klass="topic", per_year=1)
    unit, actor = world.unit("chengguan"), world.chenghui
    results, refusals = at_once(
        lambda number: request(made.wanted(), unit=unit, actor=actor, at=made.MONDAY, key=f"k{number}")
    )
    assert (len(results), len(refusals)) == (1, THREADS - 1)
    assert Meeting.objects.count() == 1
