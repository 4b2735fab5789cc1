"""The organisation as a plan asks for it, on one day; and whether a seat can be taken by somebody that day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from shuniu.kernel.law.limits import limit
from shuniu.kernel.organisation.models import Person, Post, RoleHolding
from shuniu.kernel.organisation.tree import tree


class Today:
    """Answers ``planning.Directory`` from the database."""

    def __init__(self, on: date) -> None:
        self.on = on

    def unit(self, code: str) -> int | None:
        found = tree().by_code.get(code)
        return None if found is None or tree()[found].closed else found

    def of_post(self, unit: int, title: str) -> Sequence[int]:
        rows = self._in_force(Post.objects.filter(unit_id=unit, title=title, person__is_active=True))
        return list(dict.fromkeys(rows.order_by("person_id").values_list("person_id", flat=True)))

    def of_person(self, person: int) -> int | None:
        rows = self._in_force(Post.objects.filter(person_id=person, person__is_active=True))
        return rows.order_by("-main", "id").values_list("unit_id", flat=True).first()

    def limit(self, key: str) -> dict[str, Any]:
        found = limit(key, self.on)
        return {
            "key": key,
            "length": found.value.length,
            "unit": found.value.unit.value,
            "basis": found.cite(),
            "confirmed": found.confirmed,
        }

    # --- Who can take a seat ---------------------------------------------------------------------------------------

    def holdings(self, roles: Iterable[str]) -> QuerySet[RoleHolding]:
        """Holdings of these roles by active people, in force on the day."""
        rows = RoleHolding.objects.filter(role__in=list(roles), person__is_active=True)
        return self._in_force(rows).order_by("person_id", "id")

    def holders(self, seats: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[tuple[int, str]]]:
        """Id and name of whoever holds each role over each unit. One query for all."""
        wanted = set(seats)
        found: dict[tuple[str, int], list[tuple[int, str]]] = {one: [] for one in wanted}
        rows = self.holdings({role for role, _unit in wanted}).select_related("person")
        for row in rows:
            below = tree().subtree(row.unit_id)
            for role, unit in wanted:
                entry = (row.person_id, row.person.name)
                if row.role == role and unit in below and entry not in found[role, unit]:
                    found[role, unit].append(entry)
        return found

    def active(self, people: Iterable[int]) -> dict[int, str]:
        """Id and name of those of the people whose account is open."""
        rows = Person.objects.filter(pk__in=set(people), is_active=True)
        return dict(rows.values_list("pk", "name"))

    def _in_force(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(Q(since=None) | Q(since__lte=self.on)).filter(Q(until=None) | Q(until__gte=self.on))
