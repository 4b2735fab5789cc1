"""Letting a citizen back in to their own request, by number and query code, without an account or a session."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.core.signing import BadSignature

from shuniu.kernel.casework.models import Matter
from shuniu.public.hotline.operations.citizens import matter_by_code
from shuniu.public.hotline.operations.intake import Submitted

__all__ = ["FOLLOW", "FOLLOW_SECONDS", "followed", "matter_by_code", "receipt_of", "receipt_text"]

FOLLOW = "follow"
FOLLOW_SECONDS = 3600
"""An hour: long enough to read and answer, short enough for a shared telephone."""


def receipt_text(made: Submitted) -> str:
    return f"{made.matter.number}:{made.code}"


def receipt_of(text: str) -> tuple[str, str]:
    number, code = text.split(":")
    return number, code


def followed(cookies: Mapping[str, str], number: str, read_signed: Callable[..., str | None]) -> Matter | None:
    """The request whose code this browser gave within the hour, if it is the one of that number."""
    if FOLLOW not in cookies:
        return None
    try:
        matter_id = int(read_signed(FOLLOW, max_age=FOLLOW_SECONDS) or "")
    except (BadSignature, ValueError, KeyError):
        return None
    return Matter.objects.filter(pk=matter_id, number=number).first()
