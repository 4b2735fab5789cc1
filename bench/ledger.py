"""How fast the ledger is written, sealed and verified: ``python bench/ledger.py 500000`` on the database of DATABASE_URL.

The events are synthetic (chains of eight, bodies of about 190 characters, as a passage's) and go in by the product's own
``append_many``. The database must be empty or its own of an earlier run. CPU beside the clock, because the machine is
seldom ours alone; helpers' CPU is counted when they have ended.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.site.settings")
django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from shuniu.kernel.audit import verification
from shuniu.kernel.audit.models import Event, Seal
from shuniu.kernel.audit.operations import Entry, Head, append, append_many
from shuniu.kernel.audit.sealing import seal
from shuniu.kernel.organisation.actor import Actor

AT = datetime(2026, 11, 23, 8, 30, 1, 123456, tzinfo=UTC)
EACH = 8
BATCH = 10_000


def timed(name: str, count: int, work: Callable[[], Any]) -> Any:
    """Do the work and print how many a second, by the clock and by this side's CPU (the database's is its own)."""
    wall, busy = time.perf_counter(), cpu()
    answer = work()
    wall, busy = time.perf_counter() - wall, cpu() - busy
    print(f"{name:<28}{count / wall:>12,.0f}/s {wall:8.2f} s   CPU {1e6 * busy / count:8.1f} µs each")
    return answer


def cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def measure(wanted: int) -> None:
    actor, chance, heads = Actor("staff", "李敏", person_id=7, post="热线科科长"), random.Random(1), dict[str, Head]()
    have = Event.objects.count()

    def entry(number: int) -> Entry:
        chains = max(1, wanted // EACH)
        note = "请城管局按职责办理，" * chance.randint(2, 14)
        body = {"step": "dispatch", "from": "registered", "to": "dispatched", "note": note, "clock": "handle"}
        return Entry(f"m:{number * 7919 % chains}", "export", AT, actor, body, number)

    def fill() -> None:
        for start in range(have, wanted, BATCH):
            with transaction.atomic():
                append_many([entry(number) for number in range(start, min(start + BATCH, wanted))], heads)

    def one_by_one(fresh: bool) -> None:
        for number in range(500):
            with transaction.atomic():
                append(f"x:{fresh}:{time.time_ns()}:{number}", "export", at=AT, actor=actor, body={}, fresh=fresh)

    print(f"{connection.vendor}, {wanted:,} events, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if have < wanted:
        timed("append_many", wanted - have, fill)
    timed("append, new chain", 500, lambda: one_by_one(True))
    timed("append, head looked up", 500, lambda: one_by_one(False))
    fresh = Event.objects.count() - sum(one.events for one in Seal.objects.all())
    timed("seal", fresh, lambda: seal(datetime.now(UTC)))
    for name, threshold in (("verify, one process", 10**12), ("verify, two helpers", 0)):
        verification.HELPERS_FROM = threshold
        outcome = timed(name, Event.objects.count(), verification.verify)
        print(f"{'':<28}{outcome.events / outcome.seconds:>12,.0f}/s without the witnesses; ok: {outcome.ok}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="?", default=500_000)
    wanted = parser.parse_args().events
    call_command("migrate", interactive=False, verbosity=0)
    measure(wanted)


if __name__ == "__main__":
    main()
