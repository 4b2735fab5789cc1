"""Jobs run once, survive a killed worker, are tried again, and end with the dead letters when nothing helps."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from shuniu.kernel.jobs import cli, queue, timetable
from shuniu.kernel.jobs.backend import once
from shuniu.kernel.jobs.housekeeping import gather_statistics, purge_done
from shuniu.kernel.jobs.models import Beat, Job
from shuniu.kernel.jobs.timetable import enqueue_due, register_periodic
from shuniu.kernel.jobs.worker import alive, do, drain, run_worker
from shuniu.kernel.numbering.models import Counter
from tests import job_bodies as bodies

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Noon in China."""


@pytest.fixture(autouse=True)
def empty_hands() -> Iterator[None]:
    kept = dict(timetable._lines)
    bodies.SEEN.clear()
    yield
    timetable._lines.clear()
    timetable._lines.update(kept)


def counted() -> int:
    return sum(Counter.objects.filter(series="t-jobs").values_list("value", flat=True))


def only() -> Job:
    return Job.objects.get()


# --- Enqueueing --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_enqueueing_is_one_insert_and_runs_later_with_its_arguments() -> None:
    with CaptureQueriesContext(connection) as queries:
        result = bodies.note_down.enqueue("甲", times=3)
    assert len(queries) == 1
    assert result.status == TaskResultStatus.READY
    assert bodies.SEEN == []
    assert drain() == 1
    assert bodies.SEEN == ["甲甲甲"]
    result.refresh()
    assert (result.status, result.return_value, result.attempts) == (TaskResultStatus.SUCCESSFUL, "甲", 1)


@pytest.mark.django_db
def test_a_rolled_back_cause_enqueued_nothing() -> None:
    with transaction.atomic():
        bodies.note_down.enqueue("甲")
        transaction.set_rollback(True)
    assert drain() == 0


@pytest.mark.django_db
def test_the_same_key_waits_only_once_and_may_come_again_afterwards() -> None:
    refresh = once(bodies.count, key="figures:2026-11-23")
    first, second = refresh.enqueue(), refresh.enqueue()
    assert first.id == second.id
    once(bodies.count, key="figures:2026-11-24").enqueue()
    assert drain() == 2
    assert refresh.enqueue().id != first.id
    assert drain() == 1
    assert counted() == 3


@pytest.mark.django_db
def test_urgent_first_then_in_order_and_nothing_before_its_time() -> None:
    now = timezone.now()
    for word, priority, delay in (("三", 0, -1), ("一", 50, -1), ("四", -5, -3), ("晚", 100, 60), ("二", 0, -2)):
        bodies.note_down.using(priority=priority, run_after=now + timedelta(minutes=delay)).enqueue(word)
    assert drain(at=now) == 4
    assert bodies.SEEN == ["一", "二", "三", "四"]
    assert drain(at=now + timedelta(hours=1)) == 1


@pytest.mark.django_db
def test_a_worker_can_keep_to_its_queues() -> None:
    bodies.note_down.using(queue_name="heavy").enqueue("重")
    assert queue.claim("w", at=timezone.now(), count=5, queues=["light"]) == []
    assert len(queue.claim("w", at=timezone.now(), count=5, queues=["light", "heavy"])) == 1


@pytest.mark.django_db
def test_an_unknown_result_is_refused() -> None:
    for stray in ("0", "999999", "x"):
        with pytest.raises(TaskResultDoesNotExist):
            bodies.count.get_result(stray)


# --- Failing -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_failure_undoes_its_effects_and_is_tried_again_after_longer_and_longer_pauses() -> None:
    result = bodies.fail_twice.enqueue()
    pauses = []
    for _attempt in range(2):
        job = only()
        with pytest.raises(bodies.Unwell):
            drain(at=job.run_after)
        pauses.append(round((only().run_after - timezone.now()).total_seconds(), -1))
    assert pauses == [30, 60]
    assert drain() == 0  # Not before the pause is over.
    assert drain(at=only().run_after) == 1
    result.refresh()
    assert (result.return_value, counted()) == (3, 1)


def test_pauses_double_up_to_six_hours() -> None:
    assert [queue.pause(attempt).total_seconds() for attempt in (1, 2, 3, 4)] == [30, 60, 120, 240]
    assert queue.pause(60) == timedelta(hours=6)


@pytest.mark.django_db
def test_the_dead_letter_says_where_and_not_what(caplog: pytest.LogCaptureFixture) -> None:
    bodies.fail_after_counting.enqueue()
    for _attempt in range(3):
        with pytest.raises(bodies.Unwell):
            drain(at=only().run_after)
    job = only()
    assert (job.state, job.attempts, counted()) == (Job.State.DEAD, 3, 0)
    assert job.error.startswith("tests.job_bodies.Unwell")
    assert "job_bodies.py" in job.error
    assert "13800138000" not in job.error + caplog.text
    assert drain(at=timezone.now() + timedelta(days=30)) == 0
    assert queue.revive(job.pk, at=AT)
    assert (only().state, only().attempts) == (Job.State.READY, 0)
    assert not queue.revive(job.pk, at=AT)


@pytest.mark.django_db
def test_a_job_whose_task_is_gone_becomes_a_dead_letter_not_a_crash() -> None:
    bodies.count.enqueue()
    Job.objects.update(task="tests.job_bodies.gone")
    for _attempt in range(6):
        with pytest.raises(ImportError):
            drain(at=only().run_after)
    assert only().state == Job.State.DEAD


# --- Leases ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_lost_job_comes_back_after_its_lease_and_the_old_worker_may_no_longer_end_it() -> None:
    bodies.count.enqueue()
    now = timezone.now()
    [lost] = queue.claim("first", at=now, count=5)
    assert queue.claim("second", at=now, count=5) == []
    assert queue.reclaim(at=now + timedelta(minutes=4)) == 0
    assert queue.reclaim(at=now + timedelta(minutes=6)) == 1
    [found] = queue.claim("second", at=now + timedelta(minutes=6), count=5)
    assert do(lost) is None
    assert counted() == 0
    assert do(found) is None
    assert (counted(), only().state, only().worker) == (1, Job.State.DONE, "second")


@pytest.mark.django_db
def test_a_job_put_back_beside_its_successor_gives_up_its_key() -> None:
    refresh = once(bodies.count, key="k")
    refresh.enqueue()
    queue.claim("w", at=timezone.now(), count=1)
    refresh.enqueue()
    assert queue.reclaim(at=timezone.now() + timedelta(hours=1)) == 1
    assert drain(at=timezone.now() + timedelta(hours=1)) == 2


# --- A worker in another process, killed with SIGKILL ---------------------------------------------------------------

WORKER = """
import sys, threading
from datetime import timedelta
import django
django.setup()
from shuniu.kernel.jobs import worker
from tests import job_bodies as bodies
word, *arguments = sys.argv[1:]
if word == "migrate":
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
elif word == "work":
    worker.ROUND = timedelta(0)
    worker.run_worker(threading.Event(), once=True, lease=timedelta(seconds=0.5))
else:
    getattr(bodies, word).enqueue(*arguments)
"""


OURS = "task LIKE 'tests.%'"
"""The timetable of the installation enqueues its own: a test looks at what it enqueued itself."""


class Elsewhere:
    """The queue of a database that other processes can open: the test database on PostgreSQL, a file on SQLite."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "queue.sqlite3"
        parts = connection.settings_dict
        url = f"sqlite:///{self.file}"
        if connection.vendor == "postgresql":
            host = f"{quote(parts['USER'])}:{quote(parts['PASSWORD'])}@{parts['HOST']}:{parts['PORT']}"
            url = f"postgres://{host}/{parts['NAME']}?pool=0"
        self.env = {**os.environ, "DATABASE_URL": url, "SHUNIU_DATA": str(folder), "PYTHONPATH": self._path()}
        if connection.vendor == "sqlite":
            self.run("migrate")

    @staticmethod
    def _path() -> str:
        return os.pathsep.join([str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")])

    def run(self, *words: str) -> int:
        done = subprocess.run(
            [sys.executable, "-c", WORKER, *words],
            env={**self.env, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode in {0, -9}, done.stderr
        return done.returncode

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as db:
                return db.execute(sql).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def until_done(self) -> None:
        """Work until no job is ready or running any more (each round waits for the lease of half a second)."""
        for _round in range(8):
            threading.Event().wait(0.6)
            self.run("work")
            if not self.ask("SELECT 1 FROM jobs_job WHERE state IN ('ready', 'running') AND " + OURS):
                return


@pytest.fixture
def elsewhere(tmp_path: Path, transactional_db: None) -> Elsewhere:
    return Elsewhere(tmp_path)


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(elsewhere: Elsewhere, tmp_path: Path) -> None:
    elsewhere.run("count_and_die_once", str(tmp_path / "died"))
    assert elsewhere.run("work") == -9
    assert elsewhere.ask("SELECT state, attempts FROM jobs_job WHERE " + OURS) == [("running", 1)]
    assert elsewhere.ask("SELECT value FROM numbering_counter WHERE series = 't-jobs'") == []
    elsewhere.until_done()
    assert elsewhere.ask("SELECT state, attempts FROM jobs_job WHERE " + OURS) == [("done", 2)]
    assert elsewhere.ask("SELECT value FROM numbering_counter WHERE series = 't-jobs'") == [(1,)]


def test_a_body_outside_a_transaction_runs_again_after_a_kill(elsewhere: Elsewhere, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    elsewhere.run("die_outside_a_transaction", str(marker))
    assert elsewhere.run("work") == -9
    with_lease_over = f"UPDATE jobs_job SET leased_until = '{AT - timedelta(days=400):%Y-%m-%d %H:%M:%S}'"
    if connection.vendor == "sqlite":
        with sqlite3.connect(elsewhere.file) as db:
            db.execute(with_lease_over)
    else:
        with connection.cursor() as cursor:
            cursor.execute(with_lease_over + "::timestamptz")
    elsewhere.until_done()
    assert marker.read_text() == "xx"
    assert elsewhere.ask("SELECT state FROM jobs_job WHERE " + OURS) == [("done",)]


def test_a_job_that_kills_every_worker_ends_with_the_dead_letters(elsewhere: Elsewhere) -> None:
    elsewhere.run("always_die")
    elsewhere.until_done()
    [(state, attempts, error)] = elsewhere.ask("SELECT state, attempts, error FROM jobs_job WHERE " + OURS)
    assert (state, attempts, error) == ("dead", 2, queue.LOST)


# --- Workers side by side --------------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="The test database of SQLite has one connection.")
def test_four_workers_share_two_hundred_jobs_each_done_once() -> None:
    for _number in range(200):
        bodies.slow_count.enqueue()
    stop = threading.Event()
    threads = [threading.Thread(target=run_worker, args=[stop, True]) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    workers = set(Job.objects.values_list("worker", flat=True))
    assert (counted(), Job.objects.filter(task__startswith="tests.", state="done", attempts=1).count()) == (200, 200)
    assert len(workers) > 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="The test database of SQLite has one connection.")
def test_a_worker_in_a_thread_stops_when_told() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=run_worker, args=[stop])
    thread.start()
    bodies.count.enqueue()
    for _turn in range(100):
        if Job.objects.filter(state="done").exists():
            break
        threading.Event().wait(0.1)
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert (counted(), alive(at=timezone.now())) == (1, True)
    assert not alive(at=timezone.now() + timedelta(minutes=5))


# --- The timetable ---------------------------------------------------------------------------------------------------


@pytest.fixture
def only_ours(db: None) -> None:
    timetable._lines.clear()


@pytest.mark.usefixtures("only_ours")
def test_an_interval_begins_at_once_and_a_time_of_day_waits_for_its_hour_in_china() -> None:
    register_periodic(bodies.count, every=timedelta(minutes=10))
    register_periodic(purge_done, at=time(13, 30))
    assert enqueue_due(at=AT) == 1
    assert enqueue_due(at=AT + timedelta(minutes=9)) == 0
    assert enqueue_due(at=AT + timedelta(minutes=89)) == 1
    assert enqueue_due(at=AT + timedelta(minutes=90)) == 1
    assert Beat.objects.get(name=purge_done.module_path).next_at == AT + timedelta(days=1, minutes=90)


@pytest.mark.usefixtures("only_ours")
def test_missed_slots_are_made_up_for_once() -> None:
    register_periodic(bodies.count, every=timedelta(minutes=1))
    enqueue_due(at=AT)
    drain()
    assert enqueue_due(at=AT + timedelta(days=3)) == 1
    assert enqueue_due(at=AT + timedelta(days=3)) == 0
    assert drain() == 1


@pytest.mark.usefixtures("only_ours")
def test_a_slow_line_does_not_pile_up() -> None:
    register_periodic(bodies.count, every=timedelta(minutes=1))
    for minute in range(5):
        enqueue_due(at=AT + timedelta(minutes=2 * minute))
    assert Job.objects.count() == 1


def test_the_timetable_refuses_nonsense() -> None:
    with pytest.raises(ValueError, match="either"):
        register_periodic(bodies.count)
    with pytest.raises(ValueError, match="every 30 seconds"):
        register_periodic(bodies.count, every=timedelta(seconds=1))


@pytest.mark.django_db
def test_old_jobs_are_forgotten_and_dead_letters_kept() -> None:
    for _number in range(3):
        bodies.count.enqueue()
    drain()
    first, second, third = Job.objects.order_by("id")
    long_ago = timezone.now() - timedelta(days=8)
    Job.objects.filter(pk=first.pk).update(finished_at=long_ago)
    Job.objects.filter(pk=second.pk).update(finished_at=long_ago, state="dead")
    purge_done.enqueue()
    drain()
    assert set(Job.objects.values_list("id", flat=True)) >= {second.pk, third.pk}
    assert not Job.objects.filter(pk=first.pk).exists()
    assert json.loads(Job.objects.latest("id").result) == 1


# --- The command line ------------------------------------------------------------------------------------------------


def command(*words: str) -> int:
    parser = ArgumentParser()
    cli.add_arguments(parser.add_subparsers())
    args = parser.parse_args(words)
    return int(args.run(args))


@pytest.mark.django_db
def test_the_command_line_names_the_dead_and_tries_them_again(capsys: pytest.CaptureFixture[str]) -> None:
    bodies.count.enqueue()
    Job.objects.update(state="dead", attempts=6, error="tests.Unwell\nx.py:1 f")
    assert command("jobs", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["worker_alive"], answer["counts"], answer["dead"][0]["id"]) == (False, {"dead": 1}, only().pk)
    assert command("jobs", "--retry", str(only().pk)) == 0
    assert command("jobs", "--retry", str(only().pk)) == 1
    assert drain() == 1
    assert command("worker", "--timetable") == 0
    assert "housekeeping.purge_done 每日 03:30" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_planner_is_told_of_the_tables_at_night() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL gathers its statistics by itself")
    assert "shuniu.kernel.jobs.housekeeping.gather_statistics" in {line.name for line in timetable.lines()}
    gather_statistics.func()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1")
        assert cursor.fetchone()[0] > 0
