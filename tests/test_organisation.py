"""Units, people, roles and delegation: what may be done, by whom, and what remains true afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.verification import verify
from shuniu.kernel.organisation import operations, sessions, work
from shuniu.kernel.organisation.actor import SYSTEM, Actor, actor_of
from shuniu.kernel.organisation.authority import holders_of_two
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.models import Delegation, Person, Post, RoleHolding, Unit
from shuniu.kernel.organisation.queries import units
from shuniu.kernel.organisation.roles import ADMINISTRATORS, UnknownRole
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.organisation.work import OpenWork
from tests import world as worlds

pytestmark = pytest.mark.django_db

NOW = worlds.NOW
TODAY = NOW.date()
DONE: dict[str, Any] = {"on": TODAY, "at": NOW}


@pytest.fixture
def world() -> worlds.World:
    return worlds.build()


def types() -> list[str]:
    return list(Event.objects.order_by("id").values_list("type", flat=True))


# --- Units ---------------------------------------------------------------------------------------------------------
def test_a_unit_is_set_up_and_seen_at_once(world: worlds.World) -> None:
    made = operations.add_unit(
        code="shuju", name="数据局", kind="department", parent_id=world.unit("city"), actor=world.zhuxi, **DONE
    )
    assert tree().code("shuju").id == made.pk
    assert made.pk in tree().subtree(world.unit("city"))
    assert types() == ["organisation.unit_added"]


@pytest.mark.parametrize("who", ["qinan", "youshen", "liwen"])
def test_only_the_system_administrator_changes_units(world: worlds.World, who: str) -> None:
    actor = world.actor(who)
    unit = world.unit("shuiwu")
    for verb in (
        lambda: operations.add_unit(code="x", name="新", kind="section", parent_id=unit, actor=actor, **DONE),
        lambda: operations.rename_unit(unit_id=unit, name="水利局", actor=actor, **DONE),
        lambda: operations.change_unit(unit_id=unit, kind="department", remit="", position=1, actor=actor, at=NOW),
        lambda: operations.close_unit(unit_id=unit, successor_id=None, reason="撤并", actor=actor, **DONE),
        lambda: operations.merge_unit(unit_id=unit, into_id=world.unit("tiyu"), reason="撤并", actor=actor, **DONE),
    ):
        with pytest.raises(Refused, match="系统管理员"):
            verb()
    assert types() == []


def test_a_code_is_never_used_twice(world: worlds.World) -> None:
    with pytest.raises(Refused, match="永不重复"):
        operations.add_unit(
            code="shuiwu", name="水利局", kind="department", parent_id=world.unit("city"), actor=SYSTEM, **DONE
        )


def test_an_old_matter_shows_the_name_of_its_day(world: worlds.World) -> None:
    unit, day = world.unit("shuiwu"), date(2026, 3, 1)
    operations.rename_unit(unit_id=unit, name="水利局", actor=world.zhuxi, on=day, at=NOW, reason="机构改革")
    assert units.name_on(unit, day - timedelta(days=1)) == "水务局"
    assert units.name_on(unit, day) == "水利局"
    assert tree().name(unit) == "水利局"
    operations.rename_unit(unit_id=unit, name="水利和水务局", actor=world.zhuxi, on=date(2026, 6, 1), at=NOW)
    assert units.name_on(unit, date(2026, 5, 31)) == "水利局"
    with pytest.raises(Refused, match="须在其后"):
        operations.rename_unit(unit_id=unit, name="又名", actor=world.zhuxi, on=date(2026, 6, 1), at=NOW)


def test_nothing_is_renamed_in_the_future(world: worlds.World) -> None:
    with pytest.raises(Refused, match="不能晚于今天"):
        operations.rename_unit(
            unit_id=world.unit("shuiwu"), name="水利局", actor=world.zhuxi, on=TODAY + timedelta(days=1), at=NOW
        )


def test_nothing_about_people_is_entered_ahead_either(world: worlds.World) -> None:
    ahead: dict[str, Any] = {"on": TODAY + timedelta(days=1), "at": NOW, "actor": world.zhuxi}
    person, unit = world.people["liwen"].pk, world.unit("tiyu")
    for verb in (
        lambda: operations.add_person(username="sunxin", name="孙新", unit_id=unit, title="科员", **ahead),
        lambda: operations.give_post(person_id=person, unit_id=unit, title="科员", main=True, **ahead),
        lambda: operations.deactivate(person_id=person, reason="调离", **ahead),
        lambda: operations.add_unit(code="shuju", name="数据局", kind="department", parent_id=unit, **ahead),
    ):
        with pytest.raises(Refused, match="不能晚于今天"):
            verb()


@dataclass
class Desk:
    """A keeper of open work, as casework is one."""

    units: dict[int, list[OpenWork]] = field(default_factory=dict)

    def of_person(self, person_id: int, *, limit: int) -> list[OpenWork]:
        return [OpenWork("回访云热〔2026〕12号", "/hotline/12/", TODAY)]

    def of_unit(self, unit_id: int, *, limit: int) -> list[OpenWork]:
        return self.units.get(unit_id, [])[:limit]

    def move_unit(self, *, from_id: int, to_id: int, actor: Actor, at: datetime) -> int:
        moved = self.units.pop(from_id, [])
        self.units.setdefault(to_id, []).extend(moved)
        return len(moved)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk()
    monkeypatch.setattr(work, "_keepers", [])
    work.register(made)
    return made


def test_a_unit_with_people_below_or_open_work_cannot_just_close(world: worlds.World, desk: Desk) -> None:
    close: Callable[[str], Unit] = lambda code: operations.close_unit(  # noqa: E731 - three calls of one line
        unit_id=world.unit(code), successor_id=None, actor=world.zhuxi, reason="机构改革", **DONE
    )
    with pytest.raises(Refused, match="下级机构"):
        close("chengguan")
    with pytest.raises(Refused, match="在职人员"):
        close("shuiwu")
    desk.units[world.unit("donghu")] = [OpenWork("云热〔2026〕12号", "/hotline/12/")]
    with pytest.raises(Refused, match="指定承接的机构"):
        close("donghu")
    assert not Unit.objects.filter(closed_on__isnull=False).exists()


def test_a_unit_closes_and_its_work_goes_to_the_successor(world: worlds.World, desk: Desk) -> None:
    donghu, chengguan = world.unit("donghu"), world.unit("chengguan")
    desk.units[donghu] = [OpenWork("云热〔2026〕12号", "/hotline/12/")]
    closed = operations.close_unit(unit_id=donghu, successor_id=chengguan, actor=world.zhuxi, reason="机构改革", **DONE)
    assert (closed.closed_on, closed.successor_id) == (TODAY, chengguan)
    assert len(desk.units[chengguan]) == 1
    assert tree()[donghu].closed
    with pytest.raises(Refused, match="不能再改动"):
        operations.rename_unit(unit_id=donghu, name="复活", actor=world.zhuxi, **DONE)


def test_merging_takes_people_roles_and_units_below_along(world: worlds.World, desk: Desk) -> None:
    chengguan, shuiwu = world.unit("chengguan"), world.unit("shuiwu")
    operations.merge_unit(unit_id=chengguan, into_id=shuiwu, actor=world.zhuxi, reason="机构改革", **DONE)
    assert tree()[world.unit("chengguan_shirong")].parent_id == shuiwu
    assert Post.objects.get(person=world.people["weiju"], until__isnull=True).unit_id == shuiwu
    assert Post.objects.get(person=world.people["weiju"], until=TODAY).unit_id == chengguan
    tomorrow = actor_of(Person.objects.get(username="chuban"), on=TODAY + timedelta(days=1))
    assert tomorrow.holds("hotline.handler", shuiwu)
    with pytest.raises(Refused, match="自己的下级"):
        operations.merge_unit(
            unit_id=shuiwu, into_id=world.unit("chengguan_shirong"), actor=world.zhuxi, reason="循环", **DONE
        )


# --- People --------------------------------------------------------------------------------------------------------
def test_an_account_begins_without_any_role(world: worlds.World) -> None:
    made = operations.add_person(
        username="sunxin", name="孙新", unit_id=world.unit("shuiwu"), title="科员", actor=world.zhuxi, **DONE
    )
    assert actor_of(made, on=TODAY).grants == ()
    assert not made.has_usable_password()
    with pytest.raises(Refused, match="已存在"):
        operations.add_person(
            username="SunXin", name="孙欣", unit_id=world.unit("shuiwu"), title="科员", actor=world.zhuxi, **DONE
        )


def test_the_security_administrator_makes_no_accounts(world: worlds.World) -> None:
    with pytest.raises(Refused):
        operations.add_person(
            username="own", name="自己人", unit_id=world.unit("shuiwu"), title="科员", actor=world.qinan, **DONE
        )


def test_a_new_main_post_ends_the_old_one(world: worlds.World) -> None:
    person = world.people["jiangshui"]
    operations.give_post(
        person_id=person.pk, unit_id=world.unit("tiyu"), title="副局长", main=True, actor=world.zhuxi, **DONE
    )
    assert Post.objects.get(person=person, main=True, until__isnull=True).title == "副局长"
    assert actor_of(Person.objects.get(pk=person.pk), on=TODAY).label == "蒋水（副局长）"
    with pytest.raises(Refused, match="不能单独结束"):
        operations.end_post(post_id=Post.objects.get(person=person, until=None).pk, actor=world.zhuxi, **DONE)


def test_whoever_leaves_loses_sessions_roles_and_delegations(world: worlds.World) -> None:
    chuban, weiju = world.people["chuban"], world.people["weiju"]
    lend(world, "chuban", "weiju")
    assert world.weiju.holds("hotline.handler")
    stamp = Person.objects.get(pk=chuban.pk).session_stamp
    operations.deactivate(person_id=chuban.pk, actor=world.zhuxi, reason="调离", **DONE)
    gone = Person.objects.get(pk=chuban.pk)
    assert not gone.is_active
    assert gone.session_stamp == stamp + 1
    assert actor_of(gone, on=TODAY).grants == ()
    assert not actor_of(Person.objects.get(pk=weiju.pk), on=TODAY).holds("hotline.handler")
    operations.reactivate(person_id=chuban.pk, actor=world.zhuxi, at=NOW)
    assert actor_of(Person.objects.get(pk=chuban.pk), on=TODAY).grants == ()


def test_leaving_needs_a_reason_and_nobody_closes_their_own_account(world: worlds.World) -> None:
    with pytest.raises(Refused, match="事由"):
        operations.deactivate(person_id=world.people["chuban"].pk, actor=world.zhuxi, reason="", **DONE)
    with pytest.raises(Refused, match="自己"):
        operations.deactivate(person_id=world.people["zhuxi"].pk, actor=world.zhuxi, reason="调离", **DONE)


def test_signing_out_everywhere_is_for_oneself_or_the_security_administrator(world: worlds.World) -> None:
    person = world.people["liwen"]
    operations.sign_out_everywhere(person_id=person.pk, actor=world.liwen, at=NOW)
    operations.sign_out_everywhere(person_id=person.pk, actor=world.qinan, at=NOW)
    with pytest.raises(Refused):
        operations.sign_out_everywhere(person_id=person.pk, actor=world.wanglan, at=NOW)
    assert Person.objects.get(pk=person.pk).session_stamp == 2
    assert list(sessions.open_sign_ins(person, at=NOW)) == []


# --- Roles and the three administrators ------------------------------------------------------------------------------
def grant(world: worlds.World, username: str, role: str, actor: Actor | None = None, **more: Any) -> RoleHolding:
    return operations.grant_role(
        person_id=world.people[username].pk, role=role, unit_id=world.unit("city"), actor=actor or world.qinan,
        **(DONE | more),
    )  # fmt: skip


def test_a_role_is_granted_in_a_scope_and_ended(world: worlds.World) -> None:
    holding = grant(world, "hanwai", "leader")
    assert world.hanwai.holds("leader", world.unit("shuiwu"))
    with pytest.raises(Refused, match="已有该角色"):
        grant(world, "hanwai", "leader")
    operations.end_role(holding_id=holding.pk, actor=world.qinan, **DONE)
    assert not world.hanwai.holds("leader")
    assert types() == ["permission.grant", "permission.withdraw"]


def test_a_role_until_a_day_ends_by_itself(world: worlds.World) -> None:
    grant(world, "hanwai", "leader", until=TODAY + timedelta(days=3))
    person = Person.objects.get(username="hanwai")
    assert actor_of(person, on=TODAY + timedelta(days=3)).holds("leader")
    assert not actor_of(person, on=TODAY + timedelta(days=4)).holds("leader")


@pytest.mark.parametrize("who", ["zhuxi", "youshen", "liwen"])
def test_only_the_security_administrator_grants(world: worlds.World, who: str) -> None:
    with pytest.raises(Refused, match="安全管理员"):
        grant(world, "hanwai", "leader", actor=world.actor(who))


def test_nobody_grants_to_themselves_nor_a_role_that_does_not_exist(world: worlds.World) -> None:
    with pytest.raises(Refused, match="自己"):
        grant(world, "qinan", "leader")
    with pytest.raises(UnknownRole):
        grant(world, "hanwai", "emperor")


@pytest.mark.parametrize("held", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("wanted", sorted(ADMINISTRATORS))
def test_nobody_holds_two_of_the_three(world: worlds.World, held: str, wanted: str) -> None:
    if held == wanted:
        return
    grant(world, "hanwai", held)
    with pytest.raises(Refused, match="三员分立"):
        grant(world, "hanwai", wanted)
    assert holders_of_two(on=TODAY) == {}


def test_a_future_or_local_holding_separates_too(world: worlds.World) -> None:
    operations.grant_role(
        person_id=world.people["hanwai"].pk, role="audit_admin", unit_id=world.unit("tiyu"), actor=world.qinan,
        on=TODAY + timedelta(days=30), at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="三员分立"):
        grant(world, "hanwai", "system_admin")


def test_whoever_has_put_one_down_may_take_another(world: worlds.World) -> None:
    first = grant(world, "hanwai", "system_admin")
    operations.end_role(holding_id=first.pk, actor=world.qinan, **DONE)
    assert grant(world, "hanwai", "audit_admin").role == "audit_admin"


def test_the_check_finds_what_was_put_past_the_operations(world: worlds.World) -> None:
    call_command("check_separation")
    RoleHolding.objects.create(person=world.people["zhuxi"], role="audit_admin", unit=world.units["city"])
    with pytest.raises(CommandError, match="朱系"):
        call_command("check_separation")


def test_the_first_three_administrators_are_made_once(capsys: pytest.CaptureFixture[str]) -> None:
    Unit.objects.create(code="gov", name="云州市人民政府", kind="general_office")
    call_command("first_administrators", system="zhang:张系", security="li:李安", audit="wang:王审")
    out = capsys.readouterr().out
    assert len([line for line in out.splitlines() if "-" in line]) == 3
    assert set(RoleHolding.objects.values_list("role", flat=True)) == ADMINISTRATORS
    assert Person.objects.filter(must_change_password=True).count() == 3
    with pytest.raises(CommandError):
        call_command("first_administrators", system="zhang:张系", security="li:李安", audit="wang:王审")


# --- Delegation ------------------------------------------------------------------------------------------------------
def lend(world: worlds.World, giver: str, taker: str, *roles: str, **more: Any) -> Delegation:
    options = {"since": TODAY, "until": TODAY + timedelta(days=7), "reason": "出差"} | more
    return operations.delegate(
        taker_id=world.people[taker].pk, roles=list(roles) or ["hotline.handler"], actor=world.actor(giver), at=NOW,
        **options,
    )  # fmt: skip


def on(username: str, days: int) -> Actor:
    return actor_of(Person.objects.get(username=username), on=TODAY + timedelta(days=days))


def test_a_delegation_is_in_force_from_its_first_to_its_last_day(world: worlds.World) -> None:
    lend(world, "chuban", "hanwai", since=TODAY + timedelta(days=1))
    held = [on("hanwai", days).holds("hotline.handler") for days in (0, 1, 7, 8)]
    assert held == [False, True, True, False]
    grant = on("hanwai", 1).acting_for("hotline.handler")
    assert grant is not None
    assert grant.for_name == "褚办"


def test_a_revoked_delegation_ends_at_once(world: worlds.World) -> None:
    given = lend(world, "chuban", "hanwai")
    assert world.hanwai.holds("hotline.handler")
    operations.revoke(delegation_id=given.pk, actor=world.chuban, at=NOW)
    assert not world.hanwai.holds("hotline.handler")
    with pytest.raises(Refused, match="已经撤回"):
        operations.revoke(delegation_id=given.pk, actor=world.chuban, at=NOW)
    assert types() == ["permission.delegate", "permission.revoke"]


@pytest.mark.parametrize(("who", "may"), [("hanwai", True), ("qinan", True), ("zhuxi", False), ("liwen", False)])
def test_who_may_revoke(world: worlds.World, who: str, may: bool) -> None:
    given = lend(world, "chuban", "hanwai")
    if may:
        assert operations.revoke(delegation_id=given.pk, actor=world.actor(who), at=NOW).revoked_at == NOW
    else:
        with pytest.raises(Refused):
            operations.revoke(delegation_id=given.pk, actor=world.actor(who), at=NOW)


def test_only_ones_own_roles_are_lent_and_what_is_lent_is_not_lent_on(world: worlds.World) -> None:
    with pytest.raises(Refused, match="本人担任"):
        lend(world, "chuban", "hanwai", "hotline.head")
    lend(world, "chuban", "hanwai")
    with pytest.raises(Refused, match="本人担任"):
        lend(world, "hanwai", "liwen", "hotline.handler")


@pytest.mark.parametrize(("who", "role"), [("zhuxi", "system_admin"), ("qinan", "security_admin")])
def test_administration_is_not_lent(world: worlds.World, who: str, role: str) -> None:
    with pytest.raises(Refused, match="三员"):
        lend(world, who, "hanwai", role)


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": TODAY, "until": TODAY - timedelta(days=1)},
        {"since": TODAY - timedelta(days=9), "until": TODAY - timedelta(days=1)},
        {"since": TODAY, "until": TODAY + timedelta(days=400)},
    ],
)
def test_a_delegation_has_a_sensible_period(world: worlds.World, wrong: dict[str, date]) -> None:
    with pytest.raises(Refused):
        lend(world, "chuban", "hanwai", **wrong)


def test_the_givers_loss_is_the_takers_loss(world: worlds.World) -> None:
    lend(world, "chuban", "hanwai")
    holding = RoleHolding.objects.get(person=world.people["chuban"])
    operations.end_role(holding_id=holding.pk, actor=world.qinan, **DONE)
    assert not world.hanwai.holds("hotline.handler")


def test_all_of_it_is_in_a_ledger_that_holds(world: worlds.World) -> None:
    lend(world, "chuban", "hanwai")
    grant(world, "hanwai", "leader")
    operations.deactivate(person_id=world.people["liwen"].pk, actor=world.zhuxi, reason="退休", **DONE)
    assert verify().ok
    assert types() == ["permission.delegate", "permission.grant", "account.closed"]
