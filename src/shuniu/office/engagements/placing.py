"""Where on the sheet: halves of the day, the first gap that is long enough, and what does not fit together. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.web.words import yearless_day
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.office.engagements.screening import Busy

STEP = timedelta(minutes=15)


class Half(StrEnum):
    MORNING = "am"
    AFTERNOON = "pm"
    EVENING = "eve"


LABELS = {Half.MORNING: _l("上午"), Half.AFTERNOON: _l("下午"), Half.EVENING: _l("晚上")}
HOURS = {
    Half.MORNING: (time(8, 30), time(12)),
    Half.AFTERNOON: (time(14), time(18)),
    Half.EVENING: (time(18, 30), time(21, 30)),
}


def half_of(moment: datetime) -> Half:
    hour = moment.astimezone(SHANGHAI).hour
    return Half.MORNING if hour < 12 else Half.AFTERNOON if hour < 18 else Half.EVENING


@dataclass(frozen=True, slots=True)
class Ways:
    """Minutes on the road: a table, and a number for what is not in it."""

    table: Mapping[tuple[int, int], int]
    default: int

    def between(self, a: int | None, b: int | None) -> timedelta:
        if a is None or b is None or a == b:
            return timedelta(0)
        return timedelta(minutes=self.table.get((min(a, b), max(a, b)), self.default))


def first_gap(
    minutes: int, day: date, half: Half, busy: Sequence[Busy], place_id: int | None, ways: Ways, *, after: datetime
) -> tuple[datetime, datetime] | None:
    """The first time of a half day in which something of this length fits, with the way before and after."""
    opens, closes = (datetime.combine(day, one, SHANGHAI) for one in HOURS[half])
    length, begins = timedelta(minutes=minutes), opens
    while begins + length <= closes:
        if begins > after and all(_apart(begins, begins + length, place_id, one, ways) for one in busy):
            return begins, begins + length
        begins += STEP
    return None


def _apart(begins: datetime, ends: datetime, place_id: int | None, other: Busy, ways: Ways) -> bool:
    road = ways.between(place_id, other.place_id)
    return other.begins >= ends + road or begins >= other.ends + road


@dataclass(frozen=True, slots=True)
class Trouble:
    """Two things of a diary that do not go together, with who and why. ``clash``: at once; else too far apart."""

    first: str
    second: str
    clash: bool
    words: str
    titles: tuple[str, str] = ("", "")

    def against(self, number: str) -> str:
        """The title of the other one of the pair."""
        return self.titles[1] if number == self.first else self.titles[0]


def troubles(who: str, entries: Sequence[Busy], ways: Ways) -> list[Trouble]:
    """Every pair of one leader's entries that overlap, or that leave too little time for the way."""
    found = []
    ordered = sorted(entries, key=lambda one: (one.begins, one.ends))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.begins - one.ends >= timedelta(hours=6):
                break
            trouble = _between(who, one, other, ways)
            if trouble is not None:
                found.append(trouble)
    return found


def _between(who: str, one: Busy, other: Busy, ways: Ways) -> Trouble | None:
    names = {"who": who, "one": one.title, "other": other.title, "day": yearless_day(other.begins)}
    if other.begins < one.ends:
        words = _("%(who)s %(day)s“%(one)s”与“%(other)s”时间重叠。") % names
        return Trouble(one.number, other.number, True, words, (one.title, other.title))
    gap, road = other.begins - one.ends, ways.between(one.place_id, other.place_id)
    if gap < road:
        minutes = {"gap": int(gap.total_seconds() // 60), "road": int(road.total_seconds() // 60)}
        words = _("%(who)s %(day)s“%(one)s”到“%(other)s”只隔%(gap)s分钟，路程要%(road)s分钟。") % {**names, **minutes}
        return Trouble(one.number, other.number, False, words, (one.title, other.title))
    return None
