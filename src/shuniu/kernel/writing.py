"""Taking turns on SQLite, which lets one transaction write at a time and lets the others sleep.

A transaction that finds the file locked sleeps 1, 2, 5, 10, 15, 20 … milliseconds and looks again, whoever came first,
so that several writers wait far longer than each other's work takes. Here they queue: the threads of a process at a
lock, the processes at a lock on a file beside the database, looked at every fifth of a millisecond. It is a courtesy,
not a guard: whoever cannot have the turn within ``PATIENCE`` goes on, and SQLite's own lock decides as ever.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.db import connection, transaction

PATIENCE = 2.0
LOOK_EVERY = 0.0002
_threads = threading.Lock()


@contextmanager
def writing() -> Iterator[None]:
    """``transaction.atomic()`` for a transaction that writes from its first statement on, in turn with the others."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or connection.in_atomic_block or not Path(name).is_file():
        with transaction.atomic():
            yield
        return
    end = time.monotonic() + PATIENCE
    first = _threads.acquire(timeout=PATIENCE)
    file = _file(name) if first else -1
    held = first and _turn(file, end)
    try:
        with transaction.atomic():
            yield
    finally:
        if held:
            fcntl.flock(file, fcntl.LOCK_UN)
        if first:
            _threads.release()


def _turn(file: int, end: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(LOOK_EVERY)
        else:
            return True


@lru_cache(maxsize=8)
def _file(database: str) -> int:
    """Open as long as the process lives; the file holds nothing."""
    return os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
