"""The columns of the organisation's lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation import roles
from shuniu.kernel.organisation.models import Delegation, Person, Post, RoleHolding
from shuniu.kernel.organisation.queries.units import Row
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.tables import Column, Table


def units_table(rows: Iterable[Row]) -> Table:
    return Table(
        caption=_("机构"),
        columns=(
            Column("name", _("名称"), "unit.name", cell="organisation/_unit_name.html", wide=True),
            Column("code", _("代码"), "unit.code"),
            Column("kind", _("类别")),
            Column("people", _("在职人数"), kind="number"),
            Column(
                "state",
                _("状态"),
                lambda row: (_("已撤销"), "plain") if row.unit.closed else (_("现有"), "good"),
                kind="badge",
            ),
        ),
        rows=list(rows),
        empty=_("没有符合条件的机构。"),
        advice=_("放宽筛选条件，或设立新的机构。"),
    )


def people_table(rows: Iterable[Person], on: date) -> Table:
    return Table(
        caption=_("人员"),
        columns=(
            Column("name", _("姓名"), link=lambda row: reverse("organisation:person", args=[row.pk])),
            Column("username", _("账号")),
            Column("post", _("职务"), posts_of, wide=True),
            Column("roles", _("角色"), lambda row: roles_of(row, on), wide=True),
            Column(
                "state",
                _("状态"),
                lambda row: (_("启用"), "good") if row.is_active else (_("停用"), "plain"),
                kind="badge",
            ),
        ),
        rows=list(rows),
        empty=_("没有符合条件的人员。"),
        advice=_("放宽筛选条件，或新增人员。"),
    )


def posts_of(person: Person) -> str:
    running: list[Post] = [post for post in person.posts.all() if post.until is None]
    return "；".join(f"{tree().name(post.unit_id)} {post.title}" for post in running)


def roles_of(person: Person, on: date) -> str:
    held = {one.role for one in person.holdings.all() if in_force(one, on)}
    return "、".join(sorted(roles.label(key) for key in held))


def in_force(holding: RoleHolding, on: date) -> bool:
    return (holding.since is None or holding.since <= on) and (holding.until is None or on <= holding.until)


def holdings_table(rows: Iterable[RoleHolding], on: date, actions: str = "") -> Table:
    columns = (
        Column(
            "person", _("人员"), "person.name", link=lambda row: reverse("organisation:person", args=[row.person_id])
        ),
        Column("role", _("角色"), lambda row: roles.label(row.role)),
        Column("unit", _("范围"), lambda row: tree().name(row.unit_id), wide=True),
        Column("since", _("起"), kind="day"),
        Column("until", _("止"), kind="day"),
        Column("state", _("状态"), lambda row: state_of(row, on), kind="badge"),
    )
    more = (Column("actions", _("操作"), lambda row: row.pk, cell=actions, export=False),) if actions else ()
    return Table(
        caption=_("角色授予情况"), columns=columns + more, rows=list(rows), empty=_("没有符合条件的角色。"),
        advice=_("放宽筛选条件，或授予角色。"),
    )  # fmt: skip


def state_of(holding: RoleHolding, on: date) -> tuple[Any, str]:
    if in_force(holding, on):
        return _("有效"), "good"
    return (_("未开始"), "info") if holding.since and holding.since > on else (_("已结束"), "plain")


def delegations_table(rows: Iterable[Delegation], on: date) -> Table:
    return Table(
        caption=_("授权代理"),
        columns=(
            Column("giver", _("授权人"), "giver.name"),
            Column("taker", _("代理人"), "taker.name"),
            Column("roles", _("角色"), lambda row: "、".join(roles.label(key) for key in row.roles), wide=True),
            Column("since", _("起"), kind="day"),
            Column("until", _("止"), kind="day"),
            Column("reason", _("事由"), wide=True),
            Column("state", _("状态"), lambda row: delegation_state(row, on), kind="badge"),
            Column("actions", _("操作"), cell="organisation/_revoke.html", export=False),
        ),
        rows=list(rows),
        empty=_("没有授权代理。"),
    )


def delegation_state(delegation: Delegation, on: date) -> tuple[Any, str]:
    if delegation.revoked_at is not None:
        return _("已撤回"), "plain"
    if delegation.until < on:
        return _("已到期"), "plain"
    return (_("未开始"), "info") if delegation.since > on else (_("生效中"), "good")
