"""The calendar: a week or a month of the meetings that somebody may see, in plain values. Its queries do not grow with them."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.kernel.casework.addresses import address
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed, Values, as_read, values_among, values_together
from shuniu.kernel.remembering import Memory
from shuniu.kernel.workdays.calendar import Calendar, DaySort
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.meetings.models import Facility, Meeting, QuietPeriod
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.queries.seeing import near, seen_one_by_one
from shuniu.office.meetings.roles import SECTION

SHOWN = ("requested", "returned", "endorsed", "planning", "noticed", "held", "reviewing", "approved", "following",
         "concluded", "cancelled")  # fmt: skip
FIRM = frozenset({"noticed", "held", "reviewing", "approved", "following", "concluded"})
MONTH_SHOWS = 4
"""So many meetings of a day stand in the month; the rest is one click away."""


class Entry(NamedTuple):
    """A meeting in the calendar; the month shows the first five of these."""

    number: str
    title: str
    state: str
    day: date
    starts_at: datetime | None
    ends_at: datetime | None = None
    unit_id: int = 0
    facilities: tuple[int, ...] = ()
    place: str = ""

    @property
    def url(self) -> str:
        return address("meetings:matter", self.number)

    @property
    def begins(self) -> str:
        return timezone.localtime(self.starts_at).strftime("%H:%M") if self.starts_at else ""

    @property
    def time(self) -> str:
        return span_of(self.starts_at, self.ends_at)

    @property
    def unit(self) -> str:
        """Short: a day of the week is a narrow place."""
        return str(tree().get(self.unit_id) or "")

    @property
    def state_label(self) -> str:
        return _(MeetingCourse.states[self.state].label)

    @property
    def tone(self) -> str:
        return "off" if self.state == "cancelled" else "firm" if self.state in FIRM else "open"


FIELDS = ("matter__number", "title", "matter__state", "day", "starts_at", "ends_at", "unit_id", "rooms", "place")


def _entry(*values: Any) -> Entry:
    *rest, facilities, place = values
    return Entry._make((*rest, tuple(json.loads(facilities)), place))


def span_of(starts: datetime | None, ends: datetime | None) -> str:
    """From when to when, with the day of the end where it is another."""
    if starts is None or ends is None:
        return ""
    shown = timezone.localtime(starts).strftime("%H:%M")
    until = timezone.localtime(ends)
    later = "" if local_day(ends) == local_day(starts) else f"{until.month}-{until.day} "
    return f"{shown}–{later}{until.strftime('%H:%M')}"


@dataclass(frozen=True, slots=True)
class Day:
    """One day with its meetings, and what the calendar says of it."""

    day: date
    entries: tuple[Entry, ...]
    working: bool
    why: str
    quiet: str
    today: bool
    inside: bool = True

    @property
    def first(self) -> tuple[Entry, ...]:
        return self.entries[:MONTH_SHOWS]

    @property
    def in_month(self) -> Hashable:
        """All that the month shows of it."""
        return self.day, self.first, self.more, self.working, self.why, self.quiet, self.today, self.inside

    @property
    def more(self) -> int:
        return max(0, len(self.entries) - MONTH_SHOWS)


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """A week or a month. What was made of the same values is the same span: it stands for all that it shows."""

    days: tuple[Day, ...]

    @property
    def first(self) -> date:
        return self.days[0].day

    @property
    def last(self) -> date:
        return self.days[-1].day

    @property
    def weeks(self) -> list[tuple[Day, ...]]:
        return [self.days[at : at + 7] for at in range(0, len(self.days), 7)]

    @property
    def any(self) -> bool:
        return any(one.entries for one in self.days)


class Read(NamedTuple):
    """All that a span is made of, as the database has it in this very request: the key of what was made before."""

    first: date
    last: date
    month: int | None
    today: date
    rows: tuple[Values, ...]
    rooms: tuple[Values, ...]
    quiet: tuple[Values, ...]
    calendar: Calendar
    units: int
    """The stamp of the tree, for their names."""


_spans: Memory[Span] = Memory(30)


def week_of(actor: Actor, day: date, today: date) -> Span:
    monday = day - timedelta(days=day.weekday())
    return _span(actor, monday, monday + timedelta(days=6), today)


def month_of(actor: Actor, day: date, today: date) -> Span:
    """Whole weeks, so that the month stands under the days of the week."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    begins, ends = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    return _span(actor, begins, ends, today, day.month)


def _span(actor: Actor, first: date, last: date, today: date, month: int | None = None) -> Span:
    places = month is None
    rows, quiet, *rooms = values_together(_held(actor, first, last, places=places), QUIET, *([ROOMS] if places else []))
    read = Read(first, last, month, today, rows, rooms[0] if rooms else (), quiet, current_calendar(), tree().stamp)
    return _spans.of(read, lambda: _made(read))


def _made(read: Read) -> Span:
    by_day: dict[date, list[Entry]] = {}
    found = [Entry(*row) for row in read.rows] if read.month else _with_places(read.rows, read.rooms)
    for entry in found:
        by_day.setdefault(entry.day, []).append(entry)
    days = [read.first + timedelta(days=count) for count in range((read.last - read.first).days + 1)]
    return Span(tuple([_day(one, tuple(by_day.get(one, ())), read) for one in days]))


def _day(day: date, entries: tuple[Entry, ...], read: Read) -> Day:
    quiet = next((title for title, since, until in read.quiet if since <= day <= until), "")
    inside = read.month is None or day.month == read.month
    return Day(day, entries, read.calendar.is_working(day), _why(read.calendar, day), quiet, day == read.today, inside)


def _why(known: Calendar, day: date) -> str:
    """Holidays and days worked in their place by name; that Saturday is Saturday stands in the head already."""
    kind = known.day_kind(day)
    return kind.reason if kind.sort in (DaySort.HOLIDAY, DaySort.MAKE_UP) else ""


QUIET = Composed("meetings.quiet", lambda moments: QuietPeriod.objects.all(), as_read, ("title", "since", "until"))
"""无会周. There are a few in a year."""
ROOMS = Composed(
    "meetings.rooms", lambda moments: Facility.objects.filter(kind=Facility.Kind.ROOM).order_by("pk"), as_read,
    ("pk", "name"),
)  # fmt: skip


def _held(actor: Actor, first: date, last: date, *, places: bool = True, own: bool = False) -> Composed[Entry]:
    """The meetings of some days that the actor may see: each of these days is asked for, and nothing besides.

    ``places``: where each of them is held. ``own``: only those to which they go, that they asked for or worked on.
    """

    def build(moments: Mapping[str, datetime]) -> QuerySet[Meeting]:
        shown = Meeting.objects.filter(day__gte=first, day__lte=last, matter__state__in=SHOWN)
        shown = shown.annotate(rooms=Cast("facilities", TextField())) if places else shown
        return shown.filter(near(actor) if own else seen_one_by_one(actor)).order_by("starts_at", "pk")

    row, fields = (_entry, FIELDS) if places else (Entry, FIELDS[:5])
    return Composed(("meetings.near", actor.scope, first, last, own), build, row, fields)


def _with_places(rows: Iterable[Values], rooms: Iterable[Values]) -> list[Entry]:
    names = {room[0]: room[1] for room in rooms}
    kept = [_entry(*row) for row in rows]
    return [one if one.place else one._replace(place=_named(one.facilities, names)) for one in kept]


def _rooms(ids: Iterable[int]) -> dict[int, str]:
    found = values_among(Facility, ("id", "name", "kind"), sorted(ids))
    return {key: name for key, name, kind in found.values() if kind == Facility.Kind.ROOM}


def _named(facilities: Iterable[int], rooms: Mapping[int, str]) -> str:
    return "、".join([rooms[one] for one in facilities if one in rooms])


def placed(rows: Iterable[Meeting]) -> list[tuple[Meeting, str]]:
    """Meetings, each with where it is held."""
    kept = list(rows)
    rooms = _rooms({one for row in kept for one in row.facilities})
    return [(row, row.place or _named(row.facilities, rooms)) for row in kept]


def today_of(actor: Actor, now: datetime) -> list[Entry]:
    """Today's meetings to which I go, or that I run; of the section: all."""
    day, own = local_day(now), not actor.holds_any(SECTION)
    rows = _held(actor, day, day, own=own).values()
    return [one for one in _with_places(rows, ROOMS.values() if rows else ()) if one.state != "cancelled"]
