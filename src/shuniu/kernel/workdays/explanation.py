"""Why this date: the days of a period one by one, those skipped and why, and what must be said beside the result.

The same explanation goes to the page, the API, the letter to the citizen and the command line. Words are Chinese, as
the law's are; `sort`, `festival` and `code` let a page say the same in another language.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from shuniu.kernel.workdays.calendar import WEEKDAYS, Calendar, DaySort
from shuniu.kernel.workdays.periods import SHANGHAI, Due, Pause, Period, Unit, due, local_day

EVENT_DAY: Final = "当日不计入，次日为第一日"
PAUSED: Final = "中止计时"
ROUND_THE_CLOCK: Final = "连续计时，不分昼夜和节假日"


class Skip(StrEnum):
    """Why a day was not counted; empty for a counted one."""

    NONE = ""
    EVENT = "event"
    PAUSED = "paused"
    DAY_OFF = "day_off"


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of the explanation. `number` is its place in the count (1 …), None when skipped or when hours run."""

    day: date
    counted: bool
    number: int | None
    why: str
    sort: DaySort
    festival: str = ""
    skip: Skip = Skip.NONE
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence that belongs beside the result: `code` is stable, `text` is for people.

    The sentence is kept as a template with its values, so that a page can say it in another language.
    """

    code: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The whole sentence in Chinese."""
        return self.template % {
            name: chinese_date(value) if isinstance(value, date) else value for name, value in self.values.items()
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """The result with its reckoning.

    `rolled_due` is the day to which 民法典 art. 203 would roll an end that falls on a day off, else None.
    """

    start: datetime
    period: Period
    due: Due
    days: tuple[CountedDay, ...]
    notes: tuple[Note, ...]
    rolled_due: date | None = None


def explain(start: datetime, period: Period, calendar: Calendar, pauses: Sequence[Pause] = ()) -> Explanation:
    """`due()` with every day shown: the counted with their number, the skipped with the reason. Errors as `due()`."""
    result = due(start, period, calendar, pauses)
    days = tuple((_days if period.unit.in_days else _moments)(start, period, calendar, pauses, result))
    last = local_day(result.legal_due)
    rolled = None
    if period.unit is Unit.CALENDAR_DAYS and not calendar.is_working(last):
        rolled = calendar.next_working(last)
    notes = tuple(_notes(start, period, calendar, result, days, rolled))
    return Explanation(start.astimezone(SHANGHAI), period, result, days, notes, rolled)


def chinese_date(day: date) -> str:
    """2026年10月1日（周四）"""
    return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def _days(
    start: datetime, period: Period, calendar: Calendar, pauses: Sequence[Pause], result: Due
) -> Iterator[CountedDay]:
    day, last = local_day(start), local_day(result.legal_due)
    spans = [(local_day(a), local_day(b)) for a, b in pauses if b is not None]
    number = 0
    yield _counted(day, calendar, None, EVENT_DAY, Skip.EVENT)
    while day < last:
        day += timedelta(days=1)
        kind = calendar.day_kind(day)
        if any(a < day <= b for a, b in spans):
            yield _counted(day, calendar, None, PAUSED, Skip.PAUSED)
        elif period.unit is Unit.WORKING_DAYS and not kind.working:
            yield _counted(day, calendar, None, kind.reason, Skip.DAY_OFF)
        else:
            number += 1
            yield _counted(day, calendar, number, kind.reason)


def _moments(
    start: datetime, period: Period, calendar: Calendar, pauses: Sequence[Pause], result: Due
) -> Iterator[CountedDay]:
    day, last = local_day(start), local_day(result.legal_due)
    spans = [(a, b) for a, b in pauses if b is not None]
    while day <= last:
        midnight = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
        stopped = any(a <= midnight and midnight + timedelta(days=1) <= b for a, b in spans)
        why, skip = (PAUSED, Skip.PAUSED) if stopped else (ROUND_THE_CLOCK, Skip.NONE)
        kind = calendar.day_kind(day)
        yield CountedDay(day, not stopped, None, why, kind.sort, kind.festival, skip)
        day += timedelta(days=1)


def _counted(day: date, calendar: Calendar, number: int | None, why: str, skip: Skip = Skip.NONE) -> CountedDay:
    kind = calendar.day_kind(day)
    provisional = calendar.provisional(day)
    return CountedDay(day, number is not None, number, why, kind.sort, kind.festival, skip, provisional)


def _notes(
    start: datetime,
    period: Period,
    calendar: Calendar,
    result: Due,
    days: Sequence[CountedDay],
    rolled: date | None,
) -> Iterator[Note]:
    if period.unit.in_days:
        yield Note("event_day", "事件发生当日不计入，自次日起算（《民法典》第二百零一条）。")
    else:
        yield Note("at_once", "按小时、分钟计算的时限自事件发生时起算（《民法典》第二百零一条第二款）。")
    if paused := sum(day.skip is Skip.PAUSED for day in days):
        yield Note("paused", "中止计时%(days)s天，不计入时限：中止开始的当日照计，恢复的当日不计。", {"days": paused})
    if result.suspended:
        yield Note("suspended", "目前仍在中止计时，所列为最早可能的到期时间，恢复计时后重新计算。")
    if rolled is not None:
        last, safe = local_day(result.legal_due), local_day(result.safe_due)
        yield Note(
            "rolled",
            "期限末日%(last)s不是工作日；依《民法典》第二百零三条，末日为法定休假日的可顺延至%(rolled)s，"
            "但所适用的规定未必写明顺延，请以此前最后一个工作日%(safe)s为准。",
            {"last": last, "rolled": rolled, "safe": safe},
        )
        if safe < local_day(start):
            yield Note("before_event", "事件发生至期限届满之间没有工作日，请立即办理。")
    if result.provisional:
        first = result.safe_due if period.unit is Unit.CALENDAR_DAYS else start + timedelta(days=1)
        touched = range(local_day(first).year, local_day(result.legal_due).year + 1)
        years = "、".join(str(year) for year in touched if year not in calendar.years)
        yield Note(
            "provisional",
            "%(years)s年的节假日安排尚未载入，所列日期为暂定，载入国务院办公厅通知后重新计算。",
            {"years": years},
        )
