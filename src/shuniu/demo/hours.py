"""When people are at their desks: moments of office work, by the same calendar as the clocks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from shuniu.kernel.workdays.calendar import Calendar
from shuniu.kernel.workdays.periods import SHANGHAI, local_day

MORNING, EVENING = 8.5, 17.5


class Desk:
    """Moments at which an office acts. The hotline's own people sit there day and night."""

    def __init__(self, rng: Random, calendar: Calendar) -> None:
        self.rng = rng
        self.calendar = calendar

    def soon(self, at: datetime, low: float, high: float) -> datetime:
        """Some minutes later, whatever the hour."""
        return at + timedelta(minutes=self.rng.uniform(low, high))

    def working(self, at: datetime, days: float) -> datetime:
        """``days`` working days later, in office hours, never before ``at``."""
        day = local_day(at)
        whole = int(days)
        index = self.calendar.working_index(day.toordinal()) + whole
        found = date.fromordinal(self.calendar.working_ordinal(index)) if days >= 1 else day
        if not self.calendar.is_working(found):
            found = self.calendar.next_working(found)
        hour = MORNING + (days - whole) * (EVENING - MORNING) * self.rng.uniform(0.7, 1.0)
        moment = datetime.combine(found, time(), SHANGHAI) + timedelta(hours=hour, seconds=self.rng.randrange(3000))
        if moment > at:
            return moment
        later = at + timedelta(minutes=self.rng.uniform(10, 120))
        local = later.astimezone(SHANGHAI)
        if local.hour < EVENING and self.calendar.is_working(local.date()):
            return later
        following = self.calendar.next_working(day + timedelta(days=1))
        return datetime.combine(following, time(), SHANGHAI) + timedelta(hours=MORNING + self.rng.uniform(0, 3))
