"""The working-day calendar: immutable, built from notices, answering in constant or logarithmic time."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Final

from shuniu.kernel.workdays.notices import FIRST_YEAR, LAST_YEAR, Notice, parse_notice
from shuniu.kernel.workdays.statutory import statutory_festivals

FIRST_ORDINAL: Final = date(FIRST_YEAR, 1, 1).toordinal()
LAST_ORDINAL: Final = date(LAST_YEAR, 12, 31).toordinal()
OUT_OF_RANGE: Final = f"日期超出可计算的范围（{FIRST_YEAR}年至{LAST_YEAR}年）。"
WEEKDAYS: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


class DaySort(StrEnum):
    """Why a day is as it is; for translation and colour, where the words of `reason` are not enough."""

    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


@dataclass(frozen=True, slots=True)
class DayKind:
    """Whether a day is a working day, and the reason in words: 周四, 周日, 国庆节放假, 春节调休上班."""

    working: bool
    reason: str
    sort: DaySort
    festival: str = ""


class Calendar:
    """Which days are working days from 1990 to 2100, by State Council notices.

    A year without a notice has its weekends and the statutory festivals that are known without it; it is *provisional*:
    every date that leans on it must be shown as such. Where two notices speak of one year or day, the later one given
    wins, so `[*packaged, *loaded]` lets an office correct what was shipped.
    """

    __slots__ = ("_festival_off", "_festival_work", "_working", "_working_set", "notices", "years")

    def __init__(self, notices: Iterable[Notice] = ()) -> None:
        by_year = {notice.year: notice for notice in notices}
        self.notices: Final = tuple(by_year[year] for year in sorted(by_year))
        off: dict[int, str] = {}
        work: dict[int, str] = {}
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            if year not in by_year:
                off |= {day.toordinal(): name for day, name in statutory_festivals(year).items()}
        for notice in self.notices:
            for holiday in notice.holidays:
                off |= {day.toordinal(): holiday.name for day in holiday.days_off()}
                work |= {day.toordinal(): holiday.name for day in holiday.work}
        # Ordinal 1 (0001-01-01) was a Monday, so the remainder by seven is 1..5 from Monday to Friday.
        weekdays = {o for o in range(FIRST_ORDINAL, LAST_ORDINAL + 1) if 0 < o % 7 < 6}
        self._festival_off: Final = off
        self._festival_work: Final = work
        self._working_set: Final = frozenset((weekdays - off.keys()) | work.keys())
        self._working: Final = tuple(sorted(self._working_set))
        self.years: Final = frozenset(by_year)

    def __repr__(self) -> str:
        return f"Calendar({[notice.year for notice in self.notices]})"

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day (工作日). Raises ValueError outside 1990–2100."""
        return self._within(day.toordinal()) in self._working_set

    def provisional(self, day: date) -> bool:
        """Whether the year of `day` has no notice yet."""
        return day.year not in self.years

    def provisional_between(self, first: int, last: int) -> bool:
        """Whether a year touched by these ordinals, both ends included, has no notice yet."""
        years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
        return not self.years.issuperset(years)

    def day_kind(self, day: date) -> DayKind:
        """Whether `day` counts, and why, in words a citizen understands."""
        ordinal = self._within(day.toordinal())
        if (name := self._festival_work.get(ordinal)) is not None:
            return DayKind(working=True, reason=f"{name}调休上班", sort=DaySort.MAKE_UP, festival=name)
        if (name := self._festival_off.get(ordinal)) is not None:
            return DayKind(working=False, reason=f"{name}放假", sort=DaySort.HOLIDAY, festival=name)
        working = day.weekday() < 5
        return DayKind(working, WEEKDAYS[day.weekday()], DaySort.WEEKDAY if working else DaySort.WEEKEND)

    def last_working(self, day: date) -> date:
        """The last working day on or before `day`."""
        return date.fromordinal(self.working_ordinal(self.working_index(day.toordinal()) - 1))

    def next_working(self, day: date) -> date:
        """The first working day on or after `day`."""
        return date.fromordinal(self.working_ordinal(self.working_index(day.toordinal() - 1)))

    def working_days_between(self, after: date, through: date) -> int:
        """How many working days lie in (after, through]; negative when `through` is the earlier one."""
        return self.working_index(through.toordinal()) - self.working_index(after.toordinal())

    def working_index(self, ordinal: int) -> int:
        """How many working days of the calendar lie on or before this ordinal: the cumulative index."""
        return bisect_right(self._working, ordinal)

    def working_ordinal(self, index: int) -> int:
        """The ordinal of the working day with this index, 0 being the first of 1990. Raises ValueError beyond."""
        if not 0 <= index < len(self._working):
            raise ValueError(OUT_OF_RANGE)
        return self._working[index]

    @staticmethod
    def _within(ordinal: int) -> int:
        if not FIRST_ORDINAL <= ordinal <= LAST_ORDINAL:
            raise ValueError(OUT_OF_RANGE)
        return ordinal


def packaged_notices() -> tuple[Notice, ...]:
    """The notices that come with the product, oldest first."""
    folder = resources.files("shuniu.kernel.workdays") / "data"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".json")), key=lambda f: f.name)
    return tuple(parse_notice(file.read_bytes()) for file in files)


@lru_cache(maxsize=1)
def packaged_calendar() -> Calendar:
    """The calendar of the packaged notices alone; an installation's own is `law.limits.current_calendar()`."""
    return Calendar(packaged_notices())
