"""The figures page: a stretch of days at length, in six queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shuniu.kernel.organisation.actor import Actor
from shuniu.public.hotline.queries.behind import Cut, units_of
from shuniu.public.hotline.queries.figures import Cube, Hour, by_day, cube, hours, places
from shuniu.public.hotline.queries.reports import Told, told


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the figures page shows."""

    cut: Cut
    now: datetime
    cube: Cube
    hours: list[Hour]
    last_year: list[tuple[date, int]]
    places: list[tuple[str, int]]

    @property
    def rates(self) -> list[Told]:
        return told(self.cube.total, self.cut)


def statistics(actor: Actor, cut: Cut, *, now: datetime) -> Statistics:
    """The figures of a cut as one actor may read them. A unit that is not theirs is 404."""
    units = units_of(actor, cut.unit)
    return Statistics(
        cut=cut,
        now=now,
        cube=cube(cut.period, now=now, units=units),
        hours=hours(cut.period, now=now, units=units),
        last_year=by_day(cut.period.last_year, units=units),
        places=places(cut.period, units=units),
    )
