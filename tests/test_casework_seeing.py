"""Who sees which matters: the one rule in its three shapes, for one matter, for a query, and for lists, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from shuniu.kernel.casework.faces import Face
from shuniu.kernel.casework.models import Matter, Party
from shuniu.kernel.casework.queries import may_see, newest, visible
from shuniu.kernel.casework.queues import LATEST, LATEST_FIELDS
from shuniu.kernel.casework.rebuilding import differences, mend
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.reading import Composed
from shuniu.kernel.web.paging import page_of
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.procedures import HotlineRequest
from tests import hotline_pages as made
from tests import supervised
from tests.petition_matters import referred
from tests.world import NOW, PEOPLE, World, moment

pytestmark = pytest.mark.django_db


def moved_on(world: World, **more: Any) -> Matter:
    """Sent to 城管局, returned by it, and sent to 水务局: the first saw it once."""
    matter = made.dispatched(world, **more)
    act(
        "return_",
        matter,
        actor=world.chenlian,
        at=moment("2026-11-23 10:30"),
        data={"reason": "属水务局职责", "right_unit": world.unit("shuiwu")},
    )
    act("redispatch", matter, actor=world.wanglan, at=moment("2026-11-23 11:00"), data={"unit": world.unit("shuiwu")})
    return matter


def opened_again(world: World) -> Matter:
    """Found to have been closed falsely."""
    matter = made.closed(world)
    assert not Party.objects.filter(matter=matter, open=True).exists()
    act("reopen_false", matter, actor=world.actor("zhengdu"), at=moment("2026-11-24 10:00"), data={"reason": "仍不亮"})
    assert not Party.objects.filter(matter=matter, open=False).exists()
    return matter


def listed(world: World, who: str) -> Composed[Face]:
    actor = world.actor(who)
    return Composed(("test", who), lambda moments: newest(HotlineRequest, actor), Face, LATEST_FIELDS)


def told(rows: Iterable[Face]) -> list[tuple[int, datetime]]:
    return [(one.pk, one.received_at) for one in rows]


def test_one_rule_in_three_shapes(world: World) -> None:
    both = made.reported(world)
    act("dispatch", both, actor=world.wanglan, at=moment("2026-11-23 10:00"),
        data={"unit": world.unit("chengguan"), "assisting": [world.unit("shuiwu")]})  # fmt: skip
    made.reported(world)
    made.closed(world)
    moved_on(world)
    sealed = moved_on(world, type="report")
    assert sealed.sealed
    referred(world)
    supervised.working(world)
    supervised.registered(world)
    opened_again(world)
    found: dict[str, set[int]] = {}
    for matter in Matter.objects.all():
        procedure = procedure_of(matter.kind, matter.procedure_version)
        for who, *_rest in PEOPLE:
            actor = world.actor(who)
            sees = may_see(matter, actor)
            for whole in (False, True):
                assert visible(procedure, actor, whole=whole).filter(pk=matter.pk).exists() == sees, (who, matter)
            still = visible(procedure, actor, open_only=True).filter(pk=matter.pk).exists()
            assert still == (sees and matter.closed_at is None), (who, matter)
            assert any(one.filter(pk=matter.pk).exists() for one in newest(procedure, actor)) == sees, (who, matter)
            if sees:
                found.setdefault(who, set()).add(matter.pk)
    assert sealed.pk in found["jiangshui"]
    assert sealed.pk not in found["chenlian"], "the unit that a report went to first may be the one that it is about"
    assert both.pk in found["chenlian"] & found["jiangshui"]
    assert "tiju" not in found


def test_a_reader_for_several_units_meets_each_matter_once_and_the_newest_first(world: World) -> None:
    RoleHolding.objects.create(person=world.people["chenlian"], role="hotline.liaison", unit=world.units["shuiwu"])
    start = moment("2026-11-23 08:00")
    for at in range(7):
        matter = made.reported(world, at=start + timedelta(minutes=at))
        units = ["chengguan", "shuiwu"] if at % 2 else ["shuiwu", "chengguan"]
        lead, other = (world.unit(one) for one in units)
        act("dispatch", matter, actor=world.wanglan, at=start + timedelta(hours=1),
            data={"unit": lead, "assisting": [other] if at % 3 else []})  # fmt: skip
    expected = list(Matter.objects.order_by("-received_at", "-pk").values_list("pk", "received_at"))
    rows = listed(world, "chenlian")
    assert len(rows.build({})) > 2
    seen: list[Face] = []
    asked: dict[str, str] = {}
    for _page in range(4):
        page = page_of(rows, asked, order=LATEST, size=2)
        seen += page.rows
        assert page.count in (0, 7)
        if page.after:
            asked = {"after": page.after}
    assert told(seen) == expected
    back = page_of(rows, {"before": page.before}, order=LATEST, size=2)
    assert told(back.rows) == expected[4:6]
    assert told(rows.first(LATEST, 5)) == expected[:5]
    assert rows.count_up_to(3) == 3
    assert rows.nothing.read() == []


def test_several_queries_are_ordered_by_their_own_fields_or_not_at_all(world: World) -> None:
    made.dispatched(world)
    rows = listed(world, "chenlian")
    with pytest.raises(AssertionError, match="not among their fields"):
        rows.read("by another", lambda found: found.order_by("created_at")[:5])


@pytest.mark.parametrize("lie", ["kind = 'other'", "open = NOT open"])
def test_a_party_that_says_otherwise_than_its_matter_is_found_and_mended(world: World, lie: str) -> None:
    matter = made.dispatched(world)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE casework_party SET {lie} WHERE matter_id = %s", [matter.pk])
    assert [one.where for one in differences()] == ["parties"]
    assert mend(str(matter.number), at=NOW)
    assert Party.objects.get(matter=matter).is_of(matter)
    assert list(differences()) == []
