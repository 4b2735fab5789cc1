"""Calendars as RFC 5545 writes them. Pure text: what goes in is moments and words, what comes out is what clients read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from shuniu.kernel.workdays.periods import SHANGHAI

FOLD: Final = 75
"""Octets of a line, its end left out (3.1)."""
ZONE: Final = (
    "BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "BEGIN:STANDARD", "DTSTART:19910915T010000", "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip
"""One time for the whole country, and no summer time since the autumn of 1991."""


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting in a calendar. ``uid`` never changes; ``sequence`` grows with every change that people must know."""

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    place: str = ""
    sequence: int = 0
    changed: datetime | None = None
    cancelled: bool = False
    url: str = ""


def calendar(name: str, events: Iterable[Event]) -> str:
    """The whole file: lines folded at 75 octets, each ended by CRLF."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Shuniu//Meetings//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}", "X-WR-TIMEZONE:Asia/Shanghai", "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
        "X-PUBLISHED-TTL:PT15M", *ZONE,
    ]  # fmt: skip
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: Event) -> list[str]:
    changed = event.changed or event.starts
    lines = [
        "BEGIN:VEVENT", f"UID:{escaped(event.uid)}", f"DTSTAMP:{_utc(changed)}", f"LAST-MODIFIED:{_utc(changed)}",
        f"DTSTART;TZID=Asia/Shanghai:{_local(event.starts)}", f"DTEND;TZID=Asia/Shanghai:{_local(event.ends)}",
        f"SEQUENCE:{event.sequence}", f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        f"SUMMARY:{escaped(event.summary)}",
    ]  # fmt: skip
    if event.place:
        lines.append(f"LOCATION:{escaped(event.place)}")
    lines.append(f"TRANSP:{'TRANSPARENT' if event.cancelled else 'OPAQUE'}")
    return [*lines, "END:VEVENT"]


def escaped(text: str) -> str:
    """TEXT of 3.3.11: backslash, semicolon, comma and the end of a line; other control characters have no place."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(sign, written)
    return "".join(one for one in text if one == "\t" or (ord(one) >= 32 and ord(one) != 127))


def folded(line: str) -> str:
    """At most 75 octets to a line, never cut within a character; what goes on begins with a space."""
    parts: list[str] = []
    room, now = FOLD, ""
    used = 0
    for one in line:
        size = len(one.encode())
        if used + size > room:
            parts.append(now)
            now, used, room = "", 0, FOLD - 1
        now, used = now + one, used + size
    return "\r\n ".join([*parts, now])


def _local(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y%m%dT%H%M%S")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
