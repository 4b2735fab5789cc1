"""Periods and due dates (期间与期限), by the reckoning of 民法典 arts. 201–203.

- The day of the event is not counted; day 1 is the next day (201). Hours and minutes run from the moment itself.
- `legal_due` is the raw end. When it falls on a day off, art. 203 would let it roll to the next working day; not every
  instrument says so of the organ's own periods, hence `safe_due`: the last working day on or before it. `explain` notes
  the rolled day.
- **Pauses.** For day units a pause from day P to day R takes out the days P+1 … R. Both ends follow the rule for events:
  the day something happens belongs to what went before. So the day the pause begins still counts, the day work resumes
  does not, and a pause begun and ended on one day takes nothing out. For hours and minutes the exact stretch [from, to)
  is taken out. Overlapping pauses are not taken out twice.
- **An open pause** (`to` is None) leaves the end undetermined. `legal_due` is then the earliest possible one, as if work
  resumed at once, and `suspended` is true. A pause begun after the end changes nothing.
- **Provisional** is a result that may still move because it leans on a year without a notice. Hours and minutes lean on
  no calendar and never are; of a period of calendar days only the end (through `safe_due`) leans on one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from shuniu.kernel.workdays.calendar import LAST_ORDINAL, OUT_OF_RANGE, Calendar, DaySort

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
MAX_DAYS: Final = 36_500
"""A hundred years: a longer period is a typing error."""

type_Pause = tuple[datetime, datetime | None]
