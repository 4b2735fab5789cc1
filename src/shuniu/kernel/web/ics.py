"""An iCalendar text (RFC 5545) from plain values. Pure: no Django, no clock, the same events give the same octets.

Times are local to Asia/Shanghai, with its VTIMEZONE (UTC+8 without summer time, as since 1992). A client knows an event
by UID, a later word by SEQUENCE, and one that is off by STATUS:CANCELLED. Lines end with CRLF and are folded so that no
line has more than 75 octets and no character is cut in two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

ZONE = "Asia/Shanghai"
_EAST = timezone(timedelta(hours=8))
MOST = 75
_TIMEZONE = (
    "BEGIN:VTIMEZONE", f"TZID:{ZONE}", "BEGIN:STANDARD", "DTSTART:19920101T000000", "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a calendar. ``uid`` stays for ever, ``sequence`` grows with every change, ``stamp`` is its moment."""

    uid: str
    begins: datetime
    ends: datetime
    summary: str
    stamp: datetime
    sequence: int = 0
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False
    tentative: bool = False

    @property
    def status(self) -> str:
        return "CANCELLED" if self.cancelled else "TENTATIVE" if self.tentative else "CONFIRMED"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A feed: ``name`` is what clients call it, ``refresh_minutes`` how often they should ask again."""

    name: str
    maker: str
    events: tuple[Event, ...]
    refresh_minutes: int = 30


def text_of(calendar: Calendar) -> str:
    """The whole calendar, folded, with CRLF."""
    return "".join(f"{line}\r\n" for raw in _lines(calendar) for line in folded(raw))


def _lines(calendar: Calendar) -> Iterator[str]:
    refresh = f"PT{calendar.refresh_minutes}M"
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{escaped(calendar.maker)}//ZH", "CALSCALE:GREGORIAN")
    yield from ("METHOD:PUBLISH", f"NAME:{escaped(calendar.name)}", f"X-WR-CALNAME:{escaped(calendar.name)}")
    yield from (f"X-WR-TIMEZONE:{ZONE}", f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}", f"X-PUBLISHED-TTL:{refresh}")
    yield from _TIMEZONE
    for event in calendar.events:
        yield from _event(event)
    yield "END:VCALENDAR"


def _event(event: Event) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{escaped(event.uid)}", f"DTSTAMP:{utc(event.stamp)}")
    yield from (f"LAST-MODIFIED:{utc(event.stamp)}", f"SEQUENCE:{event.sequence}")
    yield from (f"DTSTART;TZID={ZONE}:{local(event.begins)}", f"DTEND;TZID={ZONE}:{local(event.ends)}")
    yield f"SUMMARY:{escaped(event.summary)}"
    yield from _optional(
        ("LOCATION", escaped(event.location)), ("DESCRIPTION", escaped(event.description)), ("URL", event.url)
    )
    transparent = event.cancelled or event.tentative
    yield from (f"STATUS:{event.status}", f"TRANSP:{'TRANSPARENT' if transparent else 'OPAQUE'}", "END:VEVENT")


def _optional(*pairs: tuple[str, str]) -> Iterable[str]:
    return (f"{name}:{value}" for name, value in pairs if value)


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def local(moment: datetime) -> str:
    return f"{moment.astimezone(_EAST):%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    r"""Backslash, semicolon, comma and new line as RFC 5545 (3.3.11) writes them; no other control character passes."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in plain if one in "\n\t" or (ord(one) >= 32 and ord(one) != 127)).translate(_ESCAPED)


def folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, every further one after a space. Characters stay whole."""
    piece, used = "", 0
    for character in line:
        octets = len(character.encode())
        if used + octets > MOST:
            yield piece
            piece, used = " ", 1
        piece, used = piece + character, used + octets
    yield piece
