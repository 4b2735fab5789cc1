"""When requests come: seasons, weekdays, hours, a slow growth from year to year, and topics that flare up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import merge
from random import Random

from shuniu.demo.scenarios import Topic, pool, topics

_WEEKDAYS = (1.2, 1.1, 1.05, 1.0, 1.0, 0.75, 0.65)
"""Monday first."""
_HOURS = (2, 1, 1, 1, 1, 2, 4, 9, 18, 24, 25, 20, 12, 13, 18, 21, 21, 18, 13, 12, 12, 10, 7, 4)
_HOUR_POOL = tuple(hour for hour, share in enumerate(_HOURS) for _ in range(share))
_GROWTH_PER_YEAR = 0.12
Arrival = tuple[datetime, Topic | None]


def _day_weights(rng: Random, first: datetime, days: int) -> list[float]:
    weights = []
    for number in range(days):
        day = first + timedelta(days=number)
        season = len(pool(day.month, night=False))
        growth = 1 + _GROWTH_PER_YEAR * number / 365
        weights.append(season * _WEEKDAYS[day.weekday()] * growth * rng.uniform(0.75, 1.3))
    return weights


def _day_times(rng: Random, midnight: datetime, count: int, start: datetime, end: datetime) -> list[datetime]:
    """``count`` moments of one day in order; on the first and last day inside the period."""
    chance = rng.random
    size = len(_HOUR_POOL)
    low = max(0.0, (start - midnight).total_seconds())
    high = min(86400.0, (end - midnight).total_seconds())
    seconds = [_HOUR_POOL[int(chance() * size)] * 3600 + chance() * 3600 for _ in range(count)]
    inside = [one if low <= one < high else low + chance() * (high - low) for one in seconds]
    return [midnight + timedelta(seconds=int(one)) for one in sorted(inside)]


def ordinary(rng: Random, n: int, start: datetime, end: datetime) -> Iterator[Arrival]:
    """``n`` moments in order from ``start`` (included) to ``end`` (excluded)."""
    first = start.replace(hour=0, minute=0, second=0, microsecond=0)
    days = (end - first) // timedelta(days=1) + (1 if (end - first) % timedelta(days=1) else 0)
    weights = _day_weights(rng, first, days)
    total = sum(weights)
    running, given = 0.0, 0
    for number, weight in enumerate(weights):
        running += weight
        until = n if number == days - 1 else int(n * running / total)
        midnight = first + timedelta(days=number)
        for moment in _day_times(rng, midnight, until - given, start, end):
            yield moment, None
        given = until


def _topic_times(rng: Random, topic: Topic, count: int, start: datetime, end: datetime) -> list[datetime]:
    begin = end - timedelta(days=topic.ends + topic.span)
    if begin < start:
        return []
    times: list[datetime] = []
    busiest = max(_HOURS)
    while len(times) < count:
        where = rng.random() ** (0.45 if topic.growing else 1.0)
        moment = begin + timedelta(seconds=int(where * topic.span * 86400))
        if rng.random() * busiest < _HOURS[moment.hour] + 1:
            times.append(moment)
    return sorted(times)


def arrivals(rng: Random, n: int, start: datetime, end: datetime) -> Iterator[Arrival]:
    """``n`` moments in order, each with the topic it belongs to or None."""
    flares = [(moment, topic) for topic in topics() for moment in _topic_times(rng, topic, topic.size(n), start, end)]
    flares.sort(key=lambda one: one[0])
    return merge(ordinary(rng, n - len(flares), start, end), flares, key=lambda one: one[0])
