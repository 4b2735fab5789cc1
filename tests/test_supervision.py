"""督查事项: from the decision to the review of its conclusion, and everything that must be refused on the way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework import registry
from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.casework.models import Clock, Link, Matter, Passage, Task
from shuniu.kernel.casework.queries import matter_for
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.taking import open_matter
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.organisation import operations as organisation
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.search.index import put
from shuniu.office.supervision.models import Assignment, Mention
from shuniu.office.supervision.operations import circulars
from shuniu.office.supervision.operations.cadences import save_cadence
from shuniu.office.supervision.operations.chasing import chase_late
from shuniu.office.supervision.operations.dividing import divide
from shuniu.office.supervision.operations.registering import register
from shuniu.office.supervision.operations.stepping import perform
from shuniu.office.supervision.queries.terms import objection_until
from shuniu.office.supervision.search import iterate
from tests import supervised as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db


def row(matter: Matter) -> Assignment:
    return Assignment.objects.get(pk=matter.pk)


def test_the_whole_way_late_chased_returned_closed_and_praised(world: World) -> None:
    matter = made.working(world)
    late = moment("2026-12-14 09:00")
    assert chase_late(at=late) == 1
    slip = row(matter).chases[-1]
    assert slip["colour"] == "blue"
    assert slip["told"] == ["程督"]
    perform("submit", matter, actor=world.chengdu, at=late, data={"text": "已完成"}, files=[made.photo()])
    perform("sign", matter, actor=world.chengfu, at=late)
    perform("verify_false", matter, actor=world.dudu, at=late, data={"finding": "没有通水"}, files=[made.photo()])
    assert (row(matter).returns, Matter.objects.get(pk=matter.pk).state) == (1, "working")
    perform("submit", matter, actor=world.chengdu, at=late, data={"text": "已通水"})
    perform("sign", matter, actor=world.chengfu, at=late)
    perform("verify_true", matter, actor=world.dudu, at=late, data={"finding": "属实"})
    perform("conclude", matter, actor=world.dudu, at=late, data={"conclusion": "完成", "grade": "fair"})
    with pytest.raises(NotAllowed):
        perform("close", matter, actor=world.chengfu, at=late)
    closed = perform("close", matter, actor=world.duzhang, at=late)
    assert (closed.state, closed.outcome) == ("closed", "closed")
    assert list(differences()) == []


def test_praise_is_printed_and_registered_only_after_its_approval(world: World) -> None:
    matter, late = made.closed(world), moment("2026-12-14 09:00")
    data = {"text": "予以表扬。", "praise": True, "units": [world.unit("chengguan")], "assignments": [matter.number]}
    circular = circulars.draft("关于表扬城市管理局的通报", data, actor=world.dudu, at=late)
    circulars.perform("submit", circular, actor=world.dudu, at=late)
    with pytest.raises(StepRefused):
        circulars.perform("issue", circular, actor=world.dudu, at=late)
    circulars.perform("present", circular, actor=world.duzhang, at=late)
    with pytest.raises(NotAllowed):
        circulars.perform("approve", circular, actor=world.duzhang, at=late)
    assert not Mention.objects.exists(), "no praise before the approval (art. 21)"
    circulars.perform("approve", circular, actor=world.yangshizhang, at=late)
    circulars.perform("issue", circular, actor=world.dudu, at=late, key="k")
    circulars.perform("issue", circular, actor=world.dudu, at=late, key="k")
    assert [(one.unit_id, one.praise) for one in Mention.objects.all()] == [(world.unit("chengguan"), True)]
    assert Link.objects.filter(source=matter, target=circular).exists()
    assert matter_for(world.chengdu, str(circular.number)).pk == circular.pk
    assert circulars.sheet(circular, circular_row(circular), at=late).startswith(b"%PDF")
    drain()
    told = set(Notice.objects.values_list("person__username", "kind"))
    assert {("chengdu", "supervision.concluded"), ("chengfu", "supervision.issued")} <= told
    put(iterate())
    assert list(differences()) == []
    assert verify().ok


def circular_row(matter: Matter) -> circulars.Circular:
    return circulars.Circular.objects.get(pk=matter.pk)


def test_an_assignment_repeats_its_matters_unit_and_dates_on_the_whole_way(world: World) -> None:
    def repeated(matter: Matter) -> tuple[Any, Any, Any]:
        found, kept = row(matter), Matter.objects.get(pk=matter.pk)
        assert (found.unit_id, found.due_at, found.closed_at) == (kept.unit_id, kept.due_at, kept.closed_at)
        return found.unit_id, found.due_at, found.closed_at

    assert repeated(made.registered(world))[0] is None
    unit, due, shut = repeated(made.working(world))
    assert unit == world.unit("chengguan")
    assert due is not None
    assert shut is None
    assert repeated(made.closed(world))[2] is not None


def test_nothing_begins_without_a_decision(world: World) -> None:
    matter = made.registered(world, origin="proposal", decided_by="")
    with pytest.raises(StepRefused, match="第十一条"):
        perform("approve", matter, actor=world.duzhang, at=made.MONDAY)
    perform("order", matter, actor=world.yangshizhang, at=made.MONDAY)
    assert perform("approve", matter, actor=world.duzhang, at=made.MONDAY).state == "approved"
    assert row(matter).decided_by == "杨市长（市长）"
    other = made.registered(world, decided_by="")
    with pytest.raises(StepRefused, match="第七条"):
        perform("approve", other, actor=world.duzhang, at=made.MONDAY)
    told = {"decided_by": "市政府专题会议"}
    assert perform("approve", other, actor=world.duzhang, at=made.MONDAY, data=told).state == "approved"


def test_a_changed_cadence_leaves_what_runs_alone(world: World) -> None:
    steps = {"assign": (1, "working_days"), "report": (2, "working_days"), "again": (2, "working_days"),
             "ordinary": (3, "working_days"), "complex": (9, "calendar_days")}  # fmt: skip
    before = made.approved(world, cadence="13710")
    save_cadence("13710", "13710", "云政办发〔2026〕9号", True, steps, actor=world.duzhang, at=made.MONDAY)
    after = made.approved(world, cadence="13710")
    unit = {"unit": world.unit("chengguan")}
    for matter in (before, after):
        perform("assign", matter, actor=world.dudu, at=made.MONDAY, data=unit)
    lengths = [Clock.objects.get(matter=one, name="finish_clock").length for one in (before, after)]
    assert lengths == [7, 3]
    basis = Clock.objects.get(matter=after, name="finish_clock").basis
    assert "云政办发〔2026〕9号" in basis
    assert basis.startswith("本地规定")
    assert not Clock.objects.filter(name="finish_clock", confirmed=True).exists(), "a cadence is never shown as law"
    perform("receive", before, actor=world.chengdu, at=made.MONDAY)
    perform("progress", before, actor=world.chengdu, at=made.MONDAY, data={"text": "进场"})
    assert Clock.objects.get(matter=before, name="report_clock").length == 7, (
        "the second report has the cadence's own time"
    )


@pytest.mark.parametrize(
    ("deadline", "due", "why"), [("2026-12-11", "2026-12-12", "晚于办结"), ("", "2027-06-01", "晚于办结"), ("2026-11-23", "2026-11-23", "晚于今天")]
)  # fmt: skip
def test_a_milestone_lies_before_the_deadline(world: World, deadline: str, due: str, why: str) -> None:
    matter = made.approved(world)
    data = {"unit": world.unit("chengguan"), "deadline": deadline, "milestones": [{"title": "通水", "due": due}]}
    with pytest.raises(StepRefused, match=why):
        perform("assign", matter, actor=world.dudu, at=made.MONDAY, data=data)
    assert Matter.objects.get(pk=matter.pk).state == "approved"


def test_slips_rise_one_step_on_working_days_and_a_reason_holds_them(world: World) -> None:
    matter = made.working(world, important=False, leader=world.people["yangshizhang"].pk)
    for free in ("2026-12-12 09:00", "2027-01-01 09:00", "2026-10-05 09:00"):
        assert chase_late(at=moment(free)) == 0, "a Saturday and two holidays"
    assert chase_late(at=moment("2026-12-14 08:40")) == 1
    assert chase_late(at=moment("2026-12-14 15:00")) == 0, "once a morning"
    assert chase_late(at=moment("2026-12-16 08:40")) == 0, "two working days are too soon"
    assert chase_late(at=moment("2026-12-17 08:40")) == 1
    assert row(matter).colour == "orange"
    assert set(row(matter).chases[-1]["told"]) == {"程督", "程负"}
    perform("explain_delay", matter, actor=world.chengdu, at=moment("2026-12-17 10:00"), data={"reason": "等供货"})
    perform("accept_reason", matter, actor=world.dudu, at=moment("2026-12-17 11:00"), data={"until": "2026-12-25"})
    assert chase_late(at=moment("2026-12-24 08:40")) == 0, "excused"
    with pytest.raises(StepRefused, match="不升级"):
        perform("chase", matter, actor=world.dudu, at=moment("2026-12-24 09:00"), data={"colour": "red"})
    assert chase_late(at=moment("2026-12-28 08:40")) == 1
    assert row(matter).colour == "red"
    assert "杨市长" in row(matter).chases[-1]["told"], "red goes to the leader who answers for it too"
    assert chase_late(at=moment("2026-12-31 08:40")) == 0
    drain()
    assert Notice.objects.filter(kind="supervision.chased").count() == 1 + 2 + 3


def test_a_slip_cannot_skip_a_colour_unless_it_is_important(world: World) -> None:
    at = moment("2026-12-14 09:00")
    ordinary, important = made.working(world), made.working(world, important=True)
    with pytest.raises(StepRefused, match="先发蓝色"):
        perform("chase", ordinary, actor=world.dudu, at=at, data={"colour": "orange"})
    perform("chase", important, actor=world.dudu, at=at, data={"colour": "orange"})
    with pytest.raises(StepRefused, match="较轻"):
        perform("chase", important, actor=world.dudu, at=at, data={"colour": "blue"})
    perform("chase", ordinary, actor=world.dudu, at=moment("2026-11-24 09:00"), data={"colour": "blue"})
    with pytest.raises(StepRefused, match="逐级"):
        perform("chase", ordinary, actor=world.dudu, at=at, data={"colour": "red"})


def test_who_reported_does_not_verify_and_who_concluded_does_not_review(world: World) -> None:
    matter = made.reported(world)
    RoleHolding.objects.create(
        person=world.people["chengfu"], role="supervision.supervisor", unit=world.units["supervision_section"]
    )
    person = world.people["chengfu"]
    person.authority_stamp += 1
    person.save()
    with pytest.raises(StepRefused, match="须由其他人员"):
        perform("verify_true", matter, actor=world.chengfu, at=made.MONDAY, data={"finding": "属实"})
    closed = made.closed(world)
    at = moment("2026-12-07 09:00")
    perform("object", closed, actor=world.chengfu, at=at, data={"reason": "评价与事实不符"})
    for who in (world.dudu, world.duzhang):
        with pytest.raises(StepRefused, match="须由其他人员"):
            perform("keep_conclusion", closed, actor=who, at=at, data={"text": "维持"})
    clock = Clock.objects.get(matter=closed, name="review_clock")
    assert (clock.length, clock.unit, clock.confirmed) == (30, "calendar_days", True)
    data = {"conclusion": "提前完成", "grade": "good"}
    done = perform("change_conclusion", closed, actor=world.yangshizhang, at=at, data=data)
    assert (done.state, row(closed).conclusion, row(closed).received_on) == ("closed", "提前完成", None)
    perform("object", closed, actor=world.chengfu, at=at, data={"reason": "仍不服"})
    perform("keep_conclusion", closed, actor=world.yangshizhang, at=at, data={"text": "维持"})
    with pytest.raises(StepRefused, match="已经复核"):
        perform("object", closed, actor=world.chengfu, at=at, data={"reason": "再次"})


@pytest.mark.parametrize(
    ("received", "last", "late"),
    [("2026-12-04", "2027-01-03", "2027-01-05"), ("2026-12-07", "2027-01-06", "2027-01-07"), ("2026-09-04", "2026-10-08", "2026-10-09")],
)  # fmt: skip
def test_an_objection_comes_within_thirty_days_of_the_receipt(
    world: World, received: str, last: str, late: str
) -> None:
    """2026-10-04 and 2027-01-03 are days off: the last day moves on to the next working day."""
    matter = made.closed(world)
    Assignment.objects.filter(pk=matter.pk).update(received_on=date.fromisoformat(received))
    until = objection_until(row(matter))
    assert until is not None
    assert until >= date.fromisoformat(last)
    with pytest.raises(StepRefused, match="届满"):
        perform("object", matter, actor=world.chengfu, at=moment(f"{late} 09:00"), data={"reason": "不服"})
    done = perform("object", matter, actor=world.chengfu, at=moment(f"{until} 23:00"), data={"reason": "不服"})
    assert done.state == "objected"


def test_the_term_waits_for_the_receipt(world: World) -> None:
    matter = made.closed(world)
    with pytest.raises(StepRefused, match="之间"):
        perform(
            "receive_conclusion",
            matter,
            actor=world.chengdu,
            at=moment("2026-12-05 09:00"),
            data={"received_on": "2026-12-01"},
        )
    perform(
        "receive_conclusion",
        matter,
        actor=world.chengdu,
        at=moment("2026-12-07 09:00"),
        data={"received_on": "2026-12-07"},
    )
    with pytest.raises(StepRefused, match="已经签收"):
        perform(
            "receive_conclusion",
            matter,
            actor=world.chengdu,
            at=moment("2026-12-08 09:00"),
            data={"received_on": "2026-12-08"},
        )
    assert objection_until(row(matter)) == date(2027, 1, 6)


def test_parts_begin_with_their_parent_and_close_before_it(world: World) -> None:
    parent = made.registered(world)
    parts = [
        made.facts(title="截污管网", unit=world.unit("chengguan")),
        made.facts(title="泵站", unit=world.unit("shuiwu"), deadline=made.DEADLINE),
    ]
    first, second = divide(parent, parts, actor=world.dudu, at=made.MONDAY, key="once")
    again = divide(parent, parts, actor=world.dudu, at=made.MONDAY, key="once")
    assert [one.pk for one in again] == [first.pk, second.pk], "a second click"
    assert Matter.objects.get(pk=first.pk).state == "registered", (
        "parts wait for the approval of what they were split from"
    )
    perform("approve", parent, actor=world.duzhang, at=made.MONDAY)
    assert set(Matter.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True)) == {"assigned"}
    assert Matter.objects.get(pk=parent.pk).state == "following"
    assert matter_for(world.shuidu, str(second.number)).pk == second.pk
    for at, (matter, unit) in enumerate([(first, "cheng"), (second, "shui")], start=1):
        with pytest.raises(StepRefused, match="全部销号"):
            perform("conclude", parent, actor=world.dudu, at=made.MONDAY, data={"conclusion": "完成", "grade": "good"})
        hands, head = getattr(world, f"{unit}du"), getattr(world, f"{unit}fu")
        for name, actor, data in [
            ("receive", hands, {}), ("submit", hands, {"text": "完成"}), ("sign", head, {}), ("verify_true", world.dudu, {"finding": "属实"}),
            ("conclude", world.dudu, {"conclusion": "完成", "grade": "good"}), ("close", world.duzhang, {}),
        ]:  # fmt: skip
            perform(name, matter, actor=actor, at=made.MONDAY, data=data)
        assert sum(row(parent).children.values()) == at
    perform("conclude", parent, actor=world.dudu, at=made.MONDAY, data={"conclusion": "全部完成", "grade": "good"})
    assert perform("close", parent, actor=world.duzhang, at=made.MONDAY).state == "closed"
    assert list(differences()) == []


def test_an_objected_part_holds_its_parent_open_again(world: World) -> None:
    parent = made.approved(world)
    (part,) = divide(parent, [made.facts(unit=world.unit("chengguan"))], actor=world.dudu, at=made.MONDAY, key="k")
    for name, actor, data in [
        ("receive", world.chengdu, {}), ("submit", world.chengdu, {"text": "完成"}), ("sign", world.chengfu, {}),
        ("verify_true", world.dudu, {"finding": "属实"}), ("conclude", world.dudu, {"conclusion": "完成", "grade": "poor"}),
        ("close", world.duzhang, {}), ("object", world.chengfu, {"reason": "不服"}),
    ]:  # fmt: skip
        perform(name, part, actor=actor, at=made.MONDAY, data=data)
    with pytest.raises(StepRefused, match="全部销号"):
        perform("conclude", parent, actor=world.dudu, at=made.MONDAY, data={"conclusion": "完成", "grade": "good"})
    perform("keep_conclusion", part, actor=world.yangshizhang, at=made.MONDAY, data={"text": "维持"})
    assert all(row(parent).children.values())


def test_a_unit_merged_meanwhile_receives_nothing_and_hands_over_what_it_has(world: World) -> None:
    matter, waiting = made.working(world), made.approved(world, unit=world.unit("chengguan"))
    organisation.merge_unit(
        unit_id=world.unit("chengguan"), into_id=world.unit("shuiwu"), actor=world.zhuxi, reason="机构改革",
        on=made.MONDAY.date(), at=moment("2026-11-23 18:00"),
    )  # fmt: skip
    moved = Matter.objects.get(pk=matter.pk)
    assert (moved.unit_id, moved.state) == (world.unit("shuiwu"), "working")
    assert Task.objects.get(matter=moved).unit_id == world.unit("shuiwu")
    tomorrow = moment("2026-11-24 09:00")
    with pytest.raises(StepRefused, match="撤销或者合并"):
        perform("assign", waiting, actor=world.dudu, at=tomorrow, data={"unit": world.unit("chengguan")})
    perform("progress", matter, actor=world.actor("shuidu", tomorrow), at=tomorrow, data={"text": "继续"})
    assert list(differences()) == []


def test_a_second_click_is_one_step_and_one_assignment(world: World) -> None:
    one = register(made.facts(), actor=world.dudu, at=made.MONDAY, key="same")
    two = register(made.facts(), actor=world.dudu, at=made.MONDAY, key="same")
    assert one.pk == two.pk
    matter = made.working(world)
    for _click in range(2):
        perform(
            "progress",
            matter,
            actor=world.chengdu,
            at=made.MONDAY,
            data={"text": "进场"},
            files=[made.photo()],
            key="p",
        )
    assert Passage.objects.filter(matter=matter, step="progress").count() == 1


def test_an_extension_moves_the_deadline_and_calms_the_colour(world: World) -> None:
    matter = made.working(world)
    perform("chase", matter, actor=world.dudu, at=moment("2026-12-10 09:00"), data={"colour": "blue"})
    at = moment("2026-12-10 10:00")
    perform("ask_extension", matter, actor=world.chengfu, at=at, data={"until": "2026-12-18", "reason": "雨天停工"})
    with pytest.raises(StepRefused, match="晚于原办结期限"):
        perform("grant_extension", matter, actor=world.duzhang, at=at, data={"until": "2026-12-11"})
    perform("grant_extension", matter, actor=world.duzhang, at=at, data={"until": "2026-12-18"})
    clock = Clock.objects.get(matter=matter, name="finish_clock")
    assert clock.legal_due.astimezone(made.MONDAY.tzinfo).date() == date(2026, 12, 18)
    assert (row(matter).deadline, row(matter).colour) == (date(2026, 12, 18), "")


def test_secrets_stay_out(world: World) -> None:
    with pytest.raises(StepRefused, match="机要"):
        register(made.facts(text="机密★5年"), actor=world.dudu, at=made.MONDAY)


def test_another_module_opens_an_assignment_by_name_alone(world: World) -> None:
    """What the README promises to whoever decides something elsewhere."""
    procedure = registry.current("supervision.assignment", made.MONDAY.date())
    data = {
        "text": "12月底前通水",
        "unit": world.unit("shuiwu"),
        "deadline": "2026-12-31",
        "decided_by": "市政府常务会议",
    }
    matter = open_matter(
        procedure.steps["register"], procedure.detail(), actor=SYSTEM, at=made.MONDAY, title="通水", source="resolution", data=data,
    )  # fmt: skip
    perform("approve", matter, actor=world.duzhang, at=made.MONDAY)
    assert row(matter).cadence["code"] == "meeting"
    given = {"unit": row(matter).proposed_unit, "deadline": str(row(matter).deadline)}
    assert perform("assign", matter, actor=world.dudu, at=made.MONDAY, data=given).unit_id == world.unit("shuiwu")
