"""Bodies of jobs for the tests of the queue: importable, because a worker in another process must find them."""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from pathlib import Path
from typing import Any

from django_tasks import TaskContext, task

from shuniu.kernel.numbering.operations import reserve
from shuniu.kernel.numbering.series import register_series

DAY = date(2026, 11, 23)
SEEN: list[Any] = []

register_series("t-jobs", period="ever", pattern="第{value}号")


class Unwell(Exception):
    """What a failing body raises; its message stands for a citizen's data."""


def count_one() -> int:
    """The effect on the database that must happen exactly once."""
    return reserve("t-jobs", DAY, 1)


@task()
def note_down(word: str, *, times: int = 1) -> str:
    SEEN.append(word * times)
    return word


@task()
def count() -> int:
    return count_one()


@task(attempts=3)
def fail_after_counting() -> None:
    count_one()
    raise Unwell("张三 13800138000")


@task(attempts=3, takes_context=True)
def fail_twice(context: TaskContext) -> int:
    count_one()
    if context.attempt < 3:
        raise Unwell("张三 13800138000")
    return context.attempt


@task()
def count_and_die_once(marker: str) -> None:
    """Kills its own worker with SIGKILL in the middle, the first time."""
    count_one()
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)


@task(atomic=False)
def die_outside_a_transaction(marker: str) -> None:
    path = Path(marker)
    path.write_text(path.read_text() + "x" if path.exists() else "x")
    if len(path.read_text()) == 1:
        os.kill(os.getpid(), signal.SIGKILL)


@task(attempts=2)
def always_die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@task()
def slow_count() -> None:
    count_one()
    time.sleep(0.02)
