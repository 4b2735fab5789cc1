"""Boards and calendars of a full house against the floor: ``python -m bench.boards --assignments 50000 --meetings 20000``.

Makes a demo city of its own and fills it with copied lives (``fill``): matters, their own rows, parties, passages,
clocks, tasks, invitations and booked quarters are copied in full, ledger events and the search index are not. Copies
are moved by whole weeks, so that any week or month is as full as any other; what would stand in a taken room or
hour is left out. ``--open`` says how many of the assignments are still open.

Then each page in turn with the floor's indexed read: queries, calls of functions, processor time of the web process and
its multiple of the floor's. On PostgreSQL also what the server itself took for the page's queries (EXPLAIN ANALYZE).
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import django
from django.apps import apps
from django.db import connection, models
from django.db.models import Max

from bench.cpu import FLOOR_READ, Worker, answer, asked, sent
from bench.web import environment, floors

PAGES = {
    "ducha": ("/supervision/", "/supervision/all/", "/supervision/all/?order=due&open=on&light=red", "/supervision/tree/", "/supervision/axis/"),
    "caizheng_wenshu": ("/supervision/", "/supervision/all/", "/supervision/unit/"),
    "huiwu": ("/meetings/", "/meetings/month/", "/meetings/all/", "/meetings/rooms/", "/meetings/rooms/{room}/"),
    "mayor": ("/meetings/", "/meetings/month/", "/engagements/week/", "/engagements/mine/"),
    "arranger": ("/engagements/week/", "/engagements/", "/engagements/leaders/{leader}/"),
}  # fmt: skip
"""Who asks for what: those who see everything, and those of whom each row has to be asked."""
ROWS = ("casework_party", "casework_passage", "casework_clock", "casework_task")
KINDS = {
    "supervision.assignment": ("supervision_assignment", *ROWS),
    "meetings.meeting": ("meetings_meeting", "meetings_invitation", "meetings_slot", *ROWS),
    "engagements.engagement": ("engagements_engagement", *ROWS),
}
QUARTERS, MINUTES = 24 * 4, 24 * 60
TIMES = 40


# --- Filling -------------------------------------------------------------------------------------------------------


def model_of(table: str) -> type[models.Model]:
    return next(one for one in apps.get_models() if one._meta.db_table == table)


def _value(field: Any) -> str:
    """What a column of a copy is, from the row ``s`` that is copied and the line ``c`` of ``copies``."""
    name, postgres = f's."{field.column}"', connection.vendor == "postgresql"
    if field.column in ("matter_id", "number", "parent"):
        return {"matter_id": "c.target", "number": "c.number", "parent": "c.parent"}[field.column]
    if field.column == "key":
        return "NULL"
    if field.column == "quarter":
        return f"{name} + {QUARTERS} * c.days"
    if field.column.startswith("occupied_"):
        return f"{name} + {MINUTES} * c.days"
    if isinstance(field, models.DateTimeField):
        return f"{name} + interval '1 day' * c.days" if postgres else f"datetime({name}, c.days || ' days')"
    if isinstance(field, models.DateField):
        return f"{name} + c.days" if postgres else f"date({name}, c.days || ' days')"
    return name


def _copy(table: str) -> None:
    model = model_of(table)
    matters = table == "casework_matter"
    fields = [one for one in model._meta.concrete_fields if matters or one.column != "id"]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    values = ", ".join("c.target" if one.column == "id" else _value(one) for one in fields)
    link = "id" if matters else "matter_id"
    statement = f"INSERT INTO {table} ({columns}) SELECT {values} FROM copies c JOIN {table} s ON s.{link} = c.source"
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} {'ON CONFLICT DO NOTHING' if table == 'meetings_slot' else ''}")


def _lives(kind: str, wanted: int, still_open: int | None) -> Iterator[tuple[int, str, str, int]]:
    """Source, number, number of the parent and days of each copy: of the closed lives, and of the open ones."""
    matter = model_of("casework_matter")._default_manager.filter(kind=kind)
    parents = dict(model_of("supervision_assignment")._default_manager.values_list("matter__number", "parent"))
    groups = [(matter, wanted - matter.count())]
    if still_open is not None:
        left, closed = still_open - matter.filter(closed_at=None).count(), matter.filter(closed_at__isnull=False)
        groups = [(matter.filter(closed_at=None), left), (closed, groups[0][1] - left)]
    serial = 10_000_000
    for rows, count in groups:
        known = list(rows.order_by("pk").values_list("pk", "number"))
        rounds = -(-count // len(known))
        for copy in range(rounds):
            fresh = {
                number: f"{re.sub('[0-9]{4,5}$', '', number)}{serial + at}" for at, (_pk, number) in enumerate(known)
            }
            serial += len(known)
            # Half before, half after; of what is open no more than two months either way.
            weeks = (copy % 16 - 8 if still_open is not None and rows is groups[0][0] else copy - rounds // 2) * STRIDE[
                kind
            ]
            for pk, number in known[: count - copy * len(known)]:
                yield pk, fresh[number], fresh.get(parents.get(number, ""), ""), 7 * weeks


STRIDE = {"supervision.assignment": 1, "meetings.meeting": 1, "engagements.engagement": 3}
"""Weeks between two copies: about sixty meetings and seventy engagements of six leaders in a week."""


def _without_clashes(lives: list[tuple[int, str, str, int]]) -> list[tuple[int, str, str, int]]:
    """Engagements whose leader is free at that time: the database lets in no other."""
    model = model_of("engagements_engagement")
    spans = {pk: rest for pk, *rest in model._default_manager.values_list("pk", "leader_id", "starts_at", "ends_at")}
    taken: dict[Any, list[tuple[datetime, datetime]]] = defaultdict(list)

    def free(pk: int, days: int) -> bool:
        leader, starts, ends = spans[pk]
        if leader is None or starts is None:
            return True
        starts, ends = (one + timedelta(days=days) for one in (starts, ends))
        near = taken[leader, starts.date()]
        if any(one < ends and starts < other for one, other in near):
            return False
        near.append((starts, ends))
        return True

    for pk in spans:
        free(pk, 0)
    return [one for one in lives if free(one[0], one[3])]


def fill(kind: str, wanted: int, still_open: int | None = None) -> None:
    begun = time.perf_counter()
    matters = model_of("casework_matter")._default_manager
    lives = list(_lives(kind, wanted, still_open))
    if kind == "engagements.engagement":
        lives = _without_clashes([*lives, *_lives(kind, 2 * wanted, None)][len(lives) :])[: len(lives)]
    base = (matters.aggregate(most=Max("pk"))["most"] or 0) + 1
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS copies")
        cursor.execute(
            "CREATE TEMPORARY TABLE copies (source bigint, target bigint, number text, parent text, days int)"
        )
        rows = [(pk, base + at, number, parent, days) for at, (pk, number, parent, days) in enumerate(lives)]
        cursor.executemany("INSERT INTO copies VALUES (%s, %s, %s, %s, %s)", rows)
    for table in ("casework_matter", *KINDS[kind]):
        _copy(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # The next matter must not meet the keys given out here.
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('casework_matter', 'id'), max(id)) FROM casework_matter"
            )
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    found = matters.filter(kind=kind)
    held = found.filter(closed_at=None).count()
    print(f"{kind}: {found.count():,}, of them {held:,} open, in {time.perf_counter() - begun:.0f} s", flush=True)


# --- Looking at the pages from inside ------------------------------------------------------------------------------


def visits() -> list[tuple[str, str, str]]:
    """Who, address, cookie."""
    from django.test import Client
    from shuniu.kernel.organisation.models import Person
    from shuniu.office.engagements.models import Leader
    from shuniu.office.meetings.models import Facility

    places = {"room": Facility.objects.order_by("pk").values_list("pk", flat=True)[0],
              "leader": Leader.objects.order_by("pk").values_list("pk", flat=True)[0]}  # fmt: skip
    found = []
    for who, paths in PAGES.items():
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(Person.objects.get(username=who))
        cookie = f"sessionid={client.cookies['sessionid'].value}"
        found += [(who, path.format(**places), cookie) for path in paths]
    return found


def inspect() -> None:
    """A line for each page: who, address, cookie, queries, the server's milliseconds, calls of functions. Then the clash checks."""
    from django.test.utils import CaptureQueriesContext
    from shuniu.site.wsgi import application

    for who, path, cookie in visits():
        wanted = asked(path, cookie)
        for _ in range(2):
            answer(application, wanted)
        with CaptureQueriesContext(connection) as caught:
            answer(application, wanted)
        queries = [one["sql"] for one in caught.captured_queries]
        profile = cProfile.Profile()
        profile.runcall(answer, application, wanted)
        calls = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]  # the stubs do not know it
        print(
            "\t".join(["page", who, path, cookie, str(len(queries)), f"{server_time(queries):.2f}", str(calls)]),
            flush=True,
        )
    for name, (cpu, wall) in clash_checks().items():
        print("\t".join(["check", name, f"{cpu:.3f}", f"{wall:.3f}"]), flush=True)


def server_time(queries: list[str]) -> float:
    """Milliseconds that PostgreSQL itself plans and executes, the best of five for each query; SQLite works in the process."""
    if connection.vendor != "postgresql":
        return 0.0
    whole = 0.0
    with connection.cursor() as cursor:
        for sql in (one for one in queries if one.lstrip("( ").upper().startswith(("SELECT", "WITH"))):
            took = []
            for _ in range(5):
                cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, SUMMARY ON) {sql.replace('%', '%%')}", ())
                lines = "\n".join(one for (one,) in cursor.fetchall())
                took.append(sum(float(one) for one in re.findall(r"(?:Planning|Execution) Time: ([0-9.]+) ms", lines)))
            whole += min(took)
    return whole


def clash_checks() -> dict[str, tuple[float, float]]:
    """Processor and wall time of one check, the medians of many, in milliseconds."""
    from shuniu.office.engagements.models import Engagement
    from shuniu.office.engagements.queries.screening import in_diary
    from shuniu.office.meetings.models import Facility, Slot
    from shuniu.office.meetings.queries.rooms import moment_of, taken

    rooms = list(Facility.objects.values_list("pk", flat=True))
    quarters = list(Slot.objects.order_by("-quarter").values_list("quarter", flat=True)[:4000:100])
    diary = list(
        Engagement.objects.filter(fixed=True).order_by("-starts_at").values_list("leader_id", "starts_at")[:4000:100]
    )

    def measured(acts: list[Any]) -> tuple[float, float]:
        took = []
        for act in acts:
            begun = time.process_time(), time.perf_counter()
            assert act(), "what is asked for is taken"
            took.append((time.process_time() - begun[0], time.perf_counter() - begun[1]))
        cpu, wall = zip(*took, strict=True)
        return 1000 * statistics.median(cpu), 1000 * statistics.median(wall)

    hour = timedelta(hours=1)
    return {
        "are these rooms free": measured([lambda q=q: taken(rooms, moment_of(q), moment_of(q) + hour) for q in quarters]),
        "is this leader free": measured([lambda who=who, at=at: in_diary(who, at, at + hour) for who, at in diary]),
    }  # fmt: skip


# --- Outside -------------------------------------------------------------------------------------------------------


def measure(ours: Worker, floor: Worker, lines: list[list[str]], rounds: int) -> None:
    floor.run([sent(one) for one in floors(5)])
    pages = [line[1:] for line in lines if line[0] == "page"]
    requests = [[asked(path, cookie)] * TIMES for _who, path, cookie, *_rest in pages]
    for one in requests:
        ours.run(one[:5])
    base, best = [], [[] for _ in pages]
    for _ in range(rounds):
        base.append(floor.run([FLOOR_READ] * TIMES * 4)[0])
        for at, one in enumerate(requests):
            best[at].append(ours.run(one)[0])
    read = min(base)
    print(f"the floor's read: {read:.3f} ms")
    for (who, path, _cookie, queries, server, calls), found in zip(pages, best, strict=True):
        at_server = f"  server {float(server):6.2f} ms" if float(server) else ""
        print(f"{who:16} {path:46} {queries:>3} queries {min(found):8.3f} ms {min(found) / read:6.1f} times the floor  "
              f"{int(calls):8,} calls{at_server}")  # fmt: skip
    for _check, name, cpu, wall in (line for line in lines if line[0] == "check"):
        print(f"clash check: {name:30} {cpu} ms processor, {wall} ms wall (wanted: under 5)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignments", type=int, default=50_000)
    parser.add_argument("--open", type=int, default=2_000, help="how many of the assignments are open")
    parser.add_argument("--meetings", type=int, default=20_000)
    parser.add_argument("--engagements", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument(
        "--folder", default="", help="keep the data here; measure what is there when it was filled before"
    )
    parser.add_argument("--inside", choices=["fill", "inspect"], help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        django.setup()
        if args.inside == "inspect":
            inspect()
            return
        fill("supervision.assignment", args.assignments, args.open)
        fill("meetings.meeting", args.meetings)
        fill("engagements.engagement", args.engagements)
        return
    folder = Path(args.folder or mkdtemp(prefix="shuniu-boards-"))
    env = {**environment(folder), "DJANGO_SETTINGS_MODULE": "shuniu.site.settings", "SHUNIU_DEMO": "1"}
    filled = folder / "filled"
    if not filled.exists():
        shuniu = [sys.executable, "-m", "shuniu.site.command", "demo", "--requests", "60", "--no-serve"]
        subprocess.run(shuniu, env=env, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, "-m", "bench.boards", "--inside", "fill", *sys.argv[1:]], env=env, check=True)
        floor_env = {name: value for name, value in env.items() if name != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            [sys.executable, "-c", "from bench import floor; floor.create_tables()"], env=floor_env, check=True
        )
        filled.write_text(" ".join(sys.argv[1:]))
    found = subprocess.run(
        [sys.executable, "-m", "bench.boards", "--inside", "inspect"],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    lines = [line.split("\t") for line in found.stdout.splitlines() if "\t" in line]
    del env["DJANGO_SETTINGS_MODULE"]
    ours, floor = Worker("shuniu.site.wsgi:application", env), Worker("bench.floor:application", env)
    try:
        measure(ours, floor, lines, args.rounds)
    finally:
        ours.close()
        floor.close()


if __name__ == "__main__":
    main()
