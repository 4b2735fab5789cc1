"""Which days count, and when a period ends. Pure dates: no Django, no clock, no database."""

from shuniu.kernel.workdays.calendar import Calendar, DayKind, DaySort, packaged_calendar
from shuniu.kernel.workdays.notices import Holiday, Notice, NoticeError, load_notice, parse_notice
from shuniu.kernel.workdays.periods import (
    SHANGHAI,
    CountedDay,
    Due,
    Explanation,
    Note,
    Pause,
    Period,
    Unit,
    due,
    explain,
)

__all__ = [
    "SHANGHAI",
    "Calendar",
    "CountedDay",
    "DayKind",
    "DaySort",
    "Due",
    "Explanation",
    "Holiday",
    "Note",
    "Notice",
    "NoticeError",
    "Pause",
    "Period",
    "Unit",
    "due",
    "explain",
    "load_notice",
    "packaged_calendar",
    "parse_notice",
]
