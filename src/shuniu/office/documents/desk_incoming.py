"""What incoming papers put on the desk: what waits for my word, and what waits for me."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.desk import Card, register_card
from shuniu.office.documents.queries.incoming_lists import for_instruction, queue, queue_tasks, task_rows
from shuniu.office.documents.roles import LEADER, SECRETARY, STAFF

SHOWN = 6


def register() -> None:
    register_card(5, instructions)
    register_card(12, tasks)


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


def tasks(actor: Actor, now: datetime) -> Card | None:
    """收文待办: soonest first, with the lights of all of them."""
    if not actor.holds_any(STAFF):
        return None
    waiting = queue(actor, now)
    if not waiting.counts[""]:
        return None
    soonest = queue_tasks(waiting.tasks, light="", label="", now=now).order_by("due_at", "id")[:SHOWN]
    return Card(
        _("收文待办"), "documents/incoming/desk.html", {"rows": task_rows(soonest, now), "counts": waiting.counts}
    )
