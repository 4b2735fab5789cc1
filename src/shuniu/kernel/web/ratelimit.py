"""A small fixed-window limiter on Django's cache.

On several machines it counts together only when they share a cache (``REDIS_URL``); with a cache per process each one
counts by itself, so the limit is then per process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.cache import cache


@dataclass(frozen=True, slots=True)
class Verdict:
    """``retry_after`` is in whole seconds, 0 when allowed."""

    allowed: bool
    used: int
    retry_after: int


def hit(scope: str, who: str, *, limit: int, seconds: int, at: datetime) -> Verdict:
    """Count one attempt of ``who`` in ``scope`` and say whether it is within ``limit`` per window of ``seconds``.

    ``who`` (a network address, a phone number) is stored only as a hash and forgotten with the window.
    """
    moment = int(at.timestamp())
    window, passed = divmod(moment, seconds)
    key = f"rate:{scope}:{window}:{sha256(who.encode()).hexdigest()[:24]}"
    cache.add(key, 0, timeout=seconds)
    try:
        used = cache.incr(key)
    except ValueError:  # The window closed (or the cache dropped the key) between the two calls.
        used = 1
    allowed = used <= limit
    return Verdict(allowed, used, 0 if allowed else seconds - passed)
