"""What each passage makes of a meeting's folded fields. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.meetings.models import Meeting

FOLDED = (
    "title", "klass", "series", "session", "plan_line", "purpose", "not_a_paper", "why", "people", "starts_at", "ends_at",
    "day", "other_times", "wishes", "budget", "exemption", "counted", "facilities", "place", "sequence", "noticed_at",
    "changed_at", "items_until", "ended_at", "cost", "attended", "person_hours", "minutes", "minutes_number", "minutes_on",
    "sent_at", "decisions", "settled", "late",
)  # fmt: skip
TEXTS = ("title", "klass", "purpose", "not_a_paper", "why", "other_times", "exemption")
FREE = frozenset({"withdrawn", "refused", "on_paper", "cancelled"})
"""States in which a meeting does not use up one of the year's."""


def moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def fold(detail: Meeting, passage: Passage) -> None:
    detail.late = detail.late or passage.late
    detail.counted = passage.to_state not in FREE
    folding = _FOLDINGS.get(passage.step)
    if folding is not None:
        folding(detail, passage)


def _request(detail: Meeting, passage: Passage) -> None:
    data = passage.data
    for name in TEXTS:
        setattr(detail, name, str(data.get(name) or ""))
    detail.series_id, detail.session = data.get("series"), data.get("session")
    detail.plan_line = data.get("plan_line")
    detail.people = int(data.get("people") or 0)
    detail.budget = Decimal(str(data.get("budget") or 0))
    detail.wishes = list(data.get("wishes") or ())
    _time(detail, data)


def _time(detail: Meeting, data: Any) -> None:
    detail.starts_at, detail.ends_at = moment(data.get("starts")), moment(data.get("ends"))
    detail.day = local_day(detail.starts_at) if detail.starts_at else None


def _schedule(detail: Meeting, passage: Passage) -> None:
    _time(detail, passage.data)
    detail.facilities = list(passage.data.get("facilities") or ())
    detail.place = str(passage.data.get("place") or "")[:120]


def _collect(detail: Meeting, passage: Passage) -> None:
    detail.items_until = moment(passage.data.get("until"))


def _notify(detail: Meeting, passage: Passage) -> None:
    """The second notice of a meeting that was postponed is a change of the first, and calendars must know."""
    if detail.noticed_at is not None:
        _changed(detail, passage)
    detail.noticed_at = passage.at


def _changed(detail: Meeting, passage: Passage) -> None:
    detail.sequence, detail.changed_at = detail.sequence + 1, passage.at


def _change(detail: Meeting, passage: Passage) -> None:
    _schedule(detail, passage)
    _changed(detail, passage)


def _postpone(detail: Meeting, passage: Passage) -> None:
    """The room is free again; the old time stays on the page until there is a new one."""
    detail.facilities, detail.place = [], ""
    _changed(detail, passage)


def _cancel(detail: Meeting, passage: Passage) -> None:
    detail.facilities = []
    _changed(detail, passage)


def _finish(detail: Meeting, passage: Passage) -> None:
    data = passage.data
    detail.ended_at = moment(data.get("ended")) or passage.at
    detail.cost = Decimal(str(data["cost"])) if data.get("cost") not in (None, "") else None
    detail.attended = data.get("attended")
    detail.person_hours = Decimal(str(data["person_hours"])) if data.get("person_hours") is not None else None


def _minutes(detail: Meeting, passage: Passage) -> None:
    detail.minutes = int(passage.data.get("no") or detail.minutes + 1)


def _approve_minutes(detail: Meeting, passage: Passage) -> None:
    detail.minutes_number = str(passage.data.get("number") or "")[:40]
    detail.minutes_on = date.fromisoformat(passage.data["on"]) if passage.data.get("on") else local_day(passage.at)
    detail.decisions = int(passage.data.get("decisions") or 0)


def _send(detail: Meeting, passage: Passage) -> None:
    detail.sent_at = passage.at


def _settle(detail: Meeting, passage: Passage) -> None:
    detail.settled += 1


_FOLDINGS: dict[str, Callable[[Meeting, Passage], None]] = {
    "request": _request,
    "amend": _request,
    "resubmit": _request,
    "schedule": _schedule,
    "collect": _collect,
    "notify": _notify,
    "change": _change,
    "postpone": _postpone,
    "cancel": _cancel,
    "finish": _finish,
    "draft_minutes": _minutes,
    "approve_minutes": _approve_minutes,
    "send_minutes": _send,
    "assign_decision": _settle,
    "set_aside": _settle,
}
