"""Programs that file requests: their keys, and what they file."""

from __future__ import annotations

import secrets
from datetime import datetime

from shuniu.kernel.audit.encoding import sm3
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.public.hotline.models import ApiClient
from shuniu.public.hotline.operations.intake import Report, Submitted, submit


def new_client(name: str, *, contact: str, at: datetime, key: str = "", per_minute: int = 60) -> tuple[ApiClient, str]:
    """Admit a program. The key is answered this once; only its fingerprint is kept."""
    key = key or secrets.token_urlsafe(24)
    client = ApiClient.objects.create(
        name=name, contact=contact, key_hash=fingerprint(key), created_at=at, per_minute=per_minute
    )
    return client, key


def file_request(report: Report, client: ApiClient, *, now: datetime, actor: Actor, key: str) -> Submitted:
    """Register what a program sent. Without a key of its own, the same words within a minute are the same request."""
    said = key or f"{report!r}{now:%Y%m%d%H%M}"
    once = f"api:{client.pk}:{sm3(said.encode()).hex()[:48]}"
    return submit(report, actor=actor, at=now, source="api", key=once)
