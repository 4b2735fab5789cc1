"""Rooms and equipment: what is taken when, what is free, and what to propose instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Max, Min, Q, QuerySet

from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.reading import Composed
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.office.meetings.models import Facility, Slot

QUARTER = 900
OPENS, CLOSES = time(8, 30), time(18, 0)
DAYS_AHEAD = 10


def quarters(starts: datetime, ends: datetime) -> range:
    """The quarters that a time touches: one that begins at 9:05 takes the room from 9:00."""
    return range(int(starts.timestamp()) // QUARTER, -(-int(ends.timestamp()) // QUARTER))


def moment_of(quarter: int) -> datetime:
    return datetime.fromtimestamp(quarter * QUARTER, SHANGHAI)


def taken(facilities: Iterable[int], starts: datetime, ends: datetime, but: int | None = None) -> dict[int, int]:
    """Which of the facilities are taken in a time, each with the matter that has it. One look into one index."""
    span = quarters(starts, ends)
    rows = Slot.objects.filter(facility_id__in=list(facilities), quarter__gte=span.start, quarter__lt=span.stop)
    return dict(rows.exclude(matter_id=but or 0).values_list("facility_id", "matter_id"))


def in_use(facilities: tuple[int, ...], now: datetime) -> frozenset[int]:
    """Which of them are taken in the minute that begins."""
    span = quarters(now, now + timedelta(minutes=1))

    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        return Slot.objects.filter(facility_id__in=facilities, quarter__gte=span.start, quarter__lt=span.stop)

    shape = ("meetings.in_use", facilities, span.start, span.stop)
    return frozenset(Composed(shape, build, int, ("facility_id",)).read())


def usable(on: date, kind: str = "") -> list[Facility]:
    rows = Facility.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on)).select_related("unit")
    return list(rows.filter(kind=kind) if kind else rows)


@dataclass(frozen=True, slots=True)
class Free:
    """A room, at the time asked for or at another."""

    room: Facility
    starts: datetime
    ends: datetime
    tight: bool = False
    """Whether it has fewer seats than people."""


def free_rooms(
    starts: datetime, ends: datetime, *, people: int = 0, wishes: Sequence[str] = (), but: int | None = None
) -> list[Free]:
    """The rooms that are free then and have what is wished for; the smallest that is large enough first."""
    rooms = [one for one in usable(local_day(starts), Facility.Kind.ROOM) if set(wishes) <= set(one.features)]
    busy = taken([one.pk for one in rooms], starts, ends, but)
    found = [Free(one, starts, ends, one.seats < people) for one in rooms if one.pk not in busy]
    return sorted(found, key=lambda one: (one.tight, abs(one.room.seats - people), one.room.pk))


def other_times(
    starts: datetime, ends: datetime, *, people: int = 0, wishes: Sequence[str] = (), but: int | None = None,
    most: int = 6,
) -> list[Free]:  # fmt: skip
    """Times near the one asked for at which a room is free, in the office's hours of the next working days."""
    first = local_day(starts)
    rooms = [one for one in usable(first, Facility.Kind.ROOM)
             if set(wishes) <= set(one.features) and one.seats >= people]  # fmt: skip
    days = _working_days(first)
    length = len(quarters(starts, ends))
    if not rooms or not days or length > 38:
        return []
    busy = _busy([one.pk for one in rooms], days, but)
    found: list[Free] = []
    for day in days:
        opens, closes = (int(datetime.combine(day, at, SHANGHAI).timestamp()) // QUARTER for at in (OPENS, CLOSES))
        wanted = int(datetime.combine(day, starts.astimezone(SHANGHAI).time(), SHANGHAI).timestamp()) // QUARTER
        for begin in sorted(range(opens, closes - length + 1, 2), key=lambda one: abs(one - wanted)):
            room = next((one for one in rooms if not busy & {(one.pk, q) for q in range(begin, begin + length)}), None)
            if room is not None:
                found.append(Free(room, moment_of(begin), moment_of(begin + length)))
                break
    return found[:most]


def _working_days(first: date) -> list[date]:
    calendar = current_calendar()
    near = (first + timedelta(days=count) for count in range(2 * DAYS_AHEAD))
    return [day for day in near if calendar.is_working(day)][:DAYS_AHEAD]


def _busy(rooms: list[int], days: list[date], but: int | None) -> set[tuple[int, int]]:
    span = quarters(datetime.combine(days[0], OPENS, SHANGHAI), datetime.combine(days[-1], CLOSES, SHANGHAI))
    rows = Slot.objects.filter(facility_id__in=rooms, quarter__gte=span.start, quarter__lt=span.stop)
    return set(rows.exclude(matter_id=but or 0).values_list("facility_id", "quarter"))


class Booking(NamedTuple):
    """A meeting's stay in a room, from its first quarter to its last."""

    number: str | None
    title: str
    first: int
    last: int

    @property
    def starts(self) -> datetime:
        return moment_of(self.first)

    @property
    def ends(self) -> datetime:
        return moment_of(self.last + 1)


def bookings(facility: int, starts: datetime, ends: datetime) -> tuple[Booking, ...]:
    """Who has the facility in a span, soonest first."""
    span = quarters(starts, ends)

    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        rows = Slot.objects.filter(facility_id=facility, quarter__gte=span.start, quarter__lt=span.stop)
        stays = rows.values("matter_id", "matter__number", "matter__title")
        return stays.annotate(first=Min("quarter"), last=Max("quarter")).order_by("first")

    fields = ("matter__number", "matter__title", "first", "last")
    return tuple(Composed(("meetings.bookings", facility, span.start, span.stop), build, Booking, fields).read())
