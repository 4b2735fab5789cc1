"""Counting as a clerk does with a wall calendar: day by day, on the calendar of another package. Knows nothing of ours.

Used to check the dates of the tables a second time. Days only: the Regulations give no hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import chinese_calendar

DAY = timedelta(days=1)
KNOWN = range(2024, 2027)
"""Years whose notice the other calendar has; beyond them anybody knows only the weekends and the fixed festivals."""
FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


def works(day: date) -> bool:
    if day.year in KNOWN:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and (day.month, day.day) not in FIXED


def end_of(began: date, length: int, unit: str, pauses: Iterable[tuple[date, date]] = ()) -> date:
    """The last day of a period: the day it began is not counted, nor are the days after a pause's first up to its last."""
    stopped = [(first + DAY, last) for first, last in pauses]
    day, counted = began, 0
    while counted < length:
        day += DAY
        paused = any(first <= day <= last for first, last in stopped)
        if not paused and (unit == "calendar_days" or works(day)):
            counted += 1
    return day


def safe(day: date) -> date:
    """The last working day on or before it."""
    while not works(day):
        day -= DAY
    return day
