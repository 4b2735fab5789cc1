"""What leaves the house as a list is an event of the record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.organisation.actor import Actor


def record_export(what: str, rows: int, *, actor: Actor, at: datetime, filters: str) -> None:
    with transaction.atomic():
        body = {"what": what, "rows": rows, "filters": filters[:500], "address": actor.address}
        append_shared("access", "export", at=at, actor=actor, body=body)
