"""Personal data at rest: encrypted to be shown again, and a keyed fingerprint to be found again.

The key is the installation's own (``SHUNIU_PERSONAL_KEY``, else a private file beside the data): whoever copies the
database alone learns no name and no telephone number. Fernet is AES-128-CBC with HMAC-SHA-256.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from shuniu.kernel.remembering import Memory


@lru_cache(maxsize=1)
def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"cipher:{settings.PERSONAL_KEY}".encode()).digest()))


@lru_cache(maxsize=1)
def _pepper() -> bytes:
    return hashlib.sha256(f"fingerprint:{settings.PERSONAL_KEY}".encode()).digest()


def encrypt(text: str) -> str:
    """Ciphertext of a personal datum; nothing stays nothing."""
    return _cipher().encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """The datum again. A token of another key answers a dash, so that one damaged row never hides a whole list."""
    if not token:
        return ""
    try:
        return _cipher().decrypt(token.encode()).decode()
    except InvalidToken:
        return "—"


def fingerprint(text: str) -> str:
    """64 hexadecimal characters by which equal data are found without being readable."""
    return hmac.new(_pepper(), text.strip().encode(), hashlib.sha256).hexdigest() if text.strip() else ""


def masked_name(token: str) -> str:
    """What those who need no name see of an encrypted one: its first character. Nothing more of it is remembered."""
    return _masked.of(token, lambda: decrypt(token)[:1] + "**") if token else ""


_masked: Memory[str] = Memory(2000)


def masked_phone(tail: str) -> str:
    """What those who need no number see: only its last four digits."""
    return f"*******{tail}" if tail else ""
