"""A unit is merged or closed: what it had open goes on under its successor, as a recorded step."""

from __future__ import annotations

import pytest

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter, Passage, Task
from shuniu.kernel.casework.queries import matter_for, my_tasks
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.organisation import operations, work
from shuniu.kernel.organisation.actor import actor_of
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.models import Person
from shuniu.public.hotline.operations.handling import act
from tests import hotline_pages as made
from tests.world import NOW, World, build, moment

pytestmark = pytest.mark.django_db

MERGED = {"reason": "机构改革", "on": NOW.date(), "at": moment("2026-11-23 18:00")}


@pytest.fixture
def world() -> World:
    return build()


def merge(world: World) -> None:
    operations.merge_unit(unit_id=world.unit("chengguan"), into_id=world.unit("shuiwu"), actor=world.zhuxi, **MERGED)


def test_open_work_is_shown_before_a_unit_closes(world: World) -> None:
    matter = made.handled(world)
    shown = work.of_unit(world.unit("chengguan"))
    assert [one.label for one in shown] == [str(Matter.objects.get(pk=matter.pk))]
    assert shown[0].url == f"/hotline/{matter.number}/"
    assert shown[0].due is not None
    assert work.of_unit(world.unit("tiyu")) == []


def test_the_successor_has_the_matter_and_its_task(world: World) -> None:
    matter = made.handled(world)
    merge(world)
    moved = Matter.objects.get(pk=matter.pk)
    assert moved.unit_id == world.unit("shuiwu")
    assert moved.state == "handling"
    assert Task.objects.get(matter=moved).unit_id == world.unit("shuiwu")
    told = Passage.objects.filter(matter=moved).latest("seq")
    assert (told.step, told.data["from_name"], told.data["to_name"]) == ("hand_over", "城市管理局", "水务局")
    assert matter_for(world.jiangshui, str(matter.number)).pk == matter.pk
    assert my_tasks(world.jiangshui).filter(matter=moved).exists()


def test_the_old_unit_s_people_go_on_with_it_the_day_after(world: World) -> None:
    matter = made.handled(world)
    merge(world)
    tomorrow = moment("2026-11-24 09:00")
    chuban = actor_of(Person.objects.get(username="chuban"), on=tomorrow.date())
    data = {"text": made.GOOD_REPLY, "result": "resolved"}
    assert act("reply", matter, actor=chuban, at=tomorrow, data=data).state == "replied"


def test_what_the_unit_only_assists_in_goes_over_too_and_not_twice(world: World) -> None:
    matter = made.reported(world)
    both = [world.unit("chengguan"), world.unit("shuiwu")]
    data = {"unit": world.unit("tiyu"), "assisting": both}
    act("dispatch", matter, actor=world.wanglan, at=moment("2026-11-23 10:00"), data=data)
    merge(world)
    assert list(Task.objects.filter(matter=matter, assisting=True).values_list("unit_id", flat=True)) == [both[1]]


def test_closed_matters_keep_the_name_of_their_day(world: World) -> None:
    matter = made.closed(world)
    merge(world)
    kept = Matter.objects.get(pk=matter.pk)
    assert kept.unit_id == world.unit("chengguan")
    assert not Passage.objects.filter(matter=kept, step="hand_over").exists()


def test_the_record_replays_and_verifies(world: World) -> None:
    made.handled(world)
    made.reported(world)
    merge(world)
    assert list(differences()) == []
    assert verify().ok


def test_a_unit_with_open_work_names_its_successor(world: World) -> None:
    matter = made.reported(world)
    act("dispatch", matter, actor=world.wanglan, at=moment("2026-11-23 10:00"), data={"unit": world.unit("donghu")})
    with pytest.raises(Refused, match="指定承接的机构"):
        operations.close_unit(unit_id=world.unit("donghu"), successor_id=None, actor=world.zhuxi, **MERGED)
    assert Matter.objects.get(pk=matter.pk).unit_id == world.unit("donghu")
