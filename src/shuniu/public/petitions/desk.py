"""What petitions put on the desk: how everything that is open stands, for the petition office and for each organ."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import lights_of, my_tasks, own_units, sees_all, visible
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.desk import Card, register_card
from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.queries.lists import task_rows
from shuniu.public.petitions.roles import OFFICE, UNITS

SHOWN = 5


def register() -> None:
    register_card(24, petitions)


def petitions(actor: Actor, now: datetime) -> Card | None:
    """在办信访: the three lights, and what waits for me soonest."""
    if not actor.holds_any((*OFFICE, *UNITS)):
        return None
    if not sees_all(PetitionProcedure, actor) and not own_units(PetitionProcedure, actor):
        return None
    running = visible(PetitionProcedure, actor, open_only=True).filter(due_at__isnull=False)
    tasks = (
        my_tasks(actor)
        .filter(matter__kind=PetitionProcedure.kind, due_at__isnull=False)
        .select_related("matter")
        .order_by("due_at", "id")
    )
    context = {
        "lights": lights_of(running, now),
        "urls": {light: f"{reverse('petitions:all')}?light={light}" for light in ("red", "amber", "green")},
        "rows": task_rows(tasks[:SHOWN], now),
    }
    return Card(_("在办信访"), "petitions/desk.html", context)
