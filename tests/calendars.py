"""A calendar feed read by a library that is not ours, beside what a test's own strict reader found in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import icalendar


def independent(text: str) -> list[dict[str, Any]]:
    """The events as the ``icalendar`` library reads them: uid, begin and end with their zone, summary, state, number of change."""
    found = icalendar.Calendar.from_ical(text)
    events = []
    for one in found.walk("VEVENT"):
        begins, ends = one.decoded("DTSTART"), one.decoded("DTEND")
        assert isinstance(begins, datetime)
        assert str(begins.tzinfo) == "Asia/Shanghai"
        assert begins.utcoffset() == ends.utcoffset()
        assert begins.strftime("%z") == "+0800"
        assert one.errors == []
        events.append(
            {
                "uid": str(one["UID"]), "begins": begins, "ends": ends, "summary": str(one["SUMMARY"]),
                "status": str(one["STATUS"]), "sequence": int(one["SEQUENCE"]),
            }
        )  # fmt: skip
    uids = [one["uid"] for one in events]
    assert len(uids) == len(set(uids)), "no event twice"
    return events
