"""Cards of the three administrators' desks: each within their own duty."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.queries import desk as queries
from shuniu.kernel.organisation.roles import AUDIT_ADMIN, SECURITY_ADMIN, SYSTEM_ADMIN
from shuniu.kernel.web.desk import Card, register_card
from shuniu.kernel.workdays.periods import local_day


def register_cards() -> None:
    """Called when the app is ready."""
    register_card(70, accounts)
    register_card(71, permissions)
    register_card(72, ledger)


def accounts(actor: Actor, now: datetime) -> Card | None:
    """账号: for the system administrator."""
    if not actor.holds(SYSTEM_ADMIN.key):
        return None
    return Card(_("账号"), "organisation/desk/accounts.html", {"accounts": queries.accounts(now)})


def permissions(actor: Actor, now: datetime) -> Card | None:
    """权限: what was given last, for the security administrator."""
    if not actor.holds(SECURITY_ADMIN.key):
        return None
    context = {"holdings": queries.latest_holdings(), "delegations": queries.delegations_in_force(local_day(now))}
    return Card(_("最近授予的角色"), "organisation/desk/permissions.html", context, wide=True)


def ledger(actor: Actor, _now: datetime) -> Card | None:
    """台账: the last seal, for the audit administrator."""
    if not actor.holds(AUDIT_ADMIN.key):
        return None
    return Card(_("台账"), "organisation/desk/ledger.html", {"sealed": queries.sealed()}, wide=True)
