"""What the documents put on the desk: what waits for me, and what was sent to my unit and is not yet received."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import lights_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.desk import Card, register_card
from shuniu.office.documents.queries.lists import NEWEST, delivery_rows, queue, received_papers, task_rows
from shuniu.office.documents.roles import HEAD, LIAISON, STAFF

SHOWN = 6


def register() -> None:
    register_card(15, waiting)
    register_card(25, unreceived)


def waiting(actor: Actor, now: datetime) -> Card | None:
    """公文待办: soonest first. A leader's signature is among them."""
    if not actor.holds_any(STAFF):
        return None
    mine = queue(actor, now)
    if not mine.total:
        return None
    tasks = mine.tasks.select_related("matter").order_by(F("due_at").asc(nulls_last=True), "id")[:SHOWN]
    context = {"rows": task_rows(tasks, now), "lights": mine.lights, "undated": mine.undated, "total": mine.total}
    return Card(_("公文待办"), "documents/desk/waiting.html", context, wide=True)


def unreceived(actor: Actor, now: datetime) -> Card | None:
    """待签收: what was sent to my unit."""
    if not actor.holds_any((LIAISON, HEAD)):
        return None
    found = received_papers(actor, state="sent")
    rows = delivery_rows(found.order_by(*NEWEST)[:SHOWN], now)
    if not rows:
        return None
    return Card(_("待签收的文件"), "documents/desk/unreceived.html", {"rows": rows, "lights": lights_of(found, now)})
