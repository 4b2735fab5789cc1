"""Which days count, and when a period ends. Pure dates: no Django, no clock, no database."""

from shuniu.kernel.workdays.calendar import Calendar, DayKind, DaySort, packaged_calendar, packaged_notices
from shuniu.kernel.workdays.explanation import CountedDay, Explanation, Note, Skip, chinese_date, explain
from shuniu.kernel.workdays.notices import Holiday, Notice, NoticeError, load_notice, parse_notice
from shuniu.kernel.workdays.periods import SHANGHAI, Due, Pause, Period, Unit, due, local_day

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
    "Skip",
    "Unit",
    "chinese_date",
    "due",
    "explain",
    "load_notice",
    "local_day",
    "packaged_calendar",
    "packaged_notices",
    "parse_notice",
]
