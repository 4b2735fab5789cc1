"""How the archive names outgoing papers, and which of them the load counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from shuniu.office.documents.archiving import Described
from shuniu.office.documents.models import Outgoing, Standing


def described(ids: Sequence[int]) -> dict[int, Described]:
    """How the archive names these papers."""
    rows = Outgoing.objects.select_related("matter", "unit").filter(pk__in=ids)
    return {row.pk: _described(row) for row in rows}


def _described(row: Outgoing) -> Described:
    facts = {
        "紧急程度": row.matter.get_urgency_display(),
        "拟稿单位": row.unit.name,
        "签发人": "、".join(str(one["by"]) for one in row.signers),
        "公开属性": row.get_release_display(),
        "印制份数": row.copies,
        "用印时间": row.sealed_at.isoformat() if row.sealed_at else "",
        "用印文件摘要（SM3）": row.sealed_digest,
        "效力": row.get_standing_display() if row.standing else "",
    }
    organ = "、".join(map(str, row.organs))
    return Described(row.matter.title, organ, row.number, row.kind_of_document, row.signed_on, True, facts)


def counted() -> QuerySet[Any]:
    """Every paper that went out and was not void from the start."""
    return Outgoing.objects.filter(dispatched_at__isnull=False).exclude(standing=Standing.ANNULLED)
