"""What the house does by the clock, beyond what each module puts on the timetable itself."""

from __future__ import annotations

from datetime import time

from django.utils import timezone
from django_tasks import task

from shuniu.kernel.audit.jobs import seal_ledger
from shuniu.kernel.files.jobs import clean_up
from shuniu.kernel.jobs.timetable import register_periodic


@task()
def clean_files() -> int:
    """Delete stored files that no row names."""
    return clean_up(at=timezone.now())


def register() -> None:
    """Called when the site is ready."""
    register_periodic(seal_ledger, at=time(0, 10))
    register_periodic(clean_files, at=time(3, 0))
