"""Two people at once, with real threads: exactly one wins and the other is told. SQLite has one writer at a time
by construction, so a race between two writers shows only on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.taking import open_matter, take
from shuniu.public.hotline.digest import digest_of
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.operations.joining import join
from shuniu.public.hotline.procedures import HotlineRequest as P
from tests.world import World, build, moment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

THREADS = 8


def at_once(work: Callable[[int], Any]) -> tuple[list[Any], list[Exception]]:
    """Run ``work`` in eight threads that start together; answers results and refusals."""
    results: list[Any] = []
    refusals: list[Exception] = []
    barrier = threading.Barrier(THREADS)

    def run(number: int) -> None:
        try:
            barrier.wait()
            results.append(work(number))
        except StepRefused as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results, refusals


def opened(world: World, key: str | None = None) -> Matter:
    return open_matter(
        P.register,
        Request(text="路灯不亮", digest="0" * 64),
        actor=world.liwen,
        at=moment("2026-11-23 09:30"),
        title="路灯不亮",
        source="phone",
        data={"type": "help", "digest": digest_of("路灯不亮", "路灯不亮", "")},
        key=key,
    )


def test_eight_dispatchers_at_once_one_wins_and_seven_are_told() -> None:
    world = build()
    matter, actor = opened(world), world.wanglan
    units = [world.unit("chengguan"), world.unit("shuiwu")]
    results, refusals = at_once(
        lambda number: take(
            P.dispatch, matter, actor=actor, at=moment("2026-11-23 10:00"), data={"unit": units[number % 2]}
        )
    )
    assert (len(results), len(refusals)) == (1, THREADS - 1)
    assert all("待签收" in str(refusal) for refusal in refusals)
    assert Passage.objects.filter(step="dispatch").count() == 1
    assert list(differences()) == []


def test_eight_intakes_at_once_have_eight_numbers_without_a_gap() -> None:
    world = build()
    actor = world.liwen
    results, _refusals = at_once(
        lambda number: open_matter(
            P.register,
            Request(text=f"第{number}件", digest="0" * 64),
            actor=actor,
            at=moment("2026-11-23 09:30"),
            title="件",
            source="phone",
            data={"type": "help", "digest": digest_of("件", f"第{number}件", "")},
        )
    )
    assert sorted(matter.number for matter in results) == [f"20261123{number:05d}" for number in range(1, THREADS + 1)]
    assert verify().ok


def test_the_same_submission_eight_times_at_once_is_one_matter() -> None:
    world = build()
    actor = world.liwen
    results, _refusals = at_once(
        lambda number: open_matter(
            P.register,
            Request(text="路灯不亮", digest="0" * 64),
            actor=actor,
            at=moment("2026-11-23 09:30"),
            title="路灯不亮",
            source="web",
            data={"type": "help"},
            key="the same form",
        )
    )
    assert len({matter.pk for matter in results}) == 1
    assert Matter.objects.count() == 1


def test_eight_remarks_at_once_are_chained_one_after_the_other() -> None:
    world = build()
    matter, actor = opened(world), world.liwen
    results, _refusals = at_once(
        lambda number: take(
            P.add_material, matter, actor=actor, at=moment("2026-11-23 10:00"), data={"text": f"补充{number}"}
        )
    )
    assert len(results) == THREADS
    assert sorted(Passage.objects.values_list("seq", flat=True)) == list(range(1, THREADS + 2))
    assert list(differences()) == []


def test_whoever_waits_too_long_or_crosswise_is_told_in_words() -> None:
    """Two requests, each joined into the other at the same moment: nobody hangs, and no page breaks."""
    world = build()
    one, two = opened(world), opened(world)
    pairs = [(one, two), (two, one)]
    results, refusals = at_once(
        lambda number: join(*pairs[number % 2], actor=world.wanglan, at=moment("2026-11-23 10:00"))
    )
    assert len(results) == 1
    assert len(results) + len(refusals) == THREADS, "everybody was answered"
    assert Matter.objects.filter(state="joined").count() == 1
    assert list(differences()) == []
