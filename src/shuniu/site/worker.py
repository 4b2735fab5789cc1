"""``shuniu worker``: background jobs and the timetable, without a web server. Run as many as the work needs."""

from __future__ import annotations

import argparse
import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING

from shuniu.kernel.jobs import timetable
from shuniu.kernel.jobs.worker import run_worker

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # the standard library has no public name for it


def add_arguments(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("worker", help="只处理后台任务和定时任务")
    parser.add_argument("--once", action="store_true", help="做完到期的任务就结束")
    parser.add_argument("--timetable", action="store_true", help="列出定时任务，不处理")


def run(args: argparse.Namespace) -> int:
    """Work until interrupted or terminated; the job in hand is finished first."""
    if args.timetable:
        for line in timetable.lines():
            print(f"{f'每隔 {line.every}' if line.every else f'每天 {line.at:%H:%M}':<16}{line.name}")
        return 0
    stop = threading.Event()

    def finish(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, finish)
    signal.signal(signal.SIGINT, finish)
    print("后台任务处理已启动。按 Ctrl+C 停止。", flush=True)
    tried = run_worker(stop, once=args.once)
    print(f"已停止，处理了 {tried} 项任务。")
    return 0
