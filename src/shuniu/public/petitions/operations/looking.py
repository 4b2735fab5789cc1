"""Looking is an act too: whoever sees a person's data, searches by telephone or takes a list away leaves an event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import fingerprint

STEM = "access"
LOOK_SECONDS = 900


def _record(type: str, *, actor: Actor, at: datetime, body: dict[str, Any], subject: int | None = None) -> None:
    with transaction.atomic():
        append_shared(STEM, type, at=at, actor=actor, body={"success": True, **body}, subject=subject)


def record_identity(matter: Matter, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Somebody is about to see a petitioner's name, telephone and address."""
    what = _("信访事项 %(number)s 信访人的身份和联系方式") % {"number": matter.number}
    _record("personal_data.viewed", actor=actor, at=at, subject=matter.pk,
            body={"what": what, "reason": reason or _("联系信访人"), "number": matter.number, "address": actor.address})  # fmt: skip


def record_person_search(whole: str, tail: str, *, actor: Actor, at: datetime) -> None:
    """A search by telephone or identity number: the last four characters say enough for the record.

    Recorded once for a quarter of an hour: the same search is asked again with every sentence that the clerk writes.
    """
    key = f"petitions.looked:{actor.person_id}:{fingerprint(whole)}"
    if cache.get(key):
        return
    what = _("尾号 %(tail)s 的信访人以前的信访事项") % {"tail": tail}
    _record("personal_data.viewed", actor=actor, at=at,
            body={"what": what, "reason": _("登记时甄别初信重信"), "address": actor.address})  # fmt: skip
    cache.set(key, True, LOOK_SECONDS)


def record_export(what: str, rows: int, *, actor: Actor, at: datetime, filters: str = "") -> None:
    """A list leaves the house as a file."""
    _record("export", actor=actor, at=at,
            body={"what": what, "rows": rows, "filters": filters, "address": actor.address})  # fmt: skip
