"""Units: added, renamed, described, closed, merged. Nothing is deleted; an old matter keeps the name of its day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shuniu.kernel.organisation import tree as trees
from shuniu.kernel.organisation import work
from shuniu.kernel.organisation.actor import Actor, authority_changed
from shuniu.kernel.organisation.authority import require_system_admin
from shuniu.kernel.organisation.errors import Refused, refuse_future
from shuniu.kernel.organisation.models import Post, RoleHolding, Unit, UnitName
from shuniu.kernel.organisation.record import record


def _locked(unit_id: int, actor: Actor) -> Unit:
    require_system_admin(actor, unit_id)
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if unit.closed_on is not None:
        raise Refused(_("“%(unit)s”已于%(day)s撤销，不能再改动。") % {"unit": unit.name, "day": unit.closed_on})
    return unit


@transaction.atomic
def add_unit(
    *,
    code: str,
    name: str,
    kind: str,
    parent_id: int | None,
    actor: Actor,
    on: date,
    at: datetime,
    short_name: str = "",
    remit: str = "",
    position: int = 0,
) -> Unit:
    """Set up a unit below another. A unit without a parent is set up by the system (the first one of a city)."""
    if parent_id is None and actor.kind != "system":
        raise Refused(_("请选择上级机构。"))
    require_system_admin(actor, parent_id)
    refuse_future(on, at)
    if parent_id is not None and Unit.objects.filter(pk=parent_id, closed_on__isnull=False).exists():
        raise Refused(_("上级机构已撤销。"))
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("代码“%(code)s”已被使用；代码一经启用永不重复。") % {"code": code})
    unit = Unit.objects.create(
        code=code,
        name=name,
        short_name=short_name,
        kind=kind,
        parent_id=parent_id,
        remit=remit,
        position=position,
        opened_on=on,
    )
    _changed("unit_added", unit, actor, at, parent=parent_id, on=on.isoformat())
    return unit


@transaction.atomic
def rename_unit(
    *, unit_id: int, name: str, actor: Actor, on: date, at: datetime, short_name: str = "", reason: str = ""
) -> Unit:
    """更名: the unit is called ``name`` from the day ``on``; until then it was called as before."""
    refuse_future(on, at)
    unit = _locked(unit_id, actor)
    last = unit.former_names.order_by("-until").first()
    if last is not None and last.until >= on:
        raise Refused(_("该机构在%(day)s已有一次更名，新的更名须在其后。") % {"day": last.until})
    former = unit.name
    if former != name:
        UnitName.objects.create(unit=unit, name=former, until=on, reason=reason)
    unit.name, unit.short_name = name, short_name
    unit.save(update_fields=["name", "short_name"])
    _changed("unit_renamed", unit, actor, at, former=former, on=on.isoformat(), reason=reason)
    return unit


@transaction.atomic
def change_unit(*, unit_id: int, kind: str, remit: str, position: int, actor: Actor, at: datetime) -> Unit:
    """Change what a unit is for and where it stands among its neighbours; names change by ``rename_unit``."""
    unit = _locked(unit_id, actor)
    unit.kind, unit.remit, unit.position = kind, remit, position
    unit.save(update_fields=["kind", "remit", "position"])
    _changed("unit_changed", unit, actor, at, kind=kind, remit=remit, position=position)
    return unit


@transaction.atomic
def close_unit(*, unit_id: int, successor_id: int | None, actor: Actor, on: date, at: datetime, reason: str) -> Unit:
    """撤销: the unit ends; its open work goes to the successor. Units below it and people in it must be settled first."""
    refuse_future(on, at)
    unit = _locked(unit_id, actor)
    if unit.children.filter(closed_on__isnull=True).exists():
        raise Refused(_("该机构还有未撤销的下级机构，请先处理。"))
    if unit.posts.filter(until__isnull=True, person__is_active=True).exists():
        raise Refused(_("该机构还有在职人员，请先调整其职务，或改用“合并”。"))
    if successor_id is None and work.of_unit(unit_id):
        raise Refused(_("该机构还有未办结的事项，请指定承接的机构。"))
    moved = _end(unit, successor_id, actor, on, at)
    _changed("unit_closed", unit, actor, at, successor=successor_id, moved=moved, on=on.isoformat(), reason=reason)
    return unit


@transaction.atomic
def merge_unit(*, unit_id: int, into_id: int, actor: Actor, on: date, at: datetime, reason: str) -> Unit:
    """合并: people, units below, roles and open work go over to another unit; this one ends on the day."""
    refuse_future(on, at)
    unit = _locked(unit_id, actor)
    into = _locked(into_id, actor)
    if into_id in trees.tree().subtree(unit_id):
        raise Refused(_("不能合并到自己或自己的下级机构。"))
    unit.children.update(parent_id=into_id)
    people = _move_posts(unit, into_id, on) | _move_roles(unit, into_id, on)
    moved = _end(unit, into_id, actor, on, at)
    authority_changed(*people, at=at)
    _changed("unit_merged", unit, actor, at, into=into.name, moved=moved, on=on.isoformat(), reason=reason)
    return unit


def _end(unit: Unit, successor_id: int | None, actor: Actor, on: date, at: datetime) -> int:
    if successor_id is not None:
        if successor_id == unit.pk or not Unit.objects.filter(pk=successor_id, closed_on__isnull=True).exists():
            raise Refused(_("承接的机构必须是另一个未撤销的机构。"))
        moved = work.move_unit(from_id=unit.pk, to_id=successor_id, actor=actor, at=at)
    else:
        moved = 0
    unit.closed_on, unit.successor_id = on, successor_id
    unit.save(update_fields=["closed_on", "successor"])
    return moved


def _move_posts(unit: Unit, into_id: int, on: date) -> set[int]:
    posts = list(unit.posts.filter(until__isnull=True))
    unit.posts.filter(until__isnull=True).update(until=on)
    Post.objects.bulk_create(
        Post(person_id=post.person_id, unit_id=into_id, title=post.title, main=post.main, since=on) for post in posts
    )
    return {post.person_id for post in posts}


def _move_roles(unit: Unit, into_id: int, on: date) -> set[int]:
    """Holdings go over; one that the person already holds there just ends here."""
    running = unit.holdings.filter(Q(until__isnull=True) | Q(until__gt=on))
    holdings = list(running)
    running.update(until=on)
    RoleHolding.objects.bulk_create(
        (
            RoleHolding(person_id=one.person_id, role=one.role, unit_id=into_id, since=on, until=one.until)
            for one in holdings
        ),
        ignore_conflicts=True,
    )
    return {one.person_id for one in holdings}


def _changed(type: str, unit: Unit, actor: Actor, at: datetime, **body: object) -> None:
    trees.forget()
    record(f"organisation.{type}", at=at, actor=actor, body={"unit": unit.name, "unit_id": unit.pk, **body})
