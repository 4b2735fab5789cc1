"""What the house does for itself at night: forget jobs that were done long ago, count the rows of its tables."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from shuniu.kernel import statistics
from shuniu.kernel.jobs import queue

KEPT = timedelta(days=7)


@task()
def purge_done() -> int:
    """Delete the rows of jobs that were done a week ago."""
    return queue.purge(before=timezone.now() - KEPT)


@task()
def gather_statistics() -> None:
    """Tell the planner how the tables have grown since yesterday."""
    statistics.gather()
