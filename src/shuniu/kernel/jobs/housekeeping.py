"""The queue's own job: forgetting what was done long ago."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from shuniu.kernel.jobs import queue

KEPT = timedelta(days=7)


@task()
def purge_done() -> int:
    """Delete the rows of jobs that were done a week ago."""
    return queue.purge(before=timezone.now() - KEPT)
