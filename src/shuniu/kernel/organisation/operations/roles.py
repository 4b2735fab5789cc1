"""Roles: granted and ended by the security administrator, never to themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.organisation import roles
from shuniu.kernel.organisation.actor import Actor, authority_changed
from shuniu.kernel.organisation.authority import refuse_two_of_three, require_security_admin
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.models import Person, RoleHolding, Unit
from shuniu.kernel.organisation.record import about, record


@transaction.atomic
def grant_role(
    *, person_id: int, role: str, unit_id: int, actor: Actor, on: date, at: datetime, until: date | None = None
) -> RoleHolding:
    """授予角色 in the scope of a unit and what lies below it, from the day ``on``, for good or until a day."""
    require_security_admin(actor, unit_id)
    roles.role(role)  # An unknown role is a fault of the caller, not something to store.
    if person_id == actor.person_id:
        raise Refused(_("不能给自己授予角色。"))
    # Lock the person, not the holding: two grants at the same moment must see each other.
    person = Person.objects.select_for_update().get(pk=person_id)
    if not person.is_active:
        raise Refused(_("该账号已停用。"))
    if not Unit.objects.filter(pk=unit_id, closed_on__isnull=True).exists():
        raise Refused(_("该机构不存在或已撤销。"))
    if until is not None and until < on:
        raise Refused(_("截止日期不能早于起始日期。"))
    refuse_two_of_three(person_id, role, on=on)
    held = RoleHolding.objects.filter(person_id=person_id, role=role, unit_id=unit_id)
    if any(one.until is None or one.until >= on for one in held):
        raise Refused(_("此人已有该角色。"))
    holding = RoleHolding.objects.create(person_id=person_id, role=role, unit_id=unit_id, since=on, until=until)
    authority_changed(person_id, at=at)
    body = _body(holding, since=on.isoformat(), until=until.isoformat() if until else None)
    record("permission.grant", at=at, actor=actor, body=body)
    return holding


@transaction.atomic
def end_role(*, holding_id: int, actor: Actor, on: date, at: datetime) -> RoleHolding:
    """收回角色: it is held up to the day before ``on`` and no longer on ``on``."""
    holding = RoleHolding.objects.select_for_update().get(pk=holding_id)
    require_security_admin(actor, holding.unit_id)
    if holding.person_id == actor.person_id:
        raise Refused(_("不能收回自己的角色，请由另一位安全管理员办理。"))
    last = on - timedelta(days=1)
    if holding.until is not None and holding.until <= last:
        raise Refused(_("该角色已经结束。"))
    authority_changed(holding.person_id, at=at)
    holding.until = last
    holding.save(update_fields=["until"])
    record("permission.withdraw", at=at, actor=actor, body=_body(holding, until=last.isoformat()))
    return holding


def _body(holding: RoleHolding, **more: str | None) -> dict[str, Any]:
    where = {"unit": holding.unit.name, "unit_id": holding.unit_id}
    return about(holding.person_id, role=roles.label(holding.role), role_key=holding.role, **where, **more)
