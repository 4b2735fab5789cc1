"""Outgoing papers as the archive and the figures of load know them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from shuniu.office.documents.archiving import Described
from shuniu.office.documents.models import Outgoing


def described(ids: Sequence[int]) -> dict[int, Described]:
    """How the archive names these papers."""
    return {row.pk: _described(row) for row in Outgoing.objects.select_related("matter").filter(pk__in=ids)}


def _described(row: Outgoing) -> Described:
    facts = {
        "签发人": "、".join(str(one["by"]) for one in row.signers),
        "紧急程度": row.matter.get_urgency_display(),
        "印制份数": row.copies,
        "印发时间": row.dispatched_at.isoformat() if row.dispatched_at else "",
        "公开属性": row.get_release_display(),
        "用印文件SM3": row.sealed_digest,
        "效力": row.get_standing_display(),
    }
    organs = "、".join(map(str, row.organs))
    return Described(row.matter.title, organs, row.number, row.kind_of_document, row.signed_on, True, facts)


def issued() -> QuerySet[Any]:
    """实际发文: every paper that was issued, whatever became of it afterwards."""
    return Outgoing.objects.filter(dispatched_at__isnull=False)
