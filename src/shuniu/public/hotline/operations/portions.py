"""A crowd is worked off portion by portion: thousands in one transaction would keep everybody else from writing."""

from __future__ import annotations

from django.db.models import QuerySet

from shuniu.kernel.casework.models import Matter


def first_portion(waiting: QuerySet[Matter], most: int) -> tuple[list[Matter], int]:
    """The first so many by their keys, and how many come after them, for a job that goes on behind the last key."""
    portion = list(waiting.order_by("pk")[:most])
    return portion, waiting.filter(pk__gt=portion[-1].pk).count() if len(portion) == most else 0
