"""Keeping the routes: versions, who may, what is recorded, and whether every seat can be taken today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.verification import verify
from shuniu.kernel.organisation.actor import SYSTEM, authority_changed
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.models import Person, Post, RoleHolding, Unit
from shuniu.kernel.organisation.tree import forget
from shuniu.kernel.routes import operations, samples, subjects
from shuniu.kernel.routes.definition import Act, By, Condition, Op, Sitter, Stage, stages_of
from shuniu.kernel.routes.models import RouteDefinition
from shuniu.kernel.routes.planning import Unplanned
from shuniu.kernel.routes.queries import definitions as queries
from shuniu.kernel.routes.queries.signers import people_to_pick, signers, units_to_pick
from shuniu.kernel.routes.resolving import resolve, routes_for
from tests.trial.procedures import Approval
from tests.trial.routing import GENERAL, HEAD, LEADER, REVIEWER, SUBJECT, On, defined, trial
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
DAY = NOW.date()


@pytest.fixture(autouse=True)
def routes() -> Iterator[None]:
    with trial():
        yield


def appoint(world: World, username: str, unit: str) -> Any:
    RoleHolding.objects.create(person=world.people[username], role="routes.manager", unit=world.units[unit])
    authority_changed(world.people[username].pk, at=NOW)
    return world.actor(username)


def save(row: RouteDefinition, stages: Any = GENERAL, *, edits: int | None = None, actor: Any = SYSTEM) -> Any:
    return operations.save_draft(
        row.pk, label="一般件", note="", stages=stages, edits=row.edits if edits is None else edits, actor=actor, at=NOW
    )


class TestVersions:
    def test_a_draft_is_put_in_force_and_the_former_version_retires(self, world: World) -> None:
        first = defined()
        draft = operations.draft_of(first.pk, actor=SYSTEM, at=NOW)
        assert (draft.version, draft.status, draft.stages) == (2, "draft", first.stages)
        save(draft, (GENERAL[0], *GENERAL[3:]))
        operations.activate(draft.pk, actor=SYSTEM, at=NOW)
        rows = {row.version: (row.status, row.active_until) for row in RouteDefinition.objects.all()}
        assert rows == {1: ("retired", NOW), 2: ("active", None)}

    def test_there_is_one_draft_of_a_route(self, world: World) -> None:
        first = defined()
        assert operations.draft_of(first.pk, actor=SYSTEM, at=NOW) == operations.draft_of(
            first.pk, actor=SYSTEM, at=NOW
        )

    @pytest.mark.parametrize("status", ["active", "retired"])
    def test_what_was_in_force_never_changes(self, world: World, status: str) -> None:
        row = defined(status=status)
        with pytest.raises(Refused, match="不能再改"):
            save(row, GENERAL[:1])
        assert stages_of(RouteDefinition.objects.get().stages) == GENERAL

    def test_a_draft_with_faults_is_kept_but_not_put_in_force(self, world: World) -> None:
        row = save(operations.create(kind=Approval.kind, label="x", unit=None, actor=SYSTEM, at=NOW), GENERAL[:1])
        with pytest.raises(Refused, match="没有签发环节"):
            operations.activate(row.pk, actor=SYSTEM, at=NOW)
        assert RouteDefinition.objects.get().status == "draft"

    def test_two_editors_at_once_the_second_is_told(self, world: World) -> None:
        row = operations.create(kind=Approval.kind, label="x", unit=None, actor=SYSTEM, at=NOW)
        save(row, GENERAL[:2], edits=0)
        with pytest.raises(operations.Stale, match="保存过这份草稿"):
            save(row, GENERAL[:3], edits=0)
        assert save(row, GENERAL[:2], edits=0).edits == 1, "the same click twice is one edit"

    def test_a_running_matter_keeps_its_version(self, world: World) -> None:
        on = On(world).submit()
        draft = operations.draft_of(on.definition.pk, actor=SYSTEM, at=NOW)
        operations.activate(save(draft, (GENERAL[0], GENERAL[3], GENERAL[4])).pk, actor=SYSTEM, at=NOW)
        on.agree("fangzhuren")
        assert (on.run.at, on.run.route_version) == ("review", 1)

    def test_a_retired_route_is_not_offered_and_a_draft_is_put_aside(self, world: World) -> None:
        row = defined()
        assert len(routes_for(Approval.kind, world.unit("office"), {"weight": "ordinary"}, on=DAY)) == 1
        draft = operations.draft_of(row.pk, actor=SYSTEM, at=NOW)
        for one in (row, draft, row):
            operations.retire(one.pk, actor=SYSTEM, at=NOW)
        assert routes_for(Approval.kind, world.unit("office"), {"weight": "ordinary"}, on=DAY) == []
        versions = queries.history(row)
        assert [(one.row.version, one.put_aside) for one in versions] == [(2, True), (1, False)]

    def test_the_history_says_what_changed(self, world: World) -> None:
        row = defined()
        draft = operations.draft_of(row.pk, actor=SYSTEM, at=NOW)
        head, cosign, _review, sign, _lead = GENERAL
        narrower = Stage("review", "核稿", (Sitter(By.ROLE, HEAD, "office"),), opinion=True, returns=False)
        save(draft, (cosign, head, narrower, Stage("extra", "备案", head.sitters), sign))
        said = queries.history(row)[0].changes
        assert said[0] == "删除环节“市领导签发”。"
        assert any("调整了次序" in one for one in said)
        assert "环节“核稿”的办理人由“文电科的核稿员”改为“云州市人民政府办公室的单位负责人（公文）”。" in said
        assert "环节“核稿”的退回由“可以退回”改为“不能退回”。" in said
        assert "新增环节“备案”：拟稿单位的单位负责人（公文）。" in said
        assert sum("调整了次序" in one for one in said) == 1, "one was moved, the other only stands elsewhere for it"

    def test_every_change_is_an_event(self, world: World) -> None:
        row = operations.create(kind=Approval.kind, label="一般件", unit=None, actor=SYSTEM, at=NOW)
        operations.activate(save(row).pk, actor=SYSTEM, at=NOW)
        operations.retire(row.pk, actor=SYSTEM, at=NOW)
        types = list(Event.objects.filter(type__startswith="routes.").order_by("id").values_list("type", flat=True))
        assert types == ["routes.created", "routes.saved", "routes.activated", "routes.retired"]
        assert verify().ok

    def test_seeding_twice_is_seeding_once(self, world: World) -> None:
        desk = samples.Desk(HEAD, REVIEWER, "documents_section", "documents.director", "office", LEADER, "city")
        stages = samples.general(desk, (Condition("weight", Op.IS, "weighty"),))
        for _twice in range(2):
            operations.seed(Approval.kind, "general", "一般发文", stages, actor=SYSTEM, at=NOW)
        assert [(row.status, row.version) for row in RouteDefinition.objects.all()] == [("active", 1)]


class TestWho:
    def test_a_manager_keeps_the_routes_of_the_unit_and_below_and_of_no_other(self, world: World) -> None:
        manager = appoint(world, "chengwen", "chengguan")
        operations.create(kind=Approval.kind, label="x", unit=world.unit("chengguan_shirong"), actor=manager, at=NOW)
        for unit in (world.unit("shuiwu"), world.unit("city"), None):
            with pytest.raises(Refused, match="流程管理员"):
                operations.create(kind=Approval.kind, label="x", unit=unit, actor=manager, at=NOW)

    def test_the_routes_of_everybody_are_kept_by_who_keeps_the_whole_city(self, world: World) -> None:
        row = defined()
        assert not operations.may_keep(appoint(world, "chengwen", "chengguan"), None)
        whole = appoint(world, "hegao", "city")
        assert operations.may_keep(whole, None)
        operations.retire(row.pk, actor=whole, at=NOW)

    def test_a_stranger_changes_nothing(self, world: World) -> None:
        row, draft = defined(), defined(version=2, status="draft")
        for work in (
            lambda: operations.draft_of(row.pk, actor=world.fangzhuren, at=NOW),
            lambda: save(draft, actor=world.fangzhuren),
            lambda: operations.activate(draft.pk, actor=world.fangzhuren, at=NOW),
            lambda: operations.retire(row.pk, actor=world.fangzhuren, at=NOW),
        ):
            with pytest.raises(Refused):
                work()
        assert {one.status for one in RouteDefinition.objects.all()} == {"active", "draft"}


class TestToday:
    def resolve(self, world: World, row: RouteDefinition, **chosen: Any) -> Any:
        return resolve(
            row.pk, kind=Approval.kind, unit=world.unit("office"), facts={"weight": "ordinary"},
            chosen={f"{key}.0": value for key, value in chosen.items()}, on=DAY,
        )  # fmt: skip

    def test_a_stage_that_nobody_can_take_is_named(self, world: World) -> None:
        row = defined()
        RoleHolding.objects.filter(role=REVIEWER).delete()
        with pytest.raises(Unplanned, match="“核稿”环节：文电科目前没有“核稿员”"):
            self.resolve(world, row)

    def test_a_picked_unit_without_a_head_is_named(self, world: World) -> None:
        with pytest.raises(Unplanned, match="东湖街道办事处目前没有"):
            self.resolve(world, defined(), cosign=[world.unit("donghu")])
        with pytest.raises(Unplanned, match="不存在或已撤销"):
            self.resolve(world, RouteDefinition.objects.get(), cosign=[999_999])

    def test_a_unit_that_was_closed_is_named(self, world: World) -> None:
        row = defined()
        Unit.objects.filter(code="documents_section").update(closed_on=DAY)
        forget()
        with pytest.raises(Unplanned, match="已撤销"):
            self.resolve(world, row)

    def test_a_person_who_left_is_named(self, world: World) -> None:
        stages = (Stage("sign", "签发", (Sitter(By.PERSON, HEAD, person=world.people["chengju"].pk),), act=Act.SIGN),)
        row = defined(stages)
        assert self.resolve(world, row)["legs"][0]["sits"][0]["person"] == world.people["chengju"].pk
        Person.objects.filter(username="chengju").update(is_active=False)
        with pytest.raises(Unplanned, match="不在岗"):
            self.resolve(world, row)

    def test_a_person_without_the_role_is_named(self, world: World) -> None:
        stages = (Stage("sign", "签发", (Sitter(By.PERSON, HEAD, person=world.people["hegao"].pk),), act=Act.SIGN),)
        with pytest.raises(Unplanned, match="何稿不再担任"):
            self.resolve(world, defined(stages))

    def test_another_units_route_cannot_be_used(self, world: World) -> None:
        row = defined(unit=world.units["shuiwu"])
        with pytest.raises(Unplanned, match="没有这个流程"):
            self.resolve(world, row)

    def test_ones_own_routes_come_first(self, world: World) -> None:
        defined(label="全市件")
        defined(key="own", label="本办件", unit=world.units["office"])
        offered = routes_for(Approval.kind, world.unit("documents_section"), {"weight": "ordinary"}, on=DAY)
        assert [one.label for one in offered] == ["本办件", "全市件"]

    def test_who_would_sign(self, world: World) -> None:
        from_row = queries.route_of(defined())
        tried = queries.who_would_sign(from_row, {"weight": "weighty"}, world.unit("chengguan"), DAY)
        said = {one.label: one for one in tried}
        assert said["处室审核"].people == ["城市管理局 单位负责人（公文）（成局）"]
        assert said["会签"].people == ["提交时选择0至3个单位的单位负责人（公文）"]
        assert "不经此环节" in said["签发"].skipped
        assert said["市领导签发"].people == ["云州市人民政府 杨市长"]
        Post.objects.filter(title="市长").delete()
        tried = queries.who_would_sign(from_row, {"weight": "weighty"}, world.unit("chengguan"), DAY)
        assert "无人担任市长" in tried[-1].wrong


class TestPicking:
    @pytest.mark.parametrize(
        ("words", "found"),
        [("成局", ["成局"]), ("chengju", ["成局"]), ("韩外", []), ("朱系", []), ("", []), ("%", [])],
    )
    def test_only_signers_are_found(self, world: World, words: str, found: list[str]) -> None:
        assert [one.name for one in signers(Approval.kind, words, DAY)] == found

    def test_whoever_left_is_not_found(self, world: World) -> None:
        Person.objects.filter(username="chengju").update(is_active=False)
        assert signers(Approval.kind, "成局", DAY) == []

    def test_only_units_with_somebody_are_offered(self, world: World) -> None:
        assert [name for _id, name in units_to_pick(HEAD, DAY)] == [
            "云州市人民政府办公室", "城市管理局", "水务局", "体育局",
        ]  # fmt: skip
        assert [name for _id, name in people_to_pick(REVIEWER, (), DAY)] == ["何稿 文电科核稿员"]


def test_a_kind_is_declared_once() -> None:
    subjects.register(SUBJECT)
    with pytest.raises(ValueError, match="twice"):
        subjects.register(type(SUBJECT)(SUBJECT.kind, "别的", ()))
