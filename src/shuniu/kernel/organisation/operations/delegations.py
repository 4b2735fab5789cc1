"""Delegation: a person lends their own roles to a colleague for a period; every act done under it says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor, authority_changed
from shuniu.kernel.organisation.authority import refuse_lending_administration, require_security_admin
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.models import Delegation, Person, RoleHolding
from shuniu.kernel.organisation.operations.people import unit_of
from shuniu.kernel.organisation.record import record

LONGEST_DAYS = 366


@transaction.atomic
def delegate(
    *, taker_id: int, roles: Sequence[str], since: date, until: date, reason: str, actor: Actor, at: datetime
) -> Delegation:
    """授权代理 by the giver themselves. What was lent to the giver cannot be lent on."""
    if actor.person_id is None or taker_id == actor.person_id:
        raise Refused(_("请选择一位同事。"))
    if until < since or until < timezone.localdate(at):
        raise Refused(_("截止日期不能早于起始日期，也不能早于今天。"))
    if (until - since).days > LONGEST_DAYS:
        raise Refused(_("一次授权最长一年，届时可以再次授权。"))
    refuse_lending_administration(roles)
    held = RoleHolding.objects.filter(person_id=actor.person_id, role__in=roles)
    own = {one.role for one in held if one.until is None or one.until >= since}
    if not roles or set(roles) - own:
        raise Refused(_("只能授权自己本人担任的角色。"))
    if not Person.objects.filter(pk=taker_id, is_active=True).exists():
        raise Refused(_("该账号已停用。"))
    delegation = Delegation.objects.create(
        giver_id=actor.person_id, taker_id=taker_id, roles=sorted(roles), since=since, until=until, reason=reason
    )
    authority_changed(taker_id, at=at)
    record("permission.delegate", at=at, actor=actor, body=_body(delegation))
    return delegation


@transaction.atomic
def revoke(*, delegation_id: int, actor: Actor, at: datetime) -> Delegation:
    """撤回授权: by the giver, by the taker (who declines), or by the security administrator."""
    delegation = Delegation.objects.select_for_update().get(pk=delegation_id)
    if actor.person_id not in (delegation.giver_id, delegation.taker_id):
        require_security_admin(actor, unit_of(delegation.giver_id))
    if delegation.revoked_at is not None:
        raise Refused(_("该授权已经撤回。"))
    delegation.revoked_at, delegation.revoked_by_id = at, actor.person_id
    delegation.save(update_fields=["revoked_at", "revoked_by"])
    authority_changed(delegation.taker_id, at=at)
    record("permission.revoke", at=at, actor=actor, body=_body(delegation))
    return delegation


def _body(delegation: Delegation) -> dict[str, object]:
    return {
        "delegation": delegation.pk,
        "giver": delegation.giver.name,
        "giver_id": delegation.giver_id,
        "taker": delegation.taker.name,
        "taker_id": delegation.taker_id,
        "roles": delegation.roles,
        "since": delegation.since.isoformat(),
        "until": delegation.until.isoformat(),
        "reason": delegation.reason,
    }
