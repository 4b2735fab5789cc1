"""What a circular begins with when it is about an assignment."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import matter_for
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.supervision.models import Assignment, Grade
from shuniu.office.supervision.procedures.assignment import Supervised


def begun_about(actor: Actor, number: str) -> dict[str, Any]:
    """Title, unit and first words about an assignment; a person writes the rest."""
    if not number or "\x00" in number:
        return {}
    try:
        matter = matter_for(actor, number)
    except Http404:
        return {}
    if matter.kind != Supervised.kind:
        return {}
    row = Assignment.objects.get(pk=matter.pk)
    unit = tree().name(matter.unit_id)
    praise = row.grade not in (Grade.PLAIN.value, Grade.POOR.value) and not row.returns
    kind = _("表扬") if praise else _("批评")
    said = _("%(unit)s办理“%(title)s”（%(number)s），%(conclusion)s") % {
        "unit": unit, "title": matter.title, "number": matter.number, "conclusion": row.conclusion or row.finding,
    }  # fmt: skip
    return {
        "title": _("关于%(kind)s%(unit)s办理督查事项的通报") % {"kind": kind, "unit": unit},
        "praise": "praise" if praise else "criticism", "assignments": matter.number, "named_units": [matter.unit_id], "text": said,
    }  # fmt: skip
