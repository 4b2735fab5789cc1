"""Looking is an act too: whoever sees an applicant's data or takes a list away leaves an event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.actor import Actor


def record_applicant(matter: Matter, why: str, *, actor: Actor, at: datetime) -> None:
    """Somebody is about to see who the applicant is."""
    what = _("政府信息公开申请 %(number)s 的申请人信息") % {"number": matter.number}
    body = {"what": what, "reason": why, "number": matter.number}
    _record("personal_data.viewed", body, actor=actor, at=at, subject=matter.pk)


def record_search(*, actor: Actor, at: datetime) -> None:
    """A search by identity number: that it was made is recorded, the number itself would be too much."""
    body = {"what": _("某一证件号码名下的政府信息公开申请"), "reason": _("按证件号码查找")}
    _record("personal_data.viewed", body, actor=actor, at=at)


def record_export(what: str, rows: int, *, actor: Actor, at: datetime, filters: str = "") -> None:
    """A list leaves the house as a file."""
    _record("export", {"what": what, "rows": rows, "filters": filters}, actor=actor, at=at)


def _record(type: str, body: dict[str, Any], *, actor: Actor, at: datetime, subject: int | None = None) -> None:
    said = {"success": True, **body, "address": actor.address}
    with transaction.atomic():
        append_shared("access", type, at=at, actor=actor, body=said, subject=subject)
