"""What engagements put on the desk: the leader's day, and for the arranger what waits."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import my_tasks
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.desk import Card, register_card
from shuniu.office.engagements.procedures.engagement import LeaderEngagement
from shuniu.office.engagements.queries.mine import near
from shuniu.office.engagements.roles import ARRANGER, LEADER, LIAISON, SECRETARY

SHOWN = 6


def register() -> None:
    register_card(12, today)
    register_card(18, waiting)


def today(actor: Actor, now: datetime) -> Card | None:
    """今日活动: of one's own diary, or of the leader one serves."""
    if not actor.holds_any((LEADER, SECRETARY)):
        return None
    entries, asked = near(actor, now=now)
    if not entries and not asked:
        return None
    several = len({one.leader for one in [*entries, *asked]}) > 1
    context = {"today": entries, "asked": asked, "several": several}
    return Card(_("今日活动"), "engagements/desk_today.html", context)


def waiting(actor: Actor, now: datetime) -> Card | None:
    """待统筹: requests that wait for a time; for a unit, what waits for its answer."""
    if not actor.holds_any((ARRANGER, LIAISON)):
        return None
    tasks = (
        my_tasks(actor)
        .filter(matter__kind=LeaderEngagement.kind, seat="")
        .select_related("matter")
        .order_by("due_at", "id")
    )
    rows = list(tasks[:SHOWN])
    return Card(_("活动申请待办"), "engagements/desk_waiting.html", {"tasks": rows}) if rows else None
