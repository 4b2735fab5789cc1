"""A matter on its route, through the only door: every verb, who may take it, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from shuniu.kernel.casework import taking as casework
from shuniu.kernel.casework.case import NotAllowed, StepRefused, WrongState, available
from shuniu.kernel.casework.models import Passage, Task
from shuniu.kernel.casework.queries import load_case, my_tasks
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.taking import StaleMatter
from shuniu.kernel.organisation.actor import SYSTEM, authority_changed
from shuniu.kernel.organisation.models import Delegation, Person, RoleHolding
from shuniu.kernel.routes.definition import Act, By, Mode, Sitter, Stage
from shuniu.kernel.routes.models import Reading, RouteDefinition
from shuniu.kernel.routes.operations import act, mark_read
from tests.trial.procedures import Approval
from tests.trial.routing import HEAD, LEADER, On, trial
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def routes() -> Iterator[None]:
    with trial():
        yield


@pytest.fixture
def on(world: World) -> On:
    return On(world)


def offered(on: On, username: str) -> list[str]:
    return [step.name for step in available(load_case(on.matter), on.world.actor(username))]


def lend(world: World, giver: str, taker: str, role: str, until: str) -> None:
    Delegation.objects.create(
        giver=world.people[giver],
        taker=world.people[taker],
        roles=[role],
        since=date(2026, 11, 1),
        until=date.fromisoformat(until),
    )
    authority_changed(world.people[taker].pk, at=NOW)


def to_review(on: On) -> On:
    on.submit(cosign=("chengguan", "shuiwu")).agree("fangzhuren", opinion="同意")
    on.countersign("chengju", stance="agree").countersign("shuiju", stance="reserve", opinion="建议分期实施。")
    return on


class TestForward:
    def test_the_whole_way_from_the_head_to_the_signature(self, on: On) -> None:
        to_review(on).agree("hegao", opinion="格式已核。").sign("fangzhuren")
        assert on.matter.state == "signed"
        assert on.run.done
        assert not Task.objects.exists()
        assert list(differences()) == []

    def test_a_stage_whose_condition_fails_is_skipped_with_its_reason(self, on: On) -> None:
        skipped = next(leg for leg in on.submit().run.legs if leg.key == "lead").skipped
        assert skipped is not None
        assert (skipped["why"], skipped["facts"]) == ("condition", {"weight": "ordinary"})
        assert next(leg for leg in on.run.legs if leg.key == "cosign").skipped == {"why": "nobody"}

    def test_a_weighty_matter_goes_to_the_mayor(self, world: World) -> None:
        on = On(world, weight="weighty").submit().agree("fangzhuren")
        on.agree("hegao", opinion="已核。")
        assert [task.person_id for task in Task.objects.all()] == [on.person("yangshizhang")]
        assert "sign" not in offered(on, "fangzhuren")
        assert on.sign("yangshizhang").matter.state == "signed"

    def test_those_who_countersign_sit_side_by_side(self, on: On) -> None:
        on.submit(cosign=("chengguan", "shuiwu", "tiyu")).agree("fangzhuren")
        assert len(on.waiting) == 3
        on.countersign("shuiju", stance="agree")
        assert len(on.waiting) == 2
        assert on.run.at == "cosign"
        assert not my_tasks(on.world.shuiju)
        assert len(my_tasks(on.world.tiju)) == 1

    def test_the_last_word_is_offered_only_to_whoever_acts_last(self, on: On) -> None:
        to_review(on)
        assert "sign" not in offered(on, "hegao")
        with pytest.raises(StepRefused, match="后面还有“签发”环节"):
            on.sign("hegao", opinion="已核。")
        on.agree("hegao", opinion="已核。")
        assert "sign" in offered(on, "fangzhuren")
        assert "agree" not in offered(on, "fangzhuren")
        with pytest.raises(StepRefused, match="最后一位"):
            on.agree("fangzhuren")

    def test_an_opinion_that_is_asked_for_must_be_given(self, on: On) -> None:
        to_review(on)
        with pytest.raises(StepRefused, match="须填写意见"):
            on.agree("hegao", opinion="  ")

    def test_a_reservation_needs_words_and_an_ordinary_stage_knows_no_stance(self, on: On) -> None:
        on.submit(cosign=("chengguan",))
        with pytest.raises(StepRefused, match="不是会签"):
            on.agree("fangzhuren", stance="disagree")
        on.agree("fangzhuren")
        for data in ({"stance": "disagree"}, {"stance": "reserve", "opinion": " "}, {"stance": "sure"}, {}):
            with pytest.raises(StepRefused, match="会签意见"):
                on.countersign("chengju", **data)

    def test_where_agreement_must_be_reached_a_no_is_a_return(self, world: World) -> None:
        sitter = (Sitter(By.ROLE, HEAD, "chengguan"),)
        stages = (
            Stage("cosign", "会签", sitter, act=Act.COUNTERSIGN, unanimous=True),
            Stage("sign", "签发", (Sitter(By.POST, LEADER, "city", "市长"),), act=Act.SIGN),
        )
        on = On(world, stages).submit()
        with pytest.raises(StepRefused, match="协商一致"):
            on.countersign("chengju", stance="disagree", opinion="不同意")
        assert on.countersign("chengju", stance="reserve", opinion="保留").run.at == "sign"


class TestAnyOne:
    STAGES = (
        Stage(
            "desk",
            "审核",
            (Sitter(By.ROLE, HEAD, "chengguan"), Sitter(By.ROLE, HEAD, "shuiwu")),
            mode=Mode.ANY,
        ),
        Stage("sign", "签发", (Sitter(By.POST, LEADER, "city", "市长"),), act=Act.SIGN),
    )

    def test_one_is_enough_and_the_others_task_ends(self, world: World) -> None:
        on = On(world, self.STAGES).submit()
        assert len(on.waiting) == 2
        on.agree("shuiju")
        assert on.run.at == "sign"
        assert not my_tasks(world.chengju)

    def test_whoever_comes_second_is_told_who_acted(self, world: World) -> None:
        on = On(world, self.STAGES).submit()
        seat = on.waiting[0]
        on.agree("shuiju", at="2026-11-23 14:05")
        with pytest.raises(WrongState, match=r"已由水局（局长）于2026-11-23 14:05办理（同意）"):
            on.agree("chengju", seat=seat)

    def test_on_a_stale_page_what_happened_since_comes_along(self, world: World) -> None:
        on = On(world, self.STAGES).submit()
        drawn = on.matter.seq
        on.agree("shuiju")
        with pytest.raises(StaleMatter) as told:
            on.agree("chengju", expected=drawn)
        assert [passage.by for passage in told.value.since] == ["水局（局长）"]

    def test_an_added_signer_is_needed_even_there(self, world: World) -> None:
        on = On(world, self.STAGES).submit()
        on.add_signer("chengju", person=on.person("tiju"), place="beside")
        on.agree("chengju")
        assert on.run.at == "desk"
        assert not my_tasks(world.shuiju), "one of the two was enough"
        assert on.agree("tiju").run.at == "sign"


class TestBack:
    def test_a_return_to_the_drafter_makes_everybody_sign_again(self, on: On) -> None:
        on.submit(cosign=("chengguan", "shuiwu")).agree("fangzhuren").countersign("chengju", stance="agree")
        on.send_back("shuiju", reason="请补充经费来源。")
        assert (on.matter.state, on.run.at) == ("drafting", "")
        given = [one for one in on.run.places if one.done]
        assert all(one.lapsed and one.version == 1 for one in given)
        assert len(given) == 2
        on.submit(cosign=("chengguan", "shuiwu"))
        assert (on.run.round, on.run.version, on.run.at) == (2, 2, "head")
        on.agree("fangzhuren").countersign("chengju", stance="agree").countersign("shuiju", stance="agree")
        assert on.run.at == "review"
        assert list(differences()) == []

    def test_a_return_to_a_stage_keeps_what_lies_before_it(self, on: On) -> None:
        to_review(on).return_to_stage("hegao", to="cosign", reason="会签意见须统一。")
        assert on.run.at == "cosign"
        assert [one.stage for one in on.run.places if one.done and not one.lapsed] == ["head"]
        on.countersign("chengju", stance="agree").countersign("shuiju", stance="agree")
        assert on.run.at == "review"

    @pytest.mark.parametrize("to", ["review", "sign", "lead", "nowhere"])
    def test_nothing_is_returned_to_a_stage_that_was_not_passed(self, on: On, to: str) -> None:
        to_review(on)
        with pytest.raises(StepRefused, match="只能退回"):
            on.return_to_stage("hegao", to=to, reason="理由")

    def test_either_button_returns_to_where_one_points(self, on: On) -> None:
        """退回 is one form on the screen, whichever of its two steps was opened."""
        to_review(on).send_back("hegao", to="head", reason="单位先把关。")
        assert (on.matter.state, on.run.at, on.last().step) == ("approving", "head", "return_to_stage")
        on.return_to_stage("fangzhuren", to="drafter", reason="重写。")
        assert (on.matter.state, on.last().step) == ("drafting", "send_back")
        assert "to" not in on.last().data

    def test_a_stage_that_may_not_return_is_held_to_it(self, world: World) -> None:
        on = On(world, (Stage("sign", "签发", (Sitter(By.HOME, HEAD),), act=Act.SIGN, returns=False),)).submit()
        assert {"send_back", "return_to_stage"}.isdisjoint(offered(on, "fangzhuren"))
        with pytest.raises(StepRefused, match="不能退回"):
            on.send_back("fangzhuren", reason="理由")

    def test_a_matter_that_comes_back_keeps_its_version_of_the_route(self, on: On) -> None:
        on.submit().send_back("fangzhuren", reason="改")
        RouteDefinition.objects.update(status="retired")
        on.submit()
        assert (on.run.route, on.run.route_version) == (on.definition.pk, 1)

    def test_whoever_was_added_is_asked_again_about_the_new_text(self, on: On) -> None:
        on.submit().add_signer("fangzhuren", person=on.person("chengju"), place="beside")
        on.send_back("fangzhuren", reason="改").submit()
        people = {one.person for one in on.run.ready()}
        assert on.person("chengju") in people


class TestOthers:
    def test_a_signer_put_before_holds_up_only_the_one_who_asked(self, on: On) -> None:
        on.submit(cosign=("chengguan", "shuiwu")).agree("fangzhuren")
        on.add_signer("chengju", person=on.person("tiju"), place="before", reason="请先看场馆部分。")
        assert not my_tasks(on.world.chengju)
        assert len(my_tasks(on.world.shuiju)) == 1
        with pytest.raises(StepRefused):
            on.countersign("chengju", stance="agree")
        on.countersign("tiju", stance="agree")
        on.countersign("chengju", stance="agree").countersign("shuiju", stance="agree")
        assert on.run.at == "review"
        assert next(one for one in on.run.places if one.person == on.person("tiju")).act == 5

    def test_a_seat_that_was_handed_on_is_the_others(self, on: On) -> None:
        to_review(on).transfer("hegao", person=on.person("fangzhuren"), reason="外出学习。")
        with pytest.raises(NotAllowed):
            on.agree("hegao", opinion="已核")
        assert on.agree("fangzhuren", opinion="已核").run.at == "sign"

    def test_nobody_is_asked_twice_in_a_stage(self, on: On) -> None:
        on.submit().add_signer("fangzhuren", person=on.person("tiju"), place="beside")
        with pytest.raises(StepRefused, match="已在本环节"):
            on.add_signer("fangzhuren", person=on.person("tiju"), place="beside")

    @pytest.mark.parametrize("username", ["hanwai", "zhuxi"])
    def test_only_who_may_sign_is_added(self, on: On, username: str) -> None:
        on.submit()
        with pytest.raises(StepRefused, match="没有签批的角色"):
            on.add_signer("fangzhuren", person=on.person(username), place="beside")

    def test_whoever_has_left_is_not_added(self, on: On) -> None:
        on.submit()
        Person.objects.filter(username="tiju").update(is_active=False)
        with pytest.raises(StepRefused, match="已离岗"):
            on.transfer("fangzhuren", person=on.person("tiju"), reason="r")


class TestRecall:
    def test_unread_it_comes_back_and_may_be_sent_again(self, on: On) -> None:
        on.submit().recall("nigao")
        assert on.matter.state == "drafting"
        assert on.last().data["unread"] is True
        assert on.submit().run.at == "head"
        assert list(differences()) == []

    def test_once_read_it_stays(self, on: On) -> None:
        on.submit()
        mark_read(load_case(on.matter), on.world.fangzhuren, at=NOW)
        with pytest.raises(StepRefused, match="已有人阅看"):
            on.recall("nigao")
        assert on.matter.state == "approving"

    def test_in_a_later_stage_only_that_stages_readers_count(self, on: On) -> None:
        on.submit()
        mark_read(load_case(on.matter), on.world.fangzhuren, at=NOW)
        on.agree("fangzhuren")
        assert on.recall("nigao").matter.state == "drafting"

    def test_who_has_no_seat_leaves_no_mark(self, on: On) -> None:
        on.submit()
        for username in ("chengju", "nigao", "hegao"):
            mark_read(load_case(on.matter), on.world.actor(username), at=NOW)
        assert not Reading.objects.exists()
        for _twice in range(2):
            mark_read(load_case(on.matter), on.world.fangzhuren, at=NOW)
        assert Reading.objects.count() == 1

    @pytest.mark.parametrize("username", ["fangzhuren", "hegao", "chengju"])
    def test_only_the_submitter_recalls(self, on: On, username: str) -> None:
        on.submit()
        with pytest.raises(NotAllowed):
            on.recall(username)

    def test_what_has_been_signed_in_part_stays(self, on: On) -> None:
        on.submit(cosign=("chengguan", "shuiwu")).agree("fangzhuren").countersign("chengju", stance="agree")
        assert "recall" not in offered(on, "nigao")
        with pytest.raises(StepRefused, match="不能撤回"):
            on.recall("nigao")


class TestLeaving:
    def test_the_head_of_the_unit_replaces_a_signer_who_left(self, on: On) -> None:
        on.submit(cosign=("chengguan",)).agree("fangzhuren")
        on.transfer("chengju", person=on.person("chengwen"), reason="分管。")
        Person.objects.filter(username="chengwen").update(is_active=False)
        seat, unit = on.waiting[0], on.world.unit("chengguan")
        on.replace("chengju", of=seat, person=on.person("shuiju"), reason="程文已调离。", seat=f"{HEAD}@{unit}")
        assert [one.person for one in on.run.ready()] == [on.person("shuiju")]
        assert on.run.place(seat).status == "moved"  # type: ignore[union-attr]  # it exists, see the line above
        assert on.last().data["reason"] == "程文已调离。"

    def test_a_head_replaces_only_in_their_own_unit(self, on: On) -> None:
        on.submit(cosign=("chengguan", "shuiwu")).agree("fangzhuren")
        theirs = next(one.key for one in on.run.ready() if one.unit == on.world.unit("shuiwu"))
        own = f"{HEAD}@{on.world.unit('chengguan')}"
        with pytest.raises(StepRefused, match="不属于您负责的单位"):
            on.replace("chengju", of=theirs, person=on.person("tiju"), reason="r", seat=own)
        with pytest.raises(NotAllowed):
            on.replace("tiju", of=theirs, person=on.person("tiju"), reason="r")

    def test_the_manager_of_routes_replaces_anywhere_below(self, on: On) -> None:
        RoleHolding.objects.create(person=on.world.people["hegao"], role="routes.manager", unit=on.world.units["city"])
        authority_changed(on.person("hegao"), at=NOW)
        on.submit(cosign=("chengguan",)).agree("fangzhuren")
        manager = f"routes.manager@{on.world.unit('chengguan')}"
        on.replace("hegao", of=on.waiting[0], person=on.person("chengwen"), reason="空缺。", seat=manager)
        assert [one.person for one in on.run.ready()] == [on.person("chengwen")]

    def test_a_merged_units_seat_is_its_successors(self, on: On) -> None:
        on.submit(cosign=("chengguan", "shuiwu")).agree("fangzhuren")
        old, new = on.world.unit("shuiwu"), on.world.unit("tiyu")
        casework.take(Approval.steps["hand_over"], on.matter, actor=SYSTEM, at=NOW, data={"from": old, "to": new})
        assert not my_tasks(on.world.shuiju)
        assert on.countersign("tiju", stance="agree").countersign("chengju", stance="agree").run.at == "review"
        assert list(differences()) == []


class TestLending:
    def test_the_mayors_seat_in_the_mayors_name(self, world: World) -> None:
        on = On(world, weight="weighty").submit().agree("fangzhuren").agree("hegao", opinion="核")
        lend(world, "yangshizhang", "fangzhuren", LEADER, "2026-11-30")
        on.sign("fangzhuren", at="2026-11-24 09:00")
        assert on.last().by == "方主任（办公室主任） 代 杨市长"

    def test_a_delegation_that_ended_while_the_form_was_open_is_named(self, world: World) -> None:
        on = On(world, weight="weighty").submit().agree("fangzhuren").agree("hegao", opinion="核")
        lend(world, "yangshizhang", "fangzhuren", LEADER, "2026-11-24")
        assert "sign" in offered(on, "fangzhuren")
        with pytest.raises(WrongState, match=r"本席位由杨市长办理.*授权已经到期"):
            on.sign("fangzhuren", seat=on.waiting[0], at="2026-11-25 09:00")
        assert on.matter.state == "approving"


def test_the_same_form_sent_twice_is_one_act(on: On) -> None:
    on.submit()
    for _twice in range(2):
        act(Approval.agree, on.matter, actor=on.world.fangzhuren, at=NOW, data={"opinion": "同意"}, key="the same form")
    assert Passage.objects.filter(step="agree").count() == 1
