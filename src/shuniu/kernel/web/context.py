"""What every page knows. All of it lazy: a public page asks for none of the staff's parts and makes no query."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from shuniu.kernel.web import navigation, tokens

LANG_TAGS = {"zh-hans": "zh-CN"}


def installation(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Callables are called by the template only where it names them."""
    language = get_language() or settings.LANGUAGE_CODE
    actor = getattr(request, "actor", None)  # Absent when a middleware before ours has failed: error pages still draw.

    def staff_navigation() -> str:
        return navigation.staff_side(actor, request.path) if actor and actor.is_staff else ""

    def unread() -> dict[str, Any] | None:
        bell = navigation.bell() if actor and actor.is_staff else None
        url = navigation.url_or_none(bell.url_name) if bell else None
        if not (bell and url and actor):
            return None
        poll = navigation.url_or_none(bell.poll_name) if bell.poll_name else None
        return {"count": bell.count(actor), "url": url, "poll": poll}

    return {
        "csrf_token": SimpleLazyObject(lambda: tokens.csrf_token(request)),
        "city": settings.CITY,
        "demo": settings.DEMO,
        "html_lang": LANG_TAGS.get(language, language),
        "other_language": ("zh-hans", "中文") if language == "en" else ("en", "English"),
        "display": getattr(request, "display", None),
        "actor": actor,
        "face": lambda: (actor.name, actor.post) if actor else ("", ""),
        "this_page": lambda: quote(request.get_full_path()),
        "now": getattr(request, "now", None),
        "today": getattr(request, "today", None),
        "staff_navigation": staff_navigation,
        "citizen_navigation": lambda: navigation.citizen_links(request.path),
        "unread": unread,
        "search_url": lambda: navigation.url_or_none("search"),
    }
