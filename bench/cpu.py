"""Processor time of a request inside the process, ours and the floor in turn: ``python -m bench.cpu [--rounds 30]``.

What ``bench.web`` measures from outside needs a machine with nothing else to do. Processor time of the web process does
not wait for others: each application lives in a process of its own, the rounds alternate, and the best round counts.
On PostgreSQL the server's own work is outside the figure on both sides. The data are those of SHUNIU_DATA and
DATABASE_URL (fill them with ``shuniu demo --no-serve``), or a city of ``--requests`` in a folder of its own.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from bench.web import environment, floors, forms, sign_in_at_django

WAITING = 60
"""Requests that wait for the dispatcher while the pages are measured: the worklist shows its fifty rows."""
FLOOR_READ = {"method": "GET", "path": "/read", "query": "number=1"}


# --- Inside a worker -----------------------------------------------------------------------------------------------


def environ_of(wanted: dict[str, Any]) -> dict[str, Any]:
    body = wanted.get("body", "").encode()
    return {
        "REQUEST_METHOD": wanted["method"], "PATH_INFO": wanted["path"], "QUERY_STRING": wanted.get("query", ""),
        "SCRIPT_NAME": "", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1", "HTTP_COOKIE": wanted.get("cookie", ""),
        "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "", "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False, "wsgi.version": (1, 0),
    }  # fmt: skip


def answer(application: Any, wanted: dict[str, Any]) -> int:
    """The size of the whole answer; anything but 200 and 303 ends the run."""
    seen: list[str] = []
    answered = application(environ_of(wanted), lambda status, headers, *rest: seen.append(status))
    size = sum(len(part) for part in answered)
    answered.close()
    if seen[0][:3] not in ("200", "303"):
        raise SystemExit(f"{seen[0]} {wanted['path']}")
    return size


def work(module: str) -> None:
    """Answer one line of JSON (a list of requests, to be sent one after the other) with the milliseconds of each."""
    name, _colon, attribute = module.partition(":")
    application = getattr(__import__(name, fromlist=[attribute]), attribute)
    for line in sys.stdin:
        wanted = json.loads(line)
        begun = time.process_time()
        sizes = [answer(application, one) for one in wanted]
        print(json.dumps({"ms": 1000 * (time.process_time() - begun) / len(wanted), "size": sizes[-1]}), flush=True)


# --- Outside -------------------------------------------------------------------------------------------------------


class Worker:
    def __init__(self, module: str, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.cpu", "--worker", module],
            env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, requests: list[dict[str, Any]]) -> tuple[float, int]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(requests) + "\n")
        self.process.stdin.flush()
        found = json.loads(self.process.stdout.readline())
        return float(found["ms"]), int(found["size"])

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)


SCRIPT = """
import django; django.setup()
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.middleware.csrf import _get_new_csrf_string
from django.db import connection
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.web.idempotency import new_token
client = Client(HTTP_HOST="127.0.0.1")
client.force_login(Person.objects.get(username="dispatcher"))
print(client.cookies["sessionid"].value)
number = Matter.objects.filter(phase="working", kind="hotline.request").order_by("-pk").values_list("number", flat=True).first()
print("/hotline/ | /hotline/all/?type=complaint&state=closed | /hotline/" + number + "/")
print(_get_new_csrf_string())
for _ in range(%d): print(new_token("hotline.report"))
"""


def asked(path: str, cookie: str) -> dict[str, Any]:
    place, _mark, query = path.partition("?")
    return {"method": "GET", "path": place, "query": query, "cookie": cookie}


def sent(request: tuple[str, str, bytes, dict[str, str]]) -> dict[str, Any]:
    method, path, body, headers = request
    return {"method": method, "path": path, "body": body.decode(), "cookie": headers.get("Cookie", "")}


def measure(
    ours: Worker, floor: Worker, django: Worker, page: dict[str, Any], lines: list[str], rounds: int, times: int
) -> None:
    session, paths, csrf, *tokens = lines
    pages = [[asked(path, f"sessionid={session}; csrftoken={csrf}")] * times for path in paths.split(" | ")]
    intakes = [sent(one) for one in forms(10**9, tokens, csrf)]
    ours.run(intakes[:WAITING])
    floor.run([sent(one) for one in floors(5)])
    for one in pages:  # Once for the templates and statements that are composed once.
        ours.run(one[:5])
    django.run([page] * 5)
    best: dict[str, list[tuple[float, int]]] = {}
    for _ in range(rounds):
        best.setdefault("floor: read", []).append(floor.run([FLOOR_READ] * times * 4))
        best.setdefault("Django alone, signed in: read", []).append(django.run([page] * times))
        for path, one in zip(paths.split(" | "), pages, strict=True):
            best.setdefault(path, []).append(ours.run(one))
    for number in range(rounds):
        start = WAITING + number * times
        best.setdefault("floor: intake", []).append(floor.run([sent(one) for one in floors(times)]))
        best.setdefault("intake", []).append(ours.run(intakes[start : start + times]))
    for name, found in best.items():
        base = min(best["floor: intake" if "intake" in name else "floor: read"])[0]
        print(f"{name:60} {min(found)[0]:7.3f} ms  {min(found)[0] / base:5.1f} times the floor  {found[0][1]:7,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worker", default="")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--times", type=int, default=20, help="requests in a round")
    parser.add_argument("--requests", type=int, default=0, help="make a demo city of so many requests first")
    args = parser.parse_args()
    if args.worker:
        work(args.worker)
        return
    folder = Path(mkdtemp(prefix="shuniu-cpu-"))
    env = environment(folder)
    if args.requests:
        shuniu = [sys.executable, "-m", "shuniu.site.command"]
        subprocess.run([*shuniu, "demo", "--requests", str(args.requests), "--no-serve"], env=env, check=True)
    else:
        env["SHUNIU_DATA"] = os.environ["SHUNIU_DATA"]
        env["SHUNIU_DEMO"] = "1"
    subprocess.run([sys.executable, "-c", "from bench import floor; floor.create_tables()"], env=env, check=True)
    lines = subprocess.run(
        [sys.executable, "-c", SCRIPT % (WAITING + args.rounds * args.times)],
        env={**env, "DJANGO_SETTINGS_MODULE": "shuniu.site.settings"}, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    page = {**FLOOR_READ, "cookie": f"sessionid={sign_in_at_django(env)}"}
    modules = ("shuniu.site.wsgi", "bench.floor", "bench.framework")
    ours, floor, django = workers = [Worker(f"{one}:application", env) for one in modules]
    try:
        measure(ours, floor, django, page, lines, args.rounds, args.times)
    finally:
        for worker in workers:
            worker.close()


if __name__ == "__main__":
    main()
