"""What several threads want written on SQLite at once goes in one transaction, and no one's mistake is another's."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from shuniu.kernel import writing

WRITERS = """
import fcntl, json, os, sys, threading, time
from django.conf import settings
from shuniu.site import environment as env
settings.configure(DATABASES={"default": env.database("NO_SUCH_URL", env.Path(sys.argv[1]) / "city.sqlite3")}, USE_TZ=True)
import django; django.setup()
from django.db import connection
from django.utils import translation
from shuniu.kernel import writing

with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE unit (id integer primary key)")
    cursor.execute(
        "CREATE TABLE matter (id integer primary key, who text unique, by text, language text,"
        " unit integer references unit(id) deferrable initially deferred)"
    )
    cursor.execute("INSERT INTO unit VALUES (1)")

answers = {}

def writer(who, unit=1, language="zh-hans", name=None, disk_full=False, passes_over=False):
    def work():
        if passes_over:
            connection.needs_rollback = True
            return f"not written: {who}"
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO matter (who, by, language, unit) VALUES (%s, %s, %s, %s)",
                [name or who, threading.current_thread().name, translation.get_language(), unit],
            )
            if disk_full:
                cursor.execute("ROLLBACK")  # As SQLite does by itself, before it says so.
                raise OSError("disk full")
        return f"written: {who}"
    try:
        with translation.override(language):
            answers[who] = writing.written(work)
    except Exception as error:
        answers[who] = type(error).__name__
    finally:
        connection.close()

lock = os.open(sys.argv[1] + "/city.sqlite3-turn", os.O_RDWR | os.O_CREAT)
fcntl.flock(lock, fcntl.LOCK_EX)
threads = [threading.Thread(target=writer, kwargs=one, name=one["who"]) for one in json.loads(sys.argv[2])]
for thread in threads:
    thread.start()
    time.sleep(0.05)
fcntl.flock(lock, fcntl.LOCK_UN)
for thread in threads:
    thread.join(10)
with connection.cursor() as cursor:
    cursor.execute("SELECT who, by, language FROM matter ORDER BY id")
    print(json.dumps({"rows": cursor.fetchall(), "answers": answers}))
"""


def told(folder: Path, *writers: dict[str, Any]) -> dict[str, Any]:
    """Writers who come one after the other while another process has the turn: what is in the table, and what each heard."""
    done = subprocess.run(
        [sys.executable, "-c", WRITERS, str(folder), json.dumps(writers)], capture_output=True, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_the_first_writes_for_all_who_came_while_it_waited_each_in_its_own_language(tmp_path: Path) -> None:
    told_them = told(tmp_path, {"who": "a"}, {"who": "b", "language": "en-us"}, {"who": "c"})
    assert told_them["rows"] == [["a", "a", "zh-hans"], ["b", "a", "en-us"], ["c", "a", "zh-hans"]]
    assert told_them["answers"] == {who: f"written: {who}" for who in "abc"}


@pytest.mark.parametrize(
    ("mistake", "heard"),
    [
        ({"name": "a"}, "IntegrityError"),
        ({"unit": 99}, "IntegrityError"),
        ({"disk_full": True}, "OSError"),
        ({"passes_over": True}, "TransactionManagementError"),
    ],
    ids=["refused at once", "refused at the very end", "the engine took all back", "passed over by its own code"],
)
def test_nobody_fails_for_anothers_mistake_nor_is_lost_by_it(
    tmp_path: Path, mistake: dict[str, Any], heard: str
) -> None:
    told_them = told(tmp_path, {"who": "a"}, {"who": "wrong", **mistake}, {"who": "c"})
    assert [who for who, _by, _language in told_them["rows"]] == ["a", "c"]
    assert told_them["answers"] == {"a": "written: a", "wrong": heard, "c": "written: c"}


def test_a_writer_waits_for_its_turn_and_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = str(tmp_path / "city.sqlite3")
    another = os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT)
    fcntl.flock(another, fcntl.LOCK_EX)
    turn = writing._Turn(database)
    monkeypatch.setattr(writing, "PATIENCE", 0.01)
    with turn:
        assert not turn.held, "and goes on without it: the database's own lock decides"
    monkeypatch.setattr(writing, "PATIENCE", 5)
    timer = threading.Timer(0.05, fcntl.flock, (another, fcntl.LOCK_UN))
    timer.start()
    patient = writing._Turn(database)
    with patient:
        assert patient.held
    timer.join()
    with pytest.raises(BlockingIOError), writing._Turn(database):
        fcntl.flock(another, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(another, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(another)


def test_who_was_taken_along_by_one_that_was_interrupted_writes_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = str(tmp_path / "city.sqlite3")
    another = os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT)
    fcntl.flock(another, fcntl.LOCK_EX)
    batches: list[int] = []

    def interrupted_once(batch: list[Any]) -> None:
        batches.append(len(batch))
        if len(batches) == 1:
            raise KeyboardInterrupt
        for one in batch:
            one.run()
            one.done = True

    monkeypatch.setattr(writing, "_write", interrupted_once)
    queue, heard = writing._Queue(), []

    def writer(who: str) -> None:
        try:
            heard.append(queue.write(lambda: who, database))
        except KeyboardInterrupt:
            heard.append(f"{who} was interrupted")

    threads = [threading.Thread(target=writer, args=(who,)) for who in ("a", "b")]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    fcntl.flock(another, fcntl.LOCK_UN)
    for thread in threads:
        thread.join(5)
    os.close(another)
    assert batches == [2, 1]
    assert sorted(heard) == ["a was interrupted", "b"]
