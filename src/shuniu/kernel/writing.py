"""Taking turns on SQLite, which lets one transaction write at a time and lets the others sleep.

A transaction that finds the file locked sleeps 1, 2, 5, 10, 15, 20 … milliseconds and looks again, whoever came first,
so that several writers wait far longer than each other's work takes. Here they queue: the processes at a lock on a file
beside the database, looked at every fifth of a millisecond; and what the threads of a process want written while they
wait goes into one transaction, for its end, the disk's word that all is safe, costs as much as the work of two.
The file's lock is a courtesy, not a guard: whoever cannot have the turn within ``PATIENCE`` goes on, and SQLite's own
lock decides as ever.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import translation

PATIENCE = 2.0
LOOK_EVERY = 0.0002
T = TypeVar("T")


def written(work: Callable[[], T]) -> T:
    """What ``work`` answers, after it is committed. It writes from its first statement on, in turn with the others.

    On SQLite another thread may do it, in its own transaction but in this thread's language, and it is done a
    second time where that transaction failed as a whole; so it must be able to begin again.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or connection.in_atomic_block or not Path(name).is_file():
        with transaction.atomic():
            return work()
    return _queue.write(work, name)


class _Work(Generic[T]):
    """What a thread wants written, and what became of it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work, self._language = work, translation.get_language()
        self._thread = threading.get_ident()
        self.done = False
        self._answer: T | None = None
        self._error: Exception | None = None

    def run(self) -> None:
        """Do it in the present transaction, whichever thread's that is."""
        if threading.get_ident() == self._thread:
            self._answer = self._work()
        else:
            with translation.override(self._language):
                self._answer = self._work()

    def fail(self, error: Exception) -> None:
        self._error = error

    def answer(self) -> T:
        if self._error is not None:
            raise self._error
        return self._answer  # type: ignore[return-value]  # it has run: what it answered is a T


class _Queue:
    """The threads of this process that want to write: one writes for all who came while it waited for the turn."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[_Work[Any]] = []
        self._busy = False

    def write(self, work: Callable[[], T], name: str) -> T:
        mine = _Work(work)
        with self._changed:
            self._waiting.append(mine)
            self._changed.wait_for(lambda: mine.done or not self._busy)
            if mine.done:
                return mine.answer()
            self._busy = True
        try:
            with _Turn(name):
                _write(self._all_who_wait(mine))
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
        return mine.answer()

    def _all_who_wait(self, mine: _Work[Any]) -> list[_Work[Any]]:
        with self._changed:
            batch, self._waiting = self._waiting, []
        # Somebody had taken it along, and was interrupted.
        return batch if mine in batch else [*batch, mine]


def _write(batch: list[_Work[Any]]) -> None:
    """All in one transaction, or, where anything in it fails, each in one of its own: no one fails for another's mistake.

    Without savepoints: on a full disk SQLite takes back the whole transaction by itself, and what a savepoint had said
    to be written would be lost unheard.
    """
    try:
        with transaction.atomic():
            for one in batch:
                one.run()
            if connection.needs_rollback:
                raise TransactionManagementError("A mistake was passed over: nothing of this would be kept.")
    except Exception as error:
        if len(batch) > 1:
            for one in batch:
                _write([one])
            return
        batch[0].fail(error)
    for one in batch:
        one.done = True


_queue = _Queue()


class _Turn:
    """Among the processes. A lock that its holder's death gives back."""

    def __init__(self, database: str) -> None:
        self._file = _file(database)
        self.held = False

    def __enter__(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self.held and time.monotonic() <= end:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(LOOK_EVERY)
            else:
                self.held = True

    def __exit__(self, *_error: object) -> None:
        if self.held:
            fcntl.flock(self._file, fcntl.LOCK_UN)


@lru_cache(maxsize=8)
def _file(database: str) -> int:
    """Open as long as the process lives; the file holds nothing."""
    return os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
