"""What meetings put on the desk: today's, and how many invitations wait for an answer."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.desk import Card, register_card
from shuniu.office.meetings.queries.calendar import today_of
from shuniu.office.meetings.queries.invitations import unanswered
from shuniu.office.meetings.roles import STAFF


def register() -> None:
    register_card(4, today)


def today(actor: Actor, now: datetime) -> Card | None:
    """今日会议: for whoever has one, or an invitation to answer."""
    if not actor.holds_any(STAFF):
        return None
    entries, waiting = today_of(actor, now), unanswered(actor, now)
    if not entries and not waiting:
        return None
    return Card(
        _("今日会议"), "meetings/desk_today.html", {"entries": entries[:6], "count": len(entries), "waiting": waiting}
    )
