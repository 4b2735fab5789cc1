"""The door of `shuniu deadline`: plain words and numbers in, a plain dictionary out."""

import re
from datetime import datetime
from typing import Any, Final

from shuniu.kernel.workdays.calendar import WEEKDAYS, Calendar
from shuniu.kernel.workdays.explanation import CountedDay, explain
from shuniu.kernel.workdays.notices import FIRST_YEAR, LAST_YEAR
from shuniu.kernel.workdays.periods import SHANGHAI, Period, Unit

_CHINESE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?", re.ASCII)


def deadline(start: str, length: int, unit: str, calendar: Calendar) -> dict[str, Any]:
    """When a period ends, with the days counted and skipped; every value fit for JSON.

    `start` is 2026-02-12, 2026-02-12T09:30 (Asia/Shanghai unless it names an offset) or 2026年2月12日. Due dates are
    dates for day units and full moments for hours and minutes. Raises ValueError, in Chinese words, for bad input.
    """
    period = Period(length, _unit(unit))
    told = explain(parse_start(start), period, calendar)

    def shown(moment: datetime) -> str:
        return moment.date().isoformat() if period.unit.in_days else moment.isoformat()

    return {
        "start": start,
        "length": length,
        "unit": period.unit.value,
        "legal_due": shown(told.due.legal_due),
        "safe_due": shown(told.due.safe_due),
        "rolled_due": told.rolled_due.isoformat() if told.rolled_due else None,
        "provisional": told.due.provisional,
        "explanation": [_line(day) for day in told.days],
        "notes": [note.text for note in told.notes],
    }


def parse_start(text: str) -> datetime:
    """The moment that `text` names. Raises ValueError in words."""
    text = text.strip()
    try:
        if match := _CHINESE.fullmatch(text):
            year, month, day = map(int, match.groups())
            moment = datetime(year, month, day, tzinfo=SHANGHAI)
        elif _ISO.fullmatch(text):
            moment = datetime.fromisoformat(text)
        else:
            raise ValueError
    except ValueError:
        shape = "2026-02-12、2026-02-12T09:30 或 2026年2月12日"
        raise ValueError(f"起算时间“{text[:40]}”不是有效日期，应写作 {shape}。") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"起算时间应在{FIRST_YEAR}年至{LAST_YEAR}年之间。")
    return moment


def parse_length(text: str) -> int:
    """The whole number that `text` is. Raises ValueError in words."""
    if not re.fullmatch(r"[+-]?\d{1,12}", text.strip(), re.ASCII):
        raise ValueError(f"时限长度“{text[:40]}”不是整数。")
    return int(text)


def _unit(text: str) -> Unit:
    try:
        return Unit(text)
    except ValueError:
        known = "、".join(unit.value for unit in Unit)
        raise ValueError(f"不认识的单位“{text[:40]}”，应为 {known} 之一。") from None


def _line(day: CountedDay) -> dict[str, Any]:
    return {
        "date": day.day.isoformat(),
        "weekday": WEEKDAYS[day.day.weekday()],
        "counted": day.counted,
        "number": day.number,
        "why": day.why,
        "provisional": day.provisional,
    }
