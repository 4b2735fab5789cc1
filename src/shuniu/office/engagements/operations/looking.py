"""A list that leaves the house is in the ledger."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.organisation.actor import Actor


def record_export(what: str, rows: int, *, actor: Actor, at: datetime, filters: str = "") -> None:
    body = {"success": True, "what": what, "rows": rows, "filters": filters, "address": actor.address}
    with transaction.atomic():
        append_shared("access", "export", at=at, actor=actor, body=body)
