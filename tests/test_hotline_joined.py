"""One event with many reporters: one joint answer, and each keeps a status, whatever becomes of the main request."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections
from django.http import Http404

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter, Party, Task
from shuniu.kernel.casework.queries import matter_for, visible
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.organisation.actor import citizen
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.models.request import JOINED
from shuniu.public.hotline.operations import joining
from shuniu.public.hotline.operations.citizens import citizen_act
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.operations.intake import Report, submit
from shuniu.public.hotline.operations.joining import join, split
from shuniu.public.hotline.procedures import HotlineRequest as P
from shuniu.public.hotline.queries import open311
from shuniu.public.hotline.queries.citizens import public_view
from shuniu.public.hotline.queries.published import published
from tests.world import World, build, moment

pytestmark = pytest.mark.django_db

RATED = {"responded": True, "resolved": False, "satisfaction": 2, "justified": True}


def filed(text: str = "南湖路停水，什么时候恢复？", type: str = "help", **rest: Any) -> Matter:
    report = Report(text=text, type=type, **rest)
    return submit(report, actor=citizen(), at=moment("2026-11-23 09:00"), source="web").matter


def sent(world: World, matter: Matter, unit: str = "shuiwu", **data: Any) -> Matter:
    return act("dispatch", matter, actor=world.wanglan, at=moment("2026-11-23 09:10"), data={"unit": world.unit(unit), **data})  # fmt: skip


def answered(world: World, matter: Matter, text: str, at: str = "2026-11-24 10:00") -> Matter:
    if Matter.objects.get(pk=matter.pk).state == "dispatched":
        act("receive", matter, actor=world.jiangshui, at=moment("2026-11-23 10:00"))
    act("reply", matter, actor=world.jiangshui, at=moment(at), data={"text": text, "result": "resolved"})
    return act("approve", matter, actor=world.zhoushen, at=moment(at))


def state(matter: Matter) -> str:
    return Matter.objects.get(pk=matter.pk).state


@pytest.fixture
def pair(world: World) -> tuple[Matter, Matter]:
    main, other = sent(world, filed()), filed("我家也停水了，请尽快恢复。")
    join(other, main, actor=world.wanglan, at=moment("2026-11-23 09:20"))
    return main, other


def test_when_the_main_request_is_handled_again_the_others_hear_the_new_answer(
    world: World, pair: tuple[Matter, Matter]
) -> None:
    main, other = pair
    answered(world, main, "今晚恢复供水。")
    assert state(other) == "closed"
    act("redo", main, actor=world.wufang, at=moment("2026-11-25 10:00"), data={"reason": "没有恢复", **RATED})
    assert (
        public_view(Matter.objects.get(pk=other.pk), now=moment("2026-11-25 11:00")).request.reply == "今晚恢复供水。"
    )
    answered(world, main, "水管已更换，供水恢复。", "2026-11-26 10:00")
    view = public_view(Matter.objects.get(pk=other.pk), now=moment("2026-11-26 11:00"))
    assert view.request.reply == "水管已更换，供水恢复。"
    assert view.entries[0].text == "水务局重新办理后统一答复：水管已更换，供水恢复。"
    assert list(differences()) == []


def test_a_crowd_is_answered_by_portions_and_not_while_it_is_done_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "AT_ONCE", 2)
    main, others = sent(world, filed()), [filed(f"第{number}户停水。") for number in range(5)]
    for other in others:
        join(other, main, actor=world.wanglan, at=moment("2026-11-23 09:20"))
    answered(world, main, "已修好阀门，恢复供水。")
    assert [state(other) for other in others] == ["closed"] * 2 + ["joined"] * 3
    act("redo", main, actor=world.wufang, at=moment("2026-11-24 11:00"), data={"reason": "没有恢复", **RATED})
    drain()
    assert [state(other) for other in others] == ["closed"] * 2 + ["joined"] * 3, "there is no answer now"
    answered(world, main, "更换了整段水管。", "2026-11-25 10:00")
    drain()
    assert [state(other) for other in others] == ["closed"] * 5
    heard = [
        list(other.passages.filter(step__startswith="answer_").order_by("seq").values_list("data__text", flat=True))
        for other in others
    ]
    assert heard == [["已修好阀门，恢复供水。", "更换了整段水管。"]] * 2 + [["更换了整段水管。"]] * 3
    assert list(differences()) == []


def test_a_crowd_that_was_answered_hears_the_new_answer_by_portions_each_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [moment("2026-11-24 10:01")]
    monkeypatch.setattr(joining, "AT_ONCE", 2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])
    main, others = sent(world, filed()), [filed(f"第{number}户停水。") for number in range(5)]
    for other in others:
        join(other, main, actor=world.wanglan, at=moment("2026-11-23 09:20"))
    answered(world, main, "已修好阀门，恢复供水。")
    drain()
    act("redo", main, actor=world.wufang, at=moment("2026-11-24 11:00"), data={"reason": "没有恢复", **RATED})
    late = filed("第九户停水。")
    join(late, main, actor=world.wanglan, at=moment("2026-11-24 12:00"))
    now[0] = moment("2026-11-25 10:01")
    answered(world, main, "更换了整段水管。", "2026-11-25 10:00")
    drain()
    steps = [
        list(matter.passages.filter(step__startswith="answer_").order_by("seq").values_list("step", flat=True))
        for matter in (*others, late)
    ]
    assert steps == [["answer_jointly", "answer_again"]] * 5 + [["answer_jointly"]]
    assert list(differences()) == []


def test_a_crowd_is_set_free_by_portions_when_the_main_request_is_withdrawn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "AT_ONCE", 2)
    main, others = filed(), [filed(f"第{number}户停水。") for number in range(5)]
    for other in others:
        join(other, main, actor=world.wanglan, at=moment("2026-11-23 09:20"))
    act("withdraw", main, actor=world.liwen, at=moment("2026-11-23 10:00"), note="来水了")
    assert [state(other) for other in others] == ["registered"] * 2 + ["joined"] * 3
    drain()
    assert [state(other) for other in others] == ["registered"] * 5


def test_a_joined_request_that_is_appealed_stands_on_its_own(world: World, pair: tuple[Matter, Matter]) -> None:
    main, other = pair
    answered(world, main, "今晚恢复供水。")
    citizen_act("appeal", other, at=moment("2026-11-25 10:00"), data={"reason": "我家没有恢复"})
    act(
        "reopen_and_dispatch", other, actor=world.fengzhuren, at=moment("2026-11-25 11:00"), data={"reason": "情况不同"}
    )
    assert Request.objects.get(pk=other.pk).joined_to == ""
    third = filed("我们这一栋也一样没有水。")
    join(third, Matter.objects.get(pk=other.pk), actor=world.wanglan, at=moment("2026-11-25 12:00"))
    assert state(third) == "joined"


def test_an_emergency_answers_those_who_joined(world: World) -> None:
    main, other = filed("燃气泄漏，味道很大！"), filed("楼道里有燃气味道。")
    join(other, main, actor=world.wanglan, at=moment("2026-11-23 09:05"))
    act("pass_on_emergency", main, actor=world.liwen, at=moment("2026-11-23 09:06"), data={"service": "119"})
    assert state(other) == "closed"
    view = public_view(Matter.objects.get(pk=other.pk), now=moment("2026-11-23 09:10"))
    assert view.request.reply == "情况紧急，已立即转 119 处置。"
    assert view.entries[0].text.startswith("12345热线受理中心统一答复：")


def test_what_is_withdrawn_takes_no_part_in_the_answer(world: World, pair: tuple[Matter, Matter]) -> None:
    main, other = pair
    citizen_act("withdraw", other, at=moment("2026-11-23 09:30"))
    answered(world, main, "今晚恢复供水。")
    assert state(other) == "withdrawn"


def test_nobody_joins_what_has_been_answered(world: World, pair: tuple[Matter, Matter]) -> None:
    main, _other = pair
    answered(world, main, "今晚恢复供水。")
    with pytest.raises(StepRefused, match="已经答复或办结"):
        join(filed("又停水了，请处理。"), main, actor=world.wanglan, at=moment("2026-11-24 11:00"))


def test_a_joined_request_asks_nothing_of_those_who_were_to_assist(world: World) -> None:
    main = sent(world, filed())
    other = sent(world, filed("停水影响消防。"), assisting=[world.unit("donghu")])
    assert Task.objects.filter(matter=other, assisting=True).exists()
    join(other, main, actor=world.wanglan, at=moment("2026-11-23 09:20"))
    assert not Task.objects.filter(matter=other).exists()
    assert Matter.objects.get(pk=other.pk).due_at is not None, "the citizen's clock runs on"


def test_a_form_sent_for_one_request_is_not_taken_for_another(world: World) -> None:
    one, two = filed(), filed("路灯不亮，已经三天。")
    act("add_material", one, actor=citizen(one.pk), at=moment("2026-11-23 09:30"), data={"text": "三栋"}, key="k1")
    act("add_material", one, actor=citizen(one.pk), at=moment("2026-11-23 09:31"), data={"text": "三栋"}, key="k1")
    assert Matter.objects.get(pk=one.pk).seq == 2
    with pytest.raises(StepRefused, match="已经在别处用过"):
        act("add_material", two, actor=citizen(two.pk), at=moment("2026-11-23 09:32"), data={"text": "两盏"}, key="k1")


# --- Seals and drafts ------------------------------------------------------------------------------------------------


def test_a_report_recognised_late_is_sealed_from_then_on(world: World) -> None:
    matter = filed(type="complaint", name="李明", phone="13900000000")
    assert not matter.sealed
    act("reclassify", matter, actor=world.wanglan, at=moment("2026-11-23 09:05"), data={"type": "report"})
    assert Matter.objects.get(pk=matter.pk).sealed
    act("reclassify", matter, actor=world.wanglan, at=moment("2026-11-23 09:06"), data={"type": "complaint"})
    assert Matter.objects.get(pk=matter.pk).sealed, "what is sealed stays so"
    assert list(differences()) == []


def test_the_unit_a_report_was_first_sent_to_loses_sight_of_it(world: World) -> None:
    matter = sent(world, filed("水务局的人收红包。", type="report"))
    number = str(matter.number)
    assert matter_for(world.jiangshui, number)
    right = {"reason": "不属于我局", "right_unit": world.unit("chengguan")}
    act("return_", matter, actor=world.jiangshui, at=moment("2026-11-23 10:00"), data=right)
    act(
        "redispatch", matter, actor=world.wanglan, at=moment("2026-11-23 11:00"), data={"unit": world.unit("chengguan")}
    )
    assert Party.objects.filter(matter=matter, unit_id=world.unit("shuiwu")).exists(), "the record stays"
    assert matter not in visible(P, world.jiangshui)
    assert matter in visible(P, world.chenlian)
    with pytest.raises(Http404):
        matter_for(world.jiangshui, number)


def test_each_part_of_a_sealed_call_is_sealed_and_refuses_state_secrets(world: World) -> None:
    matter = filed("两件事：一是收红包，二是占道。", type="report", name="李明", phone="13900000000")
    [child] = split(matter, ["占道经营无人管。"], actor=world.wanglan, at=moment("2026-11-23 09:30"))
    assert child.sealed
    with pytest.raises(StepRefused):
        split(matter, ["绝密★启用前 占道。"], actor=world.wanglan, at=moment("2026-11-23 09:31"))


def test_an_unchecked_draft_reaches_nobody_outside(world: World) -> None:
    main = sent(world, filed())
    answered(world, main, "今晚恢复供水。")
    act("record_callback", main, actor=world.wufang, at=moment("2026-11-25 10:00"), data={"reached": "no"})
    act("publish", main, actor=world.zhoushen, at=moment("2026-11-25 10:10"))
    assert published().count() == 1
    citizen_act("appeal", main, at=moment("2026-11-25 11:00"), data={"reason": "没有恢复"})
    act("reopen", main, actor=world.fengzhuren, at=moment("2026-11-25 12:00"), data={"reason": "属实"})
    draft = {"text": "草稿：领导还没看过。", "result": "resolved"}
    act("reply", main, actor=world.jiangshui, at=moment("2026-11-25 13:00"), data=draft)
    now = moment("2026-11-25 14:00")
    assert published().count() == 0
    assert public_view(Matter.objects.get(pk=main.pk), now=now).request.reply == "今晚恢复供水。"
    assert "草稿" not in str(open311.requests(None, now=now, numbers=[str(main.number)]))


def test_a_sealed_request_is_never_published(world: World) -> None:
    matter = filed(type="report")
    act("answer_at_once", matter, actor=world.liwen, at=moment("2026-11-23 09:10"), data={"text": "已转有关部门。"})
    with pytest.raises(StepRefused, match="身份保密"):
        act("publish", matter, actor=world.zhoushen, at=moment("2026-11-23 09:20"))


def test_what_was_published_can_be_taken_back(world: World) -> None:
    matter = filed()
    act("answer_at_once", matter, actor=world.liwen, at=moment("2026-11-23 09:10"), data={"text": "今晚恢复。"})
    with pytest.raises(StepRefused, match="没有公开"):
        act("unpublish", matter, actor=world.zhoushen, at=moment("2026-11-23 09:15"))
    act("publish", matter, actor=world.zhoushen, at=moment("2026-11-23 09:20"))
    act("unpublish", matter, actor=world.zhoushen, at=moment("2026-11-23 09:30"))
    assert published().count() == 0


# --- Races -----------------------------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_joining_while_the_answer_goes_out_leaves_nobody_waiting() -> None:
    """Either the request was joined in time and has the answer, or it was told that it came too late."""
    world = build()
    for round in range(8):
        main = sent(world, filed())
        act("receive", main, actor=world.jiangshui, at=moment("2026-11-23 10:00"))
        reply = {"text": "今晚恢复供水。", "result": "resolved"}
        act("reply", main, actor=world.jiangshui, at=moment("2026-11-23 10:30"), data=reply)
        other, barrier, told = filed(f"第{round}次停水了。"), threading.Barrier(2), list[str]()
        approve = partial(act, "approve", main, actor=world.zhoushen, at=moment("2026-11-23 11:00"))
        joining = partial(join, other, main, actor=world.wanglan, at=moment("2026-11-23 11:00"))
        threads = [threading.Thread(target=_run, args=(one, barrier, told)) for one in (approve, joining)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert (state(other), told) in (("closed", []), ("registered", ["StepRefused"]))
    assert connection.vendor == "postgresql"


def _run(verb: Any, barrier: threading.Barrier, told: list[str]) -> None:
    try:
        barrier.wait(10)
        verb()
    except StepRefused as refusal:
        told.append(type(refusal).__name__)
    finally:
        connections.close_all()


def test_what_is_joined_is_found_in_the_index_of_the_few_that_are(world: World) -> None:
    """The index leaves out the millions that are joined to nothing; a question without ``JOINED`` would read them all."""
    found = Request.objects.filter(JOINED, joined_to="2026112900001")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "request_joined" in found.explain()
