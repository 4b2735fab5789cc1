"""The CSRF token as a page shows it: Django's secret under Django's mask, drawn from one handful of random bytes.

The mask makes every page's token another text, so that a compressed answer tells nothing about the secret. Django asks
the system for each of its 32 characters apart.
"""

from __future__ import annotations

import secrets
from operator import add

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token

_CHARS = CSRF_ALLOWED_CHARS.encode()
_MANY = len(_CHARS)
_PLACE = bytes.maketrans(_CHARS, bytes(range(_MANY)))
_FAIR = 256 - 256 % _MANY
_ANY_PLACE = bytes(one % _MANY for one in range(256))
_UNFAIR = bytes(range(_FAIR, 256))
"""Left out of the mask: with them its first characters would come more often than the others."""
_CHAR = bytes(_CHARS[one % _MANY] for one in range(256))


def csrf_token(request: HttpRequest) -> str:
    """As ``django.middleware.csrf.get_token``; a browser that has no secret yet is given one there."""
    secret = request.META.get("CSRF_COOKIE")
    if secret is None:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True  # In use, so the cookie is sent again and lasts.
    return masked(secret)


def masked(secret: str) -> str:
    mask = b""
    while len(mask) < CSRF_SECRET_LENGTH:
        mask += secrets.token_bytes(2 * CSRF_SECRET_LENGTH).translate(_ANY_PLACE, _UNFAIR)
    mask = mask[:CSRF_SECRET_LENGTH]
    summed = bytes(map(add, secret.encode().translate(_PLACE), mask))
    return (mask + summed).translate(_CHAR).decode()
