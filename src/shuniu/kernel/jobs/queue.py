"""Taking jobs from the queue and saying what became of them. Every function is one short transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from shuniu.kernel.jobs.backend import attempts_of
from shuniu.kernel.jobs.models import Job

LEASE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
LOST = "The worker was lost while it did this job."


def pause(attempts: int) -> timedelta:
    """How long to wait after a failed attempt: 30 s, 1, 2, 4 … minutes, six hours at most."""
    return min(LONGEST_PAUSE, timedelta(seconds=30 * 2 ** min(attempts - 1, 20)))


def claim(worker: str, *, at: datetime, count: int, lease: timedelta = LEASE, queues: Sequence[str] = ()) -> list[Job]:
    """Lease up to ``count`` due jobs, the most urgent first. Several workers never get the same one."""
    due = Job.objects.filter(state=Job.State.READY, run_after__lte=at)
    if queues:
        due = due.filter(queue__in=queues)
    if not due.exists():  # A look costs nothing; on SQLite the transaction below takes everybody's write lock.
        return []
    with transaction.atomic():
        rows = due.order_by("-priority", "run_after", "id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        jobs = list(rows[:count])
        for job in jobs:
            job.state, job.worker, job.attempts = Job.State.RUNNING, worker, job.attempts + 1
            job.started_at, job.leased_until = at, at + lease
        Job.objects.bulk_update(jobs, ["state", "worker", "attempts", "started_at", "leased_until"])
    return jobs


@transaction.atomic
def reclaim(*, at: datetime) -> int:
    """Put back the jobs whose lease ran out: their worker was killed. Returns how many.

    A body that is still at work inside its transaction holds its row's lock and is passed over, however long it takes.
    A job that has cost as many workers their lives as it has attempts is not tried again.
    """
    rows = Job.objects.filter(state=Job.State.RUNNING, leased_until__lt=at)
    if not rows.exists():
        return 0
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    lost = list(rows)
    for job in lost:
        _put_back(job, at=at, run_after=at, dead=job.attempts >= attempts_of(job), error=LOST)
    return len(lost)


def mark_done(job: Job, *, at: datetime) -> bool:
    """Mark a job as done if it is still ours; False when its lease ran out and another worker has taken it.

    In an atomic job this comes *before* the body: the row stays locked until both commit together.
    """
    return bool(_ours(job).update(state=Job.State.DONE, finished_at=at, leased_until=None, error=""))


def keep_result(job: Job, result: Any) -> None:
    if result is not None:
        Job.objects.filter(pk=job.pk).update(result=json.dumps(result, ensure_ascii=False))


def prolong(job: Job, *, until: datetime) -> bool:
    """Lengthen the lease for a body that runs outside a transaction; False when the job is no longer ours."""
    return bool(_ours(job).update(leased_until=until))


@transaction.atomic
def mark_failed(job: Job, *, at: datetime, error: str) -> None:
    """After a failed attempt: try again after a pause, or lay the job with the dead letters."""
    for mine in _ours(job).select_for_update():
        dead = mine.attempts >= attempts_of(mine)
        _put_back(mine, at=at, run_after=at + pause(mine.attempts), dead=dead, error=error)


def revive(job_id: int, *, at: datetime) -> bool:
    """Try a dead letter again from the start, after the cause was mended. False when it is not (or no longer) dead."""
    dead = Job.objects.filter(pk=job_id, state=Job.State.DEAD)
    return bool(dead.update(state=Job.State.READY, run_after=at, attempts=0, finished_at=None, key=""))


def purge(*, before: datetime) -> int:
    """Delete jobs done before a moment. Dead letters stay until somebody decides."""
    return Job.objects.filter(state=Job.State.DONE, finished_at__lt=before).delete()[0]


def _ours(job: Job) -> QuerySet[Job]:
    """The row, as long as nobody else has claimed it since we did: each claim raises ``attempts``."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, worker=job.worker, attempts=job.attempts)


def _put_back(job: Job, *, at: datetime, run_after: datetime, dead: bool, error: str) -> None:
    job.state = Job.State.DEAD if dead else Job.State.READY
    job.finished_at = at if dead else None
    job.run_after, job.leased_until, job.error = run_after, None, error
    if job.key and not dead and Job.objects.filter(key=job.key, state=Job.State.READY).exists():
        job.key = ""  # A successor is waiting already; both run, and neither is refused for the other's sake.
    job.save(update_fields=["state", "finished_at", "run_after", "leased_until", "error", "key"])
