"""Doing the jobs: a thread beside the embedded server, or ``shuniu worker`` in any number of processes."""

from __future__ import annotations

import logging
import os
import socket
import threading
import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks.base import TaskContext
from django_tasks.utils import normalize_json

from shuniu.kernel.jobs import queue, timetable
from shuniu.kernel.jobs.backend import QueueTask, result_of, task_of
from shuniu.kernel.jobs.models import Beat, Job

log = logging.getLogger("shuniu.jobs")

BATCH = 10
IDLE = 1.0
ROUND = timedelta(seconds=30)
"""How often a worker looks at the timetable and for lost jobs, and shows that it lives."""
SIGN_OF_LIFE = "worker"


class NotOurs(Exception):
    """The lease ran out before the body began and another worker has the job."""


def run_worker(
    stop: threading.Event, once: bool = False, *, lease: timedelta = queue.LEASE, queues: Sequence[str] = ()
) -> int:
    """Do jobs until ``stop`` is set, and return how many were done or tried.

    ``once``: until nothing is due, then return. A stop is obeyed between two jobs. Errors of the database (a restart,
    a lost connection) are waited out.
    """
    name = f"{socket.gethostname()[:36]}:{os.getpid()}:{threading.get_ident() % 100_000}"
    tried, next_round = 0, None
    try:
        while not stop.is_set():
            try:
                now = timezone.now()
                if next_round is None or now >= next_round:
                    _round(now)
                    next_round = now + ROUND
                jobs = queue.claim(name, at=now, count=BATCH, lease=lease, queues=queues)
                tried += _do_all(jobs, stop)
            except DatabaseError as error:
                log.warning("The queue cannot be reached (%s); trying again.", type(error).__name__)
                connection.close()
                jobs = []
            if jobs:
                continue
            if once:
                break
            close_old_connections()
            stop.wait(IDLE)
    finally:
        connection.close()
    return tried


def drain(*, at: datetime | None = None, limit: int = 10_000) -> int:
    """Do all jobs that are due at a moment (now, unless told otherwise), here and now, and return how many.

    For tests and for filling the demo city, in the caller's thread. What fails is raised, after it was recorded.
    """
    done = 0
    while done < limit and (jobs := queue.claim("drain", at=at or timezone.now(), count=BATCH)):
        for job in jobs:
            error = do(job)
            done += 1
            if error:
                raise error
    return done


def alive(*, at: datetime) -> bool:
    """Whether some worker has shown itself within the last two rounds."""
    return Beat.objects.filter(name=SIGN_OF_LIFE, next_at__gte=at - ROUND).exists()


def do(job: Job) -> Exception | None:
    """Do one leased job and record what became of it; the error is returned, not raised."""
    try:
        task = task_of(job)
        _do_atomically(job, task) if task.atomic else _do_outside(job, task)
    except NotOurs:
        log.info("Job %s %s was taken by another worker.", job.pk, job.task)
    except Exception as error:
        log.error("Job %s %s failed at attempt %s: %s", job.pk, job.task, job.attempts, described(error))
        queue.mark_failed(job, at=timezone.now(), error=described(error))
        return error
    return None


def described(error: BaseException) -> str:
    """An error's kind and place, without its message: messages quote rows, and rows hold personal data."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = [f"{os.path.basename(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([kind, *places])


def _do_atomically(job: Job, task: QueueTask[Any, Any]) -> None:
    with transaction.atomic():
        if not queue.mark_done(job, at=timezone.now()):
            raise NotOurs
        queue.keep_result(job, _call(job, task))


def _do_outside(job: Job, task: QueueTask[Any, Any]) -> None:
    if not queue.prolong(job, until=timezone.now() + task.lease):
        raise NotOurs
    result = _call(job, task)
    with transaction.atomic():
        if queue.mark_done(job, at=timezone.now()):
            queue.keep_result(job, result)


def _call(job: Job, task: QueueTask[Any, Any]) -> Any:
    result = result_of(job)
    first = [TaskContext(task_result=result)] if task.takes_context else []
    return normalize_json(task.call(*first, *result.args, **result.kwargs))


def _do_all(jobs: list[Job], stop: threading.Event) -> int:
    """What is left of a batch at a stop goes back by its lease."""
    tried = 0
    for job in jobs:
        if stop.is_set():
            break
        do(job)
        tried += 1
    return tried


def _round(now: datetime) -> None:
    Beat.objects.update_or_create(name=SIGN_OF_LIFE, defaults={"next_at": now + ROUND})
    if lost := queue.reclaim(at=now):
        log.warning("%s jobs of lost workers were put back.", lost)
    timetable.enqueue_due(at=now)
