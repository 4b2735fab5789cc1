"""Calendars to subscribe to: the secret address, and the meetings behind it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.ics import Calendar, Event, text_of
from shuniu.office.meetings.models import FeedKey, Invitation, Meeting, Slot
from shuniu.office.meetings.queries.calendar import placed
from shuniu.office.meetings.queries.rooms import quarters

BACK, AHEAD = timedelta(days=60), timedelta(days=400)


class Key(NamedTuple):
    """What an address is signed over."""

    pk: int
    version: int


def token_of(row: FeedKey | Key) -> str:
    """Signed over the row and its version: nothing secret is stored, and a new version ends every earlier address."""
    return Signer(salt="meetings.feed", sep=".").sign(f"{row.pk}-{row.version}")


def row_of(token: str) -> FeedKey:
    """The calendar of an address; 404 for one that was never given, was renewed, or whose person has left."""
    try:
        pk, _dash, version = Signer(salt="meetings.feed", sep=".").unsign(token).partition("-")
    except BadSignature:
        raise Http404 from None
    rows = FeedKey.objects.select_related("person", "facility")
    row = rows.filter(pk=pk, version=version).first() if pk.isdecimal() and version.isdecimal() else None
    if row is None or (row.person is not None and not row.person.is_active):
        raise Http404
    return row


def feed_of(row: FeedKey, now: datetime) -> str:
    """The calendar as text. A person's holds the meetings to which they go; a room's says when it is taken and by whom."""
    if row.person is not None:
        return _text(_("会议（%(name)s）") % {"name": row.person.name}, of_person(row.person.pk, now))
    assert row.facility is not None
    return _text(row.facility.name, of_room(row.facility.pk, now))


def _text(name: str, events: list[Event]) -> str:
    return text_of(Calendar(name, "Shuniu//meetings", tuple(events), refresh_minutes=15))


def of_person(person: int, now: datetime) -> list[Event]:
    """Invitations of which they have been told, cancelled meetings among them: a client must learn that one is off."""
    goes = Q(person_id=person) & ~Q(reply__in=(Invitation.Reply.NO, Invitation.Reply.SUBSTITUTE))
    rows = Invitation.objects.filter(
        goes | Q(attendee_person_id=person), withdrawn_at=None, starts_at__gte=now - BACK, starts_at__lte=now + AHEAD
    )
    ids = set(rows.values_list("matter_id", flat=True))
    meetings = Meeting.objects.filter(pk__in=ids, noticed_at__isnull=False).select_related("matter").order_by("pk")
    return [_event(one, place, one.title) for one, place in placed(meetings)]


def of_room(facility: int, now: datetime) -> list[Event]:
    """What a door may show to everybody: the unit, not the subject."""
    span = quarters(now - BACK, now + AHEAD)
    taken = Slot.objects.filter(facility_id=facility, quarter__gte=span.start, quarter__lt=span.stop)
    ids = set(taken.values_list("matter_id", flat=True))
    meetings = Meeting.objects.filter(pk__in=ids).select_related("matter").order_by("pk")
    return [
        _event(one, place, _("%(unit)s会议") % {"unit": tree().name(one.unit_id)}) for one, place in placed(meetings)
    ]


def _event(meeting: Meeting, place: str, summary: str) -> Event:
    state = meeting.matter.state
    off = state == "cancelled" or (state == "planning" and meeting.noticed_at is not None)
    changed = meeting.changed_at or meeting.noticed_at or meeting.matter.received_at
    assert meeting.starts_at is not None
    assert meeting.ends_at is not None
    return Event(
        uid=f"{meeting.matter.number}@meetings.shuniu", begins=meeting.starts_at, ends=meeting.ends_at, summary=summary,
        location=place, sequence=meeting.sequence, stamp=changed, cancelled=off,
    )  # fmt: skip
