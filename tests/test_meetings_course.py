"""A meeting from its request to its minutes: what each step demands, and what the city's limits refuse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.organisation.models import Delegation, Unit
from shuniu.kernel.organisation.tree import forget
from shuniu.office.meetings import decisions_text
from shuniu.office.meetings.models import Invitation, Meeting, QuietPeriod, Resolution, Slot
from shuniu.office.meetings.operations import decisions, inviting, registers
from shuniu.office.meetings.operations.inviting import Answer
from shuniu.office.meetings.operations.requesting import request
from shuniu.office.meetings.operations.stepping import perform
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.queries import caps, rooms
from shuniu.office.meetings.queries.people import closed_unit
from tests import meeting_days as made
from tests import source
from tests.world import World, moment

pytestmark = pytest.mark.django_db
AT = made.MONDAY


def test_every_state_and_step_is_in_the_glossary() -> None:
    glossary = (source.ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = {cell.strip() for line in glossary.splitlines() if line.startswith("|") for cell in line.split("|")[1:2]}
    known = {word for cell in words for word in cell.split(" / ")}
    labels = [one.label for one in (*MeetingCourse.states.values(), *MeetingCourse.steps.values())]
    assert sorted({str(label) for label in labels} - known) == []


def test_from_request_to_minutes_and_the_record_agrees(world: World) -> None:
    matter = made.minuted(world)
    meeting = Meeting.objects.get(pk=matter.pk)
    assert made.state(matter) == "following"
    assert (meeting.attended, meeting.person_hours, meeting.cost) == (3, 6, 1800)
    assert meeting.minutes_number == "〔2026〕1号"
    first, second = Resolution.objects.filter(matter=matter)
    assert (first.unit_id, first.due_on, first.assisting) == (
        world.unit("chengguan"),
        date(2026, 12, 31),
        [world.unit("shuiwu")],
    )
    assert (second.unit_id, second.due_on) == (world.unit("shuiwu"), date(2027, 1, 15))
    with pytest.raises(StepRefused, match="还有2项议定事项没有交办"):
        perform("conclude", matter, actor=world.huiwu, at=made.ENDS)
    for row in (first, second):
        perform(
            "set_aside",
            matter,
            actor=world.huiwu,
            at=made.ENDS,
            data={"resolution": str(row.pk), "reason": "会务科跟踪"},
        )
    perform("conclude", matter, actor=world.huiwu, at=made.ENDS)
    assert made.state(matter) == "concluded"
    assert list(differences()) == []


def test_without_supervision_a_decision_is_not_lost_and_the_screen_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "supervision", lambda on: None)
    matter = made.minuted(world)
    row = Resolution.objects.filter(matter=matter)[0]
    with pytest.raises(StepRefused, match="没有启用督查模块"):
        perform("assign_decision", matter, actor=world.huiwu, at=made.ENDS, data={"resolution": str(row.pk)})
    assert made.state(matter) == "following"


def test_one_press_opens_one_assignment_linked_both_ways(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []

    def fake(procedure: Any, decided: decisions.Decided, **rest: Any) -> Matter:
        opened.append(decided)
        return made.requested(world, title="代替督查事项的一件")

    monkeypatch.setattr(decisions, "supervision", lambda on: MeetingCourse)
    monkeypatch.setattr(decisions, "open_assignment", fake)
    matter = made.minuted(world)
    row = Resolution.objects.filter(matter=matter)[0]
    for _press in range(2):  # A double click carries the same key.
        perform("assign_decision", matter, actor=world.huiwu, at=made.ENDS, data={"resolution": str(row.pk)}, key="one")
    row.refresh_from_db()
    assert [(one.text, one.unit, one.due_on) for one in opened] == [
        ("完成东湖路积水点改造", world.unit("chengguan"), date(2026, 12, 31))
    ]
    assert "纪要〔2026〕1号" in opened[0].source
    assert Link.objects.filter(source=matter, target_id=row.assignment_id).count() == 1
    with pytest.raises(StepRefused, match="已经办理"):
        perform("assign_decision", matter, actor=world.huiwu, at=made.ENDS, data={"resolution": str(row.pk)})


# --- The limits ----------------------------------------------------------------------------------------------------


def test_over_the_number_is_refused_and_says_what_is_left(world: World) -> None:
    made.cap_of(klass="topic", per_year=2)
    unit = world.unit("chengguan")
    first = made.requested(world)
    assert [(one.most, one.used, one.left) for one in caps.left_of(unit, "topic", AT.date())] == [(2, 1, 1)]
    made.requested(world)
    with pytest.raises(StepRefused, match="限额2次，已用2次，没有剩余"):
        made.requested(world)
    made.requested(world, klass="seminar")
    request(made.wanted(), unit=world.unit("shuiwu"), actor=world.shuihui, at=AT)
    perform("withdraw", first, actor=world.chenghui, at=AT, data={"reason": "合并召开"})
    assert made.requested(world).number


@pytest.mark.parametrize(
    ("cap", "asked", "words"),
    [
        ({"people": 10}, {}, "参会20人，超过本类会议上限10人"),
        ({"hours": "1.5"}, {}, "会期2小时，超过本类会议上限1.5小时"),
        ({"daily_cost": 50}, {}, "预算2,000元，超过按人天折算的上限1,000元"),
    ],
)
def test_too_many_too_long_too_dear_is_refused(world: World, cap: Any, asked: Any, words: str) -> None:
    made.cap_of(klass="topic", **cap)
    with pytest.raises(StepRefused, match=words) as refused:
        made.requested(world, **asked)
    assert "待确认" in str(refused.value)
    assert made.SOURCE in str(refused.value)


def test_an_old_limit_no_longer_counts_and_a_changed_one_counts_at_the_approval(world: World) -> None:
    made.cap_of(people=5, effective_to=date(2026, 6, 30))
    matter = made.endorsed(world)
    made.cap_of(people=10)
    with pytest.raises(StepRefused, match="上限10人"):
        perform("approve", matter, actor=world.huizhang, at=AT)
    assert made.state(matter) == "endorsed"


def test_weeks_without_meetings_and_days_off_need_a_reason(world: World) -> None:
    QuietPeriod.objects.create(
        title="11月无会周", since=date(2026, 11, 23), until=date(2026, 11, 27), source=made.SOURCE
    )
    with pytest.raises(StepRefused, match="11月无会周"):
        made.requested(world)
    assert made.requested(world, exemption="寒潮将至，不能改期").number
    saturday = {"starts": moment("2026-12-05 09:00"), "ends": moment("2026-12-05 11:00")}
    with pytest.raises(StepRefused, match="2026-12-05是周六，不是工作日"):
        made.requested(world, **saturday)
    holiday = {"starts": moment("2027-01-01 09:00"), "ends": moment("2027-01-01 11:00")}
    with pytest.raises(StepRefused, match="不是工作日"):
        made.requested(world, **holiday)


def test_a_meeting_over_midnight_is_sound_and_is_said(world: World) -> None:
    late = made.wanted(starts=moment("2026-11-26 22:00"), ends=moment("2026-11-27 01:00"))
    assert any("跨过零点" in one for one in caps.check(late.asked(world.unit("chengguan"))).hints)
    matter = made.scheduled(world, starts=late.starts, ends=late.ends)
    assert Slot.objects.filter(matter=matter).count() == 12


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"ends": made.STARTS}, "结束时间必须晚于开始时间"),
        ({"starts": moment("2026-11-20 09:00"), "ends": moment("2026-11-20 10:00")}, "已经过去"),
        ({"not_a_paper": "tell"}, "只传达布置的事项可以印发文件"),
        ({"title": "机密★5年"}, "密"),
        ({"plan_line": 999}, "已列入计划的会议"),
    ],
)
def test_what_cannot_be_is_refused_in_words(world: World, asked: Any, words: str) -> None:
    with pytest.raises(StepRefused, match=words):
        made.requested(world, **asked)
    assert Matter.objects.count() == 0


def test_a_double_click_asks_once_and_strangers_do_not_ask_for_others(world: World) -> None:
    unit = world.unit("chengguan")
    twice = [request(made.wanted(), unit=unit, actor=world.chenghui, at=AT, key="same") for _click in range(2)]
    assert twice[0].pk == twice[1].pk
    with pytest.raises(NotAllowed):
        request(made.wanted(), unit=unit, actor=world.shuihui, at=AT)


# --- Rooms ---------------------------------------------------------------------------------------------------------


def test_a_room_is_not_booked_twice_and_others_are_proposed(world: World) -> None:
    room, small = made.room_of(world), made.room_of(world, "二号会议室", 10)
    first = made.scheduled(world, room)
    second = made.planned(world)
    data = {"starts": moment("2026-11-26 10:45").isoformat(), "ends": moment("2026-11-26 12:00").isoformat()}
    with pytest.raises(StepRefused, match=f"一号会议室（{first.number}）"):
        perform("schedule", second, actor=world.huiwu, at=AT, data={**data, "facilities": [room.pk]})
    starts, ends = moment("2026-11-26 10:45"), moment("2026-11-26 12:00")
    assert [(one.room.pk, one.tight) for one in rooms.free_rooms(starts, ends, people=20)] == [(small.pk, True)]
    near = rooms.other_times(starts, ends, people=20)[0]
    assert (near.room.pk, near.starts) == (room.pk, moment("2026-11-26 11:00"))
    perform("schedule", second, actor=world.huiwu, at=AT,
            data={"starts": made.ENDS.isoformat(), "ends": (made.ENDS + timedelta(hours=1)).isoformat(),
                  "facilities": [room.pk]})  # fmt: skip
    perform("cancel", first, actor=world.huiwu, at=AT, data={"reason": "合并"})
    assert not Slot.objects.filter(matter=first).exists(), "a cancelled meeting gives its room back"


# --- People --------------------------------------------------------------------------------------------------------


def test_twice_busy_or_away_is_told_and_nobody_is_listed_twice(world: World) -> None:
    made.room_of(world)
    made.noticed(world, names=("成局",))
    other = made.scheduled(world, made.room_of(world, "二号会议室"))
    Delegation.objects.create(
        giver=world.people["weiju"], taker=world.people["chenlian"], roles=["hotline.head"],
        since=date(2026, 11, 25), until=date(2026, 11, 27),
    )  # fmt: skip
    result = inviting.invite(other, ["成局", "卫局", "水务局"], "present", actor=world.huiwu, at=AT)
    assert result.added == 3
    assert any("成局：同一时间已有会议“排水防涝工作会议”" in one for one in result.warnings)
    assert any("卫局：2026-11-25至2026-11-27已授权陈联代理" in one for one in result.warnings)
    again = inviting.invite(other, ["成局（城市管理局）", "水务局"], "present", actor=world.huiwu, at=AT)
    assert (again.added, again.twice) == (0, ["成局已在名单中", "水务局已在名单中"])
    with pytest.raises(StepRefused, match="没有找到“查无此人”"):
        inviting.invite(other, ["查无此人"], "present", actor=world.huiwu, at=AT)


def test_answers_need_their_reasons_and_a_substitute_is_told(world: World) -> None:
    matter = made.noticed(world)
    mayor, _chengju, bureau = Invitation.objects.filter(matter=matter)
    with pytest.raises(StepRefused, match="代为参加人和理由"):
        inviting.reply(matter, mayor.pk, Answer("substitute", attendee="方主任"), actor=world.yangshizhang, at=AT)
    with pytest.raises(NotAllowed):
        inviting.reply(matter, mayor.pk, Answer("yes"), actor=world.chenghui, at=AT)
    inviting.reply(matter, mayor.pk, Answer("substitute", "出差", "方主任"), actor=world.yangshizhang, at=AT)
    inviting.reply(matter, bureau.pk, Answer("yes", attendee="赵工（水务局科长）"), actor=world.shuihui, at=AT)
    mayor.refresh_from_db()
    assert mayor.attendee_person_id == world.people["fangzhuren"].pk
    assert Notice.objects.filter(person=world.people["fangzhuren"], kind="meetings.invitation").count() == 1
    with pytest.raises(StepRefused, match="已经开始"):
        inviting.reply(matter, mayor.pk, Answer("yes"), actor=world.yangshizhang, at=made.STARTS)


def test_signing_in_wants_the_code_of_the_room_and_counts_once(world: World) -> None:
    matter = made.noticed(world)
    code = Meeting.objects.get(pk=matter.pk).code
    with pytest.raises(StepRefused, match="开始前1小时"):
        inviting.sign_in(matter, code, actor=world.chengju, at=AT)
    with pytest.raises(StepRefused, match="签到码不对"):
        inviting.sign_in(matter, "00000000x", actor=world.chengju, at=made.STARTS)
    with pytest.raises(StepRefused, match="不在参会名单"):
        inviting.sign_in(matter, code, actor=world.hanwai, at=made.STARTS)
    first = inviting.sign_in(matter, code, actor=world.chengju, at=made.STARTS)
    second = inviting.sign_in(matter, code, actor=world.chengju, at=made.ENDS)
    assert first.signed_at == second.signed_at == made.STARTS


def test_change_and_cancel_are_told_to_everybody_invited(world: World) -> None:
    matter = made.noticed(world)
    data = {"starts": moment("2026-11-27 09:00").isoformat(), "ends": moment("2026-11-27 11:00").isoformat(),
            "facilities": [], "place": "市民中心", "reason": "场地调整"}  # fmt: skip
    perform("change", matter, actor=world.huiwu, at=AT, data=data)
    perform("cancel", matter, actor=world.huiwu, at=AT + timedelta(hours=1), data={"reason": "合并"})
    drain()
    told = {name: list(Notice.objects.filter(person=world.people[name]).order_by("pk").values_list("kind", flat=True))
            for name in ("yangshizhang", "chengju", "shuihui")}  # fmt: skip
    wanted = ["meetings.invitation", "meetings.changed", "meetings.cancelled"]
    assert told == {"yangshizhang": wanted, "chengju": wanted, "shuihui": wanted}
    assert Meeting.objects.get(pk=matter.pk).sequence == 2
    assert not Slot.objects.exists()
    assert list(differences()) == []


# --- Decisions in the text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("※ 完成改造", "没有牵头单位"),
        ("※ ｜城市管理局", "还没有写明议定什么"),
        ("※ （写明议定什么）｜城市管理局｜2026-12-31", "还没有写明议定什么"),
        ("※ 完成改造｜没有的局", "没有名为“没有的局”的单位"),
        ("※ 完成改造｜城市管理局｜尽快", "不是日期"),
        ("※ 完成改造｜城市管理局｜2026-02-30", "不是日期"),
    ],
)
def test_a_decision_that_nobody_could_carry_out_is_refused(world: World, line: str, fault: str) -> None:
    (said,) = decisions_text.read(f"正文。\n{line}", closed_unit).faults
    assert said.startswith("第2行：")
    assert fault in said


def test_a_unit_that_was_merged_meanwhile_is_named_with_its_heir(world: World) -> None:
    matter = made.held(world)
    data = {"title": "纪要", "text": made.TEXT}
    perform("draft_minutes", matter, actor=world.huiwu, at=made.ENDS, data=data)
    Unit.objects.filter(code="shuiwu").update(closed_on=date(2026, 11, 26), successor=world.units["chengguan"])
    forget()
    with pytest.raises(StepRefused, match="“水务局”已并入“城市管理局”"):
        perform("approve_minutes", matter, actor=world.huizhang, at=made.ENDS)
    assert made.state(matter) == "reviewing"
    assert not Resolution.objects.exists()


def test_the_printed_minutes_say_decisions_as_sentences(world: World) -> None:
    text = decisions_text.printed(made.TEXT, closed_unit)
    assert "※" not in text
    assert "完成东湖路积水点改造（牵头单位：城市管理局；配合单位：水务局；完成时限：2026年12月31日）。" in text


# --- The plan ------------------------------------------------------------------------------------------------------


def test_the_plan_is_approved_by_the_section_and_used_once(world: World) -> None:
    from_unit = registers.propose_line(
        registers.PlanLine(year=2026, unit_id=world.unit("chengguan"), title="年度总结会", klass="topic", month=12, people=30, hours=2),
        actor=world.chenghui, at=AT,
    )  # fmt: skip
    with pytest.raises(StepRefused, match="已列入计划"):
        made.requested(world, plan_line=from_unit.pk)
    with pytest.raises(NotAllowed):
        registers.decide_line(from_unit.pk, "approved", "", actor=world.chenghui, at=AT)
    registers.decide_line(from_unit.pk, "approved", "", actor=world.huizhang, at=AT)
    assert made.requested(world, plan_line=from_unit.pk).number
