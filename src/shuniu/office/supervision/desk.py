"""What supervision puts on the desk: for the section how the house stands, for a unit what it owes."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import lights_of, visible
from shuniu.kernel.casework.queues import SOONEST
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.desk import Card, register_card
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.queries.lists import own, rows_of
from shuniu.office.supervision.roles import LEADER, SECTION, UNITS

SHOWN = 6


def register() -> None:
    register_card(18, owed)
    register_card(28, standing)


def owed(actor: Actor, now: datetime) -> Card | None:
    """本单位督查事项, the soonest first, when there is any."""
    if not actor.holds_any(UNITS):
        return None
    dated = own(actor).read("dated", lambda rows: rows.filter(due_at__isnull=False).order_by(*SOONEST)[:SHOWN])
    rows = rows_of(dated, now)
    return Card(_("本单位督查事项"), "supervision/desk_owed.html", {"rows": rows}) if rows else None


def standing(actor: Actor, now: datetime) -> Card | None:
    """督查: how many assignments are open, in each light."""
    if not actor.holds_any((*SECTION, LEADER)):
        return None
    lights = lights_of(visible(Supervised, actor, open_only=True), now)
    return Card(_("督查事项"), "supervision/desk_standing.html", {"lights": lights}) if lights.total else None
