"""Periods and due dates (期间与期限), by the reckoning of 民法典 arts. 201–203.

- The day of the event is not counted; day 1 is the next day (201). Hours and minutes run from the moment itself.
- `legal_due` is the raw end. When it falls on a day off, art. 203 would let it roll to the next working day; not every
  instrument says so of the organ's own periods, hence `safe_due`: the last working day on or before it. `explain` notes
  the rolled day.
- **Pauses.** For day units a pause from day P to day R takes out the days P+1 … R. Both ends follow the rule for
  events: the day something happens belongs to what went before. So the day the pause begins still counts, the day work
  resumes does not, and a pause begun and ended on one day takes nothing out. For hours and minutes the exact stretch
  [from, to) is taken out. Overlapping pauses are not taken out twice.
- **An open pause** (`to` is None) leaves the end undetermined. `legal_due` is then the earliest possible one, as if
  work resumed at once, and `suspended` is true. A pause begun after the end changes nothing.
- **Provisional** is a result that may still move because it leans on a year without a notice. Hours and minutes lean on
  no calendar and never are; of a period of calendar days only the end (through `safe_due`) leans on one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from shuniu.kernel.workdays.calendar import FIRST_ORDINAL, LAST_ORDINAL, OUT_OF_RANGE, Calendar

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
MAX_DAYS: Final = 36_500
"""A hundred years: a longer period is a typing error."""

Pause: TypeAlias = tuple[datetime, datetime | None]
"""From when until when the law stops the clock; None while it still stands still."""

_END_OF_DAY: Final = time(23, 59, 59)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_LAST_TICK: Final = (datetime.combine(date.fromordinal(LAST_ORDINAL), _END_OF_DAY, SHANGHAI) - _EPOCH) // _TICK


class Unit(StrEnum):
    """What a period is counted in. Day units end with a day, the others at a moment."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"
    MINUTES = "minutes"

    @property
    def in_days(self) -> bool:
        """Whether the period ends with a day rather than at a moment."""
        return self in _DAY_UNITS


_DAY_UNITS: Final = (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)
_LONGEST: Final = {
    Unit.WORKING_DAYS: MAX_DAYS,
    Unit.CALENDAR_DAYS: MAX_DAYS,
    Unit.HOURS: MAX_DAYS * 24,
    Unit.MINUTES: MAX_DAYS * 24 * 60,
}
_TICKS: Final = {Unit.HOURS: 3_600_000_000, Unit.MINUTES: 60_000_000}
_WORDS: Final = {
    Unit.WORKING_DAYS: "个工作日",
    Unit.CALENDAR_DAYS: "日",
    Unit.HOURS: "小时",
    Unit.MINUTES: "分钟",
}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as a rule states it: 20个工作日, 60日, 24小时, 15分钟. Raises ValueError when absurd."""

    length: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.length < 1:
            raise ValueError("时限的长度应为正整数。")
        if self.length > _LONGEST[self.unit]:
            raise ValueError(f"时限过长：最多{_LONGEST[self.unit]}{_WORDS[self.unit]}。")

    def __str__(self) -> str:
        return f"{self.length}{_WORDS[self.unit]}"


@dataclass(frozen=True, slots=True)
class Due:
    """When a period ends; every moment is in Asia/Shanghai, a day ends at 23:59:59."""

    legal_due: datetime
    safe_due: datetime
    provisional: bool = False
    suspended: bool = False


def due(start: datetime, period: Period, calendar: Calendar, pauses: Sequence[Pause] = ()) -> Due:
    """When `period`, begun by the event at `start`, ends. Bisection, no loop over days.

    Raises ValueError for a naive datetime, a pause that ends before it begins, and a result beyond 2100.
    """
    if not period.unit.in_days:
        return _due_at_moment(start, period, pauses)
    event = local_day(start).toordinal()
    if period.unit is Unit.CALENDAR_DAYS:
        last, suspended = _end(event, period.length, _spans(pauses, lambda at: local_day(at).toordinal()))
        if not FIRST_ORDINAL <= event < last <= LAST_ORDINAL:
            raise ValueError(OUT_OF_RANGE)
        safe = calendar.working_ordinal(calendar.working_index(last) - 1)
        return _due_on_day(last, safe, calendar.provisional_between(safe, last), suspended)
    if event < FIRST_ORDINAL:
        raise ValueError(OUT_OF_RANGE)
    spans = _spans(pauses, lambda at: calendar.working_index(local_day(at).toordinal()))
    position, suspended = _end(calendar.working_index(event), period.length, spans)
    last = calendar.working_ordinal(position - 1)
    return _due_on_day(last, last, calendar.provisional_between(event + 1, last), suspended)


def local_day(moment: datetime) -> date:
    """The day in China on which `moment` falls. Raises ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("时间缺少时区。")
    return moment.astimezone(SHANGHAI).date()


def _due_on_day(last: int, safe: int, provisional: bool, suspended: bool) -> Due:
    legal_due = datetime.combine(date.fromordinal(last), _END_OF_DAY, SHANGHAI)
    safe_due = legal_due if safe == last else datetime.combine(date.fromordinal(safe), _END_OF_DAY, SHANGHAI)
    return Due(legal_due, safe_due, provisional, suspended)


def _due_at_moment(start: datetime, period: Period, pauses: Sequence[Pause]) -> Due:
    begin = _ticks(start)
    end, suspended = _end(begin, period.length * _TICKS[period.unit], _spans(pauses, _ticks))
    # Reckoned in UTC: China kept summer time until 1991, and an hour must stay an hour.
    if end > _LAST_TICK:
        raise ValueError(OUT_OF_RANGE)
    moment = (_EPOCH + end * _TICK).astimezone(SHANGHAI)
    if local_day(start).toordinal() < FIRST_ORDINAL:
        raise ValueError(OUT_OF_RANGE)
    return Due(moment, moment, suspended=suspended)


def _ticks(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("时间缺少时区。")
    return (moment - _EPOCH) // _TICK


def _spans(pauses: Sequence[Pause], position: Callable[[datetime], int]) -> list[tuple[int, int | None]]:
    if any(b is not None and b < a for a, b in pauses):
        raise ValueError("中止计时的结束早于开始。")
    return [(position(a), None if b is None else position(b)) for a, b in pauses]


def _end(begin: int, length: int, spans: Sequence[tuple[int, int | None]]) -> tuple[int, bool]:
    """The position `length` steps after `begin` with the spans (from, to] taken out, and whether an open one holds it.

    A position counts what can be counted: working days, days or microseconds up to there. So this is the one place
    where pauses are reckoned, whatever the unit.
    """
    target = begin + length
    if not spans:
        return target, False
    floor = begin
    for first, last in sorted((a, b) for a, b in spans if b is not None):
        if first >= target:
            break
        taken_from = max(first, floor)
        if last > taken_from:
            target += last - taken_from
            floor = last
    return target, any(b is None and a < target for a, b in spans)
