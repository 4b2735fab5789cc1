"""日历订阅: a secret address that can be renewed. The secret is shown once; the database keeps its digest."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.organisation.actor import Actor
from shuniu.office.engagements.models import Feed

SEEN_EVERY = timedelta(hours=1)


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def renew(*, actor: Actor, at: datetime) -> str:
    """A new secret for this person's diary; the old address leads nowhere from now on."""
    assert actor.person_id is not None
    secret = secrets.token_urlsafe(24)
    Feed.objects.update_or_create(
        person_id=actor.person_id, defaults={"digest": digest_of(secret), "made_at": at, "read_at": None}
    )
    append_shared("engagements", "engagements.feed_renewed", at=at, actor=actor, body={"success": True})
    return secret


def mark_read(feed: Feed, at: datetime) -> None:
    if feed.read_at is None or at - feed.read_at > SEEN_EVERY:
        Feed.objects.filter(pk=feed.pk).update(read_at=at)
