"""What could be read of a paper, made ready for the register: each field with the words it stands in and how sure it is.

``reading.fields_of`` reads; nothing here decides: a person confirms every field before it is registered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.workdays.periods import SHANGHAI, Period, Unit, due, local_day
from shuniu.office.documents.models.incoming import Type, Urgency
from shuniu.office.documents.models.types import TYPES
from shuniu.office.documents.reading import Found, Read, fields_of

WORDS = 80
_URGENCY = {"特急": Urgency.EMERGENCY, "特提": Urgency.EMERGENCY, "加急": Urgency.URGENT, "急件": Urgency.URGENT}
_PERIOD = re.compile(r"(\d{1,3})\s*个?(工作日|日|天)")


@dataclass(frozen=True, slots=True)
class Offer:
    """One field as it was read: ``words`` is the line it stands in, ``sure`` how far to trust it."""

    name: str
    value: str
    words: str
    sure: str


def offers(text: str, *, on: date) -> list[Offer]:
    """All that could be read; ``on`` is the day of receipt, from which a period in words runs."""
    return list(_offered(fields_of(text), text, on))


def as_data(found: list[Offer]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]


def _offered(read: Read, text: str, on: date) -> Iterator[Offer]:
    plain = {"title": read.title, "original_number": read.number, "signed_on": read.signed_on}
    for name, found in plain.items():
        if found is not None:
            yield _offer(name, found.value, found, text)
    if read.organs:
        organs = "、".join(one.value for one in read.organs)
        yield _offer("organ", organs, read.organs[0], text)
    if read.kind is not None:
        yield _offer("type", TYPES.get(read.kind.value, Type.OTHER).value, read.kind, text)
    if read.urgency is not None and read.urgency.value in _URGENCY:
        yield _offer("urgency", _URGENCY[read.urgency.value].value, read.urgency, text)
    deadline = read.deadline
    if deadline is not None and (day := _day(deadline.value, on)) is not None:
        yield _offer("requested_on", day.isoformat(), deadline, text)


def _offer(name: str, value: str, found: Found, text: str) -> Offer:
    return Offer(name, value, _line(text, found), found.confidence.value)


def _line(text: str, found: Found) -> str:
    """The line that it stands in; of a long one the part around it."""
    begin = text.rfind("\n", 0, found.start) + 1
    end = text.find("\n", found.end)
    end = len(text) if end < 0 else end
    if end - begin > WORDS:
        begin = max(begin, found.start - WORDS // 3)
        end = min(end, begin + WORDS)
    return " / ".join(part.strip() for part in text[begin:end].splitlines() if part.strip())[: 2 * WORDS]


def _day(value: str, on: date) -> date | None:
    """A day as it is, or the end of a period in words counted from the day of receipt."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        match = _PERIOD.search(value)
    if match is None or not int(match[1]):
        return None
    if match[2] != "工作日":
        return on + timedelta(days=int(match[1]))
    start = datetime.combine(on, time(12), SHANGHAI)
    return local_day(due(start, Period(int(match[1]), Unit.WORKING_DAYS), current_calendar()).legal_due)
