"""What is petitioned in 云州: the cases of ``data/petitions.toml`` with invented petitioners, and the days on which they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from shuniu.demo.names import full_name
from shuniu.demo.sources import table
from shuniu.kernel.workdays.calendar import Calendar
from shuniu.kernel.workdays.periods import SHANGHAI, local_day

PAST = 205
"""Days before now at which the cases of the past end to come: the longest of them is over by now."""


@dataclass(frozen=True, slots=True)
class Petitioning:
    """One petition before it is registered, with the course that it takes."""

    at: datetime
    course: str
    way: str
    name: str
    phone: str
    address: str
    others: tuple[str, ...]
    said: dict[str, Any]
    """The rest of the case, by the keys of the file."""

    def __getitem__(self, key: str) -> str:
        return str(self.said.get(key, ""))

    @property
    def people(self) -> int:
        return int(self.said.get("people", 1))

    @property
    def representatives(self) -> int:
        return int(self.said.get("representatives", 1))

    @property
    def text(self) -> str:
        return (
            f"【请求】\n{self['request']}\n\n【事实和理由】\n{self['text']}" if self.way == "online" else self["text"]
        )


def petitionings(rng: Random, calendar: Calendar, start: datetime, now: datetime) -> list[Petitioning]:
    """All cases in the order in which they came.

    What waits in these days is counted back in working days, as its course goes on in them: after a long holiday as on
    any other day, everybody finds their own to do.
    """
    found = table("petitions")["case"]
    past = [one for one in found if "ago" not in one]
    span = (now - start).days - PAST - 8
    made = []
    for number, one in enumerate(past):
        day = local_day(start) + timedelta(days=5 + int(span * number / len(past)) + rng.randint(0, 3))
        made.append(_of(rng, one, day))
    today = calendar.working_index(local_day(now).toordinal())
    for one in found:
        if "ago" in one:
            back = max(1, round(one["ago"] * 5 / 7))
            made.append(_of(rng, one, date.fromordinal(calendar.working_ordinal(today - 1 - back))))
    return sorted(made, key=lambda one: one.at)


def _of(rng: Random, one: dict[str, Any], day: date) -> Petitioning:
    at = datetime.combine(day, time(8, 40), SHANGHAI) + timedelta(minutes=rng.uniform(0, 460))
    others = tuple(full_name(rng)[0] for _n in range(int(one.get("representatives", 1)) - 1))
    return Petitioning(
        at, one["course"], one["way"], full_name(rng)[0], f"100{rng.randrange(10**8):08d}",
        f"{one.get('place') or '云州市'}{rng.randint(2, 68)}号", others, one,
    )  # fmt: skip
