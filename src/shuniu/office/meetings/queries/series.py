"""Small lists for forms: series, decisions not settled, the years' limits; and the draft of minutes from the agenda."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from shuniu.kernel.casework.pages import Opened
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed
from shuniu.office.meetings.decisions_text import MARK, OPEN, plain_day
from shuniu.office.meetings.models import (
    AgendaItem,
    Cap,
    Facility,
    FeedKey,
    Invitation,
    Meeting,
    Minutes,
    QuietPeriod,
    Resolution,
    Series,
)
from shuniu.office.meetings.queries import feeds
from shuniu.office.meetings.queries.invitations import rows_of, who_comes

NUMERALS = "一二三四五六七八九十"


def all_series() -> list[Series]:
    return list(Series.objects.order_by("name"))


def unsettled(matter_id: int) -> list[Resolution]:
    return list(Resolution.objects.filter(matter_id=matter_id, assignment=None, aside=""))


def all_caps() -> list[Cap]:
    return list(Cap.objects.select_related("unit"))


def all_quiet() -> list[QuietPeriod]:
    return list(QuietPeriod.objects.all()[:100])


class Room(NamedTuple):
    """A room or a piece of equipment as the list shows it."""

    pk: int
    kind: str
    name: str
    place: str
    unit: str
    seats: int
    note: str
    closed_on: date | None

    @property
    def kind_label(self) -> str:
        return str(Facility.Kind(self.kind).label)


def all_facilities() -> list[Room]:
    return _FACILITIES.read()


ROOM = ("pk", "kind", "name", "place", "unit__name", "seats", "note", "closed_on")
_FACILITIES: Composed[Room] = Composed("meetings.facilities", lambda moments: Facility.objects.all(), Room, ROOM)


def room(pk: int) -> Room | None:
    """One of them."""
    rows = Composed(("meetings.facility", pk), lambda moments: Facility.objects.filter(pk=pk), Room, ROOM)
    return next(iter(rows.read()), None)


def facility(pk: int) -> Facility | None:
    return Facility.objects.filter(pk=pk).first()


def feed_of_person(person: int) -> FeedKey | None:
    return FeedKey.objects.filter(person_id=person).first()


def feed_of_facility(pk: int) -> feeds.Key | None:
    rows = Composed(
        ("meetings.door", pk), lambda moments: FeedKey.objects.filter(facility=pk), feeds.Key, feeds.Key._fields
    )
    return next(iter(rows.read()), None)


def initial_for(found: Opened, step: str) -> Mapping[str, Any]:
    """What a step's form is filled with beforehand."""
    meeting: Meeting = found.case.detail
    if step in ("amend", "resubmit"):
        names = ("title", "klass", "plan_line", "series_id", "session", "purpose", "not_a_paper", "why", "other_times",
                 "people", "budget", "wishes", "exemption")  # fmt: skip
        said = {name.removesuffix("_id"): getattr(meeting, name) for name in names}
        return {**said, "starts": meeting.starts_at, "ends": meeting.ends_at}
    if step == "draft_minutes":
        return draft_of(meeting)
    if step == "finish":
        return {"ended": meeting.ends_at, "cost": meeting.budget if meeting.budget else None}
    return {}


def draft_of(meeting: Meeting) -> dict[str, str]:
    """The last version, when there is one; else a draft made of the agenda and the list."""
    last = Minutes.objects.filter(matter_id=meeting.pk).order_by("-no").first()
    if last is not None:
        return {name: getattr(last, name) for name in ("title", "text", "present", "absent", "attending", "copies")}
    rows = rows_of(meeting.pk)
    items = AgendaItem.objects.filter(matter_id=meeting.pk, status=AgendaItem.Status.ACCEPTED)
    part = Invitation.Part
    came = [row for row in rows if row.reply != Invitation.Reply.NO]
    return {
        "title": f"{meeting.title}纪要",
        "text": "\n".join([_opening(meeting, rows), *_of_items(list(items), meeting)]),
        "present": "、".join(who_comes(row) for row in came if row.part in (part.HOST, part.PRESENT)),
        "absent": "、".join(who_comes(row) for row in rows if row.reply == Invitation.Reply.NO),
        "attending": "、".join(who_comes(row) for row in came if row.part == part.ATTENDING),
        "copies": "",
    }


def _opening(meeting: Meeting, rows: list[Invitation]) -> str:
    host = next((who_comes(row) for row in rows if row.part == Invitation.Part.HOST), "")
    day = plain_day(meeting.day) if meeting.day else ""
    return f"{day}，{host or '（主持人）'}主持召开{meeting.title}。现将会议议定事项纪要如下。"


def _of_items(items: list[AgendaItem], meeting: Meeting) -> list[str]:
    lines: list[str] = []
    due = _year_end(meeting.day)
    for place, item in enumerate(items):
        unit = tree().name(item.unit_id)
        number = NUMERALS[place] if place < len(NUMERALS) else str(place + 1)
        lines += [f"{number}、{item.title}", f"会议听取了{unit}的汇报。", f"{MARK} {OPEN}｜{unit}｜{due}"]
    return lines or [f"{MARK} {OPEN}｜{tree().name(meeting.unit_id)}｜{due}"]


def _year_end(day: date | None) -> str:
    return date(day.year, 12, 31).isoformat() if day else ""
