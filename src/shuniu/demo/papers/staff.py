"""Who acts, and when: the people of 云州 by unit and role, and moments of office work that never lie in the future."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from shuniu.demo.hours import Desk
from shuniu.kernel.casework.batch import Batch
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.procedure import Seat, Step
from shuniu.kernel.organisation.actor import Actor, actor_of
from shuniu.kernel.organisation.models import Person, RoleHolding
from shuniu.kernel.organisation.tree import tree


class NotYet(Exception):
    """The story goes on after today."""


class Staff:
    """Takes steps in a batch, in the name of whoever would take them."""

    def __init__(self, rng: Random, batch: Batch, end: datetime) -> None:
        self.rng, self.batch, self.end = rng, batch, end
        self.desk = Desk(rng, batch.rules.calendar)
        self.people = {one.pk: one for one in Person.objects.all()}
        self.names = {one.username: one.pk for one in self.people.values()}
        self.holders: dict[tuple[str, int], list[int]] = {}
        for person, role, unit in RoleHolding.objects.values_list("person_id", "role", "unit_id"):
            self.holders.setdefault((role, unit), []).append(person)
        self._actors: dict[int, Actor] = {}

    def person(self, pk: int) -> Actor:
        if pk not in self._actors:
            self._actors[pk] = actor_of(self.people[pk], on=self.end.date())
        return self._actors[pk]

    def named(self, username: str) -> Actor:
        return self.person(self.names[username])

    def at(self, unit: str | int, role: str) -> Actor:
        """One of those who hold a role in a unit."""
        place = tree().by_code[unit] if isinstance(unit, str) else unit
        return self.person(self.rng.choice(self.holders[role, place]))

    def has(self, unit: str, role: str) -> bool:
        return (role, tree().by_code[unit]) in self.holders

    def on_seat(self, seat: Seat) -> Actor:
        return self.person(seat.person) if seat.person is not None else self.at(seat.unit, seat.role)

    def take(self, step: Step, case: Case, actor: Actor, at: datetime, data: Mapping[str, Any] | None = None) -> None:
        if at > self.end:
            raise NotYet
        self.batch.take(step, case, actor=actor, at=at, data=data or {})
