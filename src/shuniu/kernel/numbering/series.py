"""Which series of numbers there are, and how each one looks on paper.

A module registers its series when its app is ready::

    register_series("hotline", period="day", pattern="{date:%Y%m%d}{value:05d}")
    register_series("outgoing", period="year", pattern="{unit}〔{year}〕{value}号")

The second is a series per unit: ``next_number("outgoing", on, unit="云政办发")`` counts for that word alone and
gives 云政办发〔2026〕1号 (GB/T 9704-2012: the year in full between 〔 〕, the serial number without leading zeros).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from shuniu.kernel.workdays.periods import SHANGHAI

Period = Literal["day", "year", "ever"]


class UnknownSeries(LookupError):
    """No module registered a series under this key."""


@dataclass(frozen=True, slots=True)
class Series:
    """How a series counts (``period``: when it starts again at 1) and how its numbers are written (``pattern``)."""

    key: str
    period: Period
    pattern: str

    def period_key(self, day: date) -> str:
        if self.period == "day":
            return day.isoformat()
        return str(day.year) if self.period == "year" else ""

    def write(self, value: int, day: date, unit: str) -> str:
        return self.pattern.format(date=day, year=day.year, value=value, unit=unit)


_series: dict[str, Series] = {}


def register_series(key: str, *, period: Period, pattern: str) -> Series:
    """Declare a series. Declaring it again in the same words is allowed, in other words is refused (ValueError).

    ``pattern`` is a format string over ``date``, ``year``, ``value`` and ``unit``. It must show the value, and
    enough of the period for two numbers never to look alike.
    """
    made = Series(key, period, pattern)
    if _series.get(key, made) != made:
        raise ValueError(f"The series {key!r} is already registered as {_series[key]}.")
    _check(made)
    _series[key] = made
    return made


def series_named(key: str) -> Series:
    try:
        return _series[key]
    except KeyError:
        raise UnknownSeries(f"No series is registered as {key!r}; known: {', '.join(sorted(_series))}.") from None


def _check(series: Series) -> None:
    """Refuse a pattern under which two different numbers would read the same."""
    day, other_day, other_year = date(2026, 11, 12), date(2026, 11, 23), date(2027, 11, 12)
    first = series.write(1, day, "甲")
    if first == series.write(2, day, "甲"):
        raise ValueError(f"The pattern {series.pattern!r} does not show the value.")
    if series.period == "day" and first == series.write(1, other_day, "甲"):
        raise ValueError(f"The pattern {series.pattern!r} counts by day but does not show the day.")
    if series.period != "ever" and first == series.write(1, other_year, "甲"):
        raise ValueError(f"The pattern {series.pattern!r} counts by {series.period} but does not show the year.")


def local_day(on: date) -> date:
    """The day in China of a date or of a moment: a number's day and year turn at midnight Asia/Shanghai.

    A moment without a time zone is refused (ValueError), because near midnight nobody can tell its day.
    """
    if not isinstance(on, datetime):
        return on
    if on.tzinfo is None:
        raise ValueError(f"The moment {on} has no time zone, so its day is unknown.")
    return on.astimezone(SHANGHAI).date()
