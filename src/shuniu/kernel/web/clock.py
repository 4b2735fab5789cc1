"""The only place of the pages that reads the clock. Below the view, time is an argument."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

_fixed: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in the installation's time zone; a test may have fixed it."""
    return timezone.localtime(_fixed or timezone.now())


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """For tests: every request inside sees this aware moment as now, in every thread (the live server has its own)."""
    global _fixed
    before, _fixed = _fixed, moment
    try:
        yield
    finally:
        _fixed = before
