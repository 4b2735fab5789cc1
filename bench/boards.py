"""Boards and calendars of a full house against the floor: ``python -m bench.boards --assignments 50000 --meetings 20000``.

Makes a demo city of its own, fills it with copied lives (``bench.boards_fill``; ``--open`` says how many of the
assignments are still open), looks at each page from inside (``bench.boards_look``), then asks for each in turn with the
floor's indexed read: queries, processor time of the web process, its multiple of the floor's, calls of functions. On
PostgreSQL, whose own work is outside that time, also what the server took for the page's queries (EXPLAIN ANALYZE).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

from bench.cpu import FLOOR_READ, Worker, asked, sent
from bench.web import FLOOR, environment, floors, load, sign_in_at_django, start_all, times

TIMES = 40
SETTINGS = {"DJANGO_SETTINGS_MODULE": "shuniu.site.settings"}


def measure(ours: Worker, floor: Worker, lines: list[list[str]], rounds: int) -> None:
    floor.run([sent(one) for one in floors(5)])
    pages = [line[1:] for line in lines if line[0] == "page"]
    requests = [[asked(path, cookie)] * TIMES for _who, path, cookie, *_rest in pages]
    for one in requests:
        ours.run(one[:5])
    base: list[float] = []
    best: list[list[float]] = [[] for _ in pages]
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


def measure_outside(lines: list[list[str]], env: dict[str, str], seconds: float, rounds: int) -> None:
    """The same pages as a browser asks for them: two workers each, four clients, as ``bench.web`` does it."""
    session = sign_in_at_django(env)
    servers = start_all(env)
    try:
        load(FLOOR, floors(1), 1)
        for _page, who, path, cookie, queries, *_rest in (line for line in lines if line[0] == "page"):
            print(
                f"{who:16} {path:46} {queries:>3} queries, {times(path, cookie, session, seconds, rounds)}", flush=True
            )
    finally:
        for server in servers:
            server.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignments", type=int, default=50_000)
    parser.add_argument("--open", type=int, default=2_000, help="how many of the assignments are open")
    parser.add_argument("--meetings", type=int, default=20_000)
    parser.add_argument("--engagements", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--outside", type=float, default=0, help="seconds a round: throughput from outside instead")
    parser.add_argument(
        "--folder", default="", help="keep the data here; measure what is there when it was filled before"
    )
    args = parser.parse_args()
    folder = Path(args.folder or mkdtemp(prefix="shuniu-boards-"))
    env = {**environment(folder), "SHUNIU_DEMO": "1"}
    if not (folder / "filled").exists():
        counts = [str(one) for one in (args.assignments, args.open, args.meetings, args.engagements)]
        shuniu = [sys.executable, "-m", "shuniu.site.command", "demo", "--requests", "60", "--no-serve"]
        subprocess.run(shuniu, env=env, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, "-m", "bench.boards_fill", *counts], env=env | SETTINGS, check=True)
        subprocess.run([sys.executable, "-c", "from bench import floor; floor.create_tables()"], env=env, check=True)
        (folder / "filled").write_text(" ".join(counts))
    look = [sys.executable, "-m", "bench.boards_look"]
    found = subprocess.run(look, env=env | SETTINGS, stdout=subprocess.PIPE, text=True, check=True).stdout
    told = [line.split("\t") for line in found.splitlines() if "\t" in line]
    if args.outside:
        measure_outside(told, env, args.outside, args.rounds)
        return
    ours, floor = Worker("shuniu.site.wsgi:application", env), Worker("bench.floor:application", env)
    try:
        measure(ours, floor, told, args.rounds)
    finally:
        ours.close()
        floor.close()


if __name__ == "__main__":
    main()
