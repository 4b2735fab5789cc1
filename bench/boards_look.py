"""What ``bench.boards`` asks from inside: queries of each page, calls of functions, the database server's own time, and
the checks for clashes. A line of words between tabs for each."""

from __future__ import annotations

import cProfile
import importlib
import os
import pstats
import re
import statistics
import time
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.site.settings")
django.setup()

from django.db import connection
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.cpu import answer, asked
from shuniu.kernel.organisation.models import Person
from shuniu.office.engagements.models import Engagement, Leader
from shuniu.office.engagements.queries.screening import in_diary
from shuniu.office.meetings.models import Facility, Slot
from shuniu.office.meetings.queries.rooms import moment_of, taken
from shuniu.site.wsgi import application

PAGES = {
    "ducha": ("/supervision/", "/supervision/all/", "/supervision/all/?order=due&open=on&light=red", "/supervision/tree/", "/supervision/axis/"),
    "caizheng_wenshu": ("/supervision/", "/supervision/all/", "/supervision/unit/", "/meetings/all/", "/engagements/"),
    "huiwu": ("/meetings/", "/meetings/month/", "/meetings/all/", "/meetings/rooms/", "/meetings/rooms/{room}/"),
    "mayor": ("/meetings/", "/meetings/month/", "/meetings/all/", "/engagements/week/", "/engagements/mine/"),
    "arranger": ("/engagements/week/", "/engagements/", "/engagements/leaders/{leader}/"),
}  # fmt: skip
"""Who asks for what: those who see everything, and those of whom each row has to be asked."""


def visits() -> list[tuple[str, str, str]]:
    """Who, address, cookie."""

    places = {"room": Facility.objects.order_by("pk").values_list("pk", flat=True)[0],
              "leader": Leader.objects.order_by("pk").values_list("pk", flat=True)[0]}  # fmt: skip
    found = []
    for who, paths in PAGES.items():
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(Person.objects.get(username=who))
        cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={_get_new_csrf_string()}"  # As a browser has them.
        found += [(who, path.format(**places), cookie) for path in paths]
    return found


def inspect() -> None:
    """A line for each page: who, address, cookie, queries, the server's milliseconds, calls of functions. Then the clash checks."""

    if connection.vendor == "postgresql":  # EXPLAIN wants the values in the statements.
        importlib.import_module("shuniu.kernel.prepared").cursor = connection.cursor  # type: ignore[attr-defined]  # a module
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


if __name__ == "__main__":
    inspect()
