"""Incoming papers as the archive and the figures of load know them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from shuniu.office.documents.archiving import Described
from shuniu.office.documents.models.incoming import Incoming


def described(ids: Sequence[int]) -> dict[int, Described]:
    """How the archive names these papers."""
    rows = Incoming.objects.defer("text").select_related("matter").filter(pk__in=ids)
    return {row.pk: _described(row) for row in rows}


def _described(row: Incoming) -> Described:
    facts = {
        "紧急程度": row.get_urgency_display(),
        "份数": row.copies,
        "签收时间": row.received_at.isoformat() if row.received_at else "",
        "主办单位": str(row.proposed.get("unit_name", "")),
        "办理结果": row.result,
        "答复": row.answer,
    }
    handled = row.assigned_at is not None
    return Described(row.title, row.organ, row.original_number, row.type, row.signed_on, handled, facts)


def counted() -> QuerySet[Any]:
    """Every paper that came in, but for those that came twice."""
    return Incoming.objects.exclude(matter__state="merged")
