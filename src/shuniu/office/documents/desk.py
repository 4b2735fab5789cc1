"""What the documents put on the desk: what waits for my signature, and what was sent to my unit and is not yet received."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import my_tasks
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.desk import Card, register_card
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries.lists import NEWEST, delivery_rows, received_papers, task_rows
from shuniu.office.documents.queries.routing import SUBJECT
from shuniu.office.documents.roles import HEAD, LIAISON

SHOWN = 6
SIGNERS = SUBJECT.roles
"""Who may sit on a route."""


def register() -> None:
    register_card(15, waiting)
    register_card(25, unreceived)


def waiting(actor: Actor, now: datetime) -> Card | None:
    """待我签批: papers on whose route I sit now, soonest first. For a leader it is the first thing to see."""
    if not actor.holds_any(SIGNERS):
        return None
    mine = my_tasks(actor).filter(matter__kind=OutgoingPaper.kind).exclude(seat="")
    tasks = mine.select_related("matter").order_by(F("due_at").asc(nulls_last=True), "id")[:SHOWN]
    rows = task_rows(tasks, now)
    return Card(_("待我签批的发文"), "documents/desk/waiting.html", {"rows": rows}, wide=True) if rows else None


def unreceived(actor: Actor, now: datetime) -> Card | None:
    """待签收: what was sent to my unit."""
    if not actor.holds_any((LIAISON, HEAD)):
        return None
    found = received_papers(actor, state="sent")
    rows = delivery_rows(found.order_by(*NEWEST)[:SHOWN], now)
    if not rows:
        return None
    return Card(_("待签收的文件"), "documents/desk/unreceived.html", {"rows": rows})
