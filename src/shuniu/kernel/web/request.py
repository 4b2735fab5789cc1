"""What a view receives: Django's request plus who acts, when, and how the page should look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from shuniu.kernel.organisation.actor import Actor

DISPLAY_COOKIE = "shuniu_display"


@dataclass(frozen=True, slots=True)
class Display:
    """How the page should look, kept in one cookie of words: 大字版 (large) and 高对比 (contrast)."""

    large: bool = False
    contrast: bool = False

    @classmethod
    def read(cls, cookie: str) -> Display:
        words = set(cookie.split("."))
        return cls(large="large" in words, contrast="contrast" in words)

    def write(self) -> str:
        return ".".join(word for word in ("large", "contrast") if getattr(self, word))


class Request(HttpRequest):
    """Annotate views with this. ``actor`` is made on first use, so public pages that never ask cost no query."""

    actor: Actor
    now: datetime
    today: date
    display: Display
    htmx: HtmxDetails


def address_of(request: HttpRequest) -> str:
    """Network address for the audit record and rate limits.

    Behind the city's proxy (``SHUNIU_TLS``) the last hop of X-Forwarded-For is what that proxy itself saw; the hops
    before it are the client's own claim and are not believed.
    """
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_TLS else ""
    return (hops.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR") or "")[:45]
