"""The statutory festivals of a year that has no State Council notice (全国年节及纪念日放假办法, second article).

Only what can be known without the notice: the festivals with a fixed Gregorian date, and for the years listed here
also those that follow the moon or the sun. Which days are swapped (调休) is never guessed: the notice alone says so.
"""

from datetime import date, timedelta
from typing import Final

MAY_SECOND_SINCE: Final = 2025
"""5月2日 and 除夕 became statutory by the revision in force from 2025-01-01."""

_COMPUTED: Final[dict[int, tuple[tuple[str, date, date], ...]]] = {
    2027: (
        ("春节", date(2027, 2, 5), date(2027, 2, 8)),
        ("清明节", date(2027, 4, 5), date(2027, 4, 5)),
        ("端午节", date(2027, 6, 9), date(2027, 6, 9)),
        ("中秋节", date(2027, 9, 15), date(2027, 9, 15)),
    ),
}


def fixed_festivals(year: int) -> dict[date, str]:
    """Festival days of `year` whose Gregorian date the law fixes, with the festival's name."""
    days = {date(year, 1, 1): "元旦", date(year, 5, 1): "劳动节"}
    if year >= MAY_SECOND_SINCE:
        days[date(year, 5, 2)] = "劳动节"
    return days | {date(year, 10, day): "国庆节" for day in (1, 2, 3)}


def statutory_festivals(year: int) -> dict[date, str]:
    """All festival days of `year` that are known without its notice."""
    days = fixed_festivals(year)
    for name, first, last in _COMPUTED.get(year, ()):
        days |= {first + timedelta(n): name for n in range((last - first).days + 1)}
    return days
