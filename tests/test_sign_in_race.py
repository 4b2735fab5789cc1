"""Many guesses at the same moment, from many threads: they are counted one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from shuniu.kernel.organisation import lockout, operations
from shuniu.kernel.organisation.authority import holders_of_two
from shuniu.kernel.organisation.errors import Refused
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


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_administrators_roles_granted_at_one_moment_never_meet_in_one_person() -> None:
    world = worlds.build()
    person, actor, start = world.people["hanwai"].pk, world.actor("qinan"), Barrier(2)

    def grant(role: str) -> bool:
        start.wait(timeout=20)
        try:
            operations.grant_role(
                person_id=person,
                role=role,
                unit_id=world.unit("city"),
                actor=actor,
                on=worlds.NOW.date(),
                at=worlds.NOW,
            )
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(grant, ["system_admin", "audit_admin"])) == [False, True]
    assert holders_of_two(on=worlds.NOW.date()) == {}
