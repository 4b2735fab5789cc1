"""Who may change the organisation: each of the three administrators within their own duty, and only there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.roles import ADMINISTRATORS, SECURITY_ADMIN, SYSTEM_ADMIN, label


def require(actor: Actor, role: str, unit_id: int | None) -> None:
    """The actor holds the role over the unit (anywhere, when there is no unit to speak of), or is the system itself."""
    if actor.kind != "system" and not actor.holds(role, unit_id):
        raise Refused(_("此项操作须由负责该机构的%(role)s办理。") % {"role": label(role)})


def require_system_admin(actor: Actor, unit_id: int | None) -> None:
    require(actor, SYSTEM_ADMIN.key, unit_id)


def require_security_admin(actor: Actor, unit_id: int | None) -> None:
    require(actor, SECURITY_ADMIN.key, unit_id)


def refuse_two_of_three(person_id: int, role: str, *, on: date) -> None:
    """三员分立: refuse an administrator's role to whoever holds, or will hold, another of the three."""
    if role not in ADMINISTRATORS:
        return
    others = RoleHolding.objects.filter(person_id=person_id, role__in=ADMINISTRATORS - {role})
    for holding in others:
        if holding.until is None or holding.until >= on:
            raise Refused(
                _("三员分立：此人已任%(held)s，不能再任%(wanted)s。")
                % {"held": label(holding.role), "wanted": label(role)}
            )


def holders_of_two(*, on: date) -> dict[int, set[str]]:
    """person id → administrators' roles, for everyone who holds more than one on the day. Empty is right."""
    held: dict[int, set[str]] = {}
    for holding in RoleHolding.objects.filter(role__in=ADMINISTRATORS):
        if (holding.since is None or holding.since <= on) and (holding.until is None or on <= holding.until):
            held.setdefault(holding.person_id, set()).add(holding.role)
    return {person: roles for person, roles in held.items() if len(roles) > 1}


def refuse_lending_administration(roles: Iterable[str]) -> None:
    lent = ADMINISTRATORS & set(roles)
    if lent:
        raise Refused(_("三员的权限不能授权他人代理：%(roles)s。") % {"roles": "、".join(sorted(map(label, lent)))})
