"""What the bell, the list and the wishes page ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shuniu.kernel.notifications.kinds import Kind, UnknownKind, filled, kind_of, kinds, template_of
from shuniu.kernel.notifications.models import CitizenMessage, Notice, QuietHours, Wish
from shuniu.kernel.organisation import personal
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.reading import fetched

CEILING = 100
"""The bell counts no further: 99+."""
UNREAD = (
    "SELECT count(*) FROM (SELECT 1 FROM notifications_notice WHERE person_id = %s AND read_at IS NULL LIMIT %s) AS few"
)


def unread(actor: Actor) -> int:
    """How many notices are unread, at most 100; one indexed query."""
    if actor.person_id is None:
        return 0
    return int(
        fetched(UNREAD, [actor.person_id, CEILING])[0][0]
    )  # Past the ORM: this stands on every page of the staff.


def notices(actor: Actor, *, only_unread: bool) -> QuerySet[Notice]:
    found = Notice.objects.filter(person_id=actor.person_id or 0)
    return found.filter(read_at__isnull=True) if only_unread else found


def notice_of(actor: Actor, notice_id: int) -> Notice | None:
    return Notice.objects.filter(pk=notice_id, person_id=actor.person_id or 0).first()


def sentence(notice: Notice) -> str:
    """What a notice says, in the language of the page."""
    try:
        return filled(kind_of(notice.kind).sentence, notice.context)
    except UnknownKind:
        return _("来自已停用模块的通知")


def label(notice: Notice) -> str:
    try:
        return str(kind_of(notice.kind).label)
    except UnknownKind:
        return notice.kind


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person may choose and has chosen."""

    kinds: list[Kind]
    chosen: dict[str, list[str]]
    quiet: QuietHours | None


def wishes(actor: Actor) -> Wishes:
    """Two queries."""
    person = actor.person_id or 0
    known = kinds()
    chosen: dict[str, list[str]] = {kind.key: list(kind.channels) for kind in known}
    chosen |= dict(Wish.objects.filter(person_id=person).values_list("kind", "channels"))
    return Wishes(known, chosen, QuietHours.objects.filter(person_id=person).first())


@dataclass(frozen=True, slots=True)
class Sent:
    """A message to a citizen, readable."""

    created_at: datetime
    channel: str
    address: str
    label: str
    text: str
    number: str
    sent_at: datetime | None
    failure: str


def readable(message: CitizenMessage) -> Sent:
    try:
        label: Any = template_of(message.template).label
    except UnknownKind:
        label = message.template
    return Sent(
        created_at=message.created_at,
        channel=message.channel,
        address=personal.decrypt(message.address),
        label=str(label),
        text=personal.decrypt(message.text),
        number=message.number,
        sent_at=message.sent_at,
        failure=message.failure,
    )


def outbox() -> QuerySet[CitizenMessage]:
    return CitizenMessage.objects.all()
