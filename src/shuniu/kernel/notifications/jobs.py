"""Sending. A job speaks to the outside and may run twice, so each message notes at once that it has left."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from shuniu.kernel.notifications import channels
from shuniu.kernel.notifications.channels import Message, Undeliverable
from shuniu.kernel.notifications.kinds import filled, kind_of, template_of
from shuniu.kernel.notifications.models import CitizenMessage, Delivery, Notice
from shuniu.kernel.organisation import personal
from shuniu.kernel.organisation.models import Person

KEPT = timedelta(days=180)


@task(attempts=8, atomic=False)
def send_notices(delivery_ids: list[int]) -> int:
    """Send what has not left yet; a failure of one does not hold up the others, and brings the job back later."""
    waiting = Delivery.objects.filter(pk__in=delivery_ids, sent_at__isnull=True).select_related("notice__person")
    sent, failed = 0, 0
    for delivery in waiting:
        one = Delivery.objects.filter(pk=delivery.pk)
        try:
            if _send(delivery):
                one.update(sent_at=timezone.now(), failure="")
                sent += 1
            else:
                one.update(failure=_("没有地址，或账号已停用"))
        except Undeliverable as error:
            one.update(failure=str(error)[:200])
            failed += 1
    if failed:
        raise Undeliverable(f"{failed} of {sent + failed} deliveries")
    return sent


def _send(delivery: Delivery) -> bool:
    """False for whoever has left or gave no address: they are not written to; the notice stays in the product."""
    notice, person = delivery.notice, delivery.notice.person
    to = address_of(person, delivery.channel)
    if not person.is_active or not to:
        return False
    kind = kind_of(notice.kind)
    text = filled(kind.sentence, notice.context)
    url = f"{settings.ADDRESS.rstrip('/')}{notice.url}" if settings.ADDRESS and notice.url else ""
    key = f"notice-{delivery.pk}"
    channels.channel(delivery.channel).send(Message(to, f"[{settings.CITY}] {kind.label}", text, url, key))
    return True


def address_of(person: Person, channel: str) -> str:
    """Where a person is reached: by mail and telephone where they gave it, elsewhere by their account."""
    return {"email": person.email, "sms": person.phone}.get(channel, person.username)


@task(attempts=8, atomic=False)
def send_citizen_message(message_id: int) -> None:
    """Send one message to a citizen, then forget its words and address unless this is the demo's outbox."""
    message = CitizenMessage.objects.filter(pk=message_id, sent_at__isnull=True).first()
    if message is None:
        return
    channel = channels.channel(message.channel)
    if not channel.ready():
        CitizenMessage.objects.filter(pk=message_id).update(failure=_("没有配置这个渠道"))
        return
    subject = f"[{settings.CITY}] {template_of(message.template).label}"
    text, key = personal.decrypt(message.text), f"message-{message.pk}"
    try:
        channel.send(Message(personal.decrypt(message.address), subject, text, "", key))
    except Undeliverable as error:
        CitizenMessage.objects.filter(pk=message_id).update(failure=str(error)[:200])
        raise
    kept = {} if channel.keeps_text else {"text": "", "address": ""}
    CitizenMessage.objects.filter(pk=message_id).update(sent_at=timezone.now(), failure="", **kept)


@task()
def forget_old() -> int:
    """Delete notices read half a year ago and messages that left half a year ago. The ledger keeps what counts."""
    before = timezone.now() - KEPT
    notices, _by_model = Notice.objects.filter(read_at__lt=before).delete()
    messages, _by_model = CitizenMessage.objects.filter(sent_at__lt=before).delete()
    return notices + messages
