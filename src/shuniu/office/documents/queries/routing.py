"""What an approval route asks of a paper and of the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from shuniu.kernel.law.limits import limit
from shuniu.kernel.organisation.models import Post
from shuniu.kernel.organisation.tree import tree
from shuniu.office.documents.models import Outgoing


def facts_of(detail: Outgoing) -> dict[str, Any]:
    """What a route's conditions may look at."""
    return {
        "kind_of_document": detail.kind_of_document,
        "direction": detail.direction,
        "important": detail.important,
        "joint": detail.joint,
        "urgency": detail.urgency,
        "release": detail.release,
    }


@dataclass(frozen=True, slots=True)
class OnTheDay:
    """The organisation as a route asks for it (``kernel.routes.planning.Directory``)."""

    day: date

    def unit(self, code: str) -> int | None:
        found = tree().by_code.get(code)
        return None if found is None or tree()[found].closed else found

    def of_post(self, unit: int, title: str) -> Sequence[int]:
        held = (Q(since=None) | Q(since__lte=self.day)) & (Q(until=None) | Q(until__gte=self.day))
        posts = Post.objects.filter(held, unit_id=unit, title=title, person__is_active=True)
        return list(posts.order_by("-main", "id").values_list("person_id", flat=True))

    def of_person(self, person: int) -> int | None:
        found = (
            Post.objects.filter(person_id=person, person__is_active=True, until__isnull=True).order_by("-main").first()
        )
        return found.unit_id if found else None

    def limit(self, key: str) -> dict[str, Any]:
        found = limit(key, self.day)
        return {"length": found.value.length, "unit": found.value.unit.value, "basis": found.cite(), "confirmed": False}
