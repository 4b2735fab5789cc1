"""Open work of people and units, told by those who keep it: the organisation does not know what a task is.

Whoever keeps work registers a keeper at start-up (``apps.py``); a unit that closes or a person who leaves is then
shown what is still open, and a merged unit's work moves to its successor.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from shuniu.kernel.organisation.actor import Actor


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One thing still to be done: how it is called, where it is handed over, and by when."""

    label: str
    url: str
    due: date | None = None


class Keeper(Protocol):
    def of_person(self, person_id: int, *, limit: int) -> list[OpenWork]:
        """What only this person has to do."""

    def of_unit(self, unit_id: int, *, limit: int) -> list[OpenWork]:
        """What this unit has to do."""

    def move_unit(self, *, from_id: int, to_id: int, actor: Actor, at: datetime) -> int:
        """Give all open work of one unit to another, inside the caller's transaction; how much it was."""


_keepers: list[Keeper] = []
LIMIT = 100


def register(keeper: Keeper) -> None:
    if keeper not in _keepers:
        _keepers.append(keeper)


def of_person(person_id: int) -> list[OpenWork]:
    return [work for keeper in _keepers for work in keeper.of_person(person_id, limit=LIMIT)]


def of_unit(unit_id: int) -> list[OpenWork]:
    return [work for keeper in _keepers for work in keeper.of_unit(unit_id, limit=LIMIT)]


def move_unit(*, from_id: int, to_id: int, actor: Actor, at: datetime) -> int:
    return sum(keeper.move_unit(from_id=from_id, to_id=to_id, actor=actor, at=at) for keeper in _keepers)
