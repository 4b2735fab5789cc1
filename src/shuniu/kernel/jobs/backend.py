"""The queue as a backend of the Django Tasks API."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ParamSpec, TypeVar, cast

from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from shuniu.kernel.inserting import Chain, KeyOf
from shuniu.kernel.jobs.models import Job

P = ParamSpec("P")
T = TypeVar("T")

HEAD = (
    "INSERT INTO jobs_job (task, arguments, queue, priority, key, run_after, enqueued_at, state, attempts, worker, "
    "result, error) VALUES "
)
WAITING = ("ready", 0, "", "", "")
# One statement, in the caller's transaction: a job whose cause is rolled back was never enqueued. The conflict is with
# a job of the same key that still waits; one that has begun does not count, it may have read the old state already.
INSERT = (
    "INSERT INTO jobs_job (task, arguments, queue, priority, key, state, run_after, attempts, worker, enqueued_at, "
    "result, error) VALUES (%s, %s, %s, %s, %s, 'ready', %s, 0, '', %s, '', '') "
    "ON CONFLICT (key) WHERE state = 'ready' AND NOT (key = '') DO NOTHING RETURNING id"
)
ATTEMPTS = 6
STATUS = {
    "ready": TaskResultStatus.READY,
    "running": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "dead": TaskResultStatus.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTask(Task[P, T]):
    """A task with what the queue needs to know; give these to ``@task(...)``.

    ``attempts``: tries before it goes to the dead letters. ``atomic``: the body and its "done" mark are one
    transaction, so its effects on the database happen exactly once. Set it to False for a body that takes long or
    speaks to the outside (on SQLite it would hold everybody's write lock): such a body may run twice and must be
    idempotent. ``lease``: how long such a body may take before another worker takes it for lost.
    """

    attempts: int = ATTEMPTS
    atomic: bool = True
    lease: timedelta = timedelta(minutes=5)
    key: str = ""


def once(task: Task[P, T], *, key: str) -> Task[P, T]:
    """The same task, not enqueued again while one with this key is waiting.

    On PostgreSQL a second transaction with the same key waits for the first one's commit: use keys that are not
    shared by everybody's requests.
    """
    return replace(cast(QueueTask[P, T], task), key=key)


def enqueue_with(chain: Chain, task: Task[P, T], row: str) -> None:
    """Enqueue a task whose one argument is the key of the row called ``row``, together with that row."""
    argument = KeyOf(row, '{"args": [', '], "kwargs": {}}')
    now = stored(timezone.now())
    queued = cast(QueueTask[P, T], task)
    chain.say(HEAD, [task.module_path, argument, task.queue_name, task.priority, queued.key, now, now, *WAITING])


class QueueBackend(BaseTaskBackend):
    """Stores jobs in the ``jobs_job`` table; ``worker.run_worker`` does them."""

    task_class = QueueTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[P, T], args: Sequence[Any], kwargs: Mapping[str, Any]) -> TaskResult[T]:
        self.validate_task(task)
        now = timezone.now()
        queued = cast(QueueTask[P, T], task)
        arguments = {"args": normalize_json(list(args)), "kwargs": normalize_json(dict(kwargs))}
        row = [
            task.module_path,
            json.dumps(arguments, ensure_ascii=False),
            task.queue_name,
            task.priority,
            queued.key,
            stored(task.run_after or now),
            stored(now),
        ]
        with connection.cursor() as cursor:
            cursor.execute(INSERT, row)
            made = cursor.fetchone()
        if made is None:
            waiting = Job.objects.filter(key=queued.key, state="ready").order_by("id").first()
            # Begun in this very moment: it may have read the state before our change, so ours must run as well.
            return result_of(waiting) if waiting else self.enqueue(task, args, kwargs)
        return _fresh(task, self.alias, str(made[0]), now, arguments)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        job = Job.objects.filter(pk=result_id).first() if result_id.isdigit() else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job)


def task_of(job: Job) -> QueueTask[Any, Any]:
    """The task that a row names. Raises ImportError when this version of the product no longer has it."""
    named = import_string(job.task)
    if not isinstance(named, QueueTask):
        raise ImportError(f"{job.task} is not a task of the queue.")
    return named


def attempts_of(job: Job) -> int:
    """How often a job may be tried, also when its task is gone."""
    try:
        return task_of(job).attempts
    except ImportError:
        return ATTEMPTS


def result_of(job: Job) -> TaskResult[Any]:
    """A row as the Django Tasks API shows it."""
    arguments = json.loads(job.arguments)
    result: TaskResult[Any] = TaskResult(
        task=task_of(job),
        id=str(job.pk),
        status=STATUS[job.state],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.started_at,
        args=arguments["args"],
        kwargs=arguments["kwargs"],
        backend=task_of(job).backend,
        errors=[TaskError(exception_class_path="builtins.Exception", traceback=job.error)] if job.error else [],
        worker_ids=[job.worker] * job.attempts,
    )
    if job.result:
        object.__setattr__(result, "_return_value", json.loads(job.result))  # The API's own way: the class is frozen.
    return result


def stored(at: datetime) -> Any:
    """A moment as a parameter of hand-written SQL: SQLite keeps moments as text in UTC."""
    return connection.ops.adapt_datetimefield_value(at.astimezone(UTC))


def _fresh(task: Task[P, T], backend: str, result_id: str, at: datetime, arguments: dict[str, Any]) -> TaskResult[T]:
    return TaskResult(
        task=task,
        id=result_id,
        status=TaskResultStatus.READY,
        enqueued_at=at,
        started_at=None,
        finished_at=None,
        last_attempted_at=None,
        args=arguments["args"],
        kwargs=arguments["kwargs"],
        backend=backend,
        errors=[],
        worker_ids=[],
    )
