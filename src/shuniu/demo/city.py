"""云州市, an invented city: its units, its people and its places, from one door."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from shuniu.demo.gazetteer import Place, places
from shuniu.demo.people import Person, people
from shuniu.demo.units import Unit, units

NAME = "云州市"


@dataclass(frozen=True, slots=True)
class City:
    """The whole city. ``units`` are ordered parents first."""

    name: str
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    places: tuple[Place, ...]

    def staff_of(self, unit: str, role: str) -> tuple[Person, ...]:
        """Those in a unit who hold a role there."""
        return tuple(one for one in self.people if one.unit == unit and role in one.roles)


@cache
def city() -> City:
    """The demo city, always the same."""
    return City(NAME, units(), people(), places())
