"""Programs admitted to the open interface by the centre's head: admitted, slowed, stopped. Each act is recorded."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.public.hotline.events import CLIENT_ADMITTED, CLIENT_CHANGED
from shuniu.public.hotline.models import ApiClient
from shuniu.public.hotline.operations.clients import new_client

STEM = "system"


@dataclass(frozen=True, slots=True)
class Admission:
    """What the head says about a program. ``per_minute`` is how many requests it may file in a minute."""

    name: str
    contact: str
    per_minute: int


def admit(asked: Admission, *, actor: Actor, at: datetime, key: str) -> tuple[ApiClient, str]:
    """Admit a program and answer its API key, which is kept as a fingerprint only.

    The API key follows from the submission's ``key``, so that a double click admits one program and shows one key.
    """
    made = _api_key(key)
    with transaction.atomic():
        known = ApiClient.objects.filter(key_hash=fingerprint(made)).first()
        if known is not None:
            return known, made
        client, _made = new_client(asked.name, contact=asked.contact, at=at, key=made, per_minute=asked.per_minute)
        _record(CLIENT_ADMITTED, client, actor=actor, at=at, change="")
    return client, made


def _api_key(key: str) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"api-key:{key}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:24]).decode()


def change(client: ApiClient, *, active: bool, per_minute: int, actor: Actor, at: datetime) -> ApiClient:
    """Stop, start or slow a program from the next request on. What changes nothing is not recorded."""
    with transaction.atomic():
        kept = ApiClient.objects.select_for_update().get(pk=client.pk)
        said = _changes(kept, active, per_minute)
        kept.active, kept.per_minute = active, per_minute
        kept.save(update_fields=["active", "per_minute"])
        if said:
            _record(CLIENT_CHANGED, kept, actor=actor, at=at, change=_("，").join(said))
    return kept


def _changes(kept: ApiClient, active: bool, per_minute: int) -> list[str]:
    said = []
    if kept.active != active:
        said.append(_("启用") if active else _("停用"))
    if kept.per_minute != per_minute:
        said.append(_("每分钟上限由 %(before)s 改为 %(after)s") % {"before": kept.per_minute, "after": per_minute})
    return said


def _record(type: str, client: ApiClient, *, actor: Actor, at: datetime, change: str) -> None:
    append_shared(STEM, type, at=at, actor=actor,
                  body={"name": client.name, "client": client.pk, "change": change, "address": actor.address})  # fmt: skip
