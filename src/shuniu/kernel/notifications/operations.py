"""Telling people: notices to staff, messages to citizens. All of it inside the caller's transaction; sending is jobs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from shuniu.kernel.notifications import channels
from shuniu.kernel.notifications.jobs import send_citizen_message, send_notices
from shuniu.kernel.notifications.kinds import Kind, filled, kind_of, template_of
from shuniu.kernel.notifications.models import CitizenMessage, Delivery, Notice, QuietHours, Wish
from shuniu.kernel.organisation import personal

TOGETHER = 50
"""How many deliveries one job sends."""


@transaction.atomic
def notify(
    person_ids: Iterable[int], kind: str, context: Mapping[str, Any], url: str, at: datetime, urgent: bool = False
) -> list[Notice]:
    """Tell people something, once each: in the product at once, and by the channels that each has chosen.

    ``kind`` is registered (else UnknownKind); ``context`` fills its sentence and may hold ``number``, the matter's.
    During a person's quiet hours channels wait for their end, unless it is ``urgent`` (incidents).
    """
    known, people = kind_of(kind), sorted(set(person_ids))
    number = str(context.get("number", ""))[:60]
    common = {"kind": kind, "context": dict(context), "number": number, "url": url, "urgent": urgent}
    notices = Notice.objects.bulk_create(
        [Notice(person_id=person, created_at=at, **common) for person in people], batch_size=500
    )
    _deliver(notices, known, at, urgent)
    return notices


def _deliver(notices: list[Notice], kind: Kind, at: datetime, urgent: bool) -> None:
    """Four statements for any number of people, plus a job for each fifty deliveries."""
    ready = {key for key, _label in channels.offered()}
    people = [notice.person_id for notice in notices]
    wishes = dict(Wish.objects.filter(person_id__in=people, kind=kind.key).values_list("person_id", "channels"))
    quiet = {} if urgent else {hours.person_id: hours for hours in QuietHours.objects.filter(person_id__in=people)}
    wanted = [
        Delivery(notice=notice, channel=channel, not_before=_after_quiet(quiet.get(notice.person_id), at))
        for notice in notices
        for channel in wishes.get(notice.person_id, kind.channels)
        if channel in ready
    ]
    made = Delivery.objects.bulk_create(wanted, batch_size=500)
    for moment in sorted({one.not_before for one in made}):
        ids = [one.pk for one in made if one.not_before == moment]
        for start in range(0, len(ids), TOGETHER):
            send_notices.using(run_after=moment).enqueue(ids[start : start + TOGETHER])


def _after_quiet(hours: QuietHours | None, at: datetime) -> datetime:
    """The end of the quiet hours that ``at`` falls into, or ``at`` itself."""
    if hours is None:
        return at
    local = timezone.localtime(at)
    if not within(local.time(), hours.since, hours.until):
        return at
    end = local.replace(hour=hours.until.hour, minute=hours.until.minute, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)


def within(moment: time, since: time, until: time) -> bool:
    """Whether a time of day lies in a span that may pass midnight; an empty span holds nothing."""
    return since <= moment < until if since <= until else moment >= since or moment < until


def mark_read(*, person_id: int, at: datetime, notice_id: int | None = None) -> int:
    """Mark one notice of the person as read, or all of them; how many were unread."""
    unread = Notice.objects.filter(person_id=person_id, read_at__isnull=True)
    return (unread.filter(pk=notice_id) if notice_id is not None else unread).update(read_at=at)


@transaction.atomic
def choose(*, person_id: int, channels_by_kind: Mapping[str, list[str]], quiet: tuple[time, time] | None) -> None:
    """Keep what a person wishes: for each kind the channels, and the quiet hours or none."""
    for kind, wished in channels_by_kind.items():
        Wish.objects.update_or_create(person_id=person_id, kind=kind, defaults={"channels": wished})
    if quiet is None:
        QuietHours.objects.filter(person_id=person_id).delete()
    else:
        span = {"since": quiet[0], "until": quiet[1]}
        QuietHours.objects.update_or_create(person_id=person_id, defaults=span)


@transaction.atomic
def citizen_message(
    channel: str, address: str, template: str, context: Mapping[str, Any], *, at: datetime, number: str = ""
) -> CitizenMessage | None:
    """Send a citizen a message by ``sms`` or ``email`` after the caller's transaction; None without an address.

    The template is registered (else UnknownKind). Address and text are kept encrypted until the message has left.
    """
    text = filled(template_of(template).text, context)
    if not address.strip():
        return None
    message = CitizenMessage.objects.create(
        channel=channel,
        address=personal.encrypt(address.strip()),
        template=template,
        text=personal.encrypt(text),
        number=number,
        created_at=at,
    )
    send_citizen_message.enqueue(message.pk)
    return message
