"""What the documents put on the desk beside the tasks that wait there anyway: what was sent to my unit and is not yet received."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.desk import Card, register_card
from shuniu.office.documents.queries.lists import NEWEST, delivery_rows, received_papers
from shuniu.office.documents.roles import HEAD, LIAISON

SHOWN = 6


def register() -> None:
    register_card(25, unreceived)


def unreceived(actor: Actor, now: datetime) -> Card | None:
    """待签收: what was sent to my unit."""
    if not actor.holds_any((LIAISON, HEAD)):
        return None
    found = received_papers(actor, state="sent")
    rows = delivery_rows(found.order_by(*NEWEST)[:SHOWN], now)
    if not rows:
        return None
    return Card(_("待签收的文件"), "documents/desk/unreceived.html", {"rows": rows})
