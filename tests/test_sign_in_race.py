"""Many guesses at the same moment, from many threads: they are counted one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from shuniu.kernel.organisation import lockout
from tests import world as worlds

THREADS = 12


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twelve_guesses_at_once_are_twelve_guesses() -> None:
    key, start = lockout.account_key("liwen"), Barrier(THREADS)

    def guess(_number: int) -> bool:
        start.wait(timeout=20)
        try:
            return lockout.count_try(key, limit=5, at=worlds.NOW).locked_until is None
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        let_through = sum(pool.map(guess, range(THREADS)))
    assert let_through == 5
