"""What disclosure puts on the desk: how the section's requests stand, and what a reviewing organ has sent back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import lights_of, sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.desk import Card, register_card
from shuniu.public.disclosure.models import Remedy
from shuniu.public.disclosure.procedures import InformationRequestProcedure


def register() -> None:
    register_card(45, section)


def section(actor: Actor, now: datetime) -> Card | None:
    """依申请公开: for the section's own desks."""
    if not sees_all(InformationRequestProcedure, actor):
        return None
    running = Matter.objects.filter(kind=InformationRequestProcedure.kind, closed_at=None)
    context = {
        "lights": lights_of(running.filter(due_at__isnull=False), now),
        "paused": running.filter(due_at=None).count(),
        "pending": Remedy.objects.filter(result=Remedy.Result.PENDING).count(),
    }
    return Card(_("依申请公开"), "disclosure/desk/section.html", context)
