"""What incoming papers put on the desk: what waits for a leader's word."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.desk import Card, register_card
from shuniu.office.documents.queries.incoming_lists import for_instruction
from shuniu.office.documents.roles import LEADER, SECRETARY

SHOWN = 6


def register() -> None:
    register_card(5, instructions)


def instructions(actor: Actor, now: datetime) -> Card | None:
    """呈我批示: for leaders and whoever acts for them, when something waits."""
    if not actor.holds_any((LEADER, SECRETARY)):
        return None
    rows = for_instruction(actor, now)
    return (
        Card(_("呈我批示"), "documents/incoming/desk_leader.html", {"rows": rows[:SHOWN], "count": len(rows)})
        if rows
        else None
    )
