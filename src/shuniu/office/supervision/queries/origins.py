"""What the register form begins with when an assignment follows from another matter."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import matter_for
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.office.supervision.models import Source

ORIGINS = (
    ("meetings.", Source.RESOLUTION),
    ("documents.incoming", Source.SUPERIOR),
    ("documents.", Source.INSTRUCTION),
    ("hotline.", Source.HOTLINE),
    ("petitions.", Source.INSTRUCTION),
)
"""What a kind of matter usually is the source of; a person decides."""


def begun_from(actor: Actor, number: str) -> dict[str, Any]:
    """Title and source of a matter that the actor may see; nothing for any other number."""
    if not number or "\x00" in number:
        return {}
    try:
        matter = matter_for(actor, number)
    except Http404:
        return {}
    origin = next((one for kind, one in ORIGINS if matter.kind.startswith(kind)), Source.INSTRUCTION)
    label = _(procedure_of(matter.kind, matter.procedure_version).label)
    return {
        "title": matter.title, "follows": matter.number, "origin": origin.value,
        "origin_words": f"{label} {matter.number} {matter.title}"[:200],
    }  # fmt: skip
