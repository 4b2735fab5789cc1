"""One-time tokens of forms. A repeated submission carries the same key; casework keeps the keys that were used.

The token is signed with its scope and the moment it was made, so that nobody can choose a key that was somebody
else's or use a form's token for another verb.
"""

from __future__ import annotations

import secrets

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

FIELD = "once"
MAX_AGE_SECONDS = 7 * 24 * 3600


class BadToken(ValueError):
    """The hidden token is missing, was made for another form, or is older than a week."""


def new_token(scope: str) -> str:
    """A fresh token for one display of the form of ``scope`` (say ``hotline.report``)."""
    return TimestampSigner(salt=f"once:{scope}").sign(secrets.token_urlsafe(18))


def key_of(token: str, scope: str) -> str:
    """The idempotency key in a token that came back; the same token always gives the same key."""
    try:
        return TimestampSigner(salt=f"once:{scope}").unsign(token, max_age=MAX_AGE_SECONDS)
    except (BadSignature, SignatureExpired) as error:
        raise BadToken(scope) from error
