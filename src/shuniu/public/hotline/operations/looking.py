"""Looking is an act too: whoever sees a person's data, searches by telephone or takes a list away leaves an event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.actor import Actor

STEM = "access"


def _record(type: str, *, actor: Actor, at: datetime, body: dict[str, Any], subject: int | None = None) -> None:
    with transaction.atomic():
        append_shared(STEM, type, at=at, actor=actor, body={"success": True, **body}, subject=subject)


def record_identity(matter: Matter, *, actor: Actor, at: datetime) -> None:
    """Somebody is about to see a reporter's name and telephone."""
    what = _("诉求 %(number)s 反映人的姓名和电话") % {"number": matter.number}
    reason = _("联系反映人")
    _record("personal_data.viewed", actor=actor, at=at, subject=matter.pk,
            body={"what": what, "reason": reason, "number": matter.number, "address": actor.address})  # fmt: skip


def record_phone_search(tail: str, *, actor: Actor, at: datetime) -> None:
    """A search by telephone: the last four digits say enough for the record, the whole number would be too much."""
    what = _("尾号 %(tail)s 的电话所反映的诉求") % {"tail": tail}
    _record("personal_data.viewed", actor=actor, at=at,
            body={"what": what, "reason": _("按电话查找"), "address": actor.address})  # fmt: skip


def record_export(what: str, rows: int, *, actor: Actor, at: datetime, filters: str = "") -> None:
    """A list leaves the house as a file."""
    _record("export", actor=actor, at=at,
            body={"what": what, "rows": rows, "filters": filters, "address": actor.address})  # fmt: skip
