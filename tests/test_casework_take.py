"""A hotline request through the only door: what a step changes, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.case import NotAllowed, StepRefused, WrongState
from shuniu.kernel.casework.models import Clock, Matter, Party, Passage, Task
from shuniu.kernel.casework.queries import Light, light_of, matter_for, my_tasks
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.taking import StaleMatter, open_matter, take
from shuniu.kernel.organisation.actor import citizen
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.procedures import HotlineRequest as P
from tests.world import World, moment

pytestmark = pytest.mark.django_db


def opened(world: World, at: str = "2026-11-23 09:30", **rest: Any) -> Matter:
    return open_matter(
        P.register,
        Request(text="路灯不亮", digest="0" * 64),
        actor=world.liwen,
        at=moment(at),
        title="路灯不亮",
        source="phone",
        data={"type": "help", "digest": "0" * 64},
        **rest,
    )


def dispatched(world: World) -> Matter:
    return take(
        P.dispatch,
        opened(world),
        actor=world.wanglan,
        at=moment("2026-11-23 10:00"),
        data={"unit": world.unit("chengguan"), "unit_name": "城市管理局"},
    )


def replied(world: World) -> Matter:
    matter = dispatched(world)
    take(P.receive, matter, actor=world.chenlian, at=moment("2026-11-23 11:00"))
    return take(
        P.reply,
        matter,
        actor=world.chuban,
        at=moment("2026-11-25 11:00"),
        data={"text": "已修好。", "result": "resolved"},
    )


def test_a_new_request_has_number_clocks_task_passage_and_ledger_event(world: World) -> None:
    matter = opened(world)
    assert matter.number == "2026112300001"
    assert Matter.objects.get().state == "registered"
    assert {clock.name for clock in Clock.objects.all()} == {"dispatch_clock", "answer_clock"}
    task = Task.objects.get()
    assert (task.role, task.unit_id) == ("hotline.dispatcher", world.unit("hotline_centre"))
    assert Passage.objects.get().by == "李文（话务员）"
    assert Event.objects.filter(chain=f"m:{matter.pk}").count() == 1


def test_a_repeated_submission_is_one_matter(world: World) -> None:
    first = opened(world, key="abc")
    assert opened(world, key="abc").pk == first.pk
    assert Matter.objects.count() == 1


def test_dispatch_moves_the_task_to_the_unit_and_starts_its_clock(world: World) -> None:
    matter = dispatched(world)
    task = Task.objects.get()
    assert (task.role, task.unit_id) == ("hotline.liaison", world.unit("chengguan"))
    handle = Clock.objects.get(matter=matter, name="handle_clock")
    assert handle.safe_due == moment("2026-11-30 23:59:59")
    assert "本地规定" in handle.basis
    assert not handle.confirmed
    assert [one.matter_id for one in my_tasks(world.chenlian)] == [matter.pk]
    assert list(my_tasks(world.hanwai)) == []


def test_a_stranger_gets_the_same_answer_as_for_a_number_never_given(world: World) -> None:
    matter = dispatched(world)
    assert matter_for(world.chenlian, str(matter.number)).pk == matter.pk
    with pytest.raises(Http404):
        matter_for(world.hanwai, str(matter.number))
    with pytest.raises(Http404):
        matter_for(citizen(matter.pk + 1), str(matter.number))


def test_only_the_dispatcher_dispatches(world: World) -> None:
    with pytest.raises(NotAllowed, match="没有“派单”的权限"):
        take(P.dispatch, opened(world), actor=world.chenlian, at=moment("2026-11-23 10:00"), data={"unit": 1})


def test_a_second_dispatch_is_told_where_the_matter_stands(world: World) -> None:
    matter = dispatched(world)
    with pytest.raises(WrongState, match="待签收"):
        take(
            P.dispatch, matter, actor=world.wanglan, at=moment("2026-11-23 10:01"), data={"unit": world.unit("shuiwu")}
        )


def test_a_stale_page_is_told_what_happened_since(world: World) -> None:
    matter = opened(world)
    take(P.add_material, matter, actor=citizen(matter.pk), at=moment("2026-11-23 09:40"), data={"text": "两盏都不亮"})
    with pytest.raises(StaleMatter) as caught:
        take(
            P.dispatch,
            matter,
            actor=world.wanglan,
            at=moment("2026-11-23 10:00"),
            data={"unit": world.unit("chengguan")},
            expected=1,
        )
    assert [passage.step for passage in caught.value.since] == ["add_material"]
    assert Matter.objects.get().state == "registered"


def test_the_same_form_twice_is_one_step(world: World) -> None:
    matter = opened(world)
    for _ in range(2):
        take(
            P.add_material,
            matter,
            actor=citizen(matter.pk),
            at=moment("2026-11-23 09:40"),
            data={"text": "补充"},
            key="form-1",
        )
    assert Passage.objects.filter(step="add_material").count() == 1


def test_checking_stops_the_units_clock_and_a_return_lets_it_run_on(world: World) -> None:
    matter = replied(world)
    assert Clock.objects.get(matter=matter, name="handle_clock").paused
    take(P.send_back, matter, actor=world.zhoushen, at=moment("2026-11-27 09:00"), data={"reason": "没有说明原因"})
    handle = Clock.objects.get(matter=matter, name="handle_clock")
    assert not handle.paused
    assert handle.safe_due == moment("2026-12-02 23:59:59")
    assert Clock.objects.get(matter=matter, name="answer_clock").safe_due == moment("2026-12-02 23:59:59")


def test_an_answer_after_the_promised_day_is_marked_late_and_not_refused(world: World) -> None:
    matter = replied(world)
    take(P.approve, matter, actor=world.zhoushen, at=moment("2026-12-10 09:00"))
    assert Request.objects.get().late
    assert Passage.objects.get(step="approve").late
    late = Passage.objects.get(step="reply").clocks
    assert (late["handle_clock"].get("late"), late["contact_clock"].get("late")) == (None, True)


def test_unresolved_and_justified_must_be_redone_at_most_twice(world: World) -> None:
    matter = replied(world)
    rating = {"reached": "yes", "resolved": False, "justified": True, "satisfaction": 1}
    for day in (1, 2):
        take(P.approve, matter, actor=world.zhoushen, at=moment(f"2026-12-0{day} 09:00"))
        with pytest.raises(StepRefused, match="退回重办"):
            take(P.record_callback, matter, actor=world.wufang, at=moment(f"2026-12-0{day} 10:00"), data=rating)
        take(
            P.redo,
            matter,
            actor=world.wufang,
            at=moment(f"2026-12-0{day} 10:00"),
            data={"reason": "没修好", "redoing": True, "satisfaction": 1, "resolved": False},
        )
        take(
            P.reply,
            matter,
            actor=world.chuban,
            at=moment(f"2026-12-0{day} 15:00"),
            data={"text": "又修了", "result": "resolved"},
        )
    take(P.approve, matter, actor=world.zhoushen, at=moment("2026-12-03 09:00"))
    with pytest.raises(StepRefused, match="最多2次"):
        take(P.redo, matter, actor=world.wufang, at=moment("2026-12-03 10:00"), data={"reason": "还没好"})
    take(P.record_callback, matter, actor=world.wufang, at=moment("2026-12-03 10:00"), data=rating)
    request = Request.objects.get()
    assert (request.redos, request.resolved, request.satisfaction) == (2, False, 1)
    assert Matter.objects.get().outcome == "answered"


def test_a_returned_matter_stays_with_the_first_receiver_until_the_ruling(world: World) -> None:
    matter = dispatched(world)
    take(
        P.return_,
        matter,
        actor=world.chenlian,
        at=moment("2026-11-23 14:00"),
        data={"reason": "供水管网归水务局", "right_unit": world.unit("shuiwu")},
    )
    assert Matter.objects.get().unit_id == world.unit("chengguan")
    take(
        P.redispatch,
        matter,
        actor=world.wanglan,
        at=moment("2026-11-24 09:00"),
        data={"unit": world.unit("shuiwu"), "unit_name": "水务局"},
    )
    assert Matter.objects.get().unit_id == world.unit("shuiwu")
    assert Party.objects.filter(matter=matter).count() == 2
    assert Request.objects.get().returns == 1
    assert Request.objects.get().first_unit_id == world.unit("chengguan")
    answer = Clock.objects.get(matter=matter, name="answer_clock")
    assert answer.started_at == moment("2026-11-23 09:30"), "no hand-over among offices moves the citizen's clock"


def test_assisting_units_owe_their_part(world: World) -> None:
    matter = take(
        P.dispatch,
        opened(world),
        actor=world.wanglan,
        at=moment("2026-11-23 10:00"),
        data={"unit": world.unit("chengguan"), "assisting": [world.unit("shuiwu")]},
    )
    take(P.receive, matter, actor=world.chenlian, at=moment("2026-11-23 11:00"))
    assert [task.matter_id for task in my_tasks(world.jiangshui)] == [matter.pk]
    with pytest.raises(StepRefused, match="协办"):
        take(P.reply, matter, actor=world.chenlian, at=moment("2026-11-24 11:00"), data={"text": "好", "result": "ok"})
    take(P.assist, matter, actor=world.jiangshui, at=moment("2026-11-24 10:00"), data={"text": "管网正常"})
    assert list(my_tasks(world.jiangshui)) == []
    take(P.reply, matter, actor=world.chenlian, at=moment("2026-11-24 11:00"), data={"text": "好", "result": "ok"})


def test_rebuilding_finds_no_difference_and_finds_a_hand_made_one(world: World) -> None:
    matter = replied(world)
    assert list(differences()) == []
    Matter.objects.filter(pk=matter.pk).update(state="closed")
    assert [(one.where, one.stored, one.rebuilt) for one in differences()] == [("state", "closed", "replied")]


def test_a_passage_cannot_be_changed_or_deleted_even_by_sql(world: World) -> None:
    opened(world)
    for statement in ("UPDATE casework_passage SET note = 'x'", "DELETE FROM casework_passage"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_refused_step_leaves_nothing_behind(world: World) -> None:
    matter = dispatched(world)
    before = Passage.objects.count(), Event.objects.count(), Matter.objects.get().seq
    with pytest.raises(StepRefused):
        take(P.return_, matter, actor=world.chenlian, at=moment("2026-11-23 14:00"), data={"reason": "不归我们管"})
    assert (Passage.objects.count(), Event.objects.count(), Matter.objects.get().seq) == before


def test_lights() -> None:
    now = moment("2026-11-20 10:00")  # a Friday
    assert light_of(moment("2026-11-20 09:59"), now) is Light.RED
    assert light_of(moment("2026-11-23 23:59:59"), now) is Light.AMBER
    assert light_of(moment("2026-11-24 23:59:59"), now) is Light.GREEN
    assert light_of(None, now) is Light.NONE
