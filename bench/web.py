"""Intake and pages against the floor, in one run: ``python -m bench.web [--seconds 8] [--rounds 3] [--intake-only]``.

Two web workers each, four clients, A and B in turn, medians of the rounds. The engine is chosen by DATABASE_URL as for
the product, that of the floor by FLOOR_DATABASE_URL: a database of its own on the same engine. Prints ratios; absolute figures depend on the day.
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlencode

OURS, FLOOR, DJANGO = 8471, 8472, 8473
CLIENTS = 4
TEXT = "澄岚区南湖路路灯连续三天不亮，晚上很黑，老人出行不安全，请尽快派人维修并告知结果。"


def environment(folder: Path) -> dict[str, str]:
    """Everything in a folder of its own; rate limits out of the way, because all clients share one address."""
    if ("DATABASE_URL" in os.environ) != ("FLOOR_DATABASE_URL" in os.environ):
        raise SystemExit("DATABASE_URL and FLOOR_DATABASE_URL go together: else one engine is compared with another")
    return {
        **os.environ,
        "SHUNIU_DATA": str(folder / "ours"),
        "SHUNIU_SECRET_KEY": "bench" * 10,
        "SHUNIU_REPORTS_PER_HOUR": "100000000",
        "FLOOR_DATA": str(folder / "floor"),
    }


def start(port: int, module: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "4", "--log-level", "error", module,
    ]  # fmt: skip
    process = subprocess.Popen(command, env=env)
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return process
    raise SystemExit(f"{module} does not answer on port {port}")


NUMBERS_SCRIPT = """
import django; django.setup()
from shuniu.kernel.casework.models import Matter
print(*Matter.objects.filter(kind="hotline.request").order_by("pk").values_list("number", flat=True)[:20000])
"""


def measure_first_looks(env: dict[str, str], seconds: float, rounds: int, cookie: str) -> None:
    """Matters' pages that nobody has looked at in these processes: each is asked for once, and has to be drawn."""
    numbers = subprocess.run(
        [sys.executable, "-c", NUMBERS_SCRIPT], env={**env, "DJANGO_SETTINGS_MODULE": "shuniu.site.settings"},
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    share, results = len(numbers) // rounds, []
    for number in range(rounds):
        fresh = numbers[number * share : (number + 1) * share]
        ours, _times = load(OURS, [("GET", f"/hotline/{one}/", b"", {"Cookie": cookie}) for one in fresh], seconds)
        floor, _times = load(FLOOR, [("GET", "/read?number=1", b"", {})] * 200_000, seconds)
        results.append((floor, ours))
    floor, ours, ratio = median_of(results)
    print(
        f"FIRST   a matter's page, first look: {ours:.0f}/s; the floor {floor:.0f}/s: {ratio:.1f} times its time",
        flush=True,
    )


def start_all(env: dict[str, str]) -> list[subprocess.Popen[bytes]]:
    modules = ((OURS, "shuniu.site.wsgi"), (FLOOR, "bench.floor"), (DJANGO, "bench.framework"))
    return [start(port, f"{module}:application", env) for port, module in modules]


def load(
    port: int, requests: list[tuple[str, str, bytes, dict[str, str]]], seconds: float
) -> tuple[float, list[float]]:
    """Requests a second over all clients, and each request's time. Any answer but 200 and 303 ends the run."""
    times: list[list[float]] = [[] for _ in range(CLIENTS)]
    wrong: list[str] = []
    share = [requests[number::CLIENTS] for number in range(CLIENTS)]

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        end, place = time.perf_counter() + seconds, 0
        while time.perf_counter() < end and place < len(share[number]):
            method, path, body, headers = share[number][place]
            place += 1
            begun = time.perf_counter()
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            times[number].append(time.perf_counter() - begun)
            if answer.status not in (200, 303):
                wrong.append(f"{answer.status} {path}")
                return

    begun = time.perf_counter()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit(f"a request failed: {wrong[0]}")
    done = [one for each in times for one in each]
    return len(done) / (time.perf_counter() - begun), done


def forms(count: int, tokens: list[str], csrf: str) -> list[tuple[str, str, bytes, dict[str, str]]]:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={csrf}"}
    return [
        ("POST", "/report/", urlencode({
            "csrfmiddlewaretoken": csrf, "once": token, "type": "help", "text": TEXT, "place": "南湖路12号",
            "name": "王女士", "phone": "10012345678",
        }).encode(), headers)
        for token in tokens[:count]
    ]  # fmt: skip


def floors(count: int) -> list[tuple[str, str, bytes, dict[str, str]]]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return [("POST", "/intake", urlencode({"text": TEXT}).encode(), headers)] * count


def median_of(rounds: list[tuple[float, float]]) -> tuple[float, float, float]:
    ours, floor = (statistics.median(column) for column in zip(*rounds, strict=True))
    return ours, floor, statistics.median(a / b for a, b in rounds)


def reports(env: dict[str, str], count: int) -> list[tuple[str, str, bytes, dict[str, str]]]:
    """So many different submissions of the citizen's form, each with tokens of its own."""
    script = (
        "import django; django.setup()\n"
        "from shuniu.kernel.web.idempotency import new_token\n"
        "from django.middleware.csrf import _get_new_csrf_string\n"
        "print(_get_new_csrf_string())\n"
        f"for _ in range({count}): print(new_token('hotline.report'))\n"
    )
    lines = subprocess.run(
        [sys.executable, "-c", script], env={**env, "DJANGO_SETTINGS_MODULE": "shuniu.site.settings"},
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    return forms(10**9, lines[1:], lines[0])


def fill_the_worklist(env: dict[str, str]) -> None:
    """More than a page of requests wait for the dispatcher, so that the worklist shows its fifty rows."""
    load(OURS, reports(env, 60), 60)


def measure_intake(env: dict[str, str], seconds: float, rounds: int) -> None:
    results: list[tuple[float, float]] = []
    for number in range(rounds + 1):
        ours, _ = load(OURS, reports(env, int(seconds * 1200)), seconds)
        floor, _ = load(FLOOR, floors(int(seconds * 4000)), seconds)
        print(f"  round {number}: intake {ours:.0f}/s, floor {floor:.0f}/s, ratio {ours / floor:.2f}", flush=True)
        if (
            number
        ):  # In the first, a database's log still grows to its size, which each commit waits for: told, not counted.
            results.append((ours, floor))
    ours, floor, ratio = median_of(results)
    print(f"INTAKE  {ours:.0f}/s against {floor:.0f}/s of the floor: ratio {ratio:.2f} (wanted: at least 0.50)")


PAGES_SCRIPT = """
import django; django.setup()
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.db import connection
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Person
print(_get_new_csrf_string())
number = Matter.objects.filter(phase="working", kind="hotline.request").order_by("-pk").values_list("number", flat=True).first()
listed = "/hotline/all/?type=complaint&state=closed"
for who, paths in {"dispatcher": ("/hotline/", listed, f"/hotline/{number}/"), "jiaoyu": ("/hotline/all/", listed)}.items():
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Person.objects.get(username=who))
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        print(who, client.cookies["sessionid"].value, path, len(queries))
"""
"""The centre's dispatcher, and the clerk of a unit that has had many requests: their worklist, lists and a matter's page."""


def sign_in_at_django(env: dict[str, str]) -> str:
    """The session of somebody in the second floor, ``bench.framework``."""
    done = subprocess.run(
        [sys.executable, "-c", "from bench import framework; print(framework.sign_somebody_in())"],
        env=env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def measure_pages(env: dict[str, str], seconds: float, rounds: int, session: str) -> None:
    """A worklist, a filtered list and a matter's page: queries, and server time against one indexed read, bare and signed in."""
    lines = subprocess.run(
        [sys.executable, "-c", PAGES_SCRIPT], env={**env, "DJANGO_SETTINGS_MODULE": "shuniu.site.settings"},
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    load(FLOOR, floors(1), 1)
    for line in lines[1:]:
        who, key, path, queries = line.split(" ")
        cookie = f"sessionid={key}; csrftoken={lines[0]}"  # As a browser that is signed in.
        print(
            f"PAGE    {who} {path}: {queries} queries (at most 12), {times(path, cookie, session, seconds, rounds)}",
            flush=True,
        )
        if who == "dispatcher" and path == "/hotline/":
            measure_first_looks(env, min(seconds, 2), rounds, cookie)


def times(path: str, cookie: str, session: str, seconds: float, rounds: int) -> str:
    """What a page takes from outside against the two floors, in words."""
    results, framed = [], []
    for number in range(rounds + 1):
        ours, _times = load(OURS, [("GET", path, b"", {"Cookie": cookie})] * 20_000, seconds)
        floor, _times = load(FLOOR, [("GET", "/read?number=1", b"", {})] * 200_000, seconds)
        signed = {"Cookie": f"sessionid={session}"}
        django, _times = load(DJANGO, [("GET", "/read?number=1", b"", signed)] * 200_000, seconds)
        if (
            number
        ):  # In the first each connection prepares its statements, and each process draws what it then remembers.
            results.append((floor, ours))
            framed.append((django, ours))
    floor, ours, ratio = median_of(results)
    django, _ours, above = median_of(framed)
    return (
        f"{ours:.0f}/s; the floor {floor:.0f}/s: {ratio:.1f} times its time; Django alone, signed in, {django:.0f}/s: "
        f"{above:.1f} times"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=400, help="requests of the demo city's history")
    parser.add_argument("--matters", type=int, default=0, help="fill the table up to so many (bench.fill)")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--pages-only", action="store_true")
    only.add_argument("--intake-only", action="store_true")
    args = parser.parse_args()
    folder = Path(mkdtemp(prefix="shuniu-bench-"))
    env = environment(folder)
    shuniu = [sys.executable, "-m", "shuniu.site.command"]
    subprocess.run([*shuniu, "demo", "--requests", str(args.requests), "--no-serve"], env=env, check=True)
    subprocess.run([sys.executable, "-c", "from bench import floor; floor.create_tables()"], env=env, check=True)
    if args.matters:
        subprocess.run([sys.executable, "-m", "bench.fill", str(args.matters)], env=env, check=True)
    session = sign_in_at_django(env)
    servers = start_all(env)
    try:
        if not args.intake_only:
            fill_the_worklist(env)
            measure_pages(env, args.seconds, args.rounds, session)
        if not args.pages_only:
            measure_intake(env, args.seconds, args.rounds)
    finally:
        for server in servers:
            server.terminate()


if __name__ == "__main__":
    main()
