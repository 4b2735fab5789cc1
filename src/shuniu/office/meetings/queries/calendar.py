"""The calendar: a week or a month of the meetings that somebody may see. Two queries, however many meetings."""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.calendar import Calendar, DaySort
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.meetings.models import Facility, Meeting, QuietPeriod
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.queries.seeing import near_among, seen_among
from shuniu.office.meetings.roles import SECTION

SHOWN = ("requested", "returned", "endorsed", "planning", "noticed", "held", "reviewing", "approved", "following",
         "concluded", "cancelled")  # fmt: skip
FIRM = frozenset({"noticed", "held", "reviewing", "approved", "following", "concluded"})
DRAWN = ("title", "starts_at", "ends_at", "day", "facilities", "place", "unit", "matter__number", "matter__state")
MONTH_SHOWS = 4
"""So many meetings of a day stand in the month; the rest is one click away."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting in the calendar."""

    meeting: Meeting
    place: str

    @property
    def url(self) -> str:
        return reverse("meetings:matter", args=[self.meeting.matter.number])

    @property
    def time(self) -> str:
        starts, ends = self.meeting.starts_at, self.meeting.ends_at
        if starts is None or ends is None:
            return ""
        shown = timezone.localtime(starts).strftime("%H:%M")
        until = timezone.localtime(ends)
        later = "" if local_day(ends) == local_day(starts) else f"{until.month}-{until.day} "
        return f"{shown}–{later}{until.strftime('%H:%M')}"

    @property
    def unit(self) -> str:
        """Short: a day of the week is a narrow place."""
        return str(tree().get(self.meeting.unit_id) or "")

    @property
    def state(self) -> str:
        return _(MeetingCourse.states[self.meeting.matter.state].label)

    @property
    def tone(self) -> str:
        state = self.meeting.matter.state
        return "off" if state == "cancelled" else "firm" if state in FIRM else "open"


@dataclass(frozen=True, slots=True)
class Day:
    """One day with its meetings, and what the calendar says of it."""

    day: date
    entries: list[Entry]
    working: bool
    why: str
    quiet: str
    today: bool
    inside: bool = True

    @property
    def first(self) -> list[Entry]:
        return self.entries[:MONTH_SHOWS]

    @property
    def more(self) -> int:
        return max(0, len(self.entries) - MONTH_SHOWS)


def week_of(actor: Actor, day: date, today: date) -> list[Day]:
    monday = day - timedelta(days=day.weekday())
    return _days(actor, [monday + timedelta(days=count) for count in range(7)], today)


def month_of(actor: Actor, day: date, today: date) -> list[list[Day]]:
    """Whole weeks, so that the month stands under the days of the week."""
    weeks = months.Calendar().monthdatescalendar(day.year, day.month)
    days = {one.day: one for one in _days(actor, [one for week in weeks for one in week], today, day.month)}
    return [[days[one] for one in week] for week in weeks]


def _days(actor: Actor, days: list[date], today: date, month: int | None = None) -> list[Day]:
    by_day: dict[date, list[Entry]] = {}
    for entry in entries(actor, days[0], days[-1]):
        if entry.meeting.day is not None:
            by_day.setdefault(entry.meeting.day, []).append(entry)
    quiet = list(QuietPeriod.objects.filter(since__lte=days[-1], until__gte=days[0]))
    known = current_calendar()
    return [
        Day(
            one, by_day.get(one, []), known.is_working(one), _why(known, one),
            next((period.title for period in quiet if period.since <= one <= period.until), ""),
            one == today, month is None or one.month == month,
        )
        for one in days
    ]  # fmt: skip


def _why(known: Calendar, day: date) -> str:
    """Holidays and days worked in their place by name; that Saturday is Saturday stands in the head already."""
    kind = known.day_kind(day)
    return kind.reason if kind.sort in (DaySort.HOLIDAY, DaySort.MAKE_UP) else ""


Among = Callable[[Actor, Sequence[int]], set[int]]


def entries(actor: Actor, first: date, last: date, among: Among = seen_among) -> list[Entry]:
    near = Meeting.objects.filter(day__gte=first, day__lte=last, matter__state__in=SHOWN)
    mine = among(actor, list(near.values_list("pk", flat=True)))
    rows = Meeting.objects.filter(pk__in=mine).select_related("matter").only(*DRAWN)
    return entries_of(rows.order_by("starts_at", "pk"))


def entries_of(rows: Iterable[Meeting]) -> list[Entry]:
    kept = list(rows)
    ids = {one for row in kept for one in row.facilities}
    rooms = dict(Facility.objects.filter(pk__in=ids, kind=Facility.Kind.ROOM).values_list("pk", "name")) if ids else {}
    return [Entry(row, row.place or "、".join(rooms[one] for one in row.facilities if one in rooms)) for row in kept]


def today_of(actor: Actor, now: datetime) -> list[Entry]:
    """Today's meetings to which I go, or that I run; of the section: all."""
    day, among = local_day(now), seen_among if actor.holds_any(SECTION) else near_among
    return [one for one in entries(actor, day, day, among) if one.meeting.matter.state != "cancelled"]
